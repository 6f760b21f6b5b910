import Foundation
import NumericalKernels
import Testing

@Suite struct ConvexSolverTests {
  /// Relative, of an objective.
  static let objectiveTolerance = 1e-6

  static let continuous = ProblemFile.fixtures.filter { !$0.lastPathComponent.hasPrefix("integer-") }

  @Test(arguments: continuous)
  func aFixtureEndsAsExpectedAndProvesIt(file: URL) throws {
    let problem = try ProblemFile(contentsOf: file)
    let program = try problem.program()
    let solution = try program.solve()
    try Self.check(solution, of: program, against: problem)
  }

  /// Holds a solution against the expected answer, and its multipliers, point or certificate against the program.
  static func check(_ solution: ConvexSolution, of program: QuadraticProgram, against problem: ProblemFile) throws {
    switch problem.status {
    case "optimal":
      #expect(solution.status == .solved)
      #expect(abs(solution.objective - problem.objective) <= objectiveTolerance * max(1, abs(problem.objective)))
      let greatest = (solution.rowDuals + solution.boundDuals).reduce(0) { max($0, abs($1)) }
      let check = SolutionCheck(solution, of: program, ignoringMultipliersBelow: 1e-7 * max(1, greatest))
      #expect(check.violation <= 1e-6)
      #expect(check.stationarity <= 1e-6)
      #expect(check.slackness <= 1e-5 * max(1, abs(problem.objective)))
      #expect(solution.residuals.dual <= 1e-6 * max(1, greatest))
    case "infeasible":
      #expect(solution.status == .primalInfeasible)
      #expect(solution.objective == .infinity)
      expectProofOfInfeasibility(solution, program)
    case "unbounded":
      #expect(solution.status == .dualInfeasible)
      #expect(solution.objective == -.infinity)
      expectRay(solution, program)
    default: Issue.record("an expected status of \(problem.status)")
    }
  }

  /// Farkas: with Aᵀy + w = 0, no point within the bounds reaches yᵀ(Ax) + wᵀx = 0 when the greatest value is negative.
  static func expectProofOfInfeasibility(_ solution: ConvexSolution, _ program: QuadraticProgram) {
    let greatest = (solution.rowDuals + solution.boundDuals).reduce(0) { max($0, abs($1)) }
    let check = SolutionCheck(solution, of: program, ignoringMultipliersBelow: 1e-7 * greatest)
    #expect(check.support < 0)
    #expect(check.balance <= 1e-6 * greatest)
  }

