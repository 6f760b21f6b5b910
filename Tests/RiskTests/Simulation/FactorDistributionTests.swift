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
