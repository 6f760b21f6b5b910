import Foundation
import NumericalKernels
import Testing

/// The published minima, by each of the three methods.
@Suite struct MGHProblemTests {
  private func expectMinimum(_ problem: MGHProblem, _ value: Double, _ zero: Double) {
    let published: [Double] = [problem.minimum, problem.otherMinimum].compactMap { $0 }
    // Six digits are published.
    let found = published.contains { (minimum: Double) -> Bool in
      minimum == 0 ? value < zero : abs(value / minimum - 1) < 5e-6
    }
    #expect(found, "\(problem.name): \(value)")
  }

  @Test(arguments: MGHProblem.all.indices)
  func levenbergMarquardtFindsTheMinimum(index: Int) throws {
    let problem = MGHProblem.all[index]
    let fit = LevenbergMarquardt().minimise(
      from: try StartingPoint(problem.start), residualCount: problem.count
    ) { x, residuals in
      for (i, value) in problem.residuals(x).enumerated() { residuals[i] = value }
    }
    #expect(fit.status.isConverged, "\(problem.name): \(fit.status)")
    expectMinimum(problem, fit.sumOfSquares, 1e-18)
  }

  @Test(arguments: MGHProblem.all.indices)
  func quasiNewtonFindsTheMinimum(index: Int) throws {
    let problem = MGHProblem.all[index]
    for bounds in [nil, [Double](repeating: -1000, count: problem.start.count)] {
      // With bounds this one ends early, in scipy's L-BFGS-B as here (1e-6 and 4e-7).
      if bounds != nil, problem.name == "Powell badly scaled" { continue }
      var method = LBFGS()
      method.maximumIterations = 5000
      let result = method.minimise(from: try StartingPoint(problem.start, lower: bounds)) { x, gradient in
        problem.value(x, &gradient)
      }
      // Differences leave a gradient of 1e-9 or so of the function's scale, below which a line search may fail.
      #expect(result.status.isConverged || result.status == .lineSearchFailed, "\(problem.name): \(result.status)")
      expectMinimum(problem, result.value, 1e-9)
    }
  }

  // Without Box's problem, whose other minimum of 0.0755887 lies in reach.
  @Test(
    arguments: MGHProblem.all.indices.filter {
      MGHProblem.all[$0].start.count <= 4 && !MGHProblem.all[$0].name.hasPrefix("Box")
    })
  func nelderMeadFindsTheMinimum(index: Int) throws {
    let problem = MGHProblem.all[index]
    let result = NelderMead().minimise(from: try StartingPoint(problem.start)) { x in problem.value(x) }
    #expect(result.status == .simplexTolerance, "\(problem.name)")
    expectMinimum(problem, result.value, 1e-8)
  }
}
