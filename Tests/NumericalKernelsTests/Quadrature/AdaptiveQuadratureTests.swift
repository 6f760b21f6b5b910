import Foundation
import NumericalKernels
import Testing

@Suite struct AdaptiveQuadratureTests {
  @Test func rulesAreExactForTheirPolynomials() throws {
    // A Kronrod rule of 2n + 1 nodes integrates degree 3n + 1 exactly, and the Gauss rule inside it degree 2n - 1.
    for (rule, degree) in [(AdaptiveQuadrature.Rule.gaussKronrod15, 22), (.gaussKronrod21, 31)] {
      let quadrature = AdaptiveQuadrature(rule: rule, absoluteTolerance: 10)
      for power in stride(from: 0, through: degree, by: 2) {
        let result = try quadrature.integrate(from: -1, to: 1) { pow($0, Double(power)) }
        #expect(abs(result.value * Double(power + 1) / 2 - 1) < 1e-14, "x^\(power)")
        #expect(result.evaluations == (rule == .gaussKronrod15 ? 15 : 21))
      }
      let beyond = try quadrature.integrate(from: -1, to: 1) { pow($0, Double(degree + 18)) }
      #expect(abs(beyond.value * Double(degree + 19) / 2 - 1) > 1e-14)
    }
  }

  @Test func knownIntegrals() throws {
    let cases: [(Double, Double, Double, (Double) -> Double)] = [
      (0, 1, .pi, { 4 / (1 + $0 * $0) }), (0, .infinity, 1, { exp(-$0) }),
      (-.infinity, .infinity, Double.pi.squareRoot(), { exp(-$0 * $0) }),
      (-.infinity, 0, 0.5, { exp(2 * $0) }), (0, 1, 2, { 1 / $0.squareRoot() }), (0, 1, -1, { log($0) }),
      (0, 1, -4, { log($0) / $0.squareRoot() }),
      (1, .infinity, 1, { 1 / ($0 * $0) }), (-.infinity, .infinity, .pi, { 1 / (1 + $0 * $0) }),
      (-1, 1, 2 * atan(100), { 0.01 / (0.0001 + $0 * $0) }), (2, 0, -4, { 2 + 0 * $0 }),
    ]
    for (rule, index) in [(AdaptiveQuadrature.Rule.gaussKronrod15, 0), (.gaussKronrod21, 1)] {
      for (lower, upper, expected, f) in cases {
        let result = try AdaptiveQuadrature(rule: rule, relativeTolerance: 1e-10).integrate(from: lower, to: upper, f)
        #expect(abs(result.value - expected) <= 1e-10 * abs(expected), "\(index): \(expected), \(result)")
        #expect(abs(result.value - expected) <= result.errorEstimate + 1e-14, "\(expected), \(result)")
        #expect(result.status == .converged, "\(expected), \(result)")
      }
    }
  }

  @Test func statusIsHonest() throws {
    let few = AdaptiveQuadrature(relativeTolerance: 1e-12, maximumEvaluations: 100)
    let limited = try few.integrate(from: 0, to: 1) { sin(1 / $0) }
    #expect(limited.status == .evaluationLimit && limited.evaluations <= 100)
    let tight = try AdaptiveQuadrature(relativeTolerance: 1e-16).integrate(from: 0, to: 1) { exp($0) }
    #expect(tight.status == .roundingLimit && abs(tight.value - (M_E - 1)) < 1e-15)
    let divergent = try AdaptiveQuadrature(maximumEvaluations: 20_000).integrate(from: 0, to: 1) { 1 / $0 }
    #expect(divergent.status != .converged)
    // Beside 1 numbers are too far apart to follow a pole all the way; beside 0 they are not.
    let farPole = try AdaptiveQuadrature().integrate(from: 0, to: 1) { 1 / (1 - $0).squareRoot() }
    #expect(
      farPole.status == .roundingLimit && abs(farPole.value - 2) <= farPole.errorEstimate
        && farPole.errorEstimate < 1e-6)
    let broken = try AdaptiveQuadrature().integrate(from: -1, to: 1) { ($0 - 0.25).squareRoot() }
    #expect(broken.status == .integrandNotFinite && broken.value.isNaN)
    let empty = try AdaptiveQuadrature().integrate(from: 3, to: 3) { _ in .nan }
    #expect(empty.value == 0 && empty.evaluations == 0 && empty.status == .converged)
  }

  @Test func badArgumentsAreRefused() {
    #expect(throws: NumericalError(.notFinite, "a bound of the integral is NaN")) {
      try AdaptiveQuadrature().integrate(from: .nan, to: 1) { $0 }
    }
    #expect(throws: NumericalError.self) {
      try AdaptiveQuadrature(relativeTolerance: -1).integrate(from: 0, to: 1) { $0 }
    }
    #expect(throws: NumericalError.self) {
      try AdaptiveQuadrature(absoluteTolerance: 0, relativeTolerance: 0).integrate(from: 0, to: 1) { $0 }
    }
    #expect(throws: NumericalError.self) {
      try AdaptiveQuadrature(relativeTolerance: .nan).integrate(from: 0, to: 1) { $0 }
    }
  }
}
