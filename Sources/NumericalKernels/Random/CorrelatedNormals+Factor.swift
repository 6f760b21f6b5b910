extension CorrelatedNormals {
  /// A factor F with F Fᵀ = a, one column for each step of a Cholesky factorisation with diagonal pivoting.
  ///
  /// Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix" (1990).
  static func semidefiniteFactor(_ a: Matrix) throws(NumericalError) -> Matrix {
    let n = a.rows
    guard a.columns == n else {
      throw NumericalError(.dimensionMismatch, "a square matrix expected, is \(n) x \(a.columns)")
    }
    if let odd = a.storage.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "a covariance is \(a.storage[odd])", index: odd)
    }
    let largest = (0..<n).map { abs(a[$0, $0]) }.max() ?? 0
    for row in 0..<n {
      for column in 0..<row where abs(a[row, column] - a[column, row]) > 1e-12 * largest {
        throw NumericalError(.notSymmetric, "elements (\(row), \(column)) and (\(column), \(row)) differ", index: row)
      }
    }
    let tolerance = Double(max(1, n)) * 4 * .ulpOfOne * largest
    var rest = a
    var columns: [[Double]] = []
    var open = Set(0..<n)
    while let pivot = open.max(by: { (rest[$0, $0], $1) < (rest[$1, $1], $0) }), rest[pivot, pivot] > tolerance {
      open.remove(pivot)
      let root = rest[pivot, pivot].squareRoot()
      var column = [Double](repeating: 0, count: n)
      column[pivot] = root
      for row in open { column[row] = rest[row, pivot] / root }
      for row in open {
        for other in open { rest[row, other] -= column[row] * column[other] }
      }
      columns.append(column)
    }
    // What is left of a semidefinite matrix is rounding.
    for row in open.sorted() where open.contains(where: { abs(rest[row, $0]) > 100 * tolerance }) {
      throw NumericalError(.notPositiveDefinite, "the covariance matrix is indefinite", index: row)
    }
    var factor = Matrix(rows: n, columns: columns.count)
    for (index, column) in columns.enumerated() {
      for row in 0..<n { factor[row, index] = column[row] }
    }
    return factor
  }
}
