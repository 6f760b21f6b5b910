/// The clock of MISO's files and displays: Eastern Standard Time all year, so every day has 24 hours.
enum MISOClock {
  /// The zone of every label.
  static let zone = MarketTimeZone.easternStandard

  /// Seconds since 1970 in UTC at which a market day begins.
  static func start(of date: LocalDate) -> Int64 { zone.startOfDay(date).secondsSince1970 }

  /// The market day in which an instant lies.
  static func date(of instant: Int64) -> LocalDate { zone.localDate(of: Instant(secondsSince1970: instant)) }

  /// The end of the interval whose label shows `secondsOfDay` on a day that is not printed beside it.
  ///
  /// Displays print `08:15` or `HE 24` next to a reference time. A label belongs to the day that puts it nearest to the
  /// reference: at 00:15 `HE 24` is the last hour of the day before.
  ///
  /// - Parameter length: the interval's length; its middle is compared with the middle of an interval that ends at
  ///   `reference`.
  /// - Returns: `nil` where even the nearest lies more than six hours off, since the label then says nothing certain.
  static func end(ofLabel secondsOfDay: Int64, length: Int64, near reference: Int64) -> Int64? {
    let midnight = start(of: date(of: reference))
    let candidates = [midnight - 86_400, midnight, midnight + 86_400].map { $0 + secondsOfDay }
    let distance = { (end: Int64) in abs(end - length / 2 - reference) }
    guard let nearest = candidates.min(by: { distance($0) < distance($1) }), distance(nearest) <= 21_600 else {
      return nil
    }
    return nearest
  }
}

/// Reads the dates and times that MISO prints.
///
/// The formats differ by display and era: `2018-01-25 4:30:00 AM`, `12/03/2025 12:55:00`, `2026-07-27T08:15:00`,
/// `2023-06-28 00:00:00.000`, `07-27-2026`, `9/26/2026`, `27-Jul-2026`. Where the first number has not four digits, it
/// is the month, unless the second part is a month's name.
struct MISOStampReader {
  private let text: [UInt8]
  private var place = 0

  private init(_ text: String) { self.text = Array(text.utf8) }

  /// The day that `text` is, without a time.
  static func date(_ text: String) -> LocalDate? {
    var reader = MISOStampReader(text.trimmedOfBlanks)
    guard let date = reader.date(), reader.isAtEnd else { return nil }
    return date
  }

  /// The instant that `text` means, in seconds since 1970 in UTC; midnight where it has no time.
  static func instant(_ text: String) -> Int64? {
    var reader = MISOStampReader(text.trimmedOfBlanks)
    guard let date = reader.date() else { return nil }
    if reader.isAtEnd { return MISOClock.start(of: date) }
    guard reader.skip(UInt8(ascii: " ")) || reader.skip(UInt8(ascii: "T")), let seconds = reader.timeOfDay(),
      reader.isAtEnd
    else { return nil }
    return MISOClock.start(of: date) + seconds
  }

  /// Seconds after midnight of `08:15` or `24:00`.
  static func timeOfDay(_ text: String) -> Int64? {
    var reader = MISOStampReader(text.trimmedOfBlanks)
    guard let seconds = reader.timeOfDay(), reader.isAtEnd else { return nil }
    return seconds
  }

  /// The number of `HE 9`, `HE9` or `9`, from 1 to 24.
  static func hourEnding(_ text: String) -> Int64? {
    var reader = MISOStampReader(text.trimmedOfBlanks)
    if reader.skip(UInt8(ascii: "H")) {
      guard reader.skip(UInt8(ascii: "E")) else { return nil }
      while reader.skip(UInt8(ascii: " ")) {}
    }
    guard let (hour, _) = reader.number(), reader.isAtEnd, (1...24).contains(hour) else { return nil }
    return Int64(hour)
  }

  private var isAtEnd: Bool { place == text.count }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard place < text.count, text[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func number() -> (value: Int, digits: Int)? {
    var value = 0
    let start = place
    while place < text.count, place - start < 6, (0x30...0x39).contains(text[place]) {
      value = value * 10 + Int(text[place] - 0x30)
      place += 1
    }
    return place == start ? nil : (value, place - start)
  }

  private mutating func month() -> Int? {
    guard place + 3 <= text.count else { return nil }
    let name = String(decoding: text[place..<place + 3], as: UTF8.self).lowercased()
    guard let index = MISOStampReader.months.firstIndex(of: name) else { return nil }
    place += 3
    return index + 1
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  private mutating func date() -> LocalDate? {
    guard let first = number(), place < text.count else { return nil }
    let separator = text[place]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/"), skip(separator) else { return nil }
    if let month = month() {
      guard skip(separator), let year = number(), year.digits == 4 else { return nil }
      return LocalDate(year: year.value, month: month, day: first.value)
    }
    guard let second = number(), skip(separator), let third = number() else { return nil }
    if first.digits == 4 { return LocalDate(year: first.value, month: second.value, day: third.value) }
    guard third.digits == 4 else { return nil }
    return LocalDate(year: third.value, month: first.value, day: second.value)
  }

  private mutating func timeOfDay() -> Int64? {
    guard var (hour, _) = number(), skip(UInt8(ascii: ":")), let (minute, _) = number(), minute < 60 else { return nil }
    var second = 0
    if skip(UInt8(ascii: ":")) {
      guard let part = number(), part.value < 60 else { return nil }
      second = part.value
      if skip(UInt8(ascii: ".")), number() == nil { return nil }
    }
    if skip(UInt8(ascii: " ")) {
      let isAfternoon = skip(UInt8(ascii: "P"))
      guard isAfternoon || skip(UInt8(ascii: "A")), skip(UInt8(ascii: "M")), (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0) else { return nil }
    return Int64(hour * 3600 + minute * 60 + second)
  }
}

/// What `RefId` says: `27-Jul-2026 - Interval 08:15 EST`, the end of the last interval that a display shows.
struct MISOReference {
  /// The calendar day that it prints: the market day of the lists beside it.
  let date: LocalDate
  /// The instant, in seconds since 1970 in UTC: when the display was made, to within the minutes that computing took.
  let instant: Int64

  init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard let first = parts.first, let date = MISOStampReader.date(String(first)),
      let time = parts.first(where: { $0.contains(":") }), let seconds = MISOStampReader.timeOfDay(String(time))
    else { return nil }
    self.date = date
    self.instant = MISOClock.start(of: date) + seconds
  }
}

extension String {
  /// The text without blanks, tabs and line ends around it.
  var trimmedOfBlanks: String {
    guard let first = utf8.firstIndex(where: { $0 > 0x20 }), let last = utf8.lastIndex(where: { $0 > 0x20 }) else {
      return ""
    }
    return String(self[first...last])
  }
}
