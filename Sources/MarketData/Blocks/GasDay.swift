/// When the gas day of a market begins on the local clock: 06:00 in Europe, 09:00 Central in North America.
///
///     GasDay.european.interval(of: january1)   // 05:00Z to 05:00Z the next day
///
/// At a clock change a gas day has 23 or 25 hours: the change at night falls into the gas day of the date before.
public struct GasDay: Hashable, Sendable {
  /// From which date on a gas day begins at which time.
  public struct Start: Hashable, Sendable {
    /// The first gas day with this start.
    public let date: LocalDate
    /// Seconds of the local clock's face, 0 to 86,399.
    public let secondsOfDay: Int

    /// Makes a start in force from `date` on.
    public init(from date: LocalDate, secondsOfDay: Int) {
      self.date = date
      self.secondsOfDay = min(max(secondsOfDay, 0), 86_399)
    }
  }

  /// The name.
  public let name: String
  /// The zone whose clock the start is on.
  public let zone: MarketTimeZone
  /// The starts in order of date; the first one holds before its date too.
  public let starts: [Start]

  /// Makes a gas day that always begins at one time of the local clock.
  public init(name: String, zone: MarketTimeZone, secondsOfDay: Int) {
    self.init(name: name, zone: zone, starts: [Start(from: LocalDate(daysSince1970: .min), secondsOfDay: secondsOfDay)])
  }

  /// Makes a gas day whose start changed on given dates.
  public init(name: String, zone: MarketTimeZone, starts: [Start]) {
    self.name = name
    self.zone = zone
    self.starts = starts.sorted { $0.date < $1.date }
  }

  /// The European gas day: 06:00 Central European time (Commission Regulation (EU) No 984/2013, article 3(7)).
  public static let european = GasDay(name: "EU", zone: .centralEurope, secondsOfDay: 6 * 3600)
  /// The British gas day: 05:00 local time since 1 October 2015, 06:00 before (Uniform Network Code modification 0461).
  public static let british = GasDay(
    name: "GB", zone: .london,
    starts: [
      Start(from: LocalDate(daysSince1970: .min), secondsOfDay: 6 * 3600),
      // 2015-10-01
      Start(from: LocalDate(daysSince1970: 16_709), secondsOfDay: 5 * 3600),
    ])
  /// The North American gas day: 09:00 Central clock time (NAESB wholesale gas quadrant, standard 1.3.1).
  public static let northAmerican = GasDay(name: "NAESB", zone: .central, secondsOfDay: 9 * 3600)

  /// The first instant of the gas day of a date.
  public func start(of date: LocalDate) -> Instant {
    let seconds = starts.last { $0.date <= date }?.secondsOfDay ?? starts.first?.secondsOfDay ?? 0
    return switch zone.instants(of: date, secondsOfDay: seconds) {
    case .none(let clockMovesAt): clockMovesAt
    case .one(let instant): instant
    case .two(let first, _): first
    }
  }

  /// The whole gas day of a date: 24 hours, 23 or 25 when the clock changes.
  public func interval(of date: LocalDate) -> DeliveryInterval {
    DeliveryInterval(uncheckedStart: start(of: date), end: start(of: date.advanced(byDays: 1)))
  }

  /// The date of the gas day that holds an instant.
  public func date(of instant: Instant) -> LocalDate {
    let date = zone.localDate(of: instant)
    return instant < start(of: date) ? date.advanced(byDays: -1) : date
  }

  /// The gas days of a contract's delivery period: from its first gas day's start to the start after its last.
  public func interval(of period: DeliveryPeriod) -> DeliveryInterval {
    DeliveryInterval(uncheckedStart: start(of: period.first), end: start(of: period.end))
  }
}
