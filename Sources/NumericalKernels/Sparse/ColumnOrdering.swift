/// How the columns of an unsymmetric matrix are ordered before elimination.
public enum ColumnOrdering: Hashable, Sendable {
  /// `symmetricMinimumDegree` when no diagonal entry is missing and at least half of the entries off the diagonal have
  /// a partner across it, else `columnMinimumDegree`.
  ///
  /// When pivots off the diagonal then make L more than three times as full as the symmetric order promised,
  /// elimination starts again with the latter.
  case automatic
  /// Approximate minimum degree on the pattern of AᵀA, which bounds the fill whatever rows the pivoting picks; rows
  /// with more than max(16, 10 sqrt(n)) entries are left out.
  case columnMinimumDegree
  /// Approximate minimum degree on the pattern of A + Aᵀ, for matrices whose diagonal can be trusted.
  case symmetricMinimumDegree
  /// The order of the input.
  case natural

  /// The column to eliminate k-th at position k; and for a choice that may prove wrong the entries of L that it
  /// promises.
  func order(_ matrix: SparseMatrix) throws(NumericalError) -> (order: [Int32], promised: Int?) {
    switch self {
    case .automatic:
      guard Self.isNearlySymmetric(matrix) else { return try ColumnOrdering.columnMinimumDegree.order(matrix) }
      let order = try ColumnOrdering.symmetricMinimumDegree.order(matrix).order
      return (order, Self.symmetricFill(matrix, order))
    case .columnMinimumDegree:
      let pattern = Self.normalPattern(matrix)
      return (try FillReducingOrdering.minimumDegree(starts: pattern.starts, rows: pattern.rows), nil)
    case .symmetricMinimumDegree:
      return (try FillReducingOrdering.minimumDegree(starts: matrix.columnStarts, rows: matrix.rowIndices), nil)
    case .natural:
      return ((0..<matrix.columns).map { Int32(truncatingIfNeeded: $0) }, nil)
    }
  }

  /// The entries below the diagonal of L when all pivots lie on the diagonal.
  private static func symmetricFill(_ matrix: SparseMatrix, _ order: [Int32]) -> Int {
    let graph = FillReducingOrdering.symmetricGraph(starts: matrix.columnStarts, rows: matrix.rowIndices)
    var position = order
    for k in order.indices { position[Int(order[k])] = Int32(truncatingIfNeeded: k) }
    var starts = [0]
    var rows: [Int32] = []
    for k in order.indices {
      let i = Int(order[k])
      for p in graph.starts[i]..<graph.starts[i + 1] where Int(position[Int(graph.neighbours[p])]) < k {
        rows.append(position[Int(graph.neighbours[p])])
      }
      starts.append(rows.count)
    }
    let parents = EliminationTree.parents(starts: starts, rows: rows)
    return EliminationTree.columnCounts(starts: starts, rows: rows, parents: parents).reduce(0) { $0 + Int($1) }
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
