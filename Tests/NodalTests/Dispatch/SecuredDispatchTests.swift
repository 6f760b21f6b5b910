import Nodal
import Testing

/// Dispatch that survives outages.
@Suite struct SecuredDispatchTests {
  /// Two circuits of 100 MW in parallel from a cheap unit to a town with a dear one: after the outage of one the other carries all.
  static func corridor() throws(NodalError) -> Network {
    try Network(
      buses: [.init(1, .reference), .init(2)], loads: [.init("town", bus: 2, power: 180)],
      generators: [
        .init("cheap", bus: 1, outputLimits: .init(0, 300), cost: .linear(20)),
        .init("dear", bus: 2, outputLimits: .init(0, 300), cost: .linear(50)),
      ],
      branches: [
        .init("a", from: 1, to: 2, reactance: 0.1, ratingA: 100, ratingC: 120),
        .init("b", from: 2, to: 1, reactance: 0.1, ratingA: 100, ratingC: 120),
      ])
  }

  @Test func `a corridor is loaded to what one circuit may carry after the outage of the other`() throws {
    let problem = try DCOPF(try Self.corridor(), DCOPFTests.options())
    let plain = try problem.solve()
    #expect(PublicNetworks.distance(plain.outputs, [180, 0]) < DCOPFTests.powerTolerance)
    let secured = try problem.solveSecured()
    #expect(secured.isSecure)
    #expect(PublicNetworks.distance(secured.dispatch.outputs, [120, 60]) < 1e-5)
    #expect(PublicNetworks.distance(secured.dispatch.prices, [20, 50]) < 1e-6)
    let limits = Set(secured.dispatch.binding.map(\.limit))
    #expect(limits.isSubset(of: [.contingency(branch: "a", outage: "b"), .contingency(branch: "b", outage: "a")]))
    // At prices by limit: what binds adds up to the difference.
    let parts = try secured.dispatch.decomposed(in: try Self.corridor())
    #expect(abs(parts.congestion(fromBus: 0, toBus: 1) - 30) < 1e-6)
  }

  static let ratings: [(Double, Double, BranchRating, BranchRating)] = [
    (100, 80, .longTerm, .emergency), (80, 100, .emergency, .longTerm),
  ]

  /// What flows over the first line is the same after every outage: it is limited all the same.
  @Test(arguments: ratings)
  func `a rating for outages below the one without is kept`(
    ratingA: Double, ratingC: Double, before: BranchRating, after: BranchRating
  ) throws {
    let network = try Network(
      buses: [.init(1, .reference), .init(2), .init(3)], loads: [.init("town", bus: 3, power: 180)],
      generators: [
        .init("cheap", bus: 1, outputLimits: .init(0, 300), cost: .linear(20)),
        .init("dear", bus: 3, outputLimits: .init(0, 300), cost: .linear(50)),
      ],
      branches: [
        .init("first", from: 1, to: 2, reactance: 0.1, ratingA: ratingA, ratingC: ratingC),
        .init("a", from: 2, to: 3, reactance: 0.1), .init("b", from: 2, to: 3, reactance: 0.1),
      ])
    let problem = try DCOPF(network, .init(rating: before, solver: DCOPFTests.precise))
    #expect(PublicNetworks.distance(try problem.solve().outputs, [100, 80]) < 1e-5)
    let secured = try problem.solveSecured(rating: after)
    #expect(secured.isSecure && secured.limits.count == 1)
    #expect(PublicNetworks.distance(secured.dispatch.outputs, [80, 100]) < 1e-5)
  }

  @Test(arguments: [UInt64(7), 11]) func `a meshed network keeps every limit after every outage`(seed: UInt64) throws {
    let network = try PriceDecompositionTests.meshed(seed: seed).edited { (network) throws(NodalError) in
      for branch in network.branches { try network.updateBranch(branch.id) { $0.ratingC = 70 } }
    }
    let problem = try DCOPF(network, DCOPFTests.options())
    let secured = try problem.solveSecured()
    #expect(secured.isSecure)
    #expect(!secured.separating.isEmpty)  // the spur
    let plain = try #require(try problem.solve().objective)
    #expect((secured.dispatch.objective ?? 0) >= plain - 1e-6)
    // Independently: the network without each branch, the same injections.
    for place in network.branches.indices where !secured.separating.contains(place) {
      var rest = network
      try rest.openBranch(network.branches[place].id)
      for (unit, output) in secured.dispatch.outputs.enumerated() {
        try rest.updateGenerator(network.generators[unit].id) { $0.output = output }
      }
      try rest.updateHVDCLine("dc") { $0.flow = secured.dispatch.hvdcFlows[0] }
      let flow = try DCModel(rest).powerFlow(rating: .emergency)
      #expect(flow.overloads.allSatisfy { $0.excess < 1e-3 })
    }
  }
}
