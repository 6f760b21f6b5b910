import ByteFormats

/// Which columns of a report say when a row applies, found by their names in all the spellings that ERCOT uses.
enum ERCOTTimeColumns: Equatable {
  /// A day, an hour ending and, where there is one, a flag for the repeated hour.
  case hour(date: Int, hour: Int, flag: Int?)
  /// A day, an hour ending, a quarter of it and a flag.
  case quarter(date: Int, hour: Int, interval: Int, flag: Int?)
  /// The time of a dispatch run to the second, and a flag.
  case run(stamp: Int, flag: Int?)
  /// A meter's quarter-hour by its number in the day, beside the local time at which it ends.
  case numberedQuarter(stamp: Int, number: Int)

  /// The time columns of a header, or `nil` where it has none.
  init?(_ header: CSVHeader) {
    func find(_ names: String...) -> Int? { names.lazy.compactMap { header.index(of: $0) }.first }
    let flag = find("DSTFlag", "RepeatedHourFlag", "repeatHourFlag")
    if let stamp = find("SCEDTimestamp", "SCED Time Stamp") {
      self = .run(stamp: stamp, flag: flag)
    } else if let stamp = find("Interval Time"), let number = find("Interval Number") {
      self = .numberedQuarter(stamp: stamp, number: number)
    } else if let date = find("DeliveryDate", "OperDay", "OperatingDay", "Oper Day"),
      let hour = find("HourEnding", "DeliveryHour")
    {
      if let interval = find("DeliveryInterval") {
        self = .quarter(date: date, hour: hour, interval: interval, flag: flag)
      } else {
        self = .hour(date: date, hour: hour, flag: flag)
      }
    } else {
      return nil
    }
  }

  /// The column of the flag for the repeated hour.
  var flag: Int? {
    switch self {
    case .hour(_, _, let flag), .quarter(_, _, _, let flag), .run(_, let flag): flag
    case .numberedQuarter: nil
    }
  }

  /// The first of the columns: where a defect of the label is reported.
  var first: Int {
    switch self {
    case .hour(let date, _, _), .quarter(let date, _, _, _): date
    case .run(let stamp, _), .numberedQuarter(let stamp, _): stamp
    }
  }

  /// The columns whose bytes together are the label: contiguous in a file where the columns are neighbours.
  var label: (first: Int, last: Int)? {
    switch self {
    case .hour(let date, let hour, _): hour == date + 1 ? (date, hour) : nil
    case .quarter(let date, let hour, let interval, _):
      hour == date + 1 && interval == hour + 1 ? (date, interval) : nil
    case .run(let stamp, _): (stamp, stamp)
    case .numberedQuarter(let stamp, let number): number == stamp + 1 ? (stamp, number) : nil
    }
  }
}

/// The instants that a label can mean: one, or two in the hour that the autumn day repeats.
struct ERCOTMoment: Sendable {
  var first: Int64
  var second: Int64?
}

/// Decodes the labels of one report into instants, remembering each label by its bytes.
///
/// Hours and quarter-hours are numbered by the clock: on the spring day hour ending 3 is missing, on the autumn day hour
/// ending 2 stands twice and the flag tells which. The flag marks the repeated hour, the second one in standard time, under
/// each of its three names. Disclosure and two-day reports have no flag and number the autumn day's hours 1 to 25 in order
/// of time.
struct ERCOTClock {
  let columns: ERCOTTimeColumns
  /// The length of an interval, in seconds; 0 for dispatch runs, whose values hold until a next run that no file states.
  let seconds: Int32
  private var cursor = LocalDayCursor(zone: .central)
  private var memo = ByteMemo<ERCOTMoment>()
  private let counting: ERCOTHourCounting
  /// Whether the label of the current row means one of two instants, so that its flag decides.
  private(set) var isRepeatedHour = false

  init(_ columns: ERCOTTimeColumns, counting: ERCOTHourCounting) {
    self.columns = columns
    self.counting = counting
    switch columns {
    case .hour: seconds = 3600
    case .quarter, .numberedQuarter: seconds = 900
    case .run: seconds = 0
    }
  }

