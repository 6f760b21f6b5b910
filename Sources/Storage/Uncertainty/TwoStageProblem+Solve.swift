import Valuation

extension TwoStageProblem {
  /// Finds the best position and awards, and values it against the mean's and against perfect foresight.
  ///
  /// One program over all scenarios for what is sold first, then one of each scenario: with that fixed, with what is best against the mean
  /// fixed, and free. Least powers, losses that are not convex, and steps in which charging and discharging at once would pay take decisions,
  /// in up to 60 steps of a program; the joint one is a relaxation where it would take more, and ``TwoStageResult/gap`` says what is left
  /// open. Least awards and durations of services take one more decision a step and service, whatever the scenarios.
  ///
  /// - Throws: `tooLarge` for a least power, losses that are not convex or a service that takes decisions in more than 60 steps, or too many
  ///   scenarios; `outOfRange` where no dispatch meets the ends.
  /// - Complexity: a few tens of sparse factorisations of order scenarios × steps; decisions as in ``DispatchProgram/solve(_:)``.
  public func solve(
    _ options: DispatchProgram.Options = DispatchProgram.Options()
  ) throws(StorageError) -> TwoStageResult {
    guard realTime.count * steps.count <= Self.largestCount else {
      throw StorageError(
        .tooLarge, field: "scenarios", found: "\(realTime.count) of \(steps.count) steps",
        expected: "at most \(Self.largestCount) steps in all")
    }
    let futures = (0..<realTime.count).map { future($0) }
    let joint = try plan(futures, sold: nil, aversion: aversion, options)
    let mean = Future(weight: 1, dayAhead: dayAhead.mean, realTime: realTime.mean)
    let meanPlan = try plan([mean], sold: nil, aversion: nil, options)
    var (values, net) = ([Double](), [[Double]]())
    var (meanValues, perfect) = ([Double](), [Double]())
    for future in futures {
      var single = future
      single.weight = 1
      let recourse = try plan([single], sold: joint.sold, aversion: nil, options)
      values.append(recourse.values[0])
      net.append(recourse.net[0])
      meanValues.append(try plan([single], sold: meanPlan.sold, aversion: nil, options).values[0])
      perfect.append(try plan([single], sold: nil, aversion: nil, options).values[0])
    }
    func expectation(_ values: [Double]) -> Double { zip(values, realTime.weights).reduce(0) { $0 + $1.0 * $1.1 } }
    let expected = expectation(values)
    let shortfall = try aversion.map { (aversion) throws(StorageError) in
      try self.shortfall(values, level: aversion.level)
    }
    let weight = aversion?.weight ?? 0
    let objective = (1 - weight) * expected + weight * (shortfall ?? 0)
    return TwoStageResult(
      status: joint.status, position: joint.sold.position,
      awards: zip(offers, joint.sold.awards).map { ServiceAward(name: $0.service.name, power: $1) }, netPower: net,
      values: values, expectedValue: expected,
      shortfallValue: shortfall, objective: objective, bound: max(joint.bound, objective),
      meanSolutionValue: expectation(meanValues), perfectForesightValue: expectation(perfect),
      basis: ResultBasis(
        method: "two-stage linear program", conventions: ["recourse": "each scenario seen as a whole"], inputs: inputs,
        solverGap: max(0, joint.bound - objective) / max(1, abs(objective))))
  }

