import Nodal
import Testing

/// Branches turned around.
@Suite struct NetworkOrientationTests {
  static let flowTolerance = 1e-9  // MW

  @Test func `a branch turned around is the same branch`() throws {
    let network = try PublicNetworks.random(seed: 7).edited { (network) throws(NodalError) in
      try network.addInterface(
        .init("pair", [.init("4", weight: 1), .init("5", weight: 0.5)], limits: .init(upper: 60)))
    }
    let shifter = try #require(network.branches.first { $0.shift != 0 }?.id)
    let changer = try #require(network.branches.first { $0.tap != 1 }?.id)
    let flow = try DCModel(network).powerFlow()
    for id in [shifter, changer, "4"] {
      let turned = try network.edited { (network) throws(NodalError) in try network.reverseBranch(id) }
      let place = try network.branchIndex(of: id)
      #expect(turned.branchFrom[place] == network.branchTo[place])
      let other = try DCModel(turned).powerFlow()
      var expected = flow.flows
      expected[place].negate()
      #expect(PublicNetworks.distance(other.flows, expected) < Self.flowTolerance)
      let again = try turned.edited { (network) throws(NodalError) in try network.reverseBranch(id) }
      #expect(abs(again.branches[place].reactance / network.branches[place].reactance - 1) < 1e-15)
      #expect(again.branchTo == network.branchTo && again.interfaces == network.interfaces)
    }
    let turned = try network.edited { (network) throws(NodalError) in try network.reverseBranch("4") }
    #expect(turned.interfaceTerms(at: 0).map(\.weight) == [-1, 0.5])
  }

  @Test func `limits of angles and impedances change sides`() throws {
    var network = try Network(
      buses: [.init(1, .reference), .init(2)],
      branches: [
        .init(
          "t", from: 1, to: 2, resistance: 0.01, reactance: 0.1, charging: 0.5, ratingA: 9, tap: 2, shift: 30,
          angleLimits: .init(-10, 20))
      ])
    try network.reverseBranch("t")
    #expect(
      network.branches[0]
        == .init(
          "t", from: 2, to: 1, resistance: 0.04, reactance: 0.4, charging: 0.125, ratingA: 9, tap: 0.5, shift: -30,
          angleLimits: .init(-20, 10)))
    try network.updateBranch("t") { $0.tap = 0 }
    #expect(
      code { () throws(NodalError) in try network.edited { (n) throws(NodalError) in try n.reverseBranch("t") } }
        == .unsound)
    #expect(throws: NodalError.self) { try network.reverseBranch("x") }
  }

  @Test func `parallel branches run as the first of them`() throws {
    var network = try Network(
      buses: (1...3).map { .init($0, $0 == 1 ? .reference : .pq) },
      branches: [(1, 2), (2, 1), (2, 3), (1, 2), (2, 1)].enumerated().map {
        .init("\($0)", from: $1.0, to: $1.1, reactance: 0.1)
      })
    #expect(try network.alignParallelBranches() == ["1", "4"])
    #expect(network.branchFrom == [0, 0, 1, 0, 0])
    #expect(try network.alignParallelBranches().isEmpty)
  }
}
