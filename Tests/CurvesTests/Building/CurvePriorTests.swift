import Curves
import MarketData
import Testing

private let priceTolerance = 1e-10

@Suite struct CurvePriorTests {
  private let season: [Double] = [9.5, 7, -1.5, -9, -12.5, -8, -3.5, -1, 1.5, 3.5, 7.5, 6.5]

  private func seasons(_ count: Int, _ transform: (Double) -> Double) -> [Double] {
    (0..<count).map { transform(season[$0 % 12]) }
  }

  private func secondDifferences(_ values: [Double]) -> [Double] {
    values.indices.dropLast(2).map { (i: Int) -> Double in
      let middle: Double = 2 * values[i + 1]
      return values[i] - middle + values[i + 2]
    }
  }

  private func years(_ prices: [Double]) throws -> [CurveQuote] {
    try prices.enumerated().map { try CurveFixtures.quote("Cal-\(26 + $0)", $1) }
  }

  @Test func theFarEndKeepsAnAdditiveShape() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2036-01-01", days: MarketDays(.utc))
    let prior = seasons(120) { $0 }
    definition.prior = .values(prior)
    let built = try definition.build(years([80, 79, 78]))
    #expect(built.status == .solved && built.repricingError < priceTolerance)
    // What is left over the prior is smooth: beyond the last quote a line.
    let rest: [Double] = zip(built.curve.values, prior).map { $0 - $1 }
    let curvature = secondDifferences(rest)
    #expect(curvature[60...].allSatisfy { abs($0) < priceTolerance })
    let squares: Double = curvature.reduce(0) { $0 + $1 * $1 }
    #expect(abs(built.roughness - squares / 2) < priceTolerance)
  }

  @Test func aPriorThatMeetsTheQuotesIsTheCurve() throws {
    let plain = try CurveFixtures.definition(.month, "2026-01-01", "2029-01-01")
    let target = seasons(36) { 70.3 + 1.1 * $0 }
    let curve = try ForwardCurve(grid: plain.grid, values: target, unit: plain.unit)
    var definition = plain
    definition.prior = .series(curve.series)
    let months = ["2026-02", "Q3-26", "Cal-27"]
    let prices = try target.withPrices(of: months, on: plain)
    let built = try definition.build(zip(months, prices).map { try CurveFixtures.quote($0, $1) })
    for (value, wanted) in zip(built.curve.values, target) { #expect(abs(value - wanted) < priceTolerance) }
    #expect(built.roughness < 1e-18)
  }

  @Test func factorsScaleTheSmoothestLevel() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2031-01-01", days: MarketDays(.utc))
    let factors = seasons(60) { 1 + $0 / 80 }
    definition.prior = .factors(factors)
    definition.floor = 0
    let built = try definition.build(years([80, 76, 74]))
    #expect(built.status == .solved && built.repricingError < priceTolerance)
    let level: [Double] = zip(built.curve.values, factors).map { $0 / $1 }
    #expect(secondDifferences(level)[36...].allSatisfy { abs($0) < priceTolerance })
  }

  @Test func factorsAreRefusedNearZero() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2031-01-01")
    definition.prior = .factors([Double](repeating: 1.1, count: 60))
    for prices in [[80, -3], [80.0, 2], [-50, -60]] {
      let error = #expect(throws: CurveError.self) { try definition.build(years(prices)) }
      #expect(error?.code == .notPositive)
    }
    definition.floor = 10
    #expect(throws: CurveError.self) { try definition.build(years([80])) }
    definition.floor = nil
    definition.prior = .factors([Double](repeating: 0, count: 60))
    #expect(throws: CurveError.self) { try definition.build(years([80])) }
    // A falling level that would pass below zero beyond the quotes.
    definition.prior = .factors([Double](repeating: 1, count: 60))
    let error = #expect(throws: CurveError.self) { try definition.build(years([80, 45, 10])) }
    #expect(error?.code == .notPositive)
  }

  @Test func eachStrandMayHaveItsOwnPrior() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    definition.strands = [.europeanPeak, .europeanOffPeak]
    let peak = seasons(24) { 90 + $0 }
    let offPeak = seasons(24) { 70 + $0 / 2 }
    definition.prior = .strands(
      try [peak, offPeak].map { try TimeSeries(grid: definition.grid, values: $0, unit: definition.unit) })
    let prices = try [Block.base, .europeanPeak].map { block in
      try definition.price(of: "Cal-26", block, peak: peak, offPeak: offPeak)
    }
    let built = try definition.build([
      CurveFixtures.quote("Cal-26", prices[0]), CurveFixtures.quote("Cal-26", prices[1], block: .europeanPeak),
    ])
    for i in 0..<24 {
      #expect(abs(built.strands[0].values[i] - peak[i]) < priceTolerance * 10)
      #expect(abs(built.strands[1].values[i] - offPeak[i]) < priceTolerance * 10)
    }
  }

  @Test func aPriorMustCoverTheCurve() throws {
    var definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    let half = try #require(definition.grid.slice(0..<12))
    definition.prior = .series(
      try TimeSeries(grid: half, values: [Double](repeating: 1, count: 12), unit: definition.unit))
    let error = #expect(throws: CurveError.self) { try definition.build(years([80])) }
    #expect(error?.code == .outOfRange && error?.index == 12)
    definition.prior = .series(
      try TimeSeries(grid: definition.grid, values: [Double](repeating: 1, count: 24), unit: .quantity(.megawatt)))
    #expect(throws: CurveError.self) { try definition.build(years([80])) }
  }
}

extension [Double] {
  /// What a flat-weighted curve of these values makes of contracts, by hours.
  fileprivate func withPrices(of names: [String], on definition: CurveDefinition) throws -> [Double] {
    try names.map { name in
      let span = try #require(definition.days.interval(of: CurveFixtures.period(name)))
      var (sum, hours) = (0.0, 0.0)
      for i in definition.grid.indices(within: span) {
        sum += self[i] * definition.grid[i].hours
        hours += definition.grid[i].hours
      }
      return sum / hours
    }
  }
}

extension CurveDefinition {
  /// What values of peak and off-peak make of a contract.
  fileprivate func price(of name: String, _ block: Block, peak: [Double], offPeak: [Double]) throws -> Double {
    let span = try #require(days.interval(of: CurveFixtures.period(name)))
    var (sum, total) = (0.0, 0.0)
    for i in grid.indices(within: span) {
      let high = days.calendar.hours(of: .europeanPeak, in: grid[i])
      let low = block == .europeanPeak ? 0 : grid[i].hours - high
      sum += high * peak[i] + low * offPeak[i]
      total += high + low
    }
    return sum / total
  }
}
