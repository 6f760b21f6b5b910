/// The holidays that a market or a clearing house keeps: rules that give them year by year, and dates added or taken out.
///
///     HolidayCalendar.nerc.contains(monday5July2021)   // true: 4 July was a Sunday
///     HolidayCalendar.nerc.dates(in: 2025)             // six dates
public struct HolidayCalendar: Hashable, Sendable {
  /// The calendar's name.
  public let name: String
  /// The rules, each giving at most one holiday a year.
  public var rules: [HolidayRule]
  /// Single dates that are holidays beside the rules.
  public var added: Set<LocalDate>
  /// Single dates that are no holidays although a rule gives them.
  public var removed: Set<LocalDate>

  /// Makes a calendar from rules and single dates.
  public init(
    name: String, rules: [HolidayRule] = [], added: Set<LocalDate> = [], removed: Set<LocalDate> = []
  ) {
    self.name = name
    self.rules = rules
    self.added = added
    self.removed = removed
  }

  /// Whether a day is a holiday.
  /// - Complexity: O(number of rules).
  public func contains(_ date: LocalDate) -> Bool {
    if rules.isEmpty && added.isEmpty { return false }
    if added.contains(date) { return true }
    if removed.contains(date) { return false }
    let year = date.components.year
    // A holiday moved off the end of December belongs to the year before; one moved back, to the year after.
    return rules.contains {
      $0.date(in: year) == date || $0.date(in: year - 1) == date || $0.date(in: year + 1) == date
    }
  }

  /// The holidays that fall into a calendar year, sorted.
  public func dates(in year: Int) -> [LocalDate] {
    var found = Set([year - 1, year, year + 1].flatMap { year in rules.compactMap { $0.date(in: year) } })
    found.formUnion(added)
    return found.subtracting(removed).filter { $0.year == year }.sorted()
  }

  /// The holidays from one day through another: a set to look up many days in.
  func dates(from first: LocalDate, through last: LocalDate) -> Set<LocalDate> {
    if rules.isEmpty && added.isEmpty { return [] }
    if first.days(until: last) < 8 {
      return Set((0...max(0, first.days(until: last))).map { first.advanced(byDays: $0) }.filter(contains))
    }
    return Set((first.year...max(first.year, last.year)).flatMap { dates(in: $0) })
  }

  /// No holidays at all.
  public static let none = HolidayCalendar(name: "none")

  /// The six additional off-peak days of the North American Electric Reliability Corporation.
  ///
  /// New Year's Day, Memorial Day, Independence Day, Labor Day, Thanksgiving and Christmas; a fixed date on a Sunday is kept
  /// on Monday, one on a Saturday stays. Source: NERC Resources Subcommittee, "Additional Off-peak Days".
  public static let nerc = HolidayCalendar(
    name: "NERC",
    rules: [
      HolidayRule("New Year's Day", .fixed(month: 1, day: 1), observance: .sundayToMonday),
      HolidayRule("Memorial Day", .lastWeekday(1, month: 5)),
      HolidayRule("Independence Day", .fixed(month: 7, day: 4), observance: .sundayToMonday),
      HolidayRule("Labor Day", .nthWeekday(1, 1, month: 9)),
      HolidayRule("Thanksgiving Day", .nthWeekday(4, 4, month: 11)),
      HolidayRule("Christmas Day", .fixed(month: 12, day: 25), observance: .sundayToMonday),
    ])

  /// The closing days of the euro area's T2 payment system, beside weekends: no euro reference rates are fixed on them.
  ///
  /// New Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December. Source: European Central Bank, since 2002.
  public static let target = HolidayCalendar(
    name: "T2",
    rules: [
      HolidayRule("New Year's Day", .fixed(month: 1, day: 1)), HolidayRule("Good Friday", .easter(days: -2)),
      HolidayRule("Easter Monday", .easter(days: 1)), HolidayRule("Labour Day", .fixed(month: 5, day: 1)),
      HolidayRule("Christmas Day", .fixed(month: 12, day: 25)), HolidayRule("26 December", .fixed(month: 12, day: 26)),
    ])
}
