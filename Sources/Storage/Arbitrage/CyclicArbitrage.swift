extension ArbitrageTerms {
  /// The best path of a store that ends with what it began with, where the value function has dents; `nil` where none is feasible.
  ///
  /// Each way is taken where the one before does not prove its path:
  ///
  /// 1. Long horizons forget their ends: the value function at the beginning serves as that of the end (``forgetfulCycle(_:_:)``).
  /// 2. A price on the last state leaves it and the first apart, and may bring them together
  ///    (``relaxed(_:_:_:_:_:_:)``).
  /// 3. A best cycle touches an end of the window, or can be moved until it does: it is the best of cycles that begin and end there
  ///    (``anchoredCycle(_:_:_:until:_:)``).
  /// 4. With self-discharge and steps of several peaks a best cycle may touch neither end: a search by halves over the first
  ///    state (``searchedGeneral(_:_:_:until:_:)``), which states the gap that it leaves.
  func cyclicGeneral(_ programme: inout GeneralProgramme, _ options: DispatchOptions) -> ArbitrageOutcome? {
    let deadline = options.timeLimit.map { ContinuousClock.now + .seconds($0) }
    func isOver() -> Bool { Task.isCancelled || (deadline.map { ContinuousClock.now >= $0 } ?? false) }
    if let best = unhinderedCycle() { return best }
    let mean = problem.buyPrices.reduce(0) { $0 + $1 / Double(count) }
    var best: ArbitrageOutcome?
    guard forgetfulCycle(&programme, options, around: mean, &best) else { return nil }
    if let best, isProven(best, best.bound, options) { return best }
    guard let root = relaxed(&programme, lower, upper, mean, &best, options.gap * 1e-2) else { return best }
    if var best, isProven(best, root.bound, options) {
      best.bound = max(best.value, root.bound)
      return best
    }
    let isComplete = keepsEnergy || (0..<count).allSatisfy { hasOnePeak($0) }
    best = anchoredCycle(&programme, options, root, until: isOver, best)
    return isComplete ? best : searchedGeneral(&programme, options, root, until: isOver, best)
  }

  /// Whether a bound lies so little above a cycle's value that no search is worth it.
  private func isProven(_ best: ArbitrageOutcome, _ bound: Double, _ options: DispatchOptions) -> Bool {
    bound - best.value <= options.gap * 1e-2 * max(1, abs(best.value))
  }

  /// The best cycle that the value function at the beginning leads to when it serves as that of the end; false where no cycle is feasible.
  ///
  /// For any function S at the end, no cycle earns more than the greatest difference of the value function at the beginning and S:
  /// where a path reaches that, it is the best. Over a horizon that is long beside the time to fill and empty the store it does, since the path
  /// forgets where it began.
  private func forgetfulCycle(
    _ programme: inout GeneralProgramme, _ options: DispatchOptions, around mean: Double,
    _ best: inout ArbitrageOutcome?
  ) -> Bool {
    let price = PiecewiseValue(price: mean, lower, upper)
    guard var end = programme.backward(from: price, over: 0..<stepsOfMemory) else { return false }
    for _ in 0..<3 {
      guard let start = programme.backward(from: end) else { return false }
      let (bound, energy) = start.greatest(less: end, slack: slack)
      guard bound > -.infinity else { return false }
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
        if isProven(found, found.bound, options) {
          best = found
          return true
        }
      }
      end = start
    }
    return true
  }

  /// A state that a cycle may pass, and what no cycle through it earns more than.
  private struct Anchor {
    /// The step before which the store is in it.
    let step: Int
    let energy: Double
    let bound: Double
  }

  /// The best of all cycles that touch an end of the window, or `known`; the bound is that of such cycles.
  ///
  /// A path is made of straight pieces of the steps' trades; those with the same pieces are a polytope on which the value is linear, so
  /// that a best cycle is found at a corner of one. Where nothing is lost with time, a cycle that touches neither end of the window can
  /// be moved up and down without changing what it earns, so that a best one touches the lower end. Where something is lost, a corner that
  /// touches neither end has each step at a peak of its own, since it could be moved alone (``hasOnePeak(_:)``,
  /// ``unhinderedCycle()``).
  ///
  /// A cycle that touches an end of the window before step t is a path through one lap of steps from t on, with both states given: the dynamic
  /// programme finds the best exactly. Not all steps need to be tried: with a price on the last state and against the first one, no cycle
  /// through a state earns more than the steps before it and the steps after it at most earn.
  ///
  /// - Complexity: Two laps step by step, and one for each state whose bound lies above the best cycle.
  private func anchoredCycle(
    _ programme: inout GeneralProgramme, _ options: DispatchOptions, _ root: FirstStates, until isOver: () -> Bool,
    _ known: ArbitrageOutcome?
  ) -> ArbitrageOutcome? {
    var best = known
    var proven = -Double.infinity
    for anchor in anchors(programme, price: root.multiplier) {
      if let best, isProven(best, anchor.bound, options) || isOver() {
        proven = max(proven, anchor.bound)
        break
      }
      let point = PiecewiseValue([.init(start: anchor.energy, end: anchor.energy, value: 0, slope: 0)])
      guard let start = programme.backward(from: point, over: anchor.step..<anchor.step + count) else { continue }
      let bound = start.value(at: anchor.energy, slack: slack) + start.offset
      guard bound > -.infinity else { continue }
      if let best, isProven(best, bound, options) {
        proven = max(proven, bound)
        continue
      }
      var path = DispatchPath(count: count)
      _ = programme.forward(from: anchor.energy, into: &path)
      path.initial = energy(after: anchor.step..<count, of: path, from: anchor.energy)
      path.final = energy(after: 0..<count, of: path, from: path.initial)
      let found = outcome(path, bound: bound, terminal: .none, isCyclic: true)
      proven = max(proven, found.bound)
      if best.map({ found.value > $0.value }) ?? true { best = found }
    }
    guard var best else { return nil }
    best.bound = max(best.value, min(proven, root.bound))
    return best
  }

  /// The states at the ends of the window that a best cycle may touch, by falling bounds.
  private func anchors(_ programme: borrowing GeneralProgramme, price: Double) -> [Anchor] {
    let ends = keepsEnergy || lower == upper ? [lower] : [lower, upper]
    var bounds = [[Double]](repeating: [Double](repeating: 0, count: count), count: ends.count)
    func add(_ step: Int, _ value: PiecewiseValue) {
      for index in ends.indices { bounds[index][step] += value.value(at: ends[index], slack: slack) + value.offset }
    }
    programme.forward(from: PiecewiseValue(price: -price, lower, upper), add)
    programme.backward(from: PiecewiseValue(price: price, lower, upper), add)
    var anchors: [Anchor] = []
    for (energy, bounds) in zip(ends, bounds) {
      for step in 0..<count where bounds[step] > -.infinity {
        anchors.append(Anchor(step: step, energy: energy, bound: bounds[step]))
      }
    }
    return anchors.sorted { $0.bound > $1.bound }
  }

  /// The energy in the store after some steps of a path.
  private func energy(after steps: Range<Int>, of path: DispatchPath, from initial: Double) -> Double {
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    return steps.reduce(initial) { energy, step in
      let flow = recurrence.stored(path.charge[step]) - recurrence.taken(path.discharge[step])
      return energy * retention(step) + flow * problem.steps.hours[step]
    }
  }
}

