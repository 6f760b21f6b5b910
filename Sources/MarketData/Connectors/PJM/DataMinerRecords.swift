import ByteFormats

/// Records of a Data Miner 2 feed, whatever carries them: CSV headers and JSON keys have the same names.
///
/// A reader names the columns that it wants; their positions in that list are the slots by which cells are read.
protocol DataMinerRecords {
  /// Where defects go.
  var log: DefectLog { get set }
  /// Cells for values that were blank or null.
  var blanks: Int { get set }

  /// Whether the payload has the column of a slot.
  func has(_ slot: Int) -> Bool
  /// Moves to the next record; broken ones go to the log.
  mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> Bool
  /// The bytes of a cell of the present record; empty where it is blank, null or absent.
  func cell(_ slot: Int, in bytes: Span<UInt8>) -> ByteRange
  /// A cell of the present record as decoded text.
  func text(_ slot: Int, in bytes: Span<UInt8>) -> String
  /// The place of a cell of the present record.
  func place(_ slot: Int) -> ParseError.Place
  /// Where the present record starts and where the next one does; `nil` when the present one is not plain.
  func extent(in bytes: Span<UInt8>) -> ByteRange?
  /// How many more records may be skipped.
  var remainingRecords: Int { get }
  /// Goes on at `offset` after `records` records were read by their repeating spelling.
  mutating func skip(to offset: Int, records: Int)
}

extension DataMinerRecords {
  /// The number in a cell: NaN and a count when blank, `nil` after a defect was recorded for anything else.
  @inline(__always)
  mutating func number(_ slot: Int, in bytes: Span<UInt8>) throws(ParseError) -> Double? {
    let range = cell(slot, in: bytes)
    if let value = NumberScanner.double(bytes, range) { return value }
    if range.isEmpty {
      if has(slot) { blanks += 1 }
      return .nan
    }
    try defect(.notANumber, slot, in: bytes, expected: "a number")
    return nil
  }

  /// The operator's version number; 0 where there is none, and -1 for a row that is said not to be current and has no number.
  @inline(__always)
  mutating func revision(
    version: Int, current: Int, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int32? {
    let range = cell(version, in: bytes)
    if range.count == 1, bytes[range.start].isDigit { return Int32(bytes[range.start] &- 0x30) }
    return try rareRevision(range, version, current, in: bytes)
  }

  @inline(never)
  private mutating func rareRevision(
    _ range: ByteRange, _ version: Int, _ current: Int, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int32? {
    if range.isEmpty {
      return bytes.equalsIgnoringCase(cell(current, in: bytes), "false") ? -1 : 0
    }
    if let number = NumberScanner.double(bytes, range), let revision = Int32(exactly: number) { return revision }
    try defect(.notANumber, version, in: bytes, expected: "a version number")
    return nil
  }

  /// Records a defect at a cell of the present record, with an excerpt of what stands there.
  @inline(never)
  mutating func defect(
    _ code: ParseError.Code, _ slot: Int, in bytes: Span<UInt8>, expected: String
  ) throws(ParseError) {
    let text = String(text(slot, in: bytes).prefix(60))
    try log.record(ParseError(code, at: place(slot), "\"\(text)\"", expected: expected))
  }
}

/// Records of a CSV download.
struct DataMinerCSV: DataMinerRecords {
  private var rows: DelimitedRows
  private let columns: [Int]
  private let minimum: Int

  var log: DefectLog {
    get { rows.log }
    set { rows.log = newValue }
  }

  var blanks: Int {
    get { rows.blanks }
    set { rows.blanks = newValue }
  }

  /// Finds the header and binds the wanted columns; those of `required` must be there.
  init(
    bytes: Span<UInt8>, source: String, wanted: [String], required: [String], in context: ParseContext
  ) throws(ParseError) {
    rows = try DelimitedRows(bytes: bytes, source: source, required: required, in: context)
    let header = rows.header
    columns = wanted.map { $0.isEmpty ? -1 : header.index(of: $0) ?? -1 }
    minimum = columns.max() ?? 0
  }

  func has(_ slot: Int) -> Bool { columns[slot] >= 0 }

  @inline(__always)
  mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    try rows.next(in: bytes, minimum: minimum)
  }

  @inline(__always)
  func cell(_ slot: Int, in bytes: Span<UInt8>) -> ByteRange {
    let column = columns[slot]
    return column >= 0 ? rows.field(column, in: bytes) : ByteRange(0, 0)
  }

  func text(_ slot: Int, in bytes: Span<UInt8>) -> String {
    columns[slot] >= 0 ? rows.string(columns[slot], in: bytes) : ""
  }

  func place(_ slot: Int) -> ParseError.Place {
    rows.place(columns[slot] >= 0 ? columns[slot] : nil)
  }

  func extent(in bytes: Span<UInt8>) -> ByteRange? { rows.plainExtent(in: bytes) }

  var remainingRecords: Int { rows.remainingRecords }

  mutating func skip(to offset: Int, records: Int) { rows.skip(to: offset, records: records) }
}
