import Foundation
import NumericalKernels
import Risk
import Testing
import Valuation

/// The components add up to the figure.
private let additivity = 1e-12
/// A central difference of a smooth figure with a step of 1e-4 of a position.
private let bump = 1e-6

@Suite struct DecompositionTests {
  @Test(arguments: [0.9, 0.95, 0.99, 0.999])
  func componentsAddUpWithoutScaling(level: Double) throws {
    let portfolio = try SampleBooks.bent()
    let history = try SampleBooks.history(days: 400)
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    let runs = [
      try HistoricalSimulation().run(portfolio, on: history, revaluations: SampleBooks.valuers),
      try HistoricalSimulation(weighting: .aged(decay: 0.98), method: .deltaGamma).run(portfolio, on: history),
      try HistoricalSimulation(method: .delta).run(portfolio, on: history),
      try MonteCarlo(paths: 2000, seed: 5).run(portfolio, distribution, revaluations: SampleBooks.valuers),
      try MonteCarlo(model: .studentT(degreesOfFreedom: 5), paths: 2000, seed: 5, method: .delta)
        .run(portfolio, distribution),
      try MonteCarlo(model: .studentCopula(degreesOfFreedom: 4, .empirical), paths: 2000, seed: 5)
        .run(portfolio, distribution, revaluations: SampleBooks.valuers),
    ]
    for losses in runs {
      for convention in [TailMeasure.QuantileConvention.type7, .smoothed] {
        let measure = TailMeasure(level: level, quantile: convention)
        let parts = try losses.decomposition(measure)
        let figures = try losses.figures(measure)
        check(parts.valueAtRisk, figures.valueAtRisk)
        check(parts.expectedShortfall, figures.expectedShortfall)
        let books = try portfolio.books.sums(of: parts.valueAtRisk.positions)
        #expect(abs(books[0] - figures.valueAtRisk) <= additivity * figures.valueAtRisk)
      }
    }
  }

