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
  ///   - tolerance: Pivots at or below this are taken for zero; by default n · ε of their variable's own diagonal element,
  ///     within a factor of 4, whatever the others' scale.
  /// - Throws: `dimensionMismatch` unless the matrix is square; `notFinite` for the lower triangle; `invalidArgument` for a
  ///   tolerance that is negative or NaN; `notPositiveDefinite` with the index of a diagonal element that is negative, or of
  ///   a row that elimination leaves with a negative diagonal element, or with others beside a diagonal of zero, beyond
  ///   rounding.
  /// - Complexity: O(n² rank).
  public init(_ matrix: Matrix, tolerance: Double? = nil) throws(NumericalError) {
    try ArgumentCheck.requireTolerance(tolerance)
    var given = try matrix.lowerTriangle()
    let n = given.rows
    let diagonal = given.diagonal
    if let negative = diagonal.firstIndex(where: { $0 < 0 }) {
      throw NumericalError(.notPositiveDefinite, "a diagonal element is negative", index: negative)
    }
    guard given.maximumMagnitude > 0 else {
      factor = Matrix(rows: n, columns: 0)
      permutation = Array(0..<n)
      return
    }
    guard (diagonal.max() ?? 0) > 0 else {
      throw NumericalError(.notPositiveDefinite, "the diagonal is zero and the matrix is not", index: 0)
    }
    let units = tolerance == nil ? Self.units(diagonal) : [Double](repeating: 1, count: n)
    for i in 0..<n {
      for j in 0...i { given.storage[i * n + j] = given.storage[i * n + j] / units[i] / units[j] }
      if given.storage[i * n...i * n + i].contains(where: { !$0.isFinite }) {
        throw NumericalError(.notPositiveDefinite, "an element is too large beside its row's diagonal", index: i)
      }
    }
    var lower = given
    let largest = given.diagonal.max() ?? 0
    let (order, rank) = try LAPACK.factorPivotedCholesky(n, &lower.storage, tolerance: tolerance ?? -1)
    let permutation = order.map { Int($0) - 1 }
    var factor = Matrix(rows: n, columns: rank)
    for (i, row) in permutation.enumerated() {
      for j in 0..<min(i + 1, rank) { factor.storage[row * rank + j] = lower.storage[i * n + j] }
    }
    // What is left of a semidefinite matrix has no element larger than its largest diagonal element.
    let limit = max(100 * Double(n) * Double.ulpOfOne * largest, tolerance ?? 0)
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
    for i in 0..<n where units[i] != 1 {
      for j in 0..<rank { factor.storage[i * rank + j] *= units[i] }
    }
    self.factor = factor
    self.permutation = permutation
  }

  /// Powers of two near the variables' deviations; a variance of zero can only be rounding beside the largest.
  private static func units(_ diagonal: [Double]) -> [Double] {
    let largest = diagonal.max() ?? 0
    return diagonal.map { variance in
      let deviation = (variance > 0 ? variance : largest).squareRoot()
      return Double(sign: .plus, exponent: Int(deviation.exponent), significand: 1)
    }
  }
}
