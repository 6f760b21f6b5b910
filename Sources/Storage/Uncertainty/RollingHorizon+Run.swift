public import MarketData
public import Valuation

/// What a store did under a rolling horizon, and what it earned at the prices that came.
public struct RollingRun: DocumentedResult {
  /// One decision.
  public struct Decision: Hashable, Sendable, Codable {
    /// The steps that it commits.
    public let committed: Range<Int>
    /// The steps that it looked at.
    public let window: Range<Int>
    /// When it was taken.
    public let decidedAt: Instant
    /// The stored energy that it started from, MWh.
    public let stored: Double
    /// What the plan of the whole window was to earn at the forecast, terminal value included; `nil` where no plan keeps the limits, and
    /// the store does nothing that it need not do.
    public let expectedValue: Double?
  }

  /// What was delivered, valued at the prices that came.
  public let schedule: DispatchSchedule
  /// The decisions, in order.
  public let decisions: [Decision]

  /// What the run rests on.
  public var basis: ResultBasis { schedule.basis }

  /// The number of decisions, then what was delivered.
  public var description: String { "\(decisions.count) decisions\n" + schedule.description }
}

extension RollingRun {
  /// Reads a run.
  ///
  /// - Throws: A `DecodingError` where the decisions do not commit each step once, or what they do not look at.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(schedule: try container(.schedule), decisions: try container(.decisions))
    try container.require(schedule.hasSchedule, .schedule, "a schedule")
    var next = 0
    for decision in decisions {
      try container.require(
        decision.committed.lowerBound == next && !decision.committed.isEmpty
          && decision.window.lowerBound == next && decision.window.upperBound <= schedule.steps.count
          && decision.committed.upperBound <= decision.window.upperBound, .decisions,
        "decisions that commit the steps one after the other, from windows that begin with them")
      next = decision.committed.upperBound
    }
    try container.require(next == schedule.steps.count, .decisions, "decisions on all \(schedule.steps.count) steps")
  }
}

extension RollingHorizon {
  /// Runs the policy on a forecaster's median.
  ///
  /// - Parameters:
  ///   - problem: The store with the prices that came, a known beginning and the terminal value of the whole run.
  ///   - forecaster: The model; asked once for each decision, with the decision's time as knowledge time.
  ///   - target: Its name for the market price.
  ///   - charges: What stands between the market's price and the problem's buying and selling prices.
  ///   - level: The level that is planned against.
  /// - Throws: ``StorageError``: as the problem's solve, `notFinite` for a forecast that is missing, `mismatch` for one on another grid;
  ///   `cancelled`; and what the forecaster throws.
  /// - Complexity: one forecast and one solve for each decision.
  public func run(
    _ problem: DispatchProblem, forecaster: any Forecaster, target: String, charges: MarketCharges = .none,
    level: Double = 0.5
  ) async throws -> RollingRun {
    var execution = try RollingExecution(problem, self)
    for window in try windows(of: problem) {
      if Task.isCancelled {
        throw StorageError(.cancelled, field: "run", found: "a cancelled task", expected: "one that may go on")
      }
      let grid = try problem.steps.slice(window.steps).grid
      let forecast = try await forecaster.forecast(
        ForecastRequest(target: target, issuedAt: window.decidedAt, grid: grid, levels: [level]))
      guard forecast.grid == grid else {
        throw StorageError(.mismatch, field: "forecast", found: "\(forecast.grid)", expected: "\(grid)")
      }
      let prices = (0..<grid.count).map { forecast.quantile(level, at: $0) }
      if let gap = prices.firstIndex(where: { !$0.isFinite }) {
        throw StorageError(
          .notFinite, field: "forecast", found: "no forecast of \(target) as of \(window.decidedAt)",
          expected: "a price for each step of the window", index: window.steps.lowerBound + gap)
      }
      try execution.decide(window, buy: prices.map(charges.buying), sell: prices.map(charges.selling))
    }
    return try execution.finished()
  }

  /// Runs the policy with a window's true prices as its forecast: what remains is the cost of short sight.
  ///
  /// - Throws: As the problem's solve.
  public func runWithForesight(_ problem: DispatchProblem) throws(StorageError) -> RollingRun {
    var execution = try RollingExecution(problem, self)
    for window in try windows(of: problem) {
      try execution.decide(
        window, buy: Array(problem.buyPrices[window.steps]), sell: Array(problem.sellPrices[window.steps]))
    }
    return try execution.finished()
  }
}

