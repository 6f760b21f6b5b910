import MarketData
import Storage
import Testing

@Suite struct StorageAssetTechnologiesTests {
  private func solve(_ asset: StorageAsset, seed: UInt64 = 1) throws -> DispatchSchedule {
    let problem = try DispatchProblem(
      asset, steps: Sample.hours(168), prices: Sample.prices(168, seed: seed, noise: 15).map { 1.5 * $0 },
      initial: .energy(0.5 * asset.energyCapacity), terminal: .price(30))
    let schedule = try problem.optimised()
    #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
    #expect(schedule.status == .solved)
    return schedule
  }

  @Test(arguments: [1, 2, 4, 8] as [Double])
  func batteriesLastTheirHours(hours: Double) throws {
    let battery = try StorageAsset.lithiumIon(power: 50, hours: hours)
    #expect(abs(battery.duration - hours) < 1e-12)
    #expect(abs(battery.roundTripEfficiency - 0.85) < 1e-12)
    #expect(battery.selfDischarge == 0)
    #expect(try StorageAsset.lithiumIon(power: 50, hours: hours, selfDischarge: 2e-5).selfDischarge == 2e-5)
    #expect(try solve(battery).equivalentCycles > 3)
  }

  @Test(arguments: StorageAsset.Pumping.allCases)
  func pumpsRunInTheirRange(pumping: StorageAsset.Pumping) throws {
    let plant = try StorageAsset.pumpedHydro(turbinePower: 300, pumpPower: 330, hours: 8, pumping: pumping)
    #expect(abs(plant.roundTripEfficiency - 0.8008) < 1e-12 && abs(plant.duration - 8) < 1e-12)
    let schedule = try solve(plant)
    let least = pumping == .fixedSpeed ? 330.0 : 198
    #expect(schedule.charge.allSatisfy { $0 == 0 || $0 >= least * (1 - 1e-9) })
    #expect(schedule.discharge.allSatisfy { $0 == 0 || $0 >= 105 * (1 - 1e-9) })
    #expect(schedule.charge.contains { $0 > 0 } && schedule.discharge.contains { $0 > 0 })
  }

  @Test func hydrogenNeedsAWideSpread() throws {
    let fuelCell = try StorageAsset.hydrogen(electrolyserPower: 50, generatorPower: 20, hours: 100)
    #expect(abs(fuelCell.roundTripEfficiency - 0.252) < 1e-12 && abs(fuelCell.duration - 100) < 1e-12)
    let store = try StorageAsset.hydrogen(
      electrolyserPower: 50, generatorPower: 20, hours: 100, generatorEfficiency: 0.52)
    #expect(abs(store.roundTripEfficiency - 0.312) < 1e-12)
    let schedule = try solve(store)
    #expect(schedule.charge.allSatisfy { $0 == 0 || $0 >= 5 * (1 - 1e-9) })
    // A third of what is bought comes back: it buys only below a third of what it sells for.
    let (bought, sold) = (schedule.charge.reduce(0, +), schedule.discharge.reduce(0, +))
    #expect(bought > 0 && sold > 0)
  }

  @Test func figuresThatMakeNoPlantAreRefused() {
    #expect(throws: StorageError.self) { try StorageAsset.lithiumIon(power: -1, hours: 4) }
    #expect(throws: StorageError.self) { try StorageAsset.pumpedHydro(turbinePower: 100, hours: .nan) }
    #expect(throws: StorageError.self) {
      try StorageAsset.hydrogen(electrolyserPower: .infinity, generatorPower: 1, hours: 1)
    }
    for efficiency in [0, -0.5, 1.5, .nan] {
      #expect(throws: StorageError.self) {
        try StorageAsset.hydrogen(electrolyserPower: 1, generatorPower: 1, hours: 1, generatorEfficiency: efficiency)
      }
    }
    for loss in [-1e-5, 1, .nan] {
      #expect(throws: StorageError.self) { try StorageAsset.lithiumIon(power: 1, hours: 4, selfDischarge: loss) }
    }
  }
}
