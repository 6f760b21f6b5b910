/// The memory for many solves with sparse right-hand sides, so that each costs only what it touches.
///
/// It belongs to one analysis; any factors of that analysis may be used with it.
public struct SparseSolveWorkspace: Sendable {
  private let positions: [Int32]
  private var reach: Reach
  private var sources: [Int32] = []
  private var targets: [Int32] = []
  private var work: [Double]

  /// Makes room for solves with factors of an analysis.
  public init(_ symbolic: SymbolicLDL) {
    let n = symbolic.size
    var positions = [Int32](repeating: 0, count: n)
    for k in 0..<n { positions[Int(symbolic.permutation[k])] = Int32(truncatingIfNeeded: k) }
    self.positions = positions
    reach = Reach(parents: symbolic.parents)
    work = [Double](repeating: 0, count: n)
  }

  /// Solves A x = b for a right-hand side with few entries, as `LDLFactors.solve(indices:values:wanted:)` does.
  ///
  /// - Throws: as that function; also `dimensionMismatch` when the factors have another size.
  /// - Complexity: two multiplications for each entry of L in the columns touched.
  public mutating func solve(
    _ factors: LDLFactors, indices: [Int], values: [Double], wanted: [Int]
  ) throws(NumericalError) -> [Double] {
    guard factors.symbolic.size == positions.count else {
      throw NumericalError(
        .dimensionMismatch, "factors of size \(positions.count) expected, \(factors.symbolic.size) given")
    }
    try factors.check(count: positions.count)
    guard indices.count == values.count else {
      throw NumericalError(.dimensionMismatch, "\(indices.count) values expected, \(values.count) given")
    }
    try check(indices)
    try check(wanted)
    reach.collect(indices, positions, into: &sources)
    reach.collect(wanted, positions, into: &targets)
    for j in sources { work[Int(j)] = 0 }
    for j in targets { work[Int(j)] = 0 }
    for (row, value) in zip(indices, values) { work[Int(positions[row])] += value }
    Self.solve(
      sources: sources, sourceCount: sources.count, targets: targets, targetCount: targets.count,
      starts: factors.symbolic.lowerStarts, rows: factors.symbolic.lowerRows, lower: factors.lower,
      inverses: factors.inversePivots, work: &work)
    return wanted.map { work[Int(positions[$0])] }
  }

  private func check(_ rows: [Int]) throws(NumericalError) {
    if let odd = rows.firstIndex(where: { $0 < 0 || $0 >= positions.count }) {
      throw NumericalError(.invalidIndex, "row \(rows[odd]) lies outside \(positions.count) rows", index: odd)
    }
  }

  private static func solve(
    sources: UnsafePointer<Int32>, sourceCount: Int, targets: UnsafePointer<Int32>, targetCount: Int,
    starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>, lower: UnsafePointer<Double>,
    inverses: UnsafePointer<Double>, work: UnsafeMutablePointer<Double>
  ) {
    for s in stride(from: sourceCount - 1, through: 0, by: -1) {
      let j = Int(sources[s])
      let y = work[j]
      for p in starts[j]..<starts[j + 1] { work[Int(rows[p])] -= lower[p] * y }
    }
    for t in 0..<targetCount {
      let j = Int(targets[t])
      var sum = work[j] * inverses[j]
      for p in starts[j]..<starts[j + 1] { sum -= lower[p] * work[Int(rows[p])] }
      work[j] = sum
    }
  }
}

/// The columns on the paths from some vertices of an elimination tree to its roots.
private struct Reach {
  let parents: [Int32]
  private var marks: [Int]
  private var round = 0
  private var path: [Int32] = []

  init(parents: [Int32]) {
    self.parents = parents
    marks = [Int](repeating: 0, count: parents.count)
  }

  /// Puts the columns in the list, each after its parent.
  mutating func collect(_ rows: [Int], _ positions: [Int32], into list: inout [Int32]) {
    round += 1
    list.removeAll(keepingCapacity: true)
    for row in rows {
      path.removeAll(keepingCapacity: true)
      var j = positions[row]
      while j >= 0, marks[Int(j)] != round {
        marks[Int(j)] = round
        path.append(j)
        j = parents[Int(j)]
      }
      list.append(contentsOf: path.reversed())
    }
  }
}
