import Curves
import Foundation
import MarketData
import NumericalKernels
import Testing

@Suite struct IntradayShapeTests {
  private static let unit = ValueUnit.price(.eur, per: .megawattHour)
  private let days = MarketDays(.centralEurope)

  /// Hourly prices: a level by day, a profile by month and kind of day, and what `change` makes of them.
  private func history(
    from first: LocalDate, until end: LocalDate, level: (Int) -> Double = { 60 + 10 * Double($0 % 9) / 9 },
    price: (_ level: Double, _ date: LocalDate, _ hour: Int) -> Double
  ) throws -> TimeSeries {
    let grid = try days.grid(.hour, from: first, until: end)
    let values = grid.map { interval -> Double in
      let local = days.zone.localDateTime(of: interval.start)
      return price(level(first.days(until: local.date)), local.date, local.hour)
    }
    return try TimeSeries(grid: grid, values: values, unit: Self.unit)
  }

  /// A pattern with mean 0 that is the sum of a part of the month and a part of the kind of day.
  private func pattern(_ date: LocalDate, _ hour: Int) -> Double {
    let season = Double(date.month) * (hour < 12 ? 0.5 : -0.5)
    let type = date.isWeekend ? (hour % 2 == 0 ? 2.0 : -2.0) : (hour < 6 || hour >= 18 ? -4.0 : 4.0)
    return season + type
  }

