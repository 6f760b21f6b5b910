import Nodal
import NumericalKernels
import Testing

@Suite struct PTDFTests {
  static let factorTolerance = 1e-12

  @Test func `five buses have the published factors`() throws {
    let factors = try DCModel(PublicNetworks.fiveBus()).ptdf()
    // PTDF[1, 1] as pinned by PowerNetworkMatrices.jl; the table as MATPOWER prints it.
    #expect(abs(factors[branch: 0, bus: 0] - 0.1939166051164976) < 1e-15)
    let published: [[Double]] = [
      [0.19391661, -0.47589472, -0.34898946, 0, 0.15953804], [0.43758813, 0.25834285, 0.18945142, 0, 0.36001018],
      [0.36849527, 0.21755187, 0.15953804, 0, -0.51954822], [0.19391661, 0.52410528, -0.34898946, 0, 0.15953804],
      [0.19391661, 0.52410528, 0.65101054, 0, 0.15953804], [-0.36849527, -0.21755187, -0.15953804, 0, -0.48045178],
    ]
    for (branch, row) in published.enumerated() {
      #expect(PublicNetworks.distance(factors.row(ofBranch: branch), row) < 5.1e-9)
    }
    #expect(factors.matrix.rows == 6)
    #expect(factors.matrix[5, 4] == factors[branch: 5, bus: 4])
    #expect(factors.column(ofBus: 3).allSatisfy { $0 == 0 })
  }

  @Test(arguments: SusceptanceConvention.allCases)
  func `factors are what a power flow answers to 1 MW`(convention: SusceptanceConvention) throws {
    let network = try PublicNetworks.random(seed: 5)
    for slack in [Slack.reference, .bus(6), .load, .participation, .weights([3: -1, 8: 5])] {
      let model = try DCModel(network, convention: convention, slack: slack)
      let factors = try model.ptdf()
      let base = try model.powerFlow()
      for bus in network.buses.indices {
        var injections = base.injections
        injections[bus] += 1
        let change = zip(try model.flows(ofInjections: injections), base.flows).map { $0 - $1 }
        #expect(PublicNetworks.distance(change, factors.column(ofBus: bus)) < 1e-10)
      }
      for branch in network.branches.indices {
        let row = try model.shiftFactors(ofBranchAt: branch)
        #expect(PublicNetworks.distance(row, factors.row(ofBranch: branch)) < Self.factorTolerance)
        // The factors of the slack, by its weights, add up to nothing.
        #expect(abs(zip(row, model.slackWeights).reduce(0) { $0 + $1.0 * $1.1 }) < Self.factorTolerance)
      }
    }
  }

  @Test func `a change of slack is a change of rank one, and transfers do not see it`() throws {
    let network = try PublicNetworks.random(seed: 6)
    let plain = try DCModel(network).ptdf()
    let model = try DCModel(network, slack: .generation)
    let spread = try model.ptdf()
    for branch in network.branches.indices {
      let shift = zip(plain.row(ofBranch: branch), model.slackWeights).reduce(0) { $0 + $1.0 * $1.1 }
      for bus in network.buses.indices {
        #expect(abs(spread[branch: branch, bus: bus] - plain[branch: branch, bus: bus] + shift) < Self.factorTolerance)
      }
    }
    let transfers = (plain.transfer(fromBus: 3, toBus: 17), spread.transfer(fromBus: 3, toBus: 17))
    #expect(PublicNetworks.distance(transfers.0, transfers.1) < Self.factorTolerance)
  }

  @Test func `islands answer by themselves, isolated buses not at all`() throws {
    var network = try PublicNetworks.random(seed: 5)
    try network.openBranch("\(network.branches.count - 1)")
    for branch in network.branches where [branch.from, branch.to].filter({ $0 <= 8 || $0 == 24 }).count == 1 {
      try network.openBranch(branch.id)
    }
    try network.updateBus(20) { $0.kind = .isolated }
    for slack in [Slack.reference, .load] {
      let model = try DCModel(network, slack: slack)
      #expect(model.islands.count == 3)
      let factors = try model.ptdf()
      let base = try model.powerFlow()
      #expect(DCPowerFlowTests.imbalance(base, network) < 1e-9)
      for bus in network.buses.indices {
        var injections = base.injections
        injections[bus] += 1
        let change = zip(try model.flows(ofInjections: injections), base.flows).map { $0 - $1 }
        #expect(PublicNetworks.distance(change, factors.column(ofBus: bus)) < 1e-10)
      }
      for branch in network.branches.indices {
        let row = try model.shiftFactors(ofBranchAt: branch)
        #expect(PublicNetworks.distance(row, factors.row(ofBranch: branch)) < Self.factorTolerance)
      }
    }
  }

  @Test func `one island and a lonely bus leave the lonely bus without factors`() throws {
    var network = try SmallNetworks.triangle()
    try network.openBranch("a")
    try network.openBranch("b")
    let model = try DCModel(network, slack: .weights([1: 1, 30: 1]))
    let factors = try model.ptdf()
    #expect(factors.row(ofBranch: 2) == [0.5, 0, -0.5])
    #expect(try model.shiftFactors(ofBranch: "c") == [0.5, 0, -0.5])
    #expect(try model.shiftFactors(ofBranch: "a") == [0, 0, 0])
  }

  @Test func `interfaces and generators have factors too`() throws {
    let network = try SmallNetworks.triangle()
    let model = try DCModel(network)
    let (b, c) = (try model.shiftFactors(ofBranch: "b"), try model.shiftFactors(ofBranch: "c"))
    #expect(try model.shiftFactors(ofInterface: "south") == zip(b, c).map { $0 + $1 })
    #expect(PublicNetworks.distance(try model.shiftFactors(ofInterface: "south"), [0, 0, -1]) < 1e-15)
    #expect(PublicNetworks.distance(try model.generationShiftFactors(ofBranch: "c"), [0, -1.0 / 3]) < 1e-15)
    var out = network
    try out.outageGenerator("dear")
    #expect(try DCModel(out).generationShiftFactors(ofBranch: "c") == [0, 0])
    #expect(throws: NodalError.self) { try model.shiftFactors(ofBranch: "z") }
    #expect(throws: NodalError.self) { try model.shiftFactors(ofBranchAt: 3) }
    #expect(throws: NodalError.self) { try model.shiftFactors(ofInterface: "z") }
    #expect(throws: NodalError.self) { try model.ptdf(maximumBytes: 71) }
    #expect(try model.ptdf(maximumBytes: 72).byBus.rows == 3)
  }
}
