import Nodal
import Testing

/// Losses in dispatches of several periods, against those of one period and against dispatches solved again.
@Suite struct MultiPeriodLossTests {
  static let powerTolerance = 1e-5  // MW
  static let priceTolerance = 1e-5  // $/MWh
  static let relative = 1e-9
  static let differences = 2e-3  // $/MWh, of finite differences

  /// A meshed network with ramps, as it is in two hours at night and in one in the evening, and a store.
  static func problem(
    _ losses: DCOPF.Losses, night: Double = 0, evening: Double = 0
  ) throws -> MultiPeriodDispatch {
    let network = try PriceDecompositionTests.meshed().edited { (network) throws(NodalError) in
      try network.updateGenerator("1") { $0.rampRate = 0.5 }
      try network.addLoad(.init("probe", bus: 12, power: 0))
    }
    func changed(_ factor: Double, _ probe: Double) throws -> Network {
      try network.edited { (network) throws(NodalError) in
        try network.scaleDemand(by: factor)
        try network.updateLoad("probe") { $0.power = probe }
      }
    }
    return try MultiPeriodDispatch(
      [.init(try changed(0.7, night), hours: 2), .init(try changed(1.1, evening), hours: 1)],
      storage: [
        .init(
          "store", bus: 9, chargeLimit: 10, dischargeLimit: 20, energyCapacity: 18, chargeEfficiency: 0.9,
          dischargeEfficiency: 0.95, throughputCost: 0.5)
      ], options: DCOPFTests.options(losses: losses))
  }

  @Test(arguments: [DCOPF.Losses.linearised, .quadratic], [1.0, 3])
  func `one period has the losses and the prices of a dispatch`(losses: DCOPF.Losses, hours: Double) throws {
    let network = try PriceDecompositionTests.meshed()
    let options = DCOPFTests.options(losses: losses)
    let single = try DCOPF(network, options).solve()
    let result = try MultiPeriodDispatch([.init(network, hours: hours)], options: options).solve()
    let period = try #require(result.periods.first)
    let objective = try #require(single.objective)
    #expect(abs((result.objective ?? .nan) / (hours * objective) - 1) < Self.relative)
    #expect(abs((period.objective ?? .nan) / objective - 1) < Self.relative)
    #expect(PublicNetworks.distance(period.outputs, single.outputs) < Self.powerTolerance)
    #expect(PublicNetworks.distance(period.losses, single.losses) < Self.powerTolerance)
    #expect(PublicNetworks.distance(period.prices, single.prices) < Self.priceTolerance)
    #expect(single.totalLoss > 0.1)
  }

  @Test(arguments: DCOPF.Losses.allCases) func `what is put out is taken, lost or stored, and surplus is rent`(
    losses: DCOPF.Losses
  ) throws {
    let problem = try Self.problem(losses)
    let result = try problem.solve()
    #expect(result.status == .optimal)
    let store = try #require(result.storage.first)
    #expect(store.charge[0] > 1 && store.discharge[1] > 1)
    for (index, period) in result.periods.enumerated() {
      let network = problem.periods[index].network
      let lostOnTheWay = period.hvdcFlows[0] * 0.02 + 0.5
      let made = period.outputs.reduce(0, +) + store.discharge[index] - store.charge[index]
      #expect(abs(made - network.totalDemand - period.totalLoss - lostOnTheWay) < Self.powerTolerance)
      #expect((period.totalLoss > 0) == (losses != .none))
      if losses == .quadratic {
        for (place, branch) in network.branches.enumerated() {
          let flow = period.flows[place] / network.baseMVA
          #expect(abs(period.losses[place] - branch.resistance * flow * flow * network.baseMVA) < 1e-6)
        }
      }
      let surplus = try period.surplus(in: network)
      let rents = surplus.congestionRent + surplus.lossRent + surplus.shifterRent + surplus.hvdcRent
      #expect(abs(surplus.total - rents) < 1e-4)
      #expect((surplus.lossRent != 0) == (losses != .none))
      let parts = try period.decomposed(in: network, reference: .load)
      for bus in network.buses.indices {
        #expect(abs(parts.price(atBus: bus) - period.prices[bus]) < PriceDecompositionTests.adding)
      }
    }
  }

  /// The price of a period is what one MW more in it costs, all periods together, for each of its hours.
  @Test func `prices are finite differences of the cost of all periods`() throws {
    let result = try Self.problem(.quadratic).solve()
    let base = try #require(result.objective)
    let step = 0.01
    let bus = try Self.problem(.none).periods[0].network.busIndex(of: 12)
    for (index, hours) in [(0, 2.0), (1, 1)] {
      func cost(_ change: Double) throws -> Double {
        let changed = try Self.problem(.quadratic, night: index == 0 ? change : 0, evening: index == 1 ? change : 0)
        return try #require(try changed.solve().objective)
      }
      let (right, left) = ((try cost(step) - base) / (step * hours), (base - (try cost(-step))) / (step * hours))
      let price = result.periods[index].prices[bus]
      #expect(price > left - Self.differences && price < right + Self.differences)
    }
  }

  @Test func `linearised losses come near the quadratic ones`() throws {
    func cost(_ losses: DCOPF.Losses) throws -> Double { try #require(try Self.problem(losses).solve().objective) }
    let (exact, once, none) = (try cost(.quadratic), try cost(.linearised), try cost(.none))
    #expect(exact > none)
    #expect(abs(once - exact) < 0.1 * (exact - none))
  }
}
