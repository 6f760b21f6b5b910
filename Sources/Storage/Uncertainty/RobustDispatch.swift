public import NumericalKernels
public import Valuation

/// A dispatch that is best against the worst prices of a box, of which only so many may turn at once.
///
///     let robust = try RobustDispatch(problem, lower: 12, upper: 12, budget: 6).solve()
///     robust.guaranteedValue       // earned whatever prices come, as long as at most six of them leave the forecast
///     robust.priceOfRobustness     // what it earns less at the forecast than the best dispatch against it
///
/// The selling price of step t may be lower than the problem's by up to `lower[t]` and the buying price higher by up to `upper[t]`. The budget
/// Γ bounds the sum of the parts of these ranges that are used: 0 is the forecast itself, the number of steps is the worst case
/// over the whole box. A fractional budget lets one more price move by that part. The guarantee is exact for the prices of the set.
///
/// Source: D. Bertsimas, M. Sim, "The price of robustness", *Operations Research* 52 (2004) 35-53, theorem 1; with random symmetric prices
/// that are independent, the value falls short of the guarantee with probability at most exp(−Γ²/2n) (theorem 2).
public struct RobustDispatch: Hashable, Sendable {
  /// The dispatch at the forecast.
  public let problem: DispatchProblem
  /// How far each selling price may fall.
  public let lower: [Double]
  /// How far each buying price may rise.
  public let upper: [Double]
  /// How many prices may turn against the store, 0 to the number of steps.
  public let budget: Double

  /// Makes a problem from a range for each step.
  ///
  /// - Throws: `countMismatch`, `outOfRange` for a range that is negative or a budget beyond the number of steps.
  public init(_ problem: DispatchProblem, lower: [Double], upper: [Double], budget: Double) throws(StorageError) {
    try InputCheck.count(lower.count, problem.count, "lower")
    try InputCheck.count(upper.count, problem.count, "upper")
    for index in lower.indices {
      try InputCheck.within(0...1e9, lower[index], "lower", index: index)
      try InputCheck.within(0...1e9, upper[index], "upper", index: index)
    }
    try InputCheck.within(0...Double(problem.count), budget, "budget")
    self.problem = problem
    self.lower = lower
    self.upper = upper
    self.budget = budget
  }

  /// Makes a problem with the same range for every step.
  ///
  /// - Throws: As ``init(_:lower:upper:budget:)``.
  public init(_ problem: DispatchProblem, lower: Double, upper: Double, budget: Double) throws(StorageError) {
    try self.init(
      problem, lower: [Double](repeating: lower, count: problem.count),
      upper: [Double](repeating: upper, count: problem.count), budget: budget)
  }

  /// What a dispatch loses against the forecast if the worst prices of the set come.
  ///
  /// The adversary turns the prices whose energy times range is largest.
  ///
  /// - Throws: `countMismatch` for a schedule of another problem.
  public func worstLoss(of schedule: DispatchSchedule) throws(StorageError) -> Double {
    try InputCheck.count(schedule.charge.count, problem.count, "schedule")
    var exposures = problem.steps.hours.indices.map { step in
      problem.steps.hours[step] * (lower[step] * schedule.discharge[step] + upper[step] * schedule.charge[step])
    }
    exposures.sort(by: >)
    let whole = Int(budget)
    let part = whole < exposures.count ? (budget - Double(whole)) * exposures[whole] : 0
    return exposures.prefix(whole).reduce(part, +)
  }

