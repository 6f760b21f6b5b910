import NumericalKernels
import Risk
import Testing
import Valuation

/// Sampling errors: three standard errors, and the seeds are fixed.
private let standardErrors = 3.0

@Suite struct MonteCarloTests {
  private func book() throws -> (portfolio: Portfolio, distribution: FactorDistribution) {
    let portfolio = try SampleBooks.linear()
    return (portfolio, try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio)))
  }

  @Test(arguments: [MonteCarlo.Sampling.independent, .antithetic, .momentMatched, .sobol])
  func normalFiguresNearTheClosedForm(sampling: MonteCarlo.Sampling) throws {
    let (portfolio, distribution) = try book()
    let horizon = try Horizon(days: 3)
    let exact = try ParametricRisk(horizon: horizon).result(portfolio, distribution, at: [0.95, 0.99])
    let losses = try MonteCarlo(sampling: sampling, paths: 8192, seed: 2, horizon: horizon, method: .delta)
      .run(portfolio, distribution)
    for closed in exact.figures {
      let figures = try losses.figures(at: closed.level)
      let (value, mean) = (try #require(figures.valueAtRiskError), try #require(figures.expectedShortfallError))
      #expect(value > 0 && value < 0.06 * closed.valueAtRisk)
      #expect(abs(figures.valueAtRisk - closed.valueAtRisk) < standardErrors * value)
      #expect(abs(figures.expectedShortfall - closed.expectedShortfall) < standardErrors * mean)
      #expect(try #require(figures.lower) < figures.valueAtRisk && #require(figures.upper) > figures.valueAtRisk)
    }
  }

  /// 8,192 points in eight runs: a run of 1,024 has no error at 99.9 %, the points together have ranks.
  @Test func thinRunsHaveTheIntervalOfTheirRanks() throws {
    let (portfolio, distribution) = try book()
    let losses = try MonteCarlo(sampling: .sobol, paths: 8192, seed: 2, method: .delta).run(portfolio, distribution)
    let measure = TailMeasure(level: 0.999)
    let figures = try losses.figures(measure)
    let pooled = try measure.estimate(losses: losses.losses)
    #expect(figures == RiskFigures(pooled))
    let (lower, upper) = (try #require(figures.lower), try #require(figures.upper))
    #expect(losses.losses.contains(lower) && losses.losses.contains(upper))
    #expect(try #require(figures.coverage) >= 0.95 && figures.valueAtRiskError != nil)
    let closed = try ParametricRisk().result(portfolio, distribution, at: [0.999]).figures[0]
    #expect(lower < closed.valueAtRisk && closed.valueAtRisk < upper)
    #expect(
      try abs(figures.expectedShortfall - closed.expectedShortfall) < standardErrors * #require(
        figures.expectedShortfallError))
    // Where each run has a tail, errors are those between runs, narrower than ranks, and the result says which is which.
    let both = try losses.result(at: [0.95, 0.999], decomposing: false)
    #expect(both.basis.conventions["error"] == "between runs at 0.95, as of independent paths at 0.999")
    #expect(both.figures[0].coverage == 0.95)
    #expect(try losses.result(at: [0.95]).basis.conventions["error"] == "between runs")
    // 4 x 0.999 losses must lie beyond in each run: it needs 3,996 points.
    for (paths, rule) in [(8 * 3995, "as of independent paths"), (8 * 3997, "between runs")] {
      let losses = try MonteCarlo(sampling: .sobol, paths: paths, seed: 2, method: .delta).run(portfolio, distribution)
      #expect(try losses.result([measure], decomposing: false).basis.conventions["error"] == rule)
    }
    let independent = try MonteCarlo(paths: 512, seed: 2).run(portfolio, distribution).result(at: [0.95])
    #expect(independent.basis.conventions["error"] == nil)
  }

  @Test func matchedNormalsHaveTheExactMoments() throws {
    let portfolio = try Portfolio(factors: [RiskFactor("A")], positions: [Position("p", .linear("A", quantity: -1))])
    let distribution = try FactorDistribution(means: [0.5], covariance: Matrix([[4]]))
    let losses = try MonteCarlo(sampling: .momentMatched, paths: 5000, seed: 9).run(portfolio, distribution).losses
    #expect(abs(try Statistics.mean(losses) - 0.5) < 1e-12)
    #expect(abs(try Statistics.variance(losses, .population) - 4) < 1e-11)
  }

  @Test func pairsAreOpposite() throws {
    let (portfolio, distribution) = try book()
    let losses = try MonteCarlo(sampling: .antithetic, paths: 100, seed: 3, method: .delta).run(portfolio, distribution)
      .losses
    let sums = stride(from: 0, to: 100, by: 2).map { losses[$0] + losses[$0 + 1] }
    #expect(sums.allSatisfy { abs($0 - sums[0]) < 1e-9 * abs(losses[0]) })
  }

  @Test func errorsKnowOfPairsThatLoseTogether() throws {
    // A short straddle loses on both of a pair: the losses come in twos, and count for half.
    let greeks = Position.Greeks([.init(factor: "A", delta: 0, gamma: -1)])
    let portfolio = try Portfolio(
      factors: [RiskFactor("A")], positions: [Position("s", .option(.init(quantity: 1, greeks: greeks)))])
    let distribution = try FactorDistribution(means: [0], covariance: Matrix([[1]]))
    let losses = try MonteCarlo(sampling: .antithetic, paths: 8000, seed: 4).run(portfolio, distribution)
    let tail = try losses.estimate(TailMeasure(level: 0.95))
    #expect(abs(tail.effectiveCount - 4000) < 120)
    // Half a squared normal's 95 % quantile: z² / 2 at 97.5 %.
    #expect(
      try abs(tail.quantile - 0.5 * 1.959963984540054 * 1.959963984540054)
        < standardErrors * #require(tail.quantileStandardError))
  }

  @Test func studentPathsNearTheClosedForm() throws {
    let (portfolio, distribution) = try book()
    let exact = try ParametricRisk(model: .studentT(degreesOfFreedom: 5)).result(portfolio, distribution, at: [0.95])
    for sampling in [MonteCarlo.Sampling.independent, .sobol] {
      let losses = try MonteCarlo(
        model: .studentT(degreesOfFreedom: 5), sampling: sampling, paths: 8192, seed: 3, method: .delta
      ).run(portfolio, distribution)
      let figures = try losses.figures(at: 0.95)
      let error = try #require(figures.valueAtRiskError)
      #expect(abs(figures.valueAtRisk - exact.figures[0].valueAtRisk) < standardErrors * error)
    }
  }

  @Test func copulasHaveTheirMarginsAndTheirDependence() throws {
    let factors = [RiskFactor("A"), RiskFactor("B")]
    let portfolio = try Portfolio(
      factors: factors,
      positions: [Position("a", .linear("A", quantity: -1)), Position("b", .linear("B", quantity: -1))])
    let alone = try Portfolio(factors: factors, positions: [Position("a", .linear("A", quantity: -1))])
    let distribution = try FactorDistribution(means: [0, 0], covariance: Matrix([[4, 1], [1, 1]]))
    // Normal margins: each factor alone is normal whatever the copula.
    let model = MonteCarlo.Model.studentCopula(degreesOfFreedom: 3, .normal)
    let tail = try MonteCarlo(model: model, paths: 8000, seed: 6).run(alone, distribution)
      .estimate(TailMeasure(level: 0.95))
    #expect(try abs(tail.quantile - 2 * 1.6448536269514722) < standardErrors * #require(tail.quantileStandardError))
    // Together the tail is heavier than under a Gaussian copula, which is the normal model itself.
    let together = try MonteCarlo(model: model, paths: 8000, seed: 6).run(portfolio, distribution).figures(at: 0.995)
    let gaussian = try MonteCarlo(model: .gaussianCopula(.normal), paths: 8000, seed: 6).run(portfolio, distribution)
    let normal = try MonteCarlo(paths: 8000, seed: 6).run(portfolio, distribution)
    #expect(gaussian.losses == normal.losses)
    #expect(together.expectedShortfall > 1.03 * (try normal.figures(at: 0.995).expectedShortfall))
  }

  @Test func empiricalMarginsStayWithinThePast() throws {
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B")], positions: [Position("a", .linear("A", quantity: -1))])
    let changes = [[-3.0, -1, 0, 0, 1, 2, 8], [1, 0, 1, -1, 0, 3, 2]]
    let history = try FactorHistory(names: ["A", "B"], dates: SampleBooks.dates(7), columns: changes)
    for dependence in [FactorDistribution.Dependence.linear, .normalScores] {
      let distribution = try FactorDistribution(history.scenarios(for: portfolio), dependence: dependence)
      let losses = try MonteCarlo(model: .gaussianCopula(.empirical), paths: 6000, seed: 7)
        .run(portfolio, distribution).losses
      #expect(losses.min() ?? 0 >= -3 && losses.max() ?? 0 <= 8)
      // Type 7: the median is 0 and the 5/6 quantile is 2.
      let quantiles = try Statistics.quantiles(losses, [0.25, 5.0 / 6])
      #expect(abs(quantiles[0] + 0.5) < 0.1 && abs(quantiles[1] - 2) < 0.2)
    }
    let given = try FactorDistribution(means: [0, 0], covariance: Matrix([[1, 0], [0, 1]]))
    #expect(throws: RiskError.self) {
      try MonteCarlo(model: .gaussianCopula(.empirical), paths: 100, seed: 1).run(portfolio, given)
    }
  }

  @Test(arguments: [1e-6, 1e-3, 1, 1e3, 1e6]) func covariancesOfAnyScaleServe(scale: Double) throws {
    // Products that are rounded in another order above and below the diagonal, of deviations eight powers of ten apart.
    let deviations = [0.3 * scale, 0.7 * scale, 1.1e-8 * scale]
    let covariance = Matrix(rows: 3, columns: 3) { row, column in
      row == column ? deviations[row] * deviations[row] : deviations[row] * (deviations[column] * 0.1)
    }
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B"), RiskFactor("C")],
      positions: [Position("c", .linear("C", quantity: 1))])
    let distribution = try FactorDistribution(means: [0, 0, 0], covariance: covariance)
    let figures = try MonteCarlo(paths: 20_000, seed: 3).run(portfolio, distribution).figures(at: 0.99)
    #expect(abs(figures.valueAtRisk / (2.3263478740408408 * deviations[2]) - 1) < 0.05)
  }

  @Test func fullRevaluationIsExactForAQuadraticValue() throws {
    // A valuer that is quadratic has the gains of its Greeks, path by path.
    let greeks = Position.Greeks([.init(factor: "A", delta: 2, gamma: 0.6), .init(factor: "B", delta: -1)])
    let option = Position.Option(quantity: 10, greeks: greeks, valuer: "square")
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B")],
      positions: [Position("o", .option(option)), Position("l", .linear("B", quantity: 4))])
    let distribution = try FactorDistribution(means: [0.1, 0], covariance: Matrix([[1, 0.3], [0.3, 2]]))
    let valuers = ["square": Revaluation(factors: 2) { 7 + 2 * $0[0] + 0.3 * $0[0] * $0[0] - $0[1] }]
    let full = try MonteCarlo(paths: 1000, seed: 1).run(portfolio, distribution, revaluations: valuers)
    let greek = try MonteCarlo(paths: 1000, seed: 1, method: .deltaGamma).run(portfolio, distribution)
    #expect(zip(full.losses, greek.losses).allSatisfy { abs($0 - $1) < 1e-11 * 100 })
    let parts = try full.decomposition(at: 0.9).valueAtRisk
    #expect(abs(parts.revaluation) < 1e-10)
    #expect(throws: RiskError.self) { try MonteCarlo(paths: 10, seed: 1).run(portfolio, distribution) }
    let broken = ["square": Revaluation(factors: 2) { $0[0] > 1 ? .nan : $0[0] }]
    #expect(throws: RiskError.self) {
      try MonteCarlo(paths: 1000, seed: 1).run(portfolio, distribution, revaluations: broken)
    }
  }

  @Test func theSameBitsAtAnyWidth() async throws {
    let portfolio = try SampleBooks.bent()
    let history = try SampleBooks.history(days: 60)
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    let cases: [MonteCarlo] = [
      MonteCarlo(paths: 8200, seed: 11, method: .delta),
      MonteCarlo(model: .studentT(degreesOfFreedom: 4), sampling: .momentMatched, paths: 2200, seed: 11),
      MonteCarlo(model: .studentCopula(degreesOfFreedom: 4, .empirical), sampling: .sobol, paths: 2200, seed: 11),
      MonteCarlo(
        model: .studentT(degreesOfFreedom: 4), sampling: .antithetic, paths: 2200, seed: 11,
        horizon: try Horizon(days: 2, rule: .simulated)),
    ]
    for simulation in cases {
      let alone = try simulation.run(portfolio, distribution, revaluations: SampleBooks.valuers)
      for width in [1, 2, 3, 8] {
        let beside = try await simulation.run(
          portfolio, distribution, revaluations: SampleBooks.valuers, width: width)
        #expect(beside.losses == alone.losses)
      }
    }
  }

  @Test func stepsAddUp() throws {
    // Four simulated days of a normal are one draw of four days, in distribution: the variances agree.
    let (portfolio, distribution) = try book()
    let horizon = try Horizon(days: 4, rule: .simulated)
    let exact = try ParametricRisk(horizon: Horizon(days: 4)).result(portfolio, distribution, at: [0.95]).figures[0]
    let losses = try MonteCarlo(paths: 8192, seed: 8, horizon: horizon, method: .delta).run(portfolio, distribution)
    let figures = try losses.figures(at: 0.95)
    let error = try #require(figures.valueAtRiskError)
    #expect(abs(figures.valueAtRisk - exact.valueAtRisk) < standardErrors * error)
    // Components come from the same paths again.
    let parts = try losses.decomposition(at: 0.95).valueAtRisk
    #expect(abs(parts.positions.reduce(0, +) - figures.valueAtRisk) < 1e-12 * figures.valueAtRisk)
  }

  @Test func settingsThatMakeNoSenseAreRefused() throws {
    let (portfolio, distribution) = try book()
    func refuses(_ simulation: MonteCarlo) {
      #expect(throws: RiskError.self) { try simulation.run(portfolio, distribution) }
    }
    refuses(MonteCarlo(paths: 0, seed: 1))
    refuses(MonteCarlo(paths: .max, seed: 1))
    refuses(MonteCarlo(sampling: .antithetic, paths: 5, seed: 1))
    refuses(MonteCarlo(sampling: .sobol, paths: 100, seed: 1))
    refuses(MonteCarlo(model: .studentT(degreesOfFreedom: 2), paths: 8, seed: 1))
    refuses(MonteCarlo(model: .studentCopula(degreesOfFreedom: .nan, .normal), paths: 8, seed: 1))
    refuses(MonteCarlo(paths: 8, seed: 1, horizon: try Horizon(days: 2, rule: .overlapping)))
    refuses(MonteCarlo(sampling: .sobol, paths: 64, seed: 1, horizon: try Horizon(days: 2, rule: .simulated)))
    let other = try FactorDistribution(means: [0], covariance: Matrix([[1]]))
    #expect(throws: RiskError.self) { try MonteCarlo(paths: 8, seed: 1).run(portfolio, other) }
  }
}
