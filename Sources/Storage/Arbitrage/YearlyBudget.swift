extension DispatchProblem {
  /// The one budget of a problem's year; `nil` where there is none, or none that counts.
  ///
  /// A budget of cycles and one of energy at the meter are one where the discharge efficiency is constant: the smaller.
  var yearlyBudget: EnergyBudget? {
    guard asset.cycleLimits.limitsYears, !asset.cycleLimits.limitsDays else { return nil }
    let budgets = budgets
    guard budgets.allSatisfy({ $0.steps.count == count }) else { return nil }
    let efficiency = asset.dischargeEfficiency.constant
    return budgets.map { budget in
      guard budget.isInside, let efficiency else { return budget }
      return EnergyBudget(
        name: budget.name, steps: budget.steps, energy: budget.energy * efficiency,
        energyPerUnit: budget.energyPerUnit * efficiency, isInside: false)
    }.min { $0.energy < $1.energy }
  }

  /// Whether the dynamic programme holds all limits of the problem: of limits over many steps one budget of one year.
  var isProgrammable: Bool {
    let limits = asset.cycleLimits
    if asset.ramp != nil, count > 1 || carried.netPower != nil { return false }
    if limits.limitsDays { return false }
    guard limits.limitsYears else { return true }
    let hasBoth = limits.cyclesPerYear != nil && limits.dischargePerYear != nil
    return steps.years.count == 1 && !(hasBoth && asset.dischargeEfficiency.constant == nil)
  }
}

extension ArbitrageTerms {
  /// The best path within a budget, and what a MWh of the budget is worth; `nil` where no path keeps it.
  ///
  /// The budget's price makes two paths equally good, one that gives too much and one that gives too little; in a concave problem their
  /// mixture is the best. In any other the better path within the budget stands, and the bound says what a price could not settle.
  func optimum(
    within budget: EnergyBudget, isConcave: Bool, _ options: DispatchOptions
  ) -> (outcome: ArbitrageOutcome, price: Double)? {
    typealias Bracket = DualBracket<ArbitrageOutcome>
    func priced(_ price: Double) -> ArbitrageTerms {
      var terms = self
      if budget.isInside { terms.takenCost += price } else { terms.dischargeCost += price }
      return terms
    }
    func evaluate(_ price: Double) -> Bracket.Point? {
      let terms = priced(price)
      guard let found = isConcave ? terms.concaveOptimum() : terms.generalOptimum(options) else { return nil }
      let left = budget.energy - used(found.path, budget)
      return Bracket.Point(
        multiplier: price, value: found.bound + price * budget.energy,
        slope: abs(left) <= 1e-11 * max(budget.energy, slack) ? 0 : left, solution: found)
    }
    guard let free = evaluate(0) else { return nil }
    if free.slope >= 0 { return (free.solution, 0) }
    var bracket = Bracket(left: free, right: free)
    var price = max(1, problem.sellPrices.reduce(0) { max($0, abs($1)) })
    for _ in 0..<40 where bracket.right.slope < 0 {
      guard let point = evaluate(price) else { return nil }
      bracket.left = bracket.right
      bracket.right = point
      bracket.least = min(bracket.least, point.value)
      price *= 8
    }
    guard bracket.right.slope >= 0 else { return nil }
    bracket.narrow(tolerance: 1e-13 * max(abs(free.value), slack), evaluate)
    let isMet = bracket.right.slope == 0
    let worth = isMet ? bracket.right.multiplier : bracket.meeting.multiplier
    var path = bracket.right.solution.path
    if isConcave, !isMet {
      path = mixture(bracket.left.solution.path, bracket.right.solution.path, bracket.weight)
    }
    let isCyclic = problem.initial == .cyclic
    let end = isCyclic ? nil : terminalRange(problem.terminal, at: path.final)
    let earned = value(of: path, terminal: problem.terminal)
    return (
      ArbitrageOutcome(
        path: path, value: earned, bound: max(bracket.least, earned),
        marginalValues: priced(worth).marginalValues(along: path, end: end)), worth
    )
  }

  /// What a path takes of a budget, MWh.
  private func used(_ path: DispatchPath, _ budget: EnergyBudget) -> Double {
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    var sum = CompensatedSum()
    for step in 0..<count {
      let power = budget.isInside ? recurrence.taken(path.discharge[step]) : path.discharge[step]
      sum.add(power * problem.steps.hours[step])
    }
    return sum.value
  }
}
