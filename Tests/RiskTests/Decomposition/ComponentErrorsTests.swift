import NumericalKernels
import Risk
import Testing
import Valuation

/// A mean of forty errors against the scatter of forty figures, which is known to 11 %.
private let scatter = 0.35

@Suite struct ComponentErrorsTests {
  /// The scatter of components over seeds, and the mean of what each run says of it.
  private func repeated(
    _ model: MonteCarlo.Model, _ measure: TailMeasure, _ sampling: MonteCarlo.Sampling = .independent,
    figure: (Decomposition) -> Decomposition.Parts
  ) throws -> [(said: Double, found: Double)] {
    let portfolio = try SampleBooks.linear()
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio))
    let count = portfolio.positions.count + portfolio.factors.count
    var (values, errors) = ([[Double]](repeating: [], count: count), [Double](repeating: 0, count: count))
    for seed in 0..<40 {
      let losses = try MonteCarlo(model: model, sampling: sampling, paths: 1600, seed: UInt64(seed), method: .delta)
        .run(portfolio, distribution)
      let parts = figure(try losses.decomposition(measure))
      let said = try #require(parts.positionErrors) + #require(parts.factorErrors)
      for (index, value) in (parts.positions + parts.factors).enumerated() {
        values[index].append(value)
        errors[index] += said[index] / 40
      }
    }
    return try zip(errors, values).map { ($0, try Statistics.standardDeviation($1)) }
  }

  @Test func componentsOfShortfallVaryAsTheyClaim() throws {
    for (said, found) in try repeated(.normal, TailMeasure(level: 0.95), figure: { $0.expectedShortfall }) {
      #expect(abs(said - found) <= scatter * found)
    }
    // Opposite paths are in one batch.
    let pairs = try repeated(.studentT(degreesOfFreedom: 5), TailMeasure(level: 0.95), .antithetic) {
      $0.expectedShortfall
    }
    for (said, found) in pairs { #expect(abs(said - found) <= scatter * found) }
  }

  @Test func componentsOfValueAtRiskVaryAsTheyClaim() throws {
    for convention in [TailMeasure.QuantileConvention.type7, .smoothed] {
      let measure = TailMeasure(level: 0.95, quantile: convention)
      for (said, found) in try repeated(.normal, measure, figure: { $0.valueAtRisk }) {
        #expect(abs(said - found) <= scatter * found)
      }
    }
  }

  @Test func aSinglePositionVariesAsTheFigure() throws {
    let portfolio = try Portfolio(
      factors: [RiskFactor("PJM_WEST")], positions: [Position("p", .linear("PJM_WEST", quantity: 5000))])
    let losses = try HistoricalSimulation().run(portfolio, on: SampleBooks.history(days: 500))
    let (parts, figures) = (try losses.decomposition(at: 0.95), try losses.figures(at: 0.95))
    let error = try #require(figures.valueAtRiskError)
    #expect(try abs(#require(parts.valueAtRisk.positionErrors)[0] - error) < 1e-9 * error)
    // Batches differ from the formula by chance: 32 of them know an error to 13 %.
    let mean = try #require(figures.expectedShortfallError)
    #expect(try abs(#require(parts.expectedShortfall.positionErrors)[0] / mean - 1) < 0.4)
  }

  @Test func positionsAndFactorsOfBentBooksHaveErrors() throws {
    let portfolio = try SampleBooks.bent()
    let history = try SampleBooks.history(days: 400)
    for losses in [
      try HistoricalSimulation().run(portfolio, on: history, revaluations: SampleBooks.valuers),
      try HistoricalSimulation(weighting: .aged(decay: 0.995), method: .deltaGamma).run(portfolio, on: history),
      try MonteCarlo(sampling: .sobol, paths: 4096, seed: 3).run(
        portfolio, FactorDistribution(history.scenarios(for: portfolio)), revaluations: SampleBooks.valuers),
    ] {
      let parts = try losses.decomposition(at: 0.95)
      for figure in [parts.valueAtRisk, parts.expectedShortfall] {
        let (positions, factors) = (try #require(figure.positionErrors), try #require(figure.factorErrors))
        #expect(positions.count == portfolio.positions.count && positions.allSatisfy { $0 > 0 && $0 < figure.total })
        #expect(factors.count == portfolio.factors.count && factors.allSatisfy { $0 > 0 && $0 < figure.total })
      }
      // 0.4 losses beyond: no error of a part where the whole has none.
      let thin = try losses.decomposition(at: 0.9995)
      #expect(thin.valueAtRisk.positionErrors == nil && thin.expectedShortfall.factorErrors == nil)
    }
  }

  @Test func whatCancelsInTheWholeHasComponentsOfItsOwn() throws {
    // Two positions of the same size on either side, and an option that makes the book bent.
    let call = Position.Greeks([.init(factor: "PJM_WEST", delta: 0.55, gamma: 0.04)])
    let portfolio = try Portfolio(
      factors: SampleBooks.factors,
      positions: [
        Position("long", .linear("HENRY_HUB", quantity: 4000)),
        Position("short", .linear("HENRY_HUB", quantity: -4000)),
        Position("call", .option(.init(quantity: -2000, greeks: call))),
      ])
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio))
    let losses = try MonteCarlo(paths: 4000, seed: 1).run(portfolio, distribution)
    let parts = try losses.decomposition(at: 0.95).expectedShortfall
    #expect(abs(parts.positions[0]) > 1 && parts.positions[0] == -parts.positions[1])
    // A little of a hub that the book does not hold changes the figure by its marginal.
    let trade = try portfolio.adding([Position("new", .linear("ERCOT_NORTH", quantity: 1e-3))])
    let after = try MonteCarlo(paths: 4000, seed: 1).run(trade, distribution).figures(at: 0.95).expectedShortfall
    let change = 1000 * (after - parts.total)
    #expect(
      abs(change - parts.marginals[1]) < 1e-5 * abs(change) && abs(change) > 0.01, "\(change), \(parts.marginals[1])")
  }
}
