import Foundation
import NumericalKernels
import Testing

@Suite struct BranchAndBoundTests {
  static let files = ProblemFile.fixtures.filter { $0.lastPathComponent.hasPrefix("integer-") }

  @Test(arguments: files)
  func aFixtureIsSolvedToItsGap(file: URL) throws {
    let problem = try ProblemFile(contentsOf: file)
    let solution = try MixedIntegerProgram(problem.program(), integers: problem.integers).solve()
    guard problem.status == "optimal" else {
      #expect(solution.status == .infeasible)
      #expect(solution.x == nil && solution.objective == .infinity)
      return
    }
    #expect(solution.status == .solved)
    #expect(solution.gap <= 1.001e-6)
    #expect(abs(solution.objective - problem.objective) <= 2e-6 * max(1, abs(problem.objective)))
    #expect(solution.bound <= problem.objective + 1e-6 * max(1, abs(problem.objective)))
    let x = try #require(solution.x)
    #expect(problem.integers.allSatisfy { x[$0] == x[$0].rounded() })
    #expect(try problem.program().violation(at: x) <= 1e-6)
  }

  @Test func smallKnapsacksAgreeWithTryingEverything() throws {
    var random = RandomStream(seed: 7, path: 0)
    for _ in 0..<20 {
      let weights = (0..<8).map { _ in Double(1 + random.next() % 20) }
      let values = (0..<8).map { _ in Double(1 + random.next() % 30) }
      let capacity = (weights.reduce(0, +) / 2).rounded(.down)
      var best = 0.0
      for subset in 0..<256 {
        let chosen = (0..<8).filter { subset & (1 << $0) != 0 }
        if chosen.reduce(0, { $0 + weights[$1] }) <= capacity { best = max(best, chosen.reduce(0) { $0 + values[$1] }) }
      }
      let relaxation = try QuadraticProgram(
        linear: values.map { -$0 }, constraints: SparseMatrix(Matrix([weights])), rowLower: [0], rowUpper: [capacity],
        lower: [Double](repeating: 0, count: 8), upper: [Double](repeating: 1, count: 8))
      let solution = try MixedIntegerProgram(relaxation, integers: Array(0..<8)).solve()
      #expect(abs(solution.objective + best) < 1e-5)
    }
  }

  @Test func theNodeLimitGivesTheBestSoFarWithItsGap() throws {
    let file = try #require(Self.files.first { $0.lastPathComponent == "integer-commitment-day.txt" })
    let problem = try ProblemFile(contentsOf: file)
    let program = try MixedIntegerProgram(problem.program(), integers: problem.integers)
    let all = try program.solve().nodes
    #expect(all > 4)
    for limit in [1, all / 2, all - 1] {
      var options = MixedIntegerOptions()
      options.nodeLimit = limit
      let solution = try program.solve(options)
      #expect(solution.status == .nodeLimit && solution.nodes == limit)
      #expect(solution.bound <= problem.objective && solution.objective >= problem.objective * (1 - 1e-6))
      #expect(solution.gap > 1e-6 && (solution.x != nil || limit < all - 1), "\(limit): \(solution.gap)")
      if let x = solution.x {
        #expect(problem.integers.allSatisfy { x[$0] == x[$0].rounded() })
        #expect(try problem.program().violation(at: x) <= 1e-6)
      }
    }
  }

  @Test func theTimeLimitIsReportedWhereverItFalls() throws {
    // One part and no other: what is left of the time ends within its relaxation, or before it.
    let count = 300
    var random = RandomStream(seed: 19, path: 0)
    let relaxation = try QuadraticProgram(
      quadratic: SparseMatrix(diagonal: [Double](repeating: 1, count: count)), linear: random.normals(count),
      constraints: SparseMatrix(Matrix(rows: 60, columns: count, random.normals(60 * count))),
      rowLower: [Double](repeating: -1, count: 60), rowUpper: [Double](repeating: 1, count: 60))
    let program = try MixedIntegerProgram(relaxation, integers: [0])
    for limit in [Duration.zero, .microseconds(10), .milliseconds(1), .milliseconds(4)] {
      var options = MixedIntegerOptions()
      options.timeLimit = limit
      let solution = try program.solve(options)
      #expect(solution.status == .timeLimit && solution.x == nil && solution.bound == -.infinity, "\(limit)")
    }
  }