  /// Solves the problem, and the forecast's for comparison.
  ///
  /// Steps whose prices would pay for charging and discharging at once get a binary where there are at most 48 of them; what is left
  /// open is ``RobustResult/gap``.
  ///
  /// - Throws: `unsupported` for a minimum power, losses that are not convex or a terminal curve that is not concave; `tooLarge`; `outOfRange`
  ///   where no dispatch meets the ends.
  /// - Complexity: two linear programs with some five variables a step.
  public func solve(_ options: ConvexOptions = ConvexOptions()) throws(StorageError) -> RobustResult {
    let robust = try schedule(budget: budget, options)
    let nominal = try schedule(budget: 0, options)
    let guaranteed = robust.schedule.objective - (try worstLoss(of: robust.schedule))
    return RobustResult(
      schedule: robust.schedule, guaranteedValue: guaranteed, bound: max(guaranteed, robust.bound),
      forecastOptimum: nominal.schedule.objective,
      forecastOptimumAtWorst: nominal.schedule.objective - (try worstLoss(of: nominal.schedule)),
      basis: ResultBasis(
        method: "robust linear program", conventions: ["uncertainty": "box with budget \(budget) (Bertsimas-Sim)"],
        solverGap: max(0, robust.bound - guaranteed) / max(1, abs(guaranteed))))
  }

  private func schedule(
    budget: Double, _ options: ConvexOptions
  ) throws(StorageError) -> (schedule: DispatchSchedule, bound: Double) {
    var builder = LinearBuilder()
    let pays = (0..<problem.count).count { DispatchBlock.paysAtOnce(problem, $0) }
    let block = try DispatchBlock(problem, .init(excludesSimultaneity: pays <= 48), into: &builder)
    if budget > 0 {
      // The dual of the adversary's choice: Γy + Σw with y + wₜ no less than what step t exposes.
      let level = builder.variable(cost: budget, 0, .infinity)
      for step in 0..<problem.count {
        let hours = problem.steps.hours[step]
        let excess = builder.variable(cost: 1, 0, .infinity)
        let exposure =
          block.discharge[step].map { (variable: $0, factor: -hours * lower[step]) }
          + block.charge[step].map { (variable: $0, factor: -hours * upper[step]) }
        builder.row(0, .infinity, exposure + [(level, 1), (excess, 1)])
      }
    }
    let outcome = try builder.solve(options, field: "problem")
    guard let x = outcome.x else {
      throw StorageError(
        .outOfRange, field: "terminal", found: "no dispatch: \(outcome.status)",
        expected: "ends, limits and prices for which there is one")
    }
    let powers = block.powers(x)
    var end = problem.terminal.endRange(in: problem.asset.window)
    if problem.initial == .cyclic { end = powers.initial...powers.initial }
    let done = StoreExecution(problem, end: end).run(
      from: powers.initial, wanted: zip(powers.discharge, powers.charge).map { $0 - $1 })
    var bound = -outcome.bound
    if case .curve(let points) = problem.terminal { bound += points.first?.value ?? 0 }
    for (price, hours) in zip(problem.buyPrices, problem.steps.hours) {
      bound -= problem.asset.auxiliaryLoad * price * hours
    }
    let schedule = try DispatchSchedule(
      problem, charge: done.charge, discharge: done.discharge, initialEnergy: powers.initial, status: outcome.status,
      method: builder.integers.isEmpty ? .linearProgram : .mixedIntegerProgram)
    return (schedule, bound)
  }
}

/// A robust dispatch, with what it guarantees and what that costs.
public struct RobustResult: Hashable, Sendable {
  /// The dispatch; its revenue is that at the forecast.
  public let schedule: DispatchSchedule
  /// What it earns at least, whatever prices of the set come.
  public let guaranteedValue: Double
  /// No dispatch guarantees more.
  public let bound: Double
  /// What the dispatch that is best at the forecast earns there.
  public let forecastOptimum: Double
  /// What that dispatch earns if the worst prices of the set come.
  public let forecastOptimumAtWorst: Double
  /// What the result rests on.
  public let basis: ResultBasis

  /// What the robust dispatch earns less at the forecast than the best one there.
  public var priceOfRobustness: Double { forecastOptimum - schedule.objective }
  /// What it earns more if the worst prices come.
  public var protection: Double { guaranteedValue - forecastOptimumAtWorst }
  /// How far the guarantee may be from the best, relative to it (or to 1).
  public var gap: Double { max(0, bound - guaranteedValue) / max(1, abs(guaranteedValue)) }
}
