extension DispatchProgram {
  /// Adds the awards of a store's services: what they pay and the decisions that they need.
  mutating func addAwards(_ store: inout StoreVariables) throws(StorageError) {
    let problem = store.problem
    let steps = problem.dispatch.steps
    var groups: [String: [[Variable]]] = [:]
    for offer in problem.offers {
      var awards: [LinearExpression] = []
      var decisions: [Variable] = []
      for t in 0..<steps.count {
        let most = problem.greatestAward(offer, at: t)
        let range = offer.commitment(at: t).map { $0...$0 } ?? 0...max(0, most)
        let award = try addVariable(in: range)
        awards.append(LinearExpression(award))
        store.revenue += LinearExpression(award, problem.revenuePerAward(offer, at: t) * steps.hours[t])
        guard offer.service.isDiscrete else { continue }
        let isAwarded = try addDecision()
        try couple(LinearExpression(award), isAwarded, offer.service.minimumAward, max(most, range.upperBound))
        decisions.append(isAwarded)
      }
      try keepForDuration(decisions, offer.service.minimumDuration, steps)
      if let group = offer.service.exclusiveGroup { groups[group, default: []].append(decisions) }
      store.awards.append(awards)
    }
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
      for t in 0..<steps.count {
        var sum = LinearExpression()
        for decisions in members { sum += LinearExpression(decisions[t]) }
        try addRow(sum, in: -.infinity...1)
      }
    }
  }

  /// An award that begins in a step stays for as long as the service asks, or to the end.
  private mutating func keepForDuration(
    _ decisions: [Variable], _ duration: Double, _ steps: DispatchSteps
  ) throws(StorageError) {
    guard duration > 0 else { return }
    for t in decisions.indices {
      var begins = LinearExpression(decisions[t])
      if t > 0 { begins -= LinearExpression(decisions[t - 1]) }
      var passed = steps.hours[t]
      var next = t + 1
      while next < decisions.count, passed < duration - 1e-9 {
        try addRow(begins - LinearExpression(decisions[next]), in: -.infinity...0)
        passed += steps.hours[next]
        next += 1
      }
    }
  }

  /// Adds the rows that keep power and energy free for calls.
  mutating func addReservations(_ store: inout StoreVariables) throws(StorageError) {
    let problem = store.problem
    let dispatch = problem.dispatch
    let window = dispatch.asset.window
    let hasUp = problem.offers.contains { $0.service.direction.isUp }
    let hasDown = problem.offers.contains { $0.service.direction.isDown }
    for t in 0..<dispatch.count {
      var (upPower, downPower) = (LinearExpression(), LinearExpression())
      var (upEnergy, downEnergy) = (LinearExpression(), LinearExpression())
      for (offer, awards) in zip(problem.offers, store.awards) {
        let reserve = problem.reserve(offer.service, at: t)
        if offer.service.direction.isUp {
          upPower += awards[t]
          if reserve > 0 { upEnergy += reserve * problem.energyOfCallUp * awards[t] }
        }
        if offer.service.direction.isDown {
          downPower += awards[t]
          if reserve > 0 { downEnergy += reserve * problem.energyOfCallDown * awards[t] }
        }
      }
      let net = store.netPower(at: t)
      if hasUp {
        store.headroom.up.append(try addRow(net + upPower, in: -.infinity...dispatch.dischargeLimit(at: t)))
      }
      if hasDown {
        store.headroom.down.append(try addRow(downPower - net, in: -.infinity...dispatch.chargeLimit(at: t)))
      }
      let before = t > 0 ? store.energy[t - 1] : store.initialEnergy
      for energy in problem.reservation == .sustained ? [before, store.energy[t]] : [before] {
        if !upEnergy.terms.isEmpty { try addRow(energy - upEnergy, in: window.lowerBound ... .infinity) }
        if !downEnergy.terms.isEmpty { try addRow(energy + downEnergy, in: -.infinity...window.upperBound) }
      }
    }
  }
}
