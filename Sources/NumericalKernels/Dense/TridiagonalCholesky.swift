/// The factorisation A = L D Lᵀ of a symmetric positive definite tridiagonal matrix.
///
/// LAPACK's `pttrf`; equal to rounding across BLAS builds.
public struct TridiagonalCholesky: Sendable {
  private let pivots: [Double]
  private let multipliers: [Double]
  private let norm: Double

  /// The number of rows and columns.
  public var order: Int { pivots.count }

  /// Factors the matrix of a diagonal and the one beside it.
  ///
  /// - Parameters:
  ///   - diagonal: The elements (i, i).
  ///   - beside: The elements (i + 1, i), one fewer than the order.
  /// - Throws: `dimensionMismatch` for other counts; `notFinite`; `notPositiveDefinite` with the index of the pivot.
  /// - Complexity: O(n).
  public init(diagonal: [Double], beside: [Double]) throws(NumericalError) {
    let n = diagonal.count
    guard beside.count == max(0, n - 1) else {
      throw NumericalError(
        .dimensionMismatch, "\(max(0, n - 1)) elements beside the diagonal expected, \(beside.count) given")
    }
    try LAPACK.finite(diagonal, "the diagonal")
    try LAPACK.finite(beside, "the diagonal beside it")
    var norm = 0.0
    for j in 0..<n {
      norm = max(norm, abs(diagonal[j]) + (j > 0 ? abs(beside[j - 1]) : 0) + (j < n - 1 ? abs(beside[j]) : 0))
    }
    self.norm = norm
    var (pivots, multipliers) = (diagonal, beside)
    if let pivot = try LAPACK.factorSymmetricTridiagonal(&pivots, &multipliers) {
      throw NumericalError(.notPositiveDefinite, "the pivot is not positive", index: pivot)
    }
    self.pivots = pivots
    self.multipliers = multipliers
  }

  /// Solves A x = b.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(n).
  public func solve(_ b: [Double]) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(b, order)
    try LAPACK.solveSymmetricTridiagonal(pivots, multipliers, &x, 1)
    return x
  }

  /// Solves A X = B for each column of B.
  ///
  /// - Throws: `dimensionMismatch` unless B has a row for each row of A; `notFinite`.
  /// - Complexity: O(n) a column.
  public func solve(_ b: Matrix) throws(NumericalError) -> Matrix {
    try b.solvedByColumns(order) { x, count throws(NumericalError) in
      try LAPACK.solveSymmetricTridiagonal(pivots, multipliers, &x, count)
    }
  }

  /// 1 / (‖A‖₁ ‖A⁻¹‖₁), exact but for rounding.
  ///
  /// - Complexity: O(n).
  public var reciprocalCondition: Double {
    get throws(NumericalError) { try LAPACK.conditionSymmetricTridiagonal(pivots, multipliers, norm) }
  }
}