  static func expectRay(_ solution: ConvexSolution, _ program: QuadraticProgram) {
    let x = solution.x
    let slope = zip(program.linear, x).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(slope < 0)
    let tolerance = 1e-6 * abs(slope)
    let curvature = zip(SolutionCheck.gradient(of: program, at: x), program.linear).map { $0 - $1 }
    #expect(curvature.allSatisfy { abs($0) <= tolerance })
    let values = SolutionCheck.product(program.constraints, x) + x
    let lower = program.rowLower + program.lower
    let upper = program.rowUpper + program.upper
    for (value, (low, high)) in zip(values, zip(lower, upper)) {
      if low.isFinite { #expect(value >= -tolerance) }
      if high.isFinite { #expect(value <= tolerance) }
    }
  }

  @Test func multipliersAreTheSlopesOfTheObjectiveInTheBounds() throws {
    // min ½(x - 3)² + ½(y - 2)²  with  x + y ≤ b: x = 1, y = 0 and a multiplier of 2 at b = 1.
    func solved(_ bound: Double) throws -> ConvexSolution {
      try QuadraticProgram(
        quadratic: SparseMatrix(diagonal: [1, 1]), linear: [-3, -2], constant: 6.5,
        constraints: SparseMatrix(Matrix([[1, 1]])), rowLower: [-.infinity], rowUpper: [bound]
      ).solve()
    }
    let solution = try solved(1)
    #expect(abs(solution.x[0] - 1) < 1e-7 && abs(solution.x[1]) < 1e-7)
    #expect(abs(solution.rowDuals[0] - 2) < 1e-6)
    let step = 1e-3
    let slope = try (solved(1 + step).objective - solved(1 - step).objective) / (2 * step)
    #expect(abs(slope + solution.rowDuals[0]) < 1e-5)
    #expect(abs(solution.objective - 4) < 1e-7)
    #expect(abs(solution.dualObjective - 4) < 1e-6)
  }

  @Test func aLowerBoundThatHoldsBackHasANegativeMultiplier() throws {
    let program = try QuadraticProgram(
      linear: [2], constraints: SparseMatrix(Matrix(rows: 0, columns: 1)), rowLower: [], rowUpper: [], lower: [5],
      upper: [.infinity])
    let solution = try program.solve()
    #expect(abs(solution.x[0] - 5) < 1e-7)
    #expect(abs(solution.boundDuals[0] + 2) < 1e-7)
  }

  @Test func rowsWithOneEntryReturnTheirMultipliers() throws {
    // min x + y  with  2x ≥ 6, -y ≤ -1 as rows.
    let program = try QuadraticProgram(
      linear: [1, 1], constraints: SparseMatrix(Matrix([[2, 0], [0, -1]])), rowLower: [6, -.infinity],
      rowUpper: [.infinity, -1])
    let solution = try program.solve()
    #expect(abs(solution.x[0] - 3) < 1e-7 && abs(solution.x[1] - 1) < 1e-7)
    #expect(abs(solution.rowDuals[0] + 0.5) < 1e-7 && abs(solution.rowDuals[1] - 1) < 1e-7)
    #expect(solution.boundDuals.allSatisfy { abs($0) < 1e-7 })
  }

  @Test func chainsOfRowsWithOneEntryAreUndoneInTheirOrder() throws {
    // x = 2; x + y = 5; y + z ≥ 4, min z.
    let program = try QuadraticProgram(
      linear: [0, 0, 1], constraints: SparseMatrix(Matrix([[1, 0, 0], [1, 1, 0], [0, 1, 1]])), rowLower: [2, 5, 4],
      rowUpper: [2, 5, .infinity])
    let solution = try program.solve()
    #expect(zip(solution.x, [2, 3, 1]).allSatisfy { abs($0 - $1) < 1e-7 })
    #expect(zip(solution.rowDuals, [-1, 1, -1]).allSatisfy { abs($0 - $1) < 1e-7 })
    #expect(SolutionCheck(solution, of: program).stationarity < 1e-9)
  }

  @Test(arguments: [1e7, 1e9, 1e10, 1e12, 1e15, 1e19, 1e20, 1e30, .infinity])
  func farBoundsDoNoHarm(far: Double) throws {
    // min x + y  with  x + 2y ≥ 4,  0 ≤ x, y ≤ far
    let program = try QuadraticProgram(
      linear: [1, 1], constraints: SparseMatrix(Matrix([[1, 2]])), rowLower: [4], rowUpper: [far], lower: [0, 0],
      upper: [far, far])
    let solution = try program.solve()
    #expect(solution.status == .solved)
    #expect(abs(solution.objective - 2) < 1e-6)
    let contradiction = try QuadraticProgram(
      linear: [1, 1], constraints: SparseMatrix(Matrix([[1, 2], [1, 1]])), rowLower: [4, -far], rowUpper: [far, 1],
      lower: [0, 0], upper: [far, far])
    let refuted = try contradiction.solve()
    #expect(refuted.status == .primalInfeasible)
    let size = refuted.rowDuals.reduce(0) { max($0, abs($1)) }
    let check = SolutionCheck(refuted, of: contradiction, ignoringMultipliersBelow: 1e-9 * size)
    #expect(check.balance < 1e-9 * size && check.support < 0)
  }

  @Test(arguments: [1e5, 1e6, 1e7, 1e8, 1e10, 1e12]) func farBoundsThatBindAreReached(far: Double) throws {
    // max x + y  with  x + 2y ≤ 4,  -far ≤ x, y ≤ far: x at its bound, y where the row puts it.
    let program = try QuadraticProgram(
      linear: [-1, -1], constraints: SparseMatrix(Matrix([[1, 2]])), rowLower: [-.infinity], rowUpper: [4],
      lower: [-far, -far], upper: [far, far])
    let solution = try program.solve()
    #expect(solution.status == .solved || solution.status == .solvedInaccurately)
    #expect(abs(solution.x[0] / far - 1) < 1e-8 && abs(solution.x[1] - (4 - far) / 2) < 1e-8 * far)
    // The same with the bound as a row's.
    let rows = try QuadraticProgram(
      linear: [-1, -1], constraints: SparseMatrix(Matrix([[1, 2]])), rowLower: [-.infinity], rowUpper: [far],
      lower: [0, 0], upper: [far, far]
    ).solve()
    #expect(rows.status == .solved && abs(rows.objective / far + 1) < 1e-7)
  }

  @Test(arguments: [.leastNonzeroMagnitude, 1e-200, 1e-30])
  func tinyCoefficientsAreNoInfiniteBounds(tiny: Double) throws {
    let program = try QuadraticProgram(
      linear: [1, 1], constraints: SparseMatrix(Matrix([[tiny, 0], [1, 1]])), rowLower: [1, 1],
      rowUpper: [.infinity, .infinity], lower: [0, 0])
    let solution = try program.solve()
    #expect(!solution.x.contains { !$0.isFinite })
    // Only an x of 1 / tiny would do: to the tolerance there is none, and the multipliers prove that.
    #expect(solution.status == .primalInfeasible)
    let size = solution.rowDuals.reduce(0) { max($0, abs($1)) }
    let check = SolutionCheck(solution, of: program, ignoringMultipliersBelow: 1e-8 * size)
    #expect(size > 0 && check.balance <= 1e-8 * size && check.support < 0)
  }

  @Test(arguments: [1e-12, 1e-10, 1e-8, 1e-6, 1e-3])
  func smallCoefficientsAreBounds(small: Double) throws {
    let program = try QuadraticProgram(
      linear: [1, 1], constraints: SparseMatrix(Matrix([[small, 0], [1, 1]])), rowLower: [1, 1],
      rowUpper: [.infinity, .infinity], lower: [0, 0])
    let solution = try program.solve()
    #expect(solution.status == .solved && abs(solution.x[0] * small - 1) < 1e-8, "\(solution)")
  }

  @Test func limitsAreStatuses() throws {
    let file = try #require(Self.continuous.first { $0.lastPathComponent == "blending.txt" })
    let program = try ProblemFile(contentsOf: file).program()
    var options = ConvexOptions()
    options.iterationLimit = 3
    let stopped = try program.solve(options)
    #expect(stopped.status == .iterationLimit)
    #expect(stopped.iterations == 3)
    options.iterationLimit = 100
    options.timeLimit = .zero
    #expect(try program.solve(options).status == .timeLimit)
  }

  @Test func aTighterToleranceIsMet() throws {
    let file = try #require(Self.continuous.first { $0.lastPathComponent == "hs76.txt" })
    var options = ConvexOptions()
    options.tolerance = 1e-12
    let solution = try ProblemFile(contentsOf: file).program().solve(options)
    #expect(solution.status == .solved)
    #expect(abs(solution.objective + 4.681_818_181_818_182) < 1e-11)
  }
}

@Suite struct QuadraticProgramTests {
  @Test func whatCannotBeAProgramIsRefusedWithItsPlace() throws {
    let row = try SparseMatrix(Matrix([[1, 1]]))
    func code(_ body: () throws -> QuadraticProgram) -> (NumericalError.Code, Int?)? {
      do {
        _ = try body()
        return nil
      } catch {
        return (error as? NumericalError).map { ($0.code, $0.index) }
      }
    }
    let crossed = code { try QuadraticProgram(linear: [1, 1], constraints: row, rowLower: [2], rowUpper: [1]) }
    #expect(crossed?.0 == .invalidArgument && crossed?.1 == 0)
    let bounds = code {
      try QuadraticProgram(
        linear: [1, 1], constraints: row, rowLower: [0], rowUpper: [1], lower: [0, 3], upper: [1, 2])
    }
    #expect(bounds?.0 == .invalidArgument && bounds?.1 == 1)
    let nan = code { try QuadraticProgram(linear: [1, .nan], constraints: row, rowLower: [0], rowUpper: [1]) }
    #expect(nan?.0 == .notFinite && nan?.1 == 1)
    let bound = code { try QuadraticProgram(linear: [1, 1], constraints: row, rowLower: [.nan], rowUpper: [1]) }
    #expect(bound?.0 == .notFinite && bound?.1 == 0)
    let size = code { try QuadraticProgram(linear: [1], constraints: row, rowLower: [0], rowUpper: [1]) }
    #expect(size?.0 == .dimensionMismatch)
    let endless = code {
      try QuadraticProgram(linear: [1, 1], constraints: row, rowLower: [.infinity], rowUpper: [.infinity])
    }
    #expect(endless?.0 == .invalidArgument)
  }

  @Test(arguments: [
    [[1.0, 0], [0, -1]], [[0, 1], [1, 0]], [[1, 2], [2, 1]], [[-1e-3, 0], [0, 1]], [[1e10, 0], [0, -1]],
  ])
  func negativeCurvatureIsRefused(quadratic: [[Double]]) throws {
    let none = try SparseMatrix(Matrix(rows: 0, columns: 2))
    let term = try SparseMatrix(Matrix(quadratic))
    do {
      _ = try QuadraticProgram(quadratic: term, linear: [0, 0], constraints: none, rowLower: [], rowUpper: [])
      Issue.record("a quadratic term of \(quadratic) was accepted")
    } catch {
      #expect(error.code == .notPositiveDefinite)
    }
  }

  @Test(arguments: [[[1.0, 1], [1, 1]], [[0, 0], [0, 0]], [[4, 2], [2, 1]], [[1e-8, 0], [0, 1e8]]])
  func flatDirectionsAreAccepted(quadratic: [[Double]]) throws {
    let none = try SparseMatrix(Matrix(rows: 0, columns: 2))
    _ = try QuadraticProgram(
      quadratic: SparseMatrix(Matrix(quadratic)), linear: [0, 0], constraints: none, rowLower: [], rowUpper: [])
  }

  @Test func onlyTheUpperTriangleOfTheQuadraticTermIsRead() throws {
    let none = try SparseMatrix(Matrix(rows: 0, columns: 2))
    let whole = try QuadraticProgram(
      quadratic: SparseMatrix(Matrix([[2, 1], [1, 2]])), linear: [0, 0], constraints: none, rowLower: [], rowUpper: [])
    let upper = try QuadraticProgram(
      quadratic: SparseMatrix(Matrix([[2, 1], [0, 2]])), linear: [0, 0], constraints: none, rowLower: [], rowUpper: [])
    #expect(whole == upper)
    #expect(whole.objective(at: [1, 2]) == 7)
  }
}
