import MarketData
import NumericalKernels
import Storage
import Testing

@Suite struct StoredEnergyValueTests {
  /// Relative difference of two exact methods.
  private static let exact = 1e-10

  /// Losses of a fifth and powers that move whole MWh in the store, so that a grid of whole MWh holds every corner.
  private func wholeNumbers(_ prices: [Double], terminal: TerminalValue) throws -> DispatchProblem {
    let asset = try StorageAsset(
      power: 5, dischargePower: 4, energyCapacity: 20, chargeEfficiency: EfficiencyCurve(0.8),
      dischargeEfficiency: EfficiencyCurve(0.8), throughputCost: 3)
    return try DispatchProblem(
      asset, steps: Sample.hours(prices.count), prices: prices, initial: .energy(7), terminal: terminal)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func theValueIsThatOfEveryScheduleTried(seed: UInt64) throws {
    // Above the price of -5.33 from which on the concave hull is more than the store can do.
    let prices = Sample.prices(30, seed: seed).map { max($0, -5) }
    let problem = try wholeNumbers(prices, terminal: .price(20))
    let value = try StoredEnergyValue(problem)
    let grid = Sample.gridValue(
      problem.asset, hours: problem.steps.hours, prices: [prices], weights: [1], levels: 21, final: { 20 * $0 })
    for boundary in 0...30 {
      for level in 0...20 {
        let found = value.total(at: boundary, stored: Double(level))
        #expect(abs(found - grid[boundary][level]) <= Self.exact * max(1, abs(found)))
      }
    }
  }

  @Test func overScenariosItIsTheExpectedValueOfWaiting() throws {
    let rows = [4, 5].map { Sample.prices(12, seed: $0, noise: 25).map { max($0, -5) } }
    let problem = try wholeNumbers(rows[0], terminal: .price(30))
    let scenarios = try PriceScenarios(rows, weights: [1, 3])
    let value = try StoredEnergyValue(
      problem.asset, steps: problem.steps, scenarios: scenarios, terminal: .price(30))
    let grid = Sample.gridValue(
      problem.asset, hours: problem.steps.hours, prices: rows, weights: [0.25, 0.75], levels: 21, final: { 30 * $0 })
    for level in 0...20 {
      let found = value.total(at: 0, stored: Double(level))
      #expect(abs(found - grid[0][level]) <= Self.exact * abs(found))
    }
    let mean = try StoredEnergyValue(
      DispatchProblem(
        problem.asset, steps: problem.steps, prices: scenarios.mean, initial: .energy(7), terminal: .price(30)))
    #expect(value.total(at: 0, stored: 7) > mean.total(at: 0, stored: 7))
  }

  @Test func marginalValuesFallAndAreTheSlope() throws {
    let problem = try DispatchProblem(
      Sample.battery(loss: 0.01), steps: Sample.hours(48), prices: Sample.prices(48, seed: 9), initial: .energy(10))
    let value = try StoredEnergyValue(problem)
    for boundary in stride(from: 0, through: 48, by: 6) {
      let stairs = value.staircase(at: boundary)
      #expect(zip(stairs, stairs.dropFirst()).allSatisfy { $0.marginal > $1.marginal && $0.upTo < $1.upTo })
      #expect(stairs.last?.upTo == 40)
      for level in stride(from: 1.5, to: 40, by: 3) {
        let slope = (value.total(at: boundary, stored: level) - value.total(at: boundary, stored: level - 1e-6)) / 1e-6
        #expect(abs(slope - value.marginal(at: boundary, stored: level)) < 1e-4)
      }
    }
  }

  @Test func selfDischargeAndPiecewiseLossesAgreeWithALinearProgram() throws {
    let asset = try StorageAsset(
      power: 12, dischargePower: 9, energyCapacity: 40, window: 4...36,
      chargeEfficiency: EfficiencyCurve([.init(power: 5, efficiency: 0.95), .init(power: 12, efficiency: 0.9)]),
      dischargeEfficiency: EfficiencyCurve([.init(power: 4, efficiency: 0.96), .init(power: 9, efficiency: 0.9)]),
      selfDischarge: 0.004, auxiliaryLoad: 0.3, throughputCost: 2)
    let prices = Sample.prices(36, seed: 12)
    let curve = TerminalValue.curve([
      .init(energy: 4, value: 10), .init(energy: 20, value: 700), .init(energy: 36, value: 1000),
    ])
    let problem = try DispatchProblem(
      asset, steps: Sample.hours(36), prices: prices, initial: .energy(11), terminal: curve)
    let value = try StoredEnergyValue(problem).total(at: 0, stored: 11)
    let program = try RobustDispatch(problem, lower: 0, upper: 0, budget: 0).solve()
    #expect(abs(program.schedule.objective - value) < 1e-6 * value)
    #expect(program.bound >= value * (1 - 1e-7))
    #expect((program.schedule.largestViolation(of: problem)?.relative ?? 0) < 1e-9)
  }

  @Test func aCoarserStaircaseIsNearlyAsGood() throws {
    let rows = (0..<8).map { Sample.prices(24, seed: 40 + $0, noise: 20) }
    let (asset, steps) = (try Sample.battery(), try Sample.hours(24))
    let scenarios = try PriceScenarios(rows)
    let fine = try StoredEnergyValue(asset, steps: steps, scenarios: scenarios, resolution: 4096)
    let coarse = try StoredEnergyValue(asset, steps: steps, scenarios: scenarios, resolution: 24)
    #expect(coarse.staircase(at: 0).count <= 24 && fine.staircase(at: 0).count > 24)
    let (a, b) = (fine.total(at: 0, stored: 15), coarse.total(at: 0, stored: 15))
    #expect(b <= a + 1e-9 && b > 0.98 * a)
  }

  @Test func whatCannotBeValuedIsRefused() throws {
    let (asset, steps) = (try Sample.battery(), try Sample.hours(2))
    #expect(throws: StorageError.self) { try StoredEnergyValue(DispatchProblem(asset, steps: steps, prices: [1, 2])) }
    #expect(throws: StorageError.self) {
      try StoredEnergyValue(
        DispatchProblem(asset, steps: steps, prices: [1, 2], initial: .energy(0), terminal: .energy(5)))
    }
    let rising = TerminalValue.curve([
      .init(energy: 0, value: 0), .init(energy: 20, value: 10), .init(energy: 40, value: 100),
    ])
    #expect(throws: StorageError.self) {
      try StoredEnergyValue(
        DispatchProblem(asset, steps: steps, prices: [1, 2], initial: .energy(0), terminal: rising))
    }
    // A state without a value at the end may not be reached at all: a staircase over the whole window cannot say so.
    for (low, high) in [(10.0, 40.0), (0, 30), (10, 30), (20, 20)] {
      let part = TerminalValue.curve(
        low < high ? [.init(energy: low, value: 0), .init(energy: high, value: 100)] : [.init(energy: low, value: 0)])
      #expect {
        try StoredEnergyValue(
          DispatchProblem(asset, steps: steps, prices: [1, 2], initial: .energy(20), terminal: part))
      } throws: { ($0 as? StorageError)?.code == .unsupported }
    }
    // One that begins below the window and ends above it is cut there: 5 a MWh from 0 to 40.
    let wide = TerminalValue.curve([.init(energy: -10, value: 0), .init(energy: 50, value: 300)])
    let value = try StoredEnergyValue(
      DispatchProblem(asset, steps: steps, prices: [1, 2], initial: .energy(20), terminal: wide))
    #expect(abs(value.total(at: 2, stored: 0) - 50) < 1e-12 && abs(value.total(at: 2, stored: 40) - 250) < 1e-12)
    #expect { try PriceScenarios([[1, 2], [3, .nan]]) } throws: { ($0 as? StorageError)?.index == 1 }
    #expect(throws: StorageError.self) { try PriceScenarios([[1, 2], [3]]) }
    #expect(throws: StorageError.self) { try PriceScenarios([[1]], weights: [0]) }
    #expect(throws: StorageError.self) { try PriceScenarios([[1]], weights: [.nan]) }
    #expect(throws: StorageError.self) { try PriceScenarios([]) }
  }

  @Test func beyondTheHorizonTheNearestBoundaryHolds() throws {
    let value = try StoredEnergyValue(
      DispatchProblem(
        StorageAssetTests.reference(), steps: DispatchProblemTests.steps(3), prices: [10, 30, 20],
        initial: .energy(0), terminal: .price(12)))
    for (wrong, nearest) in [(-1, 0), (Int.min, 0), (4, 3), (Int.max, 3)] {
      #expect(value.total(at: wrong, stored: 100) == value.total(at: nearest, stored: 100))
      #expect(value.marginal(at: wrong, stored: 100) == value.marginal(at: nearest, stored: 100))
      #expect(value.staircase(at: wrong).map(\.marginal) == value.staircase(at: nearest).map(\.marginal))
    }
    #expect(abs(value.total(at: 3, stored: 100) - 1200) < 1e-9)
  }
}
