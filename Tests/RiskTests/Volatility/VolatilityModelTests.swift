import NumericalKernels
import Risk
import Testing

@Suite struct VolatilityModelTests {
  private let returns = Array(MarkPound.returns.prefix(500))

  @Test(
    arguments: [VolatilityModel.Dynamics.garch, .gjr, .exponential], [VolatilityModel.Innovations.normal, .studentT])
  func parametersFollowTheUnit(dynamics: VolatilityModel.Dynamics, innovations: VolatilityModel.Innovations) throws {
    let model = VolatilityModel(dynamics, innovations: innovations)
    let fit = try model.fit(returns)
    let unit = 1e6
    let large = try model.fit(returns.map { unit * $0 })
    #expect(abs(large.parameters.alpha - fit.parameters.alpha) < 1e-7)
    #expect(abs(large.parameters.beta - fit.parameters.beta) < 1e-7)
    #expect(abs(large.path.nextVariance / fit.path.nextVariance / (unit * unit) - 1) < 1e-7)
    let (errors, original) = (try large.standardErrors(.hessian), try fit.standardErrors(.hessian))
    #expect(relativeError([errors[errors.count - 1]], [original[original.count - 1]]) < 1e-4)
    let shift = 500 * VectorMath.log(unit)
    #expect(abs(large.logLikelihood + shift - fit.logLikelihood) < 1e-6)
    // The errors of the scaled parameters, the exponential model's constant included, are those of a fit in these
    // units.
    let robust = try large.covariance(.robust)
    #expect(robust.isSymmetric(tolerance: 1e-10) && robust.diagonal.allSatisfy { $0 >= 0 })
  }

  @Test func residualsAndVariances() throws {
    let fit = try VolatilityModel(.gjr).fit(returns)
    let p = fit.parameters
    for t in 1..<returns.count {
      let residual = returns[t - 1] - p.mean
      let weight = residual < 0 ? p.alpha + p.gamma : p.alpha
      let expected = p.omega + weight * residual * residual + p.beta * fit.path.variances[t - 1]
      #expect(abs(fit.path.variances[t] / expected - 1) < 1e-13)
    }
    let z = fit.path.standardisedResiduals
    #expect(abs(z[7] * fit.path.variances[7].squareRoot() - (returns[7] - p.mean)) < 1e-14)
    #expect(abs(z.reduce(0) { $0 + $1 * $1 } / Double(z.count) - 1) < 0.02)
    #expect(fit.path.rescaledReturns[7] == z[7] * fit.path.nextVariance.squareRoot())
  }

  @Test func forecastsByRecursionAndByLongRun() throws {
    let model = VolatilityModel(.gjr)
    let p = VolatilityParameters(omega: 0.02, alpha: 0.05, gamma: 0.06, beta: 0.9)
    let forecast = try model.forecast(p, from: 0.5, steps: 4000)
    #expect(forecast[0] == 0.5)
    #expect(abs(forecast[1] - (0.02 + 0.98 * 0.5)) < 1e-15)
    let level = try #require(p.longRunVariance(.gjr))
    #expect(abs(level - 1) < 1e-13 && abs(forecast[3999] - level) < 1e-12)
    #expect(VolatilityParameters.exponentialSmoothing().longRunVariance(.garch) == nil)
    #expect(try model.forecast(p, from: 0.5, steps: 0).isEmpty)
  }