  @Test func additiveProfilesComeBackExactly() throws {
    let past = try history(from: ShapingTests.day(2023, 1, 1), until: ShapingTests.day(2025, 1, 1)) {
      $0 + pattern($1, $2)
    }
    let estimate = try IntradayShape.estimated(from: past, days: days, as: .additive)
    #expect(estimate.daysLeftOut == 0)
    #expect(estimate.days.joined().reduce(0, +) == 731)
    let july = try ShapingTests.day(2024, 7, 3)
    let profile = estimate.shape.profile(on: july, kind: .wednesday)
    for hour in 0..<24 { #expect(abs(profile[hour] - pattern(july, hour)) < 1e-10) }
    let sunday = try estimate.shape.profile(on: ShapingTests.day(2024, 1, 7), kind: .sunday)
    for hour in 0..<24 { #expect(try abs(sunday[hour] - pattern(ShapingTests.day(2024, 1, 7), hour)) < 1e-10) }
  }

  @Test func factorsComeBackExactly() throws {
    let past = try history(from: ShapingTests.day(2023, 1, 1), until: ShapingTests.day(2025, 1, 1)) {
      $0 * (1 + ($2 < 12 ? -0.25 : 0.25))
    }
    let shape = try IntradayShape.estimated(from: past, days: days, as: .multiplicative).shape
    let profile = try shape.profile(on: ShapingTests.day(2024, 7, 3), kind: .wednesday)
    for hour in 0..<24 { #expect(abs(profile[hour] - (hour < 12 ? 0.75 : 1.25)) < 1e-10) }
  }

  @Test func gapsSpikesAndNegativePricesDoNotMoveTheProfile() throws {
    var stream = RandomStream(seed: 254, path: 0)
    let clean = try history(from: ShapingTests.day(2022, 1, 1), until: ShapingTests.day(2025, 1, 1)) {
      $0 - 55 + pattern($1, $2)
    }
    let values = clean.values.map { value -> Double in
      let u = stream.uniform()
      return u < 0.02 ? .nan : u < 0.03 ? value + 3000 * (u - 0.02) / 0.01 : value
    }
    let past = try TimeSeries(grid: clean.grid, values: values, unit: Self.unit)
    let shape = try IntradayShape.estimated(from: past, days: days, as: .additive).shape
    let date = try ShapingTests.day(2024, 10, 2)
    let profile = shape.profile(on: date, kind: .wednesday)
    // Spikes of 1,500 on a hundredth of the hours move the mean of a month's hours by 15 and the estimate by hardly anything.
    for hour in 0..<24 { #expect(abs(profile[hour] - pattern(date, hour)) < 0.5) }
    let error = #expect(throws: CurveError.self) {
      try IntradayShape.estimated(
        from: past.map { $0 - 60 }, days: days, as: .multiplicative)
    }
    #expect(error?.code == .notPositive)
  }

  @Test func theMiddayDipDeepensYearByYear() throws {
    let past = try history(from: ShapingTests.day(2019, 1, 1), until: ShapingTests.day(2025, 1, 1)) {
      level, date, hour in
      let years = Double(date.daysSince1970) / 365.25 - 52
      return level + pattern(date, hour) + ((11..<15).contains(hour) ? -1.5 * years : 0.3 * years)
    }
    let shape = try IntradayShape.estimated(from: past, days: days, as: .additive, trend: .estimated(limit: 30)).shape
    let trend = try #require(shape.trend)
    // What counts is the difference of slots: midday against the hours that do not drift is -1.8 a year.
    let june = trend.perYear[5]
    #expect(abs(june[12] - june[9] + 1.8) < 0.01)
    #expect(june[3] == 0 && june[20] == 0)
    let (soon, late) = (try ShapingTests.day(2030, 6, 5), try ShapingTests.day(2040, 6, 6))
    let (a, b) = (shape.profile(on: soon, kind: .wednesday), shape.profile(on: late, kind: .wednesday))
    #expect(abs((b[12] - b[9]) - (a[12] - a[9]) + 18) < 0.15)
    // The hourly curve has the deeper dip, and its averages.
    let daily = try ShapingTests.daily(days, from: late, until: late.advanced(byDays: 1))
    let hourly = try daily.shaped(by: shape, into: .hour, days: days)
    #expect(abs(hourly.values[12] - hourly.values[9] - (b[12] - b[9])) < 1e-10)
    #expect(abs(hourly.values.reduce(0, +) / 24 - daily.values[0]) < 1e-10)
  }

  @Test func aGivenTrendStopsAtItsLimit() throws {
    let reference = try ShapingTests.day(2026, 1, 1)
    let trend = try ShapeTrend.midday(perYear: -2, from: reference, between: 12, and: 13, limit: 5)
    let flat = [Double](repeating: 0, count: 24)
    let shape = try IntradayShape(
      .additive, seasons: [Int](repeating: 0, count: 12), dayTypes: .one, profiles: [[flat]], trend: trend)
    let after = try shape.profile(on: ShapingTests.day(2050, 1, 1), kind: .monday)
    #expect(after[12] == -10 && after[11] == 0)
    let factors = try IntradayShape(
      .multiplicative, seasons: [Int](repeating: 0, count: 12), dayTypes: .one,
      profiles: [[[Double](repeating: 1, count: 24)]], trend: trend)
    #expect(try factors.profile(on: ShapingTests.day(2050, 1, 1), kind: .monday)[12] == 0)
  }

  @Test func quarterHoursHaveSlotsOfTheirOwn() throws {
    let shape = try ShapingTests.shape(.additive, slotSeconds: 900)
    let grid = try days.grid(.hour, from: ShapingTests.day(2026, 10, 25), until: ShapingTests.day(2026, 10, 26))
    let hourly = try ForwardCurve(grid: grid, values: grid.indices.map { 40 + Double($0) }, unit: Self.unit)
    let quarters = try hourly.shaped(by: shape, into: .quarterHour, days: days)
    #expect(quarters.count == 100)
    for (value, other) in zip(hourly.values, try quarters.resampled(to: grid).values) {
      #expect(abs(value - other) < 1e-10)
    }
    #expect(quarters.values[0] != quarters.values[1])
  }

  @Test func thinCellsLeanOnTheirSeasonAndDayType() throws {
    // Three weeks of January and February: every other month falls back on the days there are.
    let past = try history(from: ShapingTests.day(2024, 1, 15), until: ShapingTests.day(2024, 2, 15)) {
      $0 + ($2 < 12 ? -3 : 3)
    }
    let estimate = try IntradayShape.estimated(from: past, days: days, as: .additive)
    #expect(estimate.days[6] == [0, 0, 0])
    let july = try estimate.shape.profile(on: ShapingTests.day(2024, 7, 3), kind: .wednesday)
    for hour in 0..<24 { #expect(abs(july[hour] - (hour < 12 ? -3 : 3)) < 1e-10) }
  }

  @Test func whatCannotBeEstimatedIsRefused() throws {
    let day = try ShapingTests.day(2024, 1, 15)
    let past = try history(from: day, until: day.advanced(byDays: 40)) { level, _, _ in level }
    func code(_ series: TimeSeries, trend: IntradayShape.TrendRule? = nil) -> CurveError.Code? {
      #expect(throws: CurveError.self) {
        try IntradayShape.estimated(from: series, days: days, as: .additive, trend: trend)
      }?.code
    }
    #expect(code(past, trend: .estimated()) == .empty)
    #expect(code(past, trend: .estimated(from: 17, to: 9)) == .outOfRange)
    let missing = try TimeSeries(
      grid: past.grid, values: [Double](repeating: .nan, count: past.count), unit: Self.unit)
    #expect(code(missing) == .empty)
    #expect(code(past.map { _ in .infinity }) == .notFinite)
    let long = try #require(DeliveryGrid(start: Instant(secondsSince1970: 0), seconds: 1 << 40, count: 2))
    #expect(code(try TimeSeries(grid: long, values: [1, 2], unit: Self.unit)) == .outOfRange)
  }

  @Test func senselessShapesAreRefused() throws {
    let flat = [Double](repeating: 1, count: 24)
    let one = [Int](repeating: 0, count: 12)
    func code(
      _ kind: SeasonalShape.Kind = .additive, slotSeconds: Int = 3600, seasons: [Int], profiles: [[[Double]]]
    ) -> CurveError.Code? {
      #expect(throws: CurveError.self) {
        try IntradayShape(kind, slotSeconds: slotSeconds, seasons: seasons, dayTypes: .one, profiles: profiles)
      }?.code
    }
    #expect(code(slotSeconds: 7000, seasons: one, profiles: [[flat]]) == .outOfRange)
    #expect(code(seasons: [0, 2] + one.dropLast(2), profiles: [[flat], [flat]]) == .outOfRange)
    #expect(code(seasons: one, profiles: [[flat], [flat]]) == .countMismatch)
    #expect(code(seasons: one, profiles: [[Array(flat.dropLast())]]) == .countMismatch)
    #expect(code(seasons: one, profiles: [[[.nan] + flat.dropLast()]]) == .notFinite)
    #expect(code(.multiplicative, seasons: one, profiles: [[flat.map { -$0 }]]) == .notPositive)
    #expect(throws: CurveError.self) { try DayTypes([.weekdays, .saturday]) }
    #expect(throws: CurveError.self) { try DayTypes([.weekdays, [.weekend, .holiday, .friday]]) }
  }

  @Test func shapesAreReadAndWritten() throws {
    let trend = try ShapeTrend.midday(perYear: -0.5, from: ShapingTests.day(2026, 1, 1))
    let shape = try ShapingTests.shape(.additive).with(trend: trend)
    let text = try JSONEncoder().encode(shape)
    #expect(try JSONDecoder().decode(IntradayShape.self, from: text) == shape)
    let broken = String(decoding: text, as: UTF8.self).replacing("\"limit\":10", with: "\"limit\":-1")
    #expect(throws: CurveError.self) { try JSONDecoder().decode(IntradayShape.self, from: Data(broken.utf8)) }
  }
}
