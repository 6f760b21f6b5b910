extension DispatchProgram {
  /// What of a store's true limits a program holds with decisions; the rest it relaxes.
  struct Strictness: Hashable, Sendable {
    /// Steps in which the store may not charge and discharge at once.
    var exclusive: Set<Int> = []
    /// Steps in which the pieces of an efficiency are filled in order.
    var ordered: Set<Int> = []

    /// How many steps are held in one way or the other.
    var count: Int { exclusive.count + ordered.count }

    /// Holds what another holds as well.
    mutating func formUnion(_ other: Strictness) {
      exclusive.formUnion(other.exclusive)
      ordered.formUnion(other.ordered)
    }
  }

  /// Adds a store with its services.
  ///
  /// Where charging and discharging at once would pay in a relaxation (see ``StorageAsset/simultaneityPrice``), or there is a least
  /// power, decisions keep the two apart.
  ///
  /// - Parameters:
  ///   - problem: The store, its prices and what it may sell.
  ///   - weight: What its revenue counts for: the probability of a scenario.
  /// - Throws: As ``addVariable(in:revenue:)``.
  /// - Complexity: O(steps · (services + pieces)).
  public mutating func add(_ problem: ServiceProblem, weight: Double = 1) throws(StorageError) -> StoreVariables {
    try add(problem, weight: weight, problem.dispatch.expectedStrictness)
  }

  mutating func add(
    _ problem: ServiceProblem, weight: Double, _ strictness: Strictness
  ) throws(StorageError) -> StoreVariables {
    var store = StoreVariables(problem: problem)
    try addPowers(&store, strictness)
    try addEnergies(&store)
    try addAwards(&store)
    try addBalance(store: &store, strictness)
    try addReservations(&store)
    try addRamp(store)
    try addBudgets(&store)
    try addTerminal(&store)
    store.revenue += LinearExpression(problem.dispatch.undoing - problem.dispatch.auxiliaryCost)
    if weight != 0 { try addRevenue(weight * store.revenue) }
    return store
  }

  private mutating func addPowers(_ store: inout StoreVariables, _ strictness: Strictness) throws(StorageError) {
    let problem = store.problem.dispatch
    let asset = problem.asset
    for t in 0..<problem.count {
      let hours = problem.steps.hours[t]
      let (mostIn, mostOut) = (problem.chargeLimit(at: t), problem.dischargeLimit(at: t))
      let charging = try addPieces(
        asset.chargeEfficiency.pieces(upTo: mostIn, isCharging: true), isOrdered: strictness.ordered.contains(t))
      let discharging = try addPieces(
        asset.dischargeEfficiency.pieces(upTo: mostOut, isCharging: false), isOrdered: strictness.ordered.contains(t))
      store.charge.append(charging.sum)
      store.stored.append(charging.made)
      store.discharge.append(discharging.sum)
      store.taken.append(discharging.made)
      store.revenue -= problem.buyPrices[t] * hours * charging.sum
      store.revenue += (problem.sellPrices[t] - asset.throughputCost) * hours * discharging.sum
      if !problem.position.isEmpty, problem.position[t] != 0 {
        // What is kept of a position saves the spread.
        let kept = LinearExpression(try addVariable(in: 0...abs(problem.position[t])))
        try addRow((problem.position[t] > 0 ? discharging : charging).sum - kept, in: 0 ... .infinity)
        store.revenue += (problem.buyPrices[t] - problem.sellPrices[t]) * hours * kept
      }
      guard strictness.exclusive.contains(t) else { continue }
      let (isCharging, isDischarging) = (try addDecision(), try addDecision())
      try addRow(LinearExpression(isCharging) + LinearExpression(isDischarging), in: -.infinity...1)
      try couple(charging.sum, isCharging, asset.minimumChargePower, mostIn)
      try couple(discharging.sum, isDischarging, asset.minimumDischargePower, mostOut)
    }
  }

  /// Keeps a value at 0 or between two limits, by a decision.
  mutating func couple(
    _ value: LinearExpression, _ decision: Variable, _ least: Double, _ most: Double
  ) throws(StorageError) {
    try addRow(value - LinearExpression(decision, most), in: -.infinity...0)
    if least > 0 { try addRow(value - LinearExpression(decision, least), in: 0 ... .infinity) }
  }

  private mutating func addEnergies(_ store: inout StoreVariables) throws(StorageError) {
    let problem = store.problem.dispatch
    let window = problem.asset.window
    for t in 0..<problem.count {
      var range = window
      if t == problem.count - 1, case .energy(let energy) = problem.terminal { range = energy...energy }
      store.energy.append(LinearExpression(try addVariable(in: range)))
    }
    switch problem.initial {
    case .energy(let energy): store.initialEnergy = LinearExpression(energy)
    case .cyclic: store.initialEnergy = store.energy[problem.count - 1]
    }
  }

  private mutating func addBalance(store: inout StoreVariables, _ strictness: Strictness) throws(StorageError) {
    let problem = store.problem
    let steps = problem.dispatch.steps
    let recurrence = StoreRecurrence(problem.dispatch.asset, steps)
    for t in 0..<problem.dispatch.count {
      let before = t > 0 ? store.energy[t - 1] : store.initialEnergy
      var flow = store.stored[t] - store.taken[t]
      for (offer, awards) in zip(problem.offers, store.awards) { flow += problem.energyGain(offer) * awards[t] }
      let change = store.energy[t] - recurrence.retention(t) * before - steps.hours[t] * flow
      store.balance.append(try addRow(change, in: 0...0))
    }
  }

  private mutating func addRamp(_ store: StoreVariables) throws(StorageError) {
    let problem = store.problem.dispatch
    guard let ramp = problem.asset.ramp else { return }
    var last = problem.carried.netPower.map { LinearExpression($0) }
    for t in 0..<problem.count {
      let (power, most) = (store.netPower(at: t), ramp * problem.steps.hours[t])
      if let last { try addRow(power - last, in: -most...most) }
      last = power
    }
  }

  /// Limits by day and year; what calls on services take out counts as well.
  private mutating func addBudgets(_ store: inout StoreVariables) throws(StorageError) {
    let problem = store.problem
    for budget in problem.dispatch.budgets {
      var used = LinearExpression()
      for t in budget.steps {
        var flow = budget.isInside ? store.taken[t] : store.discharge[t]
        for (offer, awards) in zip(problem.offers, store.awards) where offer.service.direction.isUp {
          flow += offer.service.deployment * (budget.isInside ? problem.energyOfCallUp : 1) * awards[t]
        }
        used += problem.dispatch.steps.hours[t] * flow
      }
      let row = try addRow(used, in: -.infinity...budget.energy)
      store.limits.append((budget.name, budget.steps.lowerBound, budget.energyPerUnit, row))
    }
  }

  private mutating func addTerminal(_ store: inout StoreVariables) throws(StorageError) {
    let last = store.energy[store.energy.count - 1]
    switch store.problem.dispatch.terminal {
    case .none, .energy: break
    case .price(let price): store.revenue += price * last
    case .curve(let points):
      guard let first = points.first else { return }
      var pieces: [EfficiencyCurve.Piece] = []
      for (point, next) in zip(points, points.dropFirst()) {
        let width = next.energy - point.energy
        pieces.append(EfficiencyCurve.Piece(width: width, slope: (next.value - point.value) / width))
      }
      let isConcave = zip(pieces, pieces.dropFirst()).allSatisfy { $0.slope >= $1.slope }
      let filled = try addPieces(pieces, isOrdered: !isConcave)
      try addRow(last - filled.sum, in: first.energy...first.energy)
      store.revenue += filled.made + LinearExpression(first.value)
    }
  }
}