  private var inputs: [ResultBasis.Input] {
    (offers.isEmpty ? [] : [.init(offers)]) + [
      .init(meanDispatch), .init("dayAhead", dayAhead), .init("realTime", realTime),
      .init("terms") { digest in
        switch commitment {
        case .power: digest.add("power")
        case .deliverable: digest.add("deliverable")
        case .within(let range): digest.add([range.lowerBound, range.upperBound])
        }
        digest.add([deviationCharge, aversion?.weight ?? 0, aversion?.level ?? 0])
        digest.add(reservation.rawValue)
      },
    ]
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

  /// What is sold in the first stage: energy, and the award of each offer.
  private struct Sold {
    var position: [Double]
    var awards: [[Double]]
  }

  /// What a program gives: what is sold, and the value and net power of each future as the store can deliver them.
  private struct Plan {
    var status: DispatchStatus
    var sold: Sold
    var values: [Double]
    var net: [[Double]]
    var bound: Double
  }

  /// The most steps of all scenarios together.
  private static let largestCount = 400_000

  /// Solves the joint program of some futures, with a position and awards of its own or given ones.
  private func plan(
    _ futures: [Future], sold fixed: Sold?, aversion: Aversion?, _ options: DispatchProgram.Options
  ) throws(StorageError) -> Plan {
    // Energy is settled against the position, so the stores come without prices; the last one, which promises, costs nothing, and what
    // it does at once says nothing.
    try store.requireFewDecisions()
    // The first store decides on awards; the others sell as much, without decisions of their own.
    let follower = try store.withoutDecisions(committed: fixed?.awards ?? [])
    let lead = fixed == nil ? store : follower
    let promises = fixed == nil && commitment == .deliverable
    var strictness: [DispatchProgram.Strictness] = []
    for future in futures { strictness.append(try dispatch(future.realTime).expectedStrictness) }
    if promises { strictness.append(store.dispatch.expectedStrictness) }
    let solved = try SolvedStores(
      strictness.indices.map { $0 == 0 ? lead : follower }, isFree: false, earns: false, strictness: strictness,
      examined: futures.count, mostDecisions: ServiceProblem.mostDecisions, options
    ) { (program, stores) throws(StorageError) in
      let position = try addPosition(fixed?.position, to: &program)
      for other in fixed == nil ? stores.dropFirst() : [] { try program.addSameAwards(stores[0], other) }
      if promises {
        let promise = stores[futures.count]
        for step in position.indices { try program.addRow(promise.netPower(at: step) - position[step], in: 0...0) }
      }
      var values: [LinearExpression] = []
      for (future, store) in zip(futures, stores) { values.append(try value(of: future, store, position, &program)) }
      try addObjective(values, futures, aversion, to: &program)
      return position
    }
    guard solved.solution.hasValues else { throw StorageError(noDispatch: solved.solution.status) }
    var repaired = solved.powers.prefix(futures.count).map { $0.repaired(follower) }
    let sold = fixed ?? Sold(position: solved.parts.map { solved.solution.value(of: $0) }, awards: awards(repaired))
    if fixed == nil, !offers.isEmpty {
      let committed = try store.withoutDecisions(committed: sold.awards)
      repaired = repaired.map { $0.repaired(committed) }
    }
    var (values, net) = ([Double](), [[Double]]())
    for (powers, future) in zip(repaired, futures) {
      let (value, power) = try settled(powers, sold.position, future)
      values.append(value)
      net.append(power)
    }
    return Plan(status: solved.solution.status, sold: sold, values: values, net: net, bound: solved.solution.bound)
  }

  /// The awards that every future can keep: they differ by rounding only.
  private func awards(_ powers: [StorePowers]) -> [[Double]] {
    offers.indices.map { offer in
      steps.hours.indices.map { step in powers.map { $0.awards[offer][step] }.min() ?? 0 }
    }
  }

  private func addPosition(
    _ fixed: [Double]?, to program: inout DispatchProgram
  ) throws(StorageError) -> [LinearExpression] {
    if let fixed { return fixed.map { LinearExpression($0) } }
    var position: [LinearExpression] = []
    for limits in positionLimits { position.append(LinearExpression(try program.addVariable(in: limits))) }
    return position
  }

  /// What a future brings: the position at its day-ahead price, the deviation at its real-time price, and what the store costs.
  private func value(
    of future: Future, _ store: StoreVariables, _ position: [LinearExpression], _ program: inout DispatchProgram
  ) throws(StorageError) -> LinearExpression {
    var value = store.revenue + LinearExpression(-auxiliaryCost(future))
    let limits = positionLimits
    for step in position.indices {
      let (hours, price) = (steps.hours[step], future.realTime[step])
      let most =
        2 * (asset.chargePower + asset.dischargePower)
        + max(abs(limits[step].lowerBound), abs(limits[step].upperBound))
      let surplus = LinearExpression(try program.addVariable(in: 0...most))
      let lack = LinearExpression(try program.addVariable(in: 0...most))
      try program.addRow(store.netPower(at: step) - position[step] - surplus + lack, in: 0...0)
      value += future.dayAhead[step] * hours * position[step]
      value += hours * ((price - deviationCharge) * surplus - (price + deviationCharge) * lack)
      for (offer, awards) in zip(offers, store.awards) where offer.service.netDeployment != 0 {
        value += price * hours * offer.service.netDeployment * awards[step]
      }
    }
    return value
  }

  /// The mean of the values, and with aversion the mean of the worst.
  private func addObjective(
    _ values: [LinearExpression], _ futures: [Future], _ aversion: Aversion?, to program: inout DispatchProgram
  ) throws(StorageError) {
    let averse = aversion?.weight ?? 0
    for (value, future) in zip(values, futures) { try program.addRevenue((1 - averse) * future.weight * value) }
    guard let aversion, averse > 0 else { return }
    // The value at risk, whose weight in the objective is that of the shortfall.
    let threshold = LinearExpression(try program.addVariable(in: -.infinity ... .infinity, revenue: averse))
    for (value, future) in zip(values, futures) {
      let excess = LinearExpression(
        try program.addVariable(in: 0 ... .infinity, revenue: -averse * future.weight / (1 - aversion.level)))
      try program.addRow(value + excess - threshold, in: 0 ... .infinity)
    }
  }

  private var positionLimits: [ClosedRange<Double>] {
    (0..<steps.count).map { step in
      if case .within(let range) = commitment { return range }
      return -meanDispatch.chargeLimit(at: step)...meanDispatch.dischargeLimit(at: step)
    }
  }

  private func auxiliaryCost(_ future: Future) -> Double {
    asset.auxiliaryLoad * zip(future.realTime, steps.hours).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The value and the net power of a future with powers that the store can deliver.
  private func settled(
    _ powers: StorePowers, _ position: [Double], _ future: Future
  ) throws(StorageError) -> (value: Double, net: [Double]) {
    let schedule = try store.schedule(
      powers, status: .followed, method: .rule, bound: nil, tolerance: 0, marginalValues: [], basis: nil)
    // Without prices of energy the schedule holds what services pay, wear and the terminal value.
    var value = schedule.objective - auxiliaryCost(future)
    for (step, power) in schedule.netPower.enumerated() {
      let deviation = power - position[step]
      let called = zip(offers, powers.awards).reduce(0) { $0 + $1.0.service.netDeployment * $1.1[step] }
      value +=
        steps.hours[step]
        * (future.dayAhead[step] * position[step] + future.realTime[step] * (deviation + called)
          - deviationCharge * abs(deviation))
    }
    return (value, schedule.netPower)
  }
}

extension ServiceProblem {
  /// The same problem with services that need no decisions of yes or no, their awards already made unless empty.
  fileprivate func withoutDecisions(committed awards: [[Double]]) throws(StorageError) -> ServiceProblem {
    var continuous: [ServiceOffer] = []
    for (index, offer) in offers.enumerated() {
      let service = offer.service
      continuous.append(
        ServiceOffer(
          try AncillaryService(
            service.name, service.direction, durationHours: service.durationHours,
            laterDurations: service.laterDurations, deployment: service.deployment, mileage: service.mileage,
            maximumAward: service.maximumAward, coverage: service.coverage),
          prices: offer.prices, mileagePrices: offer.mileagePrices, limits: offer.limits,
          commitments: awards.isEmpty ? offer.commitments : awards[index]))
    }
    return try ServiceProblem(dispatch, offers: continuous, reservation: reservation)
  }
}

extension AncillaryService {
  /// The energy that calls deliver on average, less what they draw, for each MWh of award.
  fileprivate var netDeployment: Double {
    (direction.isUp ? deployment : 0) - (direction.isDown ? deployment : 0)
  }
}

extension DispatchProgram {
  /// Makes two stores with the same services sell as much of each.
  fileprivate mutating func addSameAwards(_ first: StoreVariables, _ second: StoreVariables) throws(StorageError) {
    for (ones, others) in zip(first.awards, second.awards) {
      for (one, other) in zip(ones, others) { try addRow(one - other, in: 0...0) }
    }
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
