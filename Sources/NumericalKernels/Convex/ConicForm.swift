/// A program as the interior point works on it: every row bounded, no variable fixed, values scaled.
///
/// The values that bounds act on are the *items*: the m rows Ax first, then the n variables. Each finite bound that is
/// not an equality is one entry of `bounds`: `side · item + slack = side · limit` with a slack that stays positive,
/// `side` 1 for an upper bound and -1 for a lower one.
struct ConicForm {
  struct Bound {
    let item: Int
    let side: Double
    /// `side` times the bound's value.
    let limit: Double
  }

  /// The upper triangle of P, or `nil`.
  let quadratic: SparseMatrix?
  /// A, by columns.
  let constraints: SparseMatrix
  /// Aᵀ by columns, which is A by rows.
  let transposed: SparseMatrix
  let linear: [Double]
  /// The right-hand side of rows that are equalities, NaN elsewhere.
  let equality: [Double]
  let bounds: [Bound]

  var variableCount: Int { linear.count }
  var rowCount: Int { equality.count }

  init(
    quadratic: SparseMatrix?, constraints: SparseMatrix, linear: [Double], rowLower: [Double], rowUpper: [Double],
    lower: [Double], upper: [Double]
  ) {
    self.quadratic = quadratic
    self.constraints = constraints
    transposed = constraints.transposed
    self.linear = linear
    var bounds: [Bound] = []
    var equality = [Double](repeating: .nan, count: rowLower.count)
    for row in rowLower.indices {
      if rowLower[row] == rowUpper[row] {
        equality[row] = rowLower[row]
        continue
      }
      if rowLower[row].isFinite { bounds.append(Bound(item: row, side: -1, limit: -rowLower[row])) }
      if rowUpper[row].isFinite { bounds.append(Bound(item: row, side: 1, limit: rowUpper[row])) }
    }
    for variable in lower.indices {
      let item = rowLower.count + variable
      if lower[variable].isFinite { bounds.append(Bound(item: item, side: -1, limit: -lower[variable])) }
      if upper[variable].isFinite { bounds.append(Bound(item: item, side: 1, limit: upper[variable])) }
    }
    self.equality = equality
    self.bounds = bounds
  }
}
