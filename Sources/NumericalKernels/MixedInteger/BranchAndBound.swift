extension MixedIntegerProgram {
  /// Finds the best solution by branch and bound.
  ///
  /// The root's relaxation is tightened by cover inequalities first. From each part that is split the search goes on with the child
  /// on the nearer side of the branching variable for as long as that promises something, and then with the open part of the lowest
  /// bound. Branching takes the variable whose two children promise the greatest product of rises in the bound, judged by
  /// pseudo-costs (Benichou et al., 1971). Rounding all whole numbers of a relaxation and solving for the rest gives solutions on the
  /// way, and a solution fixes what, by the multipliers of a relaxation's bounds, could only make it worse. The same program and
  /// options take the same steps, unless a time limit ends them.
  ///
  /// - Throws: `invalidArgument` for a negative gap or an integrality outside 0..<0.5; otherwise as the convex solver.
  /// - Complexity: exponential in the whole numbers at worst; one convex solve a node, and one a rounding.
  public func solve(_ options: MixedIntegerOptions = MixedIntegerOptions()) throws(NumericalError)
    -> MixedIntegerSolution
  {
    var search = BranchAndBound(self, options)
    return try search.run()
  }
}

/// The state of a search.
struct BranchAndBound {
  /// A part of the search space: the bounds of the whole numbers, and what its parent's relaxation says of it.
  struct Part {
    var lower: [Double]
    var upper: [Double]
    var bound: Double
    /// The place of the variable that was rounded last, by how much and to which side.
    var rounding: (place: Int, distance: Double, isUp: Bool)?
  }

  /// How far from the lowest bound to the cutoff a dive may go.
  private static let plungingShare = 0.6

  let program: MixedIntegerProgram
  let options: MixedIntegerOptions
  /// The relaxation with the inequalities that the root added.
  var relaxation: QuadraticProgram
  /// What the objective's values at whole numbers are multiples of, if anything.
  private let objectiveStep: Double?
  /// Solves the parts' relaxations, whose rows are the program's and the inequalities.
  var parts: RelaxationSolver
  /// Solves with the whole numbers fixed, where the rows are the program's alone.
  private var roundings: RelaxationSolver
  private var open: [Part] = []
  /// Whether the newest part is a child of the one explored last.
  private var isPlunging = false
  var best: ConvexSolution?
  private var nodes = 0
  /// Why the best solution found cannot be proven to be that, if it cannot.
  private var shortfall: MixedIntegerSolution.Status?
  /// The least bound of a part that was given up, or left because the best solution is as good.
  var pruned = Double.infinity
  var costs: PseudoCosts

  init(_ program: MixedIntegerProgram, _ options: MixedIntegerOptions) {
    self.program = program
    self.options = options
    let deadline = options.timeLimit.map { ContinuousClock.now + $0 }
    relaxation = program.relaxation
    objectiveStep = program.objectiveStep
    parts = RelaxationSolver(options.relaxation, deadline: deadline)
    roundings = RelaxationSolver(options.relaxation, deadline: deadline)
    costs = PseudoCosts(count: program.integers.count)
  }

  private var incumbent: Double { best?.objective ?? .infinity }

  /// The bound from which on a part is not worth a look.
  var cutoff: Double { best == nil ? .infinity : incumbent - options.gap * max(1, abs(incumbent)) }

  mutating func run() throws(NumericalError) -> MixedIntegerSolution {
    guard options.integrality >= 0, options.integrality < 0.5, options.gap >= 0 else {
      throw NumericalError(.invalidArgument, "a gap of at least 0 and an integrality from 0 to below 0.5 expected")
    }
    let root = Part(
      lower: program.integers.map { (program.relaxation.lower[$0] - options.integrality).rounded(.up) },
      upper: program.integers.map { (program.relaxation.upper[$0] + options.integrality).rounded(.down) },
      bound: -.infinity)
    if options.nodeLimit > 0 { try tighten(root) }
    open = [root]
    while let part = takeNext() {
      if nodes >= options.nodeLimit { return result(.nodeLimit, leaving: part.bound) }
      if parts.isOutOfTime { return result(.timeLimit, leaving: part.bound) }
      guard try explore(part) else { return result(.unbounded, leaving: -.infinity) }
    }
    if let shortfall { return result(shortfall, leaving: .infinity) }
    guard best != nil else { return result(.infeasible, leaving: .infinity) }
    return result(isSettled(pruned) ? .solved : .numericalProblems, leaving: .infinity)
  }

  private func result(_ status: MixedIntegerSolution.Status, leaving bound: Double) -> MixedIntegerSolution {
    MixedIntegerSolution(
      status: status, x: best?.x, objective: incumbent,
      bound: open.reduce(min(bound, pruned, incumbent)) { min($0, $1.bound) }, fixed: best, nodes: nodes)
  }

