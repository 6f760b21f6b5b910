#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// The LU factorisation of a square matrix with partial pivoting, ready to solve systems.
///
/// ```swift
/// let lu = try LU(Matrix([[2, 1], [1, 3]]))
/// try lu.solve([3, 5])  // [0.8, 1.4]
/// lu.determinant        // 5
/// ```
///
/// LAPACK's `getrf`, applied to the transpose (a row-major matrix as it lies in memory). Equal to rounding across BLAS
/// builds.
public struct LU: Sendable {
  /// The number of rows and columns.
  public let order: Int
  /// LAPACK's factors of Aᵀ, column by column.
  let factors: [Double]
  let pivots: [Int32]
  let norm: Double

  /// Factors a matrix.
  ///
  /// - Throws: `dimensionMismatch` unless the matrix is square; `notFinite` for the matrix, or where elimination
  ///   overflows; `singular` with the index of the first row that depends on the rows before it exactly. A matrix that is
  ///   singular but for rounding passes: ask `reciprocalCondition`.
  /// - Complexity: O(n³).
  public init(_ matrix: Matrix) throws(NumericalError) {
    guard matrix.isSquare else {
      throw NumericalError(.dimensionMismatch, "a square matrix expected, \(matrix.rows) x \(matrix.columns) given")
    }
    try LAPACK.finite(matrix.storage, "the matrix")
    var factors = matrix.storage
    let (pivots, zeroPivot) = try LAPACK.factorLU(matrix.rows, &factors)
    if let zeroPivot {
      throw NumericalError(.singular, "the row depends on the rows before it", index: zeroPivot)
    }
    try LAPACK.finite(factors, "the factorisation")
    order = matrix.rows
    self.factors = factors
    self.pivots = pivots
    norm = matrix.oneNorm
  }

  /// Solves A x = b, or Aᵀ x = b.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(n²).
  public func solve(_ b: [Double], transposed: Bool = false) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(b, order)
    try LAPACK.solveLU(transposed ? LAPACK.plain : LAPACK.transposed, order, factors, pivots, &x, 1)
    return x
  }

  /// Solves A X = B, or Aᵀ X = B, for each column of B.
  ///
  /// - Throws: `dimensionMismatch` unless B has a row for each row of A; `notFinite`.
  /// - Complexity: O(n²) a column.
  public func solve(_ b: Matrix, transposed: Bool = false) throws(NumericalError) -> Matrix {
    try b.solvedByColumns(order) { x, count throws(NumericalError) in
      try LAPACK.solveLU(transposed ? LAPACK.plain : LAPACK.transposed, order, factors, pivots, &x, count)
    }
  }

  /// The determinant; it overflows or underflows where `logDeterminant` does not.
  public var determinant: Double {
    var determinant = Double(sign)
    for i in 0..<order { determinant *= abs(factors[i * (order + 1)]) }
    return determinant
  }

  /// The logarithm of the determinant's magnitude, and its sign (+1 or -1).
  public var logDeterminant: (logarithm: Double, sign: Int) {
    var sum = 0.0
    for i in 0..<order { sum += log(abs(factors[i * (order + 1)])) }
    return (sum, sign)
  }

  private var sign: Int {
    var negative = false
    for i in 0..<order where (pivots[i] != Int32(i) + 1) != (factors[i * (order + 1)] < 0) { negative.toggle() }
    return negative ? -1 : 1
  }

  /// An estimate of 1 / (‖A‖₁ ‖A⁻¹‖₁): about 1 for a well-conditioned matrix, below 1e-16 for one that is singular but
  /// for rounding.
  ///
  /// The answers of `solve` lose about -log₁₀ of it digits. 1 for the empty matrix.
  ///
  /// - Complexity: O(n²).
  public var reciprocalCondition: Double {
    get throws(NumericalError) {
      try LAPACK.conditionLU(LAPACK.infinityNorm, order, factors, norm)
    }
  }

  /// The inverse, which is rarely wanted: `solve` is faster and more accurate.
  ///
  /// - Complexity: O(n³).
  public var inverse: Matrix {
    get throws(NumericalError) {
      Matrix(rows: order, columns: order, unchecked: try LAPACK.invertLU(order, factors, pivots))
    }
  }
}

extension Matrix {
  /// The rows checked, the right-hand sides turned to column-major order, solved, and turned back.
  func solvedByColumns(
    _ order: Int, _ solve: (inout [Double], Int) throws(NumericalError) -> Void
  ) throws(NumericalError) -> Matrix {
    guard rows == order else { throw NumericalError(.dimensionMismatch, "\(order) rows expected, \(rows) given") }
    try LAPACK.finite(storage, "the right-hand side")
    var x = storage.transposed(rows: rows, columns: columns)
    try solve(&x, columns)
    return Matrix(rows: rows, columns: columns, unchecked: x.transposed(rows: columns, columns: rows))
  }
}
