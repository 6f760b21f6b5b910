import MarketData
import Storage
import Testing

/// The dynamic programme with dents against a plain search over a fine grid of states.
///
/// Where all amounts that the store moves at a kink are whole numbers, so are the states of a best path: each choice of charging and discharging
/// leaves a network whose corners are sums of such amounts. A search over whole states is then exact.
struct ArbitrageAgainstWholeNumbersTests {
  /// MW at the meter and MWh moved in an hour, at the kinks of charging and discharging.
  struct Kinks {
    var charge: [(power: Double, moved: Int)]
    var discharge: [(power: Double, moved: Int)]
    var leastCharge = 0
    var leastDischarge = 0
  }

  /// The best value by whole states; `nil` where none is feasible.
  private func search(
    _ kinks: Kinks, capacity: Int, prices: [Double], cost: Double, initial: Int?, final: Int?
  ) -> Double? {
    func power(_ kinks: [(power: Double, moved: Int)], _ moved: Int) -> Double? {
      var last = (power: 0.0, moved: 0)
      for kink in kinks {
        if moved <= kink.moved {
          return last.power + (kink.power - last.power) * Double(moved - last.moved) / Double(kink.moved - last.moved)
        }
        last = kink
      }
      return nil
    }
    let (most, least) = (kinks.charge.map(\.moved).max() ?? 0, kinks.discharge.map(\.moved).max() ?? 0)
    var best: Double?
    for start in initial.map({ $0...$0 }) ?? 0...capacity {
      var values = [Double](repeating: -.infinity, count: capacity + 1)
      values[start] = 0
      for price in prices {
        var next = [Double](repeating: -.infinity, count: capacity + 1)
        for state in 0...capacity where values[state] > -.infinity {
          for reached in max(0, state - least)...min(capacity, state + most) {
            let moved = reached - state
            var earned = 0.0
            if moved > 0 {
              guard moved >= kinks.leastCharge, let power = power(kinks.charge, moved) else { continue }
              earned = -price * power
            } else if moved < 0 {
              guard -moved >= kinks.leastDischarge, let power = power(kinks.discharge, -moved) else { continue }
              earned = (price - cost) * power
            }
            next[reached] = max(next[reached], values[state] + earned)
          }
        }
        values = next
      }
      let reached = initial == nil ? values[start] : final.map { values[$0] } ?? values.max() ?? -.infinity
      if reached > best ?? -.infinity { best = reached }
    }
    return best
  }

  /// Holds schedules against the search; every fourth is a cycle, or all of them.
  private func check(
    _ kinks: Kinks, _ seed: UInt64, instances: Int, steps: Int, capacity: Int = 18, cycles: Bool = false
  ) throws {
    var random = RandomProblems(seed: seed)
    func curve(_ kinks: [(power: Double, moved: Int)], isCharging: Bool) throws -> EfficiencyCurve {
      try EfficiencyCurve(
        kinks.map {
          let moved = Double($0.moved)
          return .init(power: $0.power, efficiency: isCharging ? moved / $0.power : $0.power / moved)
        })
    }
    let inward = try curve(kinks.charge, isCharging: true)
    let outward = try curve(kinks.discharge, isCharging: false)
    func least(_ moved: Int, _ curve: EfficiencyCurve, _ power: Double, isCharging: Bool) -> Double {
      // By halves: the power that moves the least amount.
      var (low, high) = (0.0, power)
      for _ in 0..<60 {
        let middle = 0.5 * (low + high)
        let value = isCharging ? curve.stored(charging: middle) : curve.taken(discharging: middle)
        if value < Double(moved) { low = middle } else { high = middle }
      }
      return moved == 0 ? 0 : high
    }
    let powers = (kinks.charge[kinks.charge.count - 1].power, kinks.discharge[kinks.discharge.count - 1].power)
    #if DEBUG
      let instances = instances / 5
    #endif
    for number in 0..<instances {
      let cost = random.uniform(0, 8)
      let asset = try StorageAsset(
        power: powers.0, dischargePower: powers.1, energyCapacity: Double(capacity), chargeEfficiency: inward,
        dischargeEfficiency: outward,
        minimumChargePower: least(kinks.leastCharge, inward, powers.0, isCharging: true),
        minimumDischargePower: least(kinks.leastDischarge, outward, powers.1, isCharging: false),
        throughputCost: cost)
      let prices = random.prices(steps, from: -40, to: 80, extremes: number % 3 == 0 ? 0.4 : 0.1)
      let isCyclic = cycles || number % 4 == 0
      let initial = isCyclic ? nil : 7
      let final = number % 2 == 1 ? 9 : nil
      let problem = try DispatchProblem(
        asset, steps: DispatchProblemTests.steps(steps), prices: prices,
        initial: isCyclic ? .cyclic : .energy(7), terminal: isCyclic || final == nil ? .none : .energy(9))
      let schedule = try problem.optimised()
      let truth = search(kinks, capacity: capacity, prices: prices, cost: cost, initial: initial, final: final)
      let expected = try #require(truth)
      #expect(abs(schedule.objective - expected) < 1e-9 * max(1, abs(expected)), "instance \(number)")
      #expect(schedule.status == .solved && schedule.gap <= 1e-9, "instance \(number)")
      #expect(schedule.bound >= expected - 1e-9 * max(1, abs(expected)), "instance \(number)")
      #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9, "instance \(number)")
    }
  }

  @Test func pricesToMinusAThousand() throws {
    try check(Kinks(charge: [(10, 8)], discharge: [(4, 5)]), 21, instances: 200, steps: 9)
  }

  @Test func lossesThatGrowWithPower() throws {
    try check(Kinks(charge: [(4, 4), (8, 6)], discharge: [(3, 3), (6, 8)]), 22, instances: 100, steps: 8)
  }

  @Test func lossesThatFallWithPower() throws {
    try check(Kinks(charge: [(4, 2), (8, 6)], discharge: [(2, 4), (6, 8)]), 23, instances: 100, steps: 8)
  }

  @Test func leastPowers() throws {
    try check(
      Kinks(charge: [(8, 6)], discharge: [(4, 5)], leastCharge: 3, leastDischarge: 2), 24, instances: 200, steps: 8)
  }

  /// Cycles of four kinds of plant, in a window that most of them fill and in one that none of them can fill.
  @Test(arguments: [18, 47])
  func cyclesFromEveryState(_ capacity: Int) throws {
    let plants = [
      Kinks(charge: [(10, 8)], discharge: [(4, 5)]),
      Kinks(charge: [(4, 4), (8, 6)], discharge: [(3, 3), (6, 8)]),
      Kinks(charge: [(4, 2), (8, 6)], discharge: [(2, 4), (6, 8)]),
      Kinks(charge: [(8, 6)], discharge: [(4, 5)], leastCharge: 3, leastDischarge: 2),
    ]
    for (number, kinks) in plants.enumerated() {
      try check(kinks, 25 + UInt64(number), instances: 150, steps: 7, capacity: capacity, cycles: true)
    }
  }
}
