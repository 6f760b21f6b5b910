import Foundation
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

  /// Two meshed parts that an HVDC line alone connects.
  static func parts(lossSlope: Double, resistance: Double = 0) throws -> Network {
    try Network(
      buses: [.init(1, .reference), .init(2), .init(3), .init(4, .reference), .init(5)],
      loads: [.init("near", bus: 3, power: 100), .init("far", bus: 5, power: 90)],
      generators: [
        .init("cheap", bus: 1, outputLimits: .init(0, 500), cost: .linear(20)),
        .init("middle", bus: 3, outputLimits: .init(0, 500), cost: .linear(35)),
        .init("dear", bus: 5, outputLimits: .init(0, 30), cost: .linear(60)),
      ],
      branches: [
        .init("a", from: 1, to: 2, resistance: resistance, reactance: 0.1, ratingA: 70),
        .init("b", from: 2, to: 3, resistance: resistance, reactance: 0.1),
        .init("c", from: 1, to: 3, resistance: resistance, reactance: 0.1),
        .init("d", from: 4, to: 5, resistance: resistance, reactance: 0.1),
      ],
      hvdcLines: [
        .init("dc", from: 2, to: 4, flowLimits: .init(0, 500), lossConstant: 1, lossSlope: lossSlope, cost: .linear(1))
      ])
  }

  @Test(arguments: DCOPF.Losses.allCases)
  func `a reference at either end of direct current has the energy price and no congestion`(losses: DCOPF.Losses) throws
  {
    let network = try Self.parts(lossSlope: 0.05, resistance: losses == .none ? 0 : 0.01)
    let result = try DCOPFTests.solve(network, DCOPFTests.options(losses: losses))
    #expect(result.binding.map(\.limit) == [.branch("a")])
    for reference in 1...5 {
      let parts = try result.decomposed(in: network, reference: .bus(reference))
      let price = result.prices[reference - 1]
      #expect(parts.energy.allSatisfy { abs($0 - price) < Self.adding })
      #expect(abs(parts.congestion[reference - 1]) < Self.adding && abs(parts.loss[reference - 1]) < Self.adding)
      #expect(abs(parts.deliveryFactors[reference - 1] - 1) < 1e-12)
      for bus in 0..<5 {
        #expect(abs(parts.price(atBus: bus) - result.prices[bus]) < Self.adding)
        #expect(abs(parts.loss[bus] - price * (parts.deliveryFactors[bus] - 1)) < Self.adding)
      }
      // What a MW at bus 4 is worth at bus 2, whatever the reference.
      let ratio = parts.deliveryFactors[3] / parts.deliveryFactors[1]
      #expect(abs(ratio - 1 / 0.95) < 1e-12)
      let factors = try #require(parts.terms.first).factors
      if reference <= 3 { #expect(abs(factors[3] - factors[1] / 0.95) < 1e-12) }
    }
  }

  @Test func `direct current at the corner of its cost earns the rent that its limit has`() throws {
    // Against its direction the line would cost 9 $/MWh less; at its lower limit of 0 the slope upwards counts.
    let network = try Network(
      buses: [.init(1, .reference), .init(2, .reference)], loads: [.init("town", bus: 2, power: 10)],
      generators: [
        .init("dear", bus: 1, outputLimits: .init(0, 50), cost: .linear(40)),
        .init("cheap", bus: 2, outputLimits: .init(0, 50), cost: .linear(25)),
        .init("need", bus: 1, outputLimits: .init(-5, -5)),
      ],
      hvdcLines: [
        .init(
          "dc", from: 1, to: 2, flowLimits: .init(0, 20),
          cost: .piecewise([.init(-10, 60), .init(0, 0), .init(20, 60)]))
      ])
    let result = try DCOPFTests.solve(network)
    let limit = try #require(result.binding.first)
    #expect(limit.limit == .hvdcLine("dc") && !limit.isUpper && abs(limit.shadowPrice - 18) < 1e-6)
    let parts = try result.decomposed(in: network, reference: .bus(1))
    #expect(abs(try #require(parts.terms.first).signedPrice + 18) < 1e-6)
    #expect(abs(parts.transport[1] - 3) < 1e-6 && abs(parts.congestion[1] + 18) < 1e-6)
  }

  @Test func `the susceptances of a split are those of the dispatch`() throws {
    let network = try Self.meshed()
    let result = try DCOPFTests.solve(network, DCOPFTests.options(.powerModels))
    try #require(!result.binding.isEmpty)
    let parts = try result.decomposed(in: network, reference: .load)
    for bus in network.buses.indices { #expect(abs(parts.price(atBus: bus) - result.prices[bus]) < Self.adding) }
    let surplus = try result.surplus(in: network)
    #expect(abs(surplus.total - surplus.congestionRent - surplus.shifterRent - surplus.hvdcRent) < 1e-4)
    #expect(surplus.shifterRent == 0)
  }

  @Test func `a decoded result of another shape is refused`() throws {
    let network = try PublicNetworks.fiveBus()
    let text = String(decoding: try JSONEncoder().encode(try DCOPFTests.solve(network)), as: UTF8.self)
    func refusal(_ from: String, _ to: String) throws -> [NodalError.Code?] {
      try #require(text.contains(from))
      let odd = try JSONDecoder().decode(DispatchResult.self, from: Data(text.replacing(from, with: to).utf8))
      return [
        code { () throws(NodalError) in try odd.decomposed(in: network) },
        code { () throws(NodalError) in try odd.surplus(in: network) },
      ]
    }
    #expect(try refusal("\"branch\":5", "\"branch\":6") == [.countMismatch, .countMismatch])
    #expect(try refusal("\"marginalLosses\":[0,", "\"marginalLosses\":[") == [.countMismatch, .countMismatch])
    #expect(try refusal("\"losses\":[0,", "\"losses\":[") == [.countMismatch, .countMismatch])
    #expect(try refusal("\"susceptance\":\"matpower\"", "\"susceptance\":\"x\"") == [.unsound, .unsound])
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
