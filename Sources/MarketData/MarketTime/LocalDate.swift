/// A calendar day of the proleptic Gregorian calendar, without a time zone: a trade date, a delivery date, a holiday.
///
/// Kept as a day number, so that comparing, sorting and stepping are integer arithmetic.
public struct LocalDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, negative before.
  public var daysSince1970: Int32

  /// Makes the day that lies `daysSince1970` days after 1970-01-01.
  @inlinable
  public init(daysSince1970: Int32) {
    self.daysSince1970 = daysSince1970
  }

  /// Makes the day of a year, month and day of the month, or returns `nil` where there is none, such as February 30.
  ///
  /// Years 1 to 9999 are accepted. Source: days-from-civil, H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= LocalDate.daysInMonth(year: year, month: month)
    else { return nil }
    self.init(daysSince1970: LocalDate.dayNumber(year: year, month: month, day: day))
  }

  /// Orders days by time.
  @inlinable
  public static func < (lhs: LocalDate, rhs: LocalDate) -> Bool {
    lhs.daysSince1970 < rhs.daysSince1970
  }

  /// The number of days in a month of the Gregorian calendar; `month` is 1 to 12.
  public static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(clamping: era * 146_097 + dayOfEra - 719_468)
  }

  /// The year, month (1 to 12) and day of the month (1 to 31).
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSince1970) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day of the week, 1 for Monday to 7 for Sunday (ISO 8601).
  public var isoWeekday: Int {
    let remainder = (Int(daysSince1970) + 3) % 7
    return (remainder < 0 ? remainder + 7 : remainder) + 1
  }

  /// The day `days` later, or earlier when negative; stops at the ends of `Int32`.
  public func advanced(byDays days: Int) -> LocalDate {
    LocalDate(daysSince1970: Int32(clamping: Int(daysSince1970) + min(max(days, -(1 << 33)), 1 << 33)))
  }

  /// The number of days from this day until `other`, negative when `other` is earlier.
  public func days(until other: LocalDate) -> Int {
    Int(other.daysSince1970) - Int(daysSince1970)
  }
}
