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
    public var path: String { String(text) }
    /// The path: a beginning of the text of a position's, which all nodes on the way to it share.
    let text: Substring
    /// The place of the node that it is a part of; `nil` for the root.
    public let parent: Int?
    /// The number of steps from the root.
    public let depth: Int
    /// The places of its parts.
    public internal(set) var children: [Int]
    /// The positions that stand in the node itself, not in a part of it.
    public internal(set) var positions: [Int]

    /// The last step of the path.
    public var name: String { text.split(separator: "/").last.map(String.init) ?? "" }
  }

  /// The nodes, the root first, each before its parts.
  public let nodes: [Node]
  /// The node of each position.
  public let nodeOfPosition: [Int]

  private let places: [Substring: Int]

  /// The most steps of a path.
  public static let maximumDepth = 32

  /// Makes a tree of one path for each position; empty steps (`a//b`) do not count.
  ///
  /// - Throws: `outOfRange` with the position's index for a path of more than ``maximumDepth`` steps.
  /// - Complexity: O(n log n) in the number of positions; memory in proportion to the nodes and the text of the paths.
  public init(paths: [String]) throws(RiskError) {
    let ordered = try OrderedPaths(paths)
    var nodes = [Node(text: "", parent: nil, depth: 0, children: [], positions: [])]
    var ends = [Int](repeating: 0, count: ordered.steps.count)
    // The nodes on the way to the last path, from the root on.
    var way = [0]
    for (path, shared) in zip(ordered.order, ordered.shared) {
      way.removeLast(way.count - 1 - shared)
      for step in ordered.steps[path].dropFirst(shared) {
        let parent = way[way.count - 1]
        nodes[parent].children.append(nodes.count)
        way.append(nodes.count)
        nodes.append(
          Node(text: step.base[..<step.endIndex], parent: parent, depth: way.count - 1, children: [], positions: []))
      }
      ends[path] = way[way.count - 1]
    }
    nodeOfPosition = ordered.pathOfPosition.map { ends[$0] }
    for (position, node) in nodeOfPosition.enumerated() { nodes[node].positions.append(position) }
    self.nodes = nodes
    places = Dictionary(
      nodes.enumerated().map { ($0.element.text, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The place of a path.
  ///
  /// - Throws: `unknownName` where no position stands at or below it.
  public func index(of path: String) throws(RiskError) -> Int {
    guard let place = places[Substring(path.split(separator: "/").joined(separator: "/"))] else {
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
