import ByteFormats

/// Walks the records of a delimited file below its header, sending what is broken to a ``DefectLog``.
///
///     var rows = try DelimitedRows(payload: member, required: ["node", "type", "value"], in: context)
///     let node = rows.column("node")
///     while try rows.next(in: bytes) { let name = rows.field(node) ... }
struct DelimitedRows {
  private var reader: CSVReader
  /// The header that was found.
  let header: CSVHeader
  /// The records above the header: the operator's preamble, each as its trimmed fields.
  let preamble: [[String]]
  /// Where defects go.
  var log: DefectLog
  /// Cells for values that were blank.
  var blanks = 0

  /// Finds the header: the first record that has every required column, by normalised name, among the first 40.
  ///
  /// - Throws: ``ParseError`` with code `empty` for no bytes, `missingField` when no record is the header.
  init(
    bytes: Span<UInt8>, source: String, required: [String], delimiter: UInt8 = UInt8(ascii: ","),
    in context: ParseContext
  ) throws(ParseError) {
    guard !bytes.isEmpty else { throw ParseError(.empty, at: .init(source: source), "no bytes") }
    var reader = CSVReader(delimiter: delimiter, limits: context.limits.format)
    var preamble: [[String]] = []
    var found: CSVHeader?
    do {
      while found == nil, preamble.count < 40, try reader.next(in: bytes) {
        let header = CSVHeader(reader, in: bytes)
        if required.allSatisfy({ header.index(of: $0) != nil }) {
          found = header
        } else {
          preamble.append((0..<reader.fieldCount).map { reader.string($0, in: bytes) })
        }
      }
    } catch {
      throw ParseError(error, source: source)
    }
    guard let found else {
      let missing = required.filter { CSVHeader(names: preamble.last ?? []).index(of: $0) == nil }
      throw ParseError(
        .missingField, at: .init(source: source, line: 1), "no header row with the columns of this feed",
        expected: (missing.isEmpty ? required : missing).joined(separator: ", "))
    }
    self.reader = reader
    self.header = found
    self.preamble = preamble
    self.log = DefectLog(context: context, source: source)
  }

  /// The index of a column by normalised name (lower-case letters and digits), or `nil`.
  func column(_ name: String) -> Int? { header.index(of: name) }

  /// The index of a column that must be there.
  func required(_ name: String) throws(ParseError) -> Int {
    if let index = header.index(of: name) { return index }
    throw ParseError(.missingField, at: .init(source: log.source), "no column \(name)", expected: name)
  }

  /// Moves to the next record that is not blank and has more than `minimum` fields; broken ones go to the log.
  @inline(__always)
  mutating func next(in bytes: Span<UInt8>, minimum: Int = 0) throws(ParseError) -> Bool {
    while true {
      do throws(FormatError) {
        guard try reader.next(in: bytes) else { return false }
      } catch {
        try log.record(ParseError(error, source: log.source))
        reader.recover(in: bytes)
        continue
      }
      if reader.fieldCount > minimum { return true }
      if reader.isBlankRecord { continue }
      try log.record(
        ParseError(
          .fieldCount, at: place(), "\(reader.fieldCount) fields", expected: "more than \(minimum)"))
    }
  }

  /// The offset at which the next record starts.
  var nextRecordStart: Int { reader.nextRecordStart }

  /// The physical line, from 1, at which the current record starts; that of the header before the first call to `next`.
  var line: Int { reader.line }

  /// The offset of the first byte of the current record.
  var recordStart: Int { reader.recordStart }

  /// How many more records the limits allow.
  var remainingRecords: Int { reader.remainingRecords }

  /// Where the current record starts and where the next one does; `nil` when something in it is quoted, or when a
  /// record of such parts with another number could have a field longer than the limits allow.
  func plainExtent(in bytes: Span<UInt8>) -> ByteRange? {
    let range = ByteRange(reader.recordStart, reader.nextRecordStart)
    guard 2 * (range.count + RepeatingPrices.mostNumberBytes) <= reader.maxFieldBytes,
      bytes.firstOffset(of: UInt8(ascii: "\""), in: range) == nil
    else { return nil }
    return range
  }

  /// Goes on at `offset`, after the caller has read `records` plain records of one line each by itself, no more than
  /// ``remainingRecords``.
  mutating func skip(to offset: Int, records: Int) {
    reader.seek(to: offset, line: reader.line + records + 1, records: records)
  }

  /// The offset behind the last byte of the current record, its line end not counted.
  var recordEnd: Int { reader.recordEnd }

  /// The number of fields of the current record.
  var fieldCount: Int { reader.fieldCount }

  /// The trimmed range of a field of the current record; empty where the record has no such field.
  @inline(__always)
  func field(_ index: Int, in bytes: Span<UInt8>) -> ByteRange {
    index < reader.fieldCount ? reader.trimmed(index, in: bytes) : ByteRange(0, 0)
  }

  /// A field of the current record as decoded text.
  func string(_ index: Int, in bytes: Span<UInt8>) -> String {
    index < reader.fieldCount ? reader.string(index, in: bytes) : ""
  }

  /// The place of the current record, or of one of its fields.
  func place(_ index: Int? = nil) -> ParseError.Place {
    let name = index.flatMap { $0 < header.names.count ? header.names[$0] : nil }
    return ParseError.Place(source: log.source, line: reader.line, field: name, byteOffset: reader.recordStart)
  }

  /// The number in a field: `.some(NaN)` and a count when blank, `nil` after a defect was recorded for anything else.
  @inline(__always)
  mutating func number(_ index: Int, in bytes: Span<UInt8>) throws(ParseError) -> Double? {
    let range = field(index, in: bytes)
    if let value = NumberScanner.double(bytes, range) { return value }
    if range.isEmpty {
      blanks += 1
      return .nan
    }
    try defect(.notANumber, index, in: bytes, expected: "a number")
    return nil
  }

  /// Records a defect at a field of the current record, with an excerpt of what stands there.
  @inline(never)
  mutating func defect(
    _ code: ParseError.Code, _ index: Int, in bytes: Span<UInt8>, expected: String
  ) throws(ParseError) {
    let text = String(string(index, in: bytes).prefix(60))
    try log.record(ParseError(code, at: place(index), "\"\(text)\"", expected: expected))
  }
}
