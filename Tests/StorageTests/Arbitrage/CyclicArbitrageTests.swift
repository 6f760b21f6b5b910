import MarketData
import Storage
import Testing

/// Stores that end with what they began with while prices below zero or least powers give the value of energy dents.
struct CyclicArbitrageTests {
  private func turned<Element>(_ values: [Element], _ first: Int) -> [Element] {
    Array(values[first...] + values[..<first])
  }

  /// Five minutes at 20 MW in 400 MWh: within the horizon the store is neither filled nor emptied, and any level serves.
  @Test func aStoreThatIsNeverFullIsTheBestOfTurnsFromItsLowestLevel() throws {
    #if DEBUG
      let count = 24
    #else
      let count = 73
    #endif
    var random = RandomProblems(seed: 51)
    for leastPower in [0.0, 9] {
      let store = try StorageAsset(
        power: 20, energyCapacity: 400, window: 40...400, chargeEfficiency: EfficiencyCurve(0.92),
        dischargeEfficiency: EfficiencyCurve(0.92), minimumChargePower: leastPower, minimumDischargePower: leastPower,
        throughputCost: 4)
      let steps = try DispatchSteps(start: DispatchProblemTests.start, minutes: 5, count: count)
      let prices = random.prices(count, from: -60, to: 120, extremes: 0.1)
      let cycle = try DispatchProblem(store, steps: steps, prices: prices)
      let schedule = try cycle.optimised()
      // The horizon may begin at any step: a path that begins and ends at the lowest level is a problem of fixed ends.
      var best = -Double.infinity
      for first in 0..<count {
        let turn = try DispatchProblem(
          store, steps: steps, prices: turned(prices, first), initial: .energy(40), terminal: .energy(40))
        best = max(best, try turn.optimised().objective)
      }
      #expect(schedule.status == .solved && schedule.gap < 1e-10)
      #expect(abs(schedule.objective - best) < 1e-10 * best)
      #expect((schedule.largestViolation(of: cycle)?.relative ?? 0) < 1e-12)
    }
  }

  /// With self-discharge the best cycle may touch neither end of the window: each step does what is best for it alone.
  @Test func aBestCycleMayTouchNeitherEnd() throws {
    let store = try StorageAsset(
      power: 10, dischargePower: 6, energyCapacity: 1000, window: 1...1000, chargeEfficiency: EfficiencyCurve(0.9),
      dischargeEfficiency: EfficiencyCurve(0.8), selfDischarge: 0.01, throughputCost: 2)
    let prices = [-40.0, 90, -300, -80, 60, 1]
    let problem = try DispatchProblem(store, steps: DispatchProblemTests.steps(6), prices: prices)
    let schedule = try problem.optimised()
    #expect(schedule.charge == [10, 0, 10, 10, 0, 0])
    #expect(schedule.discharge == [0, 6, 0, 0, 6, 0])
    let earned = 10 * (40.0 + 300 + 80) + 6 * (88 + 58)
    #expect(abs(schedule.objective - earned) < 1e-10 && schedule.gap < 1e-12 && schedule.status == .solved)
    #expect(schedule.storedEnergy.allSatisfy { $0 > 1 && $0 < 1000 })
    #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-12)
  }

  /// A cycle has no beginning: turned prices have the same value.
  @Test func turningAProblemDoesNotChangeItsValue() throws {
    var random = RandomProblems(seed: 52)
    for number in 0..<20 {
      let store = try StorageAsset(
        power: 3, energyCapacity: random.uniform(5, 30), chargeEfficiency: EfficiencyCurve(0.9),
        dischargeEfficiency: EfficiencyCurve(0.85), selfDischarge: [0, 1e-12, 0.003][number % 3], throughputCost: 3)
      let prices = random.prices(16, from: -80, to: 100, extremes: 0.2)
      let values = try [0, 5, 11].map { first in
        let schedule = try DispatchProblem(
          store, steps: DispatchProblemTests.steps(16), prices: turned(prices, first)
        ).optimised()
        #expect(schedule.status == .solved, "cycle \(number)")
        return schedule.objective
      }
      #expect(values.allSatisfy { abs($0 - values[0]) < 1e-9 * values[0] }, "cycle \(number)")
    }
  }

  /// A yearly budget prices what is given; each price is a cycle of its own.
  @Test func aBudgetOnACycle() throws {
    var random = RandomProblems(seed: 53)
    let prices = random.prices(24, from: -80, to: 100, extremes: 0.2)
    func schedule(_ limits: CycleLimits) throws -> DispatchSchedule {
      let store = try StorageAsset(
        power: 2, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(0.9), dischargeEfficiency: EfficiencyCurve(0.9),
        throughputCost: 1, cycleLimits: limits)
      let problem = try DispatchProblem(store, steps: DispatchProblemTests.steps(24), prices: prices)
      let schedule = try problem.optimised()
      #expect((schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
      return schedule
    }
    let free = try schedule(.none)
    let given = zip(free.discharge, free.steps.hours).reduce(0) { $0 + $1.0 * $1.1 }
    let ample = try schedule(CycleLimits(dischargePerYear: 1.01 * given * 365))
    #expect(abs(ample.objective - free.objective) < 1e-9 * free.objective)
    let bound = try schedule(CycleLimits(dischargePerYear: 0.5 * given * 365))
    #expect(bound.objective < free.objective && bound.bound >= bound.objective)
  }
}
