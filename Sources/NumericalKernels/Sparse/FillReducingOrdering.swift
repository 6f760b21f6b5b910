/// How the rows and columns of a symmetric matrix are ordered before elimination.
public enum FillReducingOrdering: Hashable, Sendable {
  /// Approximate minimum degree, with rows set aside as dense beyond max(16, 10 sqrt(n)) neighbours.
  ///
  /// Source: Amestoy, Davis, Duff, SIAM J. Matrix Anal. Appl. 17 (1996) 886-905 and ACM TOMS 30 (2004) 381-388 (dense
  /// rows, aggressive absorption).
  case approximateMinimumDegree
  /// The order of the input.
  case natural
  /// A given order: the row to eliminate k-th at position k; a permutation of 0..<n.
  case given([Int])

  /// The approximate minimum degree order of a square matrix's pattern, made symmetric: the row to eliminate k-th at
  /// position k.
  ///
  /// - Throws: `dimensionMismatch` when the matrix is not square, `tooLarge` beyond 2^31 entries.
  /// - Complexity: in practice near-linear in the entries of L for sparse graphs; O(n · entries) at worst.
  public static func approximateMinimumDegree(of matrix: SparseMatrix) throws(NumericalError) -> [Int] {
    guard matrix.rows == matrix.columns else {
      throw NumericalError(.dimensionMismatch, "a square matrix expected, \(matrix.rows) x \(matrix.columns) given")
    }
    return try minimumDegree(starts: matrix.columnStarts, rows: matrix.rowIndices).map(Int.init)
  }

  static func minimumDegree(starts: [Int], rows: [Int32]) throws(NumericalError) -> [Int32] {
    let n = starts.count - 1
    guard n > 0 else { return [] }
    guard 5 * rows.count / 2 + 2 * n < Int(Int32.max) else {
      throw NumericalError(.tooLarge, "the graph to order has too many entries (\(rows.count)) for 32-bit indices")
    }
    let (graphStarts, neighbours) = symmetricGraph(starts: starts, rows: rows)
    let graph = QuotientGraph(starts: graphStarts, neighbours: neighbours)
    return graph.order(denseThreshold: max(16, Int(10 * Double(n).squareRoot())))
  }

  /// The neighbours of each vertex in the pattern of A + Aᵀ without its diagonal.
  static func symmetricGraph(starts: [Int], rows: [Int32]) -> (starts: [Int], neighbours: [Int32]) {
    let n = starts.count - 1
    var counts = [Int](repeating: 0, count: n + 1)
    for j in 0..<n {
      for p in starts[j]..<starts[j + 1] where Int(rows[p]) != j {
        counts[j] += 1
        counts[Int(rows[p])] += 1
      }
    }
    var graphStarts = [Int](repeating: 0, count: n + 1)
    for j in 0..<n { graphStarts[j + 1] = graphStarts[j] + counts[j] }
    var neighbours = [Int32](repeating: 0, count: graphStarts[n])
    var fill = graphStarts
    for j in 0..<n {
      for p in starts[j]..<starts[j + 1] where Int(rows[p]) != j {
        let i = Int(rows[p])
        neighbours[fill[j]] = Int32(truncatingIfNeeded: i)
        fill[j] += 1
        neighbours[fill[i]] = Int32(truncatingIfNeeded: j)
        fill[i] += 1
      }
    }
    return removingRepetitions(starts: graphStarts, neighbours: neighbours)
  }

  /// Drops second mentions of a neighbour, which a pattern with entries on both sides of the diagonal brings.
  private static func removingRepetitions(starts: [Int], neighbours: [Int32]) -> (starts: [Int], neighbours: [Int32]) {
    let n = starts.count - 1
    var lastSeen = [Int32](repeating: -1, count: n)
    var kept = neighbours
    var keptStarts = starts
    var out = 0
    for j in 0..<n {
      keptStarts[j] = out
      for p in starts[j]..<starts[j + 1] {
        let i = Int(neighbours[p])
        guard lastSeen[i] != Int32(truncatingIfNeeded: j) else { continue }
        lastSeen[i] = Int32(truncatingIfNeeded: j)
        kept[out] = neighbours[p]
        out += 1
      }
    }
    keptStarts[n] = out
    kept.removeLast(kept.count - out)
    return (keptStarts, kept)
  }
}
