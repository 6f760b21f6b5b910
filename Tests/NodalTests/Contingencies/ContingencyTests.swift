import Nodal
import Testing

@Suite struct ContingencyTests {
  static let flowTolerance = 1e-8  // MW

  @Test(arguments: [Slack.reference, .generation, .participation])
  func `units and branches that fail together leave what a new model leaves`(slack: Slack) throws {
    let network = try PublicNetworks.random(seed: 31)
    let model = try DCModel(network, slack: slack)
    let base = try model.powerFlow()
    let contingencies = [
      Contingency("nothing"), Contingency("unit", generators: ["7"]), Contingency("line", branches: ["3"]),
      Contingency("both", branches: ["3", "19"], generators: ["7", "24"]),
    ]
    let outcomes = try model.outcomes(of: contingencies, base)
    #expect(outcomes.map(\.contingency) == contingencies)
    for outcome in outcomes {
      let failed = outcome.contingency
      let rest = try network.edited { network throws(NodalError) in
        for id in failed.branches { try network.openBranch(id) }
        for id in failed.generators { try network.outageGenerator(id) }
      }
      var injections = base.injections
      for id in failed.generators {
        let place = try network.generatorIndex(of: id)
        injections[network.generatorBus[place]] -= network.generators[place].output
      }
      let solved = try DCModel(rest, slack: slack).powerFlow(injections: injections, rating: .emergency)
      #expect(PublicNetworks.distance(outcome.flows, solved.flows) < Self.flowTolerance)
      #expect(outcome.overloads.map(\.branch) == solved.overloads.map(\.branch))
    }
    #expect(outcomes[0].flows == base.flows)
  }

  @Test func `contingencies that part the network, or have no answer, say so`() throws {
    let model = try DCModel(PublicNetworks.nineBus(), slack: .capacity)
    let parted = try model.outcomes(of: [Contingency("three", branches: ["3-6"], generators: ["1"])])[0]
    #expect(parted.status == .separates)
    #expect(parted.separation?.buses == [2])
    #expect(abs(parted.flows[0]) < Self.flowTolerance)
    #expect(abs(parted.flows[6] + 315) < Self.flowTolerance)  // bus 2 alone feeds all load
    #expect(parted.overloads.map(\.branch).contains(6))
    #expect(Contingency.units(of: model.network).map(\.generators) == [["1"], ["2"], ["3"]])
    let network = try Network(
      buses: [.init(1, .reference), .init(2)],
      branches: [
        .init("a", from: 1, to: 2, reactance: 0.5), .init("b", from: 1, to: 2, reactance: -0.5),
        .init("c", from: 1, to: 2, reactance: 0.25),
      ])
    let lost = try DCModel(network).outcomes(of: [Contingency("c", branches: ["c"])])[0]
    #expect(lost.status == .singular)
    #expect(lost.flows.isEmpty)
    #expect(throws: NodalError.self) { try model.outcomes(of: [Contingency("x", branches: ["x"])]) }
    #expect(throws: NodalError.self) { try model.outcomes(of: [Contingency("x", generators: ["x"])]) }
  }
}
