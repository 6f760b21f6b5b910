import Curves
import MarketData
import Testing

private let positionTolerance = 1e-9

@Suite struct QuoteArbitrageTests {
  private func quotes(_ list: [(String, Double, Double)]) throws -> [CurveQuote] {
    try list.map { CurveQuote(try CurveFixtures.period($0.0), .bidAsk(bid: $0.1, ask: $0.2)) }
  }

  @Test func aQuarterDearerThanItsMonthsIsSoldAgainstThem() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01", days: MarketDays(.utc))
    let arbitrage = try #require(
      try definition.arbitrage(
        in: quotes([
          ("2026-01", 49, 50), ("2026-02", 49, 50), ("2026-03", 49, 50), ("Q1-26", 51, 52), ("Q2-26", 10, 90),
        ])))
    // One MW of each: 2,160 hours at 51 received and 50 paid.
    #expect(arbitrage.legs.map(\.id) == ["2026-01", "2026-02", "2026-03", "Q1-26"])
    #expect(zip(arbitrage.legs, [1.0, 1, 1, -1]).allSatisfy { abs($0.position - $1) < positionTolerance })
    #expect(arbitrage.legs.map(\.price) == [50, 50, 50, 51])
    #expect(abs(arbitrage.profit - 2160) < 1e-6)
  }

  @Test func consistentQuotesLeaveNoArbitrage() throws {
    let definition = try CurveFixtures.definition(.day, "2026-01-01", "2027-01-01")
    let consistent = try quotes([
      ("2026-01", 49, 50), ("2026-02", 49, 50), ("2026-03", 49, 50), ("Q1-26", 49.5, 52), ("Cal-26", 48, 49),
    ])
    #expect(try definition.arbitrage(in: consistent) == nil)
    #expect(try definition.build(consistent).status == .solved)
    #expect(try definition.arbitrage(in: [CurveFixtures.quote("Cal-26", 50)]) == nil)
  }

  @Test func blocksTradeAgainstEachOtherByTheirHours() throws {
    var definition = try CurveFixtures.definition(.day, "2026-03-01", "2026-04-01")
    definition.strands = [.europeanPeak, .europeanOffPeak]
    // 264 of 743 hours at 100 and 479 at 60 make 74.21.
    let arbitrage = try #require(
      try definition.arbitrage(in: [
        CurveFixtures.quote("2026-03", 80), CurveFixtures.quote("2026-03", 100, block: .europeanPeak),
        CurveFixtures.quote("2026-03", 60, block: .europeanOffPeak),
      ]))
    #expect(zip(arbitrage.legs, [-1.0, 1, 1]).allSatisfy { abs($0.position - $1) < positionTolerance })
    #expect(abs(arbitrage.profit - (743 * 80 - 264 * 100 - 479 * 60)) < 1e-6)
  }

  @Test func softAndOneSidedQuotesTradeOnlyWhereTheyCan() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2026-04-01")
    let period = try CurveFixtures.period("2026-01")
    let bid = CurveQuote(period, .bidAsk(bid: 50, ask: .infinity), id: "bid")
    let soft = CurveQuote(period, .soft(40, weight: 1), id: "soft")
    let ask = CurveQuote(period, .bidAsk(bid: -.infinity, ask: 49), id: "ask")
    #expect(try definition.arbitrage(in: [bid, soft]) == nil)
    let arbitrage = try #require(try definition.arbitrage(in: [bid, soft, ask]))
    #expect(arbitrage.legs.map(\.id) == ["bid", "ask"] && arbitrage.legs.map(\.price) == [50, 49])
    #expect(abs(arbitrage.profit - 744) < 1e-6)
  }
}
