/// The recurring part of a zone's rules: standard time, daylight time, and the two days of the year on which it changes.
///
/// Written as POSIX `TZ` text, `CST6CDT,M3.2.0,M11.1.0`, as the last line of a TZif file holds it (RFC 9636, section 3.3).
/// Days are given by month, week and weekday (`Mm.w.d`); the two forms by day number are not accepted.
struct PosixZoneRule: Hashable, Sendable {
  /// One of the two changes of a year.
  struct Change: Hashable, Sendable {
    var month: Int
    /// 1 to 4 from the start of the month, 5 for the last.
    var week: Int
    /// 0 for Sunday to 6 for Saturday.
    var weekday: Int
    /// Seconds after midnight of the clock in force before the change; can be negative or more than a day.
    var secondsOfDay: Int64

    /// The moment of the change in `year`, on the clock in force before it, as seconds since 1970.
    func localSeconds(year: Int) -> Int64 {
      let first = LocalDate(daysSince1970: LocalDate.dayNumber(year: year, month: month, day: 1))
      let length = LocalDate.daysInMonth(year: year, month: month)
      var day = 1 + (weekday - first.isoWeekday % 7 + 7) % 7 + (week - 1) * 7
      while day > length { day -= 7 }
      return (Int64(first.daysSince1970) + Int64(day - 1)) * 86_400 + secondsOfDay
    }
  }

  /// Seconds east of Greenwich in standard time.
  var standardOffset: Int64
  /// Seconds east of Greenwich between `start` and `end`; the standard offset when the rule has no changes.
  var daylightOffset: Int64
  /// The changes to daylight time and back, or `nil` for a zone that keeps one offset.
  var changes: (start: Change, end: Change)? { start.flatMap { start in end.map { (start, $0) } } }
  private var start: Change?
  private var end: Change?

  /// The transitions of a year in order of time: the instant, and the offset from it on.
  func transitions(year: Int) -> [(instant: Int64, offset: Int64)] {
    guard let (start, end) = changes else { return [] }
    let first = (start.localSeconds(year: year) - standardOffset, daylightOffset)
    let second = (end.localSeconds(year: year) - daylightOffset, standardOffset)
    return first.0 < second.0 ? [first, second] : [second, first]
  }

  /// A rule with a fixed offset.
  init(fixedOffset: Int64) {
    standardOffset = fixedOffset
    daylightOffset = fixedOffset
  }

  /// Reads POSIX `TZ` text; `nil` where it is malformed or uses another form of day.
  init?(_ text: some StringProtocol) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard scanner.skipName(), let standard = scanner.offset() else { return nil }
    standardOffset = -standard
    daylightOffset = -standard
    if scanner.isAtEnd { return }
    guard scanner.skipName() else { return nil }
    daylightOffset = standardOffset + 3600
    if !scanner.isAt(",") {
      guard let daylight = scanner.offset() else { return nil }
      daylightOffset = -daylight
    }
    guard let start = scanner.change(), let end = scanner.change(), scanner.isAtEnd else { return nil }
    self.start = start
    self.end = end
  }
}

extension PosixZoneRule {
  /// Walks over the bytes of POSIX `TZ` text.
  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    func isAt(_ character: Unicode.Scalar) -> Bool {
      position < bytes.count && bytes[position] == UInt8(ascii: character)
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard isAt(character) else { return false }
      position += 1
      return true
    }

    /// Steps over `CST` or `<-03>`.
    mutating func skipName() -> Bool {
      let begin = position
      if take("<") {
        while position < bytes.count, !isAt(">") { position += 1 }
        return take(">")
      }
      while position < bytes.count, (bytes[position] | 0x20) >= 0x61, (bytes[position] | 0x20) <= 0x7A { position += 1 }
      return position - begin >= 3
    }

    mutating func number() -> Int? {
      let begin = position
      var value = 0
      while position < bytes.count, position - begin < 4, case let digit = bytes[position] &- 0x30, digit < 10 {
        value = value * 10 + Int(digit)
        position += 1
      }
      return position > begin ? value : nil
    }

    /// `[+-]h[:mm[:ss]]` in seconds, at most a week either way.
    mutating func offset() -> Int64? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard let hours = number(), hours <= 167 else { return nil }
      var seconds = hours * 3600
      if take(":") {
        guard let minutes = number(), minutes < 60 else { return nil }
        seconds += minutes * 60
        if take(":") {
          guard let rest = number(), rest < 60 else { return nil }
          seconds += rest
        }
      }
      return Int64(isNegative ? -seconds : seconds)
    }

    /// `,Mm.w.d[/time]`.
    mutating func change() -> Change? {
      guard take(","), take("M"), let month = number(), (1...12).contains(month),
        take("."), let week = number(), (1...5).contains(week),
        take("."), let weekday = number(), weekday <= 6
      else { return nil }
      var seconds: Int64 = 7200
      if take("/") {
        guard let stated = offset() else { return nil }
        seconds = stated
      }
      return Change(month: month, week: week, weekday: weekday, secondsOfDay: seconds)
    }
  }
}
