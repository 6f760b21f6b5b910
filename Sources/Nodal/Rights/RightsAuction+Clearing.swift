import NumericalKernels
public import Valuation

/// How an auction of congestion rights cleared.
public struct RightsAuctionResult: Hashable, Sendable {
  /// What became of a bid.
  public struct Award: Hashable, Sendable, Codable {
    /// The bid.
    public let bid: RightsAuction.Bid
    /// What was awarded, MW; all of a right that was held before.
    public let megawatts: Double
    /// The price of a MW of the path.
    public let price: Double

    /// What the holder pays; 0 for a right held before.
    public var payment: Double { bid.isHeld ? 0 : megawatts * price }
  }

  /// How an auction ended.
  public enum Status: String, Hashable, Sendable, Codable {
    /// Cleared: the awards are worth most and can be carried at once.
    case cleared
    /// The rights held before cannot be carried at once.
    case infeasible
    /// The solver stopped short of its tolerance, or limits kept being broken after all rounds.
    case notSolved
  }

  /// How it ended; awards are zero and prices empty unless cleared.
  public let status: Status
  /// What became of each bid, in their order.
  public let awards: [Award]
  /// The price of each bus by place, the reference of the model being 0: a path of obligations costs sink less source.
  public let nodalPrices: [Double]
  /// The limits that bind, dearest first.
  public let binding: [RightsAuction.Limit]
  /// What buyers pay in all.
  public let revenue: Double
  /// What the awards are worth to those who bid.
  public let value: Double
  /// The rounds of limits added and solved again.
  public let rounds: Int
  /// What the result rests on.
  public let basis: ResultBasis

  /// The rights that are out after the auction, held before or bought, each at its size.
  public var rights: [RightsAuction.Bid] {
    awards.map { award in
      var right = award.bid
      right.megawatts = award.megawatts
      return right
    }
  }
}

extension RightsAuction {
  /// Clears bids.
  ///
  /// Prices are the duals: a limit's shadow price times what a MW of the path counts for against it. Where bids tie, the split between them is the
  /// solver's, the same each time.
  ///
  /// - Parameters:
  ///   - bids: the bids, and the rights held before.
  ///   - maximumRounds: how often limits may be added.
  /// - Throws: As ``feasibility(of:tolerance:)``; `empty` without a bid.
  /// - Complexity: for each round a test of feasibility and a linear program of the bids.
  public func clear(_ bids: [Bid], maximumRounds: Int = 100) throws(NodalError) -> RightsAuctionResult {
    guard !bids.isEmpty else { throw NodalError(.empty, found: "no bids", expected: "at least one") }
    let paths = try transfers(bids)
    let open = bids.indices.filter { !bids[$0].isHeld }
    var sizes = bids.map { $0.isHeld || $0.price > 0 ? $0.megawatts : 0 }
    var rows: [Limit] = []
    var isKnown = Set<[Int]>()
    var duals: [Double] = []
    var gap = 0.0
    for round in 1...max(1, maximumRounds) {
      let broken = worst(bids, paths, sizes).filter { $0.excess > 1e-7 * max(1, $0.limit) }.sorted(by: Self.isWorse)
      let new = broken.filter { !isKnown.contains([$0.branch, $0.outage ?? -1, $0.direction]) }
      if new.isEmpty {
        let isDone = broken.allSatisfy { $0.excess <= 1e-5 * max(1, $0.limit) }
        return result(isDone ? .cleared : .notSolved, bids, paths, sizes, rows, duals, gap, round)
      }
      for limit in new.prefix(200) {
        isKnown.insert([limit.branch, limit.outage ?? -1, limit.direction])
        rows.append(limit)
      }
      guard !open.isEmpty else { return result(.infeasible, bids, paths, sizes, rows, [], 0, round) }
      let solution = try solved { () throws(NumericalError) in
        try program(bids, paths, open, rows).solve()
      }
      if solution.status == .primalInfeasible {
        return result(.infeasible, bids, paths, sizes, rows, [], 0, round)
      }
      guard solution.status == .solved else { return result(.notSolved, bids, paths, sizes, rows, [], 0, round) }
      for (column, bid) in open.enumerated() { sizes[bid] = min(bids[bid].megawatts, max(0, solution.x[column])) }
      duals = solution.rowDuals.map { max(0, $0) }
      gap = abs(solution.residuals.gap) / max(1, abs(solution.objective))
    }
    return result(.notSolved, bids, paths, sizes, rows, [], 0, maximumRounds)
  }

