import Valuation

extension DispatchProblem {
  /// The best schedule that the dynamic programme finds: for energy alone, without a ramp and daily limits.
  func programmed(_ options: DispatchOptions) throws(StorageError) -> DispatchSchedule {
    let terms = ArbitrageTerms(self)
    let isConcave = terminal.isConcave && terms.isConcave
    let method: DispatchMethod = isConcave ? .concaveProgramme : .generalProgramme
    guard let budget = yearlyBudget else {
      return try schedule(isConcave ? terms.concaveOptimum() : terms.generalOptimum(options), method, options)
    }
    guard let (outcome, price) = terms.optimum(within: budget, isConcave: isConcave, options) else {
      return DispatchSchedule(self, without: .infeasible, method: method)
    }
    return try schedule(
      outcome, method, options,
      limitPrices: [LimitPrice(limit: budget.name, firstStep: 0, price: price * budget.energyPerUnit)])
  }

  /// A schedule from an outcome; `infeasible` where there is none.
  private func schedule(
    _ outcome: ArbitrageOutcome?, _ method: DispatchMethod, _ options: DispatchOptions,
    limitPrices: [LimitPrice] = []
  ) throws(StorageError) -> DispatchSchedule {
    guard let outcome else { return DispatchSchedule(self, without: .infeasible, method: method) }
    let distance = outcome.bound - outcome.value
    var basis = ResultBasis(method: method.rawValue, conventions: DispatchSchedule.conventions)
    basis.solverGap = max(0, distance) / max(1, abs(outcome.value))
    return try DispatchSchedule(
      self, charge: outcome.path.charge, discharge: outcome.path.discharge, initialEnergy: outcome.path.initial,
      status: distance <= options.gap * max(1, abs(outcome.value)) ? .solved : .solvedInaccurately, method: method,
      bound: outcome.bound + undoing - auxiliaryCost, marginalValues: outcome.marginalValues, limitPrices: limitPrices,
      basis: basis)
  }

  /// What the auxiliary load costs, whatever the store does; with a position it is bought already.
  var auxiliaryCost: Double {
    guard asset.auxiliaryLoad > 0, position.isEmpty else { return 0 }
    var sum = CompensatedSum()
    for index in 0..<count { sum.add(buyPrices[index] * steps.hours[index]) }
    return asset.auxiliaryLoad * sum.value
  }
}
