import NumericalKernels
import Risk
import Testing

@Suite struct MeanVarianceTests {
  /// Of weights that an interior point gives.
  static let weightTolerance = 1e-6
  /// Of multipliers against bumps, relative.
  static let multiplierTolerance = 1e-4

  private let covariance = try? Matrix([[0.04, 0.006, -0.004], [0.006, 0.01, 0.002], [-0.004, 0.002, 0.0225]])
  private let means = [0.10, 0.05, 0.07]

  private func problem() throws -> MeanVariance {
    try MeanVariance(covariance: #require(covariance), means: means)
  }

  private func free(total: Double? = 1) -> AllocationLimits {
    AllocationLimits(count: 3, from: -.infinity, total: total)
  }

  @Test func leastVarianceInClosedForm() throws {
    let allocation = try problem().minimumVariance(free())
    let raw = try Cholesky(#require(covariance)).solve([1, 1, 1])
    let total = raw.reduce(0, +)
    #expect(allocation.status == .optimal)
    #expect(relativeError(allocation.weights, raw.map { $0 / total }) < Self.weightTolerance)
    #expect(abs(allocation.risk * allocation.risk * total - 1) < 1e-9)
    // Half the variance grows with the square of the total.
    #expect(abs(allocation.totalMultiplier + 1 / total) < 1e-7)
    #expect(abs(allocation.dualityGap) < 1e-9)
  }

  @Test func bestForARiskAversion() throws {
    let allocation = try problem().bestFor(riskAversion: 4, free(total: nil))
    let expected = try Cholesky(#require(covariance)).solve(means).map { $0 / 4 }
    #expect(relativeError(allocation.weights, expected) < Self.weightTolerance)
    let expectedReturn = try #require(allocation.expectedReturn)
    #expect(abs(expectedReturn - zip(expected, means).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-7)
  }

  @Test func limitsCostWhatTheirMultipliersSay() throws {
    var limits = AllocationLimits(count: 3, to: 0.6)
    limits.groups = [.init([1, 0, 1], from: 0.5)]
    let problem = try problem()
    func half(_ limits: AllocationLimits) throws -> Double {
      let risk = try problem.minimumVariance(limits).risk
      return 0.5 * risk * risk
    }
    let allocation = try problem.minimumVariance(limits)
    #expect(abs(allocation.weights[1] - 0.5) < 1e-6)
    let bump = 1e-4
    var up = limits
    var down = limits
    up.groups[0].lower += bump
    down.groups[0].lower -= bump
    let slope = try (half(up) - half(down)) / (2 * bump)
    #expect(slope > 1e-4)
    #expect(relativeError([allocation.groupMultipliers[0]], [-slope]) < Self.multiplierTolerance)
    (up, down) = (limits, limits)
    up.total = 1 + bump
    down.total = 1 - bump
    let totalSlope = try (half(up) - half(down)) / (2 * bump)
    #expect(relativeError([allocation.totalMultiplier], [-totalSlope]) < Self.multiplierTolerance)
    // The bound of a weight.
    var capped = AllocationLimits(count: 3)
    capped.upper[1] = 0.3
    let bound = try problem.minimumVariance(capped)
    (up, down) = (capped, capped)
    up.upper[1] += bump
    down.upper[1] -= bump
    let boundSlope = try (half(up) - half(down)) / (2 * bump)
    #expect(relativeError([bound.boundMultipliers[1]], [-boundSlope]) < Self.multiplierTolerance)
  }

  @Test func infeasibleLimitsAreAStatus() throws {
    let problem = try problem()
    let few = try problem.minimumVariance(AllocationLimits(count: 3, to: 0.2))
    #expect(few.status == .infeasible && few.weights.isEmpty)
    let crossed = try problem.minimumVariance(AllocationLimits(count: 3, from: 0.5, to: 0.4))
    #expect(crossed.status == .infeasible && crossed.risk == .infinity)
    let greedy = try problem.minimumVariance(returning: 0.2, AllocationLimits(count: 3))
    #expect(greedy.status == .infeasible)
    #expect(try problem.frontier(AllocationLimits(count: 3, to: 0.2)).isEmpty)
    let riskless = try MeanVariance(covariance: Matrix(rows: 1, columns: 1), means: [0.1])
    let endless = try riskless.bestFor(riskAversion: 1, AllocationLimits(count: 1, total: nil))
    #expect(endless.status == .unbounded && endless.weights.isEmpty)
    #expect(throws: RiskError.self) { try riskless.frontier(AllocationLimits(count: 1, total: nil)) }
  }

  @Test func frontierRisesAndBends() throws {
    let problem = try problem()
    let frontier = try problem.frontier(AllocationLimits(count: 3), points: 12)
    #expect(frontier.count == 12 && frontier.allSatisfy { $0.status == .optimal })
    let returns = try frontier.map { try #require($0.expectedReturn) }
    let variances = frontier.map { $0.risk * $0.risk }
    let step = (returns[11] - returns[0]) / 11
    for point in 1..<12 {
      #expect(abs(returns[point] - returns[point - 1] - step) < 1e-6)
      #expect(variances[point] > variances[point - 1])
      if point > 1 { #expect(variances[point] - 2 * variances[point - 1] + variances[point - 2] > -1e-8) }
      #expect(abs(frontier[point].weights.reduce(0, +) - 1) < 1e-7)
    }
    // The end holds the instrument of the highest mean alone.
    #expect(abs(returns[11] - 0.10) < 1e-7 && abs(frontier[11].risk - 0.2) < 1e-4)
  }

  @Test func twoAssetFrontierInClosedForm() throws {
    let problem = try MeanVariance(covariance: Matrix([[0.04, 0], [0, 0.09]]), means: [0.05, 0.10])
    let allocation = try problem.minimumVariance(returning: 0.09, AllocationLimits(count: 2))
    // A return of 9 % fixes the weights: 0.2 and 0.8.
    #expect(relativeError(allocation.weights, [0.2, 0.8]) < Self.weightTolerance)
    #expect(abs(allocation.risk - (0.04 * 0.04 + 0.64 * 0.09).squareRoot()) < 1e-8)
  }

  @Test func badInput() throws {
    #expect(throws: RiskError.self) { try MeanVariance(covariance: Matrix(rows: 0, columns: 0)) }
    #expect(throws: RiskError.self) { try MeanVariance(covariance: Matrix(rows: 2, columns: 3)) }
    #expect(throws: RiskError.self) { try MeanVariance(covariance: Matrix([[1, 0.5], [0.4, 1]])) }
    #expect(throws: RiskError.self) { try MeanVariance(covariance: Matrix([[1, 2], [2, 1]])) }
    #expect(throws: RiskError.self) { try MeanVariance(covariance: Matrix([[.nan]])) }
    #expect(throws: RiskError.self) { try MeanVariance(covariance: Matrix([[1]]), means: [1, 2]) }
    let problem = try problem()
    #expect(throws: RiskError.self) { try problem.minimumVariance(AllocationLimits(count: 2)) }
    #expect(throws: RiskError.self) { try problem.minimumVariance(AllocationLimits(count: 3, from: .nan)) }
    #expect(throws: RiskError.self) { try problem.minimumVariance(AllocationLimits(count: 3, total: .nan)) }
    #expect(throws: RiskError.self) { try problem.bestFor(riskAversion: 0, AllocationLimits(count: 3)) }
    #expect(throws: RiskError.self) { try problem.frontier(AllocationLimits(count: 3), points: 1) }
    var limits = AllocationLimits(count: 3)
    limits.groups = [.init([1])]
    #expect(throws: RiskError.self) { try problem.minimumVariance(limits) }
    let meanless = try MeanVariance(covariance: #require(covariance))
    #expect(throws: RiskError.self) { try meanless.frontier(AllocationLimits(count: 3)) }
    #expect(throws: RiskError.self) { try meanless.minimumVariance(returning: 0.1, AllocationLimits(count: 3)) }
  }
}
