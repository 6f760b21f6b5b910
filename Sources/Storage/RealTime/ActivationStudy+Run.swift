import NumericalKernels
public import Valuation

/// What came of many courses of calls.
public struct ActivationRisk: Hashable, Sendable {
  /// The number of courses.
  public let pathCount: Int
  /// The mean of the stored energy when each step ends, MWh.
  public let meanStored: [Double]
  /// The probability that some call cannot be met in full before the last step ends.
  public let shortfallProbability: Double
  /// The part of the called energy that was not delivered, by service in the order of the awards.
  public let undelivered: [Double]
  /// The mean of what calls and corrections earn beside the plan, at the problem's prices, wear included.
  public let meanRevenue: Double
  /// How far the state would have strayed from the plan with no window, MWh: for each step the courses by rising size.
  let strays: [[Double]]
  /// What the figures rest on; the simulation error is that of the probability.
  public let basis: ResultBasis

  /// How far the planned state must stay from the lower and the upper end of the window when each step ends, for calls to fit
  /// with a probability, MWh.
  ///
  /// - Throws: `outOfRange` for a confidence outside 0 to 1.
  public func margins(confidence: Double) throws(StorageError) -> [(low: Double, high: Double)] {
    try InputCheck.within(0...1, confidence, "confidence")
    return strays.map { sorted in
      func rank(_ part: Double) -> Double {
        sorted[min(sorted.count - 1, max(0, Int((part * Double(sorted.count)).rounded(.up)) - 1))]
      }
      return (low: max(0, -rank(1 - confidence)), high: max(0, rank(confidence)))
    }
  }
}

extension ActivationStudy {
  /// Draws courses of calls and runs the store through them.
  ///
  /// Random numbers are by seed and path: the same on every machine.
  ///
  /// - Throws: `outOfRange` for no paths, `tooLarge` for more than 50 million draws.
  /// - Complexity: O(paths × steps × awards).
  public func run(paths: Int, seed: UInt64) throws(StorageError) -> ActivationRisk {
    let count = problem.count
    try InputCheck.within(1...1e9, Double(paths), "paths")
    guard paths <= 50_000_000 / (count * models.count) else {
      throw StorageError(
        .tooLarge, field: "paths", found: "\(paths) paths of \(count) steps and \(models.count) awards",
        expected: "at most 50000000 draws")
    }
    let execution = StoreExecution(problem)
    var sums = Sums(count, awards: models.count, paths: paths)
    for path in 0..<paths {
      var stream = RandomStream(seed: seed, path: UInt64(path))
      course(execution, &stream, &sums)
    }
    let number = Double(paths)
    return ActivationRisk(
      pathCount: paths, meanStored: sums.stored.map { $0 / number },
      shortfallProbability: Double(sums.failures) / number,
      undelivered: zip(sums.missed, sums.called).map { $1 > 0 ? $0 / $1 : 0 }, meanRevenue: sums.revenue / number,
      strays: sums.strays.map { $0.sorted() }, basis: basis(seed, paths: paths, failures: sums.failures))
  }

  private func basis(_ seed: UInt64, paths: Int, failures: Int) -> ResultBasis {
    let part = Double(failures) / Double(paths)
    return ResultBasis(
      method: "simulation of calls", conventions: ["recovery": recoveryHours.map { "\($0) h" } ?? "none"],
      inputs: [
        .init(problem),
        .init("plan") { digest in
          digest.add(schedule.initialEnergy)
          for values in [schedule.charge, schedule.discharge, schedule.storedEnergy] { digest.add(values) }
          for (award, direction) in zip(schedule.awards, directions) {
            digest.add(award.name)
            digest.add(direction.rawValue)
            digest.add(award.power)
          }
        },
        .init("models") { digest in
          for model in models { model.add(to: &digest) }
        },
      ], seed: seed, simulationError: (part * (1 - part) / Double(paths)).squareRoot())
  }

  private struct Sums {
    var stored: [Double]
    var strays: [[Double]]
    var called: [Double]
    var missed: [Double]
    var failures = 0
    var revenue = 0.0

    init(_ steps: Int, awards: Int, paths: Int) {
      stored = [Double](repeating: 0, count: steps)
      strays = [[Double]](repeating: [], count: steps)
      for step in 0..<steps { strays[step].reserveCapacity(paths) }
      called = [Double](repeating: 0, count: awards)
      missed = called
    }
  }

