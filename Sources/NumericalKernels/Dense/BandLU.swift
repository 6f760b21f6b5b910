/// The LU factorisation of a band matrix with partial pivoting.
///
/// LAPACK's `gbtrf`; equal to rounding across BLAS builds.
public struct BandLU: Sendable {
  /// The number of rows and columns.
  public let order: Int
  let lower: Int
  let upper: Int
  let factors: [Double]
  let pivots: [Int32]
  let norm: Double

  /// Factors a matrix.
  ///
  /// - Throws: `notFinite` for the matrix, or where elimination overflows; `singular` with the index of the pivot, where
  ///   it is exactly zero.
  /// - Complexity: O(order · lower · (lower + upper)).
  public init(_ matrix: BandMatrix) throws(NumericalError) {
    try LAPACK.finite(matrix.storage, "the matrix")
    (order, lower, upper, norm) = (matrix.order, matrix.lower, matrix.upper, matrix.oneNorm)
    // Pivoting fills up to `lower` more diagonals above the band.
    let (height, tall) = (matrix.height, matrix.height + lower)
    var factors = [Double](repeating: 0, count: order * tall)
    for j in 0..<order {
      for k in 0..<height { factors[j * tall + lower + k] = matrix.storage[j * height + k] }
    }
    let (pivots, zeroPivot) = try LAPACK.factorBandLU(order, lower, upper, &factors)
    if let zeroPivot { throw NumericalError(.singular, "the pivot is zero", index: zeroPivot) }
    try LAPACK.finite(factors, "the factorisation")
    self.factors = factors
    self.pivots = pivots
  }

  /// Solves A x = b, or Aᵀ x = b.
  ///
  /// - Throws: `dimensionMismatch` unless b has an element for each row; `notFinite`.
  /// - Complexity: O(order · (lower + upper)).
  public func solve(_ b: [Double], transposed: Bool = false) throws(NumericalError) -> [Double] {
    var x = try LAPACK.vector(b, order)
    let operation = transposed ? LAPACK.transposed : LAPACK.plain
    try LAPACK.solveBandLU(operation, order, lower, upper, factors, pivots, &x, 1)
    return x
  }

  /// Solves A X = B, or Aᵀ X = B, for each column of B.
  ///
  /// - Throws: `dimensionMismatch` unless B has a row for each row of A; `notFinite`.
  /// - Complexity: O(order · (lower + upper)) a column.
  public func solve(_ b: Matrix, transposed: Bool = false) throws(NumericalError) -> Matrix {
    let operation = transposed ? LAPACK.transposed : LAPACK.plain
    return try b.solvedByColumns(order) { x, count throws(NumericalError) in
      try LAPACK.solveBandLU(operation, order, lower, upper, factors, pivots, &x, count)
    }
  }

  /// An estimate of 1 / (‖A‖₁ ‖A⁻¹‖₁).
  ///
  /// - Complexity: O(order · (lower + upper)).
  public var reciprocalCondition: Double {
    get throws(NumericalError) { try LAPACK.conditionBandLU(order, lower, upper, factors, pivots, norm) }
  }
}
