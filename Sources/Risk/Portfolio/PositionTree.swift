/// Positions by a tag that is a path, as a tree: books within books, hubs within markets.
///
///     let books = portfolio.books
///     books.nodes.map(\.path)                  // ["", "Gas", "Power", "Power/East", "Power/West"]
///     let sums = try books.sums(of: components)     // one for each node, its parts included
///
/// The root holds everything. A node's parts stand after it, in the order of their names.
public struct PositionTree: Hashable, Sendable {
  /// A part of the tree.
  public struct Node: Hashable, Sendable {
    /// The whole path, empty for the root.
    public let path: String
    /// The place of the node that it is a part of; `nil` for the root.
    public let parent: Int?
    /// The number of steps from the root.
    public let depth: Int
    /// The places of its parts.
    public internal(set) var children: [Int]
    /// The positions that stand in the node itself, not in a part of it.
    public internal(set) var positions: [Int]

    /// The last step of the path.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
  }

  /// The nodes, the root first, each before its parts.
  public let nodes: [Node]
  /// The node of each position.
  public let nodeOfPosition: [Int]

  private let places: [String: Int]

  /// The most steps of a path.
  public static let maximumDepth = 32

  /// Makes a tree of one path for each position; empty steps (`a//b`) do not count.
  ///
  /// - Throws: `outOfRange` with the position's index for a path of more than ``maximumDepth`` steps.
  /// - Complexity: O(n log n) in the number of positions.
  public init(paths: [String]) throws(RiskError) {
    var known: [[Substring]: [Int]] = [[]: []]
    for (position, path) in paths.enumerated() {
      let steps = path.split(separator: "/")
      guard steps.count <= PositionTree.maximumDepth else {
        throw RiskError(
          .outOfRange, found: "a path of \(steps.count) steps", expected: "at most \(PositionTree.maximumDepth)",
          index: position)
      }
      if known[steps] == nil {
        for length in 1..<max(1, steps.count) where known[Array(steps.prefix(length))] == nil {
          known[Array(steps.prefix(length))] = []
        }
      }
      known[steps, default: []].append(position)
    }
    let ordered = known.keys.sorted { $0.lexicographicallyPrecedes($1) }
    var places: [[Substring]: Int] = [:]
    var nodes: [Node] = []
    var owner = [Int](repeating: 0, count: paths.count)
    for (place, steps) in ordered.enumerated() {
      places[steps] = place
      let parent = steps.isEmpty ? nil : places[Array(steps.dropLast())]
      if let parent { nodes[parent].children.append(place) }
      let own = known[steps] ?? []
      for position in own { owner[position] = place }
      nodes.append(
        Node(path: steps.joined(separator: "/"), parent: parent, depth: steps.count, children: [], positions: own))
    }
    self.nodes = nodes
    nodeOfPosition = owner
    self.places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($0.element.path, $0.offset) })
  }

  /// The place of a path.
  ///
  /// - Throws: `unknownName` where no position stands at or below it.
  public func index(of path: String) throws(RiskError) -> Int {
    guard let place = places[path.split(separator: "/").joined(separator: "/")] else {
      throw RiskError(.unknownName, found: path, expected: "one of \(nodes.prefix(20).map(\.path))")
    }
    return place
  }

  /// The place after a node's last part.
  func end(of node: Int) -> Int {
    nodes[(node + 1)...].firstIndex { $0.depth <= nodes[node].depth } ?? nodes.count
  }

  /// The positions in a node and all its parts, in rising order.
  ///
  /// - Throws: `unknownName` as ``index(of:)``.
  public func positions(in path: String) throws(RiskError) -> [Int] {
    var open = [try index(of: path)]
    var found: [Int] = []
    while let node = open.popLast() {
      found += nodes[node].positions
      open += nodes[node].children
    }
    return found.sorted()
  }

  /// The sum of one number for each position over every node, its parts included.
  ///
  /// - Throws: `countMismatch` unless there is one number for each position.
  /// - Complexity: O(positions + nodes).
  public func sums(of values: [Double]) throws(RiskError) -> [Double] {
    guard values.count == nodeOfPosition.count else {
      throw RiskError(
        .countMismatch, found: "\(values.count) values", expected: "\(nodeOfPosition.count), one for each position")
    }
    var sums = [Double](repeating: 0, count: nodes.count)
    for (value, node) in zip(values, nodeOfPosition) { sums[node] += value }
    for place in nodes.indices.reversed() {
      if let parent = nodes[place].parent { sums[parent] += sums[place] }
    }
    return sums
  }
}
