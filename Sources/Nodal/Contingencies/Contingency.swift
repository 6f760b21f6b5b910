/// Something that may fail: any number of branches and units at a time.
///
///     Contingency("double circuit", branches: ["12", "13"])
///     Contingency("unit and its line", branches: ["7"], generators: ["G2"])
public struct Contingency: Hashable, Sendable, Codable {
  /// What reports call it.
  public var name: String
  /// The ids of the branches that go out.
  public var branches: [String]
  /// The ids of the generators that go out.
  public var generators: [String]

  /// Makes a contingency.
  public init(_ name: String, branches: [String] = [], generators: [String] = []) {
    self.name = name
    self.branches = branches
    self.generators = generators
  }

  /// The outage of every unit in service of a network, one at a time, named by its id.
  public static func units(of network: Network) -> [Contingency] {
    network.activeGenerators.map { Contingency(network.generators[$0].id, generators: [network.generators[$0].id]) }
  }
}

/// What a contingency does to flows.
public struct ContingencyOutcome: Hashable, Sendable, Codable {
  /// The contingency.
  public let contingency: Contingency
  /// How its flows came about.
  public let status: OutageScreening.Outage.Status
  /// The flow on each branch after it, MW; empty where there is none.
  public let flows: [Double]
  /// The branches that it overloads, the furthest beyond its limit first.
  public let overloads: [BranchLoading]
  /// How far they lie beyond their limits, all together, MW.
  public let excess: Double
  /// What its branches cut off.
  public let separation: Separation?
}

extension DCModel {
  /// The flows after contingencies of several elements, one after the other.
  ///
  /// A unit that goes out takes its stored output along; the slack makes up for it, without the unit where slack goes by units. What
  /// branches cut off is dead, as in ``BranchOutage``.
  ///
  /// - Parameters:
  ///   - contingencies: what fails.
  ///   - flow: the flows before; those of the stored dispatch unless given.
  ///   - rating: the ratings that count.
  /// - Returns: one outcome for each contingency, in their order.
  /// - Throws: `unknownElement` for a branch or a generator that is not there; `countMismatch` for flows that are not of this network.
  /// - Complexity: for each contingency a solve for every branch and one for the units; a new model where an island parts.
  public func outcomes(
    of contingencies: [Contingency], _ flow: DCPowerFlow? = nil, rating: BranchRating = .emergency
  ) throws(NodalError) -> [ContingencyOutcome] {
    let base = if let flow { flow } else { try powerFlow(rating: rating) }
    try checkFlows(base.flows)
    let limits = rating.limits(of: network)
    var found: [ContingencyOutcome] = []
    found.reserveCapacity(contingencies.count)
    for contingency in contingencies { found.append(try outcome(of: contingency, base, limits)) }
    return found
  }

  private func outcome(
    of contingency: Contingency, _ base: DCPowerFlow, _ limits: [Double]
  ) throws(NodalError) -> ContingencyOutcome {
    var places: [Int] = []
    for id in contingency.branches { places.append(try network.branchIndex(of: id)) }
    let (model, flow) = try without(generators: contingency.generators, base)
    let outage: BranchOutage
    do throws(NodalError) {
      outage = try model.outage(ofBranchesAt: places)
    } catch  where error.code == .unsound {
      return ContingencyOutcome(
        contingency: contingency, status: .singular, flows: [], overloads: [], excess: 0, separation: nil)
    }
    let flows = try outage.flows(after: flow)
    let overloads = flows.indices.compactMap { place -> BranchLoading? in
      guard abs(flows[place]) > limits[place] else { return nil }
      return BranchLoading(branch: place, flow: flows[place], limit: limits[place])
    }.sorted(by: BranchLoading.isWorse)
    return ContingencyOutcome(
      contingency: contingency, status: outage.separation == nil ? .connected : .separates, flows: flows,
      overloads: overloads, excess: overloads.reduce(0) { $0 + $1.excess }, separation: outage.separation)
  }

  /// The model and the flows without some units; branches, and so the factors, stay.
  private func without(
    generators ids: [String], _ base: DCPowerFlow
  ) throws(NodalError) -> (model: DCModel, flow: DCPowerFlow) {
    guard !ids.isEmpty else { return (self, base) }
    guard base.injections.count == network.buses.count else {
      throw NodalError(
        .countMismatch, found: "\(base.injections.count) injections",
        expected: "one for each of \(network.buses.count) buses")
    }
    var rest = network
    var injections = base.injections
    for id in Set(ids) {
      let place = try network.generatorIndex(of: id)
      guard network.isGeneratorActive(at: place) else { continue }
      injections[network.generatorBus[place]] -= network.generators[place].output
      try rest.outageGenerator(id)
    }
    let model = try DCModel(self, with: rest)
    return (model, try model.powerFlow(injections: injections))
  }
}
