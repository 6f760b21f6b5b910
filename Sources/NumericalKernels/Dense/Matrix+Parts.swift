extension Matrix {
  /// The identity of an order, which must not be negative.
  public static func identity(_ order: Int) -> Matrix {
    diagonal([Double](repeating: 1, count: order))
  }

  /// The square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ values: [Double]) -> Matrix {
    var matrix = Matrix(rows: values.count, columns: values.count)
    for (i, value) in values.enumerated() { matrix.storage[i * (values.count + 1)] = value }
    return matrix
  }

  /// Makes a matrix whose element (i, j) is `element(i, j)`; both counts must not be negative.
  public init(rows: Int, columns: Int, element: (Int, Int) -> Double) {
    self.init(rows: rows, columns: columns)
    for i in 0..<rows {
      for j in 0..<columns { storage[i * columns + j] = element(i, j) }
    }
  }

  /// Makes a matrix from its columns.
  ///
  /// - Throws: `dimensionMismatch` when they differ in length.
  public init(columns: [[Double]]) throws(NumericalError) {
    let rows = columns.first?.count ?? 0
    if let odd = columns.firstIndex(where: { $0.count != rows }) {
      throw NumericalError(.dimensionMismatch, "\(rows) elements expected in each column", index: odd)
    }
    self.init(rows: rows, columns: columns.count) { columns[$1][$0] }
  }

  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rows == columns }

  /// One row, copied.
  public func row(_ index: Int) -> [Double] {
    Array(storage[index * columns..<(index + 1) * columns])
  }

  /// One column, copied.
  public func column(_ index: Int) -> [Double] {
    precondition(index >= 0 && index < columns, "column out of range")
    return (0..<rows).map { storage[$0 * columns + index] }
  }

  /// The elements (i, i).
  public var diagonal: [Double] {
    (0..<min(rows, columns)).map { storage[$0 * (columns + 1)] }
  }

  /// The matrix with rows and columns exchanged, copied; `view.transposed` shows the same without a copy.
  public var transposed: Matrix {
    Matrix(rows: columns, columns: rows, unchecked: storage.transposed(rows: rows, columns: columns))
  }

  /// Writes what a view shows over the elements from a row and a column on.
  ///
  /// - Throws: `dimensionMismatch` when the view does not fit there.
  public mutating func replace(fromRow row: Int, column: Int, with view: MatrixView) throws(NumericalError) {
    guard row >= 0, column >= 0, row <= rows - view.rows, column <= columns - view.columns else {
      throw NumericalError(
        .dimensionMismatch, "\(view.rows) x \(view.columns) does not fit at (\(row), \(column)) of \(rows) x \(columns)"
      )
    }
    for i in 0..<view.rows {
      for j in 0..<view.columns { storage[(row + i) * columns + column + j] = view[i, j] }
    }
  }

  /// Whether every pair (i, j), (j, i) differs by at most `tolerance` times the largest magnitude in the matrix.
  ///
  /// A matrix that is not square or holds NaN is not symmetric.
  public func isSymmetric(tolerance: Double = 0) -> Bool {
    guard isSquare else { return false }
    let limit = tolerance * maximumMagnitude
    for i in 0..<rows {
      for j in 0...i where !(abs(storage[i * columns + j] - storage[j * columns + i]) <= limit) { return false }
    }
    return true
  }

  /// The lower triangle of a square matrix, with zeros above it.
  ///
  /// - Throws: `dimensionMismatch` unless it is square; `notFinite` for what is kept.
  func lowerTriangle() throws(NumericalError) -> Matrix {
    guard isSquare else {
      throw NumericalError(.dimensionMismatch, "a square matrix expected, \(rows) x \(columns) given")
    }
    var lower = self
    for i in 0..<rows {
      for j in i + 1..<rows { lower.storage[i * columns + j] = 0 }
    }
    try LAPACK.finite(lower.storage, "the lower triangle")
    return lower
  }

  /// Copies the lower triangle to the upper one.
  mutating func mirrorLower() {
    for i in 0..<rows {
      for j in 0..<i { storage[j * columns + i] = storage[i * columns + j] }
    }
  }
}

extension [Double] {
  /// The elements of a row-major matrix in column-major order, by tiles that fit the cache.
  func transposed(rows: Int, columns: Int) -> [Double] {
    let tile = 16
    return [Double](unsafeUninitializedCapacity: count) { target, initialized in
      withUnsafeBufferPointer { source in
        for top in stride(from: 0, to: rows, by: tile) {
          for left in stride(from: 0, to: columns, by: tile) {
            for i in top..<Swift.min(top + tile, rows) {
              for j in left..<Swift.min(left + tile, columns) {
                target[j * rows + i] = source[i * columns + j]
              }
            }
          }
        }
      }
      initialized = count
    }
  }

  /// The index of the first NaN or infinity.
  var firstNonFinite: Int? {
    // Zero times a finite value is zero and sums to zero; anything else leaves NaN behind.
    let lanes = withUnsafeBufferPointer { values in
      var sum = SIMD8<Double>(repeating: 0)
      let whole = values.count & ~7
      for i in stride(from: 0, to: whole, by: 8) {
        var block = SIMD8<Double>()
        for k in 0..<8 { block[k] = values[i + k] }
        sum += block * 0
      }
      for i in whole..<values.count { sum[0] += values[i] * 0 }
      return sum
    }
    return lanes == SIMD8<Double>(repeating: 0) ? nil : firstIndex { !$0.isFinite }
  }
}
