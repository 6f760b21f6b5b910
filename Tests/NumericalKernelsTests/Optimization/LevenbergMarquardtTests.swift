import Foundation
import NumericalKernels
import Testing

@Suite struct LevenbergMarquardtTests {
  /// A model's value, which writes the derivatives by the parameters as well.
  typealias Model = @Sendable (_ b: [Double], _ x: Double, _ slopes: inout [Double]) -> Double

  /// All 27 nonlinear sets of the StRD.
  static let models: [(problem: NISTProblem, model: Model)] = written + NISTProblem.fixtures

  private static let written: [(problem: NISTProblem, model: Model)] = [
    (.misra1a, saturation), (.misra1d, hyperbola), (.chwirut2, decayOverLine), (.lanczos1, threeDecays),
    (.rat42, logistic), (.mgh10, meyer), (.boxbod, saturation), (.mgh17, twoDecays), (.mgh09, kowalik),
    (.thurber, cubicRatio), (.rat43, richards), (.eckerle4, peak),
  ]

  private static func fit(_ problem: NISTProblem, _ model: Model, from start: Int) throws -> LeastSquaresResult {
    LevenbergMarquardt().minimise(
      from: try StartingPoint(problem.starts[start]), residualCount: problem.x.count
    ) { b, residuals in
      var slopes = b
      for i in problem.x.indices { residuals[i] = model(b, problem.x[i], &slopes) - problem.y[i] }
    } jacobian: { b, jacobian in
      var slopes = b
      for i in problem.x.indices {
        _ = model(b, problem.x[i], &slopes)
        for j in b.indices { jacobian[i, j] = slopes[j] }
      }
    }
  }

  private static func fitByDifferences(
    _ problem: NISTProblem, _ model: Model, from start: Int
  ) throws -> LeastSquaresResult {
    LevenbergMarquardt().minimise(
      from: try StartingPoint(problem.starts[start]), residualCount: problem.x.count
    ) { b, residuals in
      var slopes = b
      for i in problem.x.indices { residuals[i] = model(b, problem.x[i], &slopes) - problem.y[i] }
    }
  }

  private func expect(_ fit: LeastSquaresResult, _ problem: NISTProblem, parameters: Double, errors: Double) throws {
    let worst = zip(fit.parameters, problem.parameters).map { abs($0 / $1 - 1) }.max() ?? .infinity
    #expect(fit.status.isConverged, "\(problem.name): \(fit.status)")
    #expect(worst < parameters, "\(problem.name)")
    #expect(fit.rank == problem.parameters.count)
    if problem.name == "lanczos1" {
      // An exact fit to data of 14 digits: its residuals are their rounding.
      #expect(fit.sumOfSquares < 1e-24)
    } else {
      // Data that are rounded to doubles have residuals that are rounded by as much.
      let rounding = 4 * Double.ulpOfOne * (problem.y.map(abs).max() ?? 0) / problem.sumOfSquares.squareRoot()
      #expect(abs(fit.sumOfSquares / problem.sumOfSquares - 1) <= max(1e-11, rounding), "\(problem.name)")
      let standardErrors = try #require(fit.standardErrors)
      for (error, certified) in zip(standardErrors, problem.standardErrors) {
        #expect(abs(error / certified - 1) < errors, "\(problem.name)")
      }
    }
  }

  @Test func allSetsAreHere() {
    #expect(Self.models.count == 27 && Set(Self.models.map(\.problem.name)).count == 27)
  }

  @Test(arguments: models.indices, [0, 1])
  func certifiedValuesFromBothPublishedStarts(index: Int, start: Int) throws {
    let (problem, model) = Self.models[index]
    try expect(Self.fit(problem, model, from: start), problem, parameters: 2e-9, errors: 1e-8)
  }

  @Test(arguments: models.indices, [0, 1])
  func certifiedValuesWithDerivativesByDifferences(index: Int, start: Int) throws {
    let (problem, model) = Self.models[index]
    // An error δ of the derivatives moves a parameter by up to δ ‖column‖ se² ‖r‖ / s²: the columns of these two sets are so
    // nearly dependent that 1e-10 is worth more than a unit of the eighth digit.
    let parameters = ["Lanczos3", "Bennett5"].contains(problem.name) ? 4e-8 : 1e-8
    try expect(Self.fitByDifferences(problem, model, from: start), problem, parameters: parameters, errors: 1e-6)
  }

