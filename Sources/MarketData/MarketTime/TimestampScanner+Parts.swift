extension TimestampScanner {
  /// The start of a range that lies within the span, or `nil`.
  @inline(__always)
  static func checked(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    start >= 0 && start < end && end <= bytes.count ? start : nil
  }

  /// A number of `least` to `most` digits, as many as there are.
  @inline(__always)
  static func number(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ least: Int, _ most: Int) -> Int? {
    var value = 0
    let begin = position
    while position < end, position - begin < most, case let digit = bytes[position] &- 0x30, digit < 10 {
      value = value &* 10 &+ Int(digit)
      position += 1
    }
    return position - begin >= least ? value : nil
  }

  /// A number of exactly `count` digits.
  @inline(__always)
  static func fixed(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ count: Int) -> Int? {
    number(bytes, &position, end, count, count)
  }

  /// `YYYY-M-D` or `YYYY/M/D`.
  @inline(__always)
  static func yearFirst(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> LocalDate? {
    guard let year = fixed(bytes, &position, end, 4), position < end,
      case let separator = bytes[position], separator == 0x2D || separator == 0x2F
    else { return nil }
    position += 1
    guard let month = number(bytes, &position, end, 1, 2), position < end, bytes[position] == separator
    else { return nil }
    position += 1
    guard let day = number(bytes, &position, end, 1, 2) else { return nil }
    return LocalDate(year: year, month: month, day: day)
  }

  /// `YYYYMMDD`.
  @inline(__always)
  static func compact(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> LocalDate? {
    guard let year = fixed(bytes, &position, end, 4), let month = fixed(bytes, &position, end, 2),
      let day = fixed(bytes, &position, end, 2)
    else { return nil }
    return LocalDate(year: year, month: month, day: day)
  }

  /// Two numbers and a year with the same `/`, `-` or `.` between them.
  @inline(__always)
  static func yearLast(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) -> (first: Int, second: Int, year: Int)? {
    guard let first = number(bytes, &position, end, 1, 2), position < end,
      case let separator = bytes[position], separator == 0x2F || separator == 0x2D || separator == 0x2E
    else { return nil }
    position += 1
    guard let second = number(bytes, &position, end, 1, 2), position < end, bytes[position] == separator
    else { return nil }
    position += 1
    guard let year = fixed(bytes, &position, end, 4) else { return nil }
    return (first, second, year)
  }

  /// The rest of a date that may be followed by a blank and a time of day.
  @inline(__always)
  static func withTime(_ date: LocalDate, _ bytes: Span<UInt8>, _ position: Int, _ end: Int) -> LocalDateTime? {
    guard position < end else { return LocalDateTime(date: date) }
    guard bytes[position] == 0x20, let seconds = timeOfDay(bytes, position + 1, end) else { return nil }
    return LocalDateTime(date: date, secondsOfDay: seconds)
  }

  /// `H`, `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`.
  @inline(__always)
  static func clock(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) -> (hour: Int, minute: Int, second: Int)? {
    guard let hour = number(bytes, &position, end, 1, 2) else { return nil }
    guard position < end, bytes[position] == 0x3A else { return (hour, 0, 0) }
    position += 1
    guard let minute = fixed(bytes, &position, end, 2) else { return nil }
    guard position < end, bytes[position] == 0x3A else { return (hour, minute, 0) }
    position += 1
    guard let second = fixed(bytes, &position, end, 2) else { return nil }
    if position < end, bytes[position] == 0x2E {
      position += 1
      guard number(bytes, &position, end, 1, 12) != nil else { return nil }
    }
    return (hour, minute, second)
  }

  /// `Z`, `+hh:mm`, `-hhmm` or `+hh`, at most 24 hours.
  @inline(__always)
  static func offset(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> Int32? {
    guard position < end else { return nil }
    let sign = bytes[position]
    position += 1
    if sign | 0x20 == 0x7A { return 0 }
    guard sign == 0x2B || sign == 0x2D, let hour = fixed(bytes, &position, end, 2) else { return nil }
    var minute = 0
    if position < end {
      if bytes[position] == 0x3A { position += 1 }
      guard let stated = fixed(bytes, &position, end, 2) else { return nil }
      minute = stated
    }
    guard hour < 24, minute < 60 else { return nil }
    let seconds = Int32(hour * 3600 + minute * 60)
    return sign == 0x2D ? -seconds : seconds
  }

  /// Seconds after midnight, 86,400 for `24:00`; `nil` for a time that no clock shows.
  @inline(__always)
  static func seconds(_ hour: Int, _ minute: Int, _ second: Int) -> Int32? {
    guard minute < 60, second < 60, hour < 24 || (hour == 24 && minute == 0 && second == 0) else { return nil }
    return Int32(hour * 3600 + minute * 60 + second)
  }

  /// The number of an English month by the first three letters of its name.
  @inline(__always)
  static func month(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int? {
    switch (first | 0x20, second | 0x20, third | 0x20) {
    case (0x6A, 0x61, 0x6E): 1
    case (0x66, 0x65, 0x62): 2
    case (0x6D, 0x61, 0x72): 3
    case (0x61, 0x70, 0x72): 4
    case (0x6D, 0x61, 0x79): 5
    case (0x6A, 0x75, 0x6E): 6
    case (0x6A, 0x75, 0x6C): 7
    case (0x61, 0x75, 0x67): 8
    case (0x73, 0x65, 0x70): 9
    case (0x6F, 0x63, 0x74): 10
    case (0x6E, 0x6F, 0x76): 11
    case (0x64, 0x65, 0x63): 12
    default: nil
    }
  }
}
