import Foundation
import MarketData
import Storage
import Testing

@Suite struct CycleBudgetTests {
  /// Earnings 4,000·n − 4·n², exact at any number of cycles.
  private static func earnings(_ cycles: Double) -> CycleBudget.Point {
    .init(cycles: cycles, revenue: 4000 * cycles - 4 * cycles * cycles)
  }

  /// What the store does when a cycle costs a price: 4,000 − 8·n = price.
  private static func respond(_ price: Double) -> CycleBudget.Point { earnings(max(0, (4000 - price) / 8)) }

  @Test func withoutDiscountingTheCellsUsedUpAreThePrice() throws {
    // A cycle takes 1/5000 of a store that costs two millions: 400 a cycle. 4,000 − 8·n = 400 at n = 450.
    let budget = try CycleBudget(
      lifeLostPerCycle: 1 / 5000.0, lifeLostPerYear: 0.02, goal: .replacement(cost: 2_000_000))
    let best = try budget.optimum { Self.respond($0) }
    #expect(abs(best.point.cycles - 450) < 0.1)
    #expect(abs(best.price - 400) < 1e-6)
    #expect(abs(best.life - 1 / (450 / 5000.0 + 0.02)) < 0.01)
    #expect(best.evaluations < 30)
  }

  @Test func oneLifeIsSpentWhereItEarnsMost() throws {
    // Without discounting a life earns R(n)/(a·n + b): the maximum of (4000n − 4n²)/(n/5000 + 0.05) is at
    // n = −250 + √(250² + 250·1000), by the quotient rule.
    let budget = try CycleBudget(lifeLostPerCycle: 1 / 5000.0, lifeLostPerYear: 0.05)
    let best = try budget.optimum(tolerance: 1e-9) { Self.respond($0) }
    let cycles = -250 + (250 * 250 + 250 * 1000.0).squareRoot()
    #expect(abs(best.point.cycles - cycles) < 0.05)
    // There a cycle earns the mean earnings of the life that it takes.
    let exact = Self.earnings(cycles)
    #expect(abs(budget.price(at: exact) - (4000 - 8 * cycles)) < 1e-8)
    #expect(abs(best.price - (4000 - 8 * cycles)) < 0.5)
    #expect(abs(best.value / budget.value(of: exact) - 1) < 1e-8)
  }

  @Test(arguments: [CycleBudget.Goal.oneLife, .replacement(cost: 3_000_000)])
  func withDiscountingNoOtherNumberIsBetter(_ goal: CycleBudget.Goal) throws {
    let budget = try CycleBudget(
      lifeLostPerCycle: 1 / 6000.0, lifeLostPerYear: 0.04, discountRate: 0.08, fixedCost: 20_000, goal: goal)
    let best = try budget.optimum(tolerance: 1e-9) { Self.respond($0) }
    let scan = stride(from: 1.0, through: 500, by: 0.02).map { budget.value(of: Self.earnings($0)) }.max() ?? 0
    #expect(best.value <= scan + 1e-7 * abs(scan) && best.value >= scan - 1e-6 * abs(scan))
    // The price is the derivative of the value of life: charged on cycles, the store does these by itself.
    #expect(abs(Self.respond(best.price).cycles - best.point.cycles) < 0.5)
  }

  @Test func thePriceIsADerivative() throws {
    for rate in [0.0, 1e-9, 0.05, 0.5] {
      let budget = try CycleBudget(
        lifeLostPerCycle: 1e-4, lifeLostPerYear: 0.03, discountRate: rate, goal: .replacement(cost: 1e6))
      let step = 0.01
      let up = budget.value(of: .init(cycles: 300 + step, revenue: 0))
      let down = budget.value(of: .init(cycles: 300 - step, revenue: 0))
      let price = budget.price(at: .init(cycles: 300, revenue: 0))
      #expect(abs(price + (up - down) / (2 * step)) < 1e-6 * price)
    }
  }

  @Test func aHorizonMakesCyclesFree() throws {
    // Ten years at most: up to 350 cycles a year the life would be longer.
    let budget = try CycleBudget(lifeLostPerCycle: 2e-4, lifeLostPerYear: 0.03, horizon: 10)
    #expect(budget.life(cycles: 100) == 10 && abs(budget.life(cycles: 850) - 5) < 1e-12)
    #expect(budget.price(at: .init(cycles: 100, revenue: 1e6)) == 0)
    let best = try budget.optimum { Self.respond($0) }
    #expect(best.point.cycles >= 350 - 1e-6)
  }

  @Test func aCurveThatIsGivenIsSearched() throws {
    let budget = try CycleBudget(
      lifeLostPerCycle: 1 / 5000.0, lifeLostPerYear: 0.02, goal: .replacement(cost: 2_000_000))
    let best = try budget.optimum(over: [
      .init(cycles: 500, revenue: 500_000), .init(cycles: 0, revenue: 0), .init(cycles: 250, revenue: 350_000),
      .init(cycles: 300, revenue: 320_000),
    ])
    // 1,400 a cycle up to 250, then 600, both above 400: all 500.
    #expect(best.point.cycles == 500 && best.curve.count == 3)
    #expect(abs(best.price - 400) < 1e-9)
    let dear = try CycleBudget(
      lifeLostPerCycle: 1 / 5000.0, lifeLostPerYear: 0.02, goal: .replacement(cost: 5_000_000))
    #expect(try dear.optimum(over: best.curve).point.cycles == 250)
  }

