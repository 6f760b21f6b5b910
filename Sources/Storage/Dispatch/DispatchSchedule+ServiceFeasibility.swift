extension DispatchSchedule {
  /// The worst of all violations of a problem with services, relative to the sizes of the store, or `nil` where there is none at all.
  ///
  /// Beside what ``largestViolation(of:)-(DispatchProblem)`` looks at, with the energy of calls in the balance and in daily and yearly
  /// limits, these are: awards for other services than are offered (`awards`, infinite); an award below none (`award`), above the
  /// most or other than what is committed (`maximumAward`, `commitment`), below the least (`minimumAward`), below the least before its
  /// least duration is over (`minimumDuration`), beside another of its group (`exclusiveGroup`); and power and energy that are not held
  /// ready (`powerUp`, `powerDown`, `energyUp`, `energyDown`).
  ///
  /// - Complexity: O(steps · services).
  public func largestViolation(of problem: ServiceProblem) -> Violation? {
    let dispatch = problem.dispatch
    if let mismatch = mismatch(dispatch) { return mismatch }
    // Without any award of any service a schedule sells nothing.
    let isBare = awards.isEmpty
    guard isBare || awards.map(\.name) == problem.offers.map(\.service.name),
      awards.allSatisfy({ $0.power.count == charge.count })
    else { return WorstViolation.beyondComparison("awards") }
    let powers =
      isBare ? problem.offers.map { _ in [Double](repeating: 0, count: charge.count) } : awards.map(\.power)
    var worst = WorstViolation(dispatch.asset)
    var (gain, delivered) = ([Double](repeating: 0, count: charge.count), [Double](repeating: 0, count: charge.count))
    for (offer, award) in zip(problem.offers, powers) {
      for t in award.indices {
        gain[t] += problem.energyGain(offer) * award[t] * dispatch.steps.hours[t]
        if offer.service.direction.isUp {
          delivered[t] += offer.service.deployment * award[t] * dispatch.steps.hours[t]
        }
      }
      noteAwards(problem, offer, award, &worst)
    }
    notePowers(dispatch, gain, &worst)
    noteReserves(problem, powers, &worst)
    noteGroups(problem, powers, &worst)
    noteEnds(dispatch, &worst)
    noteBudgets(dispatch, delivered: delivered, taken: delivered.map { $0 * problem.energyOfCallUp }, &worst)
    return worst.violation
  }

  /// Holds the awards of one service against its own rules.
  private func noteAwards(
    _ problem: ServiceProblem, _ offer: ServiceOffer, _ award: [Double], _ worst: inout WorstViolation
  ) {
    let service = offer.service
    let hours = problem.dispatch.steps.hours
    for t in award.indices {
      if let commitment = offer.commitment(at: t) {
        worst.note("commitment", t, power: abs(award[t] - commitment))
      } else {
        worst.note("award", t, power: -award[t])
        worst.note("maximumAward", t, power: award[t] - max(0, problem.greatestAward(offer, at: t)))
        if award[t] > 0 { worst.note("minimumAward", t, power: service.minimumAward - award[t]) }
      }
      guard service.minimumDuration > 0, award[t] > 0, t == 0 || award[t - 1] <= 0 else { continue }
      var (passed, next) = (hours[t], t + 1)
      while next < award.count, passed < service.minimumDuration - 1e-9 {
        worst.note("minimumDuration", next, power: service.minimumAward - award[next])
        passed += hours[next]
        next += 1
      }
    }
  }

  /// Holds the power and energy that awards keep free against what there is.
  private func noteReserves(_ problem: ServiceProblem, _ awards: [[Double]], _ worst: inout WorstViolation) {
    let dispatch = problem.dispatch
    let window = dispatch.asset.window
    for t in charge.indices {
      var (up, down, energyUp, energyDown) = (0.0, 0.0, 0.0, 0.0)
      for (offer, award) in zip(problem.offers, awards) {
        let reserve = problem.reserve(offer.service, at: t) * award[t]
        if offer.service.direction.isUp {
          up += award[t]
          energyUp += reserve * problem.energyOfCallUp
        }
        if offer.service.direction.isDown {
          down += award[t]
          energyDown += reserve * problem.energyOfCallDown
        }
      }
      let net = discharge[t] - charge[t]
      if up > 0 { worst.note("powerUp", t, power: net + up - dispatch.dischargeLimit(at: t)) }
      if down > 0 { worst.note("powerDown", t, power: down - net - dispatch.chargeLimit(at: t)) }
      let before = t > 0 ? storedEnergy[t - 1] : initialEnergy
      for state in problem.reservation == .sustained ? [before, storedEnergy[t]] : [before] {
        if energyUp > 0 { worst.note("energyUp", t, energy: energyUp - (state - window.lowerBound)) }
        if energyDown > 0 { worst.note("energyDown", t, energy: energyDown - (window.upperBound - state)) }
      }
    }
  }

  /// Looks for awards of two services of a group in one step.
  private func noteGroups(_ problem: ServiceProblem, _ awards: [[Double]], _ worst: inout WorstViolation) {
    var groups: [String: [Int]] = [:]
    for (index, offer) in problem.offers.enumerated() {
      if let group = offer.service.exclusiveGroup { groups[group, default: []].append(index) }
    }
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) where members.count > 1 {
      for t in charge.indices {
        let sold = members.map { awards[$0][t] }.sorted(by: >)
        worst.note("exclusiveGroup", t, power: sold[1])
      }
    }
  }
}
