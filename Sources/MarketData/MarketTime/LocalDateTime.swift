/// A date and a time of day on some local clock, without saying which: what a file prints before a zone is applied.
public struct LocalDateTime: Hashable, Comparable, Sendable {
  /// The day.
  public var date: LocalDate
  /// Seconds after midnight on the clock's face, 0 to 86,400; 86,400 is the midnight that ends the day (`24:00`).
  public var secondsOfDay: Int32

  /// Makes a local time from a day and the seconds after midnight that the clock shows.
  @inlinable
  public init(date: LocalDate, secondsOfDay: Int32 = 0) {
    self.date = date
    self.secondsOfDay = secondsOfDay
  }

  /// Makes a local time from its parts, or returns `nil` where there is no such day or time; `24:00` is accepted.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard let date = LocalDate(year: year, month: month, day: day), (0...24).contains(hour), (0...59).contains(minute),
      (0...59).contains(second), hour < 24 || (minute == 0 && second == 0)
    else { return nil }
    self.init(date: date, secondsOfDay: Int32(hour * 3600 + minute * 60 + second))
  }

  /// The hour that the clock shows, 0 to 24.
  public var hour: Int { Int(secondsOfDay) / 3600 }
  /// The minute that the clock shows, 0 to 59.
  public var minute: Int { Int(secondsOfDay) / 60 % 60 }
  /// The second that the clock shows, 0 to 59.
  public var second: Int { Int(secondsOfDay) % 60 }

  /// The seconds since 1970-01-01T00:00 on the same clock, changes of the clock left out.
  var localSeconds: Int64 { Int64(date.daysSince1970) * 86_400 + Int64(secondsOfDay) }

  init(localSeconds: Int64) {
    var (days, seconds) = localSeconds.quotientAndRemainder(dividingBy: 86_400)
    if seconds < 0 {
      seconds += 86_400
      days -= 1
    }
    self.init(date: LocalDate(daysSince1970: Int32(clamping: days)), secondsOfDay: Int32(truncatingIfNeeded: seconds))
  }

  /// Orders local times by the calendar and the clock's face.
  public static func < (lhs: LocalDateTime, rhs: LocalDateTime) -> Bool {
    (lhs.date, lhs.secondsOfDay) < (rhs.date, rhs.secondsOfDay)
  }
}

extension LocalDateTime: CustomStringConvertible {
  /// ISO 8601 without an offset: `2025-11-02T01:30:00`.
  public var description: String {
    var text = ISO8601Text()
    text.append(date: date)
    text.append(timeOfDay: Int64(secondsOfDay))
    return text.string
  }
}
