extension Network {
  /// Whether a branch carries a flow: it is closed, and neither end is isolated.
  public func isBranchActive(at place: Int) -> Bool {
    branches[place].isInService && buses[branchFrom[place]].isInService && buses[branchTo[place]].isInService
  }

  /// Whether a generator can be dispatched: it is in service, and its bus is.
  public func isGeneratorActive(at place: Int) -> Bool {
    generators[place].isInService && buses[generatorBus[place]].isInService
  }

  /// Whether a load takes power: it is in service, and its bus is.
  public func isLoadActive(at place: Int) -> Bool { loads[place].isInService && buses[loadBus[place]].isInService }

  /// Whether an HVDC line carries a flow: it is in service, and both of its buses are.
  public func isHVDCLineActive(at place: Int) -> Bool {
    hvdcLines[place].isInService && buses[hvdcFrom[place]].isInService && buses[hvdcTo[place]].isInService
  }

  /// The places of the branches that carry a flow.
  public var activeBranches: [Int] { branches.indices.filter { isBranchActive(at: $0) } }

  /// The places of the generators that can be dispatched.
  public var activeGenerators: [Int] { generators.indices.filter { isGeneratorActive(at: $0) } }

  /// The places of the HVDC lines that carry a flow.
  public var activeHVDCLines: [Int] { hvdcLines.indices.filter { isHVDCLineActive(at: $0) } }

  /// The places of the reference buses.
  public var referenceBuses: [Int] { buses.indices.filter { buses[$0].kind == .reference } }

  /// What the loads in service take at each bus, MW, shunts not counted; nothing at an isolated one.
  ///
  /// - Complexity: O(buses + loads).
  public var nodalDemand: [Double] {
    var demand = [Double](repeating: 0, count: buses.count)
    for (place, load) in loads.enumerated() where isLoadActive(at: place) { demand[loadBus[place]] += load.power }
    return demand
  }

  /// What is taken at each bus whatever is dispatched, MW: loads in service, and shunts at 1 p.u.; nothing at an isolated one.
  ///
  /// - Complexity: O(buses + loads).
  public var nodalWithdrawal: [Double] {
    var withdrawal = nodalDemand
    for (place, bus) in buses.enumerated() where bus.isInService { withdrawal[place] += bus.shuntConductance }
    return withdrawal
  }

  /// What all loads in service take, MW.
  public var totalDemand: Double { nodalDemand.reduce(0, +) }
}
