import Nodal
import NumericalKernels
import Testing

/// Dispatch of small systems, against published figures and hand-made ones.
@Suite struct DCOPFTests {
  static let priceTolerance = 1e-9  // relative, at a solver tolerance of 1e-11
  static let powerTolerance = 1e-6  // MW
  static let adding = 1e-9  // $/MWh

  static var precise: ConvexOptions {
    var options = ConvexOptions()
    options.tolerance = 1e-11
    return options
  }

  static func options(
    _ convention: SusceptanceConvention = .matpower, losses: DCOPF.Losses = .none, conflictSolves: Int? = 0
  ) -> DCOPF.Options {
    .init(convention: convention, losses: losses, conflictSolves: conflictSolves, solver: precise)
  }

  static func solve(_ network: Network, _ options: DCOPF.Options = options()) throws -> DispatchResult {
    try DCOPF(network, options).solve()
  }

  /// Prices and the shadow price to twelve digits, by an independent program.
  @Test func `the five-bus system has the published prices`() throws {
    let result = try Self.solve(try PublicNetworks.fiveBus())
    #expect(result.status == .optimal)
    #expect(abs((result.objective ?? 0) / 17479.896925381 - 1) < Self.priceTolerance)
    let prices = [16.977358823011, 26.384459518985, 30, 39.942736322791, 10]
    for (price, expected) in zip(result.prices, prices) { #expect(abs(price / expected - 1) < 1e-9) }
    let outputs = [40, 170, 323.494846269, 0, 466.505153731]
    #expect(PublicNetworks.distance(result.outputs, outputs) < Self.powerTolerance)
    let binding = try #require(result.binding.first)
    #expect(result.binding.count == 1)
    #expect(binding.limit == .branch("4-5"))
    #expect(abs(binding.shadowPrice / 62.322042110827 - 1) < Self.priceTolerance)
    #expect(abs(binding.flow + 240) < Self.powerTolerance && binding.bound < 0 && !binding.isUpper)
  }

  /// Nine buses with quadratic costs: MATPOWER's own dispatch of case 9 has 5216.026608 and one price of 24.04418954.
  @Test func `the nine-bus system has MATPOWER's cost and one price`() throws {
    let costs: [[Double]] = [[150, 5, 0.11], [600, 1.2, 0.085], [335, 1, 0.1225]]
    let network = try PublicNetworks.nineBus().edited { (network) throws(NodalError) in
      for (id, cost) in zip(["1", "2", "3"], costs) { try network.updateGenerator(id) { $0.cost = .polynomial(cost) } }
    }
    let result = try Self.solve(network)
    #expect(abs((result.objective ?? 0) / 5216.026608 - 1) < 1e-9)
    for price in result.prices { #expect(abs(price - 24.04418954) < 2e-8) }
    #expect(result.binding.isEmpty)
    #expect(PublicNetworks.distance(result.outputs, [86.564498, 134.377586, 94.057917]) < 1e-5)
  }

  @Test func `signs are those of the documentation`() throws {
    // 150 MW at bus 30; c is limited to 80 MW: two thirds of bus 1's output and one third of bus 2's flow on it.
    let network = try SmallNetworks.triangle().edited { (network) throws(NodalError) in
      try network.setLimits(.none, ofInterface: "south")
    }
    let result = try Self.solve(network)
    #expect(PublicNetworks.distance(result.outputs, [90, 60]) < Self.powerTolerance)
    #expect(PublicNetworks.distance(result.prices, [20, 50, 80]) < 1e-7)
    let limit = try #require(result.binding.first)
    #expect(limit.limit == .branch("c") && limit.isUpper)
    #expect(abs(limit.shadowPrice - 90) < 1e-7)
    #expect(abs(limit.rent - 7200) < 1e-4)
    // One MW more of the limit saves the shadow price, one MW more of demand costs the price.
    let wider = try network.edited { (network) throws(NodalError) in try network.setRating(81, ofBranch: "c") }
    let more = try network.edited { (network) throws(NodalError) in try network.updateLoad("town") { $0.power += 1 } }
    let base = try #require(result.objective)
    #expect(abs(base - (try Self.solve(wider).objective ?? 0) - 90) < 1e-6)
    #expect(abs((try Self.solve(more).objective ?? 0) - base - 80) < 1e-6)
  }

  @Test func `a limit that matters only once another one holds is found`() throws {
    // Without limits nothing comes from bus 4. With that of c 60 MW would, and d carries 30 of them.
    let network = try Network(
      name: "detour", buses: [.init(1, .reference), .init(2), .init(3), .init(4)],
      loads: [.init("town", bus: 3, power: 150)],
      generators: [
        .init("cheap", bus: 1, outputLimits: .init(0, 200), cost: .linear(20)),
        .init("dear", bus: 2, outputLimits: .init(0, 200), cost: .linear(80)),
        .init("remote", bus: 4, outputLimits: .init(0, 200), cost: .linear(50)),
      ],
      branches: [
        .init("a", from: 1, to: 2, reactance: 0.1), .init("b", from: 2, to: 3, reactance: 0.1),
        .init("c", from: 1, to: 3, reactance: 0.1, ratingA: 80),
        .init("d", from: 4, to: 2, reactance: 0.1, ratingA: 30),
      ])
    let result = try Self.solve(network)
    #expect(result.status == .optimal)
    #expect(PublicNetworks.distance(result.outputs, [90, 30, 30]) < Self.powerTolerance)
    #expect(PublicNetworks.distance(result.prices, [20, 80, 140, 50]) < 1e-7)
    #expect(result.binding.map(\.limit) == [.branch("c"), .branch("d")])
    #expect(PublicNetworks.distance(result.binding.map(\.shadowPrice), [180, 30]) < 1e-7)
    #expect(result.violation < Self.powerTolerance)
  }

  @Test func `an interface that binds is priced`() throws {
    // The interface of b and c carries all 150 MW; 140 are allowed, so that a dispatchable load has to give way.
    let network = try SmallNetworks.triangle().edited { (network) throws(NodalError) in
      try network.updateLoad("town") { $0.power = 100 }
      try network.addGenerator(.init("mill", bus: 30, outputLimits: .init(-50, 0), cost: .linear(70)))
      try network.setRating(nil, ofBranch: "c")
    }
    let result = try Self.solve(network)
    #expect(PublicNetworks.distance(result.outputs, [140, 0, -40]) < Self.powerTolerance)
    #expect(PublicNetworks.distance(result.prices, [20, 20, 70]) < 1e-7)
    let limit = try #require(result.binding.first)
    #expect(limit.limit == .interface("south") && limit.terms.count == 2)
    #expect(abs(limit.shadowPrice - 50) < 1e-7)
  }

  @Test func `piecewise costs fill their segments in order`() throws {
    let network = try Network(
      buses: [.init(1, .reference)], loads: [.init("a", bus: 1, power: 130)],
      generators: [
        .init(
          "steps", bus: 1, outputLimits: .init(10, 200),
          cost: .piecewise([.init(0, 100), .init(50, 1100), .init(100, 2600), .init(150, 5100)])),
        .init("flat", bus: 1, outputLimits: .init(0, 200), cost: .linear(40, constant: 7)),
      ])
    let result = try Self.solve(network)
    #expect(PublicNetworks.distance(result.outputs, [100, 30]) < Self.powerTolerance)
    #expect(abs((result.objective ?? 0) - (2600 + 30 * 40 + 7)) < 1e-5)
    #expect(abs(result.prices[0] - 40) < 1e-7)
  }

  @Test func `angle limits bind like ratings`() throws {
    // c carries 80 MW at 0.08 radians.
    let network = try SmallNetworks.triangle().edited { (network) throws(NodalError) in
      try network.setLimits(.none, ofInterface: "south")
      try network.setRating(nil, ofBranch: "c")
      try network.updateBranch("c") { $0.angleLimits = .init(upper: 0.08 * 180 / .pi) }
    }
    let result = try Self.solve(network)
    #expect(PublicNetworks.distance(result.prices, [20, 50, 80]) < 1e-7)
    #expect(result.binding.first?.limit == .angle("c"))
    #expect(abs((result.binding.first?.bound ?? 0) - 80) < 1e-9)
  }

  @Test func `direct current loses, costs and binds`() throws {
    let network = try Network(
      buses: [.init(1, .reference), .init(2, .reference)], loads: [.init("a", bus: 2, power: 100)],
      generators: [
        .init("cheap", bus: 1, outputLimits: .init(0, 500), cost: .linear(20)),
        .init("dear", bus: 2, outputLimits: .init(0, 500), cost: .linear(60)),
      ],
      hvdcLines: [
        .init(
          "dc", from: 1, to: 2, flowLimits: .init(-50, 50), lossConstant: 1, lossSlope: 0.05, cost: .linear(2))
      ])
    let result = try Self.solve(network)
    #expect(abs(result.hvdcFlows[0] - 50) < Self.powerTolerance)
    #expect(PublicNetworks.distance(result.outputs, [50, 100 - (50 - 1 - 2.5)]) < Self.powerTolerance)
    #expect(PublicNetworks.distance(result.prices, [20, 60]) < 1e-7)
    let limit = try #require(result.binding.first)
    #expect(limit.limit == .hvdcLine("dc"))
    #expect(abs(limit.shadowPrice - (0.95 * 60 - 20 - 2)) < 1e-7)
    let parts = try result.decomposed(in: network, reference: .bus(1))
    #expect(PublicNetworks.distance(parts.energy, [20, 20]) < Self.adding)
    #expect(abs(parts.congestion[1] - 35 / 0.95) < 1e-7)
    #expect(abs(parts.loss[1] - (20 / 0.95 - 20)) < 1e-7)
    #expect(abs(parts.transport[1] - 2 / 0.95) < 1e-7)
    for bus in 0..<2 { #expect(abs(parts.price(atBus: bus) - result.prices[bus]) < Self.adding) }
  }

  @Test func `isolated buses and islands of their own are dispatched`() throws {
    let network = try SmallNetworks.triangle().edited { (network) throws(NodalError) in
      try network.openBranch("a")
      try network.openBranch("c")
    }
    // Bus 1 is alone with its unit; the dear unit serves the town through the interface's branch b.
    let result = try Self.solve(
      try network.edited { (network) throws(NodalError) in try network.setLimits(.none, ofInterface: "south") })
    #expect(PublicNetworks.distance(result.outputs, [0, 150]) < Self.powerTolerance)
    #expect(abs(result.prices[2] - 50) < 1e-7)
  }

  @Test func `a rating against an angle limit is a conflict of two`() throws {
    let network = try SmallNetworks.triangle().edited { (network) throws(NodalError) in
      try network.updateBranch("c") { $0.angleLimits = .init(lower: 10) }
    }
    let conflict = try #require(try Self.solve(network).conflict)
    #expect(Set(conflict.limits.map(\.limit)) == [.branch("c"), .angle("c")])
    #expect(conflict.isProven && conflict.isMinimal)
  }

  @Test func `an output without an end at a negative cost is unbounded`() throws {
    let network = try Network(
      buses: [.init(1, .reference)],
      generators: [
        .init("well", bus: 1, outputLimits: .init(lower: 0), cost: .linear(-1)),
        .init("sink", bus: 1, outputLimits: .init(upper: 0), cost: .linear(-0.5)),
      ])
    #expect(try Self.solve(network).status == .unbounded)
  }

  @Test func `what makes no sense is refused`() throws {
    func refusal(_ change: @escaping (inout Network) throws(NodalError) -> Void) -> NodalError.Code? {
      do {
        _ = try DCOPF(try SmallNetworks.triangle().edited(change)).solve()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(
      refusal { (n) throws(NodalError) in try n.updateGenerator("dear") { $0.outputLimits = .init(3, 2) } } == .unsound)
    #expect(
      refusal { (n) throws(NodalError) in try n.updateGenerator("dear") { $0.cost = .polynomial([0, 1, -1]) } }
        == .unsound)
    #expect(
      refusal { (n) throws(NodalError) in try n.updateGenerator("dear") { $0.cost = .polynomial([0, 1, 1, 1]) } }
        == .unsound)
    #expect(refusal { (n) throws(NodalError) in try n.updateBranch("c") { $0.reactance = 0 } } == .unsound)
    #expect(refusal { (n) throws(NodalError) in try n.updateBranch("c") { $0.ratingA = -1 } } == .unsound)
    #expect(refusal { (n) throws(NodalError) in try n.setLimits(.init(5, 4), ofInterface: "south") } == .unsound)
    #expect(refusal { (n) throws(NodalError) in try n.updateBranch("c") { $0.angleLimits = .init(5, 4) } } == .unsound)
  }
}
