import Foundation
import NumericalKernels
import Risk
import Testing

@Suite struct VolatilitySimulationTests {
  private let returns = Array(MarkPound.returns.prefix(600))

  @Test func aStepDrawsTheRescaledPast() throws {
    let fit = try VolatilityModel(.gjr).fit(returns)
    let drawn = try fit.filteredReturns(paths: 400, steps: 1, seed: 3)
    let past = Set(fit.path.standardisedResiduals.map { fit.parameters.mean + $0 * fit.path.nextVariance.squareRoot() })
    #expect(drawn.storage.allSatisfy { past.contains($0) })
    #expect(Set(drawn.storage).count > 250)
  }

  @Test func variancesGrowAsForecast() throws {
    let model = VolatilityModel(.garch, mean: .zero)
    let fit = try model.fit(returns)
    let (paths, steps) = (4000, 4)
    let drawn = try fit.filteredReturns(paths: paths, steps: steps, seed: 1)
    // The bootstrap's residuals have the mean square of the sample, not exactly 1: the expected variance follows.
    let z = fit.path.standardisedResiduals
    let square = z.reduce(0) { $0 + $1 * $1 } / Double(z.count)
    var expected = fit.path.nextVariance
    for step in 0..<steps {
      let values = drawn.column(step).map { $0 * $0 }
      let mean = values.reduce(0, +) / Double(paths)
      let error = (try Statistics.variance(values) / Double(paths)).squareRoot()
      #expect(abs(mean - square * expected) < 4 * error, "\(step)")
      expected = fit.parameters.omega + (fit.parameters.alpha * square + fit.parameters.beta) * expected
    }
  }

  @Test func pathsDependOnTheirNumberAlone() throws {
    let fit = try VolatilityModel(.exponential).fit(returns)
    let few = try fit.filteredReturns(paths: 5, steps: 20, seed: 2)
    let many = try fit.filteredReturns(paths: 9, steps: 20, seed: 2)
    #expect((0..<5).allSatisfy { few.row($0) == many.row($0) })
    // The recursion of the paths is the recursion of the fit.
    let t = 40
    let residual = returns[t] - fit.parameters.mean
    let next = fit.model.nextVariance(after: residual, variance: fit.path.variances[t], with: fit.parameters)
    #expect(abs(next / fit.path.variances[t + 1] - 1) < 1e-12)
  }

  @Test func sizesAreBounded() throws {
    let fit = try VolatilityModel(.garch).fit(returns)
    #expect(throws: RiskError.self) { try fit.filteredReturns(paths: -1, steps: 1, seed: 1) }
    #expect(throws: RiskError.self) { try fit.filteredReturns(paths: .max, steps: 2, seed: 1) }
    #expect(throws: RiskError.self) { try fit.filteredReturns(paths: 100_000, steps: 10_000, seed: 1) }
    #expect(try fit.filteredReturns(paths: 0, steps: 5, seed: 1).rows == 0)
  }

  @Test func reportIsATableAndJSON() throws {
    let report = try VolatilityModel(.garch).fit(MarkPound.returns).report
    let lines = "\(report)".split(separator: "\n").map(String.init)
    #expect(lines.count == 7)
    #expect(lines[0] == "garch, normal: converged on 1974 returns, log likelihood -1106.6079")
    #expect(lines[5].hasPrefix("alpha") && lines[5].contains("0.153134") && lines[5].contains("0.053532"))
    let decoded = try JSONDecoder().decode(VolatilityReport.self, from: JSONEncoder().encode(report))
    #expect(decoded == report)
  }
}
