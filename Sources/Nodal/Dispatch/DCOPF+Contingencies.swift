import Valuation

extension DCOPF {
  /// Finds the cheapest dispatch that keeps limits also after the outage of each branch, one at a time.
  ///
  /// Limits after outages are found as they are needed: the dispatch is screened, the limits that it breaks are added, and it is
  /// solved again, until none is broken. After the outage of k the flow on l is f(l) + LODF(l, k) f(k).
  ///
  /// - Parameters:
  ///   - places: the branches whose outages count, by place; all active ones unless given.
  ///   - rating: the ratings after an outage.
  ///   - roundLimit: the most screenings.
  /// - Throws: as ``solve()``; `outOfRange` for a place that is not there.
  /// - Complexity: for each round a screening of all outages and a solve; few limits of the many are ever needed.
  /// - Note: Source: F. Capitanescu et al., "Contingency filtering techniques for preventive security-constrained optimal power flow",
  ///   IEEE Trans. Power Syst. 22 (2007) 1690-1697.
  public func solveSecured(
    against places: [Int]? = nil, rating: BranchRating = .emergency, roundLimit: Int = 30
  ) throws(NodalError) -> SecuredDispatch {
    let model = try DCModel(network, convention: options.convention)
    var dispatch = try solve()
    var extra: [ExtraLimit] = []
    var known: Set<DispatchLimit> = []
    var (rounds, excess) = (0, Double.infinity)
    var iterations = dispatch.iterations
    var separating: [Int] = []
    let screening = OutageScreening.Options(rating: rating, maximumOverloads: 8, worsening: 0)
    while dispatch.status.isOptimal, rounds < max(1, roundLimit) {
      rounds += 1
      let found = try model.screenOutages(flow(of: dispatch, model, rating), of: places, options: screening)
      separating = found.outages.filter { $0.status != .connected }.map(\.branch).sorted()
      excess = 0
      var isNew = false
      for outage in found.outages where outage.status == .connected {
        let limits = try broken(by: outage, model)
        for limit in limits {
          excess = max(excess, limit.excess)
          guard limit.excess > Self.excessTolerance, known.insert(limit.limit.limit).inserted else { continue }
          extra.append(limit.limit)
          isNew = true
        }
      }
      guard isNew else { break }
      dispatch = try solve(limiting: extra)
      iterations += dispatch.iterations
    }
    return SecuredDispatch(
      dispatch: dispatch.with(iterations: iterations), limits: extra.map(\.limit), rounds: rounds,
      remainingExcess: dispatch.status.isOptimal ? excess : nil, separating: separating)
  }

  /// How far beyond a limit counts, MW.
  private static var excessTolerance: Double { 1e-5 }

  /// The limits that an outage breaks, and by how much.
  private func broken(
    by outage: OutageScreening.Outage, _ model: DCModel
  ) throws(NodalError) -> [(limit: ExtraLimit, excess: Double)] {
    guard !outage.overloads.isEmpty else { return [] }
    let factors = try model.outage(ofBranchesAt: [outage.branch])
    let name = network.branches[outage.branch].id
    return outage.overloads.compactMap { overload in
      guard let share = factors.factors(ofBranchAt: overload.branch)?.first else { return nil }
      let limit = ExtraLimit(
        limit: .contingency(branch: network.branches[overload.branch].id, outage: name),
        terms: [
          .init(branch: overload.branch, weight: 1), .init(branch: outage.branch, weight: share),
        ],
        bounds: .init(-overload.limit, overload.limit))
      return (limit, overload.excess)
    }
  }

  /// The flows of a dispatch as the screen takes them.
  private func flow(of dispatch: DispatchResult, _ model: DCModel, _ rating: BranchRating) -> DCPowerFlow {
    var injections = network.nodalWithdrawal.map { -$0 }
    for place in network.activeGenerators { injections[network.generatorBus[place]] += dispatch.outputs[place] }
    for place in network.activeHVDCLines {
      let (line, flow) = (network.hvdcLines[place], dispatch.hvdcFlows[place])
      injections[network.hvdcFrom[place]] -= flow
      injections[network.hvdcTo[place]] += flow - line.lossConstant - line.lossSlope * flow
    }
    return DCPowerFlow(
      flows: dispatch.flows, angles: dispatch.angles, injections: injections,
      slackPower: [Double](repeating: 0, count: model.islands.count),
      limits: network.branches.map { rating.limit(of: $0) }, basis: dispatch.basis)
  }
}

extension DispatchResult {
  /// The same with another count of iterations.
  func with(iterations: Int) -> DispatchResult {
    DispatchResult(
      status: status, objective: objective, outputs: outputs, hvdcFlows: hvdcFlows, flows: flows, losses: losses,
      marginalLosses: marginalLosses, angles: angles, prices: prices, binding: binding, conflict: conflict,
      violation: violation, iterations: iterations, basis: basis)
  }
}
