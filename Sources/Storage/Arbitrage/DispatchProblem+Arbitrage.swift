extension DispatchProblem {
  /// The best schedule that the dynamic programme finds: for energy alone, without a ramp and daily limits.
  func programmed(_ options: DispatchOptions) throws(StorageError) -> DispatchSchedule {
    let terms = ArbitrageTerms(self)
    return try schedule(terms.concaveOptimum(), method: .concaveProgramme, status: .solved)
  }

  /// A schedule from an outcome; `infeasible` where there is none.
  private func schedule(
    _ outcome: ArbitrageOutcome?, method: DispatchMethod, status: DispatchStatus
  ) throws(StorageError) -> DispatchSchedule {
    guard let outcome else { return DispatchSchedule(self, without: .infeasible, method: method) }
    return try DispatchSchedule(
      self, charge: outcome.path.charge, discharge: outcome.path.discharge, initialEnergy: outcome.path.initial,
      status: status, method: method, bound: outcome.bound, marginalValues: outcome.marginalValues)
  }
}
