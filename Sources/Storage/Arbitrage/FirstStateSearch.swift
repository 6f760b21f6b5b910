extension ArbitrageTerms {
  /// A part of the window in which the first and last state lie, and what no cycle there earns more than.
  struct FirstStates {
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
  func searchedGeneral(
    _ programme: inout GeneralProgramme, _ options: DispatchOptions, _ root: FirstStates, until isOver: () -> Bool,
    _ known: ArbitrageOutcome?
  ) -> ArbitrageOutcome? {
    var best = known
    var open = [root]
    var closed = -Double.infinity
    func tolerance() -> Double { options.gap * max(1, abs(best?.value ?? 0)) }
    for _ in 0..<400 where !open.isEmpty {
      if isOver() { break }
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
  func relaxed(
    _ programme: inout GeneralProgramme, _ low: Double, _ high: Double, _ multiplier: Double,
    _ best: inout ArbitrageOutcome?, _ gap: Double
  ) -> FirstStates? {
    var part = FirstStates(
      lower: low, upper: high, bound: .infinity, multiplier: multiplier, crossing: 0.5 * (low + high))
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
