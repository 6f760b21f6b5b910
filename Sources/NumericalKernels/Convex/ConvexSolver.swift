extension QuadraticProgram {
  /// Solves the program with the interior-point method.
  ///
  /// The answer is data: solved, infeasible with a certificate, or stopped at a limit with the point reached so far.
  /// Rows and columns are scaled first; where rounding stops a run, it is repeated with variables measured in longer
  /// units, and without bounds of 1e10 and more. Bit-identical on every machine, unless a time limit ends it.
  ///
  /// - Throws: `invalidArgument` for options outside their range, `tooLarge` when the linear system has more rows than
  ///   32 bits can count.
  /// - Complexity: some 10 to 40 iterations, each a sparse LDLᵀ factorisation of order n + m.
  /// - Note: Sources: Mehrotra, "On the implementation of a primal-dual interior point method", SIAM J. Optim. 2
  ///   (1992), for the steps; Goulart and Chen, "Clarabel: an interior-point solver for conic programs with quadratic
  ///   objectives" (2024), section 3, for the homogeneous embedding; Ruiz, "A scaling algorithm to equilibrate both
  ///   rows and columns norms in matrices" (2001).
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
  private var analysis: AugmentedSystem.Analysis?

  /// Makes a solver that has solved nothing yet.
  public init(_ options: ConvexOptions = ConvexOptions()) { self.options = options }

  /// Lets go of what was kept, so that the next program is solved from a cold start.
  public mutating func reset() { self = ConvexSolver(options) }

  /// Solves a program.
  ///
  /// - Throws: `invalidArgument` for options outside their range, `tooLarge` when the linear system has more rows than
  ///   32 bits can count.
  public mutating func solve(_ program: QuadraticProgram) throws(NumericalError) -> ConvexSolution {
    guard options.tolerance > 0, options.tolerance < 1, options.infeasibilityTolerance > 0,
      options.infeasibilityTolerance < 1, options.iterationLimit >= 0
    else {
      throw NumericalError(.invalidArgument, "tolerances above 0 and below 1 and a limit of at least 0 expected")
    }
    let deadline = options.timeLimit.map { ContinuousClock.now + $0 }
    var solution = try attempt(program, options, deadline)
    if Self.isStuck(solution), let relaxed = Self.withoutFarBounds(program) {
      // Whatever refutes the wider program refutes this one; a solution of the wider one may hold here.
      let iterations = solution.iterations
      var rest = options
      rest.iterationLimit -= min(iterations, rest.iterationLimit)
      let wider = try attempt(relaxed, rest, deadline)
      if wider.status == .primalInfeasible || program.accepts(wider, tolerance: options.tolerance) { solution = wider }
      solution.iterations = iterations + wider.iterations
    }
    last = solution.status == .solved ? solution : nil
    return solution
  }

  /// The program without the bounds that are so far away that their rounding drowns the others', or `nil` where there
  /// are none.
  private static func withoutFarBounds(_ program: QuadraticProgram) -> QuadraticProgram? {
    let far = 1e10
    func isFar(_ bound: Double) -> Bool { bound.isFinite && abs(bound) >= far }
    let bounds = [program.rowLower, program.rowUpper, program.lower, program.upper]
    guard bounds.contains(where: { $0.contains(where: isFar) }) else { return nil }
    var wider = program
    // A row or variable that is held at a far value is no bound to let go of.
    for i in program.rowLower.indices where program.rowLower[i] < program.rowUpper[i] {
      if isFar(program.rowLower[i]) && program.rowLower[i] < 0 { wider.rowLower[i] = -.infinity }
      if isFar(program.rowUpper[i]) && program.rowUpper[i] > 0 { wider.rowUpper[i] = .infinity }
    }
    for j in program.lower.indices where program.lower[j] < program.upper[j] {
      if isFar(program.lower[j]) && program.lower[j] < 0 { wider.lower[j] = -.infinity }
      if isFar(program.upper[j]) && program.upper[j] > 0 { wider.upper[j] = .infinity }
    }
    return wider == program ? nil : wider
  }

  /// One run of the interior point, warm where the last solution fits.
  private mutating func attempt(
    _ program: QuadraticProgram, _ options: ConvexOptions, _ deadline: ContinuousClock.Instant?
  ) throws(NumericalError) -> ConvexSolution {
    let presolve = Presolve(program)
    if case .infeasible(let rowDuals) = presolve.outcome {
      let origin = [Double](repeating: 0, count: program.variableCount)
      return program.solution(.primalInfeasible, at: origin, rowDuals: rowDuals, presolve, iterations: 0)
    }
    let reduced = ReducedProgram(program, presolve)
    let isSamePattern = reduced.pattern == pattern
    let point = try InteriorPoint(
      reduced.form, equilibration: reduced.equilibration, analysis: isSamePattern ? analysis : nil)
    pattern = reduced.pattern
    analysis = point.system.analysis
    start(point, reduced)
    var solution = finish(point, reduced, options, deadline)
    if Self.isStuck(solution), point.greatestLimit > 1e3 {
      // Bounds that are long beside the scaled coefficients: variables and rows are measured in longer units, a power
      // of two.
      var rest = options
      rest.iterationLimit -= min(point.iterations, options.iterationLimit)
      let unit = Double(sign: .plus, exponent: point.greatestLimit.exponent, significand: 1)
      let longer = ReducedProgram(program, presolve, unit: unit)
      let again = try InteriorPoint(longer.form, equilibration: longer.equilibration, analysis: analysis)
      again.start()
      var second = finish(again, longer, rest, deadline)
      second.iterations += point.iterations
      if !Self.isStuck(second) || second.status == .solvedInaccurately && solution.status == .numericalProblems {
        solution = second
      }
    }
    return solution
  }

  /// Whether rounding ended a run before its tolerance was met.
  private static func isStuck(_ solution: ConvexSolution) -> Bool {
    solution.status == .numericalProblems || solution.status == .solvedInaccurately
  }

  /// Runs the interior point to its end and holds the answer against the program.
  private func finish(
    _ point: InteriorPoint, _ reduced: ReducedProgram, _ options: ConvexOptions, _ deadline: ContinuousClock.Instant?
  ) -> ConvexSolution {
    let program = reduced.program
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
