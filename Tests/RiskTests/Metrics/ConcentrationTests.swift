import Risk
import Testing

@Suite struct ConcentrationTests {
  @Test func sharesOfTheGrossTotal() throws {
    let book = try Concentration([50, -30, 20])
    #expect(book.shares == [0.5, 0.3, 0.2])
    #expect(abs(book.herfindahl - 0.38) < 1e-15)
    #expect(abs(book.effectiveCount - 1 / 0.38) < 1e-12)
    #expect(book.share(ofLargest: 2) == 0.8 && book.share(ofLargest: 0) == 0 && book.share(ofLargest: -1) == 0)
    #expect(book.share(ofLargest: 9) == 1)
    #expect(try Concentration([0, 7]).herfindahl == 1)
    let equal = try Concentration([Double](repeating: 1e308, count: 8))
    #expect(abs(equal.herfindahl - 0.125) < 1e-15)
    #expect(throws: RiskError.self) { try Concentration([]) }
    #expect(throws: RiskError.self) { try Concentration([0, 0]) }
    #expect(throws: RiskError.self) { try Concentration([1, .nan]) }
  }

  @Test func closingTakesDays() throws {
    let horizon = try LiquidityHorizon(
      positions: [50_000, -8_000, 0, 1], dailyVolumes: [20_000, 40_000, 0, 0], participation: 0.1)
    #expect(horizon.days == [25, 2, 1, nil])
    #expect(horizon.longest == nil)
    #expect(horizon.scale(of: 3) == nil && horizon.scale(of: 4) == nil && horizon.scale(of: -1) == nil)
    #expect(horizon.scale(of: 2) == 1)
    // Σ (k / n)² by hand for two days: 1/4 + 1.
    #expect(abs(try #require(horizon.scale(of: 1)) - 1.25.squareRoot()) < 1e-15)
    let sum = (1...25).reduce(0.0) { $0 + Double($1 * $1) / 625 }
    #expect(abs(try #require(horizon.scale(of: 0)) - sum.squareRoot()) < 1e-14)
    // Three tenths of a volume of ten is three, in spite of rounding.
    #expect(try LiquidityHorizon(positions: [3], dailyVolumes: [10], participation: 0.3).days == [1])
    #expect(throws: RiskError.self) { try LiquidityHorizon(positions: [1], dailyVolumes: []) }
    #expect(throws: RiskError.self) { try LiquidityHorizon(positions: [1], dailyVolumes: [1], participation: 0) }
    #expect(throws: RiskError.self) { try LiquidityHorizon(positions: [.nan], dailyVolumes: [1]) }
    #expect(throws: RiskError.self) { try LiquidityHorizon(positions: [1], dailyVolumes: [-1]) }
    let never = try LiquidityHorizon(positions: [1e300], dailyVolumes: [1e-300])
    #expect(never.days == [nil])
  }
}
