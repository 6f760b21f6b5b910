/// What elimination of a symmetric pattern will do: the order, the elimination tree and the pattern of L in P A Pᵀ = L D Lᵀ.
///
/// It is made once from the upper triangle and shared by every factorisation with the same pattern, whatever the values:
///
/// ```swift
/// let symbolic = try SymbolicLDL(upper)
/// var factors = try LDLFactors(symbolic, values: upper.values)
/// let x = try factors.solve(b)
/// try factors.refactor(newValues)
/// ```
///
/// Source: T. Davis, "Direct Methods for Sparse Linear Systems" (SIAM 2006), chapter 4.
public struct SymbolicLDL: Sendable {
  /// The number of rows and columns.
  public let size: Int
  /// The row of the input that is eliminated k-th, at position k.
  public let permutation: [Int32]
  /// The elimination tree in elimination order: the parent of each column, -1 for a root.
  public let parents: [Int32]
  /// The number of entries below the diagonal in each column of L, in elimination order.
  public let columnCounts: [Int32]
  /// Where each column of L begins among its entries; `size + 1` of them.
  public let lowerStarts: [Int]
  /// The rows of L below its unit diagonal, column by column, rising within a column.
  public let lowerRows: [Int32]

  /// The input's pattern, in its own order.
  let inputStarts: [Int]
  let inputRows: [Int32]
  /// The columns of the permuted upper triangle, and where each entry's value stands in the input.
  let upperStarts: [Int]
  let upperRows: [Int32]
  let upperSources: [Int32]
  /// The columns of L that have an entry in each row, rising.
  let rowStarts: [Int]
  let rowColumns: [Int32]

  /// The number of entries of L below its unit diagonal.
  public var lowerEntryCount: Int { lowerRows.count }
  /// The number of values that a factorisation takes: the entries of the input.
  public var inputEntryCount: Int { inputRows.count }
  /// The multiplications of one numeric factorisation: the sum of c(c + 3) / 2 over the column counts c.
  public var multiplicationCount: Double {
    columnCounts.reduce(0.0) { $0 + Double($1) * (Double($1) + 3) / 2 }
  }

  /// Analyses the upper triangle of a symmetric matrix; its values play no part.
  ///
  /// Diagonal entries may be missing; such a pivot starts from zero.
  ///
  /// - Parameters:
  ///   - upper: the entries on and above the diagonal.
  ///   - ordering: how to order the elimination; the result is postordered in any case, which changes no fill.
  /// - Throws: `dimensionMismatch` when the matrix is not square, `notSymmetric` (with the column) for an entry below the diagonal, `invalidArgument` when a
  ///   given order is no permutation, `tooLarge` when L would have 2^31 entries or more.
  /// - Complexity: O(entries of L) beyond the ordering.
  public init(
    _ upper: SparseMatrix, ordering: FillReducingOrdering = .approximateMinimumDegree
  ) throws(NumericalError) {
    let n = upper.rows
    try upper.checkUpperTriangle()
    guard upper.entryCount < Int(Int32.max) else {
      throw NumericalError(.tooLarge, "\(upper.entryCount) entries are beyond 32-bit indices")
    }
    let first = try Self.firstOrder(upper, ordering)
    var permuted = Self.permute(upper, by: first)
    let tree = EliminationTree.parents(starts: permuted.starts, rows: permuted.rows)
    let post = EliminationTree.postorder(tree)
    var order = first
    var relabelled = [Int32](repeating: -1, count: n)
    for k in 0..<n {
      order[k] = first[Int(post[k])]
      relabelled[Int(post[k])] = Int32(truncatingIfNeeded: k)
    }
    permuted = Self.permute(upper, by: order)
    var parents = tree
    for k in 0..<n {
      let above = tree[Int(post[k])]
      parents[k] = above < 0 ? -1 : relabelled[Int(above)]
    }
    let counts = EliminationTree.columnCounts(starts: permuted.starts, rows: permuted.rows, parents: parents)
    var starts = [Int](repeating: 0, count: n + 1)
    for k in 0..<n { starts[k + 1] = starts[k] + Int(counts[k]) }
    guard starts[n] < Int(Int32.max) else {
      throw NumericalError(.tooLarge, "\(starts[n]) entries of L are beyond 32-bit indices")
    }
    let pattern = Self.pattern(permuted.starts, permuted.rows, parents: parents, starts: starts)
    size = n
    permutation = order
    self.parents = parents
    columnCounts = counts
    lowerStarts = starts
    lowerRows = pattern.rows
    inputStarts = upper.columnStarts
    inputRows = upper.rowIndices
    upperStarts = permuted.starts
    upperRows = permuted.rows
    upperSources = permuted.sources
    rowStarts = pattern.rowStarts
    rowColumns = pattern.rowColumns
  }

