import Curves
import MarketData
import Testing

private let priceTolerance = 1e-10

@Suite struct RolledQuotesTests {
  private let days = MarketDays(.centralEurope)

  private func spot(_ granularity: MarketDays.Granularity, _ first: String, _ end: String, _ price: (Int) -> Double)
    throws
    -> TimeSeries
  {
    let grid = try days.grid(granularity, from: CurveFixtures.date(first), until: CurveFixtures.date(end))
    return try TimeSeries(grid: grid, values: grid.indices.map(price), unit: CurveFixtures.unit)
  }

  @Test func aMonthThatHasBegunIsReQuotedOnItsBalance() throws {
    let definition = try CurveFixtures.definition(.day, "2026-03-29", "2026-07-01", days: days)
    let quotes = try [("2026-02", 70.0), ("2026-03", 60.0), ("2026-04", 55.0)].map { try CurveFixtures.quote($0, $1) }
    // March: 28 days of 24 hours have settled at 64; 71 hours are left, one of them skipped by the clock.
    let spot = try spot(.hour, "2026-02-01", "2026-03-29") { _ in 64 }
    let rolled = try definition.roll(quotes, to: CurveFixtures.date("2026-03-29"), spot: spot)
    #expect(rolled.dropped.map(\.quote.id) == ["2026-02"])
    #expect(rolled.dropped[0].reason == "delivered until 2026-03-01")
    #expect(rolled.quotes.map(\.id) == ["2026-03", "2026-04"])
    #expect(rolled.quotes[0].period.name == "2026-03-29/2026-04-01")
    #expect(abs(rolled.quotes[0].price.mid - (743 * 60 - 672 * 64) / 71) < priceTolerance)
    #expect(rolled.settled.count == 1 && abs(rolled.settled[0].share - 672.0 / 743) < priceTolerance)
    #expect(rolled.settled[0].spot == 64)
    #expect(try definition.build(rolled.quotes).status == .solved)
  }

  @Test func peakSettlesAtPeakHours() throws {
    var definition = try CurveFixtures.definition(.day, "2026-03-16", "2026-07-01")
    definition.strands = [.europeanPeak, .europeanOffPeak]
    let quote = CurveQuote(
      try CurveFixtures.period("2026-03"), block: .europeanPeak, .bidAsk(bid: 79, ask: 81))
    let calendar = definition.days.calendar
    let grid = try days.grid(.hour, from: CurveFixtures.date("2026-03-01"), until: CurveFixtures.date("2026-03-16"))
    let spot = try TimeSeries(
      grid: grid, values: grid.map { calendar.contains($0.start, in: .europeanPeak) ? 90 : 10 },
      unit: CurveFixtures.unit)
    let rolled = try definition.roll([quote], to: CurveFixtures.date("2026-03-16"), spot: spot)
    // 10 of 22 weekdays have settled.
    let balance = { (price: Double) in (22 * price - 10 * 90) / 12 }
    #expect(abs(rolled.quotes[0].price.lower - balance(79)) < priceTolerance)
    #expect(abs(rolled.quotes[0].price.upper - balance(81)) < priceTolerance)
  }

  @Test func aCurveBuiltOnTheBalanceGivesTheWholeBack() throws {
    let definition = try CurveFixtures.definition(.day, "2026-03-12", "2026-07-01", days: days)
    let spot = try spot(.day, "2026-03-01", "2026-03-12") { 50 + Double($0) }
    let quotes = try [("2026-03", 60.0), ("Q2-26", 55.0)].map { try CurveFixtures.quote($0, $1) }
    let built = try definition.build(
      definition.roll(quotes, to: CurveFixtures.date("2026-03-12"), spot: spot).quotes)
    let march = try #require(days.interval(of: CurveFixtures.period("2026-03-12/2026-04-01")))
    var sum = spot.values.reduce(0) { $0 + 24 * $1 }
    for i in built.curve.grid.indices(within: march) { sum += built.curve.values[i] * built.curve.grid[i].hours }
    #expect(abs(sum / 743 - 60) < priceTolerance)
  }

  @Test func withoutAllSpotPricesTheQuoteIsDropped() throws {
    let definition = try CurveFixtures.definition(.day, "2026-03-12", "2026-07-01", days: days)
    let quote = try CurveFixtures.quote("2026-03", 60)
    let date = try CurveFixtures.date("2026-03-12")
    #expect(
      try definition.roll([quote], to: date).dropped[0].reason == "no spot prices for all of 2026-03-01/2026-03-12")
    let short = try spot(.day, "2026-03-01", "2026-03-11") { _ in 50 }
    #expect(try definition.roll([quote], to: date, spot: short).quotes.isEmpty)
    let holed = try spot(.day, "2026-03-01", "2026-03-12") { $0 == 4 ? .nan : 50 }
    #expect(try definition.roll([quote], to: date, spot: holed).quotes.isEmpty)
    let wrong = try TimeSeries(grid: holed.grid, values: holed.values, unit: .price(.usd, per: .megawattHour))
    #expect(throws: CurveError.self) { try definition.roll([quote], to: date, spot: wrong) }
  }

  @Test func gasRollsByDaysAndSwapsByPricingDays() throws {
    var definition = try CurveFixtures.definition(.day, "2026-04-16", "2026-07-01", days: days)
    let spot = try spot(.day, "2026-04-01", "2026-04-16") { Double($0) }
    let date = try CurveFixtures.date("2026-04-16")
    definition.weighting = .days
    var rolled = try definition.roll([CurveFixtures.quote("2026-04", 20)], to: date, spot: spot)
    #expect(abs(rolled.quotes[0].price.mid - (30 * 20 - 15 * 7) / 15) < priceTolerance)
    definition.weighting = .pricingDays(.target)
    rolled = try definition.roll([CurveFixtures.quote("2026-04", 20)], to: date, spot: spot)
    // Fixings on 1, 2, 7 to 10 and 13 to 15 April: indices 0, 1, 6, 7, 8, 9, 12, 13, 14 of 9 days; 11 are left of 20.
    #expect(abs(rolled.quotes[0].price.mid - (20 * 20 - 70) / 11.0) < priceTolerance)
  }
}
