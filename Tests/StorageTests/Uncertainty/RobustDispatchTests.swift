import MarketData
import NumericalKernels
import Storage
import Testing

@Suite struct RobustDispatchTests {
  private func problem(_ seed: UInt64, _ terminal: TerminalValue = .energy(20)) throws -> DispatchProblem {
    try DispatchProblem(
      Sample.battery(), steps: Sample.hours(24), prices: Sample.prices(24, seed: seed), initial: .energy(20),
      terminal: terminal)
  }

  @Test(arguments: [0, 1, 4.5, 12, 24] as [Double])
  func theGuaranteeIsThatOfTheWorstPrices(budget: Double) throws {
    let robust = try RobustDispatch(problem(2), lower: 9, upper: 7, budget: budget)
    let result = try robust.solve()
    #expect(result.gap < 1e-6)
    #expect((result.schedule.largestViolation(of: robust.problem)?.relative ?? 0) < 1e-9)
    #expect(
      abs(result.guaranteedValue - (result.schedule.objective - (try robust.worstLoss(of: result.schedule)))) < 1e-9)
    #expect(result.priceOfRobustness >= -1e-6 * result.forecastOptimum)
    #expect(result.protection >= -1e-6 * result.forecastOptimum)
  }

  @Test func noPricesOfTheSetEarnLess() throws {
    let robust = try RobustDispatch(problem(4), lower: 15, upper: 15, budget: 3)
    let result = try robust.solve()
    var stream = RandomStream(seed: 1, path: 0)
    let schedule = result.schedule
    var least = Double.infinity
    for _ in 0..<300 {
      var prices = robust.problem.sellPrices
      var order = Array(prices.indices)
      order.shuffle(using: &stream)
      for step in order.prefix(3) { prices[step] += schedule.discharge[step] > schedule.charge[step] ? -15 : 15 }
      let earned = try DispatchSchedule(
        DispatchProblem(
          robust.problem.asset, steps: robust.problem.steps, prices: prices, initial: .energy(20), terminal: .energy(20)
        ),
        charge: schedule.charge, discharge: schedule.discharge, initialEnergy: 20, method: .rule)
      least = min(least, earned.objective)
    }
    #expect(least >= result.guaranteedValue - 1e-9)
    #expect(least < result.schedule.objective)
  }

  @Test func aLargerBudgetGuaranteesLessAndCostsMore() throws {
    let results = try [0.0, 2, 6, 24].map {
      try RobustDispatch(problem(5), lower: 12, upper: 12, budget: $0).solve()
    }
    for (a, b) in zip(results, results.dropFirst()) {
      #expect(b.guaranteedValue <= a.guaranteedValue + 1e-6)
      #expect(b.priceOfRobustness >= a.priceOfRobustness - 1e-3)
    }
    #expect(abs(results[0].priceOfRobustness) < 1e-6 * results[0].forecastOptimum)
    #expect(results[3].priceOfRobustness > 0)
  }

  @Test func theWholeBoxIsTheDispatchAtItsCorner() throws {
    // With the budget of all steps every price is at its worst: the forecast less 10 for sales, more 6 for purchases.
    let problem = try problem(6)
    let corner = try DispatchProblem(
      problem.asset, steps: problem.steps, buyPrices: problem.buyPrices.map { $0 + 6 },
      sellPrices: problem.sellPrices.map { $0 - 10 }, initial: .energy(20), terminal: .energy(20))
    let robust = try RobustDispatch(problem, lower: 10, upper: 6, budget: 24).solve()
    let best = try RobustDispatch(corner, lower: 0, upper: 0, budget: 0).solve()
    #expect(abs(robust.guaranteedValue - best.guaranteedValue) < 1e-6 * abs(best.guaranteedValue))
  }

  @Test func cyclicEndsRampsAndDailyLimitsAreKept() throws {
    let asset = try StorageAsset(
      power: 10, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(0.9), dischargeEfficiency: EfficiencyCurve(0.9),
      ramp: 6, throughputCost: 1, cycleLimits: CycleLimits(cyclesPerDay: 0.6))
    let problem = try DispatchProblem(asset, steps: Sample.hours(48), prices: Sample.prices(48, seed: 8))
    let free = try DispatchProblem(
      asset.replacing(cycleLimits: CycleLimits.none), steps: Sample.hours(48), prices: Sample.prices(48, seed: 8))
    let result = try RobustDispatch(problem, lower: 3, upper: 3, budget: 10).solve()
    // The powers are those of an interior-point solution, whose rows hold to its tolerance.
    #expect((result.schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-6)
    #expect(try RobustDispatch(free, lower: 3, upper: 3, budget: 10).solve().guaranteedValue > result.guaranteedValue)
  }

  @Test func leastPowersAreKept() throws {
    let asset = try Sample.battery(energy: 20, minimum: 6)
    let problem = try DispatchProblem(
      asset, steps: Sample.hours(10), prices: Sample.prices(10, seed: 3), initial: .energy(10), terminal: .price(30))
    let nominal = try RobustDispatch(problem, lower: 5, upper: 5, budget: 0).solve()
    let best = try problem.optimised()
    #expect(best.method == .generalProgramme)
    #expect(abs(nominal.guaranteedValue - best.objective) < 1e-6 * abs(best.objective))
    let robust = try RobustDispatch(problem, lower: 5, upper: 5, budget: 2).solve()
    #expect((robust.schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-6)
    #expect(robust.gap < 1e-5 && robust.protection >= -1e-6 * abs(best.objective))
  }

  @Test func figuresOutsideTheirDomainAreRefused() throws {
    let problem = try problem(1)
    #expect(throws: StorageError.self) { try RobustDispatch(problem, lower: -1, upper: 0, budget: 0) }
    #expect(throws: StorageError.self) { try RobustDispatch(problem, lower: 1, upper: .nan, budget: 0) }
    #expect(throws: StorageError.self) { try RobustDispatch(problem, lower: 1, upper: 1, budget: 25) }
    #expect(throws: StorageError.self) { try RobustDispatch(problem, lower: [1], upper: [1], budget: 1) }
  }
}
