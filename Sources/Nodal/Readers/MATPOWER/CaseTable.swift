import ByteFormats
import MarketData

/// A matrix of a case by its field's name, with what is known of its columns: numbers of rows, with a place where they are wrong.
struct CaseTable {
  /// What a column may hold.
  enum Rule {
    /// A finite number.
    case finite
    /// A number, or infinity for none.
    case bound
    /// A whole number, held exactly.
    case whole
  }

  let field: String
  let matrix: CaseMatrix
  let source: String?

  /// How many rows the file has, defective ones included.
  var count: Int { matrix.rows.count }

  /// The number in a column, counted from 0, of a row that ``check(_:_:_:)`` has passed.
  func callAsFunction(_ row: Int, _ column: Int, default missing: Double = 0) -> Double {
    matrix.number(row, column) ?? missing
  }

  /// The whole number in a column of a row that ``check(_:_:_:)`` has passed.
  func whole(_ row: Int, _ column: Int) -> Int { Int(exactly: self(row, column)) ?? 0 }

  /// Finds what is wrong with a row: a missing column, a NaN, an infinity where none can be.
  ///
  /// - Parameter required: the number of columns that must be there; rules of columns that are not there are passed over.
  func check(_ row: Int, _ required: Int, _ rules: [Rule], _ bytes: Span<UInt8>) -> ParseError? {
    let count = Int(matrix.rows[row].count)
    guard count >= required else {
      return error(.fieldCount, row, nil, "\(count) columns", "at least \(required)", bytes)
    }
    for column in 0..<min(count, rules.count) {
      let value = matrix.values[matrix.rows[row].start + column]
      switch rules[column] {
      case .finite where !value.isFinite:
        return error(.notANumber, row, column, "\(value)", "a finite number", bytes)
      case .bound where value.isNaN:
        return error(.notANumber, row, column, "NaN", "a number or Inf", bytes)
      case .whole where Int(exactly: value) == nil || abs(value) > 9_007_199_254_740_992:
        return error(.notANumber, row, column, "\(value)", "a whole number", bytes)
      default: break
      }
    }
    return nil
  }

  /// An error at a column of a row, or at the row.
  func error(
    _ code: ParseError.Code, _ row: Int, _ column: Int?, _ found: String, _ expected: String, _ bytes: Span<UInt8>
  ) -> ParseError {
    var scanner = CaseScanner(source: source)
    if row < matrix.rows.count {
      scanner.offset = matrix.rows[row].offset
      scanner.line = Int(matrix.rows[row].line)
      scanner.lineStart = matrix.rows[row].lineStart
    }
    // An expression may hold blanks; the column is then only near, and the line is right.
    for _ in 0..<(column ?? 0) {
      while let byte = scanner.byte(bytes), !byte.isWhitespace, byte != UInt8(ascii: ",") { scanner.offset += 1 }
      while true {
        scanner.skipBlanks(bytes)
        guard scanner.byte(bytes) == UInt8(ascii: ",") else { break }
        scanner.offset += 1
      }
    }
    var place = scanner.place(field: column.map { "\(field)(\(row + 1),\($0 + 1))" } ?? "\(field)(\(row + 1),:)")
    place.index = row
    return ParseError(code, at: place, found, expected: expected)
  }
}
