public import Valuation

/// What a store earned under a policy and a forecast against the most that it could have, and where the difference went.
///
///     let report = try await policy.regret(problem, forecaster: model, target: "HB_NORTH.realTime")
///     report.captureRatio            // 0.83
///     print(report)                  // a table of the parts
///
/// The parts are the steps of a ladder, so that they add up to the total: each rung takes one advantage away.
///
/// 1. ``unwornOptimum``: perfect foresight, and using the store costs nothing and has no limits.
/// 2. ``perfectForesight``: wear is paid and limited. The difference is ``degradation``.
/// 3. ``shortSighted``: the policy's window and terminal rule, with true prices inside the window: ``policy``.
/// 4. ``forecasted``: forecasts in their place: ``forecast``.
/// 5. ``achieved``: the market's gate and increments: ``marketRules``.
///
/// A part may be negative: a forecast may be wrong to the good. ``degradation`` and ``policy`` are not, but for rounding.
public struct RegretReport: DocumentedResult {
  /// Perfect foresight without wear.
  public let unwornOptimum: Double
  /// Perfect foresight.
  public let perfectForesight: Double
  /// The policy with true prices in its windows.
  public let shortSighted: Double
  /// The policy with forecasts.
  public let forecasted: Double
  /// The policy with forecasts under the rules of the market: what was earned.
  public let achieved: Double
  /// What the figures rest on.
  public let basis: ResultBasis

  /// The value that wear costs or rules out.
  public var degradation: Double { unwornOptimum - perfectForesight }
  /// The value that short windows and the terminal rule give away.
  public var policy: Double { perfectForesight - shortSighted }
  /// The value that wrong forecasts give away.
  public var forecast: Double { shortSighted - forecasted }
  /// The value that gates and increments give away.
  public var marketRules: Double { forecasted - achieved }
  /// All of it: the sum of the four parts.
  public var total: Double { degradation + policy + forecast + marketRules }
  /// What was earned as a part of what perfect foresight earns with wear; `nil` where that is nothing or less.
  public var captureRatio: Double? { perfectForesight > 0 ? achieved / perfectForesight : nil }

  /// The ladder and its parts in a table.
  public var description: String {
    func row(_ name: String, _ value: Double, _ lost: String, _ part: Double?) -> [String] {
      [name, TextTable.number(value), lost, part.map { TextTable.number($0) } ?? "-"]
    }
    let table = TextTable(
      ["rung", "value", "lost to", "amount"],
      [
        row("without wear", unwornOptimum, "", nil),
        row("perfect foresight", perfectForesight, "degradation", degradation),
        row("true prices in the window", shortSighted, "policy", policy),
        row("forecasts", forecasted, "forecast", forecast),
        row("market rules", achieved, "market rules", marketRules),
        row("regret", achieved, "all", total),
      ])
    let capture = captureRatio.map { "captured \(TextTable.number(100 * $0)) % of perfect foresight" }
    return page([capture ?? "perfect foresight earns nothing"], [table])
  }
}

extension RollingHorizon {
  /// Scores a forecaster by money: runs the policy on it, and takes apart what it falls short of perfect foresight.
  ///
  /// - Parameters:
  ///   - problem: The store with the prices that came, a known beginning and the terminal value of the whole run.
  ///   - forecaster: The model.
  ///   - target: Its name for the market price.
  ///   - charges: What stands between the market's price and the problem's buying and selling prices.
  ///   - level: The level that is planned against.
  /// - Throws: As ``run(_:forecaster:target:charges:level:)``; `outOfRange` where no dispatch meets the ends.
  /// - Complexity: two optima of the whole problem and three runs of the policy.
  public func regret(
    _ problem: DispatchProblem, forecaster: any Forecaster, target: String, charges: MarketCharges = .none,
    level: Double = 0.5
  ) async throws -> RegretReport {
    let unworn = try DispatchProblem(
      problem.asset.replacing(throughputCost: 0, cycleLimits: CycleLimits.none), steps: problem.steps,
      buyPrices: problem.buyPrices, sellPrices: problem.sellPrices, availability: problem.availability,
      initial: problem.initial, terminal: problem.terminal)
    func optimum(_ problem: DispatchProblem) throws(StorageError) -> Double {
      let schedule = try problem.optimised()
      guard schedule.hasSchedule else { throw StorageError(noDispatch: schedule.status) }
      return schedule.objective
    }
    let (unwornOptimum, perfectForesight) = (try optimum(unworn), try optimum(problem))
    let ideal = withoutMarketRules
    func value(_ run: RollingRun) -> Double { run.schedule.objective }
    let achieved = try await run(problem, forecaster: forecaster, target: target, charges: charges, level: level)
    return RegretReport(
      unwornOptimum: unwornOptimum, perfectForesight: perfectForesight,
      shortSighted: value(try ideal.runWithForesight(problem)),
      forecasted: value(
        try await ideal.run(problem, forecaster: forecaster, target: target, charges: charges, level: level)),
      achieved: value(achieved),
      basis: ResultBasis(
        method: "regret ladder",
        conventions: [
          "order": "degradation, policy, forecast, market rules", "forecast": "\(target) at level \(level)",
        ], inputs: achieved.basis.inputs))
  }
}
