/// What a matrix of covariances does with rows that miss a value.
public enum MissingRule: Hashable, Sendable {
  /// Leaves out every row that misses a value: the result is positive semidefinite.
  case completeRows
  /// Takes each pair of columns over the rows that have both, with their own means and count: it uses more of the data,
  /// but the result may be indefinite (`NearestCorrelation` mends that).
  case pairwise
}

extension Statistics {
  /// The covariances of the columns of a matrix whose rows are observations.
  ///
  /// Centred about means of twice the precision, multiplied by BLAS (`completeRows`): equal to rounding across BLAS
  /// builds.
  ///
  /// - Throws: `insufficientData` with fewer than two usable rows (one for the population); `notFinite` for an
  ///   infinity; `tooLarge` when a covariance overflows.
  /// - Complexity: O(rows · columns²).
  public static func covarianceMatrix(
    _ data: Matrix, _ convention: MomentConvention = .sample, missing: MissingRule = .completeRows
  ) throws(NumericalError) -> Matrix {
    if missing == .pairwise, data.storage.firstNonFinite != nil {
      return try pairwise(data) { x, y throws(NumericalError) in try Self.covariance(x, y, convention) }
    }
    let centred = try data.completeRows().centred(atLeast: convention == .sample ? 2 : 1)
    var covariance = Matrix(rows: data.columns, columns: data.columns)
    let divisor = Double(centred.rows - (convention == .sample ? 1 : 0))
    try covariance.syrk(alpha: 1 / divisor, centred.view.transposed)
    guard covariance.storage.firstNonFinite == nil else { throw NumericalError(.tooLarge, "a covariance overflows") }
    return covariance
  }

  /// The correlations of the columns of a matrix whose rows are observations; its diagonal is exactly 1.
  ///
  /// - Throws: `insufficientData` with fewer than two usable rows, or with the index of a column that does not vary;
  ///   `notFinite` for an infinity; `tooLarge` when a covariance overflows.
  /// - Complexity: O(rows · columns²), times log(rows) for Kendall.
  public static func correlationMatrix(
    _ data: Matrix, _ method: CorrelationMethod = .pearson, missing: MissingRule = .completeRows
  ) throws(NumericalError) -> Matrix {
    let isPairwise = missing == .pairwise && data.storage.firstNonFinite != nil
    let complete = isPairwise ? data : try data.completeRows()
    if isPairwise || method == .kendall {
      return try pairwise(complete) { x, y throws(NumericalError) in try Self.correlation(x, y, method) }
    }
    var columns: [[Double]] = []
    for j in 0..<complete.columns {
      columns.append(method == .spearman ? try ranks(complete.column(j)) : complete.column(j))
    }
    for (j, column) in columns.enumerated() where column.allSatisfy({ $0 == column[0] }) && complete.rows > 1 {
      throw NumericalError(.insufficientData, "all values of the column are equal", index: j)
    }
    return try covarianceMatrix(Matrix(columns: columns)).correlation()
  }

  private static func pairwise(
    _ data: Matrix, _ measure: ([Double], [Double]) throws(NumericalError) -> Double
  ) throws(NumericalError) -> Matrix {
    let columns = (0..<data.columns).map { data.column($0) }
    var result = Matrix(rows: data.columns, columns: data.columns)
    for i in 0..<data.columns {
      for j in 0...i { result[i, j] = try measure(columns[i], columns[j]) }
    }
    result.mirrorLower()
    return result
  }
}

extension Matrix {
  /// The rows without a missing value.
  ///
  /// - Throws: `notFinite` with the index, in storage order, of an infinity.
  func completeRows() throws(NumericalError) -> Matrix {
    guard storage.firstNonFinite != nil else { return self }
    _ = try storage.present()
    let kept = (0..<rows).filter { row in !(0..<columns).contains { storage[row * columns + $0].isNaN } }
    return Matrix(rows: kept.count, columns: columns, unchecked: kept.flatMap { row($0) })
  }

  /// The deviations of each column from its mean.
  func centred(atLeast minimum: Int) throws(NumericalError) -> Matrix {
    guard rows >= minimum else {
      throw NumericalError(.insufficientData, "\(minimum) complete rows expected, \(rows) present")
    }
    var result = self
    let (rows, columns) = (rows, columns)
    storage.withUnsafeBufferPointer { values in
      for j in 0..<columns {
        let mean = DoubleDouble.sum(rows) { values[$0 * columns + j] } / DoubleDouble(Double(rows))
        for i in 0..<rows { result.storage[i * columns + j] = (values[i * columns + j] - mean.high) - mean.low }
      }
    }
    return result
  }

  /// A covariance matrix scaled to a unit diagonal.
  ///
  /// - Throws: `insufficientData` with the index of a variance that is not positive.
  func correlation() throws(NumericalError) -> Matrix {
    let deviations = diagonal.map { $0.squareRoot() }
    if let flat = deviations.firstIndex(where: { !($0 > 0) }) {
      throw NumericalError(.insufficientData, "the column does not vary", index: flat)
    }
    return Matrix(rows: rows, columns: columns) { i, j in
      i == j ? 1 : Swift.max(-1, Swift.min(1, storage[i * columns + j] / (deviations[i] * deviations[j])))
    }
  }
}
