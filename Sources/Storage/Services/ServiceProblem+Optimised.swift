import Valuation

extension DispatchMethod {
  /// The interior point along the steps of a store with services.
  public static let stepwiseInteriorPoint = DispatchMethod(rawValue: "interior point along the steps")
}

extension ServiceProblem {
  /// The schedule that earns most.
  ///
  /// Without services it is that of ``DispatchProblem/optimised(_:)``. A store with constant efficiencies and no ramp, least power, yearly budget or decision is solved by an interior point that goes
  /// along the steps, everything else by the general ``DispatchProgram``. Where the store would charge and discharge at once, it is
  /// held to the one or the other: to that which its energy asks for, if that costs no more than the tolerance, else by decisions of a
  /// mixed-integer program, where these are tens. The result names the method, and its bound holds for the true problem.
  ///
  /// - Parameters:
  ///   - options: The tolerances, and what the general program may take.
  ///   - general: Whether the general program is to be used in any case, for a comparison.
  /// - Returns: The schedule; `solvedInaccurately` where it may be further from the best than the tolerance, with the gap that it
  ///   states; `infeasible` and without columns where none is possible.
  /// - Throws: ``StorageError`` where the general program's numbers are beyond what it can take.
  /// - Complexity: O(steps · services) in some 20 to 40 iterations along the steps; else as ``DispatchProgram/solve(_:)``.
  public func optimised(
    _ options: DispatchProgram.Options = DispatchProgram.Options(), general: Bool = false
  ) throws(StorageError) -> DispatchSchedule {
    if !general, offers.isEmpty, dispatch.isProgrammable { return try dispatch.optimised() }
    guard !general, chainObstacle == nil, let held = try alongTheSteps(options) else { return try byProgram(options) }
    if held.schedule.status == .solved || held.steps.count > Self.mostDecisions { return held.schedule }
    // A search that costs no more than some hundreds of solves.
    var search = options
    search.nodeLimit = min(options.nodeLimit, max(50, 20_000_000 / (dispatch.count * (offers.count + 5))))
    let searched = try byProgram(search)
    let allowed = options.decisionTolerance * max(1, abs(held.schedule.objective))
    guard searched.hasSchedule, searched.objective >= held.schedule.objective - allowed else {
      return held.schedule.bounded(by: searched.bound, tolerance: options.decisionTolerance, isSearched: true)
    }
    return searched.bounded(by: held.schedule.bound, tolerance: options.decisionTolerance, isSearched: true)
  }

  /// The most steps of charging and discharging at once that decisions are searched for.
  static let mostDecisions = 60

  /// The schedule of the general program.
  private func byProgram(_ options: DispatchProgram.Options) throws(StorageError) -> DispatchSchedule {
    let solved = try SolvedStores([self], options) { (_, _) throws(StorageError) in }
    let solution = solved.solution
    guard let powers = solved.powers.first else {
      return DispatchSchedule(dispatch, without: solution.status, method: solved.method, bound: solution.bound)
    }
    return try schedule(
      powers.repaired(self), status: solution.status, method: solved.method,
      bound: solution.bound, tolerance: options.decisionTolerance,
      marginalValues: solved.stores[0].balance.map { solution.dual(of: $0) },
      limitPrices: solved.stores[0].limitPrices(in: solution),
      basis: ResultBasis(method: solved.method.rawValue, conventions: conventions, solverGap: solution.gap))
  }

  /// The signs and units of a schedule with services, for its basis.
  var conventions: [String: String] {
    var all = DispatchSchedule.conventions
    all["reservation"] = reservation.rawValue
    all["services"] = "capacity, mileage and the energy of calls in the service's bucket; their wear in degradation"
    return all
  }

  /// What a schedule rests on.
  var inputs: [ResultBasis.Input] { offers.isEmpty ? [.init(dispatch)] : [.init(dispatch), .init(offers)] }

  /// The schedule of given powers, with what the services earn.
  ///
  /// - Parameters:
  ///   - powers: Charge, discharge and awards, MW.
  ///   - bound: What no schedule exceeds; what these powers earn where nothing better is known of them alone.
  ///   - tolerance: How far the bound may lie above the schedule, relative to what it earns (or to 1), for it to count as solved.
  func schedule(
    _ powers: StorePowers, status: DispatchStatus, method: DispatchMethod, bound: Double?,
    tolerance: Double, marginalValues: [Double], limitPrices: [LimitPrice] = [], basis: ResultBasis?
  ) throws(StorageError) -> DispatchSchedule {
    let hours = dispatch.steps.hours
    var revenue: [Revenue.Bucket] = []
    var deployed = [Double](repeating: 0, count: dispatch.count)
    var (wear, throughput) = (CompensatedSum(), CompensatedSum())
    for (offer, award) in zip(offers, powers.awards) {
      var sum = CompensatedSum()
      let isUp = offer.service.direction.isUp
      for t in award.indices {
        let worn = isUp ? offer.service.deployment * award[t] * dispatch.asset.throughputCost * hours[t] : 0
        sum.add(revenuePerAward(offer, at: t) * award[t] * hours[t] + worn)
        wear.add(-worn)
        if isUp { throughput.add(offer.service.deployment * energyOfCallUp * award[t] * hours[t]) }
        deployed[t] += energyGain(offer) * award[t] * hours[t]
      }
      revenue.append(Revenue.Bucket(name: offer.service.name, amount: sum.value))
    }
    if wear.value != 0 { revenue.append(Revenue.Bucket(name: Revenue.degradation, amount: wear.value)) }
    let basis = (basis ?? ResultBasis(method: method.rawValue, conventions: conventions)).resting(on: inputs)
    let schedule = try DispatchSchedule(
      dispatch, charge: powers.charge, discharge: powers.discharge, initialEnergy: initialEnergy(powers),
      awards: zip(offers, powers.awards).map { ServiceAward(name: $0.service.name, power: $1) },
      serviceRevenue: revenue, serviceEnergy: offers.isEmpty ? [] : deployed,
      serviceThroughput: throughput.value, status: status, method: method,
      bound: bound, marginalValues: marginalValues, limitPrices: limitPrices, basis: basis)
    return schedule.bounded(by: schedule.bound, tolerance: tolerance)
  }

  private func initialEnergy(_ powers: StorePowers) -> Double {
    switch dispatch.initial {
    case .energy(let energy): energy
    case .cyclic: powers.energy[dispatch.count - 1]
    }
  }
}
