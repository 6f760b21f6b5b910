/// The thin singular value decomposition A = U diag(σ) Vᵀ.
///
/// LAPACK's `gesdd` (divide and conquer); equal to rounding across BLAS builds, and the sign of a pair of vectors is
/// LAPACK's choice.
public struct SVD: Sendable {
  /// The left singular vectors, rows x min(rows, columns), one to a column.
  public let u: Matrix
  /// The singular values in falling order.
  public let singularValues: [Double]
  /// The right singular vectors, min(rows, columns) x columns, one to a row.
  public let vTransposed: Matrix

  /// Decomposes a matrix of any shape.
  ///
  /// - Throws: `notFinite`; `notConverged` (rare); `tooLarge` beyond about 23,000 in the smaller dimension.
  /// - Complexity: O(rows · columns · min(rows, columns)).
  public init(_ matrix: Matrix) throws(NumericalError) {
    try LAPACK.finite(matrix.storage, "the matrix")
    var work = matrix.storage
    // In memory lies Aᵀ = V diag(σ) Uᵀ column by column: its left vectors are V, its right ones U.
    let (v, values, ut) = try LAPACK.singularValues(matrix.columns, matrix.rows, &work, vectors: true)
    singularValues = values
    u = Matrix(rows: matrix.rows, columns: values.count, unchecked: ut)
    vTransposed = Matrix(rows: values.count, columns: matrix.columns, unchecked: v)
  }

  /// The singular values alone, in falling order, several times faster.
  ///
  /// - Throws: As `init`.
  /// - Complexity: O(rows · columns · min(rows, columns)).
  public static func singularValues(of matrix: Matrix) throws(NumericalError) -> [Double] {
    try LAPACK.finite(matrix.storage, "the matrix")
    var work = matrix.storage
    return try LAPACK.singularValues(matrix.columns, matrix.rows, &work, vectors: false).values
  }

  /// The number of singular values above `tolerance` times the largest.
  ///
  /// - Parameter tolerance: Relative; by default max(rows, columns) · ε.
  public func rank(tolerance: Double? = nil) -> Int {
    let relative = tolerance ?? Double(max(u.rows, vTransposed.columns)) * Double.ulpOfOne
    let limit = relative * (singularValues.first ?? 0)
    return singularValues.count { $0 > limit }
  }

  /// The smallest singular value over the largest: the reciprocal condition number in the 2-norm; 0 for a zero matrix,
  /// 1 for an empty one.
  public var reciprocalCondition: Double {
    guard let largest = singularValues.first, let smallest = singularValues.last else { return 1 }
    return largest > 0 ? smallest / largest : 0
  }
}
