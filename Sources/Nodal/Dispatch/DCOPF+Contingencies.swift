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
      let flow = flow(of: dispatch, model, rating)
      let screen = try OutageScreen(model, flow: flow, places: places, options: screening, sparesOverloads: false)
      let found = try screen.allOutages()
      separating = found.filter { $0.status != .connected }.map(\.branch).sorted()
      let broken = Self.broken(found, flow)
      excess = broken.reduce(0) { sum, outage in outage.overloads.reduce(sum) { max($0, $1.excess) } }
      var isNew = false
      for (outage, overloads) in broken {
        for limit in try limits(outage, overloads.filter { $0.excess > Self.excessTolerance }, model)
        where known.insert(limit.limit).inserted {
          extra.append(limit)
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

  /// What each outage overloads.
  ///
  /// A branch that is beyond its rating for outages without any is so after nearly every one of them: its worst is enough for a round.
  private static func broken(
    _ outages: [OutageScreening.Outage], _ flow: DCPowerFlow
  ) -> [(outage: Int, overloads: [BranchLoading])] {
    var worst: [Int: (outage: Int, excess: Double)] = [:]
    for outage in outages where outage.status == .connected {
      for overload in outage.overloads
      where abs(flow.flows[overload.branch]) > overload.limit && overload.excess > worst[overload.branch]?.excess ?? 0 {
        worst[overload.branch] = (outage.branch, overload.excess)
      }
    }
    return outages.filter { $0.status == .connected }.map { outage in
      (outage.branch, outage.overloads.filter { worst[$0.branch].map { $0.outage == outage.branch } ?? true })
    }
  }

  /// The limits that keep an outage from overloading branches.
  private func limits(
    _ outage: Int, _ overloads: [BranchLoading], _ model: DCModel
  ) throws(NodalError) -> [ExtraLimit] {
    guard !overloads.isEmpty else { return [] }
    let factors = try model.outage(ofBranchesAt: [outage])
    let name = network.branches[outage].id
    return overloads.compactMap { overload in
      guard let share = factors.factors(ofBranchAt: overload.branch)?.first else { return nil }
      return ExtraLimit(
        limit: .contingency(branch: network.branches[overload.branch].id, outage: name),
        terms: [.init(branch: overload.branch, weight: 1), .init(branch: outage, weight: share)],
        bounds: .init(-overload.limit, overload.limit))
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
      status: status, objective: objective, outputs: outputs, storageOutputs: storageOutputs, hvdcFlows: hvdcFlows,
      flows: flows, losses: losses,
      marginalLosses: marginalLosses, angles: angles, prices: prices, binding: binding, conflict: conflict,
      violation: violation, iterations: iterations, basis: basis)
  }
}
