/// The cost of cycles by depth in a ``DispatchProgram``.
public struct CycleDepthVariables: Sendable {
  /// The energy in each segment when each step ends, MWh: by step, then by segment, the cheapest first.
  public let held: [[LinearExpression]]
  /// What the cycles cost.
  public let cost: LinearExpression
}

extension DispatchProgram {
  /// Charges a store for the depth of its cycles.
  ///
  /// The stored energy is spread over equal segments; what leaves a segment costs the segment's price, and what enters costs
  /// nothing. Since deeper segments cost more, the program takes from the shallowest first, as rainflow counting nests cycles.
  /// The energy at the beginning lies where it is best; losses by self-discharge cost nothing.
  ///
  /// - Parameters:
  ///   - cost: What cycles cost.
  ///   - count: The number of segments.
  ///   - store: The store of the program.
  ///   - weight: What the cost counts for: the probability of a scenario.
  /// - Throws: `unsupported` for a life whose cost by depth does not rise, `mismatch` for a capacity below the store's window;
  ///   `outOfRange` for the number of segments.
  /// - Complexity: 2·steps·segments variables.
  /// - Source: as ``CycleDepthCost``, section III, with one flow for each segment and step in place of two.
  public mutating func addCycleDepthCost(
    _ cost: CycleDepthCost, segments count: Int, to store: StoreVariables, weight: Double = 1
  ) throws(StorageError) -> CycleDepthVariables {
    guard cost.life.isConvex else {
      throw StorageError(
        .unsupported, field: "life", found: "a cost that does not rise with depth",
        expected: "an exponent of 1 or more, not falling from point to point")
    }
    let problem = store.problem.dispatch
    guard cost.capacity >= problem.asset.window.upperBound * (1 - 1e-12) else {
      throw StorageError(
        .mismatch, field: "capacity", found: "\(cost.capacity) MWh",
        expected: "at least the top of the window, \(problem.asset.window.upperBound) MWh")
    }
    let segments = try cost.segments(count, dischargeEfficiency: 1)
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    var total = LinearExpression()
    func spread(_ energy: LinearExpression) throws(StorageError) -> [LinearExpression] {
      var parts: [LinearExpression] = []
      var sum = LinearExpression()
      for segment in segments {
        let part = LinearExpression(try addVariable(in: 0...segment.energy))
        parts.append(part)
        sum += part
      }
      // The last segment ends at the capacity: rounding must not shut the store out of its own window.
      try addRow(sum - energy, in: 0...0)
      return parts
    }
    var before = try spread(store.initialEnergy)
    var held: [[LinearExpression]] = []
    for t in 0..<problem.count {
      let after = try spread(store.energy[t])
      for (index, segment) in segments.enumerated() {
        let out = LinearExpression(try addVariable(in: 0 ... .infinity, revenue: -weight * segment.cost))
        try addRow(out + after[index] - recurrence.retention(t) * before[index], in: 0 ... .infinity)
        total += segment.cost * out
      }
      held.append(after)
      before = after
    }
    return CycleDepthVariables(held: held, cost: total)
  }
}
