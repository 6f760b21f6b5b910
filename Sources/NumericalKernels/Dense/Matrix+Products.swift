extension Matrix {
  /// Adds a scaled matrix product: C = α A B + β C, by BLAS.
  ///
  /// Transposes and parts come as views: `c.gemm(a.view.transposed, b.view)` is AᵀB. Values that are not finite pass
  /// through by the rules of IEEE 754, but BLAS may skip a factor that is exactly zero; with `beta` 0 the old C is not
  /// read. Equal to rounding across BLAS builds.
  ///
  /// - Throws: `dimensionMismatch` unless A is m x k, B is k x n and C is m x n; `tooLarge` beyond the range of
  ///   `Int32`.
  /// - Complexity: O(m n k).
  public mutating func gemm(alpha: Double = 1, _ a: MatrixView, _ b: MatrixView, beta: Double = 0)
    throws(NumericalError)
  {
    try LAPACK.gemm(alpha, a, b, beta, &self)
  }

  /// Adds a scaled product of a matrix with its own transpose: C = α A Aᵀ + β C, by BLAS.
  ///
  /// Only the lower triangle of the old C is read; both triangles are written, so the result is exactly symmetric.
  ///
  /// - Throws: `dimensionMismatch` unless A is n x k and C is n x n; `tooLarge` beyond the range of `Int32`.
  /// - Complexity: O(n² k), half of `gemm`.
  public mutating func syrk(alpha: Double = 1, _ a: MatrixView, beta: Double = 0) throws(NumericalError) {
    try LAPACK.syrk(alpha, a, beta, &self)
    mirrorLower()
  }

  /// The matrix product.
  ///
  /// - Throws: `dimensionMismatch` unless the left has as many columns as the right has rows.
  public static func * (left: Matrix, right: Matrix) throws(NumericalError) -> Matrix {
    try left.view * right.view
  }

  /// The product with a column vector.
  ///
  /// - Throws: `dimensionMismatch` unless the vector has an element for each column.
  public static func * (matrix: Matrix, vector: [Double]) throws(NumericalError) -> [Double] {
    try matrix.view * vector
  }
}

extension MatrixView {
  /// Adds a scaled product with a vector: y = α A x + β y, by BLAS.
  ///
  /// Values that are not finite pass through by the rules of IEEE 754, but BLAS may skip a factor that is exactly zero;
  /// with `beta` 0 the old y is not read.
  ///
  /// - Throws: `dimensionMismatch` unless x has an element for each column and y one for each row.
  /// - Complexity: O(rows · columns).
  public func gemv(alpha: Double = 1, _ x: [Double], beta: Double = 0, into y: inout [Double]) throws(NumericalError) {
    try LAPACK.gemv(alpha, self, x, beta, &y)
  }

  /// The matrix product.
  ///
  /// - Throws: `dimensionMismatch` unless the left has as many columns as the right has rows.
  public static func * (left: MatrixView, right: MatrixView) throws(NumericalError) -> Matrix {
    var product = Matrix(rows: left.rows, columns: right.columns)
    try product.gemm(left, right)
    return product
  }

  /// The product with a column vector.
  ///
  /// - Throws: `dimensionMismatch` unless the vector has an element for each column.
  public static func * (matrix: MatrixView, vector: [Double]) throws(NumericalError) -> [Double] {
    var product = [Double](repeating: 0, count: matrix.rows)
    try matrix.gemv(vector, into: &product)
    return product
  }
}
