import NumericalKernels
import Risk
import Testing

@Suite struct CorrelationEstimatorTests {
  /// Of estimates that two ways must share.
  static let agreementTolerance = 1e-12

  private func correlated(_ rows: Int, seed: UInt64 = 77) throws -> Matrix {
    var generator = LinearCongruence(seed: seed)
    let mixing = try Matrix([[1, 0, 0], [0.7, 0.6, 0], [0.3, -0.5, 0.8]])
    return try generator.matrix(rows: rows, columns: 3).view * mixing.view.transposed
  }

  /// Sixty rows with gaps of several patterns, one row empty.
  private func gappy() throws -> Matrix {
    var data = try correlated(60)
    for (column, rows) in [(0, 5..<15), (2, 20..<28), (1, 40..<44), (2, 42..<46)] {
      for row in rows { data[row, column] = .nan }
    }
    for column in 0..<3 { data[50, column] = .nan }
    return data
  }

  @Test func waysAgreeWithoutGaps() throws {
    let data = try correlated(80)
    let plain = try CorrelationEstimator().estimate(data)
    #expect(largestDifference(plain.correlation, try Statistics.correlationMatrix(data)) < Self.agreementTolerance)
    for gaps in [CorrelationEstimator.Gaps.pairwise, .expectationMaximisation] {
      let other = try CorrelationEstimator(gaps: gaps).estimate(data)
      #expect(largestDifference(other.correlation, plain.correlation) < Self.agreementTolerance, "\(gaps)")
      #expect(relativeError(other.volatilities, plain.volatilities) < Self.agreementTolerance)
      #expect(other.repairDistance == 0 && other.counts[0, 1] == 80)
    }
    let same = try CorrelationEstimator(asynchrony: .overlapping(steps: 1)).estimate(data)
    #expect(same.correlation == plain.correlation)
  }

  @Test func expectationMaximisationAgainstDirectSearch() throws {
    let estimate = try CorrelationEstimator(gaps: .expectationMaximisation).estimate(try gappy())
    #expect(estimate.status == .converged && estimate.iterations > 1)
    // The maximum of the observed likelihood by SciPy's BFGS and simplex search on the same rows.
    let truth = try Matrix([
      [1, 0.7695254539958, 0.5514395242091], [0.7695254539958, 1, 0.2418820986208],
      [0.5514395242091, 0.2418820986208, 1],
    ])
    #expect(largestDifference(estimate.correlation, truth) < 1e-7)
    // There the divisor is the count: 59 rows with something in them.
    let roots = estimate.volatilities.map { $0 * (58.0 / 59).squareRoot() }
    #expect(relativeError(roots, [1.1043323102550, 0.9214012539556, 0.9400948758062]) < 1e-7)
  }

  @Test func gapsCountByPairOrByRow() throws {
    let data = try gappy()
    let rows = try CorrelationEstimator(gaps: .completeRows).estimate(data)
    #expect(rows.counts[0, 1] == rows.counts[2, 2])
    #expect(rows.counts[0, 0] == Double(60 - 10 - 8 - 6 - 1))
    let pairs = try CorrelationEstimator(gaps: .pairwise).estimate(data)
    #expect(pairs.counts[0, 1] == Double(60 - 10 - 4 - 1) && pairs.counts[2, 2] == Double(60 - 8 - 4 - 1))
    let direct = try Statistics.correlation(data.column(0), data.column(1))
    #expect(abs(pairs.correlation[0, 1] - direct) < 0.1)
  }

  @Test func contradictoryPairsAreMended() throws {
    // Three pairs that never meet in one row: 0.9, 0.9 and -0.9 cannot all be true.
    var data = Matrix(rows: 90, columns: 3, repeating: .nan)
    var generator = LinearCongruence(seed: 3)
    for row in 0..<90 {
      let (i, j) = [(0, 1), (1, 2), (0, 2)][row % 3]
      let x = generator.normal()
      data[row, i] = x
      data[row, j] = (row % 3 == 2 ? -1 : 1) * (x + 0.3 * generator.normal())
    }
    let estimate = try CorrelationEstimator(gaps: .pairwise, minimumEigenvalue: 1e-6).estimate(data)
    #expect(estimate.smallestEigenvalue < -0.5)
    #expect(estimate.repairDistance > 0.3)
    #expect(try SymmetricEigen.values(of: estimate.correlation)[0] > 0.9e-6)
    #expect(estimate.correlation.diagonal == [1, 1, 1])
  }

