/// The Cholesky factor of a positive definite matrix whose rows begin near the diagonal: each from its first entry up to the diagonal.
///
/// Elimination fills nothing outside this envelope. A band of constant width, or one that is wide in places, costs what it holds.
struct EnvelopeFactor: Sendable {
  private var firstColumns: [Int] = []
  private var starts = [0]
  private var entries: [Double] = []
  /// Whether a pivot was not positive; the factor is of no use then.
  private(set) var isSingular = false

  var order: Int { firstColumns.count }

  /// Pivots at or below this are rounding, for matrices of unit diagonal.
  private static let leastPivot = 1e-14

  /// Factors a matrix of unit diagonal.
  ///
  /// - Parameters:
  ///   - order: The number of rows.
  ///   - first: The first column of a row that is not zero; it must not fall from row to row.
  ///   - entry: The element in a row and a column, for columns from the first up to the row.
  init(order: Int, first: (Int) -> Int, _ entry: (_ row: Int, _ column: Int) -> Double) {
    for row in 0..<order {
      let first = first(row)
      firstColumns.append(first)
      for column in first...row {
        var sum = entry(row, column)
        let begin = max(first, firstColumns[column])
        let (mine, other) = (starts[row] - first, starts[column] - firstColumns[column])
        for k in begin..<max(begin, column) { sum -= entries[mine + k] * entries[other + k] }
        if column < row {
          entries.append(sum / entries[other + column])
        } else {
          if !(sum > Self.leastPivot) { isSingular = true }
          entries.append(max(sum, Self.leastPivot).squareRoot())
        }
      }
      starts.append(entries.count)
    }
  }

  /// C⁻¹ x with the factor C.
  func halfSolved(_ x: [Double]) -> [Double] {
    var x = x
    for row in 0..<order {
      let (first, start) = (firstColumns[row], starts[row])
      var sum = x[row]
      for column in first..<row { sum -= entries[start + column - first] * x[column] }
      x[row] = sum / entries[start + row - first]
    }
    return x
  }

  /// C⁻ᵀ x with the factor C.
  func halfSolvedTransposed(_ x: [Double]) -> [Double] {
    var x = x
    for row in stride(from: order - 1, through: 0, by: -1) {
      let (first, start) = (firstColumns[row], starts[row])
      let value = x[row] / entries[start + row - first]
      x[row] = value
      for column in first..<row { x[column] -= entries[start + column - first] * value }
    }
    return x
  }

  /// The solution of C Cᵀ x = b.
  func solved(_ b: [Double]) -> [Double] { halfSolvedTransposed(halfSolved(b)) }
}