  private func program(
    _ bids: [Bid], _ paths: [[Double]], _ open: [Int], _ rows: [Limit]
  ) throws(NumericalError) -> QuadraticProgram {
    var entries: (rows: [Int], columns: [Int], values: [Double]) = ([], [], [])
    var room = rows.map(\.limit)
    for (row, limit) in rows.enumerated() {
      for bid in bids.indices where bids[bid].isHeld {
        room[row] -=
          bids[bid].megawatts
          * factor(bids[bid], paths[bid], branch: limit.branch, outage: limit.outage, direction: limit.direction)
      }
      for (column, bid) in open.enumerated() {
        let value = factor(
          bids[bid], paths[bid], branch: limit.branch, outage: limit.outage, direction: limit.direction)
        guard abs(value) > 1e-12 else { continue }
        entries.rows.append(row)
        entries.columns.append(column)
        entries.values.append(value)
      }
    }
    return try QuadraticProgram(
      linear: open.map { -bids[$0].price },
      constraints: SparseMatrix(
        rows: rows.count, columns: open.count, rowIndices: entries.rows, columnIndices: entries.columns,
        values: entries.values),
      rowLower: [Double](repeating: -.infinity, count: rows.count), rowUpper: room,
      lower: [Double](repeating: 0, count: open.count), upper: open.map { bids[$0].megawatts })
  }

  private func result(
    _ status: RightsAuctionResult.Status, _ bids: [Bid], _ paths: [[Double]], _ sizes: [Double], _ rows: [Limit],
    _ duals: [Double], _ gap: Double, _ rounds: Int
  ) -> RightsAuctionResult {
    let isCleared = status == .cleared
    var binding: [Limit] = []
    var nodal = [Double](repeating: 0, count: isCleared ? model.network.buses.count : 0)
    var prices = [Double](repeating: 0, count: bids.count)
    let largest = duals.reduce(0, max)
    for (row, limit) in rows.enumerated() where isCleared && row < duals.count && duals[row] > 1e-9 * largest {
      var flow = 0.0
      for (place, bid) in bids.enumerated() {
        let share = factor(bid, paths[place], branch: limit.branch, outage: limit.outage, direction: limit.direction)
        prices[place] += duals[row] * share
        flow += sizes[place] * share
      }
      binding.append(
        Limit(
          branch: limit.branch, outage: limit.outage, direction: limit.direction, flow: flow, limit: limit.limit,
          shadowPrice: duals[row]))
      add(limit, duals[row], to: &nodal)
    }
    let awards = bids.indices.map { place in
      RightsAuctionResult.Award(
        bid: bids[place], megawatts: isCleared || bids[place].isHeld ? sizes[place] : 0, price: prices[place])
    }
    return RightsAuctionResult(
      status: status, awards: awards, nodalPrices: nodal,
      binding: binding.sorted { ($1.shadowPrice, $0.branch) < ($0.shadowPrice, $1.branch) },
      revenue: awards.reduce(0) { $0 + $1.payment },
      value: awards.reduce(0) { $0 + ($1.bid.isHeld ? 0 : $1.megawatts * $1.bid.price) }, rounds: rounds,
      basis: ResultBasis(
        method: "auction of congestion rights",
        conventions: model.conventions.merging(conventions) { first, _ in first },
        solverGap: isCleared ? gap : nil))
  }

  /// What a limit takes off the price of each bus: shadow price times shift factor.
  private func add(_ limit: Limit, _ dual: Double, to prices: inout [Double]) {
    guard var factors = try? model.shiftFactors(ofBranchAt: limit.branch) else { return }
    if let outage = limit.outage, let share = lodf?[branch: limit.branch, outage: outage],
      let moved = try? model.shiftFactors(ofBranchAt: outage)
    {
      for bus in factors.indices { factors[bus] += share * moved[bus] }
    }
    for bus in prices.indices { prices[bus] -= Double(limit.direction) * dual * factors[bus] }
  }
}
