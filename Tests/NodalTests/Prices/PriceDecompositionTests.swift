import Nodal
import Testing

/// The parts of prices, against published ones and against re-solved dispatches.
@Suite struct PriceDecompositionTests {
  static let adding = 1e-9  // $/MWh
  static let lossTolerance = 1e-5  // relative, of finite differences

  /// Energy and congestion of the five-bus system by reference, from an independent program.
  static let published: [(Slack, Double, [Double])] = [
    (.bus(1), 16.977358823011183, [0, 9.407100695973927, 13.022641176988817, 22.965377499779752, -6.977358823011183]),
    (.bus(2), 26.38445951898511, [-9.407100695973927, 0, 3.6155404810148895, 13.558276803805825, -16.38445951898511]),
    (.bus(3), 30, [-13.022641176988817, -3.6155404810148895, 0, 9.942736322790935, -20]),
    (
      .bus(4), 39.942736322790935,
      [-22.965377499779752, -13.558276803805825, -9.942736322790935, 0, -29.942736322790935]
    ),
    (.bus(5), 10, [6.977358823011183, 16.38445951898511, 20, 29.942736322790935, 0]),
    (
      .load, 32.89243238481191,
      [-15.915073561800728, -6.507972865826801, -2.8924323848119116, 7.050303937979024, -22.89243238481191]
    ),
  ]

  @Test(arguments: published.indices)
  func `six references of the five-bus system`(place: Int) throws {
    let network = try PublicNetworks.fiveBus()
    let result = try DCOPFTests.solve(network)
    let (reference, energy, congestion) = Self.published[place]
    let parts = try result.decomposed(in: network, reference: reference)
    #expect(abs(parts.energy[0] - energy) < 1e-8)
    #expect(PublicNetworks.distance(parts.congestion, congestion) < 1e-8)
    let term = try #require(parts.terms.first)
    #expect(parts.terms.count == 1 && abs(term.shadowPrice - 62.322042110827) < 1e-8)
    let factors = try DCModel(network, slack: reference).shiftFactors(ofBranch: "4-5")
    #expect(PublicNetworks.distance(term.factors, factors) < 1e-12)
    for bus in 0..<5 {
      #expect(abs(parts.price(atBus: bus) - result.prices[bus]) < Self.adding)
      #expect(abs(parts.congestion[bus] - term.contribution(atBus: bus)) < Self.adding)
    }
  }

  /// A meshed network whose prices differ: a phase shifter, taps, a negative reactance, an HVDC line beside branches.
  static func meshed(seed: UInt64 = 7) throws -> Network {
    try PublicNetworks.random(seed: seed).edited { (network) throws(NodalError) in
      for (place, generator) in network.generators.enumerated() {
        try network.updateGenerator(generator.id) {
          $0.outputLimits = .init(0, 150)
          $0.cost = .polynomial([10, 15 + 12 * Double(place), 0.02])
        }
      }
      for branch in network.branches { try network.setRating(45, ofBranch: branch.id) }
      try network.updateHVDCLine("dc") { $0.cost = .linear(0.5) }
    }
  }