  @Test func aDayEndsInTimeOrSolved() throws {
    let file = try #require(Self.files.first { $0.lastPathComponent == "integer-commitment-day.txt" })
    let problem = try ProblemFile(contentsOf: file)
    let program = try MixedIntegerProgram(problem.program(), integers: problem.integers)
    for power in 5..<10 {
      var options = MixedIntegerOptions()
      options.timeLimit = .milliseconds(1 << power)
      let solution = try program.solve(options)
      #expect(solution.status == .timeLimit || solution.status == .solved && solution.gap <= 1.001e-6)
      #expect(solution.bound <= problem.objective * (1 + 1e-6))
      #expect(solution.objective >= problem.objective * (1 - 1e-6))
    }
  }

  @Test func aRelaxationWithoutALeastValueIsUnbounded() throws {
    let relaxation = try QuadraticProgram(
      linear: [-1, 1], constraints: SparseMatrix(Matrix([[1, -1]])), rowLower: [0], rowUpper: [.infinity],
      lower: [0, 0])
    let solution = try MixedIntegerProgram(relaxation, integers: [0]).solve()
    #expect(solution.status == .unbounded && solution.x == nil && solution.bound == -.infinity)
  }

  @Test func relaxationsThatCannotBeSolvedLeaveNothingProven() throws {
    let file = try #require(Self.files.first { $0.lastPathComponent == "integer-commitment-day.txt" })
    let problem = try ProblemFile(contentsOf: file)
    let program = try MixedIntegerProgram(problem.program(), integers: problem.integers)
    var options = MixedIntegerOptions()
    options.relaxation.iterationLimit = 2
    let short = try program.solve(options)
    #expect(short.status == .numericalProblems && short.x == nil && short.bound == -.infinity && short.nodes == 1)
    // No time for a relaxation, and yet none for the search itself.
    options = MixedIntegerOptions()
    options.relaxation.timeLimit = .zero
    #expect(try program.solve(options).status == .numericalProblems)
  }

  @Test func theFixedProgramPricesTheRest() throws {
    // Output of two plants, then whether each runs. The second alone: 35 * 45 + 100.
    let rows = try SparseMatrix(
      Matrix([[1, 1, 0, 0], [1, 0, -100, 0], [1, 0, -60, 0], [0, 1, 0, -50], [0, 1, 0, -10]]))
    let relaxation = try QuadraticProgram(
      linear: [20, 35, 900, 100], constraints: rows, rowLower: [45, -.infinity, 0, -.infinity, 0],
      rowUpper: [45, 0, .infinity, 0, .infinity], lower: [0, 0, 0, 0], upper: [100, 50, 1, 1])
    let solution = try MixedIntegerProgram(relaxation, integers: [2, 3]).solve()
    let fixed = try #require(solution.fixed)
    #expect(solution.x.map { Array($0[2...]) } == [0, 1] && abs(solution.objective - 1675) < 1e-4)
    #expect(fixed.rowDuals.count == 5 && abs(fixed.rowDuals[0] + 35) < 1e-5)
    // The multipliers of the decisions say what holding them costs: q + Aᵀy + w = 0.
    #expect(SolutionCheck(fixed, of: relaxation).stationarity < 1e-6)
  }

