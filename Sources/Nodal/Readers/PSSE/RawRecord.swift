import ByteFormats
import MarketData

/// One line of a RAW file, in fields.
///
/// Fields stand apart by commas or blanks; text is in single quotes; a slash ends the line; what is left out has its default.
struct RawRecord {
  struct Field {
    var range: ByteRange
    var isText: Bool
  }

  let source: String?
  let line: Int
  let lineStart: Int
  private(set) var fields: [Field] = []

  /// Reads the fields of a line.
  init(_ bytes: Span<UInt8>, _ range: ByteRange, line: Int, source: String?, limits: Limits) throws(ParseError) {
    self.source = source
    self.line = line
    lineStart = range.start
    var offset = range.start
    while true {
      while offset < range.end, bytes[offset].isWhitespace { offset += 1 }
      guard offset < range.end, bytes[offset] != UInt8(ascii: "/") else { return }
      guard fields.count < limits.maxFields else {
        throw error(.limitExceeded, fields.count, "more fields", "at most \(limits.maxFields)")
      }
      let start = offset
      if bytes[offset] == UInt8(ascii: "'") {
        offset += 1
        while offset < range.end, bytes[offset] != UInt8(ascii: "'") { offset += 1 }
        guard offset < range.end else {
          fields.append(Field(range: ByteRange(start, range.end), isText: true))
          throw error(.malformed, fields.count - 1, "a text without its closing quote", "'")
        }
        fields.append(Field(range: bytes.trimmed(ByteRange(start + 1, offset)), isText: true))
        offset += 1
      } else {
        while offset < range.end, !bytes[offset].isWhitespace, bytes[offset] != UInt8(ascii: ","),
          bytes[offset] != UInt8(ascii: "/")
        { offset += 1 }
        fields.append(Field(range: ByteRange(start, offset), isText: false))
      }
      while offset < range.end, bytes[offset].isWhitespace { offset += 1 }
      if offset < range.end, bytes[offset] == UInt8(ascii: ",") { offset += 1 }
    }
  }

  /// Whether this is the mark behind the last record of a section: a zero alone.
  func endsSection(_ bytes: Span<UInt8>) -> Bool {
    fields.count == 1 && !fields[0].isText && bytes.equals(fields[0].range, "0")
  }

  /// Whether this is the mark behind the last section.
  func endsFile(_ bytes: Span<UInt8>) -> Bool {
    fields.count == 1 && !fields[0].isText && bytes.equalsIgnoringCase(fields[0].range, "Q")
  }

  /// An error at a field.
  func error(_ code: ParseError.Code, _ field: Int, _ found: String, _ expected: String) -> ParseError {
    let offset = fields.indices.contains(field) ? fields[field].range.start : lineStart
    return ParseError(
      code,
      at: .init(
        source: source, line: line, field: "field \(field + 1)", byteOffset: offset, column: offset - lineStart + 1),
      found, expected: expected)
  }

  /// The finite number in a field, or its default; a field without a default must be there.
  func number(_ field: Int, _ missing: Double?, _ bytes: Span<UInt8>) throws(ParseError) -> Double {
    guard fields.indices.contains(field), !fields[field].range.isEmpty else {
      guard let missing else { throw error(.missingField, field, "no field \(field + 1)", "a number") }
      return missing
    }
    guard !fields[field].isText, let number = NumberScanner.double(bytes, fields[field].range), number.isFinite else {
      throw error(
        .notANumber, field, NetworkInput.excerpt(bytes, fields[field].range.start, fields[field].range.end), "a number")
    }
    return number
  }

  /// The whole number in a field, or its default.
  func whole(_ field: Int, _ missing: Int?, _ bytes: Span<UInt8>) throws(ParseError) -> Int {
    let value = try number(field, missing.map(Double.init), bytes)
    guard let whole = Int(exactly: value), abs(value) <= 9_007_199_254_740_992 else {
      throw error(.notANumber, field, "\(value)", "a whole number")
    }
    return whole
  }

  /// The text in a field, quoted or not, without blanks at its ends, or its default.
  func text(_ field: Int, _ missing: String, _ bytes: Span<UInt8>) -> String {
    guard fields.indices.contains(field), !fields[field].range.isEmpty else { return missing }
    return String(bytes, fields[field].range)
  }
}
