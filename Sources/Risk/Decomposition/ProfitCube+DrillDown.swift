public import Valuation

extension ProfitCube {
  /// One node of a tree of positions, with its figures.
  public struct NodeRisk: Hashable, Sendable, Codable {
    /// The node's path.
    public let path: String
    /// The number of positions in it and its parts.
    public let positionCount: Int
    /// Its component of value at risk and expected shortfall of the whole; parts add up to the node.
    public let component: TailPair
    /// The figures of the node by itself.
    public let standalone: TailPair
  }

  /// A node of a tree and its parts, each with its component of the whole and its figures by itself.
  ///
  ///     let power = try cube.drillDown(portfolio.books, at: "Power", TailMeasure(level: 0.99))
  ///     power[0].path             // Power; then Power/East, Power/West ...
  ///
  /// - Parameters:
  ///   - tree: The tree: ``Portfolio/books``, ``Portfolio/markets`` or a host's own, over the portfolio's positions.
  ///   - path: The node; the root unless given.
  ///   - measure: The measure.
  /// - Returns: The node, then its parts.
  /// - Throws: `countMismatch` for a tree of another number of positions, `unknownName` for a path without positions, `outOfRange`
  ///   for a level outside 0 to 1.
  /// - Complexity: O(positions below the node × scenarios).
  public func drillDown(
    _ tree: PositionTree, at path: String = "", _ measure: TailMeasure
  ) throws(RiskError) -> [NodeRisk] {
    let top = try tree.index(of: path)
    return try risks(of: [top] + tree.nodes[top].children, tree, measure)
  }

  /// Every node of a tree, with its component of the whole and its figures by itself.
  ///
  /// - Throws: As ``drillDown(_:at:_:)``.
  /// - Complexity: O((positions + nodes) × scenarios), in room for one path of the tree.
  public func drillDownEverywhere(_ tree: PositionTree, _ measure: TailMeasure) throws(RiskError) -> [NodeRisk] {
    try risks(of: Array(tree.nodes.indices), tree, measure)
  }

  private func risks(
    of chosen: [Int], _ tree: PositionTree, _ measure: TailMeasure
  ) throws(RiskError) -> [NodeRisk] {
    let parts = try components(measure)
    let values = try tree.sums(of: parts.valueAtRisk)
    let shortfalls = try tree.sums(of: parts.expectedShortfall)
    let counts = try tree.sums(of: [Double](repeating: 1, count: portfolio.positions.count))
    // Parts stand after what they are parts of: from the last node on, each chosen node is complete when its turn comes, and goes
    // to the next chosen one above it. A sum of losses for each depth is enough.
    let isChosen = Set(chosen)
    let first = chosen.first ?? 0
    let range = first..<tree.end(of: first)
    // For each node of the range the chosen node that takes its losses: itself or one above.
    var owner = [Int](repeating: first, count: range.count)
    for node in range.dropFirst() {
      let above = tree.nodes[node].parent.map { owner[$0 - first] } ?? first
      owner[node - first] = isChosen.contains(node) ? node : above
    }
    var sums = [[Double]](repeating: [], count: PositionTree.maximumDepth + 2)
    var alone: [Int: TailPair] = [:]
    var scan = try TailScan(measure, count, dependence)
    for node in range.reversed() {
      let depth = tree.nodes[owner[node - first]].depth
      if sums[depth].isEmpty { sums[depth] = [Double](repeating: 0, count: count) }
      for position in tree.nodes[node].positions { ProfitCube.subtract(gains, position * count, from: &sums[depth]) }
      guard isChosen.contains(node) else { continue }
      alone[node] = try scan.figures(of: sums[depth])
      guard node != first, let parent = tree.nodes[node].parent else { continue }
      let above = tree.nodes[owner[parent - first]].depth
      if sums[above].isEmpty { sums[above] = [Double](repeating: 0, count: count) }
      ProfitCube.move(&sums, from: depth, to: above)
    }
    return chosen.map { node in
      NodeRisk(
        path: tree.nodes[node].path, positionCount: Int(counts[node]),
        component: TailPair(valueAtRisk: values[node], expectedShortfall: shortfalls[node]),
        standalone: alone[node] ?? TailPair(valueAtRisk: 0, expectedShortfall: 0))
    }
  }

  /// Adds one sum to another and makes it zero.
  private static func move(_ sums: inout [[Double]], from lower: Int, to upper: Int) {
    var part: [Double] = []
    swap(&part, &sums[lower])
    part.withUnsafeMutableBufferPointer { part in
      sums[upper].withUnsafeMutableBufferPointer { sum in
        for i in part.indices {
          sum[i] += part[i]
          part[i] = 0
        }
      }
    }
    swap(&part, &sums[lower])
  }
}
