import MarketData
import NumericalKernels
import Storage
import Testing

/// Several stores and generators in one program.
struct FleetTests {
  private static let tolerance = 1e-5

  private static func unit(
    _ prices: [Double], power: Double = 10, energy: Double = 40, sellPrices: [Double]? = nil,
    initial: InitialState = .energy(0), offers: [ServiceOffer] = [], auxiliary: Double = 0
  ) throws -> ServiceProblem {
    let asset = try StorageAsset(
      power: power, energyCapacity: energy, chargeEfficiency: EfficiencyCurve(1),
      dischargeEfficiency: EfficiencyCurve(1), auxiliaryLoad: auxiliary, throughputCost: 1)
    return try ServiceProblem(
      DispatchProblem(
        asset, steps: ServiceProblems.steps(prices.count), buyPrices: prices, sellPrices: sellPrices ?? prices,
        initial: initial), offers: offers)
  }

  @Test func unitsThatShareNothingAddUp() throws {
    let prices = [10, 20, 60, 15, 45.0]
    let units = [try Self.unit(prices), try Self.unit(prices, power: 5, energy: 6)]
    let fleet = try Fleet(units: units).optimised()
    let alone = try units.reduce(0) { $0 + (try $1.optimised().objective) }
    #expect(fleet.status == .solved)
    #expect(abs(fleet.objective - alone) < Self.tolerance)
    for (unit, schedule) in zip(units, fleet.units) {
      #expect(schedule.largestViolation(of: unit.dispatch)?.relative ?? 0 <= 1e-9)
    }
    #expect(abs(fleet.objective - fleet.revenue.total) < 1e-9)
    #expect(fleet.bound >= alone - 1e-8 * alone && fleet.bound <= alone + Self.tolerance)
    #expect(fleet.units.allSatisfy { $0.method == .linearProgram })
  }

  @Test func sunIsStoredWhereTheConnectionIsFull() throws {
    // 30 MW of sun at noon, 10 MW of connection: 10 are sold, 10 stored, 10 curtailed; the store sells later.
    let sun = Fleet.Generator("sun", available: [30, 0, 0])
    let plant = try Fleet(
      units: [Self.unit([20, 50, 5])], generators: [sun],
      connection: Fleet.Connection(importLimit: 0, exportLimit: 10))
    let schedule = try plant.optimised()
    #expect(abs(schedule.generation[0][0] - 20) < Self.tolerance)
    #expect(abs(schedule.curtailment[0][0] - 10) < Self.tolerance)
    #expect(abs(schedule.units[0].charge[0] - 10) < Self.tolerance)
    #expect(abs(schedule.exports[0] - 10) < Self.tolerance)
    #expect(abs(schedule.exports[1] - 10) < Self.tolerance)
    #expect(schedule.imports.allSatisfy { abs($0) < Self.tolerance })
    #expect(abs(schedule.objective - (10 * 20 + 10 * 50 - 10)) < 1e-3)
    // Sun that is curtailed would be sold for 20.
    #expect(abs(schedule.exportValues[0] - 20) < 1e-4)
  }

