extension DispatchProblem {
  /// The schedule that earns the most.
  ///
  ///     let schedule = try problem.optimised()
  ///     schedule.method                   // "concave dynamic programme"
  ///     schedule.gap                      // 0 but for rounding
  ///
  /// The method is chosen by what the problem holds, and named in the result:
  ///
  /// - Prices, losses, availability, both ends and a yearly budget: the dynamic programme, exact but for rounding. It is concave unless a price
  ///   lies so low that charging and discharging at once would pay (``StorageAsset/simultaneityPrice``), losses grow less than in
  ///   proportion, or there is a least power; then the programme with dents solves the true problem, in which the store never does both.
  /// - A ramp, limits by the day, or budgets of several years: the linear program, or the mixed-integer program where the linear one would
  ///   charge and discharge at once.
  ///
  /// - Parameter options: The approach and what a search may take.
  /// - Returns: The schedule, with the status `infeasible` and without columns where none is possible.
  /// - Throws: `outOfRange` for options, `unsupported` where the dynamic programme is demanded and cannot hold the problem.
  /// - Complexity: O(steps × segments) for the concave programme, with as many segments as it takes steps to fill and empty the store;
  ///   a second pass for a cyclic beginning. The programme with dents takes a pass for each step at which a cycle may touch an end of the
  ///   window, where a few passes do not prove a cycle to be the best: at most as many as there are steps, twice as many with self-discharge.
  public func optimised(_ options: DispatchOptions = DispatchOptions()) throws(StorageError) -> DispatchSchedule {
    try options.check()
    switch options.approach {
    case .automatic where isProgrammable: return try programmed(options)
    case .programme:
      guard isProgrammable else {
        throw StorageError(
          .unsupported, field: "approach", found: "a ramp, or limits by day or in several years",
          expected: "terms that the dynamic programme holds, or another approach")
      }
      return try programmed(options)
    default:
      var settings = DispatchProgram.Options()
      settings.timeLimit = options.timeLimit.map { .seconds($0) }
      return try ServiceProblem(self, offers: []).optimised(settings, general: options.approach == .program)
    }
  }
}
