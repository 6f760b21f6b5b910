import MarketData
import Nodal
import Testing

/// Panels for tests.
enum Panels {
  static let price = ValueUnit.price(.usd, per: .megawattHour)

  /// Hours from local midnight of a day on.
  static func hours(_ year: Int, _ month: Int, _ day: Int, days: Int, in zone: MarketTimeZone) throws -> DeliveryGrid {
    let first = try #require(LocalDate(year: year, month: month, day: day))
    let span = try #require(
      DeliveryInterval(start: zone.startOfDay(first), end: zone.startOfDay(first.advanced(byDays: days))))
    return try #require(DeliveryGrid(covering: span, seconds: 3600))
  }

  /// Hours of UTC, for panels whose time does not matter.
  static func hours(_ count: Int) throws -> DeliveryGrid {
    try #require(DeliveryGrid(start: Instant(secondsSince1970: 1_767_225_600), seconds: 3600, count: count))
  }

  static func panel(_ rows: [(String, [Double])], on grid: DeliveryGrid? = nil) throws -> NodalPanel {
    let grid = try grid ?? hours(rows[0].1.count)
    return try NodalPanel(names: rows.map(\.0), grid: grid, unit: price, values: rows.flatMap(\.1))
  }
}

/// The code of the error that a call throws; `nil` where it throws none.
func code(_ call: () throws(NodalError) -> some Any) -> NodalError.Code? {
  do throws(NodalError) {
    _ = try call()
    return nil
  } catch {
    return error.code
  }
}
