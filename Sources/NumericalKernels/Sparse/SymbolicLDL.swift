/// What elimination of a symmetric pattern will do: the order, the elimination tree and the pattern of L.
///
/// The factorisation is P A Pᵀ = L D Lᵀ with a permutation P that keeps L sparse.
///
/// It is made once from the upper triangle and shared by every factorisation with the same pattern, whatever the
/// values:
///
/// ```swift
/// let symbolic = try SymbolicLDL(upper)
/// var factors = try LDLFactors(symbolic, values: upper.values)
/// let x = try factors.solve(b)
/// try factors.refactor(newValues)
/// ```
///
/// Bit-identical on every machine.
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
  ///
  /// Where L is full enough to be eliminated by supernodes, the zeros that those store are counted here and in all that
  /// describes L.
  public let columnCounts: [Int32]
  /// Where each column of L begins among its entries; `size + 1` of them.
  public let lowerStarts: [Int]
  /// The rows of L below its unit diagonal, column by column, rising within a column.
  public let lowerRows: [Int32]

  /// The input's pattern, in its own order.
  let inputStarts: [Int]
  let inputRows: [Int32]
  /// The entries of one triangle of P A Pᵀ column by column, and where each one's value stands in the input: the upper
  /// triangle, or the lower with supernodes.
  let permutedStarts: [Int]
  let permutedRows: [Int32]
  let permutedSources: [Int32]
  /// The columns of L that have an entry in each row, rising; empty with supernodes.
  let rowStarts: [Int]
  let rowColumns: [Int32]
  /// The panels to eliminate by, where L is full enough for it to pay.
  let supernodes: Supernodes?

  /// How elimination goes about it.
  enum Method {
    /// By supernodes when there are at least `supernodalRatio` multiplications for each entry of L.
    case automatic
    case rowByRow
    case supernodal
  }

  /// Measured: below it the panels' upkeep costs more than their dense products save.
  static let supernodalRatio = 25.0

  /// The number of entries of L below its unit diagonal, with the zeros that supernodes store.
  public var lowerEntryCount: Int { lowerRows.count }
  /// The number of values that a factorisation takes: the entries of the input.
  public var inputEntryCount: Int { inputRows.count }
  /// The multiplications of one numeric factorisation: the sum of c(c + 3) / 2 over the column counts c.
  public var multiplicationCount: Double { Self.multiplications(columnCounts) }

  /// Analyses the upper triangle of a symmetric matrix; its values play no part.
  ///
  /// Diagonal entries may be missing; such a pivot starts from zero.
  ///
  /// - Parameters:
  ///   - upper: the entries on and above the diagonal.
  ///   - ordering: how to order the elimination; the result is postordered in any case, which changes no fill.
  /// - Throws: `dimensionMismatch` when the matrix is not square, `notSymmetric` (with the column) for an entry below
  ///   the diagonal, `invalidArgument` when a given order is no permutation, `tooLarge` when L would have 2^31 entries
  ///   or more.
  /// - Complexity: O(entries of L) beyond the ordering.
  public init(
    _ upper: SparseMatrix, ordering: FillReducingOrdering = .approximateMinimumDegree
  ) throws(NumericalError) {
    try self.init(upper, ordering: ordering, method: .automatic)
  }

  init(_ upper: SparseMatrix, ordering: FillReducingOrdering, method: Method) throws(NumericalError) {
    try upper.checkUpperTriangle()
    guard upper.entryCount < Int(Int32.max) else {
      throw NumericalError(.tooLarge, "\(upper.entryCount) entries are beyond 32-bit indices")
    }
    let first = try Self.firstOrder(upper, ordering)
    let (order, tree) = Self.postordered(first, upper)
    var permuted = Self.permute(upper, by: order, upper: true)
    let counts = EliminationTree.columnCounts(starts: permuted.starts, rows: permuted.rows, parents: tree)
    let starts = try Self.columnStarts(counts)
    let pattern = Self.pattern(permuted.starts, permuted.rows, parents: tree, starts: starts)
    size = upper.rows
    permutation = order
    inputStarts = upper.columnStarts
    inputRows = upper.rowIndices
    let ratio = Self.multiplications(counts) / Double(max(1, starts[size]))
    if method == .supernodal || (method == .automatic && ratio >= Self.supernodalRatio) {
      let runs = Supernodes.find(parents: tree, counts: counts)
      columnCounts = runs.counts
      lowerStarts = try Self.columnStarts(runs.counts)
      lowerRows = Self.padded(pattern.rows, starts, runs.starts, count: lowerStarts[size])
      parents = (0..<size).map { [lowerStarts, lowerRows] j in
        lowerStarts[j] < lowerStarts[j + 1] ? lowerRows[lowerStarts[j]] : -1
      }
      permuted = Self.permute(upper, by: order, upper: false)
      rowStarts = []
      rowColumns = []
      supernodes = Supernodes(runs: runs.starts, counts: runs.counts)
    } else {
      parents = tree
      columnCounts = counts
      lowerStarts = starts
      lowerRows = pattern.rows
      (rowStarts, rowColumns) = Self.transpose(starts, pattern.rows, pattern.rowCounts)
      supernodes = nil
    }
    permutedStarts = permuted.starts
    permutedRows = permuted.rows
    permutedSources = permuted.sources
  }

  /// An order and its elimination tree, both in a postorder of that tree.
  private static func postordered(
    _ first: [Int32], _ upper: SparseMatrix
  ) -> (order: [Int32], parents: [Int32]) {
    let permuted = permute(upper, by: first, upper: true)
    let tree = EliminationTree.parents(starts: permuted.starts, rows: permuted.rows)
    let post = EliminationTree.postorder(tree)
    var order = first
    var positions = first
    for k in first.indices {
      order[k] = first[Int(post[k])]
      positions[Int(post[k])] = Int32(truncatingIfNeeded: k)
    }
    let parents = post.map { old in tree[Int(old)] < 0 ? -1 : positions[Int(tree[Int(old)])] }
    return (order, parents)
  }

  private static func columnStarts(_ counts: [Int32]) throws(NumericalError) -> [Int] {
    var starts = [Int](repeating: 0, count: counts.count + 1)
    for k in counts.indices { starts[k + 1] = starts[k] + Int(counts[k]) }
    guard starts[counts.count] < Int(Int32.max) else {
      throw NumericalError(.tooLarge, "\(starts[counts.count]) entries of L are beyond 32-bit indices")
    }
    return starts
  }

  private static func multiplications(_ counts: [Int32]) -> Double {
    counts.reduce(0.0) { $0 + Double($1) * (Double($1) + 3) / 2 }
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

  /// The columns of the upper or lower triangle of P A Pᵀ, rows unordered, with the place of each value in the input.
  private static func permute(
    _ matrix: SparseMatrix, by order: [Int32], upper: Bool
  ) -> (starts: [Int], rows: [Int32], sources: [Int32]) {
    let n = order.count
    var position = [Int32](repeating: 0, count: n)
    for k in 0..<n { position[Int(order[k])] = Int32(truncatingIfNeeded: k) }
    var starts = [Int](repeating: 0, count: n + 1)
    for j in 0..<n {
      for p in matrix.columnStarts[j]..<matrix.columnStarts[j + 1] {
        let other = position[Int(matrix.rowIndices[p])]
        starts[Int(upper ? max(position[j], other) : min(position[j], other)) + 1] += 1
      }
    }
    for k in 0..<n { starts[k + 1] += starts[k] }
    var next = starts
    var rows = [Int32](repeating: 0, count: matrix.entryCount)
    var sources = rows
    for j in 0..<n {
      for p in matrix.columnStarts[j]..<matrix.columnStarts[j + 1] {
        let a = position[j]
        let b = position[Int(matrix.rowIndices[p])]
        let column = Int(upper ? max(a, b) : min(a, b))
        rows[next[column]] = upper ? min(a, b) : max(a, b)
        sources[next[column]] = Int32(truncatingIfNeeded: p)
        next[column] += 1
      }
    }
    return (starts, rows, sources)
  }

  /// The rows of L column by column, rising, and the number of entries in each row.
  private static func pattern(
    _ upperStarts: [Int], _ upperRows: [Int32], parents: [Int32], starts: [Int]
  ) -> (rows: [Int32], rowCounts: [Int32]) {
    let n = parents.count
    var rows = [Int32](repeating: 0, count: starts[n])
    var rowCounts = [Int32](repeating: 0, count: n)
    var next = starts
    var seen = [Int32](repeating: -1, count: n)
    for k in 0..<n {
      let row = Int32(truncatingIfNeeded: k)
      seen[k] = row
      for p in upperStarts[k]..<upperStarts[k + 1] {
        var i = Int(upperRows[p])
        while seen[i] != row {
          seen[i] = row
          rows[next[i]] = row
          next[i] += 1
          rowCounts[k] += 1
          i = Int(parents[i])
        }
      }
    }
    return (rows, rowCounts)
  }

  /// The columns of L row by row, rising.
  private static func transpose(
    _ starts: [Int], _ rows: [Int32], _ rowCounts: [Int32]
  ) -> (starts: [Int], columns: [Int32]) {
    let n = rowCounts.count
    var rowStarts = [Int](repeating: 0, count: n + 1)
    for k in 0..<n { rowStarts[k + 1] = rowStarts[k] + Int(rowCounts[k]) }
    var columns = rows
    var next = rowStarts
    for j in 0..<n {
      for p in starts[j]..<starts[j + 1] {
        let i = Int(rows[p])
        columns[next[i]] = Int32(truncatingIfNeeded: j)
        next[i] += 1
      }
    }
    return (rowStarts, columns)
  }

  /// The rows of L with those that supernodes add: each column of a run has the run's later columns, then the rows of
  /// its last column.
  private static func padded(_ rows: [Int32], _ starts: [Int], _ runs: [Int32], count: Int) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(count)
    for s in 0..<runs.count - 1 {
      let end = Int(runs[s + 1])
      for j in Int(runs[s])..<end {
        for later in j + 1..<max(end, j + 1) { result.append(Int32(truncatingIfNeeded: later)) }
        result += rows[starts[end - 1]..<starts[end]]
      }
    }
    return result
  }
}
