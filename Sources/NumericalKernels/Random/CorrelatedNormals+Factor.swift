extension CorrelatedNormals {
  /// A factor F with F Fᵀ = a, one column for each step of a Cholesky factorisation with diagonal pivoting.
  ///
  /// The pivot is the component of which the greatest share is left: a basis of small variance goes before the prices that it is
  /// the difference of, whose rounding would drown it.
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
    // Each variance counts in its own units; one that is not positive can only be rounding beside the largest.
    let variances = (0..<n).map { a[$0, $0] > 0 ? a[$0, $0] : largest }
    let tolerance = Double(max(1, n)) * 4 * .ulpOfOne
    func isPivot(_ row: Int, _ rest: Matrix) -> Bool { rest[row, row] > tolerance * variances[row] }
    var rest = a
    var columns: [[Double]] = []
    var open = Set(0..<n)
    func share(_ row: Int) -> Double { rest[row, row] / variances[row] }
    while let pivot = open.lazy.filter({ isPivot($0, rest) }).max(by: { (share($0), $1) < (share($1), $0) }) {
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
    func limit(_ row: Int, _ other: Int) -> Double {
      100 * tolerance * (variances[row].squareRoot() * variances[other].squareRoot())
    }
    for row in open.sorted() where open.contains(where: { abs(rest[row, $0]) > limit(row, $0) }) {
      throw NumericalError(.notPositiveDefinite, "the covariance matrix is indefinite", index: row)
    }
    var factor = Matrix(rows: n, columns: columns.count)
    for (index, column) in columns.enumerated() {
      for row in 0..<n { factor[row, index] = column[row] }
    }
    return factor
  }
}