  private static func firstOrder(
    _ upper: SparseMatrix, _ ordering: FillReducingOrdering
  ) throws(NumericalError) -> [Int32] {
    let n = upper.rows
    switch ordering {
    case .approximateMinimumDegree:
      return try FillReducingOrdering.minimumDegree(starts: upper.columnStarts, rows: upper.rowIndices)
    case .natural:
      return (0..<n).map { Int32(truncatingIfNeeded: $0) }
    case .given(let order):
      var seen = [Bool](repeating: false, count: n)
      guard order.count == n else {
        throw NumericalError(.invalidArgument, "an order of \(n) rows expected, \(order.count) given")
      }
      for (k, row) in order.enumerated() {
        guard row >= 0, row < n, !seen[row] else {
          throw NumericalError(.invalidArgument, "the order is no permutation", index: k)
        }
        seen[row] = true
      }
      return order.map { Int32(truncatingIfNeeded: $0) }
    }
  }

  /// The columns of the upper triangle of P A Pᵀ, rows unordered, with the place of each value in the input.
  private static func permute(
    _ upper: SparseMatrix, by order: [Int32]
  ) -> (starts: [Int], rows: [Int32], sources: [Int32]) {
    let n = order.count
    var position = [Int32](repeating: 0, count: n)
    for k in 0..<n { position[Int(order[k])] = Int32(truncatingIfNeeded: k) }
    var starts = [Int](repeating: 0, count: n + 1)
    for j in 0..<n {
      for p in upper.columnStarts[j]..<upper.columnStarts[j + 1] {
        starts[Int(max(position[j], position[Int(upper.rowIndices[p])])) + 1] += 1
      }
    }
    for k in 0..<n { starts[k + 1] += starts[k] }
    var next = starts
    var rows = [Int32](repeating: 0, count: upper.entryCount)
    var sources = rows
    for j in 0..<n {
      for p in upper.columnStarts[j]..<upper.columnStarts[j + 1] {
        let a = position[j]
        let b = position[Int(upper.rowIndices[p])]
        let column = Int(max(a, b))
        rows[next[column]] = min(a, b)
        sources[next[column]] = Int32(truncatingIfNeeded: p)
        next[column] += 1
      }
    }
    return (starts, rows, sources)
  }

  /// The rows of L column by column and its columns row by row, both rising.
  private static func pattern(
    _ upperStarts: [Int], _ upperRows: [Int32], parents: [Int32], starts: [Int]
  ) -> (rows: [Int32], rowStarts: [Int], rowColumns: [Int32]) {
    let n = parents.count
    var rows = [Int32](repeating: 0, count: starts[n])
    var rowStarts = [Int](repeating: 0, count: n + 1)
    var next = starts
    var seen = [Int32](repeating: -1, count: n)
    for k in 0..<n {
      let row = Int32(truncatingIfNeeded: k)
      var count = 0
      seen[k] = row
      for p in upperStarts[k]..<upperStarts[k + 1] {
        var i = Int(upperRows[p])
        while seen[i] != row {
          seen[i] = row
          rows[next[i]] = row
          next[i] += 1
          count += 1
          i = Int(parents[i])
        }
      }
      rowStarts[k + 1] = rowStarts[k] + count
    }
    var columns = rows
    next = rowStarts
    for j in 0..<n {
      for p in starts[j]..<starts[j + 1] {
        let i = Int(rows[p])
        columns[next[i]] = Int32(truncatingIfNeeded: j)
        next[i] += 1
      }
    }
    return (rows, rowStarts, columns)
  }
}
