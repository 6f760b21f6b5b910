/// What a store does in each step, as a solver gives it: near what the limits allow.
struct StorePowers {
  var charge: [Double]
  var discharge: [Double]
  /// The award of each offer.
  var awards: [[Double]]
  /// The energy in the store when each step ends.
  var energy: [Double]
  /// The powers on the store's side, where the solver has them apart.
  var stored: [Double] = []
  var taken: [Double] = []

  /// A power this small beside the store's is rounding.
  static let smallPart = 1e-6

  /// The steps in which a relaxation does what the store cannot.
  ///
  /// Charging and discharging at once counts only where the one cannot be taken off the other: the store then delivers a little more
  /// at the meter, for which there must be power. Prices at which it would cost something are told beforehand.
  ///
  /// - Parameter isFree: Whether nothing outside the store's own services limits what it delivers.
  func looseness(_ problem: ServiceProblem, isFree: Bool = true) -> DispatchProgram.Strictness {
    var strictness = DispatchProgram.Strictness()
    let dispatch = problem.dispatch
    let asset = dispatch.asset
    let small = Self.smallPart * max(asset.chargePower, asset.dischargePower)
    let recurrence = StoreRecurrence(asset, dispatch.steps)
    for t in charge.indices where min(charge[t], discharge[t]) > small {
      var single = self
      let inside = recurrence.stored(charge[t]) - recurrence.taken(discharge[t])
      single.hold(inside, t, problem, recurrence)
      let net = single.discharge[t] - single.charge[t]
      var up = net
      for (offer, award) in zip(problem.offers, awards) where offer.service.direction.isUp { up += award[t] }
      let isSame = abs(net - (discharge[t] - charge[t])) <= small
      let isHeld = abs(recurrence.stored(single.charge[t]) - recurrence.taken(single.discharge[t]) - inside) <= small
      let hasPower = up <= dispatch.dischargeLimit(at: t) + small || up == net
      if !isHeld || !isSame && !(isFree && asset.ramp == nil && hasPower) { strictness.exclusive.insert(t) }
    }
    for t in stored.indices where min(charge[t], discharge[t]) <= small {
      let into = recurrence.stored(max(charge[t], 0))
      let out = recurrence.taken(max(discharge[t], 0))
      if abs(stored[t] - into) > small || abs(taken[t] - out) > small { strictness.ordered.insert(t) }
    }
    return strictness
  }

  /// Charges or discharges only, with the same power into the store or out of it.
  private mutating func hold(
    _ inside: Double, _ t: Int, _ problem: ServiceProblem, _ recurrence: StoreRecurrence
  ) {
    if inside >= 0 { discharge[t] = 0 } else { charge[t] = 0 }
    for _ in 0..<Self.mostCorrections {
      adjust(inside - (recurrence.stored(charge[t]) - recurrence.taken(discharge[t])), t, problem, recurrence)
    }
  }

  /// Corrections of a power along an efficiency with pieces: each ends on the right piece or nearer to it.
  private static let mostCorrections = 8

  /// Powers that keep the limits of every step, from powers that are near them.
  ///
  /// Charge and discharge are moved so that each step ends with the solver's energy; awards give way where power or energy is short.
  func repaired(_ problem: ServiceProblem) -> StorePowers {
    var powers = self
    let dispatch = problem.dispatch
    let recurrence = StoreRecurrence(dispatch.asset, dispatch.steps)
    let window = dispatch.asset.window
    var before: Double
    switch dispatch.initial {
    case .energy(let energy): before = energy
    case .cyclic: before = min(max(energy[dispatch.count - 1], window.lowerBound), window.upperBound)
    }
    for t in charge.indices {
      let goal = min(max(energy[t], window.lowerBound), window.upperBound)
      powers.clip(t, problem, recurrence)
      for _ in 0..<2 {
        powers.meet(goal, from: before, t, problem, recurrence)
        powers.makeRoom(t, problem, before: before, behind: goal)
      }
      let flow = powers.flow(t, problem, recurrence)
      before = recurrence.retention(t) * before + dispatch.steps.hours[t] * flow
      powers.energy[t] = before
    }
    return powers
  }

  private mutating func clip(_ t: Int, _ problem: ServiceProblem, _ recurrence: StoreRecurrence) {
    let dispatch = problem.dispatch
    charge[t] = min(max(charge[t], 0), dispatch.chargeLimit(at: t))
    discharge[t] = min(max(discharge[t], 0), dispatch.dischargeLimit(at: t))
    let small = 1e-9 * max(dispatch.asset.chargePower, dispatch.asset.dischargePower)
    if min(charge[t], discharge[t]) > 0 {
      hold(recurrence.stored(charge[t]) - recurrence.taken(discharge[t]), t, problem, recurrence)
    }
    if charge[t] < small { charge[t] = 0 }
    if discharge[t] < small { discharge[t] = 0 }
    for (index, offer) in problem.offers.enumerated() {
      if let commitment = offer.commitment(at: t) {
        awards[index][t] = commitment
      } else {
        awards[index][t] = min(max(awards[index][t], 0), max(0, problem.greatestAward(offer, at: t)))
        if awards[index][t] < small { awards[index][t] = 0 }
      }
    }
  }

