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
  /// - Complexity: O((positions + nodes) × scenarios).
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
    // For each node the place of the chosen node that takes its losses: itself, or the nearest above.
    var target = [Int?](repeating: nil, count: tree.nodes.count)
    var places: [Int: Int] = [:]
    for (place, node) in chosen.enumerated() { places[node] = place }
    for node in tree.nodes.indices { target[node] = places[node] ?? tree.nodes[node].parent.flatMap { target[$0] } }
    var sums = [Double](repeating: 0, count: chosen.count * count)
    for position in portfolio.positions.indices {
      guard let place = target[tree.nodeOfPosition[position]] else { continue }
      add(gains, position * count, to: &sums, place * count)
    }
    // Parts stand after what they are parts of.
    for place in chosen.indices.reversed() {
      var above = tree.nodes[chosen[place]].parent
      while let node = above, places[node] == nil { above = tree.nodes[node].parent }
      guard let node = above, let owner = places[node] else { continue }
      let part = Array(sums[place * count..<(place + 1) * count])
      add(part, 0, to: &sums, owner * count)
    }
    let alone = try TailScan(measure, count).scan(rows: chosen.count) { row, losses in
      for i in losses.indices { losses[i] = -sums[row * count + i] }
    }
    return chosen.enumerated().map { place, node in
      NodeRisk(
        path: tree.nodes[node].path, positionCount: Int(counts[node]),
        component: TailPair(valueAtRisk: values[node], expectedShortfall: shortfalls[node]), standalone: alone[place])
    }
  }

  private func add(_ source: [Double], _ from: Int, to target: inout [Double], _ start: Int) {
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        for i in 0..<count { target[start + i] += source[from + i] }
      }
    }
  }
}
