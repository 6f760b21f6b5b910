import ByteFormats
import MarketData

/// Rows and columns of a matrix, counted from 1 as the file does.
struct CaseSelection {
  /// One row, or all of them.
  var row: Int?
  var columns: [Int]
}

extension CaseReader {
  /// Reads `(:, [3 4])`, `(:, BR_R)`, `(:, 3:4)` or `(2, 5)`, parentheses included.
  mutating func selection(_ bytes: Span<UInt8>, depth: Int = 0) throws(ParseError) -> CaseSelection {
    let start = scanner.offset
    scanner.offset += 1
    scanner.skipBlanks(bytes)
    var selection = CaseSelection(row: nil, columns: [])
    if scanner.byte(bytes) == UInt8(ascii: ":") {
      scanner.offset += 1
    } else {
      selection.row = try index(bytes, depth)
    }
    scanner.skipBlanks(bytes)
    guard scanner.byte(bytes) == UInt8(ascii: ",") else { throw unknown(start, bytes) }
    scanner.offset += 1
    scanner.skipBlanks(bytes)
    let isList = scanner.byte(bytes) == UInt8(ascii: "[")
    if isList { scanner.offset += 1 }
    while true {
      scanner.skipBlanks(bytes)
      if isList, scanner.byte(bytes) == UInt8(ascii: "]") { break }
      let first = try index(bytes, depth)
      scanner.skipBlanks(bytes)
      if scanner.byte(bytes) == UInt8(ascii: ":") {
        scanner.offset += 1
        let last = try index(bytes, depth)
        guard last >= first, last - first < limits.maxFields else { throw unknown(start, bytes) }
        selection.columns.append(contentsOf: first...last)
      } else {
        selection.columns.append(first)
      }
      guard selection.columns.count <= limits.maxFields else {
        throw scanner.error(.limitExceeded, "more columns", expected: "at most \(limits.maxFields)")
      }
      guard isList else { break }
      scanner.skipBlanks(bytes)
      if scanner.byte(bytes) == UInt8(ascii: ",") { scanner.offset += 1 }
    }
    if isList { scanner.offset += 1 }
    scanner.skipBlanks(bytes)
    guard isClosing(bytes) else { throw unknown(start, bytes) }
    scanner.offset += 1
    return selection
  }

  /// Reads a row or column, a whole number from 1 on.
  private mutating func index(_ bytes: Span<UInt8>, _ depth: Int) throws(ParseError) -> Int {
    let start = scanner
    let value = try expression(bytes, inMatrix: true, depth: depth + 1)
    guard let index = Int(exactly: value), index >= 1, index <= 1 << 40 else {
      scanner = start
      throw scanner.error(.outOfRange, "\(value)", expected: "a row or column, from 1 on")
    }
    return index
  }

  /// The value of one element of a matrix.
  func element(of key: String, _ selection: CaseSelection, _ start: Int) throws(ParseError) -> Double {
    guard case .matrix(let matrix)? = fields[key] else {
      throw scanner.error(.missingField, "no matrix \(key.prefix(40))", expected: "one that was assigned before")
    }
    guard let row = selection.row, selection.columns.count == 1, row <= matrix.rows.count,
      let value = matrix.number(row - 1, selection.columns[0] - 1)
    else { throw scanner.error(.outOfRange, "no such element of \(key.prefix(40))", expected: "one row and column") }
    return value
  }

  /// Reads the right side of an assignment to columns or an element, and carries it out.
  ///
  /// The right side is a number, or a selection of as many columns times or divided by numbers.
  mutating func assign(to key: String, _ target: CaseSelection, _ bytes: Span<UInt8>) throws(ParseError) {
    let start = scanner
    let columns: CaseSelection?
    let sourceKey: String?
    if let path = scanner.path(bytes), scanner.byte(bytes) == UInt8(ascii: "("), path != ["sqrt"] {
      let selection = try selection(bytes)
      // One element is a number.
      columns = selection.row == nil || selection.columns.count > 1 ? selection : nil
      sourceKey = self.key(path)
    } else {
      columns = nil
      sourceKey = nil
    }
    guard let columns, let sourceKey else {
      scanner = start
      let value = try expression(bytes)
      return try store(in: key, target) { _, _ in value }
    }
    guard sourceKey == key, case .matrix(let source)? = fields[key], columns.row == target.row,
      columns.columns.count == target.columns.count, columns.columns.allSatisfy({ $0 <= source.width })
    else { throw unknown(start.offset, bytes) }
    var factor = 1.0
    while let isDivision = nextFactor(bytes) {
      let next = try self.factor(bytes, false, 0)
      factor = isDivision ? factor / next : factor * next
    }
    try store(in: key, target) { row, column in
      source.values[source.rows[row].start + columns.columns[column] - 1] * factor
    }
  }

  /// Stores values in a matrix, given by row and by the place of the column in the selection.
  private mutating func store(
    in key: String, _ target: CaseSelection, _ value: (Int, Int) -> Double
  ) throws(ParseError) {
    guard case .matrix(var matrix)? = fields[key] else {
      throw scanner.error(.missingField, "no matrix \(key.prefix(40))", expected: "one that was assigned before")
    }
    let rows = target.row.map { $0 - 1..<$0 } ?? 0..<matrix.rows.count
    guard rows.upperBound <= matrix.rows.count, target.columns.allSatisfy({ $0 <= matrix.width }) else {
      throw scanner.error(.outOfRange, "no such element of \(key.prefix(40))", expected: "a row and column that it has")
    }
    work += target.row == nil ? matrix.values.count + rows.count * target.columns.count : target.columns.count
    guard work <= limits.maxRows else {
      throw scanner.error(.limitExceeded, "more assignments to columns", expected: "at most \(limits.maxRows) numbers")
    }
    // Nothing throws from here on, so that the matrix cannot be lost between the two.
    fields[key] = nil
    for row in rows where matrix.isGood(row) {
      for (place, column) in target.columns.enumerated() {
        matrix.values[matrix.rows[row].start + column - 1] = value(row, place)
      }
    }
    fields[key] = .matrix(matrix)
  }
}
