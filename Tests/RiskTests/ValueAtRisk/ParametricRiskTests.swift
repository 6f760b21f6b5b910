import NumericalKernels
import Risk
import Testing

/// Closed forms but for rounding.
private let rounding = 1e-11

@Suite struct ParametricRiskTests {
  /// McNeil, Frey, Embrechts, Quantitative Risk Management, the setting of their example on a share of 10,000 with 20 % a year:
  /// 250 days, losses of a normal and a t distribution with four degrees of freedom and the same deviation.
  @Test func normalAndStudentFiguresAreTheClosedForms() throws {
    let deviation = 10_000 * 0.2 / 250.0.squareRoot()
    let portfolio = try Portfolio(factors: [RiskFactor("A")], positions: [Position("p", .linear("A", quantity: 1))])
    let distribution = try FactorDistribution(means: [0], covariance: Matrix([[deviation * deviation]]))
    let levels = [0.90, 0.95, 0.975, 0.99, 0.995]
    func rounded(_ values: [Double]) -> [Double] { values.map { ($0 * 100).rounded() / 100 } }
    let normal = try ParametricRisk().result(portfolio, distribution, at: levels)
    #expect(rounded(normal.figures.map(\.valueAtRisk)) == [162.10, 208.06, 247.92, 294.26, 325.82])
    #expect(rounded(normal.figures.map(\.expectedShortfall)) == [221.99, 260.91, 295.71, 337.13, 365.81])
    let student = try ParametricRisk(model: .studentT(degreesOfFreedom: 4)).result(portfolio, distribution, at: levels)
    #expect(rounded(student.figures.map(\.valueAtRisk)) == [137.13, 190.68, 248.33, 335.14, 411.80])
    #expect(rounded(student.figures.map(\.expectedShortfall)) == [223.55, 286.47, 357.19, 466.94, 565.71])
  }

  @Test func figuresAreThoseOfTheSampleOfGains() throws {
    // z σ - μ with the mean and the deviation (n - 1) of the portfolio's own gains.
    let portfolio = try SampleBooks.linear()
    let history = try SampleBooks.history(days: 300)
    let gains = try HistoricalSimulation(method: .delta).run(portfolio, on: history).losses.map { -$0 }
    let z = NormalDistribution.standard.upperQuantile(0.01)
    let expected = z * (try Statistics.standardDeviation(gains)) - (try Statistics.mean(gains))
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    let figures = try ParametricRisk().result(portfolio, distribution, at: [0.99]).figures(at: 0.99)
    #expect(abs(figures.valueAtRisk - expected) < rounding * expected)
    let error = try #require(figures.valueAtRiskError)
    let sigma = try Statistics.standardDeviation(gains)
    #expect(abs(error - sigma * (1.0 / 300 + z * z / (2 * 299)).squareRoot()) < rounding * error)
  }

  @Test func fewerDaysThanFactorsDoNoHarm() throws {
    let portfolio = try SampleBooks.linear()
    let history = try SampleBooks.history(days: 4)
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    #expect(distribution.normalCount == 4)
    let gains = try HistoricalSimulation(method: .delta).run(portfolio, on: history).losses.map { -$0 }
    let sigma = try Statistics.standardDeviation(gains)
    let mean = try Statistics.mean(gains)
    let figures = try ParametricRisk().result(portfolio, distribution, at: [0.95]).figures(at: 0.95)
    let expected = NormalDistribution.standard.upperQuantile(0.05) * sigma - mean
    #expect(abs(figures.valueAtRisk - expected) < rounding * expected)
  }

  @Test func daysGrowWithTheirRoot() throws {
    let portfolio = try SampleBooks.linear()
    let distribution = try FactorDistribution(SampleBooks.history(days: 200).scenarios(for: portfolio))
    let day = try ParametricRisk().result(portfolio, distribution, at: [0.5, 0.99])
    let nine = try ParametricRisk(horizon: Horizon(days: 9)).result(portfolio, distribution, at: [0.5, 0.99])
    // At 50 % the figure is minus the mean, which grows with the days.
    #expect(abs(nine.figures[0].valueAtRisk - 9 * day.figures[0].valueAtRisk) < rounding * 1e5)
    let spread = day.figures[1].valueAtRisk - day.figures[0].valueAtRisk
    let ninth = nine.figures[1].valueAtRisk - nine.figures[0].valueAtRisk
    #expect(abs(ninth - 3 * spread) < rounding * ninth)
    let runs = ParametricRisk(horizon: try Horizon(days: 2, rule: .overlapping))
    #expect(throws: RiskError.self) { try runs.result(portfolio, distribution, at: [0.9]) }
  }

  @Test func theExpansionIsTheOneOfCornishAndFisher() throws {
    // The 1 % quantile of a gain with skewness -0.5 and excess kurtosis 1.2 is -2.8804665810234873 deviations.
    let expansion = try CornishFisher(skewness: 0.5, excessKurtosis: 1.2)
    #expect(abs(expansion.quantile(0.99) - 2.8804665810234873) < 1e-14)
    let normal = try CornishFisher(skewness: 0, excessKurtosis: 0)
    #expect(abs(normal.quantile(0.99) - 2.3263478740408408) < 1e-14)
    // The shortfall is the mean of the quantiles beyond the level.
    let nodes = 20_000
    let mean = (0..<nodes).reduce(0.0) { sum, node in
      sum + expansion.quantile(0.95 + 0.05 * (Double(node) + 0.5) / Double(nodes)) / Double(nodes)
    }
    #expect(abs(expansion.shortfall(0.95) - mean) < 2e-4)
  }

