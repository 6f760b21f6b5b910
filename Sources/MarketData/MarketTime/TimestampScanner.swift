/// Reads the dates and times that market files print, straight from bytes and without allocating.
///
/// Every function takes a range of bytes, wants all of it to be the date or time, and returns `nil` for anything else,
/// including a range outside the span. Blanks around the text are the caller's to trim. A call costs 10 to 30 ns.
package enum TimestampScanner {
  /// `YYYY-MM-DD` or `YYYY/MM/DD`; month and day may have one digit.
  package static func isoDate(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDate? {
    guard var position = checked(bytes, start, end), let date = yearFirst(bytes, &position, end), position == end
    else { return nil }
    return date
  }

  /// `YYYYMMDD`.
  package static func compactDate(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDate? {
    guard var position = checked(bytes, start, end), end - start == 8, let date = compact(bytes, &position, end)
    else { return nil }
    return date
  }

  /// `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`.
  package static func compactDateTime(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDateTime? {
    guard var position = checked(bytes, start, end), end - start == 12 || end - start == 14,
      let date = compact(bytes, &position, end),
      let hour = fixed(bytes, &position, end, 2), let minute = fixed(bytes, &position, end, 2)
    else { return nil }
    var second = 0
    if position < end {
      guard let stated = fixed(bytes, &position, end, 2) else { return nil }
      second = stated
    }
    return seconds(hour, minute, second).map { LocalDateTime(date: date, secondsOfDay: $0) }
  }

  /// `M/D/YYYY`, `MM/DD/YYYY` or `MM-DD-YYYY`: the month first.
  package static func usDate(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDate? {
    guard var position = checked(bytes, start, end), let (first, second, year) = yearLast(bytes, &position, end),
      position == end
    else { return nil }
    return LocalDate(year: year, month: first, day: second)
  }

  /// `M/D/YYYY`, alone or followed by a blank and ``timeOfDay(_:_:_:)``: `11/2/2025 1:05:00 AM`, `11/02/2025 24:00`.
  package static func usDateTime(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDateTime? {
    guard var position = checked(bytes, start, end), let (first, second, year) = yearLast(bytes, &position, end),
      let date = LocalDate(year: year, month: first, day: second)
    else { return nil }
    return withTime(date, bytes, position, end)
  }

  /// `DD/MM/YYYY`, `DD.MM.YYYY` or `DD-MM-YYYY`: the day first.
  package static func dayFirstDate(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDate? {
    guard var position = checked(bytes, start, end), let (first, second, year) = yearLast(bytes, &position, end),
      position == end
    else { return nil }
    return LocalDate(year: year, month: second, day: first)
  }

  /// `DD/MM/YYYY`, alone or followed by a blank and ``timeOfDay(_:_:_:)``.
  package static func dayFirstDateTime(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDateTime? {
    guard var position = checked(bytes, start, end), let (first, second, year) = yearLast(bytes, &position, end),
      let date = LocalDate(year: year, month: second, day: first)
    else { return nil }
    return withTime(date, bytes, position, end)
  }

  /// `DD-Mon-YYYY`, `DD Mon YYYY` or `D-MON-YYYY`, with English names of months in any case.
  package static func namedMonthDate(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> LocalDate? {
    guard var position = checked(bytes, start, end), let day = number(bytes, &position, end, 1, 2),
      position < end, case let separator = bytes[position], separator == 0x2D || separator == 0x20,
      end - position == 9, bytes[position + 4] == separator,
      let month = month(bytes[position + 1], bytes[position + 2], bytes[position + 3])
    else { return nil }
    position += 5
    guard let year = fixed(bytes, &position, end, 4) else { return nil }
    return LocalDate(year: year, month: month, day: day)
  }

  /// `H:MM`, `HH:MM`, `HH:MM:SS`, `HH:MM:SS.fff` or `HH`, alone or followed by `AM` or `PM`: seconds after midnight.
  ///
  /// `24:00` gives 86,400. A fraction of a second is dropped. With `AM` or `PM` the hour is 1 to 12.
  package static func timeOfDay(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int32? {
    guard var position = checked(bytes, start, end), let time = clock(bytes, &position, end) else { return nil }
    guard position < end else { return seconds(time.hour, time.minute, time.second) }
    if bytes[position] == 0x20 { position += 1 }
    guard end - position == 2, bytes[position + 1] | 0x20 == 0x6D, (1...12).contains(time.hour) else { return nil }
    switch bytes[position] | 0x20 {
    case 0x61: return seconds(time.hour % 12, time.minute, time.second)
    case 0x70: return seconds(time.hour % 12 + 12, time.minute, time.second)
    default: return nil
    }
  }

  /// `YYYY-MM-DD` or `YYYY/MM/DD`, then `T` or a blank, a time of day and an offset, each of them optional.
  ///
  /// The offset is `Z`, `+hh:mm`, `-hhmm` or `+hh`, with or without a blank before it; `-00:00` is UTC. The time may be hours
  /// alone, and a fraction of a second is dropped: `2025-11-02T01:00:00.000-05:00`, `2025-11-02 01:00:00-0600`,
  /// `2024-01-01T08`, `2026-08-17T08:00Z`.
  package static func isoDateTime(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> ScannedDateTime? {
    guard var position = checked(bytes, start, end), let date = yearFirst(bytes, &position, end) else { return nil }
    guard position < end else { return ScannedDateTime(local: LocalDateTime(date: date), utcOffset: nil) }
    guard bytes[position] | 0x20 == 0x74 || bytes[position] == 0x20 else { return nil }
    position += 1
    guard let time = clock(bytes, &position, end), let second = seconds(time.hour, time.minute, time.second)
    else { return nil }
    let local = LocalDateTime(date: date, secondsOfDay: second)
    guard position < end else { return ScannedDateTime(local: local, utcOffset: nil) }
    if bytes[position] == 0x20 { position += 1 }
    guard let offset = offset(bytes, &position, end), position == end else { return nil }
    return ScannedDateTime(local: local, utcOffset: offset)
  }
}

/// A local time as a file prints it, with the offset from UTC where the file prints one.
package struct ScannedDateTime: Hashable, Sendable {
  /// The date and the time of day as printed.
  package var local: LocalDateTime
  /// Seconds east of Greenwich, or `nil` where none is printed.
  package var utcOffset: Int32?

  /// The instant, where an offset is printed.
  package var instant: Instant? {
    utcOffset.map { Instant(secondsSince1970: local.localSeconds - Int64($0)) }
  }

  /// The instant by the printed offset or, where none is printed, as a time in UTC.
  package var instantInUTC: Instant {
    Instant(secondsSince1970: local.localSeconds - Int64(utcOffset ?? 0))
  }
}