extension DispatchProblem {
  /// Where a relaxation would be wrong by the prices alone.
  var expectedStrictness: DispatchProgram.Strictness {
    var strictness = DispatchProgram.Strictness()
    let charging = asset.chargeEfficiency.pieces(upTo: asset.greatestChargePower, isCharging: true).map(\.slope)
    let discharging = asset.dischargeEfficiency.pieces(upTo: asset.greatestDischargePower, isCharging: false)
      .map(\.slope)
    let trip = (charging.min() ?? 1) / (discharging.max() ?? 1)
    for t in 0..<count {
      // A MWh drawn and given back at once keeps the store where it is.
      let prices = innerPrices(at: t)
      let isTempting = prices.buy < (prices.sell - asset.throughputCost) * trip
      if asset.hasLeastPower || isTempting { strictness.exclusive.insert(t) }
    }
    if !asset.hasConvexLosses { strictness.ordered = Set(0..<count) }
    return strictness
  }
}

extension StorageAsset {
  /// Whether the store can run at some powers and none between them and zero.
  var hasLeastPower: Bool { minimumChargePower > 0 || minimumDischargePower > 0 }

  /// Whether losses grow at least in proportion to power.
  var hasConvexLosses: Bool {
    chargeEfficiency.isConvex(upTo: greatestChargePower, isCharging: true)
      && dischargeEfficiency.isConvex(upTo: greatestDischargePower, isCharging: false)
  }

  /// Whether a program needs decisions in every step whatever the prices.
  var takesDecisions: Bool { hasLeastPower || !hasConvexLosses }
}
