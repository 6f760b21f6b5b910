import Nodal
import Testing

/// Conflicts among limits, kind by kind: which limits are named, and that they are few enough, by dispatches of networks that have no others.
@Suite struct DispatchConflictTests {
  static let powerTolerance = 1e-4  // MW

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let network: @Sendable () throws(NodalError) -> Network
    /// What has to be named, demands left out.
    let limits: Set<DispatchLimit>
    let demands: Set<DispatchLimit>
    /// MW.
    let margin: Double?

    init(
      _ name: String, _ limits: Set<DispatchLimit>, _ demands: Set<DispatchLimit> = [], margin: Double? = nil,
      _ network: @escaping @Sendable () throws(NodalError) -> Network
    ) {
      (testDescription, self.limits, self.demands, self.margin, self.network) = (name, limits, demands, margin, network)
    }
  }

  /// The triangle without its interface's limit, changed.
  static func triangle(_ change: (inout Network) throws(NodalError) -> Void) throws(NodalError) -> Network {
    try SmallNetworks.triangle().edited { (network) throws(NodalError) in
      try network.setLimits(.none, ofInterface: "south")
      try change(&network)
    }
  }

  /// Two islands, and direct current between them.
  static func islands() throws(NodalError) -> Network {
    try Network(
      buses: [.init(1, .reference), .init(2, .reference)], loads: [.init("town", bus: 2, power: 100)],
      generators: [
        .init("far", bus: 1, outputLimits: .init(0, 500), cost: .linear(20)),
        .init("near", bus: 2, outputLimits: .init(0, 30), cost: .linear(60)),
      ],
      hvdcLines: [.init("dc", from: 1, to: 2, flowLimits: .init(-50, 50), lossSlope: 0.1)])
  }

  static let cases = [
    Case("too little capacity", [.generator("cheap"), .generator("dear")], [.demand(30)], margin: 100) {
      () throws(NodalError) in
      try triangle { (n) throws(NodalError) in
        try n.updateLoad("town") { $0.power = 500 }
        try n.setRating(nil, ofBranch: "c")
      }
    },
    Case("too much that has to run", [.generator("cheap"), .generator("dear")], [.demand(30)], margin: 20) {
      () throws(NodalError) in
      try triangle { (n) throws(NodalError) in
        try n.setOutputLimits(.init(170, 200), ofGenerator: "cheap")
        try n.setRating(nil, ofBranch: "c")
      }
    },
    Case("a cut of branches", [.branch("b"), .branch("c")], [.demand(30)], margin: 50) { () throws(NodalError) in
      try triangle { (n) throws(NodalError) in try n.setRating(20, ofBranch: "b") }
    },
    Case("angles across a cut", [.angle("b"), .angle("c")], [.demand(30)], margin: 30) { () throws(NodalError) in
      try triangle { (n) throws(NodalError) in
        try n.setRating(nil, ofBranch: "c")
        for id in ["b", "c"] { try n.updateBranch(id) { $0.angleLimits = .init(upper: 0.06 * 180 / .pi) } }
      }
    },
    Case("angles around a loop", [.angle("a"), .angle("b"), .angle("c")]) { () throws(NodalError) in
      try triangle { (n) throws(NodalError) in
        try n.setRating(nil, ofBranch: "c")
        try n.addGenerator(.init("market", bus: 30, outputLimits: .init(-1000, 1000)))
        for id in ["a", "b"] { try n.updateBranch(id) { $0.angleLimits = .init(lower: 4) } }
        try n.updateBranch("c") { $0.angleLimits = .init(upper: 7) }
      }
    },
    Case("an interface", [.interface("south")], [.demand(30)], margin: 10) { () throws(NodalError) in
      try SmallNetworks.triangle()
    },
    Case("direct current", [.hvdcLine("dc"), .generator("near")], [.demand(2)], margin: 25) { () throws(NodalError) in
      try islands()
    },
  ]

  @Test(arguments: cases) func `the limits of a conflict are named, and no others`(what: Case) throws {
    let network = try what.network()
    let result = try DCOPF(network).solve()
    #expect(result.status == .infeasible)
    let conflict = try #require(result.conflict)
    #expect(conflict.isProven && conflict.isMinimal)
    #expect(Set(conflict.limits.map(\.limit)) == what.limits.union(what.demands))
    if let margin = what.margin { #expect(abs(conflict.margin - margin) < Self.powerTolerance) }
    try Self.expectIrreducible(network, what.limits)
  }

  @Test func `a conflict reads as a sentence`() throws {
    let network = try Self.triangle { (n) throws(NodalError) in try n.setRating(20, ofBranch: "b") }
    let conflict = try #require(try DCOPFTests.solve(network, DCOPFTests.options(conflictSolves: nil)).conflict)
    #expect(
      conflict.description
        == "50.0 MW do not fit: branch b at most 20.0 MW, branch c at most 80.0 MW, demand at bus 30 of 150.0 MW")
  }

  @Test func `a search that may not go on says that it did not`() throws {
    let network = try Self.triangle { (n) throws(NodalError) in try n.setRating(20, ofBranch: "b") }
    let conflict = try #require(try DCOPF(network, .init(conflictSolves: 0)).solve().conflict)
    #expect(conflict.isProven && !conflict.isMinimal)
    #expect(Set(conflict.limits.map(\.limit)).isSuperset(of: [.branch("b"), .branch("c")]))
  }

  /// More demand than a random network can carry.
  @Test(arguments: [UInt64(7), 11, 23]) func `conflicts of meshed networks are irreducible`(seed: UInt64) throws {
    let network = try PriceDecompositionTests.meshed(seed: seed).edited { (network) throws(NodalError) in
      try network.scaleDemand(by: 2.5)
    }
    try Self.expectIrreducible(network)
  }

  @Test(
    .enabled(if: Fixtures.captures != nil), arguments: ["pglib_opf_case5_pjm__sad.m", "pglib_opf_case14_ieee__sad.m"])
  func `conflicts of public cases are irreducible`(file: String) throws {
    let bytes = try Fixtures.capture("pglib/\(file)")
    try Self.expectIrreducible(try Network(matpower: bytes.span))
  }

  static func expectIrreducible(_ network: Network) throws {
    let conflict = try #require(try DCOPF(network).solve().conflict)
    #expect(conflict.isProven && conflict.isMinimal)
    let limits = conflict.limits.map(\.limit).filter { if case .demand = $0 { false } else { true } }
    #expect(!limits.isEmpty)
    try expectIrreducible(network, Set(limits))
  }

  /// A network with nothing but some limits is infeasible, and feasible without any one of them.
  static func expectIrreducible(_ network: Network, _ limits: Set<DispatchLimit>) throws {
    func status(_ kept: Set<DispatchLimit>) throws -> DispatchStatus {
      try DCOPF(try bare(network, keeping: kept), .init(conflictSolves: 0)).solve().status
    }
    #expect(try status(limits) == .infeasible)
    for limit in limits {
      #expect(try status(limits.subtracting([limit])).isOptimal, "without \(limit)")
    }
  }

  /// A network without costs and with some limits only.
  static func bare(_ network: Network, keeping kept: Set<DispatchLimit>) throws(NodalError) -> Network {
    try network.edited { (network) throws(NodalError) in
      for generator in network.generators {
        try network.updateGenerator(generator.id) {
          $0.cost = nil
          if !kept.contains(.generator(generator.id)) { $0.outputLimits = .none }
        }
      }
      for branch in network.branches {
        try network.updateBranch(branch.id) {
          if !kept.contains(.branch(branch.id)) { $0.ratingA = nil }
          if !kept.contains(.angle(branch.id)) { $0.angleLimits = .none }
        }
      }
      for line in network.hvdcLines where !kept.contains(.hvdcLine(line.id)) {
        try network.updateHVDCLine(line.id) {
          $0.flowLimits = .none
          $0.cost = nil
        }
      }
      for interface in network.interfaces where !kept.contains(.interface(interface.id)) {
        try network.setLimits(.none, ofInterface: interface.id)
      }
    }
  }
}
