/// Where the buses of a network lie on a sheet that knows no geography: what is near by wire is near on paper.
///
///     let layout = NetworkLayout(network)
///     layout.positions[0]         // x and y, 0 to 1 along the longer side
///
/// Distances in branches to some far-apart buses give a first placing (pivot scaling), and springs along branches with a push between all
/// buses the rest. Each island is laid out for itself, the largest first, and turned so that it is wider than high. Without random
/// numbers from outside: the same network has the same picture.
///
/// - Note: Sources: U. Brandes, C. Pich, "Eigensolver methods for progressive multidimensional scaling of large data" (Graph Drawing 2006), LNCS 4372,
///   42-53; Y. Hu, "Efficient, high-quality force-directed graph drawing", Mathematica J. 10 (2005) 37-71; J. Barnes, P. Hut, Nature
///   324 (1986) 446-449.
public struct NetworkLayout: Hashable, Sendable {
  /// A place on the sheet.
  public struct Position: Hashable, Sendable, Codable {
    /// To the right.
    public var x: Double
    /// Downwards.
    public var y: Double

    /// Makes a place.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// The place of each bus, by place in the network.
  public let positions: [Position]
  /// The width of the sheet; it or the height is 1.
  public let width: Double
  /// The height of the sheet.
  public let height: Double

  /// Takes places that are known, for example from maps; they are scaled to the sheet.
  ///
  /// - Throws: `countMismatch` unless there is one for each bus; `notFinite`.
  public init(_ network: Network, positions: [Position]) throws(NodalError) {
    guard positions.count == network.buses.count else {
      throw NodalError(
        .countMismatch, found: "\(positions.count) places", expected: "one for each of \(network.buses.count) buses")
    }
    if let odd = positions.firstIndex(where: { !(abs($0.x) < 1e100 && abs($0.y) < 1e100) }) {
      throw NodalError(.notFinite, found: "\(positions[odd])", expected: "finite numbers", index: odd)
    }
    self.init(scaling: positions)
  }

  /// Lays out a network.
  ///
  /// - Complexity: O(buses log buses) for each of 100 to 300 rounds: a second or two for ten thousand buses.
  public init(_ network: Network) {
    let islands = network.islands
    var neighbours = [[Int]](repeating: [], count: network.buses.count)
    for branch in network.activeBranches {
      let (from, to) = (network.branchFrom[branch], network.branchTo[branch])
      if !neighbours[from].contains(to) {
        neighbours[from].append(to)
        neighbours[to].append(from)
      }
    }
    var groups = islands.buses.filter { $0.count > 1 }.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
    let placed = Set(groups.flatMap { $0 })
    let singles = network.buses.indices.filter { !placed.contains($0) }
    groups += singles.map { [$0] }
    var positions = [Position](repeating: Position(0, 0), count: network.buses.count)
    var shelf = Shelf()
    for group in groups {
      var local = [Int: Int](minimumCapacity: group.count)
      for (place, bus) in group.enumerated() { local[bus] = place }
      let edges = group.map { bus in neighbours[bus].compactMap { local[$0] } }
      let places = SpringLayout(edges).positions
      for (bus, position) in zip(group, shelf.placing(places)) { positions[bus] = position }
    }
    self.init(scaling: positions)
  }

  private init(scaling raw: [Position]) {
    let (left, right) = (raw.reduce(.infinity) { min($0, $1.x) }, raw.reduce(-.infinity) { max($0, $1.x) })
    let (top, bottom) = (raw.reduce(.infinity) { min($0, $1.y) }, raw.reduce(-.infinity) { max($0, $1.y) })
    let size = max(right - left, bottom - top)
    guard size > 0 else {
      positions = raw.map { _ in Position(0.5, 0.5) }
      (width, height) = (1, 1)
      return
    }
    positions = raw.map { Position(($0.x - left) / size, ($0.y - top) / size) }
    (width, height) = ((right - left) / size, (bottom - top) / size)
  }
}

/// Rows of islands: the first sets the width, the others follow below it from left to right.
private struct Shelf {
  private var width = 0.0
  private var x = 0.0
  private var y = 0.0
  private var depth = 0.0
  private var isFirst = true
  private static let gap = 1.0

  mutating func placing(_ positions: [NetworkLayout.Position]) -> [NetworkLayout.Position] {
    let (left, right) = (positions.map(\.x).min() ?? 0, positions.map(\.x).max() ?? 0)
    let (top, bottom) = (positions.map(\.y).min() ?? 0, positions.map(\.y).max() ?? 0)
    if isFirst {
      width = max(right - left, 8)
    } else if x > 0, x + right - left > width {
      x = 0
      y += depth + Self.gap
      depth = 0
    }
    let moved = positions.map { NetworkLayout.Position($0.x - left + x, $0.y - top + y) }
    depth = max(depth, bottom - top)
    x += right - left + Self.gap
    if isFirst {
      isFirst = false
      x = 0
      y = depth + Self.gap
      depth = 0
    }
    return moved
  }
}