  private func course(_ execution: StoreExecution, _ stream: inout RandomStream, _ sums: inout Sums) {
    let asset = problem.asset
    let (low, high) = (asset.window.lowerBound, asset.window.upperBound)
    let recurrence = StoreRecurrence(asset, problem.steps)
    let out = recurrence.taken(max(asset.dischargePower, 1e-9)) / max(asset.dischargePower, 1e-9)
    let into = recurrence.stored(max(asset.chargePower, 1e-9)) / max(asset.chargePower, 1e-9)
    var (state, planned, stray) = (schedule.initialEnergy, schedule.initialEnergy, 0.0)
    var hasFailed = false
    for step in 0..<problem.count {
      let hours = problem.steps.hours[step]
      let kept = recurrence.retention(step)
      // What the plan itself means by its state holds the mean deployment where its method counts it.
      let drift = schedule.storedEnergy[step] - planned * kept
      planned = schedule.storedEnergy[step]
      let planPower = schedule.discharge[step] - schedule.charge[step]
      let planChange = execution.change(step, power: planPower)
      let expectedCalls = drift - planChange
      let (up, down) = held(step)
      let power = planPower + correction(step, state * kept + drift - planned, planPower, up: up, down: down)
      let free = execution.change(step, power: power)
      let base = state * kept + free
      var (earned, calls, wantedCalls) = (0.0, 0.0, 0.0)
      for (index, award) in schedule.awards.enumerated() where award.power[step] > 0 {
        for isUp in [true, false] where isUp ? directions[index].isUp : directions[index].isDown {
          let energy = award.power[step] * models[index].draw(hours: hours, &stream) * hours
          let wanted = isUp ? -energy * out : energy * into
          let room = isUp ? low - (base + calls) : high - (base + calls)
          let done = isUp ? max(wanted, min(0, room)) : min(wanted, max(0, room))
          calls += done
          sums.called[index] += energy
          let delivered = wanted == 0 ? 0 : energy * done / wanted
          if energy - delivered > 1e-9 * max(1, energy) {
            sums.missed[index] += energy - delivered
            hasFailed = true
          }
          earned += value(isUp ? delivered / hours : -delivered / hours, step)
          wantedCalls += wanted
        }
      }
      // What the plan wants beyond the window, having strayed from where it thought to be, is traded back.
      let done = execution.step(step, from: state, wanted: power, calls: calls)
      earned += value(done.discharge - done.charge, step) - value(planPower, step)
      stray = stray * kept + wantedCalls + free - planChange - expectedCalls
      state = done.stored
      sums.stored[step] += state
      sums.strays[step].append(stray)
      sums.revenue += earned
    }
    if hasFailed { sums.failures += 1 }
  }

  /// The power that awards hold, up and down.
  private func held(_ step: Int) -> (up: Double, down: Double) {
    var (up, down) = (0.0, 0.0)
    for (index, award) in schedule.awards.enumerated() {
      if directions[index].isUp { up += award.power[step] }
      if directions[index].isDown { down += award.power[step] }
    }
    return (up, down)
  }

  /// The power that leads the state back to the plan, MW delivered, within what plan and awards leave free.
  private func correction(_ step: Int, _ deviation: Double, _ planPower: Double, up: Double, down: Double) -> Double {
    guard let recoveryHours else { return 0 }
    let recurrence = StoreRecurrence(problem.asset, problem.steps)
    let power = deviation / max(recoveryHours, problem.steps.hours[step])
    let most = max(0, problem.dischargeLimit(at: step) - up - planPower)
    let least = max(0, problem.chargeLimit(at: step) - down + planPower)
    let unit = max(problem.asset.dischargePower, problem.asset.chargePower, 1e-9)
    let meter = power > 0 ? power / (recurrence.taken(unit) / unit) : power / (recurrence.stored(unit) / unit)
    return min(max(meter, -least), most)
  }

  /// What a net power earns in a step, wear included.
  private func value(_ power: Double, _ step: Int) -> Double {
    let hours = problem.steps.hours[step]
    return power > 0
      ? (problem.sellPrices[step] - problem.asset.throughputCost) * power * hours
      : problem.buyPrices[step] * power * hours
  }
}
