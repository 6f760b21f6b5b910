import Curves
import MarketData
import Testing

@Suite struct BuiltCurveShapingTests {
  private static let priceTolerance = 1e-9

  /// From quotes of base, peak and off-peak over clock changes to hours that price every quote.
  @Test func hoursPriceEveryQuoteOfTheDailyCurve() throws {
    let days = MarketDays(.europeanPeak)
    var definition = CurveDefinition(
      grid: try days.grid(.day, from: ShapingTests.day(2026, 1, 1), until: ShapingTests.day(2027, 1, 1)), days: days,
      unit: ShapingTests.unit)
    definition.strands = [.europeanPeak, .europeanOffPeak]
    let quotes: [(String, Block, Double)] = [
      ("2026-01", .base, 95), ("2026-03", .base, 80), ("2026-03", .europeanPeak, 84.5), ("Q2-26", .base, 60),
      ("Q2-26", .europeanPeak, 55), ("2026-10", .europeanOffPeak, 66), ("Cal-26", .base, 76),
      ("Cal-26", .europeanPeak, 82),
    ]
    let built = try definition.build(
      quotes.map { CurveQuote(try #require(QuotePeriod($0.0)), block: $0.1, .firm($0.2)) })
    #expect(built.status == .solved)
    let hourly = try built.shaped(by: ShapingTests.shape(.additive), into: .hour)
    #expect(hourly.count == 8760)
    for quote in built.quotes {
      let span = try #require(days.interval(of: quote.period))
      let part = try hourly.slice(span)
      let hours = days.calendar.hours(of: quote.block, over: part.grid)
      let mean = zip(part.values, hours).reduce(0) { $0 + $1.0 * $1.1 } / hours.reduce(0, +)
      #expect(abs(mean - quote.price.mid) < Self.priceTolerance)
    }
    let back = try hourly.resampled(to: built.curve.grid)
    for (value, other) in zip(back.values, built.curve.values) { #expect(abs(value - other) < Self.priceTolerance) }
  }
}
