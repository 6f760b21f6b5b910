import Foundation
import Risk
import Testing
import Valuation

@Suite struct RiskResultTests {
  @Test func encodesAndPrints() throws {
    let portfolio = try SampleBooks.linear()
    let history = try SampleBooks.history(days: 120)
    let result = try HistoricalSimulation().run(portfolio, on: history).result(at: [0.95, 0.99])
    let bytes = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(RiskResult.self, from: bytes) == result)
    #expect(result.basis.libraryVersion.hasPrefix("carbon254"))
    #expect(result.basis.conventions["quantile"] == "type7")
    #expect(result.basis.simulationError == result.figures[1].valueAtRiskError)
    let text = result.description
    #expect(text.hasPrefix("historical simulation, 1 day, USD\n120 days from 2024-10-04 to 2025-01-31"))
    #expect(text.contains("95.0 %") && text.contains("spark"))
    #expect(text.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    #expect(try result.figures(at: 0.99) == result.figures[1])
    #expect(throws: RiskError.self) { try result.figures(at: 0.5) }
  }

  @Test func measuresThatDifferAreNamedEach() throws {
    let losses = try HistoricalSimulation().run(SampleBooks.linear(), on: SampleBooks.history(days: 120))
    let mixed = try losses.result([
      TailMeasure(level: 0.95, confidence: 0.9),
      TailMeasure(level: 0.975, quantile: .smoothed, shortfall: .atOrBeyond, confidence: 0.9),
    ])
    #expect(mixed.basis.conventions["quantile"] == "type7 at 0.95, smoothed at 0.975")
    #expect(mixed.basis.conventions["shortfall"] == "fractional at 0.95, atOrBeyond at 0.975")
    #expect(mixed.basis.conventions["confidence"] == "0.9")
    let same = try losses.result([
      TailMeasure(level: 0.9, quantile: .type1), TailMeasure(level: 0.95, quantile: .type1),
    ])
    #expect(same.basis.conventions["quantile"] == "type1")
    #expect(try losses.result([]).basis.conventions["quantile"] == nil)
  }

  /// The interval of a shortfall says its confidence, in every method; without an interval there is none.
  @Test func intervalsOfShortfallsSayTheirConfidence() throws {
    let portfolio = try SampleBooks.linear()
    let history = try SampleBooks.history(days: 300)
    let losses = try HistoricalSimulation().run(portfolio, on: history)
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    let measure = TailMeasure(level: 0.95, confidence: 0.8)
    let sobol = try MonteCarlo(sampling: .sobol, paths: 1024, seed: 1).run(portfolio, distribution)
    let closed = try ParametricRisk().result(portfolio, distribution, at: [0.95], confidence: 0.8).figures[0]
    for figures in [try losses.figures(measure), try sobol.figures(measure), closed] {
      #expect(figures.expectedShortfallConfidence == 0.8 && figures.expectedShortfallLower != nil)
      #expect(try JSONDecoder().decode(RiskFigures.self, from: JSONEncoder().encode(figures)) == figures)
    }
    #expect(try losses.figures(at: 0.95).expectedShortfallConfidence == 0.95)
    let thin = try losses.figures(at: 0.999)
    #expect(thin.expectedShortfallLower == nil && thin.expectedShortfallConfidence == nil)
    // Figures written before the confidence was said can be read.
    let old = #"{"level":0.95,"valueAtRisk":1,"expectedShortfall":2}"#
    #expect(try JSONDecoder().decode(RiskFigures.self, from: Data(old.utf8)).expectedShortfallConfidence == nil)
  }
}
