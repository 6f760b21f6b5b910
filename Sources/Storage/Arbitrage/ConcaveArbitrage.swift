/// The best path of a concave problem, its proof, and the values of energy along it.
struct ArbitrageOutcome {
  var path: DispatchPath
  /// What the path earns under the terms, without the auxiliary load.
  var value: Double
  /// What no path earns more than.
  var bound: Double
  /// What a MWh in the store is worth when each step ends.
  var marginalValues: [Double]
}

extension ArbitrageTerms {
  /// The best path of a concave problem, or `nil` where none is feasible.
  func concaveOptimum() -> ArbitrageOutcome? {
    switch problem.initial {
    case .energy(let energy): fixedOptimum(from: energy)
    case .cyclic: cyclicOptimum()
    }
  }

  private func fixedOptimum(from energy: Double) -> ArbitrageOutcome? {
    var programme = ConcaveProgramme(self)
    programme.end(problem.terminal)
    guard programme.backward(0, count), programme.holds(energy) else { return nil }
    var path = DispatchPath(count: count)
    path.initial = energy
    path.final = programme.forward(0, count, from: energy, into: &path)
    let values = marginalValues(along: path, end: terminalRange(problem.terminal, at: path.final))
    return ArbitrageOutcome(
      path: path, value: value(of: path, terminal: problem.terminal),
      bound: bound(values, isCyclic: false, initial: energy, terminal: problem.terminal), marginalValues: values)
  }

  /// A store that ends with what it began with.
  ///
  /// What the end is worth is forgotten within days as the programme goes back: the staircase at the beginning, found from the
  /// first days alone, serves as that of the end. Likewise the path forgets its beginning, so that the energy which the last days end
  /// with serves as the first. Where the bound of weak duality does not prove the path that results (short or slow problems), the
  /// value of the last state is searched for.
  private func cyclicOptimum() -> ArbitrageOutcome? {
    var programme = ConcaveProgramme(self)
    var path = DispatchPath(count: count)
    let mean = problem.buyPrices.reduce(0) { $0 + $1 / Double(count) }
    for memory in [stepsOfMemory, count] {
      programme.end(price: mean)
      guard programme.backward(0, memory) else { return nil }
      // The staircase of the first step becomes that of the last.
      guard programme.backward(0, count) else { return nil }
      guard let start = programme.middle else { return nil }
      path.initial = programme.forward(count - memory, count, from: start, into: &path)
      path.final = programme.forward(0, count, from: path.initial, into: &path)
      if abs(path.final - path.initial) > slack {
        path.initial = path.final
        path.final = programme.forward(0, count, from: path.initial, into: &path)
      }
      if abs(path.final - path.initial) <= 10 * slack {
        let outcome = cyclicOutcome(path, terminal: nil)
        if outcome.bound - outcome.value <= proofTolerance(outcome) { return outcome }
      }
      if memory == count { break }
    }
    return searchedOptimum(programme, around: mean)
  }

  /// How far a bound may lie above a value to be the same but for rounding.
  private func proofTolerance(_ outcome: ArbitrageOutcome) -> Double {
    1e-12 * max(abs(outcome.value), abs(outcome.bound), slack)
  }

  /// Enough steps for the value of the end to be forgotten: ten days, and four times as long as it takes to fill and empty.
  var stepsOfMemory: Int {
    let asset = problem.asset
    let rate = asset.chargeEfficiency.stored(charging: asset.greatestChargePower)
    let fill = rate > 0 ? (upper - lower) / rate : 0
    var hours = 240 + 8 * min(fill, 1e6)
    var steps = 0
    while steps < count, hours > 0 {
      hours -= problem.steps.hours[steps]
      steps += 1
    }
    return steps
  }

  /// The outcome of a path that ends as it began; the multiplier of the last state is that of the first unless given.
  private func cyclicOutcome(_ path: DispatchPath, terminal: Double?) -> ArbitrageOutcome {
    let values = marginalValues(along: path, end: terminal.map { ValueRange(low: $0, high: $0) }, from: terminal)
    return ArbitrageOutcome(
      path: path, value: value(of: path, terminal: .none),
      bound: bound(values, isCyclic: true, initial: 0, terminal: .none), marginalValues: values)
  }

