/// The x of least norm among those that make ‖A x - b‖₂ least, for a matrix of any shape and rank.
///
/// ```swift
/// let fit = try LeastSquares(Matrix([[1, 1], [1, 1]]), [2, 4])
/// fit.solution  // [1.5, 1.5]
/// fit.rank      // 1
/// ```
///
/// The columns' scales do not decide the rank: each counts in units of its own length. Equal to rounding across BLAS
/// builds.
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
  ///   - tolerance: The reciprocal condition below which a part of A, its columns brought to one length, counts as zero;
  ///     by default max(m, n) · ε.
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`; `invalidArgument` for a tolerance
  ///   that is negative or NaN; `notConverged` (rare, `svd` only).
  /// - Note: Where A has not full column rank and its columns differ so much in scale that its rank shows only once they
  ///   are brought to one length, the norm that is least is that of the scaled columns' coefficients.
  /// - Complexity: O(m n min(m, n)); twice that where columns of different length are dependent, or with `svd`.
  public init(_ matrix: Matrix, _ b: [Double], method: Method = .pivotedQR, tolerance: Double? = nil)
    throws(NumericalError)
  {
    let (m, n) = (matrix.rows, matrix.columns)
    guard b.count == m else { throw NumericalError(.dimensionMismatch, "\(m) elements expected, \(b.count) given") }
    try LAPACK.finite(matrix.storage, "the matrix")
    try LAPACK.finite(b, "the right-hand side")
    try ArgumentCheck.requireTolerance(tolerance)
    let limit = tolerance ?? Double(max(m, n)) * Double.ulpOfOne
    let columns = matrix.storage.transposed(rows: m, columns: n)
    let exponents = (0..<n).map { column in
      let length = Vectors.length(Array(columns[column * m..<column * m + m]))
      return length > 0 && length.isFinite ? max(-1000, min(1000, Int(length.exponent))) : 0
    }
    let none = [Int](repeating: 0, count: n)
    let isUniform = exponents.allSatisfy { $0 == exponents[0] }
    let scaled = try Self.solve(columns, b, n, method, limit, exponents: isUniform ? none : exponents)
    rank = scaled.rank
    if isUniform || (rank == n && method == .pivotedQR) {
      (solution, singularValues) = (scaled.x, scaled.values)
    } else {
      let plain = try Self.solve(columns, b, n, method, limit, exponents: none)
      singularValues = plain.values
      solution = rank < n && plain.rank == rank ? plain.x : scaled.x
    }
    var residuals = b
    try matrix.view.gemv(alpha: -1, solution, beta: 1, into: &residuals)
    self.residuals = residuals
  }

  /// Solves with each column divided by a power of two.
  private static func solve(
    _ columns: [Double], _ b: [Double], _ n: Int, _ method: Method, _ limit: Double, exponents: [Int]
  ) throws(NumericalError) -> (x: [Double], rank: Int, values: [Double]) {
    let m = b.count
    let units = exponents.map { Double(sign: .plus, exponent: $0, significand: 1) }
    var work = columns
    for column in 0..<n where units[column] != 1 {
      for place in column * m..<column * m + m { work[place] /= units[column] }
    }
    var x = b + [Double](repeating: 0, count: max(m, n) - m)
    let (rank, values): (Int, [Double])
    switch method {
    case .pivotedQR: (rank, values) = (try LAPACK.leastSquaresByQR(m, n, &work, &x, 1, tolerance: limit), [])
    case .svd: (rank, values) = try LAPACK.leastSquaresBySVD(m, n, &work, &x, 1, tolerance: limit)
    }
    let isEmpty = m == 0
    return ((0..<n).map { isEmpty ? 0 : x[$0] / units[$0] }, rank, values)
  }
}