  @Test func whatRoundingMakesDearerIsSplit() throws {
    // min 1000 s + 6 x + y  with  1e7 x + s ≥ y ≥ 5 and x 0 or 1: x is 5e-7, and rounding it to 0 costs 5005.
    let relaxation = try QuadraticProgram(
      linear: [1000, 6, 1], constraints: SparseMatrix(Matrix([[1, 1e7, -1]])), rowLower: [0], rowUpper: [.infinity],
      lower: [0, 0, 5], upper: [10, 1, 100])
    let solution = try MixedIntegerProgram(relaxation, integers: [1]).solve()
    #expect(solution.status == .solved)
    #expect(solution.x?[1] == 1 && abs(solution.objective - 11) < 1e-5)
  }

  @Test func coversAndPricesKeepTheTreeSmall() throws {
    // The bare relaxation of this day takes some 300 parts.
    let file = try #require(Self.files.first { $0.lastPathComponent == "integer-commitment-day.txt" })
    let problem = try ProblemFile(contentsOf: file)
    let program = try MixedIntegerProgram(problem.program(), integers: problem.integers)
    let solution = try program.solve()
    #expect(solution.status == .solved && solution.nodes < 60)
    #expect(try program.solve() == solution)
  }

  @Test func wholeNumbersWithoutBoundsAreFound() throws {
    // min (x - 2.4)² + (y + 7.6)²
    let relaxation = try QuadraticProgram(
      quadratic: SparseMatrix(diagonal: [2, 2]), linear: [-4.8, 15.2], constant: 2.4 * 2.4 + 7.6 * 7.6,
      constraints: SparseMatrix(Matrix(rows: 0, columns: 2)), rowLower: [], rowUpper: [])
    let solution = try MixedIntegerProgram(relaxation, integers: [1, 0]).solve()
    #expect(solution.x == [2, -8])
    #expect(abs(solution.objective - 0.32) < 1e-9)
  }

  @Test func whatIsWholeOnlyWithinTheToleranceIsSplit() throws {
    // min x + y  with  1e7 x ≥ y ≥ 5 and x 0 or 1: the relaxation takes x = 5e-7.
    let relaxation = try QuadraticProgram(
      linear: [1, 1], constraints: SparseMatrix(Matrix([[1e7, -1]])), rowLower: [0], rowUpper: [.infinity],
      lower: [0, 5], upper: [1, 100])
    let solution = try MixedIntegerProgram(relaxation, integers: [0]).solve()
    #expect(solution.status == .solved)
    #expect(solution.x?[0] == 1)
    #expect(abs(solution.objective - 6) < 1e-6)
  }

  @Test func boundsThatAreAlmostWholeAreWhole() throws {
    let relaxation = try QuadraticProgram(
      linear: [1], constraints: SparseMatrix(Matrix(rows: 0, columns: 1)), rowLower: [], rowUpper: [],
      lower: [3.000_000_000_000_000_4], upper: [3.000_000_000_000_000_4])
    let solution = try MixedIntegerProgram(relaxation, integers: [0]).solve()
    #expect(solution.status == .solved)
    #expect(solution.x == [3])
  }

  @Test func optionsOutsideTheirRangeAreRefused() throws {
    let relaxation = try QuadraticProgram(
      linear: [1], constraints: SparseMatrix(Matrix(rows: 0, columns: 1)), rowLower: [], rowUpper: [], lower: [0],
      upper: [1])
    var options = MixedIntegerOptions()
    options.integrality = .nan
    #expect(throws: NumericalError.self) { try MixedIntegerProgram(relaxation, integers: [0]).solve(options) }
    var convex = ConvexOptions()
    convex.tolerance = .infinity
    #expect(throws: NumericalError.self) { try relaxation.solve(convex) }
  }

  @Test func variablesThatAreNotThereAreRefused() throws {
    let relaxation = try QuadraticProgram(
      linear: [1], constraints: SparseMatrix(Matrix(rows: 0, columns: 1)), rowLower: [], rowUpper: [], lower: [0])
    #expect(throws: NumericalError.self) { try MixedIntegerProgram(relaxation, integers: [1]) }
    #expect(throws: NumericalError.self) { try MixedIntegerProgram(relaxation, integers: [0, 0]) }
  }
}
