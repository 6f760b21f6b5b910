extension ServiceProblem {
  /// Why the problem is no chain of steps with one state and convex, in words, or `nil` where it is.
  ///
  /// Ramps, least powers, limits by day and year, decisions of yes or no, and efficiencies that depend on power in a way that is not
  /// convex need the general program. Charging and discharging at once is looked at in the result.
  var chainObstacle: String? {
    let asset = dispatch.asset
    if asset.ramp != nil { return "a ramp" }
    if asset.minimumChargePower > 0 || asset.minimumDischargePower > 0 { return "a least power" }
    if asset.cycleLimits != .none { return "limits by day or year" }
    if asset.chargeEfficiency.constant == nil || asset.dischargeEfficiency.constant == nil {
      return "an efficiency that depends on power"
    }
    if case .curve = dispatch.terminal { return "a terminal curve" }
    for offer in offers {
      if offer.service.isDiscrete { return "decisions on \(offer.service.name)" }
      if !offer.commitments.isEmpty { return "commitments of \(offer.service.name)" }
      if !hasOneDuration(offer.service) { return "a duration of \(offer.service.name) that changes" }
    }
    return nil
  }

  /// Whether a service's call lasts as long in all steps.
  private func hasOneDuration(_ service: AncillaryService) -> Bool {
    let (first, last) = (dispatch.steps.start(at: 0), dispatch.steps.start(at: dispatch.count - 1))
    let duration = service.duration(at: first)
    return service.laterDurations.allSatisfy { $0.from <= first || $0.from > last || $0.hours == duration }
  }

  /// The problem as a chain whose flows are charge, discharge and the awards in order; for problems without an obstacle.
  func chain() -> StateChain {
    let (asset, steps, n) = (dispatch.asset, dispatch.steps, dispatch.count)
    let recurrence = StoreRecurrence(asset, steps)
    var cost: [Double] = []
    var upper: [Double] = []
    cost.reserveCapacity((2 + offers.count) * n)
    upper.reserveCapacity((2 + offers.count) * n)
    for t in 0..<n {
      cost.append(dispatch.buyPrices[t] * steps.hours[t])
      upper.append(dispatch.chargeLimit(at: t))
    }
    for t in 0..<n {
      cost.append((asset.throughputCost - dispatch.sellPrices[t]) * steps.hours[t])
      upper.append(dispatch.dischargeLimit(at: t))
    }
    for offer in offers {
      for t in 0..<n {
        cost.append(-revenuePerAward(offer, at: t) * steps.hours[t])
        upper.append(greatestAward(offer, at: t))
      }
    }
    let bounds = stateBounds
    var chain = StateChain(
      stepCount: n, cost: cost, upper: upper,
      gain: [recurrence.stored(1), -recurrence.taken(1)] + offers.map(energyGain), levers: [0, 1], hours: steps.hours,
      keep: (0..<n).map(recurrence.retention), drift: [Double](repeating: 0, count: n), rows: rows,
      stateLower: bounds.lower, stateUpper: bounds.upper)
    if case .energy(let energy) = dispatch.initial { chain.start = energy }
    if case .price(let price) = dispatch.terminal { chain.finalCost = -price }
    return chain
  }

  private var stateBounds: (lower: [Double], upper: [Double]) {
    let window = dispatch.asset.window
    var lower = [Double](repeating: window.lowerBound, count: dispatch.count)
    var upper = [Double](repeating: window.upperBound, count: dispatch.count)
    if case .energy(let energy) = dispatch.terminal {
      lower[dispatch.count - 1] = energy
      upper[dispatch.count - 1] = energy
    }
    return (lower, upper)
  }

  /// Power and energy that awards keep free.
  private var rows: [StateChain.Row] {
    let up = offers.indices.filter { offers[$0].service.direction.isUp }
    let down = offers.indices.filter { offers[$0].service.direction.isDown }
    let n = dispatch.count
    var rows: [StateChain.Row] = []
    if !up.isEmpty {
      rows.append(
        StateChain.Row(
          terms: [(0, -1), (1, 1)] + up.map { ($0 + 2, 1) }, limits: (0..<n).map(dispatch.dischargeLimit)))
    }
    if !down.isEmpty {
      rows.append(
        StateChain.Row(terms: [(0, 1), (1, -1)] + down.map { ($0 + 2, 1) }, limits: (0..<n).map(dispatch.chargeLimit)))
    }
    let window = dispatch.asset.window
    for side in reservation == .sustained ? [StateChain.Row.Side.before, .behind] : [.before] {
      // A service without a call of any length needs no energy.
      let upTerms = terms(up, energyOfCallUp)
      let downTerms = terms(down, energyOfCallDown)
      func limits(_ value: Double) -> [Double] { [Double](repeating: value, count: n) }
      if !upTerms.isEmpty {
        rows.append(StateChain.Row(terms: upTerms, side: side, sign: 1, limits: limits(-window.lowerBound)))
      }
      if !downTerms.isEmpty {
        rows.append(StateChain.Row(terms: downTerms, side: side, sign: -1, limits: limits(window.upperBound)))
      }
    }
    return rows
  }

  private func terms(_ chosen: [Int], _ energy: Double) -> [(flow: Int, coefficient: Double)] {
    chosen.map { ($0 + 2, reserve(offers[$0].service, at: 0) * energy) }.filter { $0.1 > 0 }
  }

  /// The MWh at the meter that a MW of award keeps ready in a step.
  func reserve(_ service: AncillaryService, at index: Int) -> Double {
    service.duration(at: dispatch.steps.start(at: index)) * service.coveredPart
  }

  /// What calls put into the store for each MW of award, MW; negative where they take some out.
  func energyGain(_ offer: ServiceOffer) -> Double {
    let service = offer.service
    var gain = 0.0
    if service.direction.isUp { gain -= service.deployment * energyOfCallUp }
    if service.direction.isDown { gain += service.deployment * energyOfCallDown }
    return gain
  }

  /// What a MW of award earns in an hour of a step, wear and energy by calls included.
  func revenuePerAward(_ offer: ServiceOffer, at index: Int) -> Double {
    let service = offer.service
    var revenue = offer.payment(at: index)
    if service.direction.isUp {
      revenue += service.deployment * (dispatch.sellPrices[index] - dispatch.asset.throughputCost)
    }
    if service.direction.isDown { revenue -= service.deployment * dispatch.buyPrices[index] }
    return revenue
  }
}
