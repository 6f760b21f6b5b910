import ByteFormats

/// The rows of an OASIS report in CSV, with the columns that every report has: the interval, in GMT.
struct OASISTable {
  /// The rows.
  var rows: DelimitedRows
  private let start: Int
  private let end: Int
  private var starts = ByteMemo<Int64>()
  private var ends = ByteMemo<Int64>()

  private static let startNames = ["intervalstarttimegmt", "intervalstartgmt", "starttimegmt", "startdategmt"]
  private static let endNames = ["intervalendtimegmt", "intervalendgmt", "endtimegmt", "stoptimegmt", "enddategmt"]

  /// Finds the header: the first record that has every required column.
  init(_ bytes: Span<UInt8>, source: String, required: [String], context: ParseContext) throws(ParseError) {
    rows = try DelimitedRows(bytes: bytes, source: source, required: required, in: context)
    start = try rows.required(anyOf: OASISTable.startNames)
    end = try rows.required(anyOf: OASISTable.endNames)
  }

  /// The interval of the current record, or `nil` after a defect was recorded.
  @inline(__always)
  mutating func interval(in bytes: Span<UInt8>) throws(ParseError) -> OASISInterval? {
    let startRange = rows.field(start, in: bytes)
    let endRange = rows.field(end, in: bytes)
    guard let from = starts.value(for: startRange, in: bytes, decode: { OASISInterval.instant(bytes, startRange) })
    else {
      try rows.defect(.notATime, start, in: bytes, expected: "a GMT time")
      return nil
    }
    guard let to = ends.value(for: endRange, in: bytes, decode: { OASISInterval.instant(bytes, endRange) }) else {
      try rows.defect(.notATime, end, in: bytes, expected: "a GMT time")
      return nil
    }
    guard let interval = OASISInterval(start: from, end: to) else {
      try rows.defect(.outOfRange, end, in: bytes, expected: "a time after the interval's start")
      return nil
    }
    return interval
  }
}

extension DelimitedRows {
  /// The index of the first of several columns that is there; one must be.
  func required(anyOf names: [String]) throws(ParseError) -> Int {
    for name in names {
      if let index = column(name) { return index }
    }
    throw ParseError(
      .missingField, at: .init(source: log.source), "no column \(names.joined(separator: " or "))",
      expected: names.first)
  }

  /// A field's text; empty for a column that the file does not have.
  func text(_ index: Int?, in bytes: Span<UInt8>) -> String {
    index.map { string($0, in: bytes) } ?? ""
  }
}
