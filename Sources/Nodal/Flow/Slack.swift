/// Who takes up what is put in at a bus, or what a dispatch lacks: one bus of each island, or many by weight.
///
/// Flows between two buses, post-outage flows and prices do not depend on it; shift factors of single buses, and so the split of a
/// price into energy and congestion, do.
///
/// Weights count within each island and are scaled to add up to 1 there; an island in which all are zero falls back to its
/// reference bus.
public enum Slack: Hashable, Sendable {
  /// The reference bus of each island: the first one marked as reference, else the bus with the largest capacity.
  case reference
  /// One bus, by number, which becomes the reference of its island.
  case bus(Int)
  /// Every bus by its load in service.
  case load
  /// Every bus by what its generators in service put out.
  case generation
  /// Every bus by the upper limits of its generators in service.
  case capacity
  /// Every bus by the participation factors of its generators in service.
  case participation
  /// Buses by number, with weights of one's own.
  case weights([Int: Double])

  /// What the conventions of a result call it.
  var name: String {
    switch self {
    case .reference: "reference"
    case .bus(let number): "bus \(number)"
    case .load: "load"
    case .generation: "generation"
    case .capacity: "capacity"
    case .participation: "participation"
    case .weights: "weights"
    }
  }

  /// The raw weight of each bus of a network; empty for a single bus an island.
  func rawWeights(in network: Network) throws(NodalError) -> [Double] {
    func byGenerator(_ weight: (Network.Generator) -> Double) -> [Double] {
      var sums = [Double](repeating: 0, count: network.buses.count)
      for place in network.activeGenerators {
        let share = weight(network.generators[place])
        if share > 0, share.isFinite { sums[network.generatorBus[place]] += share }
      }
      return sums
    }
    switch self {
    case .reference: return []
    case .bus(let number):
      let place = try network.busIndex(of: number)
      guard network.buses[place].isInService else {
        throw NodalError(.unsound, found: "bus \(number), which is isolated", expected: "one in service", index: place)
      }
      return []
    case .load: return network.nodalDemand.map { max(0, $0) }
    case .generation: return byGenerator(\.output)
    case .capacity: return byGenerator(\.outputLimits.upper)
    case .participation: return byGenerator(\.participation)
    case .weights(let given):
      var weights = [Double](repeating: 0, count: network.buses.count)
      for number in given.keys.sorted() {
        let place = try network.busIndex(of: number)
        let weight = given[number] ?? 0
        guard weight.isFinite else {
          throw NodalError(.notFinite, found: "a weight of \(weight)", expected: "a finite one", index: place)
        }
        if network.buses[place].isInService { weights[place] = weight }
      }
      return weights
    }
  }
}
