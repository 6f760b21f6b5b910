/// Turns local times of a zone into instants and remembers the last day, so that a column of labels costs a few nanoseconds
/// each where a day repeats or follows the one before.
///
///     var cursor = LocalDayCursor(zone: .central)
///     cursor.instant(of: date, secondsOfDay: 3600, occurrence: .second)
///
/// A value to keep in a local variable while reading one file; it is not shared.
public struct LocalDayCursor: Sendable {
  /// The zone whose clock is read.
  public let zone: MarketTimeZone
  private var date: LocalDate
  private var start: Instant
  private var length: Int64
  private var isPlain: Bool

  /// Makes a cursor that reads the clock of `zone`.
  public init(zone: MarketTimeZone) {
    self.zone = zone
    date = LocalDate(daysSince1970: .min)
    start = .distantPast
    length = 0
    isPlain = false
  }

  @inline(never)
  private mutating func load(_ newDate: LocalDate) {
    let day = zone.day(newDate)
    date = newDate
    start = day.start
    length = day.seconds
    // A day in which the clock never moves: one offset from its first second to the next midnight.
    let segment = zone.rules.segment(at: start.secondsSince1970)
    let midnight = Int64(newDate.daysSince1970) * 86_400 - segment.offset
    isPlain = segment.end >= day.end.secondsSince1970 && length == 86_400 && midnight == start.secondsSince1970
  }

  /// The first instant of a local day.
  public mutating func startOfDay(_ date: LocalDate) -> Instant {
    if date != self.date { load(date) }
    return start
  }

  /// The length of a local day in seconds: 86,400, or 82,800 or 90,000 where the clock changes by an hour.
  public mutating func secondsInDay(_ date: LocalDate) -> Int64 {
    if date != self.date { load(date) }
    return length
  }

  /// The instant at which the clock shows `secondsOfDay` (0 to 86,400) on `date`, or `nil` where there is none that fits
  /// `occurrence`; see ``LocalInstants/subscript(_:)``.
  public mutating func instant(
    of date: LocalDate, secondsOfDay: Int, occurrence: LocalOccurrence = .only
  ) -> Instant? {
    if date != self.date { load(date) }
    // The second midnight of a day belongs to the next day's clock, which may repeat or skip it.
    if isPlain, (0..<86_400).contains(secondsOfDay), occurrence != .second {
      return Instant(secondsSince1970: start.secondsSince1970 &+ Int64(secondsOfDay))
    }
    guard (0...86_400).contains(secondsOfDay) else { return nil }
    return zone.instants(of: date, secondsOfDay: secondsOfDay)[occurrence]
  }

  /// The instant at which the clock shows `local`, or `nil` where there is none that fits `occurrence`.
  public mutating func instant(of local: LocalDateTime, occurrence: LocalOccurrence = .only) -> Instant? {
    instant(of: local.date, secondsOfDay: Int(local.secondsOfDay), occurrence: occurrence)
  }

  /// The interval at place `position` (from 1) of a local day cut into pieces of `seconds` from its first instant on.
  ///
  /// The count runs through clock changes: with 3,600 seconds the places are 1 to 23, 24 or 25; with 1,800 (the settlement
  /// periods of Great Britain) 1 to 46, 48 or 50; with 900 1 to 92, 96 or 100. `nil` for a place that the day does not have.
  public mutating func interval(_ position: Int, of seconds: Int, on date: LocalDate) -> DeliveryInterval? {
    if date != self.date { load(date) }
    guard position >= 1, position <= 90_000, seconds > 0, seconds <= 90_000 else { return nil }
    let offset = Int64(position - 1) * Int64(seconds)
    guard offset + Int64(seconds) <= length else { return nil }
    let begin = start.advanced(bySeconds: offset)
    return DeliveryInterval(uncheckedStart: begin, end: begin.advanced(bySeconds: Int64(seconds)))
  }
}
