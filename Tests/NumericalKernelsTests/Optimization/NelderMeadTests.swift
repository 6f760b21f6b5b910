import Foundation
import NumericalKernels
import Testing

@Suite struct NelderMeadTests {
  @Test func kinksAreNoObstacle() throws {
    let result = NelderMead().minimise(from: try StartingPoint([3, -2])) { x in
      max(abs(x[0] - 1), abs(x[1] - 2)) + 0.1 * abs(x[0] + x[1] - 3)
    }
    #expect(result.status == .simplexTolerance)
    #expect(abs(result.point[0] - 1) < 1e-6 && abs(result.point[1] - 2) < 1e-6)
  }

  @Test func boundsAreKept() throws {
    let start = try StartingPoint([0.5, 0.5], lower: [0, 0], upper: [0.8, 5])
    let result = NelderMead().minimise(from: start) { x in
      #expect(x[0] >= 0 && x[0] <= 0.8 && x[1] >= 0 && x[1] <= 5)
      return (x[0] - 1) * (x[0] - 1) + (x[1] - x[0]) * (x[1] - x[0])
    }
    #expect(result.status.isConverged)
    #expect(abs(result.point[0] - 0.8) < 1e-7 && abs(result.point[1] - 0.8) < 1e-6)
  }

  @Test func hostileObjectives() throws {
    let start = try StartingPoint([1, 1])
    #expect(NelderMead().minimise(from: start) { _ in .nan }.status == .notFinite)
    // NaN beside the start counts as infinite.
    let result = NelderMead().minimise(from: start) { x in x[0] > 1.01 ? .nan : x[0] * x[0] + x[1] * x[1] }
    #expect(result.status.isConverged && result.value < 1e-12)
    let bottomless = NelderMead().minimise(from: start) { x in x[0] < 0.5 ? -.infinity : x[0] }
    #expect(bottomless.status == .notFinite && bottomless.value == -.infinity && bottomless.evaluations < 100)
    var method = NelderMead()
    method.maximumEvaluations = 20
    #expect(method.minimise(from: start) { x in x[0] * x[0] + x[1] * x[1] }.status == .evaluationLimit)
    struct Stop: Error {}
    #expect(throws: Stop.self) { try NelderMead().minimise(from: start) { (_) throws(Stop) in throw Stop() } }
  }

  @Test func aRestartLeavesAStall() throws {
    // McKinnon's function: from his simplex the plain method converges to a point that is not stationary.
    let objective: ([Double]) -> Double = { x in
      (x[0] <= 0 ? 360 * x[0] * x[0] : 6 * x[0] * x[0]) + x[1] + x[1] * x[1]
    }
    let result = NelderMead().minimise(from: try StartingPoint([1, 1])) { objective($0) }
    #expect(abs(result.value + 0.25) < 1e-9)
  }
}