  /// The power into the store, calls on services included.
  private func flow(_ t: Int, _ problem: ServiceProblem, _ recurrence: StoreRecurrence) -> Double {
    var flow = recurrence.stored(charge[t]) - recurrence.taken(discharge[t])
    for (offer, award) in zip(problem.offers, awards) { flow += problem.energyGain(offer) * award[t] }
    return flow
  }

  /// Moves the power that is in use, or begins the one that is needed, so that the step ends with some energy.
  private mutating func meet(
    _ goal: Double, from before: Double, _ t: Int, _ problem: ServiceProblem, _ recurrence: StoreRecurrence
  ) {
    let needed = (goal - recurrence.retention(t) * before) / problem.dispatch.steps.hours[t]
    for _ in 0..<2 {
      let missing = needed - flow(t, problem, recurrence)
      // Less than this is left to the next step, if there is one, so that no power moves for rounding alone.
      let asset = problem.dispatch.asset
      guard t == charge.count - 1 || abs(missing) > 1e-11 * min(asset.chargePower, asset.energyCapacity) else { return }
      adjust(missing, t, problem, recurrence)
    }
  }

  /// Adds to the power into the store.
  private mutating func adjust(
    _ missing: Double, _ t: Int, _ problem: ServiceProblem, _ recurrence: StoreRecurrence
  ) {
    guard missing != 0 else { return }
    let dispatch = problem.dispatch
    let asset = dispatch.asset
    // Where there is a least power, one that is begun for rounding alone is none.
    if discharge[t] > 0 || charge[t] == 0 && missing < 0 {
      let slope = Self.slope(recurrence.taken, at: discharge[t], asset.dischargePower)
      let power = min(max(discharge[t] - missing / slope, 0), dispatch.dischargeLimit(at: t))
      discharge[t] = power < 0.5 * asset.minimumDischargePower ? 0 : power
    } else {
      let slope = Self.slope(recurrence.stored, at: charge[t], asset.chargePower)
      let power = min(max(charge[t] + missing / slope, 0), dispatch.chargeLimit(at: t))
      charge[t] = power < 0.5 * asset.minimumChargePower ? 0 : power
    }
  }

  /// What a MW more at the meter moves on the store's side, to the side of less power.
  private static func slope(_ inside: (Double) -> Double, at power: Double, _ size: Double) -> Double {
    let step = 1e-4 * max(size, 1e-9)
    let low = max(0, power - step)
    return (inside(low + step) - inside(low)) / step
  }

  /// Lowers awards that leave too little power or energy, calls of what is committed aside.
  private mutating func makeRoom(_ t: Int, _ problem: ServiceProblem, before: Double, behind: Double) {
    let dispatch = problem.dispatch
    let window = dispatch.asset.window
    let net = discharge[t] - charge[t]
    let states = problem.reservation == .sustained ? [before, behind] : [before]
    let least = (states.min() ?? before) - window.lowerBound
    let room = window.upperBound - (states.max() ?? before)
    lower(t, problem, to: dispatch.dischargeLimit(at: t) - net) { $0.direction.isUp ? 1 : 0 }
    lower(t, problem, to: dispatch.chargeLimit(at: t) + net) { $0.direction.isDown ? 1 : 0 }
    lower(t, problem, to: least) {
      $0.direction.isUp ? problem.reserve($0, at: t) * problem.energyOfCallUp : 0
    }
    lower(t, problem, to: room) {
      $0.direction.isDown ? problem.reserve($0, at: t) * problem.energyOfCallDown : 0
    }
  }

  /// Lowers awards until what they take of something is no more than there is.
  private mutating func lower(
    _ t: Int, _ problem: ServiceProblem, to limit: Double, _ share: (AncillaryService) -> Double
  ) {
    var excess = -limit
    for (offer, award) in zip(problem.offers, awards) { excess += share(offer.service) * award[t] }
    for (index, offer) in problem.offers.enumerated() where excess > 0 && offer.commitment(at: t) == nil {
      let share = share(offer.service)
      guard share > 0 else { continue }
      let value = max(0, awards[index][t] - excess / share)
      excess -= share * (awards[index][t] - value)
      awards[index][t] = value
    }
  }
}

extension StoreVariables {
  /// What a solution makes the store do.
  func powers(in solution: DispatchProgram.Solution) -> StorePowers {
    func values(_ expressions: [LinearExpression]) -> [Double] { expressions.map { solution.value(of: $0) } }
    return StorePowers(
      charge: values(charge), discharge: values(discharge), awards: awards.map(values), energy: values(energy),
      stored: values(stored), taken: values(taken))
  }
}
