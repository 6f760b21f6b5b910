import Curves
import Foundation
import MarketData
import Testing

private let shapeTolerance = 1e-9

@Suite struct SeasonalShapeTests {
  private let months: [Double] = [9.5, 7, -1.5, -9, -12.5, -8, -3.5, -1, 1.5, 3.5, 7.5, 6.5]
  private let weekdays = [2.0, 3, 3, 2.5, 1.5, -4, -8]
  private let days = MarketDays(.europeanPeak)

  /// Hourly prices of three years: a trend, months, weekdays.
  private func history(_ price: (_ t: Double, _ month: Double, _ weekday: Double) -> Double) throws -> TimeSeries {
    let grid = try days.grid(.day, from: CurveFixtures.date("2022-03-01"), until: CurveFixtures.date("2025-06-11"))
    let values = grid.map { interval -> Double in
      let date = days.date(of: interval.start)
      return price(
        Double(date.daysSince1970) / 365.25, months[date.month - 1], weekdays[date.isoWeekday - 1])
    }
    return try TimeSeries(grid: grid, values: values, unit: CurveFixtures.unit)
  }

  @Test func theAdditivePatternOfAHistoryComesBack() throws {
    let shape = try SeasonalShape.estimated(from: history { 40 + 3 * ($0 - 52) + $1 + $2 }, days: days, as: .additive)
    let lengths: [Double] = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let products: [Double] = zip(months, lengths).map { $0 * $1 }
    let mean = products.reduce(0, +) / 365.25
    for (found, wanted) in zip(shape.months, months) { #expect(abs(found - (wanted - mean)) < shapeTolerance) }
    for (found, wanted) in zip(shape.weekdays, weekdays) { #expect(abs(found - wanted) < shapeTolerance) }
    let parts: [Double] = zip(shape.months, lengths).map { $0 * $1 }
    #expect(abs(parts.reduce(0, +)) < 365 * shapeTolerance)
    #expect(abs(shape.weekdays.reduce(0, +)) < shapeTolerance)
    #expect(shape.holidays == nil)
  }

  @Test func factorsHaveMeanOne() throws {
    let shape = try SeasonalShape.estimated(
      from: history { 60 * (1 + $1 / 50) * (1 + $2 / 40) + 0 * $0 }, days: days, as: .multiplicative)
    let ratio = (1 + months[0] / 50) / (1 + months[5] / 50)
    #expect(abs(shape.months[0] / shape.months[5] - ratio) < shapeTolerance)
    #expect(abs(shape.weekdays.reduce(0, +) - 7) < shapeTolerance)
    #expect(shape.months.allSatisfy { $0 > 0 })
  }

  @Test func holidaysHaveTheirOwnPart() throws {
    let calendar = BlockCalendar(name: "test", zone: .centralEurope, holidays: .target, blocks: [.base])
    let days = MarketDays(calendar)
    let grid = try days.grid(.day, from: CurveFixtures.date("2021-01-01"), until: CurveFixtures.date("2025-01-01"))
    let values = grid.map { interval -> Double in
      let date = days.date(of: interval.start)
      return calendar.holidays.contains(date) ? 30 : 50 + weekdays[date.isoWeekday - 1]
    }
    let history = try TimeSeries(grid: grid, values: values, unit: CurveFixtures.unit)
    let shape = try SeasonalShape.estimated(from: history, days: days, as: .additive)
    #expect(abs((shape.holidays ?? 0) + 20) < shapeTolerance)
    let christmas = try days.grid(.day, from: CurveFixtures.date("2026-12-25"), until: CurveFixtures.date("2026-12-26"))
    #expect(abs(shape.values(on: christmas, days: days)[0] - (shape.months[11] - 20)) < shapeTolerance)
  }

  @Test func aMonthHasTheMeanOfItsDays() throws {
    let shape = try SeasonalShape(.additive, months: months, weekdays: weekdays)
    let grid = try days.grid(.month, from: CurveFixtures.date("2026-01-01"), until: CurveFixtures.date("2027-01-01"))
    let daily = try days.grid(.day, from: CurveFixtures.date("2026-01-01"), until: CurveFixtures.date("2027-01-01"))
    let fine = try TimeSeries(grid: daily, values: shape.values(on: daily, days: days), unit: CurveFixtures.unit)
    let coarse = fine.resampled(to: grid, by: .mean)
    for (month, mean) in zip(shape.values(on: grid, days: days), coarse.values) {
      #expect(abs(month - mean) < shapeTolerance)
    }
    // The first of January 2026 is a Thursday; its hours are all alike.
    let hours = try days.grid(.hour, from: CurveFixtures.date("2026-01-01"), until: CurveFixtures.date("2026-01-03"))
    let hourly = shape.values(on: hours, days: days)
    #expect(hourly[0] == 9.5 + 2.5 && hourly[23] == 9.5 + 2.5 && hourly[24] == 9.5 + 1.5)
  }

  @Test func aCurveKeepsTheShapeBeyondItsQuotes() throws {
    var definition = try CurveFixtures.definition(.day, "2026-01-01", "2028-01-01")
    definition.prior = .seasonal(try SeasonalShape(.additive, months: months, weekdays: weekdays))
    let built = try definition.build([CurveFixtures.quote("Cal-26", 70)])
    let pattern = try SeasonalShape(.additive, months: months, weekdays: weekdays)
      .values(on: definition.grid, days: days)
    let level = built.curve.values[0] - pattern[0]
    for (value, part) in zip(built.curve.values, pattern) { #expect(abs(value - part - level) < shapeTolerance) }
  }

  @Test func poorHistoriesAndShapesAreRefused() throws {
    let all = try history { 40 + 0 * $0 + $1 + $2 }
    let span = try #require(DeliveryInterval(start: all.grid.start, seconds: 300 * 86_400))
    let short = try #require(all.slice(span))
    var error = #expect(throws: CurveError.self) { try SeasonalShape.estimated(from: short, days: days, as: .additive) }
    #expect(error?.code == .empty)
    let negative = all.map { $0 - 45 }
    error = #expect(throws: CurveError.self) {
      try SeasonalShape.estimated(from: negative, days: days, as: .multiplicative)
    }
    #expect(error?.code == .notPositive)
    #expect(throws: CurveError.self) { try SeasonalShape(.additive, months: [1, 2]) }
    #expect(throws: CurveError.self) { try SeasonalShape(.multiplicative, months: months) }
    #expect(throws: CurveError.self) {
      try SeasonalShape(.additive, months: [Double](repeating: .nan, count: 12))
    }
  }

  @Test func aShapeGoesThroughJSONAndABrokenOneDoesNot() throws {
    let shape = try SeasonalShape(.additive, months: months, weekdays: weekdays, holidays: -6)
    let bytes = try JSONEncoder().encode(shape)
    #expect(try JSONDecoder().decode(SeasonalShape.self, from: bytes) == shape)
    let short = #"{"kind": "additive", "months": [1, 2], "weekdays": [0, 0, 0, 0, 0, 0, 0]}"#
    #expect(throws: CurveError.self) { try JSONDecoder().decode(SeasonalShape.self, from: Data(short.utf8)) }
  }
}
