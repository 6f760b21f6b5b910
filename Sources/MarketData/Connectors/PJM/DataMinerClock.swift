import ByteFormats

/// Turns the stamps of records into seconds since 1970, each distinct one once.
///
/// Columns in UTC are used where there are any. Those in Eastern prevailing time alone show an hour twice in autumn: row order
/// then tells the passes apart, series by series.
struct DataMinerClock {
  private var memo = ByteMemo<Int64>()
  private var otherMemo = ByteMemo<Int64>()
  private var localMemo = ByteMemo<LocalDateTime>()
  private var resolver: RowOrderResolver?
  private let utc: Int
  private let local: Int

  /// Whether stamps are in UTC, so that ``instant(at:in:)`` may be used.
  var isUTC: Bool { resolver == nil }

  /// The distinct starts so far.
  var stamps: [Int64] { isUTC ? memo.values : localMemo.values.map(\.localSeconds) }

  /// Finds out which of the two columns there are.
  init<Records: DataMinerRecords>(
    _ records: Records, utc: Int, local: Int, in bytes: Span<UInt8>
  ) throws(ParseError) {
    self.utc = utc
    self.local = local
    guard !records.has(utc) else { return }
    guard records.has(local) else {
      throw ParseError(
        .missingField, at: .init(source: records.log.source, line: 1), "no time column", expected: "a column in UTC")
    }
    resolver = RowOrderResolver(
      zone: .eastern, isDescending: DataMinerClock.isDescending(records, local, in: bytes))
  }

  /// The seconds of a stamp in UTC, or `nil` when it is none.
  @inline(__always)
  mutating func instant(at range: ByteRange, in bytes: Span<UInt8>) -> Int64? {
    memo.value(for: range, in: bytes) {
      guard let scanned = DataMinerClock.scan(range, in: bytes) else { return nil }
      return scanned.instantInUTC.secondsSince1970
    }
  }

  /// The start of the present record, or `nil` after a defect was recorded.
  @inline(__always)
  mutating func start<Records: DataMinerRecords>(
    of records: inout Records, series: UInt64, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int64? {
    if isUTC, let instant = instant(at: records.cell(utc, in: bytes), in: bytes) { return instant }
    return try rareStart(of: &records, series: series, in: bytes)
  }

  @inline(never)
  private mutating func rareStart<Records: DataMinerRecords>(
    of records: inout Records, series: UInt64, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int64? {
    guard !isUTC else {
      try records.defect(.notATime, utc, in: bytes, expected: "a time in UTC")
      return nil
    }
    let range = records.cell(local, in: bytes)
    let stamp = localMemo.value(for: range, in: bytes) { DataMinerClock.scan(range, in: bytes)?.local }
    guard let stamp else {
      try records.defect(.notATime, local, in: bytes, expected: "a local time")
      return nil
    }
    guard let instant = resolver?.instant(of: stamp, series: Int(truncatingIfNeeded: series)) else {
      try records.defect(.noSuchInterval, local, in: bytes, expected: "a time that the clock shows")
      return nil
    }
    return instant.secondsSince1970
  }

  /// The instant of a stamp that is no start: an end, an issue time.
  ///
  /// A local one must be shown once by the clock.
  mutating func instant<Records: DataMinerRecords>(
    of records: inout Records, utc: Int, local: Int, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int64? {
    if records.has(utc) {
      let range = records.cell(utc, in: bytes)
      let instant = otherMemo.value(for: range, in: bytes) {
        DataMinerClock.scan(range, in: bytes)?.instantInUTC.secondsSince1970
      }
      if let instant { return instant }
      try records.defect(.notATime, utc, in: bytes, expected: "a time in UTC")
      return nil
    }
    guard let stamp = DataMinerClock.scan(records.cell(local, in: bytes), in: bytes) else {
      try records.defect(.notATime, local, in: bytes, expected: "a local time")
      return nil
    }
    guard let instant = MarketTimeZone.eastern.instant(of: stamp.local) else {
      try records.defect(.noSuchInterval, local, in: bytes, expected: "a time that the clock shows once")
      return nil
    }
    return instant.secondsSince1970
  }

  /// `2025-11-02T05:00:00` of JSON or `11/2/2025 5:00:00 AM` of CSV.
  static func scan(_ range: ByteRange, in bytes: Span<UInt8>) -> ScannedDateTime? {
    if range.count > 4, bytes[range.start + 4] == UInt8(ascii: "-") {
      return TimestampScanner.isoDateTime(bytes, range.start, range.end)
    }
    return TimestampScanner.usDateTime(bytes, range.start, range.end).map { ScannedDateTime(local: $0, utcOffset: nil) }
  }

  /// Whether the first two different stamps run from late to early.
  private static func isDescending<Records: DataMinerRecords>(
    _ records: Records, _ slot: Int, in bytes: Span<UInt8>
  ) -> Bool {
    var probe = records
    probe.log = DefectLog(context: ParseContext(mode: .lenient))
    var first: LocalDateTime?
    do throws(ParseError) {
      while try probe.next(in: bytes) {
        guard let stamp = scan(probe.cell(slot, in: bytes), in: bytes)?.local else { continue }
        guard let earlier = first else {
          first = stamp
          continue
        }
        if stamp != earlier { return stamp < earlier }
      }
    } catch {
      return false
    }
    return false
  }
}
