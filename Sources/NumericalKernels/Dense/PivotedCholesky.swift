/// The Cholesky factorisation PᵀAP = L Lᵀ of a symmetric positive semidefinite matrix, with its rank.
///
/// For covariances whose factors are fewer than their variables. LAPACK's `pstrf`; equal to rounding across BLAS
/// builds.
public struct PivotedCholesky: Sendable {
  /// The factor with A ≈ G Gᵀ, rows in the matrix's own order; one column for each unit of rank.
  public let factor: Matrix
  /// The variables in the order in which they were chosen as pivots; the first `rank` of them span the rest.
  public let permutation: [Int]

  /// The number of pivots above the tolerance.
  public var rank: Int { factor.columns }

  /// Factors a matrix; only its lower triangle is read.
  ///
  /// - Parameters:
  ///   - matrix: A symmetric positive semidefinite matrix.
  ///   - tolerance: Pivots at or below this are taken for zero; by default n · ε · the largest diagonal element.
  /// - Throws: `dimensionMismatch` unless the matrix is square; `notFinite` for the lower triangle; `invalidArgument` for a
  ///   tolerance that is negative or NaN; `notPositiveDefinite` with the index of a diagonal element that is negative, or of
  ///   a row that elimination leaves with a negative diagonal element, or with others beside a diagonal of zero, beyond
  ///   rounding.
  /// - Complexity: O(n² rank).
  public init(_ matrix: Matrix, tolerance: Double? = nil) throws(NumericalError) {
    try ArgumentCheck.requireTolerance(tolerance)
    let given = try matrix.lowerTriangle()
    var lower = given
    let n = lower.rows
    let diagonal = lower.diagonal
    if let negative = diagonal.firstIndex(where: { $0 < 0 }) {
      throw NumericalError(.notPositiveDefinite, "a diagonal element is negative", index: negative)
    }
    guard lower.maximumMagnitude > 0 else {
      factor = Matrix(rows: n, columns: 0)
      permutation = Array(0..<n)
      return
    }
    guard (diagonal.max() ?? 0) > 0 else {
      throw NumericalError(.notPositiveDefinite, "the diagonal is zero and the matrix is not", index: 0)
    }
    let (order, rank) = try LAPACK.factorPivotedCholesky(n, &lower.storage, tolerance: tolerance ?? -1)
    let permutation = order.map { Int($0) - 1 }
    var factor = Matrix(rows: n, columns: rank)
    for (i, row) in permutation.enumerated() {
      for j in 0..<min(i + 1, rank) { factor.storage[row * rank + j] = lower.storage[i * n + j] }
    }
    // What is left of a semidefinite matrix has no element larger than its largest diagonal element.
    let limit = max(100 * Double(n) * Double.ulpOfOne * (diagonal.max() ?? 0), tolerance ?? 0)
    var rest = given
    try rest.syrk(alpha: -1, factor.view, beta: 1)
    for i in 0..<n {
      guard rest.storage[i * n + i] >= -limit else {
        throw NumericalError(.notPositiveDefinite, "elimination leaves a negative diagonal element", index: i)
      }
      for j in 0..<i where abs(rest.storage[i * n + j]) > limit {
        throw NumericalError(.notPositiveDefinite, "elimination leaves more than the diagonal allows", index: i)
      }
    }
    self.factor = factor
    self.permutation = permutation
  }
}
