/// Solves the relaxations of one shape, each from near the last one's solution and within what is left of the time.
struct RelaxationSolver {
  private let options: ConvexOptions
  private let deadline: ContinuousClock.Instant?
  private var solver: ConvexSolver
  /// The rows of the last program, if its solution is one to start from.
  private var rows: Int?

  init(_ options: ConvexOptions, deadline: ContinuousClock.Instant?) {
    self.options = options
    self.deadline = deadline
    solver = ConvexSolver(options)
  }

  var isOutOfTime: Bool { deadline.map { ContinuousClock.now >= $0 } ?? false }

  mutating func solve(_ program: QuadraticProgram) throws(NumericalError) -> ConvexSolution {
    let isWarm = rows == program.rowCount
    let near = try attempt(program)
    guard isWarm, near.status == .numericalProblems || near.status == .iterationLimit else { return near }
    // The start near the last solution may be to blame.
    solver.reset()
    return try attempt(program)
  }

  private mutating func attempt(_ program: QuadraticProgram) throws(NumericalError) -> ConvexSolution {
    if let deadline {
      let left = max(deadline - ContinuousClock.now, .zero)
      solver.options.timeLimit = options.timeLimit.map { min($0, left) } ?? left
    }
    let solution = try solver.solve(program)
    rows = solution.status == .solved ? program.rowCount : nil
    return solution
  }
}
