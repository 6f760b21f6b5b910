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
  /// Steps whose prices would pay for charging and discharging at once, least powers and losses that are not convex take decisions,
  /// in up to 60 steps; with more steps of such prices the relaxation is solved, and ``RobustResult/gap`` says what is left open.
  ///
  /// - Throws: `tooLarge` for a least power or losses that are not convex in more than 60 steps; `outOfRange` where no dispatch meets the
  ///   ends.
  /// - Complexity: two linear programs with some five variables a step.
  public func solve(
    _ options: DispatchProgram.Options = DispatchProgram.Options()
  ) throws(StorageError) -> RobustResult {
    let (schedule, bound) = try self.schedule(budget: budget, options)
    let nominal = try self.schedule(budget: 0, options).schedule
    let guaranteed = schedule.objective - (try worstLoss(of: schedule))
    return RobustResult(
      schedule: schedule, guaranteedValue: guaranteed, bound: max(guaranteed, bound),
      forecastOptimum: nominal.objective, forecastOptimumAtWorst: nominal.objective - (try worstLoss(of: nominal)),
      basis: ResultBasis(
        method: "robust linear program", conventions: ["uncertainty": "box with budget \(budget) (Bertsimas-Sim)"],
        inputs: [.init(problem), .init("lower", lower), .init("upper", upper)],
        solverGap: max(0, bound - guaranteed) / max(1, abs(guaranteed))))
  }

  private func schedule(
    budget: Double, _ options: DispatchProgram.Options
  ) throws(StorageError) -> (schedule: DispatchSchedule, bound: Double) {
    let store = try ServiceProblem(problem, offers: [])
    try store.requireFewDecisions()
    let solved = try SolvedStores([store], mostDecisions: ServiceProblem.mostDecisions, options) {
      (program, stores) throws(StorageError) in
      guard budget > 0 else { return }
      // The dual of the adversary's choice: Γy + Σw with y + wₜ no less than what step t exposes.
      let level = LinearExpression(try program.addVariable(in: 0 ... .infinity, revenue: -budget))
      for (step, hours) in problem.steps.hours.enumerated() {
        let excess = LinearExpression(try program.addVariable(in: 0 ... .infinity, revenue: -1))
        let exposed = lower[step] * stores[0].discharge[step] + upper[step] * stores[0].charge[step]
        try program.addRow(level + excess - hours * exposed, in: 0 ... .infinity)
      }
    }
    guard let powers = solved.powers.first else { throw StorageError(noDispatch: solved.solution.status) }
    let schedule = try store.schedule(
      powers.repaired(store), status: solved.solution.status, method: solved.method, bound: nil,
      tolerance: options.decisionTolerance, marginalValues: [], basis: nil)
    return (schedule, solved.solution.bound)
  }
}

extension ServiceProblem {
  /// Refuses a store or services whose every step takes decisions where they are too many.
  func requireFewDecisions() throws(StorageError) {
    let takesDecisions = dispatch.asset.takesDecisions || offers.contains { $0.service.isDiscrete }
    guard dispatch.count > Self.mostDecisions, takesDecisions else { return }
    throw StorageError(
      .tooLarge, field: "steps",
      found: "\(dispatch.count) steps with a least power or award, or with losses that grow less than in proportion",
      expected: "at most \(Self.mostDecisions) of them under uncertainty")
  }
}

extension StorageError {
  /// The refusal of ends, limits and prices for which there is no dispatch.
  init(noDispatch status: DispatchStatus) {
    self.init(
      .outOfRange, field: "terminal", found: "no dispatch: \(status)",
      expected: "ends, limits and prices for which there is one")
  }
}

/// A robust dispatch, with what it guarantees and what that costs.
public struct RobustResult: DocumentedResult {
  /// The dispatch; its revenue is that at the forecast.
  public let schedule: DispatchSchedule
  /// What it earns at least, whatever prices of the set come.
  public let guaranteedValue: Double
  /// No dispatch guarantees more.
  @Unbounded public internal(set) var bound: Double
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

  /// What is guaranteed and what that costs in a table, then the schedule.
  public var description: String {
    let rows = [
      ["guaranteed", TextTable.number(guaranteedValue)], ["at the forecast", TextTable.number(schedule.objective)],
      ["best at the forecast", TextTable.number(forecastOptimum)],
      ["the same at the worst prices", TextTable.number(forecastOptimumAtWorst)],
      ["price of robustness", TextTable.number(priceOfRobustness)], ["protection", TextTable.number(protection)],
    ]
    return page([], [TextTable(["figure", "amount"], rows)]) + "\n" + schedule.description
  }
}
