import Foundation
import NumericalKernels
import Testing

@Suite struct BrentTests {
  // Roots by mpmath at 30 digits.
  static let roots: [(function: @Sendable (Double) -> Double, from: Double, to: Double, root: Double)] = [
    ({ cos($0) - $0 }, 0, 1, 0.739085133215160641655),
    ({ $0 * $0 * $0 - 2 * $0 - 5 }, 2, 3, 2.09455148154232659148),
    ({ $0 - 0.9 * sin($0) - 0.1 }, 3, 0, 0.630843527563153431064),
    ({ $0 * exp(-$0) - 0.1 }, 0, 1, 0.11183255915896296483),
    ({ tanh($0 - 1) }, -1000, 500, 1),
    ({ $0 < 0.1 ? -1 : 1 }, 0, 1, 0.1),
    ({ ($0 - 1e-9) * 1e250 }, -1, 1, 1e-9),
    ({ $0 < 2 ? -.infinity : 1 }, 0, 10, 2),
  ]

  @Test(arguments: roots.indices) func rootsToTheLastBits(index: Int) {
    let (function, from, to, root) = Self.roots[index]
    let result = Brent.root(from: from, to: to, function)
    #expect(result.status.isConverged, "\(result.status)")
    #expect(abs(result.point - root) <= 4 * root.ulp || abs(result.point) < 1e-100)
    #expect(result.lower <= result.point && result.point <= result.upper)
    #expect(result.evaluations < 160)
    #expect(result.status == .exactRoot || function(result.lower) * function(result.upper) <= 0)
  }

  @Test func fewEvaluationsOnSmoothFunctions() {
    let result = Brent.root(from: 0, to: 1) { cos($0) - $0 }
    #expect(result.evaluations <= 11)
    let coarse = Brent.root(from: 0, to: 1, tolerance: 1e-3) { cos($0) - $0 }
    #expect(coarse.evaluations < result.evaluations && coarse.width <= 3e-3)
  }

  @Test func aTripleRootIsFoundToTheTolerance() {
    let result = Brent.root(from: -3, to: 4.5, tolerance: 1e-12) { $0 * $0 * $0 }
    #expect(result.status.isConverged, "\(result.status)")
    #expect(abs(result.point) <= 2e-12)
    #expect(result.evaluations < 250)
  }

  @Test func whatIsNotBracketedIsReported() {
    #expect(Brent.root(from: 0, to: 1) { $0 * $0 + 1 }.status == .notBracketed)
    #expect(Brent.root(from: .nan, to: 1) { $0 }.status == .notFinite)
    #expect(Brent.root(from: 0, to: .infinity) { $0 }.status == .notFinite)
    #expect(Brent.root(from: -1, to: 1) { _ in .nan }.status == .notFinite)
    #expect(Brent.root(from: -1, to: 1) { $0 > 0.5 || $0 == -1 ? $0 : .nan }.status == .notFinite)
    let end = Brent.root(from: 0, to: 1) { $0 }
    #expect(end.status == .exactRoot && end.point == 0)
    #expect(Brent.root(from: -1, to: 3, maximumEvaluations: 4) { $0 * $0 * $0 - 0.1 }.status == .evaluationLimit)
  }

  @Test func aBracketIsFoundFromAGuess() {
    let far = Brent.root(near: 1, step: 0.1) { $0 - 12_345 }
    #expect(far.status.isConverged && abs(far.point - 12_345) < 1e-8)
    let below = Brent.root(near: 1, step: 0.1) { exp($0) - 1e-4 }
    #expect(abs(below.point - log(1e-4)) < 1e-13)
    let domain = Brent.root(near: 0.5, step: 0.1, within: 0...1) { $0 * $0 + 1 }
    #expect(domain.status == .notBracketed)
    let edge = Brent.root(near: 0.5, step: 0.1, within: 0...1) { $0 - 1 }
    #expect(edge.status == .exactRoot && edge.point == 1)
    #expect(Brent.root(near: 0.5, step: 0) { $0 }.status == .notFinite)
    #expect(Brent.root(near: 0.5, step: 0.1) { _ in .nan }.status == .notFinite)
  }

  @Test func minimaToHalfTheDigits() {
    // min of x^x at 1/e, of Γ at the root of digamma (mpmath).
    let power = Brent.minimum(from: 0.001, to: 2) { pow($0, $0) }
    #expect(power.status == .bracketTolerance)
    #expect(abs(power.point - 0.36787944117144233) < 2e-8)
    let gamma = Brent.minimum(near: 4, step: 0.5) { $0 > 0 ? tgamma($0) : .nan }
    #expect(gamma.status == .bracketTolerance)
    #expect(abs(gamma.point - 1.46163214496836234) < 3e-8)
    #expect(abs(gamma.value - 0.885603194410888701) < 1e-15)
    let edge = Brent.minimum(from: 1, to: 3) { $0 }
    #expect(abs(edge.point - 1) < 1e-6)
    #expect(Brent.minimum(near: 0, step: 1) { -$0 }.status != .bracketTolerance)
    #expect(Brent.minimum(from: 0, to: 1) { _ in .nan }.status == .notFinite)
    #expect(Brent.minimum(from: .nan, to: 1) { $0 }.status == .notFinite)
    let tooWide = Brent.minimum(from: -1.5e308, to: 1.5e308) { abs($0) }
    #expect(tooWide.status == .notFinite && tooWide.evaluations == 0)
  }

  @Test func failuresPassThrough() {
    struct Stop: Error, Equatable { var at: Double }
    #expect(throws: Stop(at: 2)) {
      try Brent.root(from: 2, to: 3) { (x) throws(Stop) -> Double in throw Stop(at: x) }
    }
    #expect(throws: Stop.self) {
      try Brent.minimum(from: 2, to: 3) { (x) throws(Stop) -> Double in throw Stop(at: x) }
    }
  }
}
