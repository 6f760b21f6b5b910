import Foundation
import Nodal
import NumericalKernels
import Testing
import Valuation

@Suite struct DCPowerFlowTests {
  static let flowTolerance = 1e-9  // MW

  /// What leaves each bus by its branches, less what is put in: zero where a power flow is right.
  static func imbalance(_ flow: DCPowerFlow, _ network: Network) -> Double {
    var left = flow.injections
    for place in network.branches.indices {
      left[network.branchFrom[place]] -= flow.flows[place]
      left[network.branchTo[place]] += flow.flows[place]
    }
    return left.map(abs).max() ?? 0
  }

  @Test func `five buses carry the flows of the published dispatch`() throws {
    let network = try PublicNetworks.fiveBus()
    let model = try DCModel(network)
    // MATPOWER's optimal dispatch and its flows (case5).
    var injections = [210.0, -300, 323.494798 - 300, 0.000003 - 400, 466.505171]
    injections[3] = -injections[0] - injections[1] - injections[2] - injections[4]
    let flow = try model.powerFlow(injections: injections)
    let published = [249.716784, 186.788385, -226.505171, -50.283216, -26.788418, -240.0]
    #expect(PublicNetworks.distance(flow.flows, published) < 2e-5)
    #expect(flow.overloads.isEmpty == (abs(flow.flows[5]) <= 240))
    #expect(flow.basis.conventions["susceptance"] == "matpower")
    #expect(abs(flow.slackPower[0]) < 1e-9)
  }

  @Test func `flows are susceptance times angles, and every bus balances`() throws {
    let network = try PublicNetworks.random(seed: 3)
    for convention in SusceptanceConvention.allCases {
      for slack in [Slack.reference, .load, .generation, .capacity, .participation, .bus(5), .weights([2: 1, 9: 3])] {
        let flow = try DCModel(network, convention: convention, slack: slack).powerFlow()
        #expect(Self.imbalance(flow, network) < Self.flowTolerance)
        for (place, branch) in network.branches.enumerated() {
          let isMATPOWER = convention == .matpower
          let (r, x) = (branch.resistance, branch.reactance)
          let b = isMATPOWER ? 1 / (x * branch.tap) : x / (r * r + x * x)
          let shift = isMATPOWER ? branch.shift : 0
          let angle = flow.angles[network.branchFrom[place]] - flow.angles[network.branchTo[place]] - shift
          #expect(abs(flow.flows[place] - 100 * b * angle * .pi / 180) < Self.flowTolerance)
        }
        #expect(abs(flow.injections.reduce(0, +)) < Self.flowTolerance)
      }
    }
  }

  @Test func `the slack takes up what is lacking by its weights, and the reference keeps its angle`() throws {
    let network = try PublicNetworks.random(seed: 3)
    let model = try DCModel(network, slack: .weights([2: 1, 9: 3]))
    let flow = try model.powerFlow()
    let scheduled = model.scheduledInjections
    let lacking = -scheduled.reduce(0, +)
    #expect(abs(flow.slackPower[0] - lacking) < Self.flowTolerance)
    #expect(abs(flow.injections[1] - scheduled[1] - lacking / 4) < Self.flowTolerance)
    #expect(abs(flow.injections[8] - scheduled[8] - 3 * lacking / 4) < Self.flowTolerance)
    #expect(flow.injections[0] == scheduled[0])
    #expect(flow.angles[0] == 10)
    // HVDC: 12 MW are taken at bus 4; 12 - 0.5 - 0.24 come out at bus 11.
    var without = network
    try without.updateHVDCLine("dc") { $0.isInService = false }
    let plain = try DCModel(without).scheduledInjections
    #expect(abs(scheduled[3] - plain[3] + 12) < 1e-12)
    #expect(abs(scheduled[10] - plain[10] - 11.26) < 1e-12)
  }

  @Test func `an interface carries what its branches carry`() throws {
    let model = try DCModel(SmallNetworks.triangle())
    let over = try model.interfaceFlows(try model.powerFlow().flows)
    #expect(PublicNetworks.distance(over, [150]) < Self.flowTolerance)
    #expect(throws: NodalError.self) { try model.interfaceFlows([1]) }
  }