  @Test func aDecompositionThatDoesNotFitTogetherIsNotRead() throws {
    let portfolio = try SampleBooks.bent()
    let run = try HistoricalSimulation(method: .delta).run(portfolio, on: SampleBooks.history(days: 300))
    let parts = try run.decomposition(at: 0.95)
    let data = try JSONEncoder().encode(parts)
    #expect(try JSONDecoder().decode(Decomposition.self, from: data) == parts)
    for names in [["one"], parts.positionNames.map { _ in "same" }] {
      var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      object["positionNames"] = names
      let broken = try JSONSerialization.data(withJSONObject: object)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Decomposition.self, from: broken) }
    }
  }

  private func check(_ parts: Decomposition.Parts, _ figure: Double) {
    #expect(parts.total == figure)
    #expect(abs(parts.positions.reduce(0, +) - figure) <= additivity * abs(figure))
    let byFactor = parts.factors.reduce(0, +) + parts.time + parts.revaluation
    #expect(abs(byFactor - figure) <= additivity * abs(figure))
  }

  @Test func componentsOfSimulationsAreTheDerivativesBySize() throws {
    // Historical figures are piecewise linear in the sizes: a small step changes no order, and the difference is exact.
    let history = try SampleBooks.history(days: 300)
    let portfolio = try SampleBooks.linear()
    let losses = try HistoricalSimulation().run(portfolio, on: history)
    let parts = try losses.decomposition(at: 0.95)
    for index in portfolio.positions.indices {
      let (up, down) = try (scaled(portfolio, index, 1 + 1e-6), scaled(portfolio, index, 1 - 1e-6))
      let above = try HistoricalSimulation().run(up, on: history).figures(at: 0.95)
      let below = try HistoricalSimulation().run(down, on: history).figures(at: 0.95)
      let scale = parts.valueAtRisk.total
      let byValue = (above.valueAtRisk - below.valueAtRisk) / 2e-6
      #expect(abs(byValue - parts.valueAtRisk.positions[index]) < bump * scale)
      let byShortfall = (above.expectedShortfall - below.expectedShortfall) / 2e-6
      #expect(abs(byShortfall - parts.expectedShortfall.positions[index]) < bump * scale)
    }
  }

  /// Greeks, full revaluation and simulated paths: with the scenarios fixed a figure is piecewise linear in the sizes here too.
  @Test(arguments: [ValuationMethod.deltaGamma, .full], [TailMeasure.QuantileConvention.type7, .smoothed])
  func componentsOfBentBooksAreTheDerivativesBySize(
    method: ValuationMethod, convention: TailMeasure.QuantileConvention
  ) throws {
    let portfolio = try SampleBooks.bent()
    let history = try SampleBooks.history(days: 300)
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    let measure = TailMeasure(level: 0.95, quantile: convention)
    let past = { (book: Portfolio) throws in
      try HistoricalSimulation(method: method).run(book, on: history, revaluations: SampleBooks.valuers)
    }
    let simulated = { (book: Portfolio) throws in
      try MonteCarlo(model: .studentT(degreesOfFreedom: 5), paths: 600, seed: 8, method: method)
        .run(book, distribution, revaluations: SampleBooks.valuers)
    }
    for run in [past, simulated] {
      let parts = try run(portfolio).decomposition(measure)
      let scale = parts.valueAtRisk.total
      for index in portfolio.positions.indices {
        let above = try run(scaled(portfolio, index, 1 + 1e-6)).figures(measure)
        let below = try run(scaled(portfolio, index, 1 - 1e-6)).figures(measure)
        let byValue = (above.valueAtRisk - below.valueAtRisk) / 2e-6
        #expect(abs(byValue - parts.valueAtRisk.positions[index]) < bump * scale, "\(portfolio.positions[index].id)")
        let byShortfall = (above.expectedShortfall - below.expectedShortfall) / 2e-6
        #expect(abs(byShortfall - parts.expectedShortfall.positions[index]) < bump * scale)
      }
    }
  }

  @Test func componentsInClosedFormAreTheDerivativesBySize() throws {
    let portfolio = try gentlyBent()
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio))
    for model in [ParametricRisk.Model.deltaNormal, .studentT(degreesOfFreedom: 5), .deltaGamma] {
      let method = ParametricRisk(model: model, horizon: try Horizon(days: 2))
      let result = try method.result(portfolio, distribution, at: [0.99])
      let parts = result.decompositions[0]
      check(parts.valueAtRisk, result.figures[0].valueAtRisk)
      check(parts.expectedShortfall, result.figures[0].expectedShortfall)
      for index in portfolio.positions.indices {
        let (up, down) = try (scaled(portfolio, index, 1 + 1e-4), scaled(portfolio, index, 1 - 1e-4))
        let above = try method.result(up, distribution, at: [0.99]).figures[0]
        let below = try method.result(down, distribution, at: [0.99]).figures[0]
        let scale = result.figures[0].valueAtRisk
        #expect(
          abs((above.valueAtRisk - below.valueAtRisk) / 2e-4 - parts.valueAtRisk.positions[index]) < bump * scale)
        #expect(
          abs((above.expectedShortfall - below.expectedShortfall) / 2e-4 - parts.expectedShortfall.positions[index])
            < bump * scale)
      }
    }
  }

  @Test func marginalsForeseeASmallTrade() throws {
    let portfolio = try gentlyBent()
    let history = try SampleBooks.history(days: 300)
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    let more = try portfolio.adding([Position("new", .linear("ERCOT_NORTH", quantity: 0.01))])
    let method = ParametricRisk(model: .deltaGamma)
    let before = try method.result(portfolio, distribution, at: [0.99])
    let after = try method.result(more, distribution, at: [0.99])
    let foreseen = try before.decompositions[0].valueAtRisk.change(byDeltas: [0, 0.01, 0, 0, 0])
    let change = after.figures[0].valueAtRisk - before.figures[0].valueAtRisk
    #expect(abs(change - foreseen) < 1e-4 * abs(foreseen))
    #expect(throws: RiskError.self) { try before.decompositions[0].valueAtRisk.change(byDeltas: [1]) }
    // In a simulation the order of the losses stays, and the change is exact.
    let losses = try HistoricalSimulation(method: .deltaGamma).run(portfolio, on: history)
    let larger = try HistoricalSimulation(method: .deltaGamma).run(more, on: history)
    let exact = try losses.decomposition(at: 0.95).expectedShortfall.change(byDeltas: [0, 0.01, 0, 0, 0])
    let found = try larger.figures(at: 0.95).expectedShortfall - losses.figures(at: 0.95).expectedShortfall
    #expect(abs(found - exact) < 1e-6 * abs(exact))
  }

  @Test func monteCarloComponentsNearTheClosedForm() throws {
    let portfolio = try SampleBooks.linear()
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio))
    let exact = try ParametricRisk().result(portfolio, distribution, at: [0.95]).decompositions[0]
    // Components of shortfall from independent seeds: their mean is within three of its standard errors.
    var samples = [[Double]](repeating: [], count: portfolio.positions.count)
    for seed in 0..<12 {
      let losses = try MonteCarlo(paths: 4000, seed: UInt64(seed), method: .delta).run(portfolio, distribution)
      let parts = try losses.decomposition(at: 0.95).expectedShortfall.positions
      for index in parts.indices { samples[index].append(parts[index]) }
    }
    for index in samples.indices {
      let error = try Statistics.standardDeviation(samples[index]) / 12.0.squareRoot()
      let mean = try Statistics.mean(samples[index])
      #expect(abs(mean - exact.expectedShortfall.positions[index]) < 3 * error + 1e-3)
    }
  }

  /// Value at risk too, by the smoothed quantile: each component lies within three of its own errors of the closed form's.
  @Test(arguments: [0.95, 0.99])
  func monteCarloComponentsOfValueAtRiskNearTheClosedForm(level: Double) throws {
    let portfolio = try SampleBooks.linear()
    let distribution = try FactorDistribution(SampleBooks.history(days: 300).scenarios(for: portfolio))
    let exact = try ParametricRisk().result(portfolio, distribution, at: [level]).decompositions[0].valueAtRisk
    let losses = try MonteCarlo(paths: 20_000, seed: 1, method: .delta).run(portfolio, distribution)
    let parts = try losses.decomposition(TailMeasure(level: level, quantile: .smoothed)).valueAtRisk
    let errors = try #require(parts.positionErrors) + #require(parts.factorErrors)
    for (place, value) in (parts.positions + parts.factors).enumerated() {
      let expected = (exact.positions + exact.factors)[place]
      #expect(abs(value - expected) < 3 * errors[place] + 1e-9 * exact.total)
    }
    // Nor do the errors hold just anything: given the loss a component scatters by σᵢ √(1 - ρᵢ²), of which a weighted mean of paths
    // leaves √Σw², and the quantile's own error moves it by its slope ρᵢ σᵢ / σ.
    let tail = try losses.estimate(TailMeasure(level: level, quantile: .smoothed))
    let squares = tail.quantileWeights.weights.reduce(0) { $0 + $1 * $1 }
    let quantileError = try #require(tail.quantileStandardError)
    let total = portfolio.exposures.total
    var rows = [[Double]](repeating: total.map { _ in 0 }, count: portfolio.positions.count)
    for place in rows.indices {
      for (factor, delta) in portfolio.exposures.deltas(of: place) { rows[place][factor] = delta }
    }
    rows += total.indices.map { own in total.indices.map { $0 == own ? total[own] : 0 } }
    func product(_ a: [Double], _ b: [Double]) throws -> Double {
      try zip(a, distribution.covariance * b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let variance = try product(total, total)
    for (place, row) in rows.enumerated() {
      let (own, shared) = (try product(row, row), try product(row, total))
      let slope = shared / variance * quantileError
      let expected = (squares * max(0, own - shared * shared / variance) + slope * slope).squareRoot()
      // A scatter from some hundred paths is known to 7 %.
      #expect(abs(errors[place] - expected) <= 0.25 * expected + 1e-9 * exact.total)
    }
  }

  /// The linear book with options whose curvature the expansion bears.
  private func gentlyBent() throws -> Portfolio {
    let greeks = Position.Greeks(
      [.init(factor: "PJM_WEST", delta: 0.5, gamma: 0.02), .init(factor: "HENRY_HUB", delta: -3, gamma: 0.4)],
      crosses: [.init(first: "PJM_WEST", second: "HENRY_HUB", gamma: -0.1)], thetaPerDay: -0.04)
    return try SampleBooks.linear().adding([
      Position("o", .option(.init(quantity: 3000, greeks: greeks))),
      Position("t", .linear("TTF", quantity: 900)),
    ])
  }

  /// A portfolio with one position's size changed.
  private func scaled(_ portfolio: Portfolio, _ index: Int, _ factor: Double) throws -> Portfolio {
    var positions = portfolio.positions
    let old = positions[index]
    func times(_ leg: Position.Leg) -> Position.Leg { .init(factor: leg.factor, quantity: leg.quantity * factor) }
    let instrument: Position.Instrument =
      switch old.instrument {
      case .linear(let leg): .linear(times(leg))
      case .strip(let legs): .strip(legs.map(times))
      case .spread(let legs): .spread(legs.map(times))
      case .option(let option):
        .option(.init(quantity: option.quantity * factor, greeks: option.greeks, valuer: option.valuer))
      }
    positions[index] = Position(
      old.id, instrument, book: old.book, market: old.market, currency: old.currency, value: old.value * factor)
    return try Portfolio(factors: portfolio.factors, positions: positions)
  }
}
