import Foundation
import NumericalKernels
import Testing

@Suite struct WarmStartTests {
  static let names = [
    "blending.txt", "control.txt", "network-flow.txt", "portfolio.txt", "staircase.txt", "transport.txt",
  ]

  @Test(arguments: names)
  func aSequenceOfSimilarProgramsAgreesWithColdStartsAndIsShorter(name: String) throws {
    let file = try #require(ProblemFile.fixtures.first { $0.lastPathComponent == name })
    let problem = try ProblemFile(contentsOf: file)
    var solver = ConvexSolver()
    _ = try solver.solve(problem.program())
    var (warm, cold) = (0, 0)
    for step in 1...5 {
      let base = try problem.program()
      let program = try QuadraticProgram(
        quadratic: base.quadratic, linear: base.linear.enumerated().map { $1 * (1 + 1e-3 * sin(Double(step + $0))) },
        constraints: base.constraints, rowLower: base.rowLower, rowUpper: base.rowUpper, lower: base.lower,
        upper: base.upper)
      let continued = try solver.solve(program)
      let fresh = try program.solve()
      #expect(continued.status == .solved)
      #expect(abs(continued.objective - fresh.objective) <= 1e-7 * max(1, abs(fresh.objective)))
      warm += continued.iterations
      cold += fresh.iterations
    }
    #expect(warm < cold, "\(warm) iterations continued, \(cold) from cold")
  }

  @Test func aProgramOfAnotherShapeStartsCold() throws {
    var solver = ConvexSolver()
    for name in Self.names {
      let file = try #require(ProblemFile.fixtures.first { $0.lastPathComponent == name })
      let problem = try ProblemFile(contentsOf: file)
      try ConvexSolverTests.check(solver.solve(problem.program()), of: problem.program(), against: problem)
    }
  }
}
