/// A primal-dual interior-point iteration on the homogeneous embedding of a convex quadratic program.
///
/// The unknowns are x, the multipliers y of equalities, a slack s and a multiplier z for each bound, and τ, κ > 0 with
///
///     Px + Aᵀy + Gᵀz + qτ = 0,   A_E x = bτ,   Gx + s = hτ,   qᵀx + bᵀy + hᵀz + xᵀPx / τ + κ = 0,
///
/// where Gx collects `side · item` of every bound. A point with τ > 0 gives the optimum x/τ with its multipliers; one
/// with τ → 0 gives a certificate that there is none. Steps are Mehrotra's predictor and corrector. Bounds of variables
/// enter the linear system as diagonal terms, and both bounds of a row share one of its rows.
///
/// Source: Goulart and Chen, "Clarabel: an interior-point solver for conic programs with quadratic objectives" (2024),
/// section 3, for the embedding of quadratic programs; Mehrotra (1992) for the step.
final class InteriorPoint {
  let form: ConicForm
  let equilibration: Equilibration
  let system: AugmentedSystem

  /// The item, side and limit of each bound.
  let item: UnsafeMutablePointer<Int32>
  let side: Scratch
  let limit: Scratch

  // The iterate.
  let x: Scratch
  let y: Scratch
  let s: Scratch
  let z: Scratch
  var tau = 1.0
  var kappa = 1.0

  // What follows from it: items, their net multipliers, Px, and the residuals of the four equations.
  let items: Scratch
  let multipliers: Scratch
  let px: Scratch
  let dualResidual: Scratch
  let equalityResidual: Scratch
  let boundResidual: Scratch
  var gapResidual = 0.0
  var quadraticTerm = 0.0
  var mu = 1.0
  var optimalityError = Double.infinity
  var iterations = 0
  /// The iteration that the best iterate comes from.
  var bestIteration = 0
  /// The iterations without a better iterate after which a feasible program's run is given up.
  private static let patience = 80
  /// The iteration from which on other regularisations are tried again after none was good.
  var nextSearch = 0

  /// The weight of each item in the linear system: the sum of z / s over its bounds, infinite for equalities.
  let weights: Scratch

  // Directions: with the homogeneous part's own right-hand side, and the whole.
  let homogeneous: Direction
  let step: Direction
  let complementarity: Scratch

  /// What the scaled residual of an item or a variable's stationarity is worth in the program's own units.
  let itemScale: Scratch
  let dualScale: Scratch

  /// The size of each variable where its bounds let it come nearest to zero, at least 1.
  let nearest: Scratch

  /// The iterate whose optimality error is the least so far.
  let best: Keepsake

  var n: Int { x.count }
  var m: Int { y.count }
  var boundCount: Int { s.count }

  init(
    _ form: ConicForm, equilibration: Equilibration, analysis: AugmentedSystem.Analysis? = nil
  ) throws(NumericalError) {
    self.form = form
    self.equilibration = equilibration
    system = try AugmentedSystem(form, analysis: analysis)
    let (n, m, count) = (form.variableCount, form.rowCount, form.bounds.count)
    item = .allocate(capacity: max(count, 1))
    for (index, bound) in form.bounds.enumerated() { item[index] = Int32(truncatingIfNeeded: bound.item) }
    side = Scratch(form.bounds.map(\.side))
    limit = Scratch(form.bounds.map(\.limit))
    x = Scratch(n)
    y = Scratch(m)
    s = Scratch(count, repeating: 1)
    z = Scratch(count, repeating: 1)
    items = Scratch(m + n)
    multipliers = Scratch(m + n)
    px = Scratch(n)
    dualResidual = Scratch(n)
    equalityResidual = Scratch(m)
    boundResidual = Scratch(count)
    weights = Scratch(m + n)
    homogeneous = Direction(variables: n, rows: m, bounds: count)
    step = Direction(variables: n, rows: m, bounds: count)
    complementarity = Scratch(count)
    best = Keepsake(variables: n, rows: m, bounds: count)
    nearest = Scratch(n, repeating: 1)
    for bound in form.bounds where bound.item >= m {
      // A lower bound above zero, or an upper one below.
      nearest.at[bound.item - m] = max(nearest.at[bound.item - m], -bound.limit)
    }
    itemScale = Scratch(equilibration.rows.map { 1 / $0 } + equilibration.columns)
    dualScale = Scratch(equilibration.columns.map { 1 / ($0 * equilibration.cost) })
  }

