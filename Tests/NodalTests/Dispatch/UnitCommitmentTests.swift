import Nodal
import Testing

/// Commitment of small systems, against hand-made answers and full enumeration.
@Suite struct UnitCommitmentTests {
  static let tolerance = 1e-4

  static func system(_ demand: Double) throws(NodalError) -> Network {
    try Network(
      buses: [.init(1, .reference)], loads: [.init("town", bus: 1, power: demand)],
      generators: [
        .init(
          "coal", bus: 1, outputLimits: .init(60, 200), cost: .polynomial([500, 20]), startUpCost: 4000),
        .init(
          "gas", bus: 1, outputLimits: .init(20, 100),
          cost: .piecewise([.init(20, 1300), .init(60, 3100), .init(100, 5500)]),
          startUpCost: 300, shutDownCost: 50),
        .init("import", bus: 1, outputLimits: .init(0, 300), cost: .linear(90)),
      ])
  }

  static let demands = [90.0, 220, 260, 110]

  static func periods() throws(NodalError) -> [MultiPeriodDispatch.Period] {
    var found: [MultiPeriodDispatch.Period] = []
    for demand in demands { found.append(.init(try system(demand))) }
    return found
  }

  /// The least cost of all commitments, each dispatched by itself.
  static func enumerated(minimumUp: Int) throws -> Double {
    var best = Double.infinity
    let count = demands.count
    for code in 0..<(1 << (2 * count)) {
      let coal = (0..<count).map { code >> $0 & 1 == 1 }
      let gas = (0..<count).map { code >> (count + $0) & 1 == 1 }
      var cost = 0.0
      var isAllowed = true
      for (line, isCoal) in [(coal, true), (gas, false)] {
        var before = false
        var ran = 0
        for (index, runs) in line.enumerated() {
          if runs, !before { cost += isCoal ? 4000 : 300 }
          if !runs, before {
            cost += isCoal ? 0 : 50
            if isCoal, ran < minimumUp { isAllowed = false }
          }
          ran = runs ? ran + 1 : 0
          before = runs
          _ = index
        }
      }
      guard isAllowed else { continue }
      for (index, demand) in demands.enumerated() {
        guard let hour = hour(demand, coal: coal[index], gas: gas[index]) else {
          isAllowed = false
          break
        }
        cost += hour
      }
      if isAllowed { best = min(best, cost) }
    }
    return best
  }

  /// Merit order by hand: coal at 20, gas at 45 and 60, imports at 90.
  static func hour(_ demand: Double, coal: Bool, gas: Bool) -> Double? {
    var left = demand - (coal ? 60 : 0) - (gas ? 20 : 0)
    guard left >= 0 else { return nil }
    var cost = (coal ? 500 + 60 * 20 : 0) + (gas ? 1300.0 : 0)
    for (size, price) in [(coal ? 140.0 : 0, 20.0), (gas ? 40 : 0, 45), (gas ? 40 : 0, 60), (300, 90)] {
      let taken = min(size, left)
      cost += taken * price
      left -= taken
    }
    return left > 1e-9 ? nil : cost
  }

  @Test(arguments: [1, 4]) func `the cheapest of all commitments is found`(minimumUp: Int) throws {
    let problem = try UnitCommitment(
      try Self.periods(),
      units: [
        .init("coal", minimumUp: Double(minimumUp), runsBefore: false), .init("gas", runsBefore: false),
      ])
    let result = try problem.solve()
    #expect(result.status == .optimal)
    let objective = try #require(result.objective)
    #expect(abs(objective / (try Self.enumerated(minimumUp: minimumUp)) - 1) < 2e-6)
    #expect(result.isCommitted["coal"]?.count == 4)
    let parts = result.dispatch.periods.reduce(0) { $0 + ($1.objective ?? .nan) }
    #expect(abs(parts + result.startCost - objective) < 1e-2)
    for (period, demand) in zip(result.dispatch.periods, Self.demands) {
      #expect(abs(period.outputs.reduce(0, +) - demand) < Self.tolerance)
    }
  }

  @Test func `reserve is priced at what it costs to hold`() throws {
    // One hour, both running: 180 of 200 MW of coal leave 20 MW, the gas unit the rest of 100 with 5 MW more than needed.
    let network = try Self.system(250)
    let units = [UnitCommitment.Unit("coal", runsBefore: true), .init("gas", runsBefore: true)]
    let without = try UnitCommitment([.init(network)], units: units).solve()
    #expect(PublicNetworks.distance(without.dispatch.periods[0].outputs, [200, 50, 0]) < Self.tolerance)
    // The imports could always put out more; without them 50 MW are left, and 10 more have to be found.
    let tight = try network.edited { (network) throws(NodalError) in try network.outageGenerator("import") }
    let short = try UnitCommitment([.init(tight)], units: units, reserve: [60]).solve()
    #expect(short.status == .infeasible && short.objective == nil)
    let held = try UnitCommitment([.init(network)], units: units, reserve: [345]).solve()
    #expect(held.status == .optimal)
    #expect(held.reservePrices[0] >= 0)
    #expect(try UnitCommitment([.init(network)], units: units, reserve: [351]).solve().status == .infeasible)
  }

  @Test func `commitments that make no sense are refused`() throws {
    let periods = try Self.periods()
    func refusal(_ make: () throws(NodalError) -> UnitCommitment) -> NodalError.Code? {
      do throws(NodalError) {
        _ = try make()
        return nil
      } catch { return error.code }
    }
    #expect(refusal { () throws(NodalError) in try .init(periods, units: [.init("x")]) } == .unknownElement)
    #expect(
      refusal { () throws(NodalError) in try .init(periods, units: [.init("gas"), .init("gas")]) } == .duplicateElement)
    #expect(
      refusal { () throws(NodalError) in try .init(periods, units: [.init("gas", minimumUp: -1)]) } == .outOfRange)
    #expect(refusal { () throws(NodalError) in try .init(periods, units: [], reserve: [1]) } == .countMismatch)
  }
}