  @Test(arguments: [UInt64(7), 11], [Slack.reference, .load, .bus(9)])
  func `parts add up at any reference, and surplus is rent`(seed: UInt64, reference: Slack) throws {
    let network = try Self.meshed(seed: seed)
    for losses in DCOPF.Losses.allCases {
      let result = try DCOPFTests.solve(network, DCOPFTests.options(losses: losses))
      try #require(result.status == .optimal)
      #expect(!result.binding.isEmpty)
      let parts = try result.decomposed(in: network, reference: reference)
      for bus in network.buses.indices { #expect(abs(parts.price(atBus: bus) - result.prices[bus]) < Self.adding) }
      let surplus = try result.surplus(in: network)
      let rents = surplus.congestionRent + surplus.lossRent + surplus.shifterRent + surplus.hvdcRent
      #expect(abs(surplus.total - rents) < 1e-4)
      #expect((losses == .none) == (surplus.lossRent == 0))
    }
  }

  @Test func `prices lie between what one MW more costs and one MW less saves`() throws {
    let network = try Self.meshed()
    let result = try DCOPFTests.solve(network)
    let base = try #require(result.objective)
    let step = 1e-3
    for bus in [2, 5, 12, 20] {
      func cost(_ change: Double) throws -> Double {
        let changed = try network.edited { (network) throws(NodalError) in
          try network.addLoad(.init("probe", bus: network.buses[bus].number, power: change))
        }
        return try #require(try DCOPFTests.solve(changed).objective)
      }
      let right = (try cost(step) - base) / step
      let left = (base - (try cost(-step))) / step
      #expect(result.prices[bus] > left - 1e-3 && result.prices[bus] < right + 1e-3)
    }
  }

  @Test func `marginal losses are those of dispatches solved again`() throws {
    let network = try Self.meshed()
    let options = DCOPFTests.options(losses: .quadratic)
    let result = try DCOPFTests.solve(network, options)
    #expect(result.status == .optimal)
    // Losses are r f² on every branch.
    for (place, branch) in network.branches.enumerated() {
      let flow = result.flows[place] / network.baseMVA
      #expect(abs(result.losses[place] - branch.resistance * flow * flow * network.baseMVA) < 1e-6)
    }
    let made = result.outputs.reduce(0, +)
    let arriving = result.hvdcFlows[0] * 0.02 + 0.5
    #expect(abs(made - network.totalDemand - result.totalLoss - arriving) < 1e-5)
    let base = try #require(result.objective)
    for bus in [2, 12, 20] {
      func cost(_ change: Double) throws -> Double {
        let changed = try network.edited { (network) throws(NodalError) in
          try network.addLoad(.init("probe", bus: network.buses[bus].number, power: change))
        }
        return try #require(try DCOPFTests.solve(changed, options).objective)
      }
      let (right, left) = ((try cost(0.01) - base) / 0.01, (base - (try cost(-0.01))) / 0.01)
      #expect(result.prices[bus] > left - 2e-3 && result.prices[bus] < right + 2e-3)
    }
  }

  /// With dispatched outputs held and one bus making up the difference, losses change by 1 - delivery factor.
  @Test func `delivery factors are finite differences of losses`() throws {
    let network = try PublicNetworks.fiveBus().edited { (network) throws(NodalError) in
      try network.setRating(nil, ofBranch: "4-5")
    }
    let options = DCOPFTests.options(losses: .quadratic)
    // Bus 3's unit is the only one that can move.
    let held = try network.edited { (network) throws(NodalError) in
      for (id, output) in [("1", 40.0), ("2", 170), ("4", 0), ("5", 400)] {
        try network.setOutputLimits(.init(output, output), ofGenerator: id)
      }
    }
    let result = try DCOPFTests.solve(held, options)
    let parts = try result.decomposed(in: held, reference: .bus(3))
    for bus in [0, 1, 3, 4] {
      func loss(_ change: Double) throws -> Double {
        let changed = try held.edited { (network) throws(NodalError) in
          try network.addLoad(.init("probe", bus: bus + 1, power: -change))
        }
        return try DCOPFTests.solve(changed, options).totalLoss
      }
      let slope = (try loss(0.5) - loss(-0.5))
      #expect(abs(parts.deliveryFactors[bus] - (1 - slope)) < 1e-6)
      #expect(abs(parts.loss[bus] + parts.energy[bus] * slope) < 1e-4)
    }
  }

  @Test func `linearised losses come near the quadratic ones`() throws {
    let network = try Self.meshed()
    let exact = try DCOPFTests.solve(network, DCOPFTests.options(losses: .quadratic))
    let once = try DCOPFTests.solve(network, DCOPFTests.options(losses: .linearised))
    let none = try DCOPFTests.solve(network)
    let (a, b, c) = (try #require(exact.objective), try #require(once.objective), try #require(none.objective))
    #expect(a > c)
    #expect(abs(b - a) < 0.1 * (a - c))
  }
}
