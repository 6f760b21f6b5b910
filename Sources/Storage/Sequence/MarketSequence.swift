/// A store in several markets after each other, each of which trades the difference from the position before.
///
///     let sequence = try MarketSequence(battery, steps: hours, stages: [dayAhead, intraday, realTime])
///     let result = try sequence.optimised()
///     result.trades[1].energy            // MWh that the second market changed, step by step
///     result.revenue["real-time"]        // what it paid for them, its charges taken off
///     print(result)                      // a table
///
/// A stage knows its own prices, charges and outages, and the position that it inherits. With x the net power sold before and n the
/// one after it, in step t it earns
///
///     bid(t)·(n − x) where more is sold,   −ask(t)·(x − n) where some is bought back
///
/// with bid and ask as ``MarketCharges`` makes them of its price. The position pays no charge where it is kept, so that it stays as it is
/// while the price moves within a band. Each stage is solved exactly for what it knows, from the state at its gate; a power that
/// an outage takes away is bought back. Where the position can be kept a later market adds at least nothing.
///
/// What is settled before a gate counts: the stored energy, the net power of the step before for a ramp, and what was given of the
/// local day's and the year's limits. The auxiliary load is bought in the first market.
public struct MarketSequence: Hashable, Sendable {
  /// The markets in order of their gates, each as a problem at its own prices.
  let problems: [DispatchProblem]
  /// The markets in order of their gates.
  public let stages: [MarketStage]
  /// The net power that is sold before the first market, MW; empty for none.
  public let position: [Double]

  /// Makes a sequence.
  ///
  /// - Parameters:
  ///   - asset: The store.
  ///   - steps: The steps that all markets trade.
  ///   - stages: The markets in order of their gates.
  ///   - initial: Cyclic unless given: the first market then chooses the state to begin and to end with.
  ///   - terminal: What is left at the end is worth; nothing unless given.
  ///   - position: The net power that is sold before the first market in each step, MW, positive for energy sold, the auxiliary load
  ///     bought with it; none unless given. It need not be one that the store can deliver.
  /// - Throws: `empty` without a stage; `countMismatch`, `notFinite` for prices, availability and position; `outOfRange` for a gate beyond the
  ///   steps or before that of the stage before; `mismatch` for a name given twice; as ``DispatchProblem`` for both ends.
  public init(
    _ asset: StorageAsset, steps: DispatchSteps, stages: [MarketStage], initial: InitialState = .cyclic,
    terminal: TerminalValue = .none, position: [Double] = []
  ) throws(StorageError) {
    guard !stages.isEmpty else {
      throw StorageError(.empty, field: "stages", found: "no market", expected: "at least one")
    }
    if !position.isEmpty { try InputCheck.count(position.count, steps.count, "position") }
    for (index, power) in position.enumerated() {
      try InputCheck.within(-InputCheck.largestSize...InputCheck.largestSize, power, "position", index: index)
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
      guard names.insert(stage.name).inserted else {
        throw StorageError(
          .mismatch, field: "stages.name", found: stage.name, expected: "a name of its own", index: index)
      }
      try InputCheck.count(stage.prices.count, steps.count, "stages.prices")
      var prices = stage.prices
      for step in 0..<stage.firstOpenStep where !prices[step].isFinite { prices[step] = 0 }
      problems.append(
        try DispatchProblem(
          asset, steps: steps, prices: prices, charges: stage.charges,
          availability: stage.known(after: problems.last?.availability ?? .full, count: steps.count), initial: initial,
          terminal: terminal))
    }
    problems[0].position = position
    self.problems = problems
    self.stages = stages
    self.position = position
  }
}

extension MarketStage {
  /// The power as the stage knows it, of closed steps as it was known before.
  fileprivate func known(after before: Availability, count: Int) throws(StorageError) -> Availability {
    func joined(_ early: [Double], _ late: [Double], _ field: String) throws(StorageError) -> [Double] {
      if !late.isEmpty { try InputCheck.count(late.count, count, "stages.availability." + field) }
      guard firstOpenStep > 0, early != late else { return late }
      let full = [Double](repeating: 1, count: count)
      return Array((early.isEmpty ? full : early)[..<firstOpenStep] + (late.isEmpty ? full : late)[firstOpenStep...])
    }
    return try Availability(
      charge: joined(before.charge, availability.charge, "charge"),
      discharge: joined(before.discharge, availability.discharge, "discharge"))
  }
}