  @Test func aGeneratorNeedsABucketOfItsOwn() throws {
    let up = try AncillaryService("up", .up, durationHours: 1)
    let unit = try Self.unit([20, 50], offers: [ServiceOffer(up, prices: [1, 1])])
    for name in ["energy", "degradation", "auxiliary", "terminal", "netting", "up"] {
      #expect { try Fleet(units: [unit], generators: [Fleet.Generator(name, available: [1, 1])]) } throws: {
        ($0 as? StorageError)?.code == .mismatch
      }
    }
    let sun = Fleet.Generator("sun", available: [1, 1])
    #expect(throws: StorageError.self) { try Fleet(units: [unit], generators: [sun, sun]) }
  }

  @Test func aUnitWithoutAReadingIsNamed() throws {
    let asset = try Self.unit([1]).dispatch.asset
    let units = [FleetSetPoint.Unit(asset, storedEnergy: 1), FleetSetPoint.Unit(asset, storedEnergy: .nan)]
    #expect { try FleetSetPoint.split(1, among: units, hours: 1) } throws: {
      ($0 as? StorageError)?.code == .notFinite && ($0 as? StorageError)?.index == 1
    }
  }

  @Test func theMeterSeesTheSum() throws {
    // Buying costs 10 more than selling brings: what the sun delivers to the store is not charged for.
    let prices = [40, 100.0]
    let sun = Fleet.Generator("sun", available: [10, 0], isCurtailable: false)
    let unit = try Self.unit(prices, sellPrices: prices.map { $0 - 10 })
    let together = try Fleet(units: [unit], generators: [sun], connection: Fleet.Connection()).optimised()
    let apart = try Fleet(units: [unit], generators: [sun]).optimised()
    #expect(abs(together.objective - 10 * 89) < 1e-3)
    #expect(abs(apart.objective - (10 * 30 + 10 * (89 - 40))) < 1e-3)
    #expect(abs(together.revenue[FleetSchedule.netting] - 100) < 1e-3)
    #expect(together.imports[0] < Self.tolerance)
    #expect(abs(apart.imports[0] - 10) < Self.tolerance)
  }

  @Test func aMeterDoesNotTurnInCirclesWhereSellingIsDearer() throws {
    let sun = Fleet.Generator("sun", available: [10, 10], isCurtailable: false)
    let plant = try Fleet(
      units: [Self.unit([10, 10], sellPrices: [30, 30])], generators: [sun], connection: Fleet.Connection())
    let schedule = try plant.optimised()
    for t in 0..<2 { #expect(min(schedule.imports[t], schedule.exports[t]) < Self.tolerance) }
    // Storing ten of the sun in the first hour and selling 20 in the second earns no more than selling the sun at once.
    #expect(abs(schedule.objective - 600) < 1e-3)
    #expect(schedule.bound >= 600 - 1e-6)
    #expect(schedule.units[0].method == .mixedIntegerProgram)
  }

  @Test func storesThatMayNotChargeFromTheGridDoNot() throws {
    let sun = Fleet.Generator("sun", available: [4, 0])
    let plant = try Fleet(
      units: [Self.unit([10, 90], auxiliary: 0.5)], generators: [sun],
      connection: Fleet.Connection(chargesFromGrid: false))
    let schedule = try plant.optimised()
    #expect(schedule.units[0].charge[0] <= 4 + Self.tolerance)
    #expect(schedule.imports.allSatisfy { $0 <= 0.5 + Self.tolerance })
  }

  @Test func awardsAreSharedByTheCheapest() throws {
    let service = try AncillaryService("up", .up, durationHours: 1)
    func offer(_ price: Double) -> ServiceOffer { ServiceOffer(service, prices: [price, price]) }
    let units = [
      try Self.unit([50, 50], initial: .energy(20), offers: [offer(5)]),
      try Self.unit([50, 50], initial: .energy(20), offers: [offer(3)]),
    ]
    let fleet = try Fleet(
      units: units, sharedAwards: [Fleet.SharedAward(service: "up", power: [6, 15])]
    ).optimised()
    for (t, total) in [6, 15.0].enumerated() {
      #expect(abs(fleet.units.reduce(0) { $0 + $1.awards[0].power[t] } - total) < Self.tolerance)
    }
    let impossible = try Fleet(
      units: units, sharedAwards: [Fleet.SharedAward(service: "up", power: [21, 0])]
    ).optimised()
    #expect(impossible.status == .infeasible)
    #expect(impossible.units.isEmpty)
  }

  @Test func fleetsThatMakeNoSenseAreRefused() throws {
    let unit = try Self.unit([10, 20])
    let other = try Self.unit([10, 30])
    #expect(throws: StorageError.self) { try Fleet(units: []) }
    #expect(throws: StorageError.self) { try Fleet(units: [unit, other], connection: Fleet.Connection()) }
    #expect(throws: StorageError.self) { try Fleet(units: [unit, try Self.unit([1, 2, 3])]) }
    #expect(throws: StorageError.self) { try Fleet(units: [unit], generators: [.init("sun", available: [1])]) }
    #expect(throws: StorageError.self) { try Fleet(units: [unit], generators: [.init("sun", available: [1, -1])]) }
    #expect(throws: StorageError.self) {
      try Fleet(units: [unit], sharedAwards: [.init(service: "up", power: [1, 1])])
    }
    #expect(throws: StorageError.self) { try Fleet(units: [unit], connection: .init(exportLimit: .nan)) }
  }
}

