/// The x of least norm among those that make ‖A x - b‖₂ least, for a matrix of any shape and rank.
///
/// ```swift
/// let fit = try LeastSquares(Matrix([[1, 1], [1, 1]]), [2, 4])
/// fit.solution  // [1.5, 1.5]
/// fit.rank      // 1
/// ```
public struct LeastSquares: Sendable {
  /// How the rank is found.
  public enum Method: Hashable, Sendable {
    /// A complete orthogonal factorisation with column pivoting (LAPACK's `gelsy`): fast, and right but for contrived
    /// matrices.
    case pivotedQR
    /// Singular values (LAPACK's `gelsd`): slower, the most reliable.
    case svd
  }

  /// The solution, one element for each column of A.
  public let solution: [Double]
  /// What remains, b - A x, one element for each row of A.
  public let residuals: [Double]
  /// The effective rank of A.
  public let rank: Int
  /// The singular values in falling order; empty with `pivotedQR`.
  public let singularValues: [Double]

  /// The sum of the squared residuals.
  public var residualSumOfSquares: Double { residuals.reduce(0) { $0 + $1 * $1 } }

  /// Solves a problem.
  ///
  /// - Parameters:
  ///   - matrix: The matrix A, m x n.
  ///   - b: The right-hand side, m elements.
  ///   - method: How the rank is found.
  ///   - tolerance: The reciprocal condition below which a part of A counts as zero; by default max(m, n) · ε.
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`; `invalidArgument` for a tolerance
  ///   that is negative or NaN; `notConverged` (rare, `svd` only).
  /// - Complexity: O(m n min(m, n)).
  public init(_ matrix: Matrix, _ b: [Double], method: Method = .pivotedQR, tolerance: Double? = nil)
    throws(NumericalError)
  {
    let (m, n) = (matrix.rows, matrix.columns)
    guard b.count == m else { throw NumericalError(.dimensionMismatch, "\(m) elements expected, \(b.count) given") }
    try LAPACK.finite(matrix.storage, "the matrix")
    try LAPACK.finite(b, "the right-hand side")
    try ArgumentCheck.requireTolerance(tolerance)
    var work = matrix.storage.transposed(rows: m, columns: n)
    var x = b + [Double](repeating: 0, count: max(m, n) - m)
    let limit = tolerance ?? Double(max(m, n)) * Double.ulpOfOne
    switch method {
    case .pivotedQR:
      rank = try LAPACK.leastSquaresByQR(m, n, &work, &x, 1, tolerance: limit)
      singularValues = []
    case .svd:
      (rank, singularValues) = try LAPACK.leastSquaresBySVD(m, n, &work, &x, 1, tolerance: limit)
    }
    solution = m == 0 ? [Double](repeating: 0, count: n) : Array(x.prefix(n))
    var residuals = b
    try matrix.view.gemv(alpha: -1, solution, beta: 1, into: &residuals)
    self.residuals = residuals
  }
}
