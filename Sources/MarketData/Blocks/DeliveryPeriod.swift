/// A span of whole calendar days in which a contract delivers: a month, a quarter, a season, a year, a week, a weekend, a day.
///
///     let quarter = DeliveryPeriod("Q1-26")
///     quarter?.interval(in: .centralEurope).hours   // 2159: March loses an hour
///     quarter?.months.map(\.name)                   // ["2026-01", "2026-02", "2026-03"]
///
/// A period is a thing of the calendar; a zone or a ``GasDay`` makes it a span of time.
public struct DeliveryPeriod: Hashable, Sendable {
  /// What kind of contract period it is.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// One day: `2026-01-15`.
    case day
    /// Saturday and Sunday: `WE03-26`, by the ISO week.
    case weekend
    /// Monday to Sunday: `W03-26`, by the ISO week.
    case week
    /// A calendar month: `2026-01`.
    case month
    /// Three months from January, April, July or October: `Q1-26`.
    case quarter
    /// April to September, or October to March: `Sum-26`, `Win-26`; a winter is named by the year in which it begins.
    case season
    /// A calendar year: `Cal-27`.
    case year
    /// October to September, the gas and storage year: `GY-26` begins in October 2026.
    case gasYear
  }

  /// The kind.
  public let kind: Kind
  /// The first day.
  public let first: LocalDate
  /// The day after the last.
  public let end: LocalDate

  /// Makes the period of a kind that holds a day, or `nil` for a weekend when the day is a weekday.
  public init?(_ kind: Kind, containing date: LocalDate) {
    let (year, month, _) = date.components
    let monday = date.advanced(byDays: 1 - date.isoWeekday)
    switch kind {
    case .day: self.init(kind, date, date.advanced(byDays: 1))
    case .weekend:
      guard date.isWeekend else { return nil }
      self.init(kind, monday.advanced(byDays: 5), monday.advanced(byDays: 7))
    case .week: self.init(kind, monday, monday.advanced(byDays: 7))
    case .month: self.init(kind, months: 1, from: year * 12 + month - 1)
    case .quarter: self.init(kind, months: 3, from: year * 12 + (month - 1) / 3 * 3)
    case .season: self.init(kind, months: 6, from: year * 12 + (month < 4 ? -3 : month < 10 ? 3 : 9))
    case .year: self.init(kind, months: 12, from: year * 12)
    case .gasYear: self.init(kind, months: 12, from: year * 12 + (month < 10 ? -3 : 9))
    }
  }

  private init(_ kind: Kind, _ first: LocalDate, _ end: LocalDate) {
    self.kind = kind
    self.first = first
    self.end = end
  }

  /// From a count of months since the start of the year 0.
  private init(_ kind: Kind, months: Int, from start: Int) {
    func date(_ count: Int) -> LocalDate {
      let year = count >= 0 ? count / 12 : (count - 11) / 12
      return LocalDate(daysSince1970: LocalDate.dayNumber(year: year, month: count - year * 12 + 1, day: 1))
    }
    self.init(kind, date(start), date(start + months))
  }

  /// The calendar month `month` (1 to 12) of a year, or `nil` where there is none.
  public static func month(_ month: Int, of year: Int) -> DeliveryPeriod? {
    guard (1...12).contains(month), (1...9999).contains(year) else { return nil }
    return DeliveryPeriod(.month, months: 1, from: year * 12 + month - 1)
  }

  /// Quarter `quarter` (1 to 4) of a year, or `nil` where there is none.
  public static func quarter(_ quarter: Int, of year: Int) -> DeliveryPeriod? {
    guard (1...4).contains(quarter), (1...9999).contains(year) else { return nil }
    return DeliveryPeriod(.quarter, months: 3, from: year * 12 + (quarter - 1) * 3)
  }

  /// The calendar year, or `nil` outside 1 to 9999.
  public static func year(_ year: Int) -> DeliveryPeriod? {
    guard (1...9999).contains(year) else { return nil }
    return DeliveryPeriod(.year, months: 12, from: year * 12)
  }

  /// The number of days.
  public var days: Int { first.days(until: end) }

  /// Whether a day belongs to the period.
  public func contains(_ date: LocalDate) -> Bool { first <= date && date < end }

  /// Whether all of another period belongs to this one.
  public func contains(_ other: DeliveryPeriod) -> Bool { first <= other.first && other.end <= end }

  /// The period's span of time on a zone's clock, midnight to midnight.
  public func interval(in zone: MarketTimeZone) -> DeliveryInterval {
    DeliveryInterval(uncheckedStart: zone.startOfDay(first), end: zone.startOfDay(end))
  }

  /// The period of the same kind that follows.
  public var next: DeliveryPeriod {
    let day = kind == .weekend ? end.advanced(byDays: 5) : end
    return DeliveryPeriod(kind, containing: day) ?? self
  }

  /// The periods of a kind that lie wholly in this one, in order of time.
  public func periods(_ kind: Kind) -> [DeliveryPeriod] {
    var found: [DeliveryPeriod] = []
    var date = first
    while date < end {
      guard let period = DeliveryPeriod(kind, containing: date) else {
        date = date.advanced(byDays: 1)
        continue
      }
      if contains(period) { found.append(period) }
      date = period.end
    }
    return found
  }

  /// The whole months in the period.
  public var months: [DeliveryPeriod] { periods(.month) }
}

extension DeliveryPeriod: Comparable {
  /// Orders periods by their first day, the longer one first where they begin together.
  public static func < (lhs: DeliveryPeriod, rhs: DeliveryPeriod) -> Bool {
    (lhs.first, rhs.end) < (rhs.first, lhs.end)
  }
}