  /// A child of the part before while it promises something, else the part with the lowest bound.
  private mutating func takeNext() -> Part? {
    let cutoff = cutoff
    for part in open where part.bound >= cutoff { pruned = min(pruned, part.bound) }
    open.removeAll { $0.bound >= cutoff }
    guard let least = open.indices.min(by: { open[$0].bound < open[$1].bound }) else { return nil }
    guard best != nil else { return open.popLast() }
    let reach = open[least].bound + Self.plungingShare * (cutoff - open[least].bound)
    if isPlunging, let newest = open.last, newest.bound <= reach { return open.popLast() }
    return open.remove(at: least)
  }

  /// Solves a part's relaxation and splits the part where it may hold something better; false when it is unbounded.
  private mutating func explore(_ part: Part) throws(NumericalError) -> Bool {
    isPlunging = false
    guard zip(part.lower, part.upper).allSatisfy({ $0 <= $1 }) else { return true }
    nodes += 1
    let relaxed = try parts.solve(bounded(relaxation, lower: part.lower, upper: part.upper))
    switch relaxed.status {
    case .primalInfeasible: return true
    case .dualInfeasible: return false
    case .solved, .solvedInaccurately: break
    default:
      leave(part.bound, relaxed.status)
      return true
    }
    let bound = max(part.bound, attainable(relaxed.lowerBound))
    costs.learn(part.rounding, rise: bound - part.bound)
    guard bound < cutoff else {
      pruned = min(pruned, bound)
      return true
    }
    let values = program.integers.map { relaxed.x[$0] }
    let fractional = costs.branchingPlace(values, integrality: options.integrality)
    var settled: ConvexSolution.Status?
    if fractional == nil || best == nil || nodes % 16 == 1 { settled = try tryRounding(values, part) }
    if let place = fractional {
      guard bound < cutoff else {
        pruned = min(pruned, bound)
        return true
      }
      split(narrowed(part, by: relaxed), at: place, value: values[place], bound: bound)
      return true
    }
    if isSettled(bound) {
      pruned = min(pruned, bound)
      return true
    }
    // Whole within the tolerance, and yet infeasible or dearer when made exactly whole: what is not fixed yet has to be split.
    if let place = part.lower.indices.first(where: { part.lower[$0] < part.upper[$0] }) {
      let below = min(max(values[place].rounded(.down), part.lower[place]), part.upper[place] - 1)
      split(part, at: place, value: below + 0.5, bound: bound)
    } else if settled == .solved || settled == .solvedInaccurately {
      pruned = min(pruned, bound)
    } else if let settled, settled != .primalInfeasible {
      leave(bound, settled)
    }
    return true
  }

  /// Whether a part with this bound holds nothing that is better by more than the gap, or than what the relaxations' tolerance hides.
  private func isSettled(_ bound: Double) -> Bool {
    guard best != nil else { return false }
    let gap = max(options.gap, 100 * options.relaxation.tolerance)
    return incumbent - bound <= gap * max(1, abs(incumbent)) + 4 * incumbent.ulp
  }

  /// Gives up a part whose relaxation could not be solved.
  private mutating func leave(_ bound: Double, _ status: ConvexSolution.Status) {
    shortfall = status == .timeLimit && parts.isOutOfTime ? .timeLimit : .numericalProblems
    pruned = min(pruned, bound)
  }

  /// The least value that the objective can have at whole numbers, from a bound.
  func attainable(_ bound: Double) -> Double {
    guard let objectiveStep else { return bound }
    let steps = (bound - program.relaxation.constant) / objectiveStep
    return program.relaxation.constant + objectiveStep * (steps - 1e-6 * max(1, abs(steps))).rounded(.up)
  }

  /// A program with the whole numbers between these bounds.
  func bounded(_ relaxation: QuadraticProgram, lower: [Double], upper: [Double]) -> QuadraticProgram {
    var relaxation = relaxation
    for (place, variable) in program.integers.enumerated() {
      relaxation.lower[variable] = lower[place]
      relaxation.upper[variable] = upper[place]
    }
    return relaxation
  }

  /// Fixes the whole numbers at the nearest values and solves for the rest.
  ///
  /// - Returns: how that ended.
  private mutating func tryRounding(
    _ values: [Double], _ part: Part
  ) throws(NumericalError) -> ConvexSolution.Status {
    let rounded = values.indices.map { min(max(values[$0].rounded(), part.lower[$0]), part.upper[$0]) }
    var solution = try roundings.solve(bounded(program.relaxation, lower: rounded, upper: rounded))
    let isSolved = solution.status == .solved || solution.status == .solvedInaccurately
    guard isSolved, solution.objective < incumbent else { return solution.status }
    for (place, variable) in program.integers.enumerated() { solution.x[variable] = rounded[place] }
    best = solution
    return solution.status
  }

  private mutating func split(_ part: Part, at place: Int, value: Double, bound: Double) {
    var below = part
    below.upper[place] = value.rounded(.down)
    below.bound = bound
    below.rounding = (place, value - value.rounded(.down), false)
    var above = part
    above.lower[place] = value.rounded(.up)
    above.bound = bound
    above.rounding = (place, value.rounded(.up) - value, true)
    let isNearerBelow = value - value.rounded(.down) < 0.5
    open.append(isNearerBelow ? above : below)
    open.append(isNearerBelow ? below : above)
    isPlunging = true
  }
}
