public import MarketData

/// The market days over which a quote delivers, from the first up to but not including `end`.
///
///     QuotePeriod(from: january1, until: february1)?.name     // "2026-01"
///     QuotePeriod("Q1-26")?.days                              // 90
///     QuotePeriod("2026-03-12/2026-04-01")?.days              // 20, the balance of a month
///
/// Any span of whole days is one: a contract's (day, weekend, week, month, quarter, season, calendar year, gas year) or a custom
/// one. It is a thing of the calendar; ``MarketDays`` make it a span of time.
public struct QuotePeriod: Hashable, Sendable {
  /// The first day of delivery.
  public let first: LocalDate
  /// The day after the last day of delivery.
  public let end: LocalDate

  /// Makes the days from `first` up to but not including `end`; `nil` unless `end` is later.
  public init?(from first: LocalDate, until end: LocalDate) {
    guard first < end else { return nil }
    self.first = first
    self.end = end
  }

  /// Makes the days of a contract's delivery period.
  public init(_ period: DeliveryPeriod) {
    first = period.first
    end = period.end
  }

  /// The number of days.
  public var days: Int { first.days(until: end) }

  /// The contract period that has these days, or `nil` for a span of its own.
  public var contract: DeliveryPeriod? {
    for kind in DeliveryPeriod.Kind.allCases {
      if let period = DeliveryPeriod(kind, containing: first), period.first == first, period.end == end {
        return period
      }
    }
    return nil
  }

  /// Whether a day belongs to the period.
  public func contains(_ date: LocalDate) -> Bool { first <= date && date < end }

  /// Whether the two periods share a day.
  public func overlaps(_ other: QuotePeriod) -> Bool { first < other.end && other.first < end }

  /// The days from a date on, or `nil` where none is left: the balance of a period that has begun.
  public func balance(from date: LocalDate) -> QuotePeriod? { QuotePeriod(from: max(first, date), until: end) }

  /// The parts of the period in each calendar month, in order of time.
  var monthlyParts: [QuotePeriod] {
    var parts: [QuotePeriod] = []
    var start = first
    while start < end {
      let next = min(start.startOfMonth(advancedBy: 1), end)
      guard let part = QuotePeriod(from: start, until: next) else { break }
      parts.append(part)
      start = next
    }
    return parts
  }
}

extension QuotePeriod: LosslessStringConvertible {
  /// The contract's name, or first day and day after the last with a slash between them.
  public var name: String { contract?.name ?? "\(first)/\(end)" }

  /// The name.
  public var description: String { name }

  /// Reads a contract's name (`DeliveryPeriod`) or two days with a slash between them; `nil` for other text.
  public init?(_ description: String) {
    if let period = DeliveryPeriod(description) {
      self.init(period)
      return
    }
    let parts = description.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = LocalDate(String(parts[0])), let end = LocalDate(String(parts[1])) else {
      return nil
    }
    self.init(from: first, until: end)
  }
}

extension QuotePeriod: Comparable {
  /// Orders periods by their first day, the longer one first where they begin together.
  public static func < (lhs: QuotePeriod, rhs: QuotePeriod) -> Bool { (lhs.first, rhs.end) < (rhs.first, lhs.end) }
}
