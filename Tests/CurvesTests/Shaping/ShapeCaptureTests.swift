import ByteFormats
import Curves
import Foundation
import MarketData
import Testing

/// Shapes of real day-ahead prices (open series of the EPF benchmark), judged on a year that they have not seen.
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["CAPTURES_DIR"] != nil, "CAPTURES_DIR is not set"))
struct ShapeCaptureTests {
  private static let root = ProcessInfo.processInfo.environment["CAPTURES_DIR"] ?? ""
  private let days = MarketDays(
    BlockCalendar(name: "EPF", zone: .centralEurope, holidays: .target, blocks: [.base]))

  /// Hourly prices; the files have 24 hours for every day, so that the hour skipped in spring is left out and the one
  /// shown twice keeps one price.
  private func prices(_ market: String) throws -> [LocalDateTime: Double] {
    let url = URL(fileURLWithPath: Self.root).appendingPathComponent("epf/\(market).csv.gz")
    let bytes = try Gzip.decompress([UInt8](Data(contentsOf: url)).span)
    var prices: [LocalDateTime: Double] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",")
      let stamp = fields[0].split { "/ :".contains($0) }.compactMap { Int($0) }
      guard stamp.count >= 4, let price = fields.last.flatMap({ Double($0.filter { !$0.isWhitespace }) }) else {
        continue
      }
      let local = LocalDateTime(year: stamp[0], month: stamp[1], day: stamp[2], hour: stamp[3])
      prices[try #require(local)] = price
    }
    return prices
  }

  private func series(_ prices: [LocalDateTime: Double], _ first: LocalDate, _ end: LocalDate) throws -> TimeSeries {
    let grid = try days.grid(.hour, from: first, until: end)
    let values = grid.map { prices[days.zone.localDateTime(of: $0.start)] ?? .nan }
    return try TimeSeries(grid: grid, values: values, unit: ShapingTests.unit)
  }

  /// `share` is what median profiles by season, day type and hour leave of the spread in a computation with pandas.
  @Test(arguments: [("DE", 2014, 0.6542), ("FR", 2013, 0.5444)])
  func shapesExplainHoursOfAYearNotSeen(_ market: String, _ year: Int, share: Double) throws {
    let prices = try prices(market)
    let (first, split) = (try ShapingTests.day(year, 1, 9), try ShapingTests.day(year + 2, 1, 9))
    let shape = try IntradayShape.estimated(
      from: series(prices, first, split), days: days, as: .additive, seasons: IntradayShape.quarters
    ).shape
    let end = split.advanced(byDays: 365)
    let actual = try series(prices, split, end)
    let grid = try days.grid(.day, from: split, until: end)
    let daily = actual.resampled(to: grid, by: .mean, missing: .skip(minimumCoverage: 0.5))
    let hourly = try ForwardCurve(daily).shaped(by: shape, into: .hour, days: days)
    let flat = try ForwardCurve(daily).resampled(to: hourly.grid)
    func error(_ curve: ForwardCurve) -> Double {
      let gaps = zip(curve.values, actual.values).filter { !$1.isNaN }.map { ($0 - $1) * ($0 - $1) }
      return (gaps.reduce(0, +) / Double(gaps.count)).squareRoot()
    }
    // Another robust mean and holidays as Sundays make a difference of a few parts in a hundred.
    #expect(abs(error(hourly) / error(flat) - share) < 0.02)
  }
}
