extension Network {
  /// The islands of a network: buses that active branches connect.
  ///
  /// HVDC lines connect no islands.
  public struct Islands: Hashable, Sendable {
    /// The island of each bus, counted from 0 in the order of their first buses; `nil` for an isolated bus.
    public let ofBus: [Int?]
    /// The number of islands.
    public let count: Int

    /// The places of the buses of each island.
    public var buses: [[Int]] {
      var lists = [[Int]](repeating: [], count: count)
      for (place, island) in ofBus.enumerated() {
        if let island { lists[island].append(place) }
      }
      return lists
    }
  }

  /// The islands.
  ///
  /// - Complexity: O((buses + branches) log buses), by union of sets with halved paths.
  public var islands: Islands {
    var parents = Array(buses.indices)
    func root(_ place: Int) -> Int {
      var place = place
      while parents[place] != place {
        parents[place] = parents[parents[place]]
        place = parents[place]
      }
      return place
    }
    for place in branches.indices where isBranchActive(at: place) {
      let ends = (root(branchFrom[place]), root(branchTo[place]))
      // The lower place becomes the root, so that islands are numbered by their first buses.
      parents[max(ends.0, ends.1)] = min(ends.0, ends.1)
    }
    var numbers = [Int?](repeating: nil, count: buses.count)
    var count = 0
    for place in buses.indices where buses[place].isInService {
      let root = root(place)
      if numbers[root] == nil {
        numbers[root] = count
        count += 1
      }
      numbers[place] = numbers[root]
    }
    return Islands(ofBus: numbers, count: count)
  }
}
