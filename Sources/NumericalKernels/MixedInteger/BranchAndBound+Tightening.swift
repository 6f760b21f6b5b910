extension BranchAndBound {
  /// How often the root is solved for more inequalities.
  private static let rounds = 8
  /// The relative rise of the bound below which another round does not pay.
  private static let leastRise = 1e-5

  /// Adds the cover inequalities that the root's relaxation violates, and keeps those that hold it at the end.
  ///
  /// Source: H. Crowder, E. Johnson and M. Padberg, "Solving large-scale zero-one linear programming problems",
  /// Operations Research 31 (1983), section 2.
  mutating func tighten(_ root: Part) throws(NumericalError) {
    guard zip(root.lower, root.upper).allSatisfy({ $0 <= $1 }) else { return }
    let covers = CoverCuts(program)
    guard !covers.isEmpty else { return }
    var cuts: [CoverCuts.Cut] = []
    var before = -Double.infinity
    for _ in 0..<Self.rounds {
      let solution = try parts.solve(bounded(relaxation, lower: root.lower, upper: root.upper))
      guard solution.status == .solved else { break }
      cuts.removeAll { $0.excess(at: solution.x) < -1e-3 }
      let known = Set(cuts)
      let fresh = covers.violated(at: solution.x).filter { !known.contains($0) }
      let isRising = solution.objective - before > Self.leastRise * max(1, abs(solution.objective))
      guard !fresh.isEmpty, isRising else { break }
      before = solution.objective
      cuts += fresh
      relaxation = try program.relaxation.adding(cuts)
    }
  }

  /// A part without the values that would lift the objective to the best solution's, by the multipliers of its bounds.
  ///
  /// One unit away from a bound costs at least its multiplier, on top of the dual objective.
  ///
  /// Source: the same paper's reduced-cost fixing; G. Nemhauser and L. Wolsey, "Integer and Combinatorial
  /// Optimization" (1988), section II.5.2, for variables of any range.
  mutating func narrowed(_ part: Part, by relaxed: ConvexSolution) -> Part {
    let room = cutoff - relaxed.lowerBound
    guard relaxed.status == .solved, room > 0, room < .infinity else { return part }
    var narrowed = part
    for (place, variable) in program.integers.enumerated() {
      let price = relaxed.boundDuals[variable]
      let units = (room / abs(price) + 1e-6).rounded(.down)
      guard (price < 0 ? part.lower : part.upper)[place].isFinite, units < part.upper[place] - part.lower[place] else {
        continue
      }
      if price < 0 {
        narrowed.upper[place] = part.lower[place] + units
      } else {
        narrowed.lower[place] = part.upper[place] - units
      }
      pruned = min(pruned, cutoff)
    }
    return narrowed
  }
}

extension ConvexSolution {
  /// What no point of the program has less than, up to the tolerance.
  ///
  /// Where only a looser one was met, what the point falls short by counts: the gap, and each residual times what it is paired with.
  var lowerBound: Double {
    let value = min(objective, dualObjective)
    guard status != .solved else { return value }
    let prices = rowDuals.reduce(0) { $0 + abs($1) } + boundDuals.reduce(0) { $0 + abs($1) }
    let amounts = x.reduce(0) { $0 + abs($1) }
    return value - abs(residuals.gap) - residuals.primal * prices - residuals.dual * amounts
  }
}

extension MixedIntegerProgram {
  /// What all values of the objective, less its constant, are multiples of: where only whole numbers cost, and whole amounts.
  var objectiveStep: Double? {
    guard relaxation.quadratic == nil else { return nil }
    var isInteger = [Bool](repeating: false, count: relaxation.variableCount)
    for variable in integers { isInteger[variable] = true }
    var divisor = 0.0
    for (variable, cost) in relaxation.linear.enumerated() where cost != 0 {
      guard isInteger[variable], cost == cost.rounded(), abs(cost) < 0x1p40 else { return nil }
      var (a, b) = (abs(cost), divisor)
      while b > 0 { (a, b) = (b, a.truncatingRemainder(dividingBy: b)) }
      divisor = a
    }
    return divisor > 0 ? divisor : nil
  }
}
