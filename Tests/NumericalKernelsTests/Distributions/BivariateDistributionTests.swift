import Foundation
import NumericalKernels
import Testing

@Suite struct BivariateDistributionTests {
  @Test func haugsTable() throws {
    // E. G. Haug, The Complete Guide to Option Pricing Formulas (1998), page 193: six decimals, the last off by one in places.
    let table: [(Double, Double, [Double])] = [
      (0, 0, [0.250000, 0.166667, 0.333333]), (0, -0.5, [0.154269, 0.081660, 0.226878]),
      (0, 0.5, [0.345731, 0.273122, 0.418340]), (-0.5, 0, [0.154269, 0.081660, 0.226878]),
      (-0.5, -0.5, [0.095195, 0.036298, 0.163319]), (-0.5, 0.5, [0.213342, 0.145218, 0.272239]),
      (0.5, 0, [0.345731, 0.273122, 0.418340]), (0.5, -0.5, [0.213342, 0.145218, 0.272239]),
      (0.5, 0.5, [0.478120, 0.419223, 0.546244]),
    ]
    for (x, y, row) in table {
      for (rho, expected) in zip([0, -0.5, 0.5], row) {
        let value = try BivariateNormalDistribution(correlation: rho).cdf(x, y)
        #expect(abs(value - expected) < 1e-6, "(\(x), \(y), \(rho)) = \(value)")
      }
    }
  }

  @Test func quadrantIsAnArcsine() throws {
    for i in -200...200 {
      let rho = Double(i) / 200
      let expected = 0.25 + asin(rho) / (2 * .pi)
      #expect(abs(try BivariateNormalDistribution(correlation: rho).cdf(0, 0) - expected) < 2e-15)
      let t = try BivariateStudentTDistribution(degreesOfFreedom: 3.5, correlation: rho)
      #expect(abs(t.cdf(0, 0) - expected) < 1e-14)
    }
  }

  @Test func agreesWithTheConditionalIntegral() throws {
    let normal = NormalDistribution.standard
    let quadrature = AdaptiveQuadrature(absoluteTolerance: 1e-15, relativeTolerance: 1e-12)
    for rho in [-0.999, -0.93, -0.6, 0.2, 0.74, 0.92, 0.93, 0.99, 0.99999] {
      let root = ((1 - rho) * (1 + rho)).squareRoot()
      let d = try BivariateNormalDistribution(correlation: rho)
      for (x, y) in [(0.3, -0.7), (1.5, 1.4), (-2, 2.5), (-1, -1.001), (-5, -4.0), (0, 8)] {
        // Split where the condition turns, so that no panel misses the step.
        let turn = min(max(y / rho, -12), x)
        let f = { (s: Double) in normal.pdf(s) * normal.cdf((y - rho * s) / root) }
        let left = try quadrature.integrate(from: -12, to: turn, f).value
        let right = try quadrature.integrate(from: turn, to: x, f).value
        #expect(abs(d.cdf(x, y) - (left + right)) < 5e-15, "(\(x), \(y), \(rho))")
      }
    }
  }

  @Test func perfectCorrelationIsTheLimit() throws {
    let normal = NormalDistribution.standard
    for (x, y) in [(0.3, -0.7), (-1, 2), (1.5, 1.5)] {
      #expect(try BivariateNormalDistribution(correlation: 1).cdf(x, y) == normal.cdf(min(x, y)))
      let opposite = max(0, normal.cdf(x) - normal.survival(y))
      #expect(abs(try BivariateNormalDistribution(correlation: -1).cdf(x, y) - opposite) < 2e-16)
      let near = try BivariateNormalDistribution(correlation: 1 - 1e-15).cdf(x, y)
      #expect(abs(near - normal.cdf(min(x, y))) < 2e-8)
      let t = try BivariateStudentTDistribution(degreesOfFreedom: 5, correlation: 1)
      #expect(t.cdf(x, y) == (try StudentTDistribution(degreesOfFreedom: 5)).cdf(min(x, y)))
    }
  }

  @Test func marginsSymmetryAndComplement() throws {
    for rho in [-0.95, -0.3, 0.0, 0.5, 0.97] {
      let d = try BivariateNormalDistribution(correlation: rho)
      let t = try BivariateStudentTDistribution(degreesOfFreedom: 4, correlation: rho)
      let margin = try StudentTDistribution(degreesOfFreedom: 4)
      for (x, y) in [(0.4, -1.1), (2.0, 1.0), (-0.5, -0.25)] {
        #expect(d.cdf(x, y) == d.cdf(y, x) || abs(d.cdf(x, y) - d.cdf(y, x)) < 2e-16)
        #expect(abs(d.cdf(x, .infinity) - NormalDistribution.standard.cdf(x)) < 1e-16)
        #expect(d.cdf(x, -.infinity) == 0)
        // P(X ≤ x) = P(X ≤ x, Y ≤ y) + P(X ≤ x, Y > y).
        let opposite = try BivariateNormalDistribution(correlation: -rho)
        #expect(abs(d.cdf(x, y) + opposite.cdf(x, -y) - NormalDistribution.standard.cdf(x)) < 3e-15)
        let oppositeT = try BivariateStudentTDistribution(degreesOfFreedom: 4, correlation: -rho)
        #expect(abs(t.cdf(x, y) + oppositeT.cdf(x, -y) - margin.cdf(x)) < 2e-14)
        #expect(d.cdf(.nan, y).isNaN && t.cdf(x, .nan).isNaN)
      }
    }
  }

  @Test func manyDegreesOfFreedomAreNormal() throws {
    for (x, y, rho) in [(0.5, -0.2, 0.4), (-1.0, -1.5, -0.7), (1.0, 2.0, 0.95)] {
      let normal = try BivariateNormalDistribution(correlation: rho).cdf(x, y)
      let t = try BivariateStudentTDistribution(degreesOfFreedom: 1e9, correlation: rho).cdf(x, y)
      #expect(abs(t - normal) < 3e-9)
    }
  }

  @Test func impossibleCorrelationsAreRefused() {
    for rho in [1.0000001, -2, .nan] {
      #expect(throws: NumericalError.self) { try BivariateNormalDistribution(correlation: rho) }
      #expect(throws: NumericalError.self) { try BivariateStudentTDistribution(degreesOfFreedom: 3, correlation: rho) }
    }
    #expect(throws: NumericalError.self) { try BivariateStudentTDistribution(degreesOfFreedom: 0, correlation: 0) }
  }
}