  /// Searches the value of the last state at which the store ends with as much as it began with.
  private func searchedOptimum(_ programme: consuming ConcaveProgramme, around mean: Double) -> ArbitrageOutcome? {
    typealias Bracket = DualBracket<DispatchPath>
    var programme = programme
    func evaluate(_ multiplier: Double) -> Bracket.Point? {
      programme.end(price: multiplier)
      guard programme.backward(0, count) else { return nil }
      var path = DispatchPath(count: count)
      path.initial = programme.staircase.range(worth: multiplier).lowerBound
      path.final = programme.forward(0, count, from: path.initial, into: &path)
      let left = path.final - path.initial
      return Bracket.Point(
        multiplier: multiplier, value: value(of: path, terminal: .none) + multiplier * left,
        slope: abs(left) <= slack ? 0 : left, solution: path)
    }
    guard let middle = evaluate(mean) else { return nil }
    var bracket = Bracket(left: middle, right: middle)
    var step = max(1, abs(mean))
    for _ in 0..<64 where bracket.left.slope > 0 {
      guard let point = evaluate(bracket.left.multiplier - step) else { return nil }
      bracket.right = bracket.left
      bracket.left = point
      step *= 4
    }
    step = max(1, abs(mean))
    for _ in 0..<64 where bracket.right.slope < 0 {
      guard let point = evaluate(bracket.right.multiplier + step) else { return nil }
      bracket.left = bracket.right
      bracket.right = point
      step *= 4
    }
    guard bracket.left.slope <= 0, bracket.right.slope >= 0 else { return nil }
    bracket.narrow(tolerance: 1e-13 * max(abs(bracket.left.value), slack), evaluate)
    if bracket.left.slope == 0 { return cyclicOutcome(bracket.left.solution, terminal: bracket.left.multiplier) }
    if bracket.right.slope == 0 { return cyclicOutcome(bracket.right.solution, terminal: bracket.right.multiplier) }
    let mixed = mixture(bracket.left.solution, bracket.right.solution, bracket.weight)
    return cyclicOutcome(mixed, terminal: bracket.meeting.multiplier)
  }

  /// The path whose stored energy is the weighted mean of those of two paths: by concavity it earns no less than the mean.
  func mixture(_ first: DispatchPath, _ second: DispatchPath, _ weight: Double) -> DispatchPath {
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    var path = DispatchPath(count: count)
    path.initial = weight * first.initial + (1 - weight) * second.initial
    var energy = path.initial
    for step in 0..<count {
      let flow =
        weight * (recurrence.stored(first.charge[step]) - recurrence.taken(first.discharge[step]))
        + (1 - weight) * (recurrence.stored(second.charge[step]) - recurrence.taken(second.discharge[step]))
      if flow > 0 {
        path.charge[step] = Self.power(charging, flow, within: problem.chargeLimit(at: step))
      } else if flow < 0 {
        path.discharge[step] = Self.power(discharging, -flow, within: problem.dischargeLimit(at: step))
      }
      let hours = problem.steps.hours[step]
      energy =
        energy * retention(step)
        + (recurrence.stored(path.charge[step]) * hours - recurrence.taken(path.discharge[step]) * hours)
    }
    path.final = energy
    return path
  }

  /// The same within a limit; a power that is the limit but for rounding is the limit.
  private static func power(_ pieces: [Piece], _ flow: Double, within limit: Double) -> Double {
    let power = power(pieces, flow)
    return power >= limit * (1 - 1e-13) ? limit : power
  }

  /// The power at the meter that moves `flow` MW on the store's side.
  static func power(_ pieces: [Piece], _ flow: Double) -> Double {
    var rest = flow
    var power = 0.0
    var inverse = 0.0
    for piece in pieces where piece.part != .beyond {
      let width = piece.width * piece.slope
      // A flow that fills the piece but for rounding is its full power.
      if abs(rest - width) <= 1e-13 * width { return power + piece.width }
      if rest <= width { return power + rest * piece.inverse }
      power += piece.width
      rest -= width
      inverse = piece.inverse
    }
    return power + rest * inverse
  }
}

extension ConcaveProgramme {
  /// Whether an energy at the beginning lets the store reach its end.
  func holds(_ energy: Double) -> Bool {
    energy >= staircase.lower - terms.slack && energy <= staircase.upper + terms.slack
  }

  /// An energy from which the end can be reached.
  var middle: Double? { 0.5 * (staircase.lower + staircase.upper) }
}
