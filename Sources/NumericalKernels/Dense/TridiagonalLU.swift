/// The LU factorisation of a tridiagonal matrix with partial pivoting.
///
/// LAPACK's `gttrf`; equal to rounding across BLAS builds.
public struct TridiagonalLU: Sendable {
  private let factors: TridiagonalFactors
  private let norm: Double

  /// The number of rows and columns.
  public var order: Int { factors.diagonal.count }

  /// Factors the matrix of three diagonals.
  ///
  /// - Parameters:
  ///   - lower: The elements (i + 1, i), one fewer than the order.
  ///   - diagonal: The elements (i, i).
  ///   - upper: The elements (i, i + 1), one fewer than the order.
  /// - Throws: `dimensionMismatch` for other counts; `notFinite`; `singular` with the index of the pivot, where it is
  ///   exactly zero.
  /// - Complexity: O(n).
  public init(lower: [Double], diagonal: [Double], upper: [Double]) throws(NumericalError) {
    let n = diagonal.count
    let beside = max(0, n - 1)
    guard lower.count == beside, upper.count == beside else {
      throw NumericalError(
        .dimensionMismatch, "\(beside) elements beside the diagonal expected, \(lower.count) and \(upper.count) given")
    }
    for (values, name) in [(lower, "the lower diagonal"), (diagonal, "the diagonal"), (upper, "the upper diagonal")] {
      try LAPACK.finite(values, name)
    }
    var norm = 0.0
    for j in 0..<n {
      norm = max(norm, abs(diagonal[j]) + (j > 0 ? abs(upper[j - 1]) : 0) + (j < n - 1 ? abs(lower[j]) : 0))
    }
    self.norm = norm
    var factors = TridiagonalFactors(lower: lower, diagonal: diagonal, upper: upper)
    if let zeroPivot = try LAPACK.factorTridiagonal(&factors) {
      throw NumericalError(.singular, "the pivot is zero", index: zeroPivot)
    }
    self.factors = factors
  }

  /// Solves A x = b, or Aᵀ x = b.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(n).
  public func solve(_ b: [Double], transposed: Bool = false) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(b, order)
    try LAPACK.solveTridiagonal(transposed ? LAPACK.transposed : LAPACK.plain, factors, &x, 1)
    return x
  }

  /// Solves A X = B, or Aᵀ X = B, for each column of B.
  ///
  /// - Throws: `dimensionMismatch` unless B has a row for each row of A; `notFinite`.
  /// - Complexity: O(n) a column.
  public func solve(_ b: Matrix, transposed: Bool = false) throws(NumericalError) -> Matrix {
    let operation = transposed ? LAPACK.transposed : LAPACK.plain
    return try b.solvedByColumns(order) { x, count throws(NumericalError) in
      try LAPACK.solveTridiagonal(operation, factors, &x, count)
    }
  }

  /// An estimate of 1 / (‖A‖₁ ‖A⁻¹‖₁).
  ///
  /// - Complexity: O(n).
  public var reciprocalCondition: Double {
    get throws(NumericalError) { try LAPACK.conditionTridiagonal(factors, norm) }
  }
}

/// The arrays of LAPACK's tridiagonal LU factorisation.
struct TridiagonalFactors: Sendable {
  var lower: [Double]
  var diagonal: [Double]
  var upper: [Double]
  var second: [Double] = []
  var pivots: [Int32] = []
}
