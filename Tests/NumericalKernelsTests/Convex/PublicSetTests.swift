import Foundation
import NumericalKernels
import Testing

/// The problems of a folder, such as the public sets that `Benchmarks/Peers/public_sets.py` fetches.
@Suite(.enabled(if: ProblemFile.folder != nil, "SOLVER_PROBLEMS_DIR names no folder"))
struct ConvexSolverAgainstPublicSetsReleaseTests {
  @Test(arguments: ProblemFile.all(in: ProblemFile.folder))
  func aProblemEndsAsExpectedAndProvesIt(file: URL) throws {
    let problem = try ProblemFile(contentsOf: file)
    guard problem.integers.isEmpty, problem.status != "unknown" else { return }
    let program = try problem.program()
    try ConvexSolverTests.check(program.solve(), of: program, against: problem)
  }
}
