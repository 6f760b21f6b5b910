import NumericalKernels
import Risk
import Testing
import Valuation

/// Sums in another order.
private let rounding = 1e-12

@Suite struct FactorDistributionTests {
  @Test(arguments: [
    (FactorDistribution.Dependence.shrunkToConstantCorrelation, ShrinkageCovariance.Target.constantCorrelation),
    (.shrunkToScaledIdentity, .scaledIdentity),
  ])
  func covariancesAreDrawnTowardsATarget(
    dependence: FactorDistribution.Dependence, target: ShrinkageCovariance.Target
  ) throws {
    let portfolio = try SampleBooks.linear()
    let scenarios = try SampleBooks.history(days: 40).scenarios(for: portfolio)
    let distribution = try FactorDistribution(scenarios, dependence: dependence)
    let data = Matrix(rows: 40, columns: 5) { scenarios[$1, $0] }
    let expected = try ShrinkageCovariance(data, target: target)
    #expect(distribution.shrinkage == expected.intensity && expected.intensity > 0)
    let scale = expected.covariance.storage.map(abs).max() ?? 1
    for (found, wanted) in zip(distribution.covariance.storage, expected.covariance.storage) {
      #expect(abs(found - wanted) < rounding * scale)
    }
    // The closed form rests on them: z √(δ'Σδ) - δ'μ.
    let deltas = portfolio.exposures.total
    let variance = zip(deltas, try expected.covariance * deltas).reduce(0) { $0 + $1.0 * $1.1 }
    let mean = zip(deltas, distribution.means).reduce(0) { $0 + $1.0 * $1.1 }
    let result = try ParametricRisk().result(portfolio, distribution, at: [0.99])
    let value = 2.3263478740408408 * variance.squareRoot() - mean
    #expect(abs(result.figures[0].valueAtRisk - value) < 1e-11 * value)
    // A simulation too, with margins of the past, and it says so.
    let losses = try MonteCarlo(model: .gaussianCopula(.empirical), paths: 200, seed: 1).run(portfolio, distribution)
    #expect(losses.basis.conventions["dependence"] == dependence.rawValue && losses.losses.allSatisfy(\.isFinite))
  }

  /// What the moments are is said by the distribution, in closed form and in simulations alike.
  @Test func resultsSayWhereTheirMomentsComeFrom() throws {
    let portfolio = try SampleBooks.linear()
    let scenarios = try SampleBooks.history(days: 40).scenarios(for: portfolio)
    for (dependence, ddof) in [
      (FactorDistribution.Dependence.linear, "1"), (.normalScores, "1"), (.shrunkToConstantCorrelation, "0"),
      (.shrunkToScaledIdentity, "0"),
    ] {
      let distribution = try FactorDistribution(scenarios, dependence: dependence)
      let conventions = [
        try ParametricRisk().result(portfolio, distribution, at: [0.99]).basis.conventions,
        try MonteCarlo(paths: 64, seed: 1).run(portfolio, distribution).basis.conventions,
      ]
      for conventions in conventions {
        #expect(conventions["dependence"] == dependence.rawValue && conventions["mean"] == "sample")
        #expect(conventions["ddof"] == ddof)
        #expect(conventions["shrinkage"] == distribution.shrinkage.map { "\($0)" })
        #expect(conventions["horizon"] == "1 day")
      }
    }
    let given = try FactorDistribution(means: [0, 0, 0, 0, 0], covariance: .identity(5))
    let conventions = try ParametricRisk().result(portfolio, given, at: [0.99]).basis.conventions
    #expect(conventions["mean"] == "given" && conventions["dependence"] == "given")
    #expect(conventions["ddof"] == nil && conventions["shrinkage"] == nil)
  }

  @Test func fewDaysHaveFullRank() throws {
    // Four days of five factors: the sample's covariance has rank three, the shrunk one five.
    let portfolio = try SampleBooks.linear()
    let scenarios = try SampleBooks.history(days: 4).scenarios(for: portfolio)
    #expect(try FactorDistribution(scenarios).normalCount < 5)
    let shrunk = try FactorDistribution(scenarios, dependence: .shrunkToConstantCorrelation)
    #expect(shrunk.normalCount == 5 && shrunk.window != nil && shrunk.sampleCount == 4)
    #expect(try FactorDistribution(scenarios).shrinkage == nil)
  }

  @Test func aFactorThatDoesNotMoveIsNamed() throws {
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B")], positions: [Position("p", .linear("A", quantity: 1))])
    let history = try FactorHistory(
      names: ["A", "B"], dates: SampleBooks.dates(3), columns: [[1, -1, 2], [0, 0, 0]])
    let error = #expect(throws: RiskError.self) {
      try FactorDistribution(history.scenarios(for: portfolio), dependence: .shrunkToConstantCorrelation)
    }
    #expect(error?.code == .insufficientData && error?.index == 1)
  }
}
