extension SparseMatrix {
  /// The element in a row and a column, zero where there is no entry.
  ///
  /// Both indices must lie within the matrix.
  ///
  /// - Complexity: O(log of the column's entries).
  public subscript(row: Int, column: Int) -> Double {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index out of range")
    var low = columnStarts[column]
    var high = columnStarts[column + 1]
    while low < high {
      let middle = (low + high) / 2
      if Int(rowIndices[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low < columnStarts[column + 1] && Int(rowIndices[low]) == row ? values[low] : 0
  }

  /// The transpose, which is also the same matrix in compressed rows.
  ///
  /// - Complexity: O(rows + columns + entries).
  public var transposed: SparseMatrix {
    var starts = [Int](repeating: 0, count: rows + 1)
    for i in rowIndices { starts[Int(i) + 1] += 1 }
    for i in 0..<rows { starts[i + 1] += starts[i] }
    var next = starts
    var indices = [Int32](repeating: 0, count: entryCount)
    var transposedValues = [Double](repeating: 0, count: entryCount)
    for j in 0..<columns {
      for p in columnStarts[j]..<columnStarts[j + 1] {
        let q = next[Int(rowIndices[p])]
        next[Int(rowIndices[p])] = q + 1
        indices[q] = Int32(truncatingIfNeeded: j)
        transposedValues[q] = values[p]
      }
    }
    return SparseMatrix(
      rows: columns, columns: rows, uncheckedStarts: starts, rowIndices: indices, values: transposedValues)
  }

  /// The elements on the diagonal, zero where there is no entry; as many as the smaller of rows and columns.
  public var diagonal: [Double] {
    (0..<min(rows, columns)).map { self[$0, $0] }
  }

  /// The entries on and above the diagonal, as the symmetric factorisations take them.
  public var upperTriangle: SparseMatrix {
    filtered { row, column, _ in row <= column }
  }

  /// The entries on and below the diagonal.
  public var lowerTriangle: SparseMatrix {
    filtered { row, column, _ in row >= column }
  }

  /// Whether the matrix equals its transpose, entry by entry; entries that are zero count as absent.
  public var isSymmetric: Bool {
    guard rows == columns else { return false }
    for j in 0..<columns {
      for p in columnStarts[j]..<columnStarts[j + 1] where values[p] != self[j, Int(rowIndices[p])] { return false }
    }
    return true
  }

  /// The upper triangle of P A Pᵀ, given that of a symmetric A.
  ///
  /// - Parameter order: the row of A that comes k-th, at position k.
  /// - Throws: `dimensionMismatch` when the matrix is not square or the order has another length, `notSymmetric` (with
  ///   the column) for an entry below the diagonal, `invalidArgument` when the order is no permutation.
  public func symmetricallyPermuted(by order: [Int]) throws(NumericalError) -> SparseMatrix {
    try checkUpperTriangle()
    let position = try Self.inverse(of: order, count: columns)
    var rowsOut = [Int](repeating: 0, count: entryCount)
    var columnsOut = rowsOut
    for j in 0..<columns {
      for p in columnStarts[j]..<columnStarts[j + 1] {
        let a = position[j]
        let b = position[Int(rowIndices[p])]
        rowsOut[p] = min(a, b)
        columnsOut[p] = max(a, b)
      }
    }
    return try SparseMatrix(
      rows: rows, columns: columns, rowIndices: rowsOut, columnIndices: columnsOut, values: values)
  }

  /// The columns at given positions, in the order given; repetition is allowed.
  ///
  /// - Throws: `invalidIndex` (with the position in the list) for a column outside the matrix.
  public func selectingColumns(_ selection: [Int]) throws(NumericalError) -> SparseMatrix {
    try Self.checkShape(rows: rows, columns: selection.count)
    var starts = [0]
    var indices: [Int32] = []
    var selected: [Double] = []
    for (k, j) in selection.enumerated() {
      guard j >= 0, j < columns else {
        throw NumericalError(.invalidIndex, "column \(j) lies outside \(columns) columns", index: k)
      }
      indices += rowIndices[columnStarts[j]..<columnStarts[j + 1]]
      selected += values[columnStarts[j]..<columnStarts[j + 1]]
      starts.append(indices.count)
    }
    return SparseMatrix(
      rows: rows, columns: selection.count, uncheckedStarts: starts, rowIndices: indices, values: selected)
  }

  /// The rows at given positions, in the order given; repetition is allowed.
  ///
  /// - Throws: `invalidIndex` (with the position in the list) for a row outside the matrix.
  public func selectingRows(_ selection: [Int]) throws(NumericalError) -> SparseMatrix {
    for (k, i) in selection.enumerated() where i < 0 || i >= rows {
      throw NumericalError(.invalidIndex, "row \(i) lies outside \(rows) rows", index: k)
    }
    return try transposed.selectingColumns(selection).transposed
  }

  /// The matrices side by side.
  ///
  /// - Throws: `dimensionMismatch` (with the position in the list) when they differ in rows; an empty list gives a
  ///   matrix of no rows and no columns.
  public static func besideEachOther(_ parts: [SparseMatrix]) throws(NumericalError) -> SparseMatrix {
    let rows = parts.first?.rows ?? 0
    if let odd = parts.firstIndex(where: { $0.rows != rows }) {
      throw NumericalError(.dimensionMismatch, "\(rows) rows expected, \(parts[odd].rows) given", index: odd)
    }
    let columns = parts.reduce(0) { $0 + $1.columns }
    try checkShape(rows: rows, columns: columns)
    var starts = [0]
    starts.reserveCapacity(columns + 1)
    var indices: [Int32] = []
    var values: [Double] = []
    for part in parts {
      let offset = indices.count
      indices += part.rowIndices
      values += part.values
      for start in part.columnStarts.dropFirst() { starts.append(offset + start) }
    }
    return SparseMatrix(rows: rows, columns: columns, uncheckedStarts: starts, rowIndices: indices, values: values)
  }

  /// The matrices one below the other.
  ///
  /// - Throws: `dimensionMismatch` (with the position in the list) when they differ in columns; an empty list gives a
  ///   matrix of no rows and no columns.
  public static func belowEachOther(_ parts: [SparseMatrix]) throws(NumericalError) -> SparseMatrix {
    let columns = parts.first?.columns ?? 0
    if let odd = parts.firstIndex(where: { $0.columns != columns }) {
      throw NumericalError(.dimensionMismatch, "\(columns) columns expected, \(parts[odd].columns) given", index: odd)
    }
    let rows = parts.reduce(0) { $0 + $1.rows }
    try checkShape(rows: rows, columns: columns)
    var starts = [0]
    var indices: [Int32] = []
    var values: [Double] = []
    for j in 0..<columns {
      var offset: Int32 = 0
      for part in parts {
        for p in part.columnStarts[j]..<part.columnStarts[j + 1] {
          indices.append(offset + part.rowIndices[p])
          values.append(part.values[p])
        }
        offset += Int32(truncatingIfNeeded: part.rows)
      }
      starts.append(indices.count)
    }
    return SparseMatrix(rows: rows, columns: columns, uncheckedStarts: starts, rowIndices: indices, values: values)
  }

  /// The matrix without its entries that are zero.
  public var droppingZeros: SparseMatrix {
    filtered { _, _, value in value != 0 }
  }

  func checkUpperTriangle() throws(NumericalError) {
    guard rows == columns else {
      throw NumericalError(.dimensionMismatch, "a square matrix expected, \(rows) x \(columns) given")
    }
    for j in 0..<columns {
      let end = columnStarts[j + 1]
      if end > columnStarts[j], Int(rowIndices[end - 1]) > j {
        throw NumericalError(.notSymmetric, "only the upper triangle is taken; an entry below the diagonal", index: j)
      }
    }
  }

  /// The position of each index in an order of `count` of them.
  static func inverse(of order: [Int], count: Int) throws(NumericalError) -> [Int] {
    guard order.count == count else {
      throw NumericalError(.dimensionMismatch, "an order of \(count) expected, \(order.count) given")
    }
    var position = [Int](repeating: -1, count: count)
    for (k, i) in order.enumerated() {
      guard i >= 0, i < count, position[i] < 0 else {
        throw NumericalError(.invalidArgument, "the order is no permutation", index: k)
      }
      position[i] = k
    }
    return position
  }

  private func filtered(_ keep: (_ row: Int, _ column: Int, _ value: Double) -> Bool) -> SparseMatrix {
    var starts = [0]
    starts.reserveCapacity(columns + 1)
    var indices: [Int32] = []
    var kept: [Double] = []
    for j in 0..<columns {
      for p in columnStarts[j]..<columnStarts[j + 1] where keep(Int(rowIndices[p]), j, values[p]) {
        indices.append(rowIndices[p])
        kept.append(values[p])
      }
      starts.append(indices.count)
    }
    return SparseMatrix(rows: rows, columns: columns, uncheckedStarts: starts, rowIndices: indices, values: kept)
  }
}
