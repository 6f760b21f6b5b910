import NumericalKernels
import Risk
import Testing

@Suite struct ReverseStressTests {
  private let closedForm = 1e-12
  private let searched = 1e-6

  private let covariance: Matrix

  init() throws { covariance = try Matrix([[4, 1.2], [1.2, 1]]) }

  @Test func theLinearCaseInClosedForm() throws {
    let deltas = [10.0, -5]
    let scenario = try ReverseStress(covariance: covariance).scenario(losing: 50, deltas: deltas)
    // σ² = 400 - 120 + 25; Σδ = (34, 7).
    #expect(abs(scenario.distance - 50 / 305.0.squareRoot()) < closedForm)
    #expect(abs(scenario.moves[0] + 50 * 34 / 305.0) < closedForm * 10)
    #expect(abs(scenario.moves[1] + 50 * 7 / 305.0) < closedForm * 10)
    #expect(scenario.status == .converged && scenario.loss == 50)
    #expect(abs(scenario.probability - VectorMath.normalCDF(-50 / 305.0.squareRoot())) < closedForm)
  }

  @Test func theSearchFindsTheLinearCase() throws {
    let reverse = try ReverseStress(covariance: covariance)
    let exact = try reverse.scenario(losing: 50, deltas: [10, -5])
    let found = try reverse.scenario(losing: 50) { -(10 * $0[0] - 5 * $0[1]) }
    #expect(found.status == .converged)
    #expect(abs(found.distance - exact.distance) < searched)
    #expect(abs(found.moves[0] - exact.moves[0]) < searched && abs(found.moves[1] - exact.moves[1]) < searched)
  }

  /// A book with negative gamma: the point and the distance were found with SciPy's SLSQP from fifty starts.
  @Test func theSearchAgainstSciPy() throws {
    let found = try ReverseStress(covariance: covariance).scenario(losing: 60) { x in
      let linear = 10 * x[0] - 5 * x[1]
      let quadratic = 0.5 * (-1.5 * x[0] * x[0] + 0.8 * x[0] * x[1] - 3 * x[1] * x[1])
      return -(linear + quadratic)
    }
    #expect(found.status == .converged)
    #expect(abs(found.distance - 2.4435590018124027) < searched)
    #expect(abs(found.moves[0] + 4.87317083) < 1e-4 && abs(found.moves[1] + 1.31436891) < 1e-4)
    #expect(abs(found.loss - 60) < 1e-6)
  }

  /// A short straddle loses both ways: ½ γ x² = L at √(2 L / γ), although nothing falls from zero on.
  @Test func aStartWithoutSlopeIsNoObstacle() throws {
    let found = try ReverseStress(covariance: Matrix([[9]])).scenario(losing: 8) { 0.5 * 4 * $0[0] * $0[0] }
    #expect(found.status == .converged)
    #expect(abs(found.distance - 2.0 / 3) < searched)
    #expect(abs(abs(found.moves[0]) - 2) < searched)
  }

  /// Two ways to lose: the nearer one is taken.
  @Test func theNearestOfSeveralIsTaken() throws {
    let found = try ReverseStress(covariance: Matrix([[1]])).scenario(losing: 4) { max(2 * $0[0], -1.5 * $0[0]) }
    #expect(abs(found.distance - 2) < searched)
  }

  /// An option caps what the second factor can cost, and the nearest point lies on the edge of it: x₁ = -2, of which the first
  /// factor then pays the rest, x₀ = (L - 2 c) / d, in coordinates without correlation.
  @Test func theEdgeOfAnOptionIsFound() throws {
    let found = try ReverseStress(covariance: Matrix.identity(2)).scenario(losing: 1000) { x in
      100 * x[0] - 300 * max(x[1], -2)
    }
    #expect(found.status == .converged)
    #expect(abs(found.moves[0] - 4) < 1e-5 && abs(found.moves[1] + 2) < 1e-5)
    #expect(abs(found.distance - 20.0.squareRoot()) < 1e-5)
    #expect(abs(found.loss - 1000) < 1e-6)
  }

  @Test func whatCannotBeLostIsSaidSo() throws {
    let bounded = try ReverseStress(covariance: Matrix([[1]])).scenario(losing: 4) {
      1 - VectorMath.exp(-$0[0] * $0[0])
    }
    #expect(bounded.status == .unreachable && bounded.distance == .infinity && bounded.probability == 0)
    let flat = try ReverseStress(covariance: covariance).scenario(losing: 4, deltas: [0, 0])
    #expect(flat.status == .unreachable)
    let short = try ReverseStress(covariance: covariance).scenario(losing: 4, maximumEvaluations: 3) { $0[0] }
    #expect(short.status == .evaluationLimit && short.evaluations == 3)
  }

  @Test func aSingularCovarianceIsNoObstacle() throws {
    let singular = try ReverseStress(covariance: Matrix([[1, 1], [1, 1]]))
    let scenario = try singular.scenario(losing: 6, deltas: [1, 2])
    #expect(abs(scenario.moves[0] + 2) < closedForm && abs(scenario.moves[1] + 2) < closedForm)
  }

  @Test func badInputIsRefused() throws {
    let reverse = try ReverseStress(covariance: covariance)
    #expect(throws: RiskError.self) { _ = try ReverseStress(covariance: Matrix([[1, 2], [2, 1]])) }
    #expect(throws: RiskError.self) { _ = try ReverseStress(covariance: Matrix([[1, .nan], [.nan, 1]])) }
    for loss in [0, -1, .nan, .infinity] {
      #expect(throws: RiskError.self) { _ = try reverse.scenario(losing: loss, deltas: [1, 1]) }
    }
    #expect(throws: RiskError.self) { _ = try reverse.scenario(losing: 1, deltas: [1]) }
  }
}
