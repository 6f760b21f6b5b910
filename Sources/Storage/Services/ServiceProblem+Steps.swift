import Valuation

extension ServiceProblem {
  /// The schedule of the chain, and the steps in which it is held to charging or discharging, or `nil` where the chain is not solved.
  ///
  /// The chain without such steps bounds the true problem; it is solved again with one of the two closed in each of them, until
  /// none is left.
  func alongTheSteps(
    _ options: DispatchProgram.Options
  ) throws(StorageError) -> (schedule: DispatchSchedule, steps: Set<Int>)? {
    var chain = chain()
    var answer = chain.solve(tolerance: options.tolerance)
    let bound = answer.bound
    var held: Set<Int> = []
    while answer.isSolved {
      var powers = powers(of: answer)
      let steps = stepsOfBoth(powers)
      if steps.isEmpty {
        if zip(powers.charge, powers.discharge).contains(where: { min($0, $1) > 0 }) { powers = powers.repaired(self) }
        let shortfall = max(0, answer.objective - bound)
        let allowed = held.isEmpty ? options.tolerance : options.decisionTolerance
        var basis = ResultBasis(
          method: DispatchMethod.stepwiseInteriorPoint.rawValue, conventions: conventions,
          solverGap: shortfall / max(abs(answer.objective), 1e-12))
        basis.conventions["iterations"] = "\(answer.iterations)"
        let isExact = held.isEmpty || shortfall <= allowed * max(abs(answer.objective), 1)
        let schedule = try schedule(
          powers, status: isExact ? .solved : .solvedInaccurately, method: .stepwiseInteriorPoint,
          bound: -bound - dispatch.auxiliaryCost, tolerance: options.decisionTolerance,
          marginalValues: answer.stateValues, basis: basis)
        return (schedule, held)
      }
      for step in steps {
        let isCharging = chain.gain[0] * powers.charge[step] + chain.gain[1] * powers.discharge[step] >= 0
        chain.upper[(isCharging ? 1 : 0) * chain.stepCount + step] = 0
        held.insert(step)
      }
      answer = chain.solve(tolerance: options.tolerance)
    }
    return nil
  }

  private func powers(of answer: ChainSolution) -> StorePowers {
    let n = dispatch.count
    func flow(_ index: Int) -> [Double] { Array(answer.flows[index * n..<(index + 1) * n]) }
    return StorePowers(
      charge: flow(0), discharge: flow(1), awards: offers.indices.map { flow($0 + 2) }, energy: answer.states)
  }

  /// The steps of charging and discharging at once that cannot be undone for nothing: by the prices, or for want of power.
  private func stepsOfBoth(_ powers: StorePowers) -> Set<Int> {
    let small = StorePowers.smallPart * max(dispatch.asset.chargePower, dispatch.asset.dischargePower)
    let tempting = dispatch.expectedStrictness.exclusive.filter { min(powers.charge[$0], powers.discharge[$0]) > small }
    return powers.looseness(self).exclusive.union(tempting)
  }
}
