import NumericalKernels

extension DCOPF {
  /// Takes limits out of a conflict for as long as the rest of them still conflict.
  ///
  /// Each limit in turn is relaxed and the rest solved again, the lightest first; a new proof drops all that it does not need at once.
  func minimal(
    _ conflict: DispatchConflict, _ block: DispatchBlock, _ program: QuadraticProgram
  ) throws(NodalError) -> DispatchConflict {
    guard conflict.isProven, conflictSolves > 0 else { return conflict }
    var filter = try ConflictFilter(block, program, options.solver, keeping: conflict)
    var found = conflict
    var solves = 0
    var needed: [ConflictFilter.Key: Bool] = [:]
    func isOpen(_ part: DispatchConflict.Part) -> Bool {
      ConflictFilter.isLimit(part.limit) && needed[.init(part)] == nil
    }
    while solves < conflictSolves, let candidate = found.limits.last(where: isOpen) {
      solves += 1
      switch try filter.conflict(without: candidate) {
      case .smaller(let smaller):
        needed[.init(candidate)] = false
        found = smaller
      case .feasible: needed[.init(candidate)] = true
      case .undecided: needed[.init(candidate)] = false
      }
    }
    let isMinimal = found.limits.allSatisfy { !ConflictFilter.isLimit($0.limit) || needed[.init($0)] == true }
    return DispatchConflict(
      limits: found.limits, margin: found.margin, residual: found.residual, isProven: found.isProven,
      isMinimal: isMinimal)
  }

  /// The most solves that may be spent on making a conflict minimal.
  private var conflictSolves: Int { options.conflictSolves ?? (network.buses.count <= 500 ? .max : 0) }
}

/// Solves for conflicts among fewer and fewer limits.
struct ConflictFilter {
  /// A side of a limit.
  struct Key: Hashable {
    var limit: DispatchLimit
    var isUpper: Bool
    init(_ part: DispatchConflict.Part) { (limit, isUpper) = (part.limit, part.isUpper) }
  }

  /// Demands are given; everything else can be left out.
  static func isLimit(_ limit: DispatchLimit) -> Bool {
    if case .demand = limit { false } else { true }
  }

  /// What is left without a limit.
  enum Outcome {
    case smaller(DispatchConflict)
    case feasible
    case undecided
  }

  private let block: DispatchBlock
  private let options: ConvexOptions
  private var program: QuadraticProgram
  private var kept: Set<Key>

  init(
    _ block: DispatchBlock, _ program: QuadraticProgram, _ options: ConvexOptions, keeping conflict: DispatchConflict
  ) throws(NodalError) {
    self.block = block
    self.options = options
    self.program = program
    kept = Set(conflict.limits.map { Key($0) })
    self.program = try relaxed(program, keeping: kept)
  }

  /// What the limits kept say without one of them, which is gone for good if the rest conflict.
  mutating func conflict(without part: DispatchConflict.Part) throws(NodalError) -> Outcome {
    var rest = kept
    rest.remove(Key(part))
    let smaller = try relaxed(program, keeping: rest)
    let solution = try solved { () throws(NumericalError) in try smaller.solve(options) }
    guard solution.status == .primalInfeasible else {
      return DispatchStatus(solution.status).isOptimal ? .feasible : .undecided
    }
    let found = block.conflict(smaller, solution)
    guard found.isProven else { return .undecided }
    kept = Set(found.limits.map { Key($0) })
    program = try relaxed(smaller, keeping: kept)
    return .smaller(found)
  }

  /// The program of feasibility in which only some limits hold.
  private func relaxed(_ program: QuadraticProgram, keeping kept: Set<Key>) throws(NodalError) -> QuadraticProgram {
    var (rowLower, rowUpper) = (program.rowLower, program.rowUpper)
    var (lower, upper) = (program.lower, program.upper)
    func isKept(_ limit: DispatchLimit, _ isUpper: Bool) -> Bool {
      kept.contains(Key(.init(limit: limit, isUpper: isUpper, bound: 0, weight: 0)))
    }
    for row in block.flowRows {
      if !isKept(row.lowerLimit, false) { rowLower[row.row] = -.infinity }
      if !isKept(row.upperLimit, true) { rowUpper[row.row] = .infinity }
    }
    for (_, resource) in block.hvdcLines + block.generators {
      if !isKept(resource.limit, false) { lower[resource.columns.lowerBound] = -.infinity }
      if !isKept(resource.limit, true) { upper[resource.columns.upperBound - 1] = .infinity }
    }
    return try solved { () throws(NumericalError) in
      try QuadraticProgram(
        linear: [Double](repeating: 0, count: program.variableCount), constraints: program.constraints,
        rowLower: rowLower, rowUpper: rowUpper, lower: lower, upper: upper)
    }
  }
}
