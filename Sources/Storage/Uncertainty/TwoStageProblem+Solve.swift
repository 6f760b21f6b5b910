public import NumericalKernels
import Valuation

extension TwoStageProblem {
  /// Finds the best position, and values it against the mean's and against perfect foresight.
  ///
  /// One linear program over all scenarios for the position, then one of each scenario: with the position fixed, with the mean's
  /// position fixed, and free. Steps whose prices would pay for charging and discharging at once get a binary in the
  /// programs of single scenarios (up to 48 such steps); ``TwoStageResult/gap`` says what is left open.
  ///
  /// - Throws: `unsupported` for a minimum power, losses that are not convex or a terminal curve that is not concave; `tooLarge`; `outOfRange`
  ///   where no dispatch meets the ends.
  /// - Complexity: a few tens of sparse factorisations of order scenarios × steps.
  public func solve(_ options: ConvexOptions = ConvexOptions()) throws(StorageError) -> TwoStageResult {
    let futures = (0..<realTime.count).map { future($0) }
    let joint = try plan(futures, position: nil, aversion: aversion, options)
    let mean = Future(weight: 1, dayAhead: dayAhead.mean, realTime: realTime.mean)
    let meanPlan = try plan([mean], position: nil, aversion: nil, options)
    var (values, net) = ([Double](), [[Double]]())
    var (meanValues, perfect) = ([Double](), [Double]())
    for future in futures {
      var single = future
      single.weight = 1
      let recourse = try plan([single], position: joint.position, aversion: nil, options)
      values.append(recourse.values[0])
      net.append(recourse.net[0])
      meanValues.append(try plan([single], position: meanPlan.position, aversion: nil, options).values[0])
      perfect.append(try plan([single], position: nil, aversion: nil, options).values[0])
    }
    func expectation(_ values: [Double]) -> Double { zip(values, realTime.weights).reduce(0) { $0 + $1.0 * $1.1 } }
    let expected = expectation(values)
    let shortfall = try aversion.map { (aversion) throws(StorageError) in
      try self.shortfall(values, level: aversion.level)
    }
    let weight = aversion?.weight ?? 0
    let objective = (1 - weight) * expected + weight * (shortfall ?? 0)
    return TwoStageResult(
      status: joint.status, position: joint.position, netPower: net, values: values, expectedValue: expected,
      shortfallValue: shortfall, objective: objective, bound: max(joint.bound, objective),
      meanSolutionValue: expectation(meanValues), perfectForesightValue: expectation(perfect),
      basis: ResultBasis(
        method: "two-stage linear program", conventions: ["recourse": "each scenario seen as a whole"],
        solverGap: max(0, joint.bound - objective) / max(1, abs(objective))))
  }

  /// The mean of the worst values beyond a level.
  private func shortfall(_ values: [Double], level: Double) throws(StorageError) -> Double {
    guard level > 0 else { return zip(values, realTime.weights).reduce(0) { $0 + $1.0 * $1.1 } }
    do throws(ValuationError) {
      return -(try TailMeasure(level: level).estimate(losses: values.map { -$0 }, weights: realTime.weights).shortfall)
    } catch {
      throw StorageError(
        .outOfRange, field: "aversion.level", found: "\(level)", expected: "a level that has a tail", cause: error)
    }
  }

  /// What a program gives: the position, and the value and net power of each future as the store can deliver them.
  private struct Plan {
    var status: DispatchStatus
    var position: [Double]
    var values: [Double]
    var net: [[Double]]
    var bound: Double
  }

