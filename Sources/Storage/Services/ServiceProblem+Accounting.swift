extension ServiceProblem {
  /// What given powers and awards do to the store, and what they earn.
  ///
  /// Nothing is clipped: ``DispatchSchedule/largestViolation(of:)-(ServiceProblem)`` tells whether the limits are kept.
  /// Its bound is what it earns itself: nothing is searched, so it says nothing of other schedules.
  ///
  ///     let plan = try problem.schedule(charge: charge, discharge: discharge, awards: awards, initialEnergy: 200)
  ///
  /// - Parameters:
  ///   - charge: MW at the meter, one for each step.
  ///   - discharge: MW at the meter, one for each step.
  ///   - awards: One for each offer, in the order of the offers.
  ///   - initialEnergy: MWh in the store at the beginning, where the problem is cyclic; else the problem says so itself.
  ///   - status: How the powers were found to be.
  ///   - method: How they were found.
  /// - Throws: `countMismatch`, `notFinite`; `unknownName` for awards of other services than are offered.
  /// - Complexity: O(steps · services).
  public func schedule(
    charge: [Double], discharge: [Double], awards: [ServiceAward], initialEnergy: Double,
    status: DispatchStatus = .followed, method: DispatchMethod = .rule
  ) throws(StorageError) -> DispatchSchedule {
    try InputCheck.count(awards.count, offers.count, "awards")
    try InputCheck.finite(initialEnergy, "initialEnergy")
    for (index, award) in awards.enumerated() {
      let name = offers[index].service.name
      guard award.name == name else {
        throw StorageError(.unknownName, field: "awards", found: award.name, expected: name, index: index)
      }
      try InputCheck.count(award.power.count, dispatch.count, "awards.\(name)")
      try InputCheck.finite(award.power, "awards.\(name)")
    }
    let powers = StorePowers(
      charge: charge, discharge: discharge, awards: awards.map(\.power),
      energy: [Double](repeating: initialEnergy, count: dispatch.count))
    return try schedule(
      powers, status: status, method: method, bound: nil, tolerance: 0, marginalValues: [], basis: nil)
  }
}
