/// A rule that gives one holiday a year.
public struct HolidayRule: Hashable, Sendable {
  /// How the day is found in a year.
  public enum Day: Hashable, Sendable {
    /// A fixed day of the year.
    case fixed(month: Int, day: Int)
    /// The `n`-th weekday (1 for Monday to 7 for Sunday) of a month, as in the fourth Thursday: `.nthWeekday(4, 4, month: 11)`.
    case nthWeekday(_ n: Int, _ isoWeekday: Int, month: Int)
    /// The last weekday (1 for Monday to 7 for Sunday) of a month.
    case lastWeekday(_ isoWeekday: Int, month: Int)
    /// Days after Easter Sunday of the western churches, negative before it.
    case easter(days: Int)
  }

  /// Where the holiday is kept when it falls on a weekend.
  public enum Observance: Hashable, Sendable {
    /// On the day itself.
    case actual
    /// On Monday when it falls on a Sunday; on the day itself otherwise.
    case sundayToMonday
    /// On Monday when it falls on a Sunday, on Friday when it falls on a Saturday.
    case nearestWeekday
  }

  /// The holiday's name.
  public let name: String
  /// How the day is found.
  public let day: Day
  /// Where it is kept when it falls on a weekend.
  public let observance: Observance
  /// The years in which the rule is in force.
  public let years: ClosedRange<Int>

  /// Makes a rule.
  public init(
    _ name: String, _ day: Day, observance: Observance = .actual, years: ClosedRange<Int> = 1...9999
  ) {
    self.name = name
    self.day = day
    self.observance = observance
    self.years = years
  }

  /// The day on which the holiday of a year is kept, or `nil` where the rule gives none.
  public func date(in year: Int) -> LocalDate? {
    guard years.contains(year), let date = actualDate(in: year) else { return nil }
    return switch (observance, date.isoWeekday) {
    case (.sundayToMonday, 7), (.nearestWeekday, 7): date.advanced(byDays: 1)
    case (.nearestWeekday, 6): date.advanced(byDays: -1)
    default: date
    }
  }

  private func actualDate(in year: Int) -> LocalDate? {
    switch day {
    case .fixed(let month, let day):
      return LocalDate(year: year, month: month, day: day)
    case .nthWeekday(let n, let weekday, let month):
      guard let first = LocalDate(year: year, month: month, day: 1), (1...7).contains(weekday), (1...5).contains(n)
      else { return nil }
      let date = first.advanced(byDays: (weekday - first.isoWeekday + 7) % 7 + (n - 1) * 7)
      return date.month == month ? date : nil
    case .lastWeekday(let weekday, let month):
      guard (1...12).contains(month), (1...7).contains(weekday),
        let last = LocalDate(year: year, month: month, day: LocalDate.daysInMonth(year: year, month: month))
      else { return nil }
      return last.advanced(byDays: -((last.isoWeekday - weekday + 7) % 7))
    case .easter(let days):
      return HolidayRule.easterSunday(year).map { $0.advanced(byDays: min(max(days, -400), 400)) }
    }
  }

  /// Easter Sunday of the Gregorian calendar.
  ///
  /// Source: the anonymous algorithm, J. Meeus, "Astronomical Algorithms", chapter 8.
  static func easterSunday(_ year: Int) -> LocalDate? {
    let a = year % 19
    let (b, c) = (year / 100, year % 100)
    let (d, e) = (b / 4, b % 4)
    let g = (b - (b + 8) / 25 + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let (i, k) = (c / 4, c % 4)
    let l = (32 + 2 * e + 2 * i - h - k) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let n = h + l - 7 * m + 114
    return LocalDate(year: year, month: n / 31, day: n % 31 + 1)
  }
}
