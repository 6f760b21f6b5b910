import NumericalKernels
import Valuation

extension DCModel {
  /// The flow on each branch for each MW that one party puts in and another takes out; the slack plays no part.
  ///
  /// - Parameters:
  ///   - source: who puts it in.
  ///   - sink: who takes it out.
  /// - Throws: as ``TransferParty/shares(in:)``; `unsound` where the parties are not in the same islands in the same shares.
  /// - Complexity: one solve.
  public func transferFactors(
    from source: TransferParty, to sink: TransferParty
  ) throws(NodalError) -> [Double] {
    let shares = (try source.shares(in: network), try sink.shares(in: network))
    var sums = [Double](repeating: 0, count: islands.count)
    var right = [Double](repeating: 0, count: solver.factors.symbolic.size)
    for bus in rows.indices {
      let share = shares.0[bus] - shares.1[bus]
      if let island = islands.ofBus[bus] { sums[island] += share }
      if rows[bus] >= 0 { right[rows[bus]] = share }
    }
    guard sums.allSatisfy({ abs($0) < 1e-9 }) else {
      throw NodalError(
        .unsound, found: "\(source.name) and \(sink.name) in islands of their own",
        expected: "parties that branches join")
    }
    return try solved { () throws(NumericalError) in solver.values(of: try solver.factors.solve(right)) }
  }

  /// How much more can be moved from one party to another, with the outage of every branch that is no bridge.
  ///
  /// - Parameters:
  ///   - source: who puts it in.
  ///   - sink: who takes it out.
  ///   - flow: the flows without the transfer; those of the stored dispatch unless given.
  ///   - options: ratings, outages, and what counts as a limit.
  /// - Throws: as ``transferFactors(from:to:)`` and ``screenOutages(_:of:options:)``; `outOfRange` for an option.
  /// - Complexity: as ``screenOutages(_:of:options:)``: each outage is screened at the transfer of the last of the limits found so
  ///   far, so that few need to be worked out.
  public func transferCapability(
    from source: TransferParty, to sink: TransferParty, flow: DCPowerFlow? = nil,
    options: TransferCapability.Options = .init()
  ) throws(NodalError) -> TransferCapability {
    guard options.minimumFactor > 0, options.minimumFactor.isFinite, options.maximumTransfer >= 0,
      options.maximumTransfer.isFinite, options.limitCount > 0
    else {
      throw NodalError(
        .outOfRange,
        found: "a factor of \(options.minimumFactor), \(options.maximumTransfer) MW and \(options.limitCount) limits",
        expected: "a positive factor, a transfer that is not negative, at least one limit")
    }
    let factors = try transferFactors(from: source, to: sink)
    let flow = if let flow { flow } else { try powerFlow(rating: options.rating) }
    try checkFlows(flow.flows)
    var search = LimitSearch(network: network, flows: flow.flows, factors: factors, options: options)
    search.takeBase()
    try takeOutages(&search, options.outages)
    return TransferCapability(
      capability: min(options.maximumTransfer, max(0, search.limits.first?.transfer ?? .infinity)),
      limits: search.limits, factors: factors,
      basis: ResultBasis(
        method: "transfer capability by outage factors",
        conventions: [
          "susceptance": convention.rawValue, "rating": options.rating.rawValue,
          "outageRating": options.outageRating.rawValue, "source": source.name, "sink": sink.name,
        ]))
  }

  private func takeOutages(_ search: inout LimitSearch, _ places: [Int]?) throws(NodalError) {
    let all = network.branches.indices
    if let odd = places?.first(where: { !all.contains($0) }) {
      throw NodalError(.outOfRange, found: "branch \(odd)", expected: "a place below \(all.count)", index: odd)
    }
    let isBridge = graph.isBridge
    let outages = (places.map { Set($0).sorted() } ?? Array(all)).filter { susceptances[$0] != 0 && !isBridge[$0] }
    let unweighted = [Double](repeating: 0, count: all.count)
    for start in stride(from: 0, to: outages.count, by: 256) {
      let chunk = Array(outages[start..<min(outages.count, start + 256)])
      let level = search.flowsAtLevel
      let limits = search.outageLimits
      try solved { () throws(NumericalError) in
        try solver.screenRemovals(of: chunk, values: level, inverseLimits: unweighted, limits: limits) { removal in
          guard abs(1 - removal.ownValue) > 1e-9 else { return }
          search.take(removal, outage: chunk[removal.index])
        }
      }
    }
  }
}

/// The tightest limits found so far.
private struct LimitSearch {
  let network: Network
  let flows: [Double]
  let factors: [Double]
  let options: TransferCapability.Options
  let outageLimits: [Double]
  private(set) var limits: [TransferCapability.Limit] = []

  init(network: Network, flows: [Double], factors: [Double], options: TransferCapability.Options) {
    self.network = network
    self.flows = flows
    self.factors = factors
    self.options = options
    outageLimits = options.outageRating.limits(of: network)
  }

  /// The transfer beyond which a limit would not be kept.
  private var level: Double {
    limits.count < options.limitCount ? options.maximumTransfer : limits[limits.count - 1].transfer
  }

  /// The flows at that transfer: a limit that counts is exceeded there, or reached.
  var flowsAtLevel: [Double] {
    let level = level
    return flows.indices.map { flows[$0] + factors[$0] * level }
  }

  mutating func takeBase() {
    let base = options.rating.limits(of: network)
    for branch in flows.indices {
      add(branch, outage: nil, flow: flows[branch], factor: factors[branch], limit: base[branch])
    }
  }

  mutating func take(_ removal: EdgeSolver.Removal, outage: Int) {
    for excess in removal.excesses {
      add(
        excess.edge, outage: outage, flow: flows[excess.edge] + excess.share * flows[outage],
        factor: factors[excess.edge] + excess.share * factors[outage], limit: outageLimits[excess.edge])
    }
  }

  private mutating func add(_ branch: Int, outage: Int?, flow: Double, factor: Double, limit: Double) {
    guard limit < .infinity, abs(factor) >= options.minimumFactor else { return }
    let transfer = ((factor > 0 ? limit : -limit) - flow) / factor
    guard transfer <= level else { return }
    let fresh = TransferCapability.Limit(
      branch: branch, branchID: network.branches[branch].id, outage: outage,
      outageID: outage.map { network.branches[$0].id }, factor: factor, flow: flow, limit: limit, transfer: transfer)
    let place = limits.firstIndex { TransferCapability.Limit.isTighter(fresh, $0) } ?? limits.count
    guard place < options.limitCount else { return }
    if limits.count == options.limitCount { limits.removeLast() }
    limits.insert(fresh, at: place)
  }
}
