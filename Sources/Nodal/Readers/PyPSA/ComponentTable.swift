import ByteFormats
import MarketData

/// A CSV file of a PyPSA folder: one component a row, attributes by column.
struct ComponentTable {
  let file: String
  let limits: Limits
  private(set) var header: CSVHeader
  private var reader: CSVReader

  /// Reads the header.
  init(_ file: String, _ bytes: Span<UInt8>, limits: Limits) throws(ParseError) {
    self.file = file
    self.limits = limits
    reader = CSVReader(limits: limits.format)
    do throws(FormatError) {
      guard try reader.next(in: bytes) else { throw FormatError(.unexpectedEnd, at: 0, expected: "a header") }
    } catch {
      throw ParseError(error, source: file)
    }
    header = CSVHeader(reader, in: bytes)
  }

  /// Goes to the next row that is not blank; false at the end.
  mutating func next(_ bytes: Span<UInt8>) throws(ParseError) -> Bool {
    do throws(FormatError) {
      while try reader.next(in: bytes) {
        if reader.isBlankRecord { continue }
        guard reader.fieldCount <= header.names.count else {
          throw FormatError(
            .malformed, at: reader.recordStart, line: reader.line,
            expected: "at most \(header.names.count) fields as in the header, found \(reader.fieldCount)")
        }
        return true
      }
      return false
    } catch {
      throw ParseError(error, source: file)
    }
  }

  /// The name of the component: the first column.
  func name(_ bytes: Span<UInt8>) throws(ParseError) -> String {
    let name = reader.string(0, in: bytes)
    guard !name.isEmpty else { throw error(.missingField, 0, "no name", "a name in the first column") }
    return name
  }

  /// The text of an attribute; empty where it is blank or not in the header.
  func text(_ attribute: String, _ bytes: Span<UInt8>) -> String {
    header.index(of: attribute).map { reader.string($0, in: bytes) } ?? ""
  }

  /// The number of an attribute, which may be infinite where that is said, or its default.
  func number(
    _ attribute: String, _ missing: Double, isBound: Bool = false, _ bytes: Span<UInt8>
  ) throws(ParseError) -> Double {
    guard let column = header.index(of: attribute) else { return missing }
    let value = try cell(column, bytes)
    guard value.isFinite || value.isNaN || isBound else {
      throw error(.notANumber, column, "\(value)", "a finite number")
    }
    return value.isNaN ? missing : value
  }

  /// The number in a column; NaN where it is blank.
  func cell(_ column: Int, _ bytes: Span<UInt8>) throws(ParseError) -> Double {
    let range = reader.trimmed(column, in: bytes)
    guard !range.isEmpty else { return .nan }
    if let number = NumberScanner.double(bytes, range) { return number }
    switch String(bytes, ByteRange(range.start, min(range.end, range.start + 10))).lowercased() {
    case "inf", "+inf", "infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    case "nan": return .nan
    default: throw error(.notANumber, column, NetworkInput.excerpt(bytes, range.start, range.end), "a number")
    }
  }

  /// A flag, or its default.
  func flag(_ attribute: String, _ missing: Bool, _ bytes: Span<UInt8>) throws(ParseError) -> Bool {
    guard let column = header.index(of: attribute) else { return missing }
    switch reader.string(column, in: bytes).lowercased() {
    case "": return missing
    case "true", "1", "1.0": return true
    case "false", "0", "0.0": return false
    default: throw error(.malformed, column, "another value", "True or False")
    }
  }

  /// The text in a column.
  func text(column: Int, _ bytes: Span<UInt8>) -> String { reader.string(column, in: bytes) }

  /// An error at a column of the present row.
  func error(_ code: ParseError.Code, _ column: Int, _ found: String, _ expected: String) -> ParseError {
    let start = reader.field(column).start
    return ParseError(
      code,
      at: .init(
        source: file, line: reader.line, field: header.names.indices.contains(column) ? header.names[column] : nil,
        byteOffset: start, column: max(start - reader.recordStart, 0) + 1), found, expected: expected)
  }

  /// An error at an attribute of the present row.
  func error(
    _ code: ParseError.Code, _ attribute: String, _ found: String, _ expected: String
  ) -> ParseError { error(code, header.index(of: attribute) ?? 0, found, expected) }
}