  @Test func `shunts are loads, isolated buses are nothing, and islands balance by themselves`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateBus(30) { $0.shuntConductance = 6 }
    try network.updateGenerator("dear") { $0.output = 100 }
    try network.openBranch("b")
    try network.openBranch("a")
    let model = try DCModel(network)
    #expect(model.islands.count == 2)
    #expect(model.references == [0, 1])
    let flow = try model.powerFlow()
    #expect(PublicNetworks.distance(flow.flows, [0, 0, 156]) < Self.flowTolerance)
    #expect(flow.injections == [156, 0, -156])
    #expect(flow.slackPower == [156, -100])
    #expect(flow.overloads.map(\.branch) == [2])
    #expect(abs(flow.overloads[0].excess - 76) < Self.flowTolerance)
    #expect(flow.loadings[2].map { abs($0 - 1.95) < 1e-12 } == true)
    #expect(flow.loadings[0] == nil)
    try network.updateBus(30) { $0.kind = .isolated }
    #expect(try DCModel(network).powerFlow().flows == [0, 0, 0])
  }

  @Test func `what makes no sense is refused by name`() throws {
    let network = try SmallNetworks.triangle()
    func code(_ body: () throws(NodalError) -> Void) -> NodalError.Code? {
      do throws(NodalError) {
        try body()
        return nil
      } catch {
        return error.code
      }
    }
    let model = try DCModel(network)
    #expect(code { () throws(NodalError) in _ = try model.powerFlow(injections: [1]) } == .countMismatch)
    #expect(code { () throws(NodalError) in _ = try model.powerFlow(injections: [1, .nan, 2]) } == .notFinite)
    #expect(code { () throws(NodalError) in _ = try DCModel(network, slack: .bus(7)) } == .unknownElement)
    #expect(code { () throws(NodalError) in _ = try DCModel(network, slack: .weights([7: 1])) } == .unknownElement)
    #expect(code { () throws(NodalError) in _ = try DCModel(network, slack: .weights([1: .nan])) } == .notFinite)
    #expect(
      code { () throws(NodalError) in _ = try DCModel(network, slack: .weights([1: 1, 2: -1])) } == .outOfRange)
    var broken = network
    try broken.updateBranch("b") { $0.reactance = 0 }
    #expect(code { () throws(NodalError) in _ = try DCModel(broken) } == .unsound)
    #expect(code { () throws(NodalError) in _ = try DCModel(broken, convention: .powerModels) } == .unsound)
    try broken.openBranch("b")
    #expect(code { () throws(NodalError) in _ = try DCModel(broken) } == nil)
    // Two circuits whose reactances cancel.
    let resonant = try Network(
      buses: [.init(1, .reference), .init(2)],
      branches: [.init("a", from: 1, to: 2, reactance: 0.5), .init("b", from: 1, to: 2, reactance: -0.5)])
    #expect(code { () throws(NodalError) in _ = try DCModel(resonant) } == .unsound)
    // Three that cancel to rounding.
    let nearly = try Network(
      buses: [.init(1, .reference), .init(2)],
      branches: [0.1, 0.3, -0.075].enumerated().map { .init("\($0)", from: 1, to: 2, reactance: $1) })
    #expect(code { () throws(NodalError) in _ = try DCModel(nearly) } == .unsound)
  }

  @Test func `a result survives JSON, and a rating falls back to the one below`() throws {
    let flow = try DCModel(PublicNetworks.fiveBus()).powerFlow(rating: .emergency)
    #expect(flow.limits == [400, nil, nil, nil, nil, 240])
    #expect(try JSONDecoder().decode(DCPowerFlow.self, from: JSONEncoder().encode(flow)) == flow)
    // Limits that were lost on the way are none.
    let text = String(decoding: try JSONEncoder().encode(flow), as: UTF8.self)
    let short = text.replacing("\"limits\":[400,null,null,null,null,240]", with: "\"limits\":[0]")
    #expect(
      try JSONDecoder().decode(DCPowerFlow.self, from: Data(short.utf8)).overloads.map(\.branch) == [0])
    let branch = Network.Branch("a", from: 1, to: 2, reactance: 1, ratingA: 1, ratingB: 2)
    #expect(BranchRating.allCases.map { $0.limit(of: branch) } == [1, 2, 2])
  }

  @Test func `flows beyond what a double holds are refused`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateLoad("town") { $0.power = 1e308 }
    try network.addLoad(.init("other", bus: 2, power: 1e308))
    let huge = network
    #expect(code { () throws(NodalError) in _ = try DCModel(huge).powerFlow() } == .notFinite)
  }

  @Test func `a single bus has no flows`() throws {
    let model = try DCModel(Network(buses: [.init(1)], loads: [.init("a", bus: 1, power: 3)]))
    let flow = try model.powerFlow()
    #expect(flow.flows.isEmpty)
    #expect(flow.injections == [0])
    #expect(flow.slackPower == [3])
    #expect(try model.ptdf().byBus.storage.isEmpty)
    #expect(try model.screenOutages().outages.isEmpty)
  }
}
