import Valuation

extension MarketSequence {
  /// The best position in each market, given those before it.
  ///
  /// - Returns: The positions; where a market has none that the store can keep, those before it and the status `infeasible`.
  /// - Throws: As ``DispatchProblem/optimised(_:)``.
  /// - Complexity: One solve a market: linear in the steps, but for ramps and daily limits, which take a linear or mixed-integer program.
  public func optimised(
    _ options: DispatchOptions = DispatchOptions()
  ) throws(StorageError) -> MarketSequenceResult {
    try options.check()
    var schedules: [DispatchSchedule] = []
    var trades: [MarketTrades] = []
    var status = DispatchStatus.solved
    for (stage, problem) in zip(stages, problems) {
      let schedule = try position(in: problem, from: stage.firstOpenStep, after: schedules.last, options)
      if schedule.status != .solved, status == .solved || !schedule.hasSchedule { status = schedule.status }
      guard schedule.hasSchedule else { break }
      trades.append(MarketTrades(stage, schedule, after: schedules.last, position: position))
      schedules.append(schedule)
    }
    return MarketSequenceResult(
      status: status, trades: trades, schedules: schedules, revenue: revenue(trades, schedules), basis: basis(schedules)
    )
  }

  /// The position after one market: what is settled before its gate, and the best from the state there.
  private func position(
    in problem: DispatchProblem, from gate: Int, after before: DispatchSchedule?, _ options: DispatchOptions
  ) throws(StorageError) -> DispatchSchedule {
    guard let before else { return try problem.optimised(options) }
    var problem = problem
    problem.position = before.netPower
    let found = try problem.rest(after: before, from: gate).optimised(options)
    guard found.hasSchedule else { return found }
    func whole(
      _ charge: [Double], _ discharge: [Double], bound: Double?, values: [Double], prices: [LimitPrice]
    ) throws(StorageError) -> DispatchSchedule {
      try DispatchSchedule(
        problem, charge: charge, discharge: discharge, initialEnergy: before.initialEnergy, status: found.status,
        method: found.method, bound: bound, marginalValues: values, limitPrices: prices)
    }
    let prices = found.limitPrices.map {
      LimitPrice(limit: $0.limit, firstStep: $0.firstStep + gate, price: $0.price)
    }
    let values = gate == 0 ? found.marginalValues : []
    let changed = try whole(
      before.charge[..<gate] + found.charge, before.discharge[..<gate] + found.discharge, bound: nil, values: values,
      prices: prices)
    // Beside what is found stands the position as it is: a solver's rounding is no reason to trade.
    let kept = try whole(before.charge, before.discharge, bound: nil, values: values, prices: prices)
    let bound = changed.objective + max(0, found.bound - found.objective)
    let isWorthIt = changed.objective > kept.objective + Self.rounding * max(1, abs(kept.objective))
    let best =
      !isWorthIt && (kept.largestViolation(of: problem)?.relative ?? 0) <= Self.feasibility ? kept : changed
    return try whole(best.charge, best.discharge, bound: bound, values: values, prices: prices)
  }

  /// A gain this small beside what is earned is rounding.
  private static let rounding = 1e-12
  /// A violation this small beside the store's sizes is rounding.
  private static let feasibility = 1e-9

  private func revenue(_ trades: [MarketTrades], _ schedules: [DispatchSchedule]) -> Revenue {
    var revenue = Revenue()
    for trade in trades { revenue.add(trade.revenue, to: trade.market) }
    guard let first = schedules.first, let last = schedules.last else { return revenue }
    revenue.add(last.revenue[Revenue.degradation], to: Revenue.degradation)
    for (name, source) in [(Revenue.auxiliary, first), (Revenue.terminal, last)] where source.revenue[name] != 0 {
      revenue.add(source.revenue[name], to: name)
    }
    return revenue
  }

  private func basis(_ schedules: [DispatchSchedule]) -> ResultBasis {
    var inputs = zip(stages, problems).map { stage, problem in
      ResultBasis.Input("market " + stage.name) { digest in
        digest.add(problem)
        digest.add(stage.prices)
        digest.add(stage.firstOpenStep)
      }
    }
    if !position.isEmpty { inputs.append(ResultBasis.Input("position", position)) }
    return ResultBasis(
      method: "markets after each other",
      conventions: [
        "sign": "revenue positive, cost negative; energy positive where more is sold",
        "charges": "on changes of the position: more is sold at the bid, less bought back at the ask",
        "auxiliary": "bought in the first market",
      ], inputs: inputs, solverGap: schedules.map(\.gap).max())
  }
}

extension MarketTrades {
  fileprivate init(
    _ stage: MarketStage, _ schedule: DispatchSchedule, after before: DispatchSchedule?, position: [Double]
  ) {
    let earlier = before?.netPower ?? position
    var energy = [Double](repeating: 0, count: schedule.steps.count)
    var worth = CompensatedSum()
    for (step, power) in schedule.netPower.enumerated() where step >= stage.firstOpenStep {
      energy[step] = (power - (earlier.isEmpty ? 0 : earlier[step])) * schedule.steps.hours[step]
      worth.add(stage.prices[step] * energy[step])
    }
    let revenue = schedule.revenue[Revenue.energy]
    let kept = before.map { $0.revenue[Revenue.degradation] + $0.revenue[Revenue.terminal] } ?? 0
    self.init(
      market: stage.name, energy: energy, revenue: revenue,
      charges: stage.charges == .none ? 0 : max(0, worth.value - revenue), gain: schedule.objective - kept)
  }
}

extension DispatchProblem {
  /// What is left of a problem when a schedule's steps before a gate are settled: from the state there, with what it leaves of limits.
  func rest(after before: DispatchSchedule, from gate: Int) throws(StorageError) -> DispatchProblem {
    let open = gate..<count
    func inside(_ energy: Double) -> Double { min(max(energy, asset.window.lowerBound), asset.window.upperBound) }
    var rest = try DispatchProblem(
      asset, steps: steps.slice(open), buyPrices: Array(buyPrices[open]), sellPrices: Array(sellPrices[open]),
      availability: availability.slice(open),
      initial: .energy(inside(gate > 0 ? before.storedEnergy[gate - 1] : before.initialEnergy)),
      terminal: initial == .cyclic ? .energy(inside(before.initialEnergy)) : terminal)
    if !position.isEmpty { rest.position = Array(position[open]) }
    rest.carried = CarriedLimits(before, of: asset, before: gate)
    return rest
  }
}
