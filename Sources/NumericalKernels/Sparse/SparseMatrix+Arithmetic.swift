extension SparseMatrix {
  // MARK: Matrix and vector

  /// A x.
  ///
  /// - Throws: `dimensionMismatch` when x has not as many elements as the matrix has columns.
  public func multiplied(by x: [Double]) throws(NumericalError) -> [Double] {
    var y = [Double](repeating: 0, count: rows)
    try multiply(x, into: &y)
    return y
  }

  /// Aᵀ x.
  ///
  /// - Throws: `dimensionMismatch` when x has not as many elements as the matrix has rows.
  public func transposeMultiplied(by x: [Double]) throws(NumericalError) -> [Double] {
    var y = [Double](repeating: 0, count: columns)
    try transposeMultiply(x, into: &y)
    return y
  }

  /// Sets y to alpha A x + beta y without allocating; a beta of zero overwrites y whatever it holds.
  ///
  /// - Throws: `dimensionMismatch` when x or y does not fit.
  /// - Complexity: one multiplication an entry.
  public func multiply(
    _ x: [Double], into y: inout [Double], alpha: Double = 1, beta: Double = 0
  ) throws(NumericalError) {
    try Self.checkCounts(x.count, columns, y.count, rows)
    Self.scale(&y, count: rows, by: beta)
    accumulate(x, into: &y, alpha: alpha)
  }

  /// Sets y to alpha Aᵀ x + beta y without allocating; a beta of zero overwrites y whatever it holds.
  ///
  /// - Throws: `dimensionMismatch` when x or y does not fit.
  /// - Complexity: one multiplication an entry.
  public func transposeMultiply(
    _ x: [Double], into y: inout [Double], alpha: Double = 1, beta: Double = 0
  ) throws(NumericalError) {
    try Self.checkCounts(x.count, rows, y.count, columns)
    Self.scale(&y, count: columns, by: beta)
    accumulateTransposed(x, into: &y, alpha: alpha)
  }

  /// Sets y to alpha S x + beta y without allocating, where this matrix is the upper triangle of the symmetric S.
  ///
  /// - Throws: `dimensionMismatch` when the matrix is not square or x or y does not fit, `notSymmetric` (with the
  ///   column) for an entry below the diagonal.
  /// - Complexity: two multiplications an entry.
  public func symmetricMultiply(
    _ x: [Double], into y: inout [Double], alpha: Double = 1, beta: Double = 0
  ) throws(NumericalError) {
    try checkUpperTriangle()
    try Self.checkCounts(x.count, columns, y.count, rows)
    Self.scale(&y, count: rows, by: beta)
    Self.accumulateSymmetric(
      size: columns, starts: columnStarts, rows: rowIndices, values: values, x: x, y: &y, alpha: alpha)
  }

  /// Adds alpha A x to y on raw memory of the right length.
  func accumulate(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, alpha: Double = 1) {
    Self.accumulate(columns: columns, starts: columnStarts, rows: rowIndices, values: values, x: x, y: y, alpha: alpha)
  }

  /// Adds alpha Aᵀ x to y on raw memory of the right length.
  func accumulateTransposed(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, alpha: Double = 1) {
    Self.accumulateTransposed(
      columns: columns, starts: columnStarts, rows: rowIndices, values: values, x: x, y: y, alpha: alpha)
  }

  private static func accumulate(
    columns: Int, starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>, values: UnsafePointer<Double>,
    x: UnsafePointer<Double>, y: UnsafeMutablePointer<Double>, alpha: Double
  ) {
    for j in 0..<columns {
      let factor = alpha * x[j]
      for p in starts[j]..<starts[j + 1] { y[Int(rows[p])] += values[p] * factor }
    }
  }

  private static func accumulateTransposed(
    columns: Int, starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>, values: UnsafePointer<Double>,
    x: UnsafePointer<Double>, y: UnsafeMutablePointer<Double>, alpha: Double
  ) {
    for j in 0..<columns {
      var sum = 0.0
      for p in starts[j]..<starts[j + 1] { sum += values[p] * x[Int(rows[p])] }
      y[j] += alpha * sum
    }
  }

  /// Adds alpha S x to y, with the upper triangle of S in compressed columns.
  static func accumulateSymmetric(
    size: Int, starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>, values: UnsafePointer<Double>,
    x: UnsafePointer<Double>, y: UnsafeMutablePointer<Double>, alpha: Double
  ) {
    for j in 0..<size {
      let factor = alpha * x[j]
      var sum = 0.0
      for p in starts[j]..<starts[j + 1] {
        let i = Int(rows[p])
        let value = values[p]
        y[i] += value * factor
        sum += i < j ? value * x[i] : 0
      }
      y[j] += alpha * sum
    }
  }

  private static func scale(_ y: UnsafeMutablePointer<Double>, count: Int, by beta: Double) {
    if beta == 0 {
      y.update(repeating: 0, count: count)
    } else if beta != 1 {
      for i in 0..<count { y[i] *= beta }
    }
  }

  private static func checkCounts(_ x: Int, _ xWanted: Int, _ y: Int, _ yWanted: Int) throws(NumericalError) {
    guard x == xWanted, y == yWanted else {
      throw NumericalError(
        .dimensionMismatch, "vectors of \(xWanted) and \(yWanted) elements expected, \(x) and \(y) given")
    }
  }

  // MARK: Matrix and matrix

  /// The product with another sparse matrix; an entry stands wherever the patterns meet, even when terms cancel.
  ///
  /// - Throws: `dimensionMismatch` when the inner counts differ.
  /// - Complexity: O(multiplications + rows + columns); Gustavson, ACM TOMS 4 (1978) 250-269.
  public func multiplied(by other: SparseMatrix) throws(NumericalError) -> SparseMatrix {
    guard columns == other.rows else {
      throw NumericalError(.dimensionMismatch, "\(columns) rows expected in the second factor, \(other.rows) given")
    }
    var starts = [0]
    starts.reserveCapacity(other.columns + 1)
    var indices: [Int32] = []
    var products: [Double] = []
    var sums = [Double](repeating: 0, count: rows)
    var seen = [Int](repeating: -1, count: rows)
    for j in 0..<other.columns {
      let first = indices.count
      for q in other.columnStarts[j]..<other.columnStarts[j + 1] {
        let k = Int(other.rowIndices[q])
        for p in columnStarts[k]..<columnStarts[k + 1] {
          let i = Int(rowIndices[p])
          if seen[i] != j {
            seen[i] = j
            sums[i] = 0
            indices.append(rowIndices[p])
          }
          sums[i] += values[p] * other.values[q]
        }
      }
      indices[first...].sort()
      for p in first..<indices.count { products.append(sums[Int(indices[p])]) }
      starts.append(indices.count)
    }
    return SparseMatrix(
      rows: rows, columns: other.columns, uncheckedStarts: starts, rowIndices: indices, values: products)
  }

  /// The sum of alpha times this matrix and beta times another; an entry stands wherever either has one.
  ///
  /// - Throws: `dimensionMismatch` when the shapes differ.
  /// - Complexity: O(columns + entries of both).
  public func adding(
    _ other: SparseMatrix, alpha: Double = 1, beta: Double = 1
  ) throws(NumericalError) -> SparseMatrix {
    guard rows == other.rows, columns == other.columns else {
      throw NumericalError(
        .dimensionMismatch, "\(rows) x \(columns) expected, \(other.rows) x \(other.columns) given")
    }
    var starts = [0]
    starts.reserveCapacity(columns + 1)
    var indices: [Int32] = []
    var sums: [Double] = []
    for j in 0..<columns {
      var p = columnStarts[j]
      var q = other.columnStarts[j]
      let pEnd = columnStarts[j + 1]
      let qEnd = other.columnStarts[j + 1]
      while p < pEnd || q < qEnd {
        let left = p < pEnd ? rowIndices[p] : Int32.max
        let right = q < qEnd ? other.rowIndices[q] : Int32.max
        var sum = 0.0
        if left <= right {
          sum += alpha * values[p]
          p += 1
        }
        if right <= left {
          sum += beta * other.values[q]
          q += 1
        }
        indices.append(min(left, right))
        sums.append(sum)
      }
      starts.append(indices.count)
    }
    return SparseMatrix(rows: rows, columns: columns, uncheckedStarts: starts, rowIndices: indices, values: sums)
  }

  /// Multiplies row i by `factors[i]` in place.
  ///
  /// - Throws: `dimensionMismatch` when there is not one factor a row.
  public mutating func scaleRows(by factors: [Double]) throws(NumericalError) {
    guard factors.count == rows else {
      throw NumericalError(.dimensionMismatch, "\(rows) factors expected, \(factors.count) given")
    }
    for p in values.indices { values[p] *= factors[Int(rowIndices[p])] }
  }

  /// Multiplies column j by `factors[j]` in place.
  ///
  /// - Throws: `dimensionMismatch` when there is not one factor a column.
  public mutating func scaleColumns(by factors: [Double]) throws(NumericalError) {
    guard factors.count == columns else {
      throw NumericalError(.dimensionMismatch, "\(columns) factors expected, \(factors.count) given")
    }
    for j in 0..<columns {
      for p in columnStarts[j]..<columnStarts[j + 1] { values[p] *= factors[j] }
    }
  }

  /// Puts other values at the same places.
  ///
  /// - Throws: `dimensionMismatch` when there is not one value an entry, `notFinite` (with the entry) for NaN or
  ///   infinity.
  public mutating func replaceValues(with fresh: [Double]) throws(NumericalError) {
    guard fresh.count == values.count else {
      throw NumericalError(.dimensionMismatch, "\(values.count) values expected, \(fresh.count) given")
    }
    if let odd = fresh.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "\(fresh[odd]) among the values", index: odd)
    }
    values = fresh
  }
}
