/// The Cholesky factorisation of a symmetric positive definite band matrix.
///
/// LAPACK's `pbtrf`; equal to rounding across BLAS builds.
public struct BandCholesky: Sendable {
  /// The number of rows and columns.
  public let order: Int
  let lower: Int
  let factor: [Double]
  let norm: Double

  /// Factors a matrix; only its main and lower diagonals are read.
  ///
  /// - Throws: `notFinite` for the part that is read; `notPositiveDefinite` with the index of the pivot.
  /// - Complexity: O(order · lower²).
  public init(_ matrix: BandMatrix) throws(NumericalError) {
    (order, lower) = (matrix.order, matrix.lower)
    let (height, tall) = (matrix.height, matrix.lower + 1)
    var factor = [Double](repeating: 0, count: order * tall)
    var sums = [Double](repeating: 0, count: order)
    for j in 0..<order {
      for k in 0..<min(tall, order - j) {
        let value = matrix.storage[j * height + matrix.upper + k]
        factor[j * tall + k] = value
        sums[j] += abs(value)
        if k > 0 { sums[j + k] += abs(value) }
      }
    }
    try LAPACK.finite(factor, "the lower band")
    norm = sums.max() ?? 0
    if let pivot = try LAPACK.factorBandCholesky(order, lower, &factor) {
      throw NumericalError(.notPositiveDefinite, "the pivot is not positive", index: pivot)
    }
    self.factor = factor
  }

  /// Solves A x = b.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(order · lower).
  public func solve(_ b: [Double]) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(b, order)
    try LAPACK.solveBandCholesky(order, lower, factor, &x, 1)
    return x
  }

  /// Solves A X = B for each column of B.
  ///
  /// - Throws: `dimensionMismatch` unless B has a row for each row of A; `notFinite`.
  /// - Complexity: O(order · lower) a column.
  public func solve(_ b: Matrix) throws(NumericalError) -> Matrix {
    try b.solvedByColumns(order) { x, count throws(NumericalError) in
      try LAPACK.solveBandCholesky(order, lower, factor, &x, count)
    }
  }

  /// An estimate of 1 / (‖A‖₁ ‖A⁻¹‖₁).
  ///
  /// - Complexity: O(order · lower).
  public var reciprocalCondition: Double {
    get throws(NumericalError) { try LAPACK.conditionBandCholesky(order, lower, factor, norm) }
  }
}
