import Curves
import MarketData
import Testing

@Suite struct ShapingTests {
  static let unit = ValueUnit.price(.eur, per: .megawattHour)
  private static let averageTolerance = 1e-10

  static func day(_ year: Int, _ month: Int, _ day: Int) throws -> LocalDate {
    try #require(LocalDate(year: year, month: month, day: day))
  }

  /// Profiles that differ in every season, day type and slot.
  static func shape(_ kind: SeasonalShape.Kind, slotSeconds: Int = 3600) throws -> IntradayShape {
    let slots = 86_400 / slotSeconds
    let profiles = (0..<12).map { season in
      (0..<3).map { type in
        (0..<slots).map { slot -> Double in
          let wave = Double((slot * 7 + season * 3 + type * 5) % 11) - 5
          return kind == .additive ? wave : 1 + wave / 10
        }
      }
    }
    return try IntradayShape(kind, slotSeconds: slotSeconds, profiles: profiles)
  }

  /// A year of daily prices in Berlin, with both clock changes.
  static func daily(_ days: MarketDays, from first: LocalDate, until end: LocalDate) throws -> ForwardCurve {
    let grid = try days.grid(.day, from: first, until: end)
    let values = grid.indices.map { 50 + Double($0 % 13) - 0.5 * Double($0 % 5) }
    return try ForwardCurve(grid: grid, values: values, unit: unit)
  }

  @Test(arguments: [SeasonalShape.Kind.additive, .multiplicative], [MarketDays.Granularity.hour, .quarterHour])
  func everyAverageStays(_ kind: SeasonalShape.Kind, _ granularity: MarketDays.Granularity) throws {
    let days = MarketDays(.centralEurope)
    let daily = try Self.daily(days, from: Self.day(2026, 3, 1), until: Self.day(2026, 11, 1))
    let fine = try daily.shaped(by: Self.shape(kind), into: granularity, days: days)
    let perHour = granularity == .hour ? 1 : 4
    #expect(fine.count == 245 * 24 * perHour)
    let back = try fine.resampled(to: daily.grid)
    for (value, other) in zip(daily.values, back.values) { #expect(abs(value - other) < Self.averageTolerance) }
  }

  @Test func clockChangesTakeAndGiveAnHour() throws {
    let days = MarketDays(.centralEurope)
    var profile = [Double](repeating: 0, count: 24)
    (profile[1], profile[2], profile[3]) = (-3, 7, 1)
    let shape = try IntradayShape(
      .additive, seasons: [Int](repeating: 0, count: 12), dayTypes: .one, profiles: [[profile]])
    let spring = try Self.daily(days, from: Self.day(2026, 3, 29), until: Self.day(2026, 3, 30))
    let short = try spring.shaped(by: shape, into: .hour, days: days)
    #expect(short.count == 23)
    // 1:00 is followed by 3:00; the mean of the pattern over 23 hours is -2/23.
    #expect(abs(short.values[1] - (50 - 3 + 2.0 / 23)) < Self.averageTolerance)
    #expect(abs(short.values[2] - (50 + 1 + 2.0 / 23)) < Self.averageTolerance)
    let autumn = try Self.daily(days, from: Self.day(2026, 10, 25), until: Self.day(2026, 10, 26))
    let long = try autumn.shaped(by: shape, into: .hour, days: days)
    #expect(long.count == 25)
    #expect(abs(long.values[2] - (50 + 7 - 12.0 / 25)) < Self.averageTolerance)
    #expect(long.values[3] == long.values[2])
  }

  @Test func holidaysAreNoWeekdays() throws {
    let days = MarketDays(.pjm)
    let shape = try IntradayShape(
      .additive, seasons: [Int](repeating: 0, count: 12), dayTypes: .weekdayWeekend,
      profiles: [[Array(0..<24).map { Double($0) }, [Double](repeating: 0, count: 24)]])
    let daily = try Self.daily(days, from: Self.day(2026, 12, 24), until: Self.day(2026, 12, 26))
    let hourly = try daily.shaped(by: shape, into: .hour, days: days)
    #expect(abs(hourly.values[23] - hourly.values[0] - 23) < Self.averageTolerance)
    #expect(hourly.values[24..<48].allSatisfy { $0 == daily.values[1] })
  }

  @Test func strandsKeepTheirOwnAverages() throws {
    let days = MarketDays(.europeanPeak)
    let grid = try days.grid(.day, from: Self.day(2026, 10, 19), until: Self.day(2026, 11, 2))
    let peak = try ForwardCurve(grid: grid, values: grid.indices.map { 80 + Double($0) }, unit: Self.unit)
    let offPeak = try ForwardCurve(grid: grid, values: grid.indices.map { 40 - Double($0) }, unit: Self.unit)
    let strands = [(block: Block.europeanPeak, curve: peak), (block: .europeanOffPeak, curve: offPeak)]
    let hourly = try ForwardCurve.shaped(strands, by: Self.shape(.additive), into: .hour, days: days)
    for (block, curve) in strands {
      let hours = days.calendar.hours(of: block, over: hourly.grid)
      for (index, day) in grid.enumerated() {
        let range = hourly.grid.indices(within: day)
        let total = range.reduce(0) { $0 + hours[$1] }
        guard total > 0 else { continue }
        let mean = range.reduce(0) { $0 + hours[$1] * hourly.values[$1] } / total
        #expect(abs(mean - curve.values[index]) < Self.averageTolerance)
      }
    }
    let overlapping = #expect(throws: CurveError.self) {
      try ForwardCurve.shaped(
        [(.base, peak), (.europeanPeak, peak)], by: Self.shape(.additive), into: .hour, days: days)
    }
    #expect(overlapping?.code == .mismatch)
  }

