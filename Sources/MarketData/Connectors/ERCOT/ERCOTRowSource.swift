import ByteFormats

/// A table of one report, whatever envelope it came in: a delimited file or an answer of the public API.
///
/// Fields are ranges of the payload's bytes in both cases, so that one reader serves both.
protocol ERCOTRowSource {
  /// The names of the columns, as printed.
  var names: [String] { get }
  /// Where defects go.
  var log: DefectLog { get set }
  /// Moves to the next row; `false` at the end.
  mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> Bool
  /// The trimmed range of a field of the current row; empty where it is blank, null or not there.
  func field(_ index: Int, in bytes: Span<UInt8>) -> ByteRange
  /// The place of the current row, or of one of its fields.
  func place(_ index: Int?) -> ParseError.Place
  /// Where the current row starts and where the next one does; `nil` when the current one is not plain.
  func plainExtent(in bytes: Span<UInt8>) -> ByteRange?
  /// How many more rows may be skipped.
  var remainingRecords: Int { get }
  /// Goes on at `offset` after `records` plain rows were read without their columns.
  mutating func skip(to offset: Int, records: Int)
}

extension ERCOTRowSource {
  /// Rows that are always read by their columns.
  func plainExtent(in bytes: Span<UInt8>) -> ByteRange? { nil }

  var remainingRecords: Int { 0 }

  mutating func skip(to offset: Int, records: Int) {}

  /// Records a defect at a field of the current row, with an excerpt of what stands there.
  @inline(never)
  mutating func defect(
    _ code: ParseError.Code, _ index: Int?, in bytes: Span<UInt8>, expected: String
  ) throws(ParseError) {
    let text = index.map { String(String(bytes, field($0, in: bytes)).prefix(60)) } ?? ""
    try log.record(ParseError(code, at: place(index), "\"\(text)\"", expected: expected))
  }
}

/// The rows of a delimited file below its header.
struct ERCOTFileRows: ERCOTRowSource {
  private var rows: DelimitedRows
  private let minimum: Int

  var names: [String] { rows.header.names }

  var log: DefectLog {
    get { rows.log }
    set { rows.log = newValue }
  }

  /// Reads below the header of `rows`; a record must reach the last of the `required` columns.
  init(_ rows: DelimitedRows, required: [String]) {
    self.rows = rows
    minimum = required.compactMap { rows.column($0) }.max() ?? 0
  }

  @inline(__always)
  mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> Bool { try rows.next(in: bytes, minimum: minimum) }

  @inline(__always)
  func field(_ index: Int, in bytes: Span<UInt8>) -> ByteRange { rows.field(index, in: bytes) }

  func place(_ index: Int?) -> ParseError.Place { rows.place(index) }

  func plainExtent(in bytes: Span<UInt8>) -> ByteRange? { rows.plainExtent(in: bytes) }

  var remainingRecords: Int { rows.remainingRecords }

  mutating func skip(to offset: Int, records: Int) { rows.skip(to: offset, records: records) }
}
