import Foundation
import Risk
import Testing
import Valuation

/// A loss of nothing is 0, never -0: in values, and so in what they print and write.
@Suite struct NegativeZeroTests {
  private func isSigned(_ values: [Double]) -> Bool { values.contains { $0 == 0 && $0.sign == .minus } }

  /// One position that moves, and others that lose nothing whatever happens.
  private func still() throws -> Portfolio {
    try Portfolio(
      factors: [RiskFactor("PJM_WEST", level: 40), RiskFactor("ERCOT_NORTH", level: 30)],
      positions: [
        Position("long", .linear("PJM_WEST", quantity: 0)), Position("short", .linear("ERCOT_NORTH", quantity: -0.0)),
        Position("cash", .linear("PJM_WEST", quantity: 0), value: 100),
      ])
  }

  @Test func figuresOfNothingHaveNoSign() throws {
    let portfolio = try still()
    let scenarios = try SampleBooks.history(days: 100).scenarios(for: portfolio)
    let distribution = try FactorDistribution(scenarios)
    let runs = [
      try HistoricalSimulation().run(portfolio, on: scenarios),
      try MonteCarlo(paths: 200, seed: 1).run(portfolio, distribution),
      try MonteCarlo(model: .gaussianCopula(.empirical), paths: 200, seed: 1).run(portfolio, distribution),
    ]
    for losses in runs {
      #expect(!isSigned(losses.losses))
      let parts = try losses.decomposition(at: 0.95)
      for figure in [parts.valueAtRisk, parts.expectedShortfall] {
        #expect(!isSigned(figure.positions + figure.factors + figure.marginals + [figure.total, figure.time]))
      }
      #expect(try !isSigned(losses.standalone([TailMeasure(level: 0.95)])[0].map(\.valueAtRisk)))
      try check(losses.result(at: [0.95]))
    }
    try check(ParametricRisk().result(portfolio, distribution, at: [0.95]))
    try check(StressTest(of: portfolio).run(.named("texas-2021")))
  }

  /// No number of a document or a table is a zero with a sign.
  private func check(_ result: some Encodable) throws {
    let text = String(decoding: try JSONEncoder().encode(result), as: UTF8.self) + " \(result)"
    #expect(try text.matches(of: Regex("-0(\\.0*)?(?![0-9.eE-])")).isEmpty, "\(text)")
  }
}
