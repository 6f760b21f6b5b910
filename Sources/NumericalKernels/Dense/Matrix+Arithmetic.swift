extension Matrix {
  /// The sum, element by element.
  ///
  /// - Throws: `dimensionMismatch` when the shapes differ.
  public static func + (left: Matrix, right: Matrix) throws(NumericalError) -> Matrix {
    try left.combined(with: right) { $0 + $1 }
  }

  /// The difference, element by element.
  ///
  /// - Throws: `dimensionMismatch` when the shapes differ.
  public static func - (left: Matrix, right: Matrix) throws(NumericalError) -> Matrix {
    try left.combined(with: right) { $0 - $1 }
  }

  /// The product with a number.
  public static func * (factor: Double, matrix: Matrix) -> Matrix {
    matrix.map { factor * $0 }
  }

  /// The product element by element (Hadamard).
  ///
  /// - Throws: `dimensionMismatch` when the shapes differ.
  public func multiplied(elementwiseBy other: Matrix) throws(NumericalError) -> Matrix {
    try combined(with: other) { $0 * $1 }
  }

  /// The matrix of a function's value at each element.
  public func map(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, unchecked: storage.map(transform))
  }

  /// The matrix of a function's value at each pair of elements.
  ///
  /// - Throws: `dimensionMismatch` when the shapes differ.
  @inline(__always)
  func combined(with other: Matrix, _ operation: (Double, Double) -> Double) throws(NumericalError) -> Matrix {
    guard rows == other.rows, columns == other.columns else {
      throw NumericalError(
        .dimensionMismatch, "\(rows) x \(columns) expected, \(other.rows) x \(other.columns) given")
    }
    var result = self
    for i in result.storage.indices { result.storage[i] = operation(storage[i], other.storage[i]) }
    return result
  }
}

// MARK: Norms

extension Matrix {
  /// The largest sum of magnitudes in a column; 0 when empty, NaN when an element is.
  public var oneNorm: Double {
    var sums = [Double](repeating: 0, count: columns)
    for i in 0..<rows {
      for j in 0..<columns { sums[j] += abs(storage[i * columns + j]) }
    }
    return sums.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
  }

  /// The largest sum of magnitudes in a row; 0 when empty, NaN when an element is.
  public var infinityNorm: Double {
    var largest = 0.0
    for i in 0..<rows {
      var sum = 0.0
      for j in 0..<columns { sum += abs(storage[i * columns + j]) }
      largest = sum.isNaN || largest.isNaN ? .nan : max(largest, sum)
    }
    return largest
  }

  /// The root of the sum of squares, without overflow or underflow on the way; 0 when empty.
  public var frobeniusNorm: Double {
    let scale = maximumMagnitude
    guard scale > 0, scale.isFinite else { return scale }
    return scale * storage.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }.squareRoot()
  }

  /// The largest magnitude of an element; 0 when empty, NaN when an element is.
  public var maximumMagnitude: Double {
    var largest = 0.0
    for value in storage where !(abs(value) <= largest) {
      largest = abs(value)
      if largest.isNaN { break }
    }
    return largest
  }
}
