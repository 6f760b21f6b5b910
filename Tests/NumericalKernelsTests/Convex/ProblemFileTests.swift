import Foundation
import Testing

@Suite struct ProblemFileTests {
  @Test func everyKindOfAnswerIsAmongTheFixtures() throws {
    let problems = try ProblemFile.fixtures.map { try ProblemFile(contentsOf: $0) }
    #expect(problems.count >= 60)
    for status in ["optimal", "infeasible", "unbounded"] {
      #expect(problems.contains { $0.status == status && $0.integers.isEmpty }, "\(status)")
    }
    #expect(problems.contains { !$0.integers.isEmpty })
    #expect(problems.contains { $0.hessian.values.isEmpty } && problems.contains { !$0.hessian.values.isEmpty })
  }

  @Test(arguments: ProblemFile.fixtures)
  func aFixtureIsWellFormed(file: URL) throws {
    let problem = try ProblemFile(contentsOf: file)
    #expect(problem.name + ".txt" == file.lastPathComponent)
    #expect((problem.status == "optimal") == problem.objective.isFinite)
    for (low, high) in zip(problem.lower + problem.rowLower, problem.upper + problem.rowUpper) { #expect(low <= high) }
    for matrix in [problem.matrix, problem.hessian] {
      #expect(matrix.starts.last == matrix.values.count)
      for column in 0..<problem.cost.count {
        let rows = matrix.rows[matrix.starts[column]..<matrix.starts[column + 1]]
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
      }
    }
    for column in 0..<problem.cost.count {
      #expect(
        problem.hessian.rows[problem.hessian.starts[column]..<problem.hessian.starts[column + 1]].allSatisfy {
          $0 <= column
        })
    }
  }

  @Test func numbersAreReadToTheLastBit() throws {
    let file = try #require(ProblemFile.fixtures.first { $0.lastPathComponent == "hs35.txt" })
    let problem = try ProblemFile(contentsOf: file)
    #expect(problem.objective == 1.0 / 9)
    #expect(problem.cost == [-8, -6, -4])
    #expect(problem.upper == [.infinity, .infinity, .infinity])
    #expect(problem.rowLower == [-.infinity])
    #expect(problem.matrix.values == [1, 1, 2])
    #expect(problem.hessian.rows == [0, 0, 1, 0, 2])
    #expect(problem.constant == 9)
  }
}
