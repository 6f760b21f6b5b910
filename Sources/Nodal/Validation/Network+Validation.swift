extension Network {
  /// What is wrong with the network, or worth knowing: errors first, then by kind of element in their order.
  ///
  /// Elements out of service are not looked at, but for limits and numbers that no element can have.
  ///
  /// - Complexity: O(elements log elements).
  public func validate() -> [NetworkFinding] {
    let findings = islandFindings + busFindings + branchFindings + generatorFindings + interfaceFindings
    return findings.filter { $0.severity == .error } + findings.filter { $0.severity == .warning }
  }

  /// Refuses a network with errors, or with findings of more kinds.
  ///
  ///     try network.requireSound(refusing: [.negativeReactance, .unlimitedBranch])
  ///
  /// - Parameter codes: warnings that are refused as well.
  /// - Throws: `unsound` with the first finding, and how many there are.
  public func requireSound(refusing codes: Set<NetworkFinding.Code> = []) throws(NodalError) {
    let refused = validate().filter { $0.severity == .error || codes.contains($0.code) }
    guard let first = refused.first else { return }
    let more = refused.count > 1 ? ", and \(refused.count - 1) more" : ""
    throw NodalError(.unsound, found: "\(first)\(more)", expected: "a network that passes validation")
  }

  /// Whether islands have one reference each, and enough capacity.
  private var islandFindings: [NetworkFinding] {
    let islands = islands
    var findings: [NetworkFinding] = []
    if islands.count > 1 {
      findings.append(.warning(.severalIslands, .network, "\(islands.count) islands"))
    }
    let withdrawal = nodalWithdrawal
    var capacity = [Double](repeating: 0, count: buses.count)
    for place in activeGenerators { capacity[generatorBus[place]] += max(generators[place].outputLimits.upper, 0) }
    for place in activeHVDCLines {
      capacity[hvdcTo[place]] += max(hvdcLines[place].flowLimits.upper, 0)
      capacity[hvdcFrom[place]] += max(-hvdcLines[place].flowLimits.lower, 0)
    }
    for members in islands.buses {
      let references = members.filter { buses[$0].kind == .reference }
      let first = NetworkFinding.Element.bus(buses[members[0]].number)
      if references.isEmpty {
        // A bus alone has no flow and no angle that matters.
        findings.append(
          .init(
            .missingReference, members.count > 1 ? .error : .warning, first,
            "an island of \(members.count) buses without a reference"))
      }
      if references.count > 1 {
        findings.append(
          .warning(
            .severalReferences, .bus(buses[references[1]].number),
            "\(references.count) references in one island, the first at bus \(buses[references[0]].number)"))
      }
      let demand = members.reduce(0) { $0 + withdrawal[$1] }
      let most = members.reduce(0) { $0 + capacity[$1] }
      if demand > most {
        findings.append(
          .warning(.insufficientCapacity, first, "an island that takes \(demand) MW and can give \(most) MW"))
      }
    }
    return findings
  }

  private var busFindings: [NetworkFinding] {
    var findings: [NetworkFinding] = []
    for bus in buses {
      let element = NetworkFinding.Element.bus(bus.number)
      if !bus.isInService { findings.append(.warning(.isolatedBus, element, "not in service")) }
      if bus.voltageLimits.isCrossed {
        findings.append(.warning(.crossedLimits, element, "voltages from \(bus.voltageLimits)"))
      }
      if bus.baseKV < 0 || bus.baseKV > 2000 {
        findings.append(.warning(.unlikelyValue, element, "a base of \(bus.baseKV) kV"))
      }
    }
    for (place, load) in loads.enumerated() {
      if load.isInService, !isLoadActive(at: place) {
        findings.append(.warning(.strandedElement, .load(load.id), "in service at bus \(load.bus), which is not"))
      }
      if abs(load.power) > Self.unlikelyPower {
        findings.append(.warning(.unlikelyValue, .load(load.id), "\(load.power) MW"))
      }
    }
    return findings
  }

  private var interfaceFindings: [NetworkFinding] {
    var findings: [NetworkFinding] = []
    for interface in interfaces {
      let element = NetworkFinding.Element.interface(interface.id)
      if interface.limits.isCrossed { findings.append(.error(.crossedLimits, element, "\(interface.limits)")) }
      if interface.terms.isEmpty { findings.append(.warning(.unlikelyValue, element, "no branches")) }
    }
    return findings
  }

  /// More MW than any bus of a power system has, and a sign of kW or W.
  static let unlikelyPower = 100_000.0
}

extension Network.Bounds: CustomStringConvertible {
  /// Both bounds.
  public var description: String { "\(lower) to \(upper)" }
}
