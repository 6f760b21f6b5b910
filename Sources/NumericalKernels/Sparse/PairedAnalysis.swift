/// What elimination of a symmetric pattern will do when some rows are eliminated two at a time.
///
/// The unit is the *node*: a pair of rows that share a pivot of two by two, or a row by itself. Order, elimination tree and fill are
/// those of the nodes' graph, which for a matrix made of pairs is half as large as that of its rows.
struct PairedAnalysis: Sendable {
  /// The number of rows of the matrix.
  let size: Int
  /// The analysis of the nodes' graph.
  let nodes: SymbolicLDL
  /// The input's row of each node's first and second place in elimination order; the second is -1 where a row is by itself.
  let rows: [Int32]
  /// The entries of each node's row of blocks: the place of each value among the working blocks, and its place in the input.
  let entryStarts: [Int]
  let entryTargets: [Int32]
  let entrySources: [Int32]

  /// The most multiplications for each block of L: fuller factors are faster row by row in dense panels.
  private static let greatestFill = 40.0

  /// Analyses the upper triangle of a symmetric matrix whose rows come with their partners, -1 for none.
  ///
  /// - Returns: `nil` where L is so full that blocks of two do not pay.
  /// - Throws: as ``SymbolicLDL``.
  /// - Complexity: O(entries of L) beyond the ordering, counted in blocks.
  init?(_ upper: SparseMatrix, mates: [Int32]) throws(NumericalError) {
    let n = upper.rows
    var nodeOf = [Int32](repeating: -1, count: n)
    var second = [Bool](repeating: false, count: n)
    var members: [Int32] = []
    for row in 0..<n where nodeOf[row] < 0 {
      let node = Int32(truncatingIfNeeded: members.count / 2)
      nodeOf[row] = node
      members.append(Int32(truncatingIfNeeded: row))
      members.append(mates[row])
      if mates[row] >= 0 {
        nodeOf[Int(mates[row])] = node
        second[Int(mates[row])] = true
      }
    }
    let nodes = try SymbolicLDL(
      Self.graph(upper, nodeOf, count: members.count / 2), ordering: .approximateMinimumDegree, method: .rowByRow)
    guard nodes.multiplicationCount <= Self.greatestFill * Double(max(1, nodes.lowerEntryCount)) else { return nil }
    self.nodes = nodes
    size = n
    var positions = [Int32](repeating: 0, count: nodes.size)
    var rows: [Int32] = []
    rows.reserveCapacity(members.count)
    for (position, node) in nodes.permutation.enumerated() {
      positions[Int(node)] = Int32(truncatingIfNeeded: position)
      rows.append(members[2 * Int(node)])
      rows.append(members[2 * Int(node) + 1])
    }
    self.rows = rows
    var starts = [Int](repeating: 0, count: nodes.size + 1)
    for column in 0..<n {
      let own = positions[Int(nodeOf[column])]
      for entry in upper.columnStarts[column]..<upper.columnStarts[column + 1] {
        starts[Int(max(own, positions[Int(nodeOf[Int(upper.rowIndices[entry])])])) + 1] += 1
      }
    }
    for k in 0..<nodes.size { starts[k + 1] += starts[k] }
    var next = starts
    var targets = [Int32](repeating: 0, count: upper.entryCount)
    var sources = targets
    for column in 0..<n {
      for entry in upper.columnStarts[column]..<upper.columnStarts[column + 1] {
        let row = Int(upper.rowIndices[entry])
        let (a, b) = (positions[Int(nodeOf[row])], positions[Int(nodeOf[column])])
        let isRowLater = a > b || (a == b && second[row])
        let (later, earlier) = isRowLater ? (row, column) : (column, row)
        let place = Int(max(a, b))
        targets[next[place]] = 4 * min(a, b) + (second[earlier] ? 2 : 0) + (second[later] ? 1 : 0)
        sources[next[place]] = Int32(truncatingIfNeeded: entry)
        next[place] += 1
      }
    }
    (entryStarts, entryTargets, entrySources) = (starts, targets, sources)
  }

  /// The upper triangle of the nodes' graph, without repetitions.
  private static func graph(_ upper: SparseMatrix, _ nodeOf: [Int32], count: Int) -> SparseMatrix {
    var starts = [Int](repeating: 0, count: count + 1)
    for column in 0..<upper.columns {
      for entry in upper.columnStarts[column]..<upper.columnStarts[column + 1] {
        starts[Int(max(nodeOf[column], nodeOf[Int(upper.rowIndices[entry])])) + 1] += 1
      }
    }
    for k in 0..<count { starts[k + 1] += starts[k] }
    var next = starts
    var rows = [Int32](repeating: 0, count: upper.entryCount)
    for column in 0..<upper.columns {
      for entry in upper.columnStarts[column]..<upper.columnStarts[column + 1] {
        let (a, b) = (nodeOf[column], nodeOf[Int(upper.rowIndices[entry])])
        rows[next[Int(max(a, b))]] = min(a, b)
        next[Int(max(a, b))] += 1
      }
    }
    var seen = [Int32](repeating: -1, count: count)
    var (kept, keptStarts) = ([Int32](), [0])
    kept.reserveCapacity(rows.count)
    for node in 0..<count {
      for entry in starts[node]..<starts[node + 1] where seen[Int(rows[entry])] != Int32(truncatingIfNeeded: node) {
        seen[Int(rows[entry])] = Int32(truncatingIfNeeded: node)
        kept.append(rows[entry])
      }
      keptStarts.append(kept.count)
    }
    return SparseMatrix(
      rows: count, columns: count, uncheckedStarts: keptStarts, rowIndices: kept,
      values: [Double](repeating: 0, count: kept.count))
  }
}
