import Curves
import MarketData
import Testing

/// Small definitions and quotes for tests.
enum CurveFixtures {
  static let unit = ValueUnit.price(.eur, per: .megawattHour)

  static func definition(
    _ granularity: MarketDays.Granularity, _ first: String, _ end: String,
    days: MarketDays = MarketDays(.europeanPeak), unit: ValueUnit = CurveFixtures.unit
  ) throws -> CurveDefinition {
    let grid = try days.grid(granularity, from: date(first), until: date(end))
    return CurveDefinition(grid: grid, days: days, unit: unit)
  }

  static func date(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

  static func period(_ text: String) throws -> QuotePeriod { try #require(QuotePeriod(text)) }

  static func quote(_ period: String, _ price: Double, block: Block = .base) throws -> CurveQuote {
    CurveQuote(try self.period(period), block: block, .firm(price))
  }
}
