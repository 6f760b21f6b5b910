import MarketData
import Storage
import Testing

@Suite struct CycleDepthScheduleTests {
  /// Of the interior point, relative to the amounts.
  private let solverTolerance = 1e-7

  private func problem(
    _ prices: [Double], power: Double = 2.5, efficiency: Double = 1, initial: InitialState = .energy(5)
  ) throws -> ServiceProblem {
    let asset = try StorageAsset(
      power: power, energyCapacity: 10, chargeEfficiency: EfficiencyCurve(efficiency),
      dischargeEfficiency: EfficiencyCurve(efficiency))
    let start = try #require(Instant(iso8601: "2026-06-01T00:00:00Z"))
    let steps = try DispatchSteps(start: start, minutes: 60, count: prices.count)
    return try ServiceProblem(
      DispatchProblem(asset, steps: steps, prices: prices, initial: initial), offers: [])
  }

  private func wear(_ replacementCost: Double = 100_000) throws -> CycleDepthCost {
    try CycleDepthCost(
      life: CycleLife(coefficient: 2e-3, exponent: 2), replacementCost: replacementCost, capacity: 10)
  }

  private func prices(_ count: Int, _ seed: UInt64) -> [Double] {
    var generator = SplitMix(seed: seed)
    return (0..<count).map { _ in 20 + 60 * generator.next() }
  }

  /// A quarter of the store an hour, no losses: the optimum moves by whole segments, and each path can be tried.
  @Test(arguments: [1 as UInt64, 2, 3, 4])
  func noPathIsBetter(_ seed: UInt64) throws {
    let prices = prices(8, seed)
    let wear = try wear()
    let best = try problem(prices).optimised(charging: wear, segments: 4)
    var greatest = -Double.infinity
    for path in 0..<6561 {
      var rest = path
      var (states, earned) = ([5.0], 0.0)
      for price in prices {
        let move = 2.5 * Double(rest % 3 - 1)
        rest /= 3
        states.append(states[states.count - 1] + move)
        earned -= price * move
      }
      guard states.allSatisfy({ (0...10).contains($0) }) else { continue }
      greatest = max(greatest, earned - wear.cost(of: states))
    }
    #expect(best.schedule.status == .solved)
    #expect(abs(best.schedule.objective - greatest) < solverTolerance * 1000)
    #expect(abs(best.segmentCost - best.rainflowCost) < solverTolerance * 1000)
    #expect(abs(best.schedule.revenue["degradation"] + best.segmentCost) < 1e-12)
    #expect(best.schedule.bound >= best.schedule.objective && best.schedule.gap < 1e-7)
  }

  /// With losses the depths lie anywhere: the cost by segments comes down to that of rainflow counting as segments are added.
  @Test func moreSegmentsComeCloser() throws {
    let problem = try problem(prices(36, 5), power: 4, efficiency: 0.9, initial: .cyclic)
    let wear = try wear()
    var last = (value: -Double.infinity, distance: Double.infinity)
    for segments in [1, 4, 16] {
      let best = try problem.optimised(charging: wear, segments: segments)
      #expect((best.schedule.largestViolation(of: problem.dispatch)?.relative ?? 0) < 1e-9)
      let distance = best.segmentCost - best.rainflowCost
      #expect(distance > -1e-6 && distance <= last.distance && best.schedule.objective > last.value)
      last = (best.schedule.objective, distance)
    }
    #expect(last.distance < 2)
    // Cycles that cost nothing are those of the plain optimum.
    let free = try problem.optimised(charging: try self.wear(0), segments: 4)
    let plain = try problem.optimised()
    #expect(abs(free.schedule.objective - plain.objective) < solverTolerance * plain.objective)
    #expect(free.schedule.equivalentCycles > 0 && last.value < plain.objective)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let problem = try problem([20, 60])
    let concave = try CycleDepthCost(
      life: CycleLife(coefficient: 1e-3, exponent: 0.8), replacementCost: 1, capacity: 10)
    #expect(throws: StorageError.self) { try problem.optimised(charging: concave, segments: 4) }
    let small = try CycleDepthCost(life: CycleLife(coefficient: 1e-3, exponent: 2), replacementCost: 1, capacity: 9)
    #expect(throws: StorageError.self) { try problem.optimised(charging: small, segments: 4) }
    #expect(throws: StorageError.self) { try problem.optimised(charging: self.wear(), segments: 0) }
  }
}
