/// The eigenvalues and eigenvectors of a symmetric matrix, A = V diag(λ) Vᵀ.
///
/// LAPACK's `syevd` (divide and conquer); equal to rounding across BLAS builds, and the sign of a vector is LAPACK's
/// choice.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues in rising order.
  public let values: [Double]
  /// The orthonormal eigenvectors, one to a column in the order of `values`.
  public let vectors: Matrix

  /// Decomposes a matrix; only its lower triangle is read.
  ///
  /// - Throws: `dimensionMismatch` unless the matrix is square; `notFinite` for the lower triangle; `notConverged`
  ///   (rare); `tooLarge` beyond an order of about 32,000.
  /// - Complexity: O(n³).
  public init(_ matrix: Matrix) throws(NumericalError) {
    (values, vectors) = try Self.decompose(matrix, vectors: true)
  }

  /// The eigenvalues alone, in rising order, several times faster.
  ///
  /// - Throws: As `init`.
  /// - Complexity: O(n³).
  public static func values(of matrix: Matrix) throws(NumericalError) -> [Double] {
    try decompose(matrix, vectors: false).values
  }

  private static func decompose(_ matrix: Matrix, vectors: Bool) throws(NumericalError)
    -> (values: [Double], vectors: Matrix)
  {
    var work = try matrix.lowerTriangle()
    let values = try LAPACK.eigen(work.rows, &work.storage, vectors: vectors)
    return (values, work.transposed)
  }

  /// The matrix V diag(f(λ)) Vᵀ, a function of the matrix such as its square root.
  ///
  /// - Throws: `notFinite` where the function is not finite at an eigenvalue, with its index.
  /// - Complexity: O(n³).
  public func function(_ transform: (Double) -> Double) throws(NumericalError) -> Matrix {
    let transformed = values.map(transform)
    try LAPACK.finite(transformed, "the function of the eigenvalues")
    var scaled = vectors
    for i in 0..<scaled.rows {
      for j in 0..<scaled.columns { scaled.storage[i * scaled.columns + j] *= transformed[j] }
    }
    var result = try scaled.view * vectors.view.transposed
    result.mirrorLower()
    return result
  }
}
