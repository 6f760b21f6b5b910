import Nodal
import Testing

/// Dispatch of several periods, against hand-made answers.
@Suite struct MultiPeriodDispatchTests {
  static let tolerance = 1e-5

  static func plant(demand: Double, rampRate: Double? = nil) throws(NodalError) -> Network {
    try Network(
      buses: [.init(1, .reference)], loads: [.init("town", bus: 1, power: demand)],
      generators: [
        .init("base", bus: 1, outputLimits: .init(0, 100), cost: .linear(20), rampRate: rampRate),
        .init("peak", bus: 1, outputLimits: .init(0, 100), cost: .linear(60)),
      ])
  }

  @Test func `ramps hold a unit back, and the price says so`() throws {
    // The base unit may rise by 30 MW an hour: 50, 80, 100 of 50, 100, 100.
    let problem = try MultiPeriodDispatch(
      [50, 100, 100].map { demand throws(NodalError) in .init(try Self.plant(demand: demand, rampRate: 0.5)) },
      initialOutputs: ["base": 40], options: DCOPFTests.options())
    let result = try problem.solve()
    #expect(result.status == .optimal)
    #expect(PublicNetworks.distance(result.periods.map { $0.outputs[0] }, [50, 80, 100]) < Self.tolerance)
    #expect(abs((result.objective ?? 0) - (230 * 20 + 20 * 60)) < 1e-4)
    #expect(abs(result.periods[1].prices[0] - 60) < 1e-5)
    // One MW more of demand in the first hour lets the unit be higher in the second one.
    #expect(abs(result.periods[0].prices[0] - (20 - 40)) < 1e-5)
    #expect(abs((result.periods[1].objective ?? 0) - (80 * 20 + 20 * 60)) < 1e-4)
  }

  @Test func `a store moves energy from the cheap period to the dear one, less its losses`() throws {
    // 80 MW in two hours, then 130 MW in an hour: 20 MW can be stored in each hour, of which 0.8 arrive.
    let problem = try MultiPeriodDispatch(
      [.init(try Self.plant(demand: 80), hours: 2), .init(try Self.plant(demand: 130), hours: 1)],
      storage: [
        .init(
          "battery", bus: 1, chargeLimit: 50, dischargeLimit: 50, energyCapacity: 20, chargeEfficiency: 0.8,
          throughputCost: 1)
      ], options: DCOPFTests.options())
    let result = try problem.solve()
    let store = try #require(result.storage.first)
    #expect(PublicNetworks.distance(store.energy, [20, 0]) < Self.tolerance)
    #expect(PublicNetworks.distance(store.charge, [12.5, 0]) < Self.tolerance)
    #expect(PublicNetworks.distance(store.discharge, [0, 20]) < Self.tolerance)
    #expect(PublicNetworks.distance(result.periods.map { $0.prices[0] }, [20, 60]) < 1e-5)
    #expect(abs((result.objective ?? 0) - (2 * 92.5 * 20 + 100 * 20 + 10 * 60 + 20)) < 1e-4)
    #expect(abs(store.energyValue[0] - 25) < 1e-4)
  }

  @Test func `the surplus of a period counts what its stores pay and get`() throws {
    func system(_ demand: Double) throws(NodalError) -> Network {
      try SmallNetworks.triangle().edited { (network) throws(NodalError) in
        try network.updateLoad("town") { $0.power = demand }
        try network.setLimits(.none, ofInterface: "south")
      }
    }
    let periods = [MultiPeriodDispatch.Period(try system(60)), .init(try system(150))]
    let problem = try MultiPeriodDispatch(
      periods,
      storage: [
        .init("battery", bus: 30, chargeLimit: 15, dischargeLimit: 20, energyCapacity: 20, dischargeEfficiency: 0.9)
      ], options: DCOPFTests.options())
    let result = try problem.solve()
    #expect(PublicNetworks.distance(result.periods[0].storageOutputs, [0, 0, -15]) < Self.tolerance)
    #expect(PublicNetworks.distance(result.periods[1].storageOutputs, [0, 0, 13.5]) < Self.tolerance)
    for (period, dispatch) in zip(periods, result.periods) {
      let surplus = try dispatch.surplus(in: period.network)
      #expect(abs(surplus.total - surplus.congestionRent) < 1e-4)
    }
    // 80 MW over line c at 90 $/MWh in the second hour, none in the first.
    #expect(abs(try result.periods[1].surplus(in: periods[1].network).congestionRent - 7200) < 1e-2)
    #expect(try DCOPFTests.solve(system(150)).storageOutputs.isEmpty)
  }

  @Test func `problems that make no sense are refused`() throws {
    let network = try Self.plant(demand: 50)
    func refusal(_ make: () throws(NodalError) -> MultiPeriodDispatch) -> NodalError.Code? {
      do throws(NodalError) {
        _ = try make()
        return nil
      } catch { return error.code }
    }
    let store = GridStorage("s", bus: 1, chargeLimit: 1, dischargeLimit: 1, energyCapacity: 1)
    var odd = store
    odd.initialEnergy = 2
    var lost = store
    lost.bus = 9
    #expect(refusal { () throws(NodalError) in try .init([]) } == .empty)
    #expect(refusal { () throws(NodalError) in try .init([.init(network, hours: 0)]) } == .outOfRange)
    #expect(refusal { () throws(NodalError) in try .init([.init(network)], storage: [odd]) } == .outOfRange)
    #expect(refusal { () throws(NodalError) in try .init([.init(network)], storage: [lost]) } == .unknownElement)
    #expect(
      refusal { () throws(NodalError) in try .init([.init(network)], storage: [store, store]) } == .duplicateElement)
    #expect(
      refusal { () throws(NodalError) in try .init([.init(network)], initialOutputs: ["x": 1]) } == .unknownElement)
    #expect(
      refusal { () throws(NodalError) in try .init([.init(network), .init(try SmallNetworks.triangle())]) }
        == .countMismatch)
    #expect(try MultiPeriodDispatch([.init(try Self.plant(demand: 500))]).solve().status == .infeasible)
  }
}
