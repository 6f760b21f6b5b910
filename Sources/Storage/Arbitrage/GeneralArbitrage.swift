extension ArbitrageTerms {
  /// The best path of any problem of one store, or `nil` where none is feasible.
  ///
  /// - Parameters:
  ///   - options: The limit on pieces, and the gap at which a search over the first state ends.
  func generalOptimum(_ options: DispatchOptions) -> ArbitrageOutcome? {
    var programme = GeneralProgramme(self, pieceLimit: options.pieceLimit)
    switch problem.initial {
    case .energy(let energy):
      let end = PiecewiseValue(problem.terminal, lower, upper)
      return fixedGeneral(&programme, from: energy, end: end, terminal: problem.terminal)
    case .cyclic:
      return cyclicGeneral(&programme, options)
    }
  }

  private func fixedGeneral(
    _ programme: inout GeneralProgramme, from energy: Double, end: PiecewiseValue, terminal: TerminalValue
  ) -> ArbitrageOutcome? {
    guard let start = programme.backward(from: end) else { return nil }
    let bound = start.value(at: energy, slack: slack)
    guard bound > -.infinity else { return nil }
    var path = DispatchPath(count: count)
    path.initial = energy
    path.final = programme.forward(from: energy, into: &path)
    return outcome(path, bound: bound + start.offset, terminal: terminal)
  }

  /// An outcome with the values of energy along the path; the bound is the value function's, or the path's own value where rounding
  /// has put it below.
  private func outcome(_ path: DispatchPath, bound: Double, terminal: TerminalValue, isCyclic: Bool = false)
    -> ArbitrageOutcome
  {
    let earned = value(of: path, terminal: terminal)
    let isSame = abs(bound - earned) <= 1e-11 * max(abs(earned), 1e-3 * grossValue(of: path))
    return ArbitrageOutcome(
      path: path, value: earned, bound: isSame ? earned : max(bound, earned),
      marginalValues: marginalValues(along: path, end: isCyclic ? nil : terminalRange(terminal, at: path.final)))
  }

  /// The money that changes hands: the size against which rounding counts.
  private func grossValue(of path: DispatchPath) -> Double {
    var sum = 0.0
    for step in 0..<count {
      sum += abs(problem.sellPrices[step]) * path.discharge[step] * problem.steps.hours[step]
      sum += abs(problem.buyPrices[step]) * path.charge[step] * problem.steps.hours[step]
    }
    return sum
  }

  /// A store that ends with what it began with, and a value function with dents.
  ///
  /// The value function at the beginning, found from the first days alone, serves as that of the end; the path then forgets where it began.
  /// For any function S at the end, no cycle earns more than the greatest difference of the value function at the beginning and S:
  /// where the path reaches that, it is the best. Where it does not, the first state is searched for by halves.
  private func cyclicGeneral(_ programme: inout GeneralProgramme, _ options: DispatchOptions) -> ArbitrageOutcome? {
    let mean = problem.buyPrices.reduce(0) { $0 + $1 / Double(count) }
    guard var end = programme.backward(from: PiecewiseValue(price: mean, lower, upper), last: stepsOfMemory) else {
      return nil
    }
    var best: ArbitrageOutcome?
    for _ in 0..<3 {
      guard let start = programme.backward(from: end) else { return nil }
      let (bound, energy) = start.greatest(less: end, slack: slack)
      guard bound > -.infinity else { return nil }
      var path = DispatchPath(count: count)
      path.initial = energy
      path.final = programme.forward(from: path.initial, into: &path)
      for _ in 0..<2 where abs(path.final - path.initial) > 10 * slack {
        path.initial = path.final
        path.final = programme.forward(from: path.initial, into: &path)
      }
      if abs(path.final - path.initial) <= 10 * slack {
        let found = outcome(path, bound: bound, terminal: .none, isCyclic: true)
        if best.map({ found.value > $0.value }) ?? true { best = found }
        if found.bound - found.value <= options.gap * 1e-2 * max(1, abs(found.value)) { return found }
      }
      end = start
    }
    return searchedGeneral(&programme, options, around: mean, best)
  }

  /// A part of the window in which the first and last state lie, and what no cycle there earns more than.
  private struct Part {
    var lower: Double
    var upper: Double
    var bound: Double
    var multiplier: Double
    var crossing: Double
  }

  /// Branch and bound over the first state.
  ///
  /// In a part of the window the end is priced, which leaves first and last state apart; as parts
  /// grow small, so does what that can earn. A time limit or a cancelled task ends it with the best cycle so far and the bound of
  /// the parts that are left.
  private func searchedGeneral(
    _ programme: inout GeneralProgramme, _ options: DispatchOptions, around mean: Double, _ known: ArbitrageOutcome?
  ) -> ArbitrageOutcome? {
    var best = known
    var open: [Part] = []
    var closed = -Double.infinity
    func tolerance() -> Double { options.gap * max(1, abs(best?.value ?? 0)) }
    let deadline = options.timeLimit.map { ContinuousClock.now + .seconds($0) }
    if let root = relaxed(&programme, lower, upper, mean, &best, options.gap) { open.append(root) }
    for _ in 0..<400 where !open.isEmpty {
      if Task.isCancelled { break }
      if let deadline, ContinuousClock.now >= deadline { break }
      let place = open.indices.reduce(0) { open[$1].bound > open[$0].bound ? $1 : $0 }
      let part = open.remove(at: place)
      if let best, part.bound - best.value <= tolerance() {
        closed = max(closed, part.bound)
        continue
      }
      guard part.upper - part.lower > 100 * slack else {
        closed = max(closed, part.bound)
        continue
      }
      let width = part.upper - part.lower
      let middle = min(max(part.crossing, part.lower + 0.1 * width), part.upper - 0.1 * width)
      for (low, high) in [(part.lower, middle), (middle, part.upper)] {
        if let child = relaxed(&programme, low, high, part.multiplier, &best, options.gap) { open.append(child) }
      }
    }
    guard var best else { return nil }
    best.bound = max(best.value, closed, open.map(\.bound).max() ?? -.infinity)
    return best
  }

  /// The bound of a part by the price of the last state that brings it lowest in a few steps, and the best cycle met on the way; it goes
  /// no lower than it takes to pass the part over.
  private func relaxed(
    _ programme: inout GeneralProgramme, _ low: Double, _ high: Double, _ multiplier: Double,
    _ best: inout ArbitrageOutcome?, _ gap: Double
  ) -> Part? {
    var part = Part(lower: low, upper: high, bound: .infinity, multiplier: multiplier, crossing: 0.5 * (low + high))
    var price = multiplier
    var left: (price: Double, value: Double, slope: Double)?
    var right: (price: Double, value: Double, slope: Double)?
    var stride = max(1, 0.25 * abs(multiplier))
    for _ in 0..<12 {
      guard let start = programme.backward(from: PiecewiseValue(price: price, low, high)) else { return nil }
      let line = PiecewiseValue(price: price, low, high)
      let (bound, energy) = start.greatest(less: line, slack: slack)
      guard bound > -.infinity else { return nil }
      var path = DispatchPath(count: count)
      path.initial = energy
      path.final = programme.forward(from: energy, into: &path)
      let difference = path.final - path.initial
      if bound < part.bound {
        part.bound = bound
        part.multiplier = price
        part.crossing = 0.5 * (path.initial + path.final)
      }
      if let best, part.bound - best.value <= gap * max(1, abs(best.value)) { return part }
      if abs(difference) <= 10 * slack {
        let found = outcome(path, bound: bound, terminal: .none, isCyclic: true)
        if best.map({ found.value > $0.value }) ?? true { best = found }
        return part
      }
      if difference < 0 { left = (price, bound, difference) } else { right = (price, bound, difference) }
      if let left, let right {
        let next =
          left.price
          + (right.value - left.value + right.slope * (left.price - right.price)) / (left.slope - right.slope)
        let floor = left.value + left.slope * (next - left.price)
        guard next > left.price, next < right.price, part.bound - floor > 1e-12 * max(1, abs(floor)) else { break }
        price = next
      } else {
        price += difference < 0 ? stride : -stride
        stride *= 4
      }
    }
    // A cycle from the state in the middle, to have something that is feasible.
    let energy = part.crossing
    let point = PiecewiseValue([.init(start: energy, end: energy, value: 0, slope: 0)])
    if let found = fixedGeneral(&programme, from: energy, end: point, terminal: .none),
      best.map({ found.value > $0.value }) ?? true
    {
      best = found
    }
    return part
  }
}