  @Test func asynchronousClosesAreCorrected() throws {
    // Hourly news; one market closes after hour 12 of the day and the other at its end: half of a day's news is seen a
    // day late.
    var generator = LinearCongruence(seed: 8)
    let days = 3000
    let halves = generator.matrix(rows: 2 * days + 1, columns: 1).column(0)
    let noise = generator.matrix(rows: days, columns: 2)
    let data = Matrix(rows: days, columns: 2) { day, market in
      let news = market == 0 ? halves[2 * day] + halves[2 * day + 1] : halves[2 * day + 1] + halves[2 * day + 2]
      return news + 0.5 * noise[day, market]
    }
    // The truth of synchronous closes: 2 / 2.25.
    let truth = 2 / 2.25
    let plain = try CorrelationEstimator().estimate(data).correlation[0, 1]
    let sums = try CorrelationEstimator(asynchrony: .overlapping(steps: 10)).estimate(data).correlation[0, 1]
    let lags = try CorrelationEstimator(asynchrony: .leadLag(steps: 9)).estimate(data).correlation[0, 1]
    #expect(abs(plain - 0.5 * truth) < 0.05)
    // Of ten days' news one half day is not common: 9.5 / 10 of the truth.
    #expect(abs(sums - 0.95 * truth) < 0.04)
    #expect(abs(lags - 0.95 * truth) < 0.04)
    let volatility = try CorrelationEstimator(asynchrony: .overlapping(steps: 10)).estimate(data).volatilities[0]
    #expect(abs(volatility - 1.5) < 0.1)
  }

  @Test func leadsAndLagsByHand() throws {
    let data = try Matrix([[1, 2], [-1, 0], [3, -2], [-3, 0]])
    let estimate = try CorrelationEstimator(asynchrony: .leadLag(steps: 1), minimumEigenvalue: 0).estimate(data)
    // Means are zero. Γ₀ = [[20, -4], [-4, 8]] / 4; Γ₁(i, j) = Σ xᵢ(t) xⱼ(t - 1) / 4, weight 1/2, both directions.
    let covariance = try Matrix([[20 - 13, -4 + 0.5 * (4 + 2)], [0, 8 + 0]])
    #expect(abs(estimate.volatilities[0] - (covariance[0, 0] / 4).squareRoot()) < 1e-14)
    #expect(abs(estimate.volatilities[1] - (covariance[1, 1] / 4).squareRoot()) < 1e-14)
    #expect(abs(estimate.correlation[0, 1] - covariance[0, 1] / (7 * 8.0).squareRoot()) < 1e-14)
  }

  @Test func differentCalendars() throws {
    let series = [
      AlignedChanges.Series(days: [1, 2, 3, 5], levels: [30, 31, 33, 32]),
      AlignedChanges.Series(days: [1, 3, 4, 5], levels: [2.5, 2.4, 2.6, 2.7]),
    ]
    let common = try AlignedChanges(series)
    #expect(common.days == [3, 5])
    #expect(largestDifference(common.changes, try Matrix([[3, -0.1], [-1, 0.3]])) < 1e-12)
    let every = try AlignedChanges(series, rule: .everyDay)
    #expect(every.days == [2, 3, 4, 5])
    #expect(every.changes.column(0).map(\.isNaN) == [false, false, true, true])
    #expect(every.changes.column(1).map(\.isNaN) == [true, true, false, false])
    let logs = try AlignedChanges([.init(days: [1, 2, 3], levels: [1, -1, 2])], kind: .logarithmic)
    #expect(logs.changes.storage.allSatisfy { $0.isNaN })
  }

  @Test func badInput() throws {
    let data = try correlated(20)
    let estimator = CorrelationEstimator()
    #expect(throws: RiskError.self) { try estimator.estimate(Matrix(rows: 0, columns: 0)) }
    #expect(throws: RiskError.self) { try estimator.estimate(Matrix(rows: 2, columns: 2)) }
    #expect(throws: RiskError.self) { try estimator.estimate(Matrix(rows: 20, columns: 2)) }
    #expect(throws: RiskError.self) { try estimator.estimate(Matrix(rows: 20, columns: 2, repeating: .nan)) }
    for gaps in [CorrelationEstimator.Gaps.completeRows, .pairwise, .expectationMaximisation] {
      var constant = data
      for row in 0..<20 { constant[row, 1] = 4 }
      #expect(throws: RiskError.self) { try CorrelationEstimator(gaps: gaps).estimate(constant) }
    }
    for steps in [-1, 0, 20, 1000] {
      #expect(throws: RiskError.self) {
        try CorrelationEstimator(asynchrony: .overlapping(steps: steps)).estimate(data)
      }
      #expect(throws: RiskError.self) { try CorrelationEstimator(asynchrony: .leadLag(steps: steps)).estimate(data) }
    }
    #expect(throws: RiskError.self) {
      try CorrelationEstimator(gaps: .expectationMaximisation, asynchrony: .leadLag(steps: 2)).estimate(data)
    }
    #expect(throws: RiskError.self) { try CorrelationEstimator(minimumEigenvalue: 1).estimate(data) }
    #expect(throws: RiskError.self) { try AlignedChanges([]) }
    #expect(throws: RiskError.self) { try AlignedChanges([.init(days: [2, 1], levels: [1, 2])]) }
    #expect(throws: RiskError.self) { try AlignedChanges([.init(days: [1], levels: [1, 2])]) }
    #expect(throws: RiskError.self) { try AlignedChanges([.init(days: [1, 2], levels: [1, .infinity])]) }
  }
}