  /// The start of the current row's interval, or `nil` after a defect was recorded.
  @inline(__always)
  mutating func start<Rows: ERCOTRowSource>(
    _ rows: inout Rows, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int64? {
    guard let moment = moment(rows, in: bytes) else {
      try rejectLabel(&rows, in: bytes)
      return nil
    }
    isRepeatedHour = moment.second != nil
    guard let flag = columns.flag else {
      if moment.second == nil { return moment.first }
      try rows.defect(.noSuchInterval, columns.first, in: bytes, expected: "a flag for the repeated hour")
      return nil
    }
    let range = rows.field(flag, in: bytes)
    if range.count == 1, bytes[range.start] == UInt8(ascii: "N"), moment.second == nil { return moment.first }
    return try flagged(moment, range, flag, &rows, in: bytes)
  }

  @inline(never)
  private func flagged<Rows: ERCOTRowSource>(
    _ moment: ERCOTMoment, _ range: ByteRange, _ flag: Int, _ rows: inout Rows, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int64? {
    if range.isEmpty, moment.second == nil { return moment.first }
    guard let isRepeated = ERCOTClock.flag(bytes, range) else {
      try rows.defect(.noSuchInterval, flag, in: bytes, expected: "Y or N")
      return nil
    }
    if !isRepeated { return moment.first }
    if let second = moment.second { return second }
    try rows.defect(.noSuchInterval, columns.first, in: bytes, expected: "an hour that the day repeats")
    return nil
  }

  /// A flag: `Y`, `N`, `true`, `false`, `1`, `0`.
  static func flag(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool? {
    guard !range.isEmpty else { return nil }
    switch bytes[range.start] {
    case UInt8(ascii: "Y"), UInt8(ascii: "y"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "1"): return true
    case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "0"): return false
    default: return nil
    }
  }

  @inline(__always)
  private mutating func moment<Rows: ERCOTRowSource>(_ rows: Rows, in bytes: Span<UInt8>) -> ERCOTMoment? {
    guard let label = columns.label, let range = ERCOTClock.extent(label, rows, in: bytes) else {
      return decode(rows, in: bytes)
    }
    if let known = memo.value(for: range, in: bytes, decode: { nil }) { return known }
    guard let decoded = decode(rows, in: bytes) else { return nil }
    return memo.value(for: range, in: bytes) { decoded }
  }

  /// The bytes from the first column of a label to its last; `nil` unless all of them stand there, in their order.
  ///
  /// An object of an answer may have its keys in any order, and a null has no place at all.
  @inline(__always)
  private static func extent<Rows: ERCOTRowSource>(
    _ label: (first: Int, last: Int), _ rows: Rows, in bytes: Span<UInt8>
  ) -> ByteRange? {
    let first = rows.field(label.first, in: bytes)
    var end = first.start
    for column in label.first...label.last {
      let range = rows.field(column, in: bytes)
      guard !range.isEmpty, range.start >= end else { return nil }
      end = range.end
    }
    return end - first.start <= 200 ? ByteRange(first.start, end) : nil
  }

  private mutating func decode<Rows: ERCOTRowSource>(_ rows: Rows, in bytes: Span<UInt8>) -> ERCOTMoment? {
    ERCOTClock.decode(columns, counting, &cursor, rows, in: bytes)
  }

  private static func decode<Rows: ERCOTRowSource>(
    _ columns: ERCOTTimeColumns, _ counting: ERCOTHourCounting, _ cursor: inout LocalDayCursor, _ rows: Rows,
    in bytes: Span<UInt8>
  ) -> ERCOTMoment? {
    func text(_ column: Int) -> ByteRange { rows.field(column, in: bytes) }
    switch columns {
    case .hour(let date, let hour, let flag):
      guard let day = ERCOTLabels.date(bytes, text(date)), let label = ERCOTLabels.hour(bytes, text(hour)) else {
        return nil
      }
      if flag == nil, cursor.secondsInDay(day) != 86_400 {
        return counting.start(ofHour: label, on: day, cursor: &cursor)
      }
      guard label <= 24 else { return nil }
      return moment(cursor.zone.instants(of: day, secondsOfDay: (label - 1) * 3600))
    case .quarter(let date, let hour, let interval, _):
      guard let day = ERCOTLabels.date(bytes, text(date)), let label = ERCOTLabels.hour(bytes, text(hour)),
        let quarter = NumberScanner.integer(bytes, text(interval)), label <= 24, (1...4).contains(quarter)
      else { return nil }
      return moment(cursor.zone.instants(of: day, secondsOfDay: (label - 1) * 3600 + (Int(quarter) - 1) * 900))
    case .run(let stamp, _):
      guard let local = ERCOTLabels.dateTime(bytes, text(stamp)) else { return nil }
      return moment(cursor.zone.instants(of: local))
    case .numberedQuarter(let stamp, let number):
      guard let local = ERCOTLabels.dateTime(bytes, text(stamp)),
        let place = NumberScanner.integer(bytes, text(number)), (1...100).contains(place),
        let interval = cursor.interval(Int(place), of: 900, on: local.date)
      else { return nil }
      // The stamp stands a second before the end; where it says another quarter-hour, one of the two is wrong.
      let shown = cursor.zone.localDateTime(of: interval.end.advanced(bySeconds: -1))
      guard shown.date == local.date, abs(shown.secondsOfDay - local.secondsOfDay) <= 60 else { return nil }
      return ERCOTMoment(first: interval.start.secondsSince1970)
    }
  }

  private static func moment(_ instants: LocalInstants) -> ERCOTMoment? {
    switch instants {
    case .none: nil
    case .one(let instant): ERCOTMoment(first: instant.secondsSince1970)
    case .two(let first, let second):
      ERCOTMoment(first: first.secondsSince1970, second: second.secondsSince1970)
    }
  }

  @inline(never)
  private func rejectLabel<Rows: ERCOTRowSource>(_ rows: inout Rows, in bytes: Span<UInt8>) throws(ParseError) {
    var column = columns.first
    var isReadable = true
    switch columns {
    case .hour(let date, let hour, _), .quarter(let date, let hour, _, _):
      isReadable = ERCOTLabels.date(bytes, rows.field(date, in: bytes)) != nil
      if isReadable { column = hour }
      if ERCOTLabels.hour(bytes, rows.field(hour, in: bytes)) == nil { isReadable = false }
    case .run(let stamp, _), .numberedQuarter(let stamp, _):
      isReadable = ERCOTLabels.dateTime(bytes, rows.field(stamp, in: bytes)) != nil
    }
    try rows.defect(
      isReadable ? .noSuchInterval : .notATime, column, in: bytes,
      expected: isReadable ? "a time that the local day has once" : "a date and time")
  }
}

/// How a report without a flag numbers the hours of the two days on which the clock changes.
///
/// Two-day reports were seen to count 1 to 25 on the autumn day. What the spring day looks like is read off the file: an
/// hour 24 without an hour 3 is the clock's numbering, an hour 3 without an hour 24 a count. Where neither shows, an hour
/// past the change names no instant.
struct ERCOTHourCounting: Sendable {
  private var hours: [LocalDate: UInt32] = [:]

  /// Counts nothing: for reports with a flag.
  init() {}

  /// Notes which hours a file has on days whose length is not 24 hours.
  init<Rows: ERCOTRowSource>(
    _ rows: Rows, columns: ERCOTTimeColumns, in bytes: Span<UInt8>
  ) throws(ParseError) {
    guard case .hour(let date, let hour, nil) = columns else { return }
    var rows = rows
    rows.log = DefectLog(context: ParseContext(mode: .lenient))
    var cursor = LocalDayCursor(zone: .central)
    while try rows.next(in: bytes) {
      guard let day = ERCOTLabels.date(bytes, rows.field(date, in: bytes)), cursor.secondsInDay(day) != 86_400,
        let label = ERCOTLabels.hour(bytes, rows.field(hour, in: bytes))
      else { continue }
      hours[day, default: 0] |= 1 << UInt32(label)
    }
  }

  func start(ofHour label: Int, on day: LocalDate, cursor: inout LocalDayCursor) -> ERCOTMoment? {
    let seen = hours[day] ?? 0
    let isSequential = cursor.secondsInDay(day) > 86_400 || (seen & 1 << 3 != 0 && seen & 1 << 24 == 0)
    if isSequential || label <= 2 {
      return cursor.interval(label, of: 3600, on: day).map { ERCOTMoment(first: $0.start.secondsSince1970) }
    }
    guard seen & 1 << 24 != 0, seen & 1 << 3 == 0, label <= 24 else { return nil }
    return cursor.instant(of: day, secondsOfDay: (label - 1) * 3600)
      .map { ERCOTMoment(first: $0.secondsSince1970) }
  }
}

/// The dates and hours that ERCOT prints.
enum ERCOTLabels {
  /// `11/02/2025`, `2025-11-02`, or either with a time behind it.
  static func date(_ bytes: Span<UInt8>, _ range: ByteRange) -> LocalDate? {
    if let date = TimestampScanner.usDate(bytes, range.start, range.end) { return date }
    if let date = TimestampScanner.isoDate(bytes, range.start, range.end) { return date }
    return dateTime(bytes, range)?.date
  }

  /// `09/29/2026 11:25:17` or `2026-09-28T12:10:18`.
  static func dateTime(_ bytes: Span<UInt8>, _ range: ByteRange) -> LocalDateTime? {
    if let local = TimestampScanner.usDateTime(bytes, range.start, range.end) { return local }
    guard let scanned = TimestampScanner.isoDateTime(bytes, range.start, range.end), scanned.utcOffset == nil
    else { return nil }
    return scanned.local
  }

  /// The number of an hour ending: `1`, `01`, `1:00`, `01:00`, `24:00`, `25`.
  static func hour(_ bytes: Span<UInt8>, _ range: ByteRange) -> Int? {
    guard let label = HourLabel.scan(bytes, range.start, range.end), label.occurrence == .only else { return nil }
    return label.hourEnding
  }
}