  @Test func exponentialForecastsAgainstSimulation() throws {
    let model = VolatilityModel(.exponential, mean: .zero)
    let p = VolatilityParameters(omega: -0.02, alpha: 0.25, gamma: -0.1, beta: 0.9)
    let forecast = try model.forecast(p, from: 1.3, steps: 400)
    var stream = RandomStream(seed: 4, path: 0)
    let paths = 40_000
    var (sum, square) = (0.0, 0.0)
    for _ in 0..<paths {
      var log = VectorMath.log(1.3)
      for _ in 0..<3 {
        let z = stream.normal()
        log = -0.02 + 0.25 * (abs(z) - (2 / Double.pi).squareRoot()) - 0.1 * z + 0.9 * log
      }
      let variance = VectorMath.exp(log)
      sum += variance
      square += variance * variance
    }
    let mean = sum / Double(paths)
    let error = ((square / Double(paths) - mean * mean) / Double(paths)).squareRoot()
    #expect(abs(forecast[3] - mean) < 4 * error)
    let level = try #require(p.longRunVariance(.exponential))
    #expect(abs(forecast[399] / level - 1) < 1e-12)
    #expect(throws: RiskError.self) {
      var student = p
      student.degreesOfFreedom = 5
      _ = try VolatilityModel(.exponential, innovations: .studentT).forecast(student, from: 1, steps: 2)
    }
  }

  @Test func exponentialSmoothingIsAFilter() throws {
    let model = VolatilityModel(.garch, mean: .zero, start: .init(.held(0.04)))
    let path = try model.filter(returns, with: .exponentialSmoothing(decay: 0.94))
    let expected = try ExponentialWeights(decay: 0.94).variances(returns, startingAt: 0.04)
    // The start stands one step before: 0.04 again after a shock of the expected size.
    #expect(abs(path.variances[0] - 0.04) < 1e-16)
    #expect(relativeError(Array(path.variances.dropFirst()), Array(expected.dropLast())) < 1e-12)
    #expect(abs(path.nextVariance / expected[499] - 1) < 1e-12)
  }

  @Test func missingReturnsArePassedOver() throws {
    var gappy = returns
    for place in [0, 17, 18, 499] { gappy[place] = .nan }
    let model = VolatilityModel()
    let fit = try model.fit(gappy)
    let dense = try model.fit(gappy.filter { !$0.isNaN })
    #expect(fit.parameters == dense.parameters && fit.count == 496)
    #expect(fit.path.variances.count == 500)
    #expect(fit.path.variances.indices.filter { fit.path.variances[$0].isNaN } == [0, 17, 18, 499])
    #expect(fit.path.standardisedResiduals[19] == dense.path.standardisedResiduals[16])
  }

  @Test func maximaAtKinksAreFound() throws {
    // The exponential model's likelihood has a kink in the mean at every return; of some samples the maximum is one of
    // them.
    let model = VolatilityModel(.exponential)
    func likelihood(_ returns: [Double], _ parameters: VolatilityParameters) throws -> Double {
      let path = try model.filter(returns, with: parameters)
      return zip(path.variances, path.standardisedResiduals).reduce(0) {
        $0 - 0.5 * (VectorMath.log(2 * .pi * $1.0) + $1.1 * $1.1)
      }
    }
    var kinks = 0
    for seed in 1...12 {
      var generator = LinearCongruence(seed: UInt64(seed))
      var (log, z) = (0.0, 0.0)
      let returns = (0..<200).map { _ in
        log = 0.4 * (abs(z) - 0.8) + 0.8 * log
        z = generator.normal()
        return z * VectorMath.exp(0.5 * log)
      }
      let fit = try model.fit(returns)
      #expect(fit.status == .converged, "\(seed)")
      guard fit.atBounds.contains(.mean) else { continue }
      kinks += 1
      let top = try likelihood(returns, fit.parameters)
      #expect(abs(top - fit.logLikelihood) < 1e-9)
      #expect(returns.contains { abs($0 - fit.parameters.mean) < 1e-12 })
      for shift in [-1e-5, 1e-5] {
        var beside = fit.parameters
        beside.mean += shift
        #expect(try likelihood(returns, beside) < top)
      }
    }
    #expect(kinks > 0)
  }

  @Test func nothingToFindIsAStatusAndNoError() throws {
    // White noise: the parameters end at a bound or on a flat ridge; the fit still ends and says how.
    var generator = LinearCongruence(seed: 1)
    for dynamics in [VolatilityModel.Dynamics.garch, .gjr, .exponential] {
      let noise = (0..<300).map { _ in generator.normal() }
      let fit = try VolatilityModel(dynamics).fit(noise)
      #expect(fit.logLikelihood.isFinite)
      #expect(fit.path.variances.allSatisfy { $0 > 0 && $0 < 100 })
      for method in VolatilityFit.ErrorMethod.allCases {
        let errors = try? fit.standardErrors(method)
        #expect(errors?.allSatisfy { $0.isFinite } ?? true)
      }
    }
  }

  @Test(
    arguments: [
      VolatilityModel(.garch), .init(.gjr, innovations: .studentT), .init(.garch, mean: .zero),
      .init(.exponential, innovations: .studentT, start: .init(.backcast)),
    ])
  func hostileSeriesEnd(model: VolatilityModel) throws {
    let spike = (0..<40).map { $0 == 30 ? 1e9 : Double($0 % 7) - 3 }
    let ramp = (0..<40).map { Double($0) }
    let tiny = (0..<40).map { 1e-130 * (Double($0 * $0 % 11) - 5) }
    let sparse = (0..<40).map { $0 % 20 == 0 ? 1.0 : 0 }
    // Fewer of the models with many bounds, whose steps take longest.
    for series in model.innovations == .normal ? [spike, ramp, tiny, sparse] : [spike, tiny] {
      // Either a fit or a typed refusal.
      do throws(RiskError) {
        let fit = try model.fit(series)
        #expect(fit.logLikelihood.isFinite && fit.path.nextVariance > 0)
      } catch {
        #expect(error.code == .insufficientData)
      }
    }
  }

  @Test func badInput() {
    let model = VolatilityModel()
    #expect(throws: RiskError.self) { try model.fit([]) }
    #expect(throws: RiskError.self) { try model.fit([1, 2, 3]) }
    #expect(throws: RiskError.self) { try model.fit([Double](repeating: 2, count: 100)) }
    #expect(throws: RiskError.self) { try model.fit([Double](repeating: .nan, count: 100)) }
    #expect(throws: RiskError.self) { try model.fit(returns + [.infinity]) }
    for variance in [0, -1, .nan, .infinity] {
      #expect(throws: RiskError.self) { try VolatilityModel(start: .init(.held(variance))).fit(returns) }
      #expect(throws: RiskError.self) {
        try model.forecast(.init(omega: 0.1, alpha: 0.1, beta: 0.8), from: variance, steps: 3)
      }
    }
    #expect(throws: RiskError.self) { try VolatilityModel(persistenceLimit: 0).fit(returns) }
    #expect(throws: RiskError.self) { try model.filter(returns, with: .init(omega: -1, alpha: 0.1, beta: 0.8)) }
    #expect(throws: RiskError.self) { try model.filter(returns, with: .init(omega: 1, alpha: .nan, beta: 0.8)) }
    #expect(throws: RiskError.self) { try model.filter([], with: .exponentialSmoothing()) }
    // Variances that run away are refused where they do.
    #expect(throws: RiskError.self) { try model.filter([1e200, 1], with: .init(omega: 1, alpha: 0.1, beta: 0.8)) }
    #expect(throws: RiskError.self) { try model.forecast(.init(omega: 0.1, alpha: 0.1, beta: 0.8), from: 1, steps: -1) }
  }
}
