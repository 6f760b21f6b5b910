import MarketData
import Storage
import Testing

@Suite struct AwardReconciliationTests {
  private func steps(_ count: Int) throws -> DispatchSteps {
    try DispatchSteps(start: #require(Instant(iso8601: "2026-06-01T00:00:00Z")), minutes: 60, count: count)
  }

  /// 50 MW and 100 MWh with 80 % each way.
  private func asset() throws -> StorageAsset {
    try StorageAsset(
      power: 50, energyCapacity: 100, chargeEfficiency: EfficiencyCurve(0.8), dischargeEfficiency: EfficiencyCurve(0.8))
  }

  @Test func awardsThatCannotBeDeliveredAreBoughtBack() throws {
    // 60 MWh hold 48 MWh at the meter: 40 in the first hour, 8 of 40 in the second, then 50 MW charge 40 MWh; 60 MW are too much.
    let result = try AwardReconciliation(
      steps: steps(4), prices: [100, 100, 20, 100], awarded: [40, 40, -50, 60], realTimePrices: [90, 200, 10, 80],
      asset: asset(), initialEnergy: 60)
    for (found, expected) in zip(result.feasible, [40, 8, -50, 32.0]) { #expect(abs(found - expected) < 1e-9) }
    for (found, expected) in zip(result.storedEnergy, [10, 0, 40, 0.0]) { #expect(abs(found - expected) < 1e-9) }
    #expect(result.findings.map(\.kind) == [.beyondEnergy, .beyondPower, .beyondEnergy])
    #expect(result.findings.map(\.step) == [1, 3, 3])
    #expect(abs(result.boughtBack - 60) < 1e-9 && result.soldBack == 0)
    #expect(abs(result.correctionRevenue + 32 * 200 + 28 * 80) < 1e-6)
    #expect(!result.isFeasible)
  }

  @Test func whatAnOutageTakesIsBoughtBack() throws {
    // Half of the power is there in the second hour: 15 of 40 MW are missing.
    let result = try AwardReconciliation(
      steps: steps(2), prices: [100, 100], awarded: [20, 40], asset: asset(),
      availability: Availability(charge: [1, 1], discharge: [1, 0.5]), initialEnergy: 90)
    #expect(result.feasible == [20, 25] && result.findings.map(\.kind) == [.beyondPower])
    #expect(abs(result.boughtBack - 15) < 1e-12 && abs(result.correctionRevenue + 1500) < 1e-9)
    #expect(throws: StorageError.self) {
      try AwardReconciliation(
        steps: steps(2), prices: [1, 1], awarded: [0, 0], asset: asset(), availability: Availability(charge: [1]),
        initialEnergy: 0)
    }
  }

  @Test func energyWithoutRoomIsSoldAgain() throws {
    let result = try AwardReconciliation(
      steps: steps(2), prices: [10, 10], awarded: [-50, -50], realTimePrices: [5, -30], asset: asset(),
      initialEnergy: 30)
    // 70 MWh of room take 50 MW for an hour, then 37.5.
    #expect(abs(result.feasible[1] + 37.5) < 1e-9 && abs(result.soldBack - 12.5) < 1e-9)
    // At a negative price giving it up costs.
    #expect(abs(result.correctionRevenue + 12.5 * 30) < 1e-6)
  }

  @Test func everyStageIsHeldAgainstTheOneBefore() throws {
    let bid = try MarketBid(offers: [.init(price: 90, power: 30)], bids: [.init(price: 40, power: 20)])
    let result = try AwardReconciliation(
      steps: steps(3), prices: [100, 60, 30], bids: [bid, bid, bid], awarded: [30, 5, -20], scheduled: [30, 5, -18],
      delivered: [28, 5, -18], realTimePrices: [120, 60, 50], asset: asset(), initialEnergy: 60)
    #expect(
      result.findings.map { "\($0.kind.rawValue) \($0.step) \($0.difference)" } == [
        "notDelivered 0 -2.0", "notAsBid 1 5.0", "notScheduled 2 2.0",
      ])
    #expect(result.isFeasible && result.correctionRevenue == 0)
    // 2 MWh short at 120, 2 MWh not drawn at 50.
    #expect(abs(result.deviationRevenue + 240 - 100) < 1e-9)
  }

  /// Awards of an optimal schedule are feasible.
  @Test func whatWasPlannedCanBeDelivered() throws {
    let prices: [Double] = (0..<48).map { hour in
      let isNight = hour % 24 < 6
      return (isNight ? 5 : 50) + Double(hour * 7 % 24) * 1.5
    }
    let asset = try StorageAsset(
      power: 50, energyCapacity: 100, window: 5...95,
      chargeEfficiency: EfficiencyCurve([.init(power: 25, efficiency: 0.95), .init(power: 50, efficiency: 0.9)]),
      dischargeEfficiency: EfficiencyCurve(0.9), selfDischarge: 0.001)
    let problem = try DispatchProblem(asset, steps: steps(48), prices: prices, initial: .energy(50))
    let schedule = try ServiceProblem(problem, offers: []).optimised()
    let result = try AwardReconciliation(
      steps: schedule.steps, prices: prices, awarded: schedule.netPower, asset: asset, initialEnergy: 50)
    #expect(schedule.equivalentCycles > 1 && result.findings.isEmpty)
    for (found, expected) in zip(result.storedEnergy, schedule.storedEnergy) { #expect(abs(found - expected) < 1e-6) }
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let (steps, asset) = (try steps(1), try asset())
    #expect(throws: StorageError.self) {
      try AwardReconciliation(steps: steps, prices: [1], awarded: [1, 2], asset: asset, initialEnergy: 0)
    }
    #expect(throws: StorageError.self) {
      try AwardReconciliation(steps: steps, prices: [.nan], awarded: [1], asset: asset, initialEnergy: 0)
    }
    #expect(throws: StorageError.self) {
      try AwardReconciliation(steps: steps, prices: [1], awarded: [1], asset: asset, initialEnergy: 101)
    }
    #expect(throws: StorageError.self) {
      try AwardReconciliation(
        steps: steps, prices: [1], awarded: [1], delivered: [1, 2], asset: asset, initialEnergy: 0)
    }
  }
}