extension ArbitrageTerms {
  /// Whether what a step earns rises with the energy taken out up to some amount and falls beyond it.
  func hasOnePeak(_ step: Int) -> Bool {
    let asset = problem.asset
    guard asset.minimumChargePower == 0, asset.minimumDischargePower == 0 else { return false }
    let slopes = trades(step).flatMap(\.pieces).map(\.slope)
    guard let fall = slopes.firstIndex(where: { $0 < 0 }) else { return true }
    return slopes[fall...].allSatisfy { $0 <= 0 }
  }

  /// The cycle in which each step does what is best for it alone; `nil` where the window does not let it, or where nothing is lost with time.
  ///
  /// No cycle earns more.
  private func unhinderedCycle() -> ArbitrageOutcome? {
    guard !keepsEnergy else { return nil }
    var path = DispatchPath(count: count)
    var sum = CompensatedSum()
    var kept = 1.0
    var energy = 0.0
    for step in 0..<count {
      var best = (taken: 0.0, value: -Double.infinity)
      for chain in trades(step) {
        var (taken, value) = (chain.start, chain.value)
        for piece in chain.pieces where piece.slope > 0 {
          taken += piece.width
          value += piece.width * piece.slope
        }
        if value > best.value { best = (taken, value) }
      }
      (path.charge[step], path.discharge[step]) = powers(step, taken: best.taken / problem.steps.hours[step])
      sum.add(best.value)
      kept *= retention(step)
      energy = energy * retention(step) - best.taken
    }
    path.initial = energy / (1 - kept)
    var state = path.initial
    for step in 0..<count {
      guard state >= lower - slack, state <= upper + slack else { return nil }
      state = self.energy(after: step..<step + 1, of: path, from: state)
    }
    guard abs(state - path.initial) <= 10 * slack else { return nil }
    path.final = state
    return outcome(path, bound: sum.value, terminal: .none, isCyclic: true)
  }
}
