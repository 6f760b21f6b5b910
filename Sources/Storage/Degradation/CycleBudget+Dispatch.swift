extension CycleBudget {
  /// The best number of cycles a year for a store that trades energy at given prices, and what a cycle must earn.
  ///
  ///     let best = try budget.optimum(dispatching: problem)
  ///     best.price                       // what the life that a cycle takes is worth
  ///     best.curve                       // earnings of a year by cycles
  ///
  /// The price of a cycle is charged as wear on each MWh discharged, beside the asset's own throughput cost; a span that is shorter or longer
  /// than a year counts as a sample of one. The curve begins with the year in which a cycle costs more than prices can pay: what the
  /// auxiliary load, both ends and cycles that cannot be avoided bring.
  ///
  /// - Parameters:
  ///   - problem: The store, steps and prices.
  ///   - tolerance: How much a year's earnings may lie above the curve, relative to them.
  ///   - limit: How often the span may be dispatched.
  /// - Throws: `unsupported` for a discharge efficiency that depends on power, for a store that holds nothing and for prices without a
  ///   schedule; as ``optimum(tolerance:limit:idle:_:)``.
  /// - Complexity: Usually 5 to 20 dispatches.
  public func optimum(
    dispatching problem: DispatchProblem, tolerance: Double = 1e-6, limit: Int = 60
  ) throws(StorageError) -> Optimum {
    let asset = problem.asset
    guard let efficiency = asset.dischargeEfficiency.constant, asset.energyCapacity > 0 else {
      throw StorageError(
        .unsupported, field: "dischargeEfficiency", found: "\(asset.dischargeEfficiency)",
        expected: "the same efficiency at every power, and a store with room")
    }
    let years = problem.steps.years.reduce(0) { $0 + problem.steps.partOfYear($1) }
    // A cycle takes the capacity out of the store, which is so much at the meter.
    let cycle = asset.energyCapacity * efficiency
    func dispatched(_ price: Double) throws(StorageError) -> Point {
      let priced = try asset.replacing(throughputCost: asset.throughputCost + price / cycle)
      let schedule = try DispatchProblem(
        priced, steps: problem.steps, buyPrices: problem.buyPrices, sellPrices: problem.sellPrices,
        availability: problem.availability, initial: problem.initial, terminal: problem.terminal
      ).optimised()
      guard schedule.hasSchedule else {
        throw StorageError(.unsupported, field: "problem", found: "\(schedule.status)", expected: "a schedule")
      }
      let cycles = schedule.equivalentCycles
      return Point(cycles: cycles / years, revenue: (schedule.objective + price * cycles) / years)
    }
    let prohibitive = max(0, StorageAsset.greatestThroughputCost - asset.throughputCost) * cycle
    return try optimum(tolerance: tolerance, limit: limit, idle: dispatched(prohibitive), dispatched)
  }
}
