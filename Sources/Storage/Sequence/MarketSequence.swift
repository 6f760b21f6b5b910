/// One market of several that trade the same delivery after each other.
public struct MarketStage: Hashable, Sendable, Codable {
  /// What it is called: day-ahead, intraday, real-time.
  public let name: String
  /// The price of each step, per MWh; of closed steps any number.
  public let prices: [Double]
  /// The first step that the market still trades: what lies before its gate is settled.
  public let firstOpenStep: Int

  /// Makes a stage.
  public init(name: String, prices: [Double], firstOpenStep: Int = 0) {
    self.name = name
    self.prices = prices
    self.firstOpenStep = firstOpenStep
  }
}

/// A store in several markets after each other, each of which trades the difference from the position before.
///
///     let sequence = try MarketSequence(battery, steps: hours, stages: [dayAhead, intraday, realTime])
///     let result = try sequence.optimised()
///     result.trades[1].energy            // MWh that the second market changed, step by step
///     result.revenue["real-time"]        // sum of price x change
///
/// A stage knows its own prices and the position that it inherits. Since the inherited position is worth the same whatever is done, the stage's
/// best is the best schedule at its prices from the state at its gate: each stage is solved exactly. A later market adds at least nothing:
/// keeping the position costs nothing. What links the steps before a gate with those behind it by more than the state is refused:
/// a ramp, a yearly limit, and a daily limit where the gate lies within a local day.
public struct MarketSequence: Hashable, Sendable {
  /// The markets in order of their gates, each as a problem at its own prices.
  let problems: [DispatchProblem]
  /// The markets in order of their gates.
  public let stages: [MarketStage]

  /// Makes a sequence.
  ///
  /// - Throws: `empty` without a stage; `countMismatch`, `notFinite` for prices; `outOfRange` for a gate beyond the steps or before that of
  ///   the stage before; `mismatch` for a name given twice; `unsupported` for a gate that a ramp or a limit reaches across; as ``DispatchProblem`` for both ends.
  public init(
    _ asset: StorageAsset, steps: DispatchSteps, stages: [MarketStage], initial: InitialState = .cyclic,
    terminal: TerminalValue = .none
  ) throws(StorageError) {
    guard !stages.isEmpty else {
      throw StorageError(.empty, field: "stages", found: "no market", expected: "at least one")
    }
    var names: Set<String> = [Revenue.degradation, Revenue.auxiliary, Revenue.terminal]
    var problems: [DispatchProblem] = []
    for (index, stage) in stages.enumerated() {
      let least = index > 0 ? stages[index - 1].firstOpenStep : 0
      guard stage.firstOpenStep >= least, stage.firstOpenStep < steps.count, index > 0 || stage.firstOpenStep == 0
      else {
        throw StorageError(
          .outOfRange, field: "stages.firstOpenStep", found: "\(stage.firstOpenStep)",
          expected: "0 for the first market, then gates that do not fall and lie below \(steps.count)", index: index)
      }
      try Self.checkGate(stage.firstOpenStep, asset, steps, index)
      guard names.insert(stage.name).inserted else {
        throw StorageError(
          .mismatch, field: "stages.name", found: stage.name, expected: "a name of its own", index: index)
      }
      try InputCheck.count(stage.prices.count, steps.count, "stages.prices")
      var prices = stage.prices
      for step in 0..<stage.firstOpenStep where prices[step].isNaN { prices[step] = 0 }
      problems.append(
        try DispatchProblem(asset, steps: steps, prices: prices, initial: initial, terminal: terminal))
    }
    self.problems = problems
    self.stages = stages
  }

  /// What is settled before a gate must not count against what lies behind it, but for the stored energy.
  private static func checkGate(
    _ gate: Int, _ asset: StorageAsset, _ steps: DispatchSteps, _ index: Int
  ) throws(StorageError) {
    guard gate > 0 else { return }
    let isWithinDay = !steps.days.contains { $0.lowerBound == gate }
    let reason: String? =
      asset.ramp != nil
      ? "a ramp"
      : asset.cycleLimits.limitsYears
        ? "a yearly limit" : asset.cycleLimits.limitsDays && isWithinDay ? "a daily limit within a day" : nil
    guard let reason else { return }
    throw StorageError(
      .unsupported, field: "stages.firstOpenStep", found: "\(reason) across the gate at step \(gate)",
      expected: "limits that a market can keep by itself: none, or by the day with gates between local days",
      index: index)
  }
}