  /// The price that is found, charged on cycles, brings about the number of cycles that is found: no other price does better.
  @Test func aDispatchedYearAgreesWithItsPrice() throws {
    var generator = SplitMix(seed: 11)
    let prices: [Double] = (0..<240).map { hour in 30 + 20 * generator.next() * Double(hour % 24) / 12 }
    func problem(_ cost: Double) throws -> DispatchProblem {
      let asset = try StorageAsset(
        power: 1, energyCapacity: 2, chargeEfficiency: EfficiencyCurve(0.9), dischargeEfficiency: EfficiencyCurve(0.9),
        throughputCost: cost)
      let start = try #require(Instant(iso8601: "2026-01-01T00:00:00Z"))
      return try DispatchProblem(
        asset, steps: DispatchSteps(start: start, minutes: 60, count: 240), prices: prices)
    }
    let budget = try CycleBudget(
      lifeLostPerCycle: 1 / 6000.0, lifeLostPerYear: 0.05, discountRate: 0.07, goal: .replacement(cost: 60_000))
    let best = try budget.optimum(dispatching: problem(1))
    #expect(best.price > 2 && best.price < 10 && best.slack < 1e-6 * best.point.revenue)
    // Ten days are a sample of 365; a cycle is 1.8 MWh at the meter.
    for price in [0, 3, best.price, 8, 15, 40] {
      let schedule = try problem(1 + price / 1.8).optimised()
      let cycles = schedule.equivalentCycles * 36.5
      let value = budget.value(of: .init(cycles: cycles, revenue: schedule.objective * 36.5 + price * cycles))
      #expect(value <= best.value + 1e-6 * abs(best.value))
    }
    #expect(throws: StorageError.self) {
      let asset = try problem(1).asset.replacing(
        dischargeEfficiency: EfficiencyCurve([.init(power: 0.5, efficiency: 0.95), .init(power: 1, efficiency: 0.9)]))
      _ = try budget.optimum(dispatching: DispatchProblem(asset, steps: problem(1).steps, prices: prices))
    }
  }

  @Test(arguments: [0.0, 0.25])
  func aYearWithoutCyclesEarnsWhatTheStoreEarnsIdle(_ auxiliary: Double) throws {
    // Prices of 30 and 50 by turns, a round trip of 0.81: 50 * 0.9 - 30 / 0.9 = 11.67 for a MWh in the store, 23.33 for the cycle of
    // 2 MWh, while the cells that it uses up cost 60,000 / 100. Idle the store pays for its auxiliary load, 40 a MWh on average; what
    // it holds at the beginning is kept, and worth 10 a MWh.
    let flat = try EfficiencyCurve(0.9)
    let asset = try StorageAsset(
      power: 1, energyCapacity: 2, chargeEfficiency: flat, dischargeEfficiency: flat, auxiliaryLoad: auxiliary)
    let start = try #require(Instant(iso8601: "2026-01-01T00:00:00Z"))
    let prices = (0..<8760).map { $0 % 2 == 0 ? 30.0 : 50 }
    let problem = try DispatchProblem(
      asset, steps: DispatchSteps(start: start, minutes: 60, count: 8760), prices: prices, initial: .energy(2),
      terminal: .price(10))
    let budget = try CycleBudget(
      lifeLostPerCycle: 1 / 100.0, lifeLostPerYear: 0.05, goal: .replacement(cost: 60_000))
    let best = try budget.optimum(dispatching: problem)
    #expect(best.point.cycles == 0)
    #expect(abs(best.point.revenue - (20 - auxiliary * 40 * 8760)) < 1e-6)
    #expect(abs(best.value - (20 - auxiliary * 40 * 8760 - 60_000 * 0.05)) < 1e-6)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    #expect(throws: StorageError.self) { try CycleBudget(lifeLostPerCycle: 1e-4, lifeLostPerYear: 0) }
    #expect(throws: StorageError.self) { try CycleBudget(lifeLostPerCycle: .nan, lifeLostPerYear: 0.1) }
    let budget = try CycleBudget(lifeLostPerCycle: 1e-4, lifeLostPerYear: 0.1)
    #expect(throws: StorageError.self) { try budget.optimum(over: []) }
    #expect(throws: StorageError.self) { try budget.optimum(over: [.init(cycles: -1, revenue: 0)]) }
    #expect(throws: StorageError.self) { try budget.optimum { _ in .init(cycles: 1, revenue: .nan) } }
    // A store whose answers never settle is left after the limit.
    var calls = 0.0
    let stopped = try budget.optimum(limit: 5) { _ in
      calls += 1
      return .init(cycles: calls, revenue: calls * calls * 1e6)
    }
    #expect(stopped.evaluations == 5 && stopped.slack == .infinity)
  }
}
