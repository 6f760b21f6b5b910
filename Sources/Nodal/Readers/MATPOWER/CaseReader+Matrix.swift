import ByteFormats
import MarketData

extension CaseReader {
  /// Reads a matrix, from its opening to its closing bracket.
  ///
  /// Rows end at semicolons and line ends; numbers stand apart by blanks and commas. What is no plain number is read as an expression,
  /// which `1 -2` is not: those are two numbers.
  ///
  /// - Complexity: O(bytes).
  mutating func matrix(field: String, _ bytes: Span<UInt8>) throws(ParseError) -> CaseMatrix {
    let opening = scanner
    scanner.offset += 1
    var matrix = CaseMatrix()
    var row = CaseMatrix.Row(start: 0, count: 0, line: 0, offset: 0, lineStart: 0)
    while true {
      scanner.skipBlanks(bytes)
      guard let byte = scanner.byte(bytes) else {
        scanner = opening
        scanner.offset = bytes.count
        throw ParseError(
          .truncated, at: opening.place(field: field), "a matrix without its closing bracket", expected: "]")
      }
      switch byte {
      case UInt8(ascii: ";"), UInt8(ascii: "\n"), UInt8(ascii: "]"):
        try end(&row, of: &matrix, field)
        if byte == UInt8(ascii: "\n") { scanner.passLineFeed() } else { scanner.offset += 1 }
        if byte == UInt8(ascii: "]") {
          try refuseTranspose(bytes)
          return matrix
        }
      case UInt8(ascii: ","): scanner.offset += 1
      case UInt8(ascii: "%"), UInt8(ascii: "#"): scanner.skipComment(bytes)
      default:
        if row.count == 0 {
          row = .init(
            start: matrix.values.count, count: 0, line: Int32(truncatingIfNeeded: scanner.line), offset: scanner.offset,
            lineStart: scanner.lineStart)
        }
        do throws(ParseError) {
          guard Int(row.count) < limits.maxFields else {
            throw scanner.error(.limitExceeded, "a row of more numbers", expected: "at most \(limits.maxFields)")
          }
          matrix.values.append(try element(bytes))
          row.count += 1
        } catch {
          guard error.code != .limitExceeded else { throw error }
          var error = error
          error.place.field = field
          error.place.index = matrix.rows.count
          try log.record(error)
          skipRow(bytes)
          matrix.values.removeSubrange(row.start...)
          row.count = -1
          try end(&row, of: &matrix, field)
        }
      }
    }
  }

  /// Reads a number, or an expression in its place.
  @inline(__always)
  private mutating func element(_ bytes: Span<UInt8>) throws(ParseError) -> Double {
    let start = scanner.offset
    var end = start
    while end < bytes.count, !bytes[end].endsElement { end &+= 1 }
    if let number = NumberScanner.double(bytes, ByteRange(start, end)) {
      var next = end
      while next < bytes.count, bytes[next].isBlank { next &+= 1 }
      if next == bytes.count || !bytes[next].mayBeOperator {
        scanner.offset = end
        return number
      }
    }
    return try expression(bytes, inMatrix: true)
  }

  /// Stores a row that has numbers, or was left out, and begins the next.
  @inline(__always)
  private mutating func end(
    _ row: inout CaseMatrix.Row, of matrix: inout CaseMatrix, _ field: String
  ) throws(ParseError) {
    guard row.count != 0 else { return }
    if row.count > 0 {
      if matrix.width == 0 {
        matrix.width = Int(row.count)
      } else if Int(row.count) != matrix.width {
        let place = ParseError.Place(
          source: scanner.source, line: Int(row.line), field: field, byteOffset: row.offset, index: matrix.rows.count,
          column: row.offset - row.lineStart + 1)
        try log.record(
          ParseError(
            .fieldCount, at: place, "a row of \(row.count) numbers", expected: "\(matrix.width) as in the first"))
        matrix.values.removeSubrange(row.start...)
        row.count = -1
      }
    }
    guard matrix.rows.count < limits.maxRows else {
      throw scanner.error(.limitExceeded, "a matrix of more rows", expected: "at most \(limits.maxRows)", field: field)
    }
    matrix.rows.append(row)
    row.count = 0
  }

  /// Passes over the rest of a row: to its semicolon, its line end, or the bracket that closes the matrix.
  private mutating func skipRow(_ bytes: Span<UInt8>) {
    while let byte = scanner.byte(bytes) {
      switch byte {
      case UInt8(ascii: ";"), UInt8(ascii: "\n"), UInt8(ascii: "]"): return
      case UInt8(ascii: "%"), UInt8(ascii: "#"): scanner.skipComment(bytes)
      default: scanner.offset += 1
      }
    }
  }

  private func refuseTranspose(_ bytes: Span<UInt8>) throws(ParseError) {
    guard let byte = scanner.byte(bytes), byte == UInt8(ascii: "'") || byte == UInt8(ascii: ".") else { return }
    throw scanner.error(.malformed, "an operator on a matrix", expected: "the end of the statement")
  }

  /// Reads a cell array of texts and numbers, from its opening to its closing brace.
  mutating func cells(field: String, _ bytes: Span<UInt8>) throws(ParseError) -> CaseCells {
    let opening = scanner
    scanner.offset += 1
    var cells = CaseCells(offset: opening.offset, line: opening.line)
    while true {
      scanner.skipBlanks(bytes)
      guard let byte = scanner.byte(bytes) else {
        throw ParseError(
          .truncated, at: opening.place(field: field), "a cell array without its closing brace", expected: "}")
      }
      switch byte {
      case UInt8(ascii: ";"), UInt8(ascii: ","): scanner.offset += 1
      case UInt8(ascii: "\n"): scanner.passLineFeed()
      case UInt8(ascii: "%"), UInt8(ascii: "#"): scanner.skipComment(bytes)
      case UInt8(ascii: "}"):
        scanner.offset += 1
        return cells
      case UInt8(ascii: "'"), UInt8(ascii: "\""): cells.texts.append(try scanner.text(bytes, limits: limits))
      default:
        let start = scanner.offset
        _ = try expression(bytes, inMatrix: true)
        cells.texts.append(String(bytes, ByteRange(start, scanner.offset)))
      }
      guard cells.texts.count <= limits.maxRows else {
        throw scanner.error(.limitExceeded, "more cells", expected: "at most \(limits.maxRows)", field: field)
      }
    }
  }
}

extension UInt8 {
  /// Whether a number in a matrix ends before this byte.
  @inline(__always)
  fileprivate var endsElement: Bool {
    switch self {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "]"), UInt8(ascii: "}"),
      UInt8(ascii: "%"), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  /// Whether this byte, behind a number and blanks, may go on with an expression.
  @inline(__always)
  fileprivate var mayBeOperator: Bool {
    switch self {
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "^"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
