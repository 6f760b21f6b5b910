/// The active branches as a graph, with a spanning tree of each island from its reference: which branches are bridges, and what lies
/// behind them.
///
/// A branch is a bridge where no other path joins its ends, parallel circuits counted as the separate branches that they are.
///
/// Source: R. E. Tarjan, "A note on finding the bridges of a graph", Inf. Process. Lett. 2 (1974) 160-161.
struct BranchGraph: Sendable {
  /// The number of each bus in the order in which the trees reach them; -1 at isolated buses.
  let entries: [Int]
  /// One more than the last number in the part of the tree below each bus.
  let exits: [Int]
  /// Whether each branch is a bridge.
  let isBridge: [Bool]
  /// The bus at the lower end of each branch of a tree, -1 for others.
  let lower: [Int]

  init(_ network: Network, active: [Int], roots: [Int]) {
    let count = network.buses.count
    let (from, to) = (network.branchFrom, network.branchTo)
    var starts = [Int](repeating: 0, count: count + 1)
    for place in active {
      starts[from[place] + 1] += 1
      starts[to[place] + 1] += 1
    }
    for bus in 0..<count { starts[bus + 1] += starts[bus] }
    var next = starts
    var links = [Int](repeating: 0, count: 2 * active.count)
    for place in active {
      links[next[from[place]]] = place
      next[from[place]] += 1
      links[next[to[place]]] = place
      next[to[place]] += 1
    }

    var entries = [Int](repeating: -1, count: count)
    var exits = entries
    var lowest = entries
    var above = entries  // the branch by which a bus was reached
    var isBridge = [Bool](repeating: false, count: network.branches.count)
    var lower = [Int](repeating: -1, count: network.branches.count)
    next = starts
    var clock = 0
    var stack: [Int] = []
    for root in roots where entries[root] < 0 {
      stack.append(root)
      entries[root] = clock
      lowest[root] = clock
      clock += 1
      while let bus = stack.last {
        guard next[bus] < starts[bus + 1] else {
          stack.removeLast()
          exits[bus] = clock
          guard let parent = stack.last else { continue }
          lowest[parent] = min(lowest[parent], lowest[bus])
          if lowest[bus] == entries[bus] { isBridge[above[bus]] = true }
          continue
        }
        let branch = links[next[bus]]
        next[bus] += 1
        guard branch != above[bus] else { continue }
        let other = from[branch] == bus ? to[branch] : from[branch]
        if entries[other] >= 0 {
          lowest[bus] = min(lowest[bus], entries[other])
        } else {
          above[other] = branch
          lower[branch] = other
          entries[other] = clock
          lowest[other] = clock
          clock += 1
          stack.append(other)
        }
      }
    }
    self.entries = entries
    self.exits = exits
    self.isBridge = isBridge
    self.lower = lower
  }
}

extension Network {
  /// The places of the active branches whose outage parts an island, found in the graph; one of two parallel circuits does not.
  ///
  /// - Complexity: O(buses + branches).
  public var bridges: [Int] {
    let graph = BranchGraph(self, active: activeBranches, roots: Array(buses.indices))
    return branches.indices.filter { graph.isBridge[$0] }
  }
}
