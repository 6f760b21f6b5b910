/// Turns an operator's hour labels into delivery intervals, or `nil` for labels of hours that never were.
///
///     var hours = HourLabelDecoder(zone: .central, convention: .clock)
///     hours.interval(HourLabel(hourEnding: 2, occurrence: .second), on: november2)  // 07:00Z to 08:00Z
///     hours.interval(HourLabel(hourEnding: 3), on: march9)                          // nil: the clock skips it
///
/// Remembers the last day, so a label costs a few nanoseconds. A value to keep in a local variable while reading one file.
public struct HourLabelDecoder: Sendable {
  /// How the labels count.
  public let convention: HourLabelConvention
  private var cursor: LocalDayCursor

  /// Makes a decoder for labels of days in `zone`.
  public init(zone: MarketTimeZone, convention: HourLabelConvention) {
    self.convention = convention
    cursor = LocalDayCursor(zone: zone)
  }

  /// The zone of the days.
  public var zone: MarketTimeZone { cursor.zone }

  /// The hour that a label names on a day, or `nil` where the day has no such hour or the label fits two.
  public mutating func interval(_ label: HourLabel, on date: LocalDate) -> DeliveryInterval? {
    guard let start = start(of: label, on: date) else { return nil }
    return DeliveryInterval(uncheckedStart: start, end: start.advanced(bySeconds: 3600))
  }

  /// Part `part` (from 1) of `parts` of the hour that a label names: a quarter-hour with 4, five minutes with 12.
  public mutating func interval(
    _ label: HourLabel, part: Int, of parts: Int, on date: LocalDate
  ) -> DeliveryInterval? {
    guard parts > 0, parts <= 3600, 3600 % parts == 0, (1...parts).contains(part),
      let start = start(of: label, on: date)
    else { return nil }
    let seconds = Int64(3600 / parts)
    let begin = start.advanced(bySeconds: Int64(part - 1) * seconds)
    return DeliveryInterval(uncheckedStart: begin, end: begin.advanced(bySeconds: seconds))
  }

  /// The first instant of the hour that a label names on a day, or `nil` where the day has no such hour or the label fits
  /// two.
  public mutating func start(of label: HourLabel, on date: LocalDate) -> Instant? {
    let hour = label.hourEnding
    guard (1...25).contains(hour) else { return nil }
    if convention.isSequential {
      guard label.occurrence == .only, Int64(hour) * 3600 <= cursor.secondsInDay(date) else { return nil }
      return cursor.startOfDay(date).advanced(bySeconds: Int64(hour - 1) * 3600)
    }
    if hour == 25 {
      guard convention.hour25IsRepeated, label.occurrence != .first, cursor.secondsInDay(date) == 90_000
      else { return nil }
      return zone.nextTransition(after: cursor.startOfDay(date))
    }
    let occurrence = label.occurrence == .only ? convention.unmarked : label.occurrence
    if convention.namesGapByEnd, cursor.secondsInDay(date) < 86_400 {
      // The hour before the gap ends where the clock shows the end of the gap, and only that is its name.
      if case .none = zone.instants(of: date, secondsOfDay: hour * 3600) { return nil }
      if case .none(let clockMovesAt) = zone.instants(of: date, secondsOfDay: (hour - 1) * 3600) {
        return clockMovesAt.advanced(bySeconds: -3600)
      }
    }
    return cursor.instant(of: date, secondsOfDay: (hour - 1) * 3600, occurrence: occurrence)
  }
}

extension HourLabelDecoder {
  /// The interval of `seconds` that ends where the clock shows `local`: interval-ending stamps of NYISO and AEMO.
  ///
  /// The stamp is a reading of the clock at the end, so in the repeated hour `occurrence` picks one of two ends.
  public mutating func interval(
    ending local: LocalDateTime, seconds: Int64, occurrence: LocalOccurrence = .only
  ) -> DeliveryInterval? {
    guard seconds > 0, let end = cursor.instant(of: local, occurrence: occurrence) else { return nil }
    return DeliveryInterval(start: end.advanced(bySeconds: -seconds), end: end)
  }

  /// The interval of `seconds` that begins where the clock shows `local`: hour-beginning stamps of PJM and NYISO.
  public mutating func interval(
    beginning local: LocalDateTime, seconds: Int64, occurrence: LocalOccurrence = .only
  ) -> DeliveryInterval? {
    guard let start = cursor.instant(of: local, occurrence: occurrence) else { return nil }
    return DeliveryInterval(start: start, seconds: seconds)
  }
}
