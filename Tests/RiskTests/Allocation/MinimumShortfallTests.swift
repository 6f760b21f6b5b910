import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct MinimumShortfallTests {
  /// Of the shortfall against a search by brute force or its lower bound, relative to the size of losses.
  static let shortfallTolerance = 1e-7

  private func losses(_ scenarios: Int, _ instruments: Int, seed: UInt64 = 9) -> Matrix {
    var generator = LinearCongruence(seed: seed)
    return Matrix(rows: scenarios, columns: instruments) { _, j in
      let z = generator.normal()
      return (1 + 0.3 * Double(j)) * (z + 0.2 * z * z * Double(j)) - 0.1 * Double(j)
    }
  }

  private func shortfall(_ losses: Matrix, _ weights: [Double], _ level: Double) throws -> Double {
    try TailMeasure(level: level).estimate(losses: losses * weights).shortfall
  }

  @Test(arguments: [0.5, 0.9, 0.95, 0.99])
  func twoInstrumentsByBruteForce(level: Double) throws {
    let losses = losses(60, 2)
    let optimum = try MinimumShortfall(losses: losses, level: level).solve(AllocationLimits(count: 2))
    #expect(optimum.allocation.status == .optimal)
    var best = Double.infinity
    for step in 0...4000 {
      let weight = Double(step) / 4000
      best = min(best, try shortfall(losses, [weight, 1 - weight], level))
    }
    #expect(optimum.allocation.risk <= best + Self.shortfallTolerance)
    #expect(optimum.allocation.risk >= best - 2e-3)
  }

  @Test func threeInstrumentsByBruteForce() throws {
    let losses = losses(25, 3, seed: 21)
    let optimum = try MinimumShortfall(losses: losses, level: 0.8).solve(AllocationLimits(count: 3))
    var best = Double.infinity
    for i in 0...60 {
      for j in 0...(60 - i) {
        let weights = [Double(i) / 60, Double(j) / 60, Double(60 - i - j) / 60]
        best = min(best, try shortfall(losses, weights, 0.8))
      }
    }
    #expect(optimum.allocation.risk <= best + Self.shortfallTolerance && optimum.allocation.risk > best - 0.05)
  }

  @Test func theReweightingProvesTheOptimum() throws {
    let (losses, level) = (losses(200, 4), 0.9)
    let optimum = try MinimumShortfall(losses: losses, level: level).solve(AllocationLimits(count: 4))
    let (q, risk) = (optimum.scenarioWeights, optimum.allocation.risk)
    #expect(abs(q.reduce(0, +) - 1) < 1e-6)
    #expect(q.allSatisfy { $0 >= 0 && $0 <= 1 / (0.1 * 200) + 1e-8 })
    // Under it no long-only portfolio loses less in the mean: a lower bound on every shortfall.
    let bound = (0..<4).map { column in (0..<200).reduce(0) { $0 + q[$1] * losses[$1, column] } }.min() ?? 0
    #expect(abs(bound - risk) < Self.shortfallTolerance * 10)
    #expect(abs(optimum.shares.reduce(0, +) - risk) < Self.shortfallTolerance * 10)
    let tail = try #require(optimum.tail)
    #expect(tail.shortfall == risk && tail.quantile <= risk)
    #expect(abs(optimum.allocation.dualityGap) < Self.shortfallTolerance)
  }

  @Test func aLeastReturnCosts() throws {
    let losses = losses(100, 3)
    let problem = try MinimumShortfall(losses: losses, level: 0.9)
    let means = [0.0, 0.1, 0.2]
    let free = try problem.solve(AllocationLimits(count: 3), means: means)
    let bound = try problem.solve(AllocationLimits(count: 3), means: means, returning: 0.15)
    #expect(abs(try #require(bound.allocation.expectedReturn) - 0.15) < 1e-6)
    #expect(bound.allocation.risk > free.allocation.risk)
    let impossible = try problem.solve(AllocationLimits(count: 3), means: means, returning: 0.3)
    #expect(impossible.allocation.status == .infeasible && impossible.tail == nil && impossible.shares.isEmpty)
  }

  @Test func aSureGainWithoutATotalHasNoEnd() throws {
    let problem = try MinimumShortfall(losses: Matrix([[-1], [-2]]), level: 0.5)
    let endless = try problem.solve(AllocationLimits(count: 1, total: nil))
    #expect(endless.allocation.status == .unbounded && endless.allocation.weights.isEmpty)
  }

  @Test func badInput() throws {
    #expect(throws: RiskError.self) { try MinimumShortfall(losses: Matrix(rows: 0, columns: 2), level: 0.9) }
    #expect(throws: RiskError.self) { try MinimumShortfall(losses: Matrix([[.nan]]), level: 0.9) }
    #expect(throws: RiskError.self) { try MinimumShortfall(losses: Matrix([[1]]), level: 1) }
    let problem = try MinimumShortfall(losses: Matrix([[1, 2], [2, 1]]), level: 0.5)
    #expect(throws: RiskError.self) { try problem.solve(AllocationLimits(count: 3)) }
    #expect(throws: RiskError.self) { try problem.solve(AllocationLimits(count: 2), means: [1]) }
    #expect(throws: RiskError.self) { try problem.solve(AllocationLimits(count: 2), returning: 1) }
    #expect(throws: RiskError.self) { try problem.solve(AllocationLimits(count: 2), means: [1, 2], returning: .nan) }
  }
}
