public import Valuation

extension RightsAuction {
  /// Whether a set of rights can be carried at once.
  public struct Feasibility: Hashable, Sendable {
    /// Whether no limit is broken by more than the tolerance.
    public var isFeasible: Bool { broken.isEmpty }
    /// The limits that are broken, the furthest first; at most one for each branch and direction, under its worst outage.
    public let broken: [Limit]
    /// The share of its limit to which the fullest branch is used.
    public let fullest: Double
    /// What the result rests on.
    public let basis: ResultBasis
  }

  /// Tests whether rights are simultaneously feasible.
  ///
  /// - Parameters:
  ///   - rights: the rights, each at its full size.
  ///   - tolerance: how far beyond a limit is let pass, MW.
  /// - Throws: `unknownElement` for a bus; `outOfRange` for a negative size or a path between islands; `notFinite`.
  /// - Complexity: O((outages + 1) × branches × (1 + options)).
  public func feasibility(of rights: [Bid], tolerance: Double = 1e-6) throws(NodalError) -> Feasibility {
    let paths = try transfers(rights)
    let found = worst(rights, paths, rights.map(\.megawatts))
    let broken = found.filter { $0.excess > tolerance }.sorted(by: Self.isWorse)
    let fullest = found.reduce(0) { max($0, $1.limit > 0 ? $1.flow / $1.limit : $1.flow > tolerance ? .infinity : 0) }
    return Feasibility(
      broken: broken, fullest: fullest,
      basis: ResultBasis(
        method: "simultaneous feasibility",
        conventions: model.conventions.merging(conventions) { first, _ in first }))
  }

  var conventions: [String: String] {
    [
      "outages": "\(outages.count)", "rating": rating.rawValue, "rating after outages": outageRating.rawValue,
      "options": "counted where they add",
    ]
  }

  static func isWorse(_ left: Limit, _ right: Limit) -> Bool {
    if left.excess != right.excess { return left.excess > right.excess }
    return (left.branch, left.outage ?? -1, left.direction) < (right.branch, right.outage ?? -1, right.direction)
  }

  /// The flow of one MW on each path, on every branch.
  func transfers(_ bids: [Bid]) throws(NodalError) -> [[Double]] {
    var known: [Int: [Double]] = [:]
    var paths: [[Double]] = []
    for (place, bid) in bids.enumerated() {
      guard bid.megawatts.isFinite, bid.price.isFinite else {
        throw NodalError(.notFinite, found: "bid \(bid.id)", expected: "a finite size and price", index: place)
      }
      guard bid.megawatts >= 0 else {
        throw NodalError(
          .outOfRange, found: "bid \(bid.id) of \(bid.megawatts) MW", expected: "0 or more", index: place)
      }
      let (from, to) = (try model.network.busIndex(of: bid.source), try model.network.busIndex(of: bid.sink))
      guard let island = model.islands.ofBus[from], model.islands.ofBus[to] == island else {
        throw NodalError(
          .outOfRange, found: "bid \(bid.id) between buses that hang not together", expected: "one island", index: place
        )
      }
      for bus in [from, to] where known[bus] == nil {
        var injection = [Double](repeating: 0, count: model.network.buses.count)
        injection[bus] = 1
        // Phase shifts drive flows without any injection: they are no part of a transfer.
        known[bus] = zip(try model.flows(ofInjections: injection), try idleFlows()).map { $0 - $1 }
      }
      guard let source = known[from], let sink = known[to] else { continue }
      paths.append(zip(source, sink).map { $0 - $1 })
    }
    return paths
  }

  private func idleFlows() throws(NodalError) -> [Double] {
    guard model.shifts.contains(where: { $0 != 0 }) else {
      return [Double](repeating: 0, count: model.network.branches.count)
    }
    return try model.flows(ofInjections: [Double](repeating: 0, count: model.network.buses.count))
  }

  /// The use of each branch and direction under the state that uses most of it beyond its limit.
  func worst(_ bids: [Bid], _ paths: [[Double]], _ sizes: [Double]) -> [Limit] {
    let count = model.network.branches.count
    var worst = [(excess: Double, flow: Double, outage: Int?, limit: Double)?](repeating: nil, count: 2 * count)
    func consider(_ branch: Int, _ side: Int, _ flow: Double, _ outage: Int?, _ limit: Double) {
      guard limit < .infinity, flow - limit > worst[2 * branch + side]?.excess ?? -.infinity else { return }
      worst[2 * branch + side] = (flow - limit, flow, outage, limit)
    }
    let obligations = bids.indices.filter { bids[$0].kind == .obligation && sizes[$0] != 0 }
    let options = bids.indices.filter { bids[$0].kind == .option && sizes[$0] != 0 }
    var net = [Double](repeating: 0, count: count)
    for bid in obligations { for branch in 0..<count { net[branch] += sizes[bid] * paths[bid][branch] } }
    var states: [Int?] = [nil]
    states += outages.map { $0 }
    var forward = [Double](repeating: 0, count: count)
    var backward = forward
    for outage in states {
      let shares = outage.flatMap { lodf?.column(ofOutage: $0) }
      for branch in 0..<count {
        let flow = net[branch] + (outage.flatMap { out in shares.map { $0[branch] * net[out] } } ?? 0)
        (forward[branch], backward[branch]) = (flow, -flow)
      }
      for option in options {
        let path = paths[option]
        let moved = outage.map { path[$0] } ?? 0
        for branch in 0..<count {
          let flow = sizes[option] * (path[branch] + (shares.map { $0[branch] * moved } ?? 0))
          if flow > 0 { forward[branch] += flow } else { backward[branch] -= flow }
        }
      }
      let limits = outage == nil ? limits : outageLimits
      for branch in 0..<count where branch != outage && model.susceptances[branch] != 0 {
        consider(branch, 0, forward[branch], outage, limits[branch])
        consider(branch, 1, backward[branch], outage, limits[branch])
      }
    }
    return worst.enumerated().compactMap { place, use in
      use.map {
        Limit(
          branch: place / 2, outage: $0.outage, direction: place % 2 == 0 ? 1 : -1, flow: $0.flow, limit: $0.limit,
          shadowPrice: 0)
      }
    }
  }

  /// The flow that a MW of a bid counts for against a limit.
  func factor(_ bid: Bid, _ path: [Double], branch: Int, outage: Int?, direction: Int) -> Double {
    var flow = path[branch]
    if let outage, let share = lodf?[branch: branch, outage: outage] { flow += share * path[outage] }
    flow *= Double(direction)
    return bid.kind == .option ? max(0, flow) : flow
  }
}