  deinit { item.deallocate() }

  /// Iterates until the program is solved, a certificate is found or a limit is reached; may be called again to go on.
  func run(_ options: ConvexOptions, deadline: ContinuousClock.Instant?) -> ConvexSolution.Status {
    if boundCount == 0, iterations == 0, options.iterationLimit > 0 {
      if solveEqualities(options) { return .solved }
      return leftoverVerdict(options) ?? .numericalProblems
    }
    while true {
      update()
      if let status = verdict(options, loosening: 1) { return status }
      if optimalityError < best.error {
        best.keep(self)
        bestIteration = iterations
      }
      if iterations >= options.iterationLimit { return end(options, .iterationLimit) }
      if let deadline, ContinuousClock.now > deadline { return end(options, .timeLimit) }
      // Where τ vanishes beside κ there is no solution, and the certificate gets no better than this.
      let isStalled = tau > kappa && iterations - bestIteration >= Self.patience
      guard !isStalled, tau > 1e-11 * kappa, advance() else {
        if let verdict = verdict(options, loosening: 1e3), verdict != .solved { return verdict }
        return leftoverVerdict(options) ?? end(options, .numericalProblems)
      }
      iterations += 1
    }
  }

  /// Goes back to the best iterate, and says what it is worth.
  private func end(_ options: ConvexOptions, _ reason: ConvexSolution.Status) -> ConvexSolution.Status {
    best.restore(self)
    update()
    return optimalityError <= 1e3 * options.tolerance && reason == .numericalProblems ? .solvedInaccurately : reason
  }

  /// Brings items, multipliers and residuals up to date with the iterate.
  func update() {
    let (n, m, count) = (n, m, boundCount)
    system.itemValues(of: x.at, into: items.at)
    system.quadraticProduct(x.at, into: px.at)
    netMultipliers(y.at, z.at, into: multipliers.at)
    system.transposedProduct(multipliers.at, into: dualResidual.at)
    quadraticTerm = Scratch.dot(x.at, px.at, n)
    var gap = kappa + quadraticTerm / tau
    form.linear.withUnsafeBufferPointer { linear in
      for j in 0..<n {
        dualResidual.at[j] += px.at[j] + multipliers.at[m + j] + linear[j] * tau
        gap += linear[j] * x.at[j]
      }
    }
    form.equality.withUnsafeBufferPointer { equality in
      for i in 0..<m where !equality[i].isNaN {
        equalityResidual.at[i] = items.at[i] - equality[i] * tau
        gap += equality[i] * y.at[i]
      }
    }
    var product = tau * kappa
    for k in 0..<count {
      let value = side.at[k] * items.at[Int(item[k])]
      boundResidual.at[k] = value + s.at[k] - limit.at[k] * tau
      gap += limit.at[k] * z.at[k]
      product += s.at[k] * z.at[k]
    }
    gapResidual = gap
    mu = product / Double(count + 1)
    optimalityError = measureOptimality()
  }

  /// Each item's net multiplier: y for equalities, the sum of `side · z` over its bounds elsewhere.
  func netMultipliers(_ y: UnsafePointer<Double>, _ z: UnsafePointer<Double>, into net: UnsafeMutablePointer<Double>) {
    net.update(from: y, count: m)
    (net + m).update(repeating: 0, count: n)
    for k in 0..<boundCount { net[Int(item[k])] += side.at[k] * z[k] }
  }
}