  @Test func anExpansionThatFallsIsRefused() throws {
    for (skewness, kurtosis) in [(1.0, 0.0), (0, -1), (0, 8.5), (2.5, 6), (-1, 1)] {
      #expect(throws: RiskError.self) { try CornishFisher(skewness: skewness, excessKurtosis: kurtosis) }
    }
    // Where it is said to rise it does, on a fine grid of probabilities.
    for (skewness, kurtosis) in [(0.5, 1.2), (-0.5, 1.2), (0, 4), (0.8, 2), (0, 0), (-0.384, 0.197)] {
      let expansion = try CornishFisher(skewness: skewness, excessKurtosis: kurtosis)
      let values = (1..<10_000).map { expansion.quantile(Double($0) / 10_000) }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
      #expect(expansion.risesEverywhere == (skewness != -0.384))
    }
    // That one falls far out: it is refused there.
    #expect(throws: RiskError.self) { try CornishFisher(skewness: -0.384, excessKurtosis: 0.197, upTo: 1 - 1e-15) }
    #expect(throws: RiskError.self) { try CornishFisher(skewness: 0, excessKurtosis: 0, upTo: 1) }
    #expect(throws: RiskError.self) { try CornishFisher(skewness: .nan, excessKurtosis: 0) }
    // A straddle without delta has the skewness of a squared normal.
    let greeks = Position.Greeks([.init(factor: "A", delta: 0, gamma: -1)])
    let straddle = try Portfolio(
      factors: [RiskFactor("A")], positions: [Position("s", .option(.init(quantity: 100, greeks: greeks)))])
    let distribution = try FactorDistribution(means: [0], covariance: Matrix([[4]]))
    let error = #expect(throws: RiskError.self) {
      try ParametricRisk(model: .deltaGamma).result(straddle, distribution, at: [0.99])
    }
    #expect(error?.code == .invalidExpansion)
  }

  @Test func deltaGammaHasTheCumulantsOfItsGain() throws {
    // gain = 3 u + 0.1 u² for u ~ N(0.5, 4), by hand: u = 0.5 + 2 z.
    let greeks = Position.Greeks([.init(factor: "A", delta: 3, gamma: 0.2)], thetaPerDay: -0.7)
    let portfolio = try Portfolio(
      factors: [RiskFactor("A")], positions: [Position("o", .option(.init(quantity: 1, greeks: greeks)))])
    let distribution = try FactorDistribution(means: [0.5], covariance: Matrix([[4]]))
    let result = try ParametricRisk(model: .deltaGamma).result(portfolio, distribution, at: [0.99])
    let (a, b, c) = (-0.7 + 1.5 + 0.025, 6.2, 0.4)  // gain = a + b z + c z²
    let variance = b * b + 2 * c * c
    let skewness = -(6 * b * b * c + 8 * c * c * c) / (variance * variance.squareRoot())
    let kurtosis = (48 * b * b * c * c + 48 * c * c * c * c) / (variance * variance)
    let expansion = try CornishFisher(skewness: skewness, excessKurtosis: kurtosis)
    let expected = -(a + c) + variance.squareRoot() * expansion.quantile(0.99)
    #expect(abs(result.figures[0].valueAtRisk - expected) < rounding * expected)
    let shortfall = -(a + c) + variance.squareRoot() * expansion.shortfall(0.99)
    #expect(abs(result.figures[0].expectedShortfall - shortfall) < rounding * shortfall)
  }

  @Test func wrongCovariancesAreRefused() throws {
    #expect(throws: RiskError.self) { try FactorDistribution(means: [], covariance: Matrix(rows: 0, columns: 0)) }
    #expect(throws: RiskError.self) { try FactorDistribution(means: [0, 0], covariance: Matrix([[1, 2], [2, 1]])) }
    #expect(throws: RiskError.self) {
      try FactorDistribution(means: [0, 0], covariance: Matrix([[1, 0.2], [0.1, 1]]))
    }
    #expect(throws: RiskError.self) { try FactorDistribution(means: [0], covariance: Matrix([[1, 0], [0, 1]])) }
    #expect(throws: RiskError.self) { try FactorDistribution(means: [.nan], covariance: Matrix([[1]])) }
    let portfolio = try SampleBooks.linear()
    let one = try FactorDistribution(means: [0], covariance: Matrix([[1]]))
    #expect(throws: RiskError.self) { try ParametricRisk().result(portfolio, one, at: [0.9]) }
    let five = try FactorDistribution(SampleBooks.history(days: 50).scenarios(for: portfolio))
    #expect(throws: RiskError.self) { try ParametricRisk().result(portfolio, five, at: [1]) }
    let student = ParametricRisk(model: .studentT(degreesOfFreedom: 2))
    #expect(throws: RiskError.self) { try student.result(portfolio, five, at: [0.9]) }
  }
}