/// What one market of a sequence changed.
public struct MarketTrades: Hashable, Sendable, Codable {
  /// The market.
  public let market: String
  /// The energy sold in each step beyond what was sold before, MWh at the meter; negative where it is bought back.
  public let energy: [Double]
  /// The sum of price and change.
  public let revenue: Double
}

/// A store's way through a sequence of markets.
public struct MarketSequenceResult: Sendable {
  /// What each market changed, in order.
  public let trades: [MarketTrades]
  /// The position after each market.
  public let schedules: [DispatchSchedule]
  /// What is earned: a bucket for each market, then wear, auxiliary load and terminal value of what is delivered in the end.
  public let revenue: Revenue
}

extension MarketSequence {
  /// The best position in each market, given those before it.
  ///
  /// - Throws: As ``DispatchProblem/optimised(_:)``; `mismatch` where a stage has no feasible position.
  public func optimised(
    _ options: DispatchOptions = DispatchOptions()
  ) throws(StorageError) -> MarketSequenceResult {
    var schedules: [DispatchSchedule] = []
    var trades: [MarketTrades] = []
    var revenue = Revenue()
    for (index, problem) in problems.enumerated() {
      let gate = stages[index].firstOpenStep
      let before = schedules.last
      let schedule = try position(problem, gate, before, options)
      guard schedule.hasSchedule else {
        throw StorageError(
          .mismatch, field: "stages", found: "\(schedule.status) in \(stages[index].name)",
          expected: "a position that the store can keep", index: index)
      }
      var energy = [Double](repeating: 0, count: problem.count)
      var sum = CompensatedSum()
      for step in gate..<problem.count {
        let last = before.map { $0.discharge[step] - $0.charge[step] } ?? 0
        energy[step] = (schedule.discharge[step] - schedule.charge[step] - last) * problem.steps.hours[step]
        sum.add(problem.sellPrices[step] * energy[step])
      }
      trades.append(MarketTrades(market: stages[index].name, energy: energy, revenue: sum.value))
      revenue.add(sum.value, to: stages[index].name)
      schedules.append(schedule)
    }
    if let last = schedules.last, let first = schedules.first {
      revenue.add(last.revenue[Revenue.degradation], to: Revenue.degradation)
      for (name, source) in [(Revenue.auxiliary, first), (Revenue.terminal, last)] where source.revenue[name] != 0 {
        revenue.add(source.revenue[name], to: name)
      }
    }
    return MarketSequenceResult(trades: trades, schedules: schedules, revenue: revenue)
  }

  /// The position after one market: what is settled before its gate, and the best from the state there.
  private func position(
    _ problem: DispatchProblem, _ gate: Int, _ before: DispatchSchedule?, _ options: DispatchOptions
  ) throws(StorageError) -> DispatchSchedule {
    guard let before else { return try problem.optimised(options) }
    let isCyclic = problem.initial == .cyclic
    let open = gate..<problem.count
    let state = gate > 0 ? before.storedEnergy[gate - 1] : before.initialEnergy
    func inside(_ energy: Double) -> Double {
      min(max(energy, problem.asset.window.lowerBound), problem.asset.window.upperBound)
    }
    let rest = try DispatchProblem(
      problem.asset, steps: problem.steps.slice(open), buyPrices: Array(problem.buyPrices[open]),
      sellPrices: Array(problem.sellPrices[open]), availability: problem.availability.slice(open),
      initial: .energy(inside(state)),
      terminal: isCyclic ? .energy(inside(before.initialEnergy)) : problem.terminal)
    let found = try rest.optimised(options)
    guard found.hasSchedule else { return DispatchSchedule(problem, without: found.status, method: found.method) }
    return try DispatchSchedule(
      problem, charge: before.charge[..<gate] + found.charge, discharge: before.discharge[..<gate] + found.discharge,
      initialEnergy: before.initialEnergy, status: found.status, method: found.method,
      marginalValues: gate == 0 ? found.marginalValues : [])
  }
}
