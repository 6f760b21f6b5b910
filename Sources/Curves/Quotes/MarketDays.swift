public import MarketData

/// When a market's days begin and which of them are holidays: what turns dates into spans of time.
///
///     MarketDays(.pjm)                          // midnight Eastern, NERC holidays
///     MarketDays(GasDay.european)               // 06:00 Central European time
///     MarketDays(.utc).grid(.month, from: january2026, until: january2051)
///
/// Days have 23 or 25 hours where the clock changes; a British power day begins at 23:00 of the evening before.
public struct MarketDays: Hashable, Sendable {
  /// The lengths of the intervals of a curve.
  public enum Granularity: String, Hashable, Sendable, Codable, CaseIterable {
    /// Quarters of an hour.
    case quarterHour
    /// Hours.
    case hour
    /// Market days.
    case day
    /// Calendar months of market days.
    case month
  }

  /// The blocks' zone and holidays, and the start of the day where there is no gas day.
  public let calendar: BlockCalendar
  /// The gas day, where days begin with it.
  public let gasDay: GasDay?

  /// Makes days of a market's calendar.
  public init(_ calendar: BlockCalendar) {
    self.calendar = calendar
    gasDay = nil
  }

  /// Makes gas days.
  public init(_ gasDay: GasDay, holidays: HolidayCalendar = .none) {
    calendar = BlockCalendar(name: gasDay.name, zone: gasDay.zone, holidays: holidays, blocks: [.base])
    self.gasDay = gasDay
  }

  /// Makes days from midnight to midnight in a zone, without holidays.
  public init(_ zone: MarketTimeZone) {
    self.init(BlockCalendar(name: zone.identifier, zone: zone, blocks: [.base]))
  }

  /// The zone whose clock the days are on.
  public var zone: MarketTimeZone { calendar.zone }

  /// The first instant of a market day.
  public func start(of date: LocalDate) -> Instant {
    if let gasDay { return gasDay.start(of: date) }
    guard calendar.dayStart != 0, let day = DeliveryPeriod(.day, containing: date) else {
      return zone.startOfDay(date)
    }
    return calendar.interval(of: day).start
  }

  /// The market day that holds an instant.
  public func date(of instant: Instant) -> LocalDate {
    let date = zone.localDate(of: instant)
    if instant < start(of: date) { return date.advanced(byDays: -1) }
    let next = date.advanced(byDays: 1)
    return instant < start(of: next) ? date : next
  }

  /// The span of time of a period, or `nil` where a zone's rules leave it none.
  public func interval(of period: QuotePeriod) -> DeliveryInterval? {
    DeliveryInterval(start: start(of: period.first), end: start(of: period.end))
  }

  /// The most intervals of a grid made here: 4,000,000, a century of quarter-hours.
  public static let mostIntervals = 4_000_000

  /// The intervals of a curve from one market day up to but not including another.
  ///
  /// The first and the last month are cut where the dates cut them, so that a curve may begin with the balance of a month.
  ///
  /// - Throws: `emptyPeriod` unless `end` is later than `first`, `outOfRange` for more than ``mostIntervals`` intervals or days
  ///   that are no whole number of hours.
  public func grid(
    _ granularity: Granularity, from first: LocalDate, until end: LocalDate
  ) throws(CurveError) -> DeliveryGrid {
    guard let period = QuotePeriod(from: first, until: end), let span = interval(of: period) else {
      throw CurveError(.emptyPeriod, found: "\(first) to \(end)", expected: "an end after the start")
    }
    let longest: Int64 =
      switch granularity {
      case .quarterHour: 900
      case .hour: 3600
      case .day: 82_800
      case .month: 28 * 82_800
      }
    guard span.seconds / longest <= Self.mostIntervals else {
      throw CurveError(
        .outOfRange, found: "\(first) to \(end) by \(granularity)", expected: "at most \(Self.mostIntervals) intervals")
    }
    let grid: DeliveryGrid? =
      switch granularity {
      case .quarterHour: DeliveryGrid(covering: span, seconds: 900)
      case .hour: DeliveryGrid(covering: span, seconds: 3600)
      case .day: DeliveryGrid(edges: (0...period.days).map { start(of: first.advanced(byDays: $0)) })
      case .month: DeliveryGrid(edges: (period.monthlyParts.map(\.first) + [end]).map { start(of: $0) })
      }
    guard let grid else {
      throw CurveError(.outOfRange, found: "\(span)", expected: "a whole number of \(granularity)s")
    }
    return grid
  }
}
