#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// The Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix.
///
/// ```swift
/// let cholesky = try Cholesky(Matrix([[4, 2], [2, 3]]))
/// cholesky.lower              // [[2, 0], [1, 1.414…]]
/// try cholesky.solve([2, 1])  // [0.5, 0]
/// ```
///
/// LAPACK's `potrf`; equal to rounding across BLAS builds.
public struct Cholesky: Sendable {
  /// The factor L, with zeros above the diagonal.
  public internal(set) var lower: Matrix
  /// The 1-norm of A; nil after an update.
  private var norm: Double?

  /// The number of rows and columns.
  public var order: Int { lower.rows }

  /// Factors a matrix; only its lower triangle is read.
  ///
  /// - Throws: `dimensionMismatch` unless the matrix is square; `notFinite` for the lower triangle;
  ///   `notPositiveDefinite` with the index of the pivot: the leading block of that order plus one is not positive
  ///   definite.
  /// - Complexity: O(n³), half of LU.
  public init(_ matrix: Matrix) throws(NumericalError) {
    var lower = try matrix.lowerTriangle()
    norm = lower.symmetricNorm
    if let pivot = try LAPACK.factorCholesky(lower.rows, &lower.storage) {
      throw NumericalError(.notPositiveDefinite, "the pivot is not positive", index: pivot)
    }
    self.lower = lower
  }

  /// Solves A x = b.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(n²).
  public func solve(_ b: [Double]) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(b, order)
    try LAPACK.solveCholesky(order, lower.storage, &x, 1)
    return x
  }

  /// Solves A X = B for each column of B.
  ///
  /// - Throws: `dimensionMismatch` unless B has a row for each row of A; `notFinite`.
  /// - Complexity: O(n²) a column.
  public func solve(_ b: Matrix) throws(NumericalError) -> Matrix {
    try b.solvedByColumns(order) { x, count throws(NumericalError) in
      try LAPACK.solveCholesky(order, lower.storage, &x, count)
    }
  }

  /// Solves L x = b: turns draws with covariance A into uncorrelated ones of unit variance.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(n²).
  public func solveLower(_ b: [Double]) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(b, order)
    try LAPACK.solveTriangle(LAPACK.upper, LAPACK.transposed, order, lower.storage, order, &x, 1)
    return x
  }

  /// The product L z: turns uncorrelated draws of unit variance into ones with covariance A.
  ///
  /// - Throws: `dimensionMismatch` unless z has an element for each row; `notFinite`.
  /// - Complexity: O(n²).
  public func multiplyLower(_ z: [Double]) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(z, order)
    try LAPACK.multiplyTriangle(LAPACK.upper, LAPACK.transposed, order, lower.storage, &x, 1)
    return x
  }

  /// The logarithm of A's determinant.
  public var logDeterminant: Double {
    2 * lower.diagonal.reduce(0) { $0 + log($1) }
  }

  /// An estimate of 1 / (‖A‖₁ ‖A⁻¹‖₁): about 1 for a well-conditioned matrix, below 1e-16 for one that is singular but
  /// for rounding.
  ///
  /// - Complexity: O(n²); O(n³) after an update.
  public var reciprocalCondition: Double {
    get throws(NumericalError) {
      if let norm { return try LAPACK.conditionCholesky(order, lower.storage, norm) }
      return try LAPACK.conditionCholesky(order, lower.storage, (lower.view * lower.view.transposed).oneNorm)
    }
  }

  /// The inverse of A, which is rarely wanted: `solve` is faster and more accurate.
  ///
  /// - Complexity: O(n³).
  public var inverse: Matrix {
    get throws(NumericalError) {
      var inverse = Matrix(rows: order, columns: order, unchecked: try LAPACK.invertCholesky(order, lower.storage))
      inverse.mirrorLower()
      return inverse
    }
  }
}

// MARK: Rank-one updates

extension Cholesky {
  /// Makes this the factorisation of A + x xᵀ.
  ///
  /// By Givens rotations (Golub and Van Loan, *Matrix Computations*, 4th ed., section 6.5.4).
  ///
  /// - Throws: `dimensionMismatch` unless x has an element for each row; `notFinite` for x, or where the factor overflows.
  /// - Complexity: O(n²).
  public mutating func update(_ x: [Double]) throws(NumericalError) {
    try rotate(LAPACK.vector(x, order), sign: 1)
  }

  /// Makes this the factorisation of A - x xᵀ.
  ///
  /// By hyperbolic rotations in mixed form (Golub and Van Loan, section 6.5.4). Where it throws, the factorisation
  /// stays as it was.
  ///
  /// - Throws: `dimensionMismatch` unless x has an element for each row; `notFinite`; `notPositiveDefinite` with the
  ///   index of the pivot.
  /// - Complexity: O(n²).
  public mutating func downdate(_ x: [Double]) throws(NumericalError) {
    try rotate(LAPACK.vector(x, order), sign: -1)
  }

  private mutating func rotate(_ vector: [Double], sign: Double) throws(NumericalError) {
    let n = order
    var (factor, x) = (lower, vector)
    for k in 0..<n {
      let pivot = factor.storage[k * n + k]
      let ratio = x[k] / pivot
      let new = sign > 0 ? hypot(pivot, x[k]) : pivot * ((1 - ratio) * (1 + ratio)).squareRoot()
      guard new > 0 else {
        throw NumericalError(.notPositiveDefinite, "the pivot is not positive", index: k)
      }
      factor.storage[k * n + k] = new
      let (growth, share) = (new / pivot, sign * x[k] / new)
      let inverse = pivot / new
      for i in k + 1..<n {
        let old = factor.storage[i * n + k]
        factor.storage[i * n + k] = inverse * old + share * x[i]
        x[i] = sign > 0 ? inverse * x[i] - share * old : growth * x[i] - ratio * factor.storage[i * n + k]
      }
    }
    try LAPACK.finite(factor.storage, "the updated factor")
    lower = factor
    norm = nil
  }
}

extension Matrix {
  /// The 1-norm of the symmetric matrix whose lower triangle this holds.
  var symmetricNorm: Double {
    var sums = [Double](repeating: 0, count: rows)
    for i in 0..<rows {
      for j in 0..<i {
        let magnitude = abs(storage[i * columns + j])
        sums[i] += magnitude
        sums[j] += magnitude
      }
      sums[i] += abs(storage[i * columns + i])
    }
    return sums.max() ?? 0
  }
}
