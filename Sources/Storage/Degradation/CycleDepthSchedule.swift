public import Valuation

/// A schedule that was found with its cycles charged by depth.
public struct CycleDepthSchedule: DocumentedResult {
  /// The schedule; what cycles cost by segments is in its bucket of degradation.
  public let schedule: DispatchSchedule
  /// What its cycles cost by segments: what the program charged.
  public let segmentCost: Double
  /// What they cost by rainflow counting: at most as much, apart from losses by self-discharge, which count as cycles here.
  public let rainflowCost: Double

  /// What the schedule rests on.
  public var basis: ResultBasis { schedule.basis }

  /// A table of both costs, then the schedule.
  public var description: String {
    let costs = [
      ["cycles by segments", TextTable.number(segmentCost)], ["cycles by rainflow", TextTable.number(rainflowCost)],
    ]
    return TextTable(["cost", "amount"], costs).text + "\n" + schedule.description
  }
}

extension ServiceProblem {
  /// The schedule that earns most after its cycles have been paid for by their depth.
  ///
  ///     let wear = try CycleDepthCost(life: life, replacementCost: 60_000_000, capacity: 400)
  ///     let best = try ServiceProblem(problem, offers: []).optimised(charging: wear, segments: 8)
  ///     best.rainflowCost
  ///
  /// The optimum is that of a cost that is linear within each segment; with more segments it comes as close to the curve as is wanted.
  ///
  /// - Parameters:
  ///   - cost: What cycles cost, beside the asset's throughput cost.
  ///   - segments: The number of segments.
  ///   - options: For the general program.
  /// - Throws: As ``DispatchProgram/addCycleDepthCost(_:segments:to:weight:)`` and ``DispatchProgram/solve(_:)``.
  /// - Complexity: A program of some 2·steps·segments variables.
  public func optimised(
    charging cost: CycleDepthCost, segments: Int,
    _ options: DispatchProgram.Options = DispatchProgram.Options()
  ) throws(StorageError) -> CycleDepthSchedule {
    let solved = try SolvedStores([self], options) { (program, stores) throws(StorageError) in
      try program.addCycleDepthCost(cost, segments: segments, to: stores[0])
    }
    let solution = solved.solution
    guard let powers = solved.powers.first else {
      let nothing = DispatchSchedule(dispatch, without: solution.status, method: solved.method, bound: solution.bound)
      return CycleDepthSchedule(schedule: nothing, segmentCost: 0, rainflowCost: 0)
    }
    let charged = max(0, solution.value(of: solved.parts.cost))
    var basis = ResultBasis(method: solved.method.rawValue, conventions: conventions, solverGap: solution.gap)
    basis.conventions["degradation"] = "by cycle depth in \(segments) segments"
    basis.inputs =
      inputs + [
        .init("cycle cost") { digest in
          digest.add([cost.replacementCost, cost.capacity])
          digest.add(cost.life.points.flatMap { [$0.depth, $0.cycles] })
          digest.add(cost.life.exponents)
        }
      ]
    let plain = try schedule(
      powers.repaired(self), status: solution.status, method: solved.method, bound: nil,
      tolerance: options.decisionTolerance,
      marginalValues: solved.stores[0].balance.map { solution.dual(of: $0) },
      limitPrices: solved.stores[0].limitPrices(in: solution), basis: basis)
    let worn = plain.adding(
      -charged, to: Revenue.degradation, bound: solution.bound, tolerance: options.decisionTolerance)
    return CycleDepthSchedule(
      schedule: worn, segmentCost: charged, rainflowCost: cost.cost(of: [worn.initialEnergy] + worn.storedEnergy))
  }
}

extension DispatchSchedule {
  /// The same schedule with one amount more.
  ///
  /// - Parameters:
  ///   - bound: What no schedule exceeds.
  ///   - tolerance: As in ``bounded(by:tolerance:)``.
  func adding(_ amount: Double, to bucket: String, bound: Double, tolerance: Double) -> DispatchSchedule {
    var revenue = revenue
    revenue.add(amount, to: bucket)
    return with(revenue, status: status, bound: max(bound, revenue.total)).bounded(by: bound, tolerance: tolerance)
  }

  /// The same schedule under another bound that holds for its problem as well: the lower of both counts.
  ///
  /// - Parameters:
  ///   - other: What no schedule exceeds.
  ///   - tolerance: How far the bound may lie above the schedule, relative to what it earns (or to 1), for it to count as solved.
  ///   - isSearched: Whether a schedule that the bound shows to be that near is solved however the search ended.
  func bounded(by other: Double, tolerance: Double, isSearched: Bool = false) -> DispatchSchedule {
    guard hasSchedule, other > -.infinity else { return self }
    let bound = max(objective, min(bound, other))
    let isNear = bound - objective <= tolerance * max(1, abs(objective))
    var status = status
    if status == .solved, !isNear { status = .solvedInaccurately }
    if isSearched, isNear, status == .solvedInaccurately || status == .iterationLimit { status = .solved }
    return with(revenue, status: status, bound: bound)
  }

  private func with(_ revenue: Revenue, status: DispatchStatus, bound: Double) -> DispatchSchedule {
    DispatchSchedule(
      steps: steps, charge: charge, discharge: discharge, storedEnergy: storedEnergy, initialEnergy: initialEnergy,
      awards: awards, revenue: revenue, status: status, method: method, objective: revenue.total, bound: bound,
      marginalValues: marginalValues, limitPrices: limitPrices, equivalentCycles: equivalentCycles, basis: basis)
  }
}
