extension QuadraticProgram {
  /// Solves the program with the interior-point method.
  ///
  /// The answer is data: solved, infeasible with a certificate, or stopped at a limit with the point reached so far.
  ///
  /// - Complexity: some 10 to 40 iterations, each a sparse LDLᵀ factorisation of order n + m.
  public func solve(_ options: ConvexOptions = ConvexOptions()) throws(NumericalError) -> ConvexSolution {
    var solver = ConvexSolver(options)
    return try solver.solve(self)
  }
}

/// Solves a sequence of similar programs, starting each from the solution of the one before.
///
/// What is kept between solves is the last solution, used when the next program has as many variables and rows, and the
/// analysis of the linear system, used when its pattern is the same too.
///
/// ```swift
/// var solver = ConvexSolver()
/// for program in programs {
///   let solution = try solver.solve(program)
/// }
/// ```
public struct ConvexSolver: Sendable {
  /// What each solve may take, and when it is done.
  public var options: ConvexOptions
  private var last: ConvexSolution?
  private var pattern: ReducedProgram.Pattern?
  private var symbolic: SymbolicLDL?

  /// Makes a solver that has solved nothing yet.
  public init(_ options: ConvexOptions = ConvexOptions()) { self.options = options }

  /// Lets go of what was kept, so that the next program is solved from a cold start.
  public mutating func reset() { self = ConvexSolver(options) }

  /// Solves a program.
  ///
  /// - Throws: `invalidArgument` for options outside their range, `tooLarge` when the linear system has more rows than 32 bits can count.
  public mutating func solve(_ program: QuadraticProgram) throws(NumericalError) -> ConvexSolution {
    guard options.tolerance > 0, options.tolerance < 1, options.infeasibilityTolerance > 0,
      options.infeasibilityTolerance < 1, options.iterationLimit >= 0
    else {
      throw NumericalError(.invalidArgument, "tolerances above 0 and below 1 and a limit of at least 0 expected")
    }
    let deadline = options.timeLimit.map { ContinuousClock.now + $0 }
    let presolve = Presolve(program)
    if case .infeasible(let rowDuals) = presolve.outcome {
      let origin = [Double](repeating: 0, count: program.variableCount)
      return program.solution(.primalInfeasible, at: origin, rowDuals: rowDuals, presolve, iterations: 0)
    }
    let reduced = ReducedProgram(program, presolve)
    let isSamePattern = reduced.pattern == pattern
    let point = try InteriorPoint(
      reduced.form, equilibration: reduced.equilibration, symbolic: isSamePattern ? symbolic : nil)
    pattern = reduced.pattern
    symbolic = point.system.symbolic
    start(point, reduced)

    var status = point.run(options, deadline: deadline)
    var solution = reduced.solution(status, of: point)
    // The answer's own gap counts: the iterate's may be smaller by what the residuals are worth.
    let allowed = options.tolerance * max(1, abs(solution.objective))
    if status == .solved, point.boundCount > 0, abs(solution.residuals.gap) > allowed {
      var stricter = options
      stricter.tolerance *= 1e-2
      stricter.iterationLimit = min(options.iterationLimit, point.iterations + 3)
      status = point.run(stricter, deadline: deadline)
      if status == .solved || status == .solvedInaccurately { solution = reduced.solution(.solved, of: point) }
    }
    if solution.status != .solved, program.accepts(solution, tolerance: options.tolerance) { solution.status = .solved }
    last = solution.status == .solved ? solution : nil
    return solution
  }

  private func start(_ point: InteriorPoint, _ reduced: ReducedProgram) {
    guard let last, last.x.count == reduced.program.variableCount, last.rowDuals.count == reduced.program.rowCount
    else {
      point.start()
      return
    }
    let start = reduced.scaled(last)
    point.start(near: start.x, multipliers: start.multipliers)
  }
}
