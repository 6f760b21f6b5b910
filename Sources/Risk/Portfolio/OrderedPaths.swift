/// Paths in the order of their tree: each after what it is a part of, parts in the order of their names.
struct OrderedPaths {
  /// The steps of each different path, all of one text without empty steps.
  let steps: [[Substring]]
  /// The path of each position.
  let pathOfPosition: [Int]
  /// The paths in the tree's order.
  let order: [Int]
  /// How many steps each of ``order`` shares with the one before it.
  let shared: [Int]

  /// - Throws: `outOfRange` with the position's index for a path of too many steps.
  /// - Complexity: O(positions + p log p) in the number of different paths.
  init(_ paths: [String]) throws(RiskError) {
    var known: [String: Int] = [:]
    var steps: [[Substring]] = []
    var owner: [Int] = []
    owner.reserveCapacity(paths.count)
    for (position, path) in paths.enumerated() {
      if let place = known[path] {
        owner.append(place)
        continue
      }
      known[path] = steps.count
      owner.append(steps.count)
      steps.append(try OrderedPaths.steps(of: path, at: position))
    }
    let order = steps.indices.sorted { first, second in
      for (a, b) in zip(steps[first], steps[second]) where a != b { return a < b }
      let (short, long) = (steps[first].count, steps[second].count)
      return short == long ? first < second : short < long
    }
    var shared: [Int] = []
    var last: [Substring] = []
    for path in order {
      shared.append(zip(last, steps[path]).prefix { $0 == $1 }.count)
      last = steps[path]
    }
    self.steps = steps
    pathOfPosition = owner
    self.order = order
    self.shared = shared
  }

  /// How many nodes the paths have, the root among them, and how long the nodes' paths are together.
  var size: (nodes: Int, bytes: Int) {
    var (nodes, bytes) = (1, 0)
    for (path, shared) in zip(order, shared) {
      for step in steps[path].dropFirst(shared) {
        nodes += 1
        bytes += step.base[..<step.endIndex].utf8.count
      }
    }
    return (nodes, bytes)
  }

  private static func steps(of path: String, at position: Int) throws(RiskError) -> [Substring] {
    let steps = path.split(separator: "/")
    guard steps.count <= PositionTree.maximumDepth else {
      throw RiskError(
        .outOfRange, found: "a path of \(steps.count) steps", expected: "at most \(PositionTree.maximumDepth)",
        index: position)
    }
    let isPlain = path.utf8.count == steps.reduce(-1) { $0 + 1 + $1.utf8.count }
    return isPlain ? steps : steps.joined(separator: "/").split(separator: "/")
  }
}