struct FleetSetPointTests {
  private static func unit(_ power: Double, _ energy: Double, _ stored: Double) throws -> FleetSetPoint.Unit {
    FleetSetPoint.Unit(
      try StorageAsset(
        power: power, energyCapacity: energy, chargeEfficiency: EfficiencyCurve(0.9),
        dischargeEfficiency: EfficiencyCurve(0.8)), storedEnergy: stored)
  }

  @Test func theUnitThatLastsLongestGoesFirst() throws {
    // Ten MW each; 25 MWh last 2 hours at the meter, 12.5 one.
    let units = [try Self.unit(10, 40, 25), try Self.unit(10, 40, 12.5)]
    #expect(try FleetSetPoint.split(10, among: units, hours: 1).powers == [10, 0])
    let both = try FleetSetPoint.split(14, among: units, hours: 1)
    #expect(abs(both.powers[0] - 10) < 1e-9)
    #expect(abs(both.powers[1] - 4) < 1e-9)
    #expect(both.shortfall == 0)
  }

  @Test func unitsInPartEndAlike() throws {
    let units = [try Self.unit(10, 40, 20), try Self.unit(20, 80, 38), try Self.unit(5, 40, 2)]
    let split = try FleetSetPoint.split(18, among: units, hours: 0.5)
    #expect(abs(split.powers.reduce(0, +) - 18) < 1e-9)
    let left = zip(units, split.powers).map { unit, power in
      (unit.storedEnergy * 0.8 - power * 0.5) / unit.asset.dischargePower
    }
    #expect(abs(left[0] - left[1]) < 1e-9)
    #expect(split.powers[2] == 0)
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let units = [try Self.unit(10, 40, 1), try Self.unit(10, 40, 39)]
    let delivery = try FleetSetPoint.split(30, among: units, hours: 1)
    #expect(abs(delivery.powers[0] - 0.8) < 1e-12)
    #expect(delivery.powers[1] == 10)
    #expect(abs(delivery.shortfall - 19.2) < 1e-9)
    let charging = try FleetSetPoint.split(-30, among: units, hours: 1)
    #expect(charging.powers[0] == -10)
    #expect(abs(charging.powers[1] + 1 / 0.9) < 1e-12)
    #expect(charging.shortfall < 0)
  }

  @Test func splitsKeepToEveryLimit() throws {
    var stream = RandomStream(seed: 5, path: 0)
    for _ in 0..<300 {
      let units = try (0..<1 + Int(stream.next() % 6)).map { _ in
        let energy = 1 + 50 * stream.uniform()
        return try Self.unit(1 + 20 * stream.uniform(), energy, energy * stream.uniform())
      }
      let (power, hours) = (60 * (stream.uniform() - 0.5), 0.05 + 2 * stream.uniform())
      let split = try FleetSetPoint.split(power, among: units, hours: hours)
      #expect(abs(split.powers.reduce(0, +) + split.shortfall - power) < 1e-8)
      for (unit, value) in zip(units, split.powers) {
        #expect(abs(value) <= unit.asset.chargePower + 1e-12)
        let change = value < 0 ? -value * 0.9 * hours : -value / 0.8 * hours
        #expect(unit.storedEnergy + change > -1e-9)
        #expect(unit.storedEnergy + change < unit.asset.energyCapacity + 1e-9)
      }
    }
  }

  @Test func badUnitsAreRefused() throws {
    let unit = try Self.unit(1, 2, 1)
    #expect(throws: StorageError.self) { try FleetSetPoint.split(.nan, among: [unit], hours: 1) }
    #expect(throws: StorageError.self) { try FleetSetPoint.split(1, among: [unit], hours: 0) }
    #expect(throws: StorageError.self) {
      try FleetSetPoint.split(1, among: [FleetSetPoint.Unit(unit.asset, storedEnergy: .nan)], hours: 1)
    }
    #expect(try FleetSetPoint.split(1, among: [], hours: 1).shortfall == 1)
  }
}