  @Test func aBoundHoldsAParameterAndTheOthersAreRefitted() throws {
    // y = 2 + 3x without noise; the slope may not pass 2.5: the best intercept is then 2 + 0.5 * mean(x).
    let x = [0.0, 1, 2, 3, 4]
    let fit = LevenbergMarquardt().minimise(
      from: try StartingPoint([0, 0], lower: [-10, 0], upper: [10, 2.5]), residualCount: 5
    ) { b, residuals in
      #expect(b[1] >= 0 && b[1] <= 2.5)
      for i in x.indices { residuals[i] = b[0] + b[1] * x[i] - (2 + 3 * x[i]) }
    }
    #expect(fit.status.isConverged)
    #expect(fit.parameters[1] == 2.5)
    #expect(abs(fit.parameters[0] - 3) < 1e-9)
    let covariance = try #require(fit.covariance)
    #expect(covariance[1, 1] == 0 && covariance[0, 1] == 0)
    // Var(mean) with residuals of ±0.5 (x - 2): 2.5 / 4 / 5.
    #expect(abs(covariance[0, 0] - 0.125) < 1e-9)
  }

  @Test func aJacobianWithoutFullRankGivesNoCovariance() throws {
    let fit = LevenbergMarquardt().minimise(from: try StartingPoint([1, 1]), residualCount: 3) { b, residuals in
      for i in 0..<3 { residuals[i] = Double(i + 1) * (b[0] + b[1]) - Double(i + 2) }
    }
    #expect(fit.status.isConverged)
    #expect(fit.rank == 1)
    #expect(fit.covariance == nil)
    #expect(abs(fit.parameters[0] + fit.parameters[1] - 20.0 / 14) < 1e-9)
  }

  @Test func fewerResidualsThanParametersFindASolution() throws {
    let fit = LevenbergMarquardt().minimise(from: try StartingPoint([3, 4, 5]), residualCount: 1) { b, residuals in
      residuals[0] = b[0] * b[1] * b[2] - 6
    }
    #expect(fit.status.isConverged)
    #expect(abs(fit.parameters[0] * fit.parameters[1] * fit.parameters[2] - 6) < 1e-9)
    #expect(fit.covariance == nil)
  }

  @Test func whatTheResidualsThrowPassesThrough() throws {
    struct Stop: Error {}
    let start = try StartingPoint([1])
    #expect(throws: Stop.self) {
      try LevenbergMarquardt().minimise(from: start, residualCount: 1) { (_, _) throws(Stop) in throw Stop() }
    }
  }

  @Test func valuesThatAreNotFiniteAreReportedOrAvoided() throws {
    let start = try StartingPoint([1])
    let hopeless = LevenbergMarquardt().minimise(from: start, residualCount: 1) { _, r in r[0] = .nan }
    #expect(hopeless.status == .notFinite)
    // The first step from 10 leads below zero, where the logarithm is NaN: the step is shortened.
    let careful = LevenbergMarquardt().minimise(from: try StartingPoint([10]), residualCount: 1) { x, r in
      r[0] = log(x[0])
    }
    #expect(careful.status.isConverged)
    #expect(abs(careful.parameters[0] - 1) < 1e-12)
  }

  @Test func residualsOfAnyScaleAreFittedOrRefused() throws {
    for scale in [1e-250, 1e-200, 1e-160, 1, 1e120] {
      let fit = LevenbergMarquardt().minimise(from: try StartingPoint([1, 1]), residualCount: 3) { x, r in
        r[0] = scale * (x[0] - 3)
        r[1] = scale * (x[1] * x[1] - 4)
        r[2] = scale
      }
      #expect(fit.status.isConverged, "scale \(scale): \(fit.status)")
      #expect(abs(fit.parameters[0] - 3) < 1e-8 && abs(fit.parameters[1] - 2) < 1e-8, "scale \(scale)")
      // Residuals of 0, 0 and 1 with one degree of freedom, and slopes of 1 and 4, all in the same unit.
      let errors = try #require(fit.standardErrors)
      #expect(abs(errors[0] - 1) < 1e-7 && abs(errors[1] - 0.25) < 1e-7, "scale \(scale): \(errors)")
    }
    // Errors beyond the largest number are none.
    let vast = LevenbergMarquardt().minimise(from: try StartingPoint([0]), residualCount: 2) { x, r in
      r[0] = 1e-200 * x[0] + 1
      r[1] = -1e-200 * x[0] + 1
    } jacobian: { _, jacobian in
      (jacobian[0, 0], jacobian[1, 0]) = (1e-200, -1e-200)
    }
    #expect(vast.rank == 1 && vast.covariance == nil && vast.standardErrors == nil)
    // The sum of squares is beyond the largest number: no convergence is claimed.
    let overflow = LevenbergMarquardt().minimise(from: try StartingPoint([1]), residualCount: 1) { x, r in
      r[0] = 1e160 * (x[0] - 3)
    }
    #expect(overflow.status == .notFinite)
  }

  @Test func limitsAreReported() throws {
    var method = LevenbergMarquardt()
    method.maximumIterations = 2
    let problem = NISTProblem.mgh09
    let fit = method.minimise(from: try StartingPoint(problem.starts[0]), residualCount: 11) { b, r in
      for (i, x) in problem.x.enumerated() {
        r[i] = b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]) - problem.y[i]
      }
    }
    #expect(fit.status == .iterationLimit)
    #expect(fit.iterations == 2)
  }
}