  /// Solves the joint program of some futures, with a position of its own or a given one.
  private func plan(
    _ futures: [Future], position fixed: [Double]?, aversion: Aversion?, _ options: ConvexOptions
  ) throws(StorageError) -> Plan {
    var builder = LinearBuilder()
    let limits = positionLimits
    let position = steps.hours.indices.map { step in
      fixed.map { builder.variable($0[step], $0[step]) }
        ?? builder.variable(limits[step].lowerBound, limits[step].upperBound)
    }
    if fixed == nil, commitment == .deliverable {
      let promise = try DispatchBlock(
        meanDispatch, .init(weight: 0, tradesEnergy: false), into: &builder)
      for step in position.indices { builder.row(0, 0, promise.net(step) + [(position[step], -1)]) }
    }
    let averse = aversion.map { $0.weight } ?? 0
    // The value at risk, whose weight in the objective is that of the shortfall.
    let threshold = averse > 0 ? builder.variable(cost: -averse, -.infinity, .infinity) : nil
    var blocks: [DispatchBlock] = []
    for future in futures {
      let problem = try dispatch(future.realTime)
      let pays = (0..<steps.count).count { DispatchBlock.paysAtOnce(problem, $0) }
      let weight = (1 - averse) * future.weight
      var entries: [(variable: Int, factor: Double)] = []
      let before = builder.costs.count
      let block = try DispatchBlock(
        problem,
        .init(weight: 1, tradesEnergy: false, excludesSimultaneity: futures.count == 1 && pays <= 48), into: &builder)
      for step in position.indices {
        let (hours, price) = (steps.hours[step], future.realTime[step])
        let most =
          2 * (asset.chargePower + asset.dischargePower) + max(abs(limits[step].lowerBound), limits[step].upperBound)
        let surplus = builder.variable(cost: hours * (deviationCharge - price), 0, most)
        let lack = builder.variable(cost: hours * (deviationCharge + price), 0, most)
        builder.row(0, 0, block.net(step) + [(position[step], -1), (surplus, -1), (lack, 1)])
        entries.append((position[step], future.dayAhead[step] * hours))
        builder.add(cost: -weight * future.dayAhead[step] * hours, to: position[step])
      }
      blocks.append(block)
      // The block's costs so far are those of the scenario by itself: its value enters the row of the shortfall, its weight the objective.
      entries += (before..<builder.costs.count).map { ($0, -builder.costs[$0]) }
      if let threshold, let aversion {
        let excess = builder.variable(cost: averse * future.weight / (1 - aversion.level), 0, .infinity)
        builder.row(-constant(future), .infinity, entries + [(excess, 1), (threshold, -1)])
        builder.scaleCosts(of: before..<excess, by: weight)
      } else {
        builder.scaleCosts(of: before..<builder.costs.count, by: weight)
      }
    }
    let outcome = try builder.solve(options, field: "scenarios")
    guard let x = outcome.x else {
      throw StorageError(
        .outOfRange, field: "terminal", found: "no dispatch: \(outcome.status)",
        expected: "ends, limits and prices for which there is one")
    }
    let chosen = fixed ?? position.map { x[$0] }
    var (values, net) = ([Double](), [[Double]]())
    for (block, future) in zip(blocks, futures) {
      let (value, power) = try deliver(block, x, chosen, future)
      values.append(value)
      net.append(power)
    }
    // With aversion the constants of the tail are in the value at risk.
    let fixedPart = futures.reduce(0) { $0 + (1 - averse) * $1.weight * constant($1) }
    return Plan(status: outcome.status, position: chosen, values: values, net: net, bound: fixedPart - outcome.bound)
  }

  private var positionLimits: [ClosedRange<Double>] {
    (0..<steps.count).map { step in
      if case .within(let range) = commitment { return range }
      return -meanDispatch.chargeLimit(at: step)...meanDispatch.dischargeLimit(at: step)
    }
  }

  /// The part of a future's value that no decision changes: the auxiliary load, and the least value of a terminal curve.
  private func constant(_ future: Future) -> Double {
    var constant = -auxiliaryCost(future)
    if case .curve(let points) = terminal { constant += points.first?.value ?? 0 }
    return constant
  }

  private func auxiliaryCost(_ future: Future) -> Double {
    asset.auxiliaryLoad * zip(future.realTime, steps.hours).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The value of a future as the store can deliver it.
  private func deliver(
    _ block: DispatchBlock, _ x: [Double], _ position: [Double], _ future: Future
  ) throws(StorageError) -> (value: Double, net: [Double]) {
    let problem = try dispatch(future.realTime)
    let powers = block.powers(x)
    let execution = StoreExecution(problem, end: terminal.endRange(in: asset.window))
    let done = execution.run(from: initialEnergy, wanted: zip(powers.discharge, powers.charge).map { $0 - $1 })
    var value = -auxiliaryCost(future) + terminal.value(of: done.stored.last ?? initialEnergy)
    var net: [Double] = []
    for step in position.indices {
      let (hours, power) = (steps.hours[step], done.discharge[step] - done.charge[step])
      let deviation = power - position[step]
      value +=
        hours
        * (future.dayAhead[step] * position[step] + future.realTime[step] * deviation
          - deviationCharge * abs(deviation) - asset.throughputCost * done.discharge[step])
      net.append(power)
    }
    return (value, net)
  }
}

extension TerminalValue {
  /// The energies at which a dispatch may end; `nil` for all of the window.
  func endRange(in window: ClosedRange<Double>) -> ClosedRange<Double>? {
    switch self {
    case .none, .price: return nil
    case .energy(let energy): return energy...energy
    case .curve(let points):
      guard let low = points.first?.energy, let high = points.last?.energy else { return nil }
      return max(low, window.lowerBound)...max(max(low, window.lowerBound), min(high, window.upperBound))
    }
  }
}
