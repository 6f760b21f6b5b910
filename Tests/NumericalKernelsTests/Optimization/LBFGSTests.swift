import Foundation
import NumericalKernels
import Testing

@Suite struct LBFGSTests {
  static func rosenbrock(_ x: [Double], _ gradient: inout MutableSpan<Double>) -> Double {
    var value = 0.0
    for i in x.indices { gradient[i] = 0 }
    for i in 0..<x.count - 1 {
      let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
      value += 100 * a * a + b * b
      gradient[i] -= 400 * x[i] * a + 2 * b
      gradient[i + 1] += 200 * a
    }
    return value
  }

  @Test func chainedRosenbrockConvergesOnItsGradient() throws {
    let result = LBFGS().minimise(from: try StartingPoint([Double](repeating: -1, count: 60))) { x, gradient in
      Self.rosenbrock(x, &gradient)
    }
    #expect(result.status == .gradientTolerance)
    #expect((result.gradientNorm ?? 1) <= 1e-8)
    // Either the minimum at one or the local one with x₀ near -1.
    #expect(result.value < 1e-12 || abs(result.value - 3.9866) < 1e-3)
  }

  @Test func boxedRosenbrockAgainstSciPy() throws {
    // scipy 1.17.1, minimise(rosen, [-1, 0.5, -0.5, 0.3, 0, 2], bounds=...), and the optimality conditions by themselves.
    let lower = [-2.0, -2, -0.5, -2, -2, -2]
    let upper = [0.5, 2, 2, 0.3, 2, 2]
    let result = LBFGS().minimise(
      from: try StartingPoint([-1, 0.5, -0.5, 0.3, 0, 2], lower: lower, upper: upper)
    ) { x, gradient in
      for i in x.indices { #expect(x[i] >= lower[i] && x[i] <= upper[i]) }
      return Self.rosenbrock(x, &gradient)
    }
    #expect(result.status.isConverged, "\(result.status)")
    var gradient = [Double](repeating: 0, count: 6)
    var span = gradient.mutableSpan
    _ = Self.rosenbrock(result.point, &span)
    for i in 0..<6 {
      let x = result.point[i]
      if x == lower[i] {
        #expect(gradient[i] >= -1e-7)
      } else if x == upper[i] {
        #expect(gradient[i] <= 1e-7)
      } else {
        #expect(abs(gradient[i]) < 1e-6)
      }
    }
    // Its two local minima in the box: L-BFGS-B and trust-constr of scipy find one each.
    #expect([3.6352324729228, 5.027707227256864].contains { abs(result.value / $0 - 1) < 1e-11 }, "\(result.value)")
  }

  @Test func convexQuadraticWithBoundsIsTheProjectionOfACoupledSystem() throws {
    // min ½ xᵀTx - 1ᵀx with T the second difference, 0 <= x <= 3: an obstacle problem. The free part solves T x = 1 between the contacts.
    let n = 40
    let start = try StartingPoint(
      [Double](repeating: 0, count: n), lower: [Double](repeating: 0, count: n), upper: [Double](repeating: 3, count: n)
    )
    var method = LBFGS()
    method.valueTolerance = 0
    let result = method.minimise(from: start) { x, gradient in
      var value = 0.0
      for i in 0..<n {
        let left = i > 0 ? x[i - 1] : 0
        let right = i < n - 1 ? x[i + 1] : 0
        gradient[i] = 2 * x[i] - left - right - 0.1
        value += 0.5 * x[i] * (2 * x[i] - left - right) - 0.1 * x[i]
      }
      return value
    }
    #expect(result.status == .gradientTolerance, "\(result.status)")
    let contact = result.point.indices.filter { result.point[$0] == 3 }
    #expect(contact.count > 10 && contact.count < 36)
    for i in 1..<n - 1 where result.point[i] < 3 {
      #expect(abs(2 * result.point[i] - result.point[i - 1] - result.point[i + 1] - 0.1) <= 1e-8)
    }
    #expect(zip(result.point, result.point.reversed()).allSatisfy { abs($0 - $1) < 1e-7 })
  }

  @Test func stepsIntoNaNAreShortened() throws {
    // x - log x: steps below zero give NaN.
    let result = LBFGS().minimise(from: try StartingPoint([0.001])) { x, gradient in
      gradient[0] = 1 - 1 / x[0]
      return x[0] - log(x[0])
    }
    #expect(result.status.isConverged, "\(result.status)")
    #expect(abs(result.point[0] - 1) < 1e-7)
  }

  @Test func aWrongGradientIsReportedAsAFailedLineSearch() throws {
    let result = LBFGS().minimise(from: try StartingPoint([1.0, 1])) { x, gradient in
      for i in 0..<2 { gradient[i] = -2 * x[i] }
      return x[0] * x[0] + x[1] * x[1]
    }
    #expect(result.status == .lineSearchFailed)
    #expect(result.point == [1, 1])
  }

  @Test func hostileStartsAndObjectives() throws {
    #expect(throws: NumericalError.self) { try StartingPoint([]) }
    #expect(throws: NumericalError.self) { try StartingPoint([.nan]) }
    #expect(throws: NumericalError.self) { try StartingPoint([1, 2], lower: [0]) }
    #expect(throws: NumericalError.self) { try StartingPoint([1], lower: [2], upper: [1]) }
    #expect(throws: NumericalError.self) { try StartingPoint([1], lower: [.nan]) }
    #expect(throws: NumericalError.self) { try StartingPoint([1], lower: [.infinity]) }
    #expect(try StartingPoint([5], upper: [3]).coordinates == [3])
    let bad = LBFGS().minimise(from: try StartingPoint([1])) { _, _ in .nan }
    #expect(bad.status == .notFinite)
    struct Stop: Error {}
    let start = try StartingPoint([1])
    #expect(throws: Stop.self) { try LBFGS().minimise(from: start) { (_, _) throws(Stop) in throw Stop() } }
    // Unbounded below: the value runs to minus infinity and some limit is reported.
    let unbounded = LBFGS().minimise(from: start) { x, gradient in
      gradient[0] = -1
      return -x[0]
    }
    #expect(!unbounded.status.isConverged)
    // All variables fixed.
    let fixed = LBFGS().minimise(from: try StartingPoint([1, 2], lower: [1, 2], upper: [1, 2])) { x, gradient in
      gradient[0] = 5
      gradient[1] = -5
      return 1
    }
    #expect(fixed.status == .gradientTolerance)
    #expect(fixed.point == [1, 2])
  }

  @Test func aWallOfNaNKeepsTheBestPointSeen() throws {
    // The function falls towards 0.5 and does not exist beyond.
    let result = LBFGS().minimise(from: try StartingPoint([1])) { x, gradient in
      gradient[0] = 1
      return x[0] < 0.5 ? .nan : x[0]
    }
    #expect(!result.status.isConverged)
    #expect(result.point[0] >= 0.5 && result.point[0] < 0.51 && result.value == result.point[0])
    // The slope is infinite at the bound where the minimum lies.
    let root = LBFGS().minimise(from: try StartingPoint([1], lower: [0])) { x, gradient in
      gradient[0] = 0.5 / x[0].squareRoot()
      return x[0].squareRoot()
    }
    #expect(root.value < 1e-5)
  }

  @Test func evaluationAndIterationLimits() throws {
    var method = LBFGS()
    method.maximumIterations = 3
    let start = try StartingPoint([-1.2, 1])
    let short = method.minimise(from: start) { x, gradient in Self.rosenbrock(x, &gradient) }
    #expect(short.status == .iterationLimit && short.iterations == 3)
    method.maximumEvaluations = 2
    let shorter = method.minimise(from: start) { x, gradient in Self.rosenbrock(x, &gradient) }
    #expect(shorter.status == .evaluationLimit && shorter.evaluations == 2)
  }

  @Test(arguments: 2...12)
  func theLimitAtAWallKeepsTheBestPointSeen(limit: Int) throws {
    var method = LBFGS()
    method.maximumEvaluations = limit
    var best = Double.infinity
    let result = method.minimise(from: try StartingPoint([1])) { x, gradient in
      gradient[0] = 1
      let value = x[0] < 0.5 ? Double.nan : x[0]
      if value < best { best = value }
      return value
    }
    #expect(result.status == .evaluationLimit && result.evaluations == limit)
    #expect(result.value == best && result.point == [best])
  }
}
