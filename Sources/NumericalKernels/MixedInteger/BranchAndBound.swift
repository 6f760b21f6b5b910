extension MixedIntegerProgram {
  /// Finds the best solution by branch and bound.
  ///
  /// Until a solution is found the search dives, rounding the branching variable to its nearer side; after that the open part with
  /// the lowest bound comes first. Branching takes the variable whose two children promise the greatest product of rises in the
  /// bound, judged by pseudo-costs (Benichou et al., 1971). Rounding all whole numbers of a relaxation and solving for the
  /// rest gives further solutions on the way.
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
  private struct Part {
    var lower: [Double]
    var upper: [Double]
    var bound: Double
    /// The place of the variable that was rounded last, by how much and to which side.
    var rounding: (place: Int, distance: Double, isUp: Bool)?
  }

  /// How much the bound has risen, for each unit that a variable was rounded by, over how many roundings.
  private struct PseudoCost {
    var sum = 0.0
    var count = 0.0

    func estimate(otherwise average: Double) -> Double { count > 0 ? sum / count : average }
  }

  private let program: MixedIntegerProgram
  private let options: MixedIntegerOptions
  private let deadline: ContinuousClock.Instant?
  private var open: [Part] = []
  private var best: ConvexSolution?
  private var nodes = 0
  private var isProven = true
  /// The least bound of a part that was given up, or left because the best solution is as good.
  private var pruned = Double.infinity
  private var down: [PseudoCost]
  private var up: [PseudoCost]

  init(_ program: MixedIntegerProgram, _ options: MixedIntegerOptions) {
    self.program = program
    self.options = options
    deadline = options.timeLimit.map { ContinuousClock.now + $0 }
    down = Array(repeating: PseudoCost(), count: program.integers.count)
    up = down
  }

  private var incumbent: Double { best?.objective ?? .infinity }

  /// The bound from which on a part is not worth a look.
  private var cutoff: Double { best == nil ? .infinity : incumbent - options.gap * max(1, abs(incumbent)) }

  mutating func run() throws(NumericalError) -> MixedIntegerSolution {
    guard options.integrality >= 0, options.integrality < 0.5, options.gap >= 0 else {
      throw NumericalError(.invalidArgument, "a gap of at least 0 and an integrality from 0 to below 0.5 expected")
    }
    open = [
      Part(
        lower: program.integers.map { (program.relaxation.lower[$0] - options.integrality).rounded(.up) },
        upper: program.integers.map { (program.relaxation.upper[$0] + options.integrality).rounded(.down) },
        bound: -.infinity)
    ]
    while let part = takeNext() {
      if nodes >= options.nodeLimit { return result(.nodeLimit, leaving: part.bound) }
      if let deadline, ContinuousClock.now > deadline { return result(.timeLimit, leaving: part.bound) }
      guard try explore(part) else { return result(.unbounded, leaving: -.infinity) }
    }
    guard isProven else { return result(.numericalProblems, leaving: .infinity) }
    return result(best == nil ? .infeasible : .solved, leaving: .infinity)
  }

  private func result(_ status: MixedIntegerSolution.Status, leaving bound: Double) -> MixedIntegerSolution {
    MixedIntegerSolution(
      status: status, x: best?.x, objective: incumbent,
      bound: open.reduce(min(bound, pruned, incumbent)) { min($0, $1.bound) }, fixed: best, nodes: nodes)
  }

  /// The newest part while there is no solution, the one with the lowest bound after that.
  private mutating func takeNext() -> Part? {
    let cutoff = cutoff
    for part in open where part.bound >= cutoff { pruned = min(pruned, part.bound) }
    open.removeAll { $0.bound >= cutoff }
    guard best != nil, let least = open.indices.min(by: { open[$0].bound < open[$1].bound }) else {
      return open.popLast()
    }
    return open.remove(at: least)
  }

  /// Solves a part's relaxation and splits the part where it may hold something better; false when it is unbounded.
  private mutating func explore(_ part: Part) throws(NumericalError) -> Bool {
    guard zip(part.lower, part.upper).allSatisfy({ $0 <= $1 }) else { return true }
    nodes += 1
    let relaxed = try solve(lower: part.lower, upper: part.upper)
    switch relaxed.status {
    case .primalInfeasible: return true
    case .dualInfeasible: return false
    case .solved, .solvedInaccurately: break
    default:
      leave(part.bound)
      return true
    }
    let bound = max(part.bound, min(relaxed.objective, relaxed.dualObjective))
    learn(from: part, risenTo: bound)
    guard bound < cutoff else {
      pruned = min(pruned, bound)
      return true
    }
    let values = program.integers.map { relaxed.x[$0] }
    let fractional = branchingPlace(values)
    var settled: ConvexSolution.Status?
    if fractional == nil || best == nil || nodes % 16 == 1 { settled = try tryRounding(values, part) }
    if let place = fractional {
      if bound < cutoff {
        split(part, at: place, value: values[place], bound: bound)
      } else {
        pruned = min(pruned, bound)
      }
      return true
    }
    if settled == .solved || settled == .solvedInaccurately { return true }
    // Whole within the tolerance, and yet not feasible when made exactly whole: what is not fixed yet has to be split.
    if let place = part.lower.indices.first(where: { part.lower[$0] < part.upper[$0] }) {
      let below = min(max(values[place].rounded(.down), part.lower[place]), part.upper[place] - 1)
      split(part, at: place, value: below + 0.5, bound: bound)
    } else if settled != .primalInfeasible {
      leave(bound)
    }
    return true
  }

  /// Gives up a part whose relaxation could not be solved.
  private mutating func leave(_ bound: Double) {
    isProven = false
    pruned = min(pruned, bound)
  }

  private func solve(lower: [Double], upper: [Double]) throws(NumericalError) -> ConvexSolution {
    var relaxation = program.relaxation
    for (place, variable) in program.integers.enumerated() {
      relaxation.lower[variable] = lower[place]
      relaxation.upper[variable] = upper[place]
    }
    var limits = options.relaxation
    if let deadline {
      let left = max(deadline - ContinuousClock.now, .zero)
      limits.timeLimit = limits.timeLimit.map { min($0, left) } ?? left
    }
    return try relaxation.solve(limits)
  }

  private mutating func learn(from part: Part, risenTo bound: Double) {
    guard let (place, distance, isUp) = part.rounding, part.bound.isFinite, distance > 0 else { return }
    let rise = (bound - part.bound) / distance
    if isUp {
      up[place].sum += rise
      up[place].count += 1
    } else {
      down[place].sum += rise
      down[place].count += 1
    }
  }

  /// The place of the whole number to branch on; nil when all are whole.
  private func branchingPlace(_ values: [Double]) -> Int? {
    let known = (down + up).filter { $0.count > 0 }
    let average = known.isEmpty ? 1 : known.reduce(0) { $0 + $1.sum / $1.count } / Double(known.count)
    var choice: Int?
    var greatest = -1.0
    for (place, value) in values.enumerated() where abs(value - value.rounded()) > options.integrality {
      let below = value - value.rounded(.down)
      let score =
        max(below * down[place].estimate(otherwise: average), 1e-9)
        * max((1 - below) * up[place].estimate(otherwise: average), 1e-9)
      if score > greatest {
        greatest = score
        choice = place
      }
    }
    return choice
  }

  /// Fixes the whole numbers at the nearest values and solves for the rest.
  ///
  /// - Returns: how that ended.
  private mutating func tryRounding(
    _ values: [Double], _ part: Part
  ) throws(NumericalError) -> ConvexSolution.Status {
    let rounded = values.indices.map { min(max(values[$0].rounded(), part.lower[$0]), part.upper[$0]) }
    var solution = try solve(lower: rounded, upper: rounded)
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
  }
}
