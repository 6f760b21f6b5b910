/// How the columns of an unsymmetric matrix are ordered before elimination.
public enum ColumnOrdering: Hashable, Sendable {
  /// `symmetricMinimumDegree` when the diagonal is free of missing entries and at least half of the entries off it have a partner across it, else `columnMinimumDegree`.
  case automatic
  /// Approximate minimum degree on the pattern of AᵀA, which bounds the fill whatever rows the pivoting picks; rows with more than max(16, 10 sqrt(n)) entries are left out.
  case columnMinimumDegree
  /// Approximate minimum degree on the pattern of A + Aᵀ, for matrices whose diagonal can be trusted.
  case symmetricMinimumDegree
  /// The order of the input.
  case natural

  func order(_ matrix: SparseMatrix) throws(NumericalError) -> [Int32] {
    switch self {
    case .automatic:
      let choice: ColumnOrdering = Self.isNearlySymmetric(matrix) ? .symmetricMinimumDegree : .columnMinimumDegree
      return try choice.order(matrix)
    case .columnMinimumDegree:
      let pattern = Self.normalPattern(matrix)
      return try FillReducingOrdering.minimumDegree(starts: pattern.starts, rows: pattern.rows)
    case .symmetricMinimumDegree:
      return try FillReducingOrdering.minimumDegree(starts: matrix.columnStarts, rows: matrix.rowIndices)
    case .natural:
      return (0..<matrix.columns).map { Int32(truncatingIfNeeded: $0) }
    }
  }

  private static func isNearlySymmetric(_ matrix: SparseMatrix) -> Bool {
    let transposed = matrix.transposed
    var onDiagonal = 0
    var matched = 0
    for j in 0..<matrix.columns {
      var p = matrix.columnStarts[j]
      var q = transposed.columnStarts[j]
      while p < matrix.columnStarts[j + 1], q < transposed.columnStarts[j + 1] {
        let a = matrix.rowIndices[p]
        let b = transposed.rowIndices[q]
        if a == b {
          if Int(a) == j { onDiagonal += 1 } else { matched += 1 }
        }
        if a <= b { p += 1 }
        if b <= a { q += 1 }
      }
    }
    return onDiagonal == matrix.columns && 2 * matched >= matrix.entryCount - onDiagonal
  }

  /// The strictly upper pattern of AᵀA without dense rows.
  private static func normalPattern(_ matrix: SparseMatrix) -> (starts: [Int], rows: [Int32]) {
    let transposed = matrix.transposed
    let n = matrix.columns
    let dense = max(16, Int(10 * Double(n).squareRoot()))
    var starts = [0]
    starts.reserveCapacity(n + 1)
    var rows: [Int32] = []
    var seen = [Int](repeating: -1, count: n)
    for j in 0..<n {
      for p in matrix.columnStarts[j]..<matrix.columnStarts[j + 1] {
        let i = Int(matrix.rowIndices[p])
        guard transposed.columnStarts[i + 1] - transposed.columnStarts[i] <= dense else { continue }
        for q in transposed.columnStarts[i]..<transposed.columnStarts[i + 1] {
          let other = Int(transposed.rowIndices[q])
          guard other < j else { break }
          guard seen[other] != j else { continue }
          seen[other] = j
          rows.append(Int32(truncatingIfNeeded: other))
        }
      }
      starts.append(rows.count)
    }
    return (starts, rows)
  }
}