  @Test func monthsBecomeDaysByWeekdays() throws {
    let days = MarketDays(.centralEurope)
    let months = try ForwardCurve(
      grid: days.grid(.month, from: Self.day(2026, 3, 1), until: Self.day(2026, 12, 1)),
      values: [50, 45, 40, 42, 48, 47, 52, 58, 61], unit: Self.unit)
    let shape = try SeasonalShape(
      .multiplicative, months: [Double](repeating: 1, count: 12), weekdays: [1.05, 1.06, 1.07, 1.06, 1.04, 0.9, 0.8])
    let daily = try months.shaped(by: shape, into: .day, days: days)
    #expect(daily.count == 275)
    let back = try daily.resampled(to: months.grid)
    for (value, other) in zip(months.values, back.values) { #expect(abs(value - other) < Self.averageTolerance) }
    // Monday 2 March to Sunday 1 March, in the same month.
    #expect(abs(daily.values[1] / daily.values[0] - 1.05 / 0.8) < 1e-12)
  }

  @Test func factorsAreRefusedNearZero() throws {
    let days = MarketDays(.utc)
    let grid = try days.grid(.day, from: Self.day(2026, 1, 1), until: Self.day(2026, 1, 4))
    for low in [0.0, -5, 0.01] {
      let daily = try ForwardCurve(grid: grid, values: [50, low, 50], unit: Self.unit)
      let error = #expect(throws: CurveError.self) {
        try daily.shaped(by: Self.shape(.multiplicative), into: .hour, days: days)
      }
      #expect(error?.code == .notPositive && error?.index == 1)
      let additive = try daily.shaped(by: Self.shape(.additive), into: .hour, days: days)
      #expect(try abs(additive.resampled(to: grid).values[1] - low) < Self.averageTolerance)
    }
  }

  @Test func peaksOfTheMonthAreMetAndDaysStay() throws {
    let days = MarketDays(.europeanPeak)
    let daily = try Self.daily(days, from: Self.day(2026, 3, 1), until: Self.day(2026, 5, 1))
    let hourly = try daily.shaped(by: Self.shape(.additive), into: .hour, days: days)
    let peaks = try ForwardCurve(
      grid: days.grid(.month, from: Self.day(2026, 3, 1), until: Self.day(2026, 5, 1)), values: [71.5, 38.25],
      unit: Self.unit)
    let met = try hourly.meeting(peaks, of: .europeanPeak, calendar: .europeanPeak, keeping: daily.grid)
    for (value, other) in zip(daily.values, try met.resampled(to: daily.grid).values) {
      #expect(abs(value - other) < Self.averageTolerance)
    }
    let mask = days.calendar.mask(of: .europeanPeak, over: met.grid)
    for (index, month) in peaks.grid.enumerated() {
      let values = met.grid.indices(within: month).filter { mask[$0] }.map { met.values[$0] }
      #expect(abs(values.reduce(0, +) / Double(values.count) - peaks.values[index]) < Self.averageTolerance)
    }
    // Weekends have no peak and stay as they were: 1 March 2026 is a Sunday.
    #expect(met.values[..<24] == hourly.values[..<24])
  }

  @Test func averagesThatNothingCanMeetAreRefused() throws {
    let days = MarketDays(.europeanPeak)
    let daily = try Self.daily(days, from: Self.day(2026, 3, 2), until: Self.day(2026, 3, 3))
    let flat = try daily.resampled(to: days.grid(.hour, from: Self.day(2026, 3, 2), until: Self.day(2026, 3, 3)))
    let wanted = try daily.offset(by: 1)
    let error = #expect(throws: CurveError.self) {
      try flat.meeting(wanted, of: .base, calendar: .europeanPeak, keeping: daily.grid)
    }
    #expect(error?.code == .outOfRange && error?.index == 0)
    #expect(try flat.meeting(daily, of: .base, calendar: .europeanPeak, keeping: daily.grid) == flat)
  }

  @Test func gridsThatDoNotNestAreRefused() throws {
    let start = Instant(secondsSince1970: 1_800)
    let grid = try #require(DeliveryGrid(start: start, seconds: 86_400 + 600, count: 2))
    let odd = try ForwardCurve(grid: grid, values: [1, 2], unit: Self.unit)
    let error = #expect(throws: CurveError.self) {
      try odd.shaped(by: Self.shape(.additive), into: .hour, days: MarketDays(.utc))
    }
    #expect(error?.code == .outOfRange || error?.code == .mismatch)
    #expect(throws: CurveError.self) { try odd.shaped(by: Self.shape(.additive), into: .day, days: MarketDays(.utc)) }
  }
}