/// A run under way: the state, and what was delivered so far.
private struct RollingExecution {
  let problem: DispatchProblem
  let policy: RollingHorizon
  let execution: StoreExecution
  var stored: Double
  var charge: [Double] = []
  var discharge: [Double] = []
  var decisions: [RollingRun.Decision] = []
  /// The forecasts that were planned against.
  var foreseen = ContentDigest("forecasts")

  init(_ problem: DispatchProblem, _ policy: RollingHorizon) throws(StorageError) {
    self.problem = problem
    self.policy = policy
    execution = StoreExecution(problem, end: problem.terminal.endRange(in: problem.asset.window))
    guard case .energy(let energy) = problem.initial else {
      throw StorageError(
        .unsupported, field: "initial", found: "a cyclic beginning", expected: "a state that the first decision knows")
    }
    stored = energy
  }

  /// Plans a window and delivers its committed part.
  mutating func decide(_ window: RollingHorizon.Window, buy: [Double], sell: [Double]) throws(StorageError) {
    foreseen.add(buy)
    foreseen.add(sell)
    let asset = problem.asset
    let part = try DispatchProblem(
      asset, steps: problem.steps.slice(window.steps), buyPrices: buy, sellPrices: sell,
      availability: problem.availability.slice(window.steps),
      initial: .energy(min(max(stored, asset.window.lowerBound), asset.window.upperBound)),
      terminal: terminal(of: window, sell))
    let plan = try part.optimised()
    decisions.append(
      .init(
        committed: window.committed, window: window.steps, decidedAt: window.decidedAt, stored: stored,
        expectedValue: plan.hasSchedule ? plan.objective : nil))
    for step in window.committed {
      let place = step - window.steps.lowerBound
      let wanted = plan.hasSchedule ? bid(plan.discharge[place] - plan.charge[place]) : 0
      let done = execution.step(step, from: stored, wanted: wanted)
      charge.append(done.charge)
      discharge.append(done.discharge)
      stored = done.stored
    }
  }

  private func terminal(of window: RollingHorizon.Window, _ sell: [Double]) -> TerminalValue {
    guard window.steps.upperBound < problem.count else { return problem.terminal }
    switch policy.terminal {
    case .nothing: return .none
    case .energy(let energy): return .energy(energy)
    case .price(let price): return .price(price)
    case .forecastPrice:
      let asset = problem.asset
      let power = asset.greatestDischargePower
      let taken = asset.dischargeEfficiency.taken(discharging: power)
      let hours = problem.steps.hours[window.steps]
      let mean = zip(sell, hours).reduce(0) { $0 + $1.0 * $1.1 } / hours.reduce(0, +)
      return .price(taken > 0 ? max(0, (mean - asset.throughputCost) * power / taken) : 0)
    }
  }

  /// The power that the market takes: a multiple of its increment, or nothing.
  private func bid(_ power: Double) -> Double {
    // A power of a whole number of increments must not lose one to rounding.
    let size =
      policy.increment > 0
      ? (abs(power) / policy.increment + 1e-9).rounded(.down) * policy.increment : abs(power)
    return size < policy.leastBid ? 0 : power < 0 ? -size : size
  }

  func finished() throws(StorageError) -> RollingRun {
    var initial = stored
    if case .energy(let energy) = problem.initial { initial = energy }
    let schedule = try DispatchSchedule(
      problem, charge: charge, discharge: discharge, initialEnergy: initial, status: .followed, method: .rule,
      basis: ResultBasis(
        method: "rolling horizon",
        conventions: [
          "window": "\(policy.windowHours) h", "commitment": "\(policy.commitHours) h", "gate": "\(policy.gateHours) h",
          "terminal": "\(policy.terminal)", "increment": "\(policy.increment)", "leastBid": "\(policy.leastBid)",
        ], inputs: [.init(problem), .init(name: "forecasts", digest: foreseen.value)]))
    return RollingRun(schedule: schedule, decisions: decisions)
  }
}
