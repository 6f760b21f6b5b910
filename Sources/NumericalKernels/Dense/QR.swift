/// The QR factorisation of a matrix, plain (A = QR) or with column pivoting (AP = QR).
///
/// ```swift
/// let qr = try QR(Matrix([[1, 0], [1, 1], [1, 2]]))
/// try qr.solve([1, 2, 3])  // [1, 1]: the line through three points
/// ```
///
/// LAPACK's `geqrf` and `geqp3`; equal to rounding across BLAS builds. The signs of R's diagonal are LAPACK's: they may
/// be negative.
public struct QR: Sendable {
  /// The number of rows of A.
  public let rows: Int
  /// The number of columns of A.
  public let columns: Int
  /// The column of A that stands in each column of R; 0, 1, 2 … without pivoting.
  public let permutation: [Int]
  /// LAPACK's reflectors below R, column by column.
  let factors: [Double]
  let tau: [Double]

  /// Factors a matrix of any shape.
  ///
  /// - Parameters:
  ///   - matrix: The matrix A.
  ///   - pivoting: Whether columns are exchanged so that the diagonal of R falls in magnitude, which reveals the rank.
  /// - Throws: `notFinite` for the matrix, or where R overflows; `tooLarge` beyond the range of `Int32`.
  /// - Complexity: O(rows · columns · min(rows, columns)).
  public init(_ matrix: Matrix, pivoting: Bool = false) throws(NumericalError) {
    try LAPACK.finite(matrix.storage, "the matrix")
    rows = matrix.rows
    columns = matrix.columns
    var factors = matrix.storage.transposed(rows: rows, columns: columns)
    let (tau, permutation) = try LAPACK.factorQR(rows, columns, &factors, pivoting: pivoting)
    try LAPACK.finite(factors, "the factor R")
    self.factors = factors
    self.tau = tau
    self.permutation = permutation.map { Int($0) - 1 }
  }

  /// The upper triangle or trapezoid R, min(rows, columns) x columns.
  public var r: Matrix {
    Matrix(rows: min(rows, columns), columns: columns) { i, j in i <= j ? factors[j * rows + i] : 0 }
  }

  /// The orthonormal factor, rows x min(rows, columns).
  public var thinQ: Matrix {
    get throws(NumericalError) {
      let k = min(rows, columns)
      var q = [Double](repeating: 0, count: rows * k)
      for j in 0..<k { q[j * rows + j] = 1 }
      try LAPACK.applyQ(LAPACK.plain, rows, columns, factors, tau, &q, k)
      return Matrix(rows: rows, columns: k, unchecked: q.transposed(rows: k, columns: rows))
    }
  }

  /// The product Q b, or Qᵀ b, with the full square factor, without forming it.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(rows · columns).
  public func applyQ(to b: [Double], transposed: Bool = false) throws(NumericalError) -> [Double] {
    var c = try LAPACK.vector(b, rows)
    try LAPACK.applyQ(transposed ? LAPACK.transposed : LAPACK.plain, rows, columns, factors, tau, &c, 1)
    return c
  }

  /// The number of columns that keep more than `tolerance` of their own length beside those before them in R; it means
  /// the rank after pivoting.
  ///
  /// The columns' scales do not matter: a `solve` succeeds where this is the number of columns.
  ///
  /// - Parameter tolerance: Relative; by default max(rows, columns) · ε.
  /// - Complexity: O(columns · min(rows, columns)).
  public func rank(tolerance: Double? = nil) -> Int {
    (0..<min(rows, columns)).count { isIndependent($0, tolerance ?? defaultTolerance) }
  }

  private var defaultTolerance: Double { Double(max(rows, columns)) * Double.ulpOfOne }

  /// Whether a column of R keeps this part of its own length on the diagonal.
  private func isIndependent(_ column: Int, _ share: Double) -> Bool {
    let length = Vectors.length(Array(factors[column * rows...column * rows + column]))
    return abs(factors[column * rows + column]) > share * length
  }

  /// An estimate of 1 / (‖R‖₁ ‖R⁻¹‖₁); for rows ≥ columns that is A's condition within a factor of √columns.
  ///
  /// - Throws: `dimensionMismatch` when there are fewer rows than columns.
  /// - Complexity: O(columns²).
  public var reciprocalCondition: Double {
    get throws(NumericalError) {
      guard rows >= columns else {
        throw NumericalError(.dimensionMismatch, "at least \(columns) rows expected, \(rows) given")
      }
      return try LAPACK.triangleCondition(columns, factors, rows)
    }
  }

  /// The x that makes ‖A x - b‖₂ least, for a matrix of full column rank.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row and there are no fewer rows than columns;
  ///   `notFinite`; `singular` with the column of A that depends on those before it. `LeastSquares` takes matrices of
  ///   any rank.
  /// - Complexity: O(rows · columns).
  public func solve(_ b: [Double]) throws(NumericalError) -> [Double] {
    guard rows >= columns else {
      throw NumericalError(.dimensionMismatch, "at least \(columns) rows expected, \(rows) given")
    }
    return try solveByColumns(LAPACK.vector(b, rows), 1)
  }

  /// The X that makes ‖A x - b‖₂ least for each column b of B, for a matrix of full column rank.
  ///
  /// - Throws: As `solve` of one right-hand side.
  /// - Complexity: O(rows · columns) a right-hand side.
  public func solve(_ b: Matrix) throws(NumericalError) -> Matrix {
    guard b.rows == rows, rows >= columns else {
      throw NumericalError(.dimensionMismatch, "\(rows) rows, at least \(columns), expected, \(b.rows) given")
    }
    try LAPACK.finite(b.storage, "the right-hand side")
    let x = try solveByColumns(b.storage.transposed(rows: rows, columns: b.columns), b.columns)
    return Matrix(rows: columns, columns: b.columns, unchecked: x.transposed(rows: b.columns, columns: columns))
  }

  /// Solves for right-hand sides that stand one after the other.
  private func solveByColumns(_ b: [Double], _ count: Int) throws(NumericalError) -> [Double] {
    try requireFullRank()
    var full = b
    try LAPACK.applyQ(LAPACK.transposed, rows, columns, factors, tau, &full, count)
    var c: [Double] = []
    c.reserveCapacity(columns * count)
    for k in 0..<count { c += full[k * rows..<k * rows + columns] }
    try LAPACK.solveTriangle(LAPACK.upper, LAPACK.plain, columns, factors, max(1, rows), &c, count)
    var x = c
    for k in 0..<count {
      for (j, column) in permutation.enumerated() { x[k * columns + column] = c[k * columns + j] }
    }
    return x
  }

  /// Throws unless each column keeps a part of its own length beside those before it, whatever the columns' scales.
  private func requireFullRank() throws(NumericalError) {
    for column in 0..<columns where !isIndependent(column, defaultTolerance) {
      throw NumericalError(.singular, "the column depends on those before it", index: permutation[column])
    }
  }
}
