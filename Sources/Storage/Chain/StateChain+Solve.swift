extension StateChain {
  /// Solves the chain by its own interior point.
  ///
  /// The flows are then made to hold every limit: those that rest on a bound are put there, levers meet the state, what is
  /// not a lever gives way where a row is short of room. The bound is that of the multipliers, whatever they are.
  ///
  /// - Complexity: 15 to 40 iterations, each O(steps · (flows + rows³)); memory for some 10 numbers a flow and rows²/2 a step.
  func solve(tolerance: Double = 1e-9, iterationLimit: Int = 120) -> ChainSolution {
    let point = ChainInteriorPoint(self)
    point.start()
    // A gap a tenth of the tolerance is sought first, and less where the repair costs more than the rest.
    var target = 0.1 * tolerance
    var best: ChainSolution?
    while true {
      let isDone = point.run(tolerance: target, limit: iterationLimit - point.iterations)
      let next = repaired(point, tolerance)
      if best.map({ next.isNearer(than: $0) }) ?? true { best = next }
      target *= 1e-2
      if let best, best.isSolved || !isDone || target < 1e-14 { return best }
    }
  }

  /// A solution that holds the limits, from a point near one.
  private func repaired(_ point: ChainInteriorPoint, _ tolerance: Double) -> ChainSolution {
    var flows = point.flowsOnBounds()
    let goals = point.statesOnBounds()
    var states = goals
    var violation = 0.0
    let negligible = 1e-11 * min(point.unit.flow, point.unit.state)
    for t in 0..<stepCount {
      let before = t > 0 ? states[t - 1] : start ?? goals[stepCount - 1]
      for _ in 0..<2 {
        meet(goals[t], from: before, at: t, &flows, negligible)
        makeRoom(at: t, &flows, before: before, behind: goals[t])
      }
      states[t] = next(before, at: t, flows)
      violation = max(
        violation, (stateLower[t] - states[t]) / point.unit.state, (states[t] - stateUpper[t]) / point.unit.state)
      for row in rows {
        let room = room(in: row, t, flows, before: before, behind: states[t])
        violation = max(violation, -room / (row.side == .none ? point.unit.flow : point.unit.state))
      }
    }
    if start == nil { violation = max(violation, abs(states[stepCount - 1] - goals[stepCount - 1]) / point.unit.state) }
    var objective = finalCost * states[stepCount - 1]
    for k in flows.indices { objective += cost[k] * flows[k] }
    if !objective.isFinite { violation = .infinity }
    let duals = point.duals()
    let bound = point.dualBound()
    // The objective counts as no less than one step's greatest cost.
    let allowed = tolerance * max(abs(objective), point.unit.cost)
    return ChainSolution(
      isSolved: violation <= 1e-9 && objective - bound <= allowed, flows: flows, states: states,
      stateValues: duals.state, rowDuals: duals.rows, objective: objective, bound: bound, violation: violation,
      iterations: point.iterations)
  }

  /// The state behind a step.
  func next(_ before: Double, at t: Int, _ flows: [Double]) -> Double {
    var rate = drift[t]
    for j in gain.indices { rate += gain[j] * flows[j * stepCount + t] }
    return keep[t] * before + hours[t] * rate
  }

  /// Moves levers so that the step ends in a state, as far as they go.
  private func meet(
    _ goal: Double, from before: Double, at t: Int, _ flows: inout [Double], _ negligible: Double
  ) {
    var missing = (goal - next(before, at: t, flows)) / hours[t]
    // Less than this is left to the next step, if there is one, so that no flow moves for rounding alone.
    guard t == stepCount - 1 || abs(missing) > negligible else { return }
    // What works against the change gives way first.
    for isGivingWay in [true, false] {
      for j in levers where missing != 0 && (gain[j] * missing < 0) == isGivingWay && gain[j] != 0 {
        let k = j * stepCount + t
        let value = min(max(flows[k] + missing / gain[j], 0), upper[k])
        missing -= gain[j] * (value - flows[k])
        flows[k] = value
      }
    }
  }

  /// Lowers flows that are no levers where a row has too little room.
  private func makeRoom(at t: Int, _ flows: inout [Double], before: Double, behind: Double) {
    for row in rows {
      var short = -room(in: row, t, flows, before: before, behind: behind)
      for term in row.terms where short > 0 && term.coefficient > 0 && !levers.contains(term.flow) {
        let k = term.flow * stepCount + t
        let value = max(flows[k] - short / term.coefficient, 0)
        short -= term.coefficient * (flows[k] - value)
        flows[k] = value
      }
    }
  }
}
