import MarketData
import Storage
import Testing

/// Each market of random sequences against all schedules of whole MWh: where the store moves whole amounts at its limits, and positions are
/// whole, one of them is best, whatever the prices.
struct MarketSequenceAgainstWholeNumbersTests {
  private static let count = 6

  /// 4 MW in at half of it, 2 MW out: a step changes the store by −2 to 2 MWh.
  private func asset(least: Bool, cost: Double, perDay: Double?) throws -> StorageAsset {
    try StorageAsset(
      power: 4, dischargePower: 2, energyCapacity: 4, chargeEfficiency: EfficiencyCurve(0.5),
      dischargeEfficiency: EfficiencyCurve(1), minimumChargePower: least ? 4 : 0, minimumDischargePower: least ? 2 : 0,
      throughputCost: cost, cycleLimits: CycleLimits(dischargePerDay: perDay))
  }

  /// The best of all whole schedules in the open steps, after what is settled.
  private func search(
    _ asset: StorageAsset, _ stage: MarketStage, _ sold: [Double], stored: Int, given: Double, budget: Double,
    final: Int?, step: Int
  ) -> Double {
    guard step < Self.count else { return final == nil || final == stored ? 0 : -.infinity }
    let price = stage.prices[step]
    var best = -Double.infinity
    for change in -2...2 where (0...4).contains(stored + change) {
      let (charge, discharge) = (Double(2 * max(0, change)), Double(max(0, -change)))
      let part = (stage.availability.charge.isEmpty ? 1 : stage.availability.charge[step])
      guard charge <= 4 * part, discharge <= 2 * part, charge == 0 || charge >= asset.minimumChargePower,
        discharge == 0 || discharge >= asset.minimumDischargePower, given + discharge <= budget + 1e-3
      else { continue }
      let more = discharge - charge - sold[step]
      let earned = more > 0 ? more * stage.charges.selling(at: price) : more * stage.charges.buying(at: price)
      let rest = search(
        asset, stage, sold, stored: stored + change, given: given + discharge, budget: budget, final: final,
        step: step + 1)
      best = max(best, earned - asset.throughputCost * discharge + rest)
    }
    return best
  }

  private func check(
    seed: UInt64, instances: Int, least: Bool = false, perDay: Double? = nil, tolerance: Double
  ) throws {
    var random = RandomProblems(seed: seed)
    #if DEBUG
      let instances = instances / 5
    #endif
    var traded = 0
    for number in 0..<instances {
      let asset = try asset(least: least, cost: random.uniform(0, 6), perDay: perDay)
      // Within one local day.
      let start = try #require(Instant(iso8601: "2026-03-02T02:00:00Z"))
      let steps = try DispatchSteps(start: start, minutes: 60, count: Self.count)
      var stages: [MarketStage] = []
      for (index, gate) in [0, 1, 3].enumerated() {
        let parts = (0..<Self.count).map { _ in random.chance(0.85) ? 1 : random.chance(0.5) ? 0.5 : 0 }
        let charges = try MarketCharges(spread: random.uniform(0, 10), exportTax: random.chance(0.5) ? 0 : 0.1)
        stages.append(
          MarketStage(
            name: "\(index)", prices: random.prices(Self.count, from: -40, to: 80, extremes: 0.15), firstOpenStep: gate,
            charges: number % 5 == 0 ? .none : charges,
            availability: index == 2 && !least && random.chance(0.5)
              ? try Availability(charge: parts, discharge: parts) : .full))
      }
      let final = number % 3 == 0 ? 2 : nil
      let result = try MarketSequence(
        asset, steps: steps, stages: stages, initial: .energy(2), terminal: final == nil ? .none : .energy(2)
      ).optimised()
      let budget = perDay ?? .infinity
      for (index, stage) in stages.enumerated() {
        let before = index > 0 ? result.schedules[index - 1] : nil
        let gate = stage.firstOpenStep
        let sold = before?.netPower ?? [Double](repeating: 0, count: Self.count)
        let settled = before.map { $0.discharge[..<gate].reduce(0, +) } ?? 0
        let state = gate > 0 ? before?.storedEnergy[gate - 1] ?? 2 : 2
        let expected =
          search(
            asset, stage, sold, stored: Int(state.rounded()), given: settled, budget: budget, final: final, step: gate)
          - asset.throughputCost * settled
        guard index < result.schedules.count else {
          #expect(expected == -.infinity && result.status == .infeasible, "instance \(number).\(index)")
          break
        }
        #expect(abs(state - state.rounded()) < tolerance && sold.allSatisfy { abs($0 - $0.rounded()) < tolerance })
        let schedule = result.schedules[index]
        #expect(abs(schedule.objective - expected) < tolerance * max(100, abs(expected)), "instance \(number).\(index)")
        #expect(schedule.bound >= expected - tolerance * max(100, abs(expected)), "instance \(number).\(index)")
        if index > 0, result.trades[index].energy.contains(where: { abs($0) > 0.5 }) { traded += 1 }
        if index > 0, stage.availability == .full { #expect(result.trades[index].gain >= 0, "instance \(number)") }
      }
    }
    #expect(traded > instances / 2)
  }

  @Test func pricesToMinusAThousand() throws { try check(seed: 31, instances: 300, tolerance: 1e-9) }

  @Test func leastPowers() throws { try check(seed: 32, instances: 200, least: true, tolerance: 1e-9) }

  @Test func whatADayMayGiveAcrossGates() throws { try check(seed: 33, instances: 60, perDay: 3, tolerance: 1e-6) }
}
