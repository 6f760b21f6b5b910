/// What an outage cuts off: the buses of an island that are no longer joined to its largest part.
///
/// The largest part, by buses, is what remains; of two of a size the one with the reference. What is cut off counts as dead: its load and
/// generation are lost, and the slack of what remains makes up the difference.
public struct Separation: Hashable, Sendable, Codable {
  /// The places of the buses that are cut off, rising.
  public let buses: [Int]
  /// The load that is cut off, MW, shunts included.
  public let load: Double
  /// The generation that is cut off, MW; what HVDC lines put in and take out counts with it.
  ///
  /// It is that of the flows that are
  /// screened, and of the stored dispatch for a ``BranchOutage``, which is made without flows.
  public let generation: Double
}

extension DCModel {
  /// What an outage of some branches cuts off; `nil` where every island stays whole.
  ///
  /// - Parameter places: the branches that go out, all at a time.
  /// - Complexity: O(buses + branches).
  func separation(without places: Set<Int>) -> Separation? {
    var parents = Array(network.buses.indices)
    func root(_ bus: Int) -> Int {
      var bus = bus
      while parents[bus] != bus {
        parents[bus] = parents[parents[bus]]
        bus = parents[bus]
      }
      return bus
    }
    for branch in susceptances.indices where susceptances[branch] != 0 && !places.contains(branch) {
      let ends = (root(network.branchFrom[branch]), root(network.branchTo[branch]))
      parents[max(ends.0, ends.1)] = min(ends.0, ends.1)
    }
    let roots = network.buses.indices.map { root($0) }
    var sizes = [Int](repeating: 0, count: roots.count)
    for bus in roots { sizes[bus] += 1 }
    var kept = references.map { roots[$0] }
    for (bus, island) in islands.ofBus.enumerated() {
      if let island, sizes[roots[bus]] > sizes[kept[island]] { kept[island] = roots[bus] }
    }
    let lost = network.buses.indices.filter { bus in islands.ofBus[bus].map { kept[$0] != roots[bus] } ?? false }
    return lost.isEmpty ? nil : separation(of: lost)
  }

  /// The load and the generation of some buses.
  func separation(of buses: [Int]) -> Separation {
    let load = network.nodalWithdrawal
    let power = scheduledInjections
    return Separation(
      buses: buses, load: buses.reduce(0) { $0 + load[$1] },
      generation: buses.reduce(0) { $0 + (power[$1] + load[$1]) })
  }
}
