public import MarketData
public import Valuation

/// What a hedge at the hub leaves open for somebody who is paid at a node.
///
///     let risk = try BasisRisk(node: "NODE 7", hub: "WESTERN HUB", in: prices, megawatts: 50, by: days)
///     risk.hedged.quantile            // value at risk of a day with the hedge
///     risk.unhedged.quantile          // and without
///     risk.effectiveness              // the share of variance that the hedge takes away
///
/// The owner receives the node's price for its power and has sold ``hedgeRatio`` of it forward at the hub: its income of a period,
/// less what is expected of it, is Σ MW · hours · (node - ratio · hub) less the mean over the periods. Losses are positive. A negative power is
/// a buyer's.
public struct BasisRisk: Hashable, Sendable {
  /// How much of the power is hedged.
  public enum Hedge: Hashable, Sendable {
    /// A ratio: 1 sells as much at the hub as is produced at the node.
    case ratio(Double)
    /// The ratio that leaves the least variance of the periods: cov(node, hub) / var(hub).
    case leastVariance
  }

  /// The node.
  public let node: String
  /// The hub.
  public let hub: String
  /// What is sold at the hub for each MW at the node.
  public let hedgeRatio: Double
  /// The periods, in order; those that miss an hour are left out.
  public let periods: [DeliveryInterval]
  /// The periods that were left out.
  public let incompletePeriods: Int
  /// What each period brings above its mean without the hedge, in currency.
  public let unhedgedGains: [Double]
  /// What each period brings above its mean with the hedge, in currency.
  public let hedgedGains: [Double]
  /// The tail of the losses without the hedge.
  public let unhedged: TailEstimate
  /// The tail of the losses with the hedge.
  public let hedged: TailEstimate
  /// The mean of the node's income over the hedge's, for each period, in currency: what the basis is worth on average.
  public let meanBasisIncome: Double
  /// The share of the variance that the hedge takes away; negative where it adds some, `nil` where there is none.
  public let effectiveness: Double?
  /// What the result rests on.
  public let basis: ResultBasis

  /// Measures the risk from a history, or any sample, of prices.
  ///
  /// - Parameters:
  ///   - node: the node.
  ///   - hub: the hub.
  ///   - prices: a panel that has both; missing prices make their period incomplete.
  ///   - megawatts: the power at the node, constant.
  ///   - profile: the power of each interval of the panel as a share of `megawatts`; constant unless given.
  ///   - periods: what the risk is counted over: days, months.
  ///   - hedge: how much is hedged.
  ///   - measure: the tail; the worst 5 % of periods unless given.
  /// - Throws: `unknownElement`; `notFinite`; `countMismatch` for a profile of another length; `empty` with fewer than two complete
  ///   periods; `outOfRange` for a measure, and for a least variance against a hub that does not vary.
  /// - Complexity: O(intervals + periods).
  public init(
    node: String, hub: String, in prices: NodalPanel, megawatts: Double = 1, profile: [Double]? = nil,
    by periods: DeliveryGrid, hedge: Hedge = .ratio(1), measure: TailMeasure = TailMeasure(level: 0.95)
  ) throws(NodalError) {
    let (atNode, atHub) = (prices.row(at: try prices.index(of: node)), prices.row(at: try prices.index(of: hub)))
    let profile = profile ?? [Double](repeating: 1, count: prices.grid.count)
    guard profile.count == prices.grid.count else {
      throw NodalError(.countMismatch, found: "\(profile.count) shares", expected: "\(prices.grid.count)")
    }
    guard megawatts.isFinite, profile.allSatisfy(\.isFinite) else {
      throw NodalError(.notFinite, found: "a power that is not finite", expected: "a finite one")
    }
    var (nodeIncome, hubIncome, kept): ([Double], [Double], [DeliveryInterval]) = ([], [], [])
    var incomplete = 0
    for period in periods {
      let range = prices.grid.indices(within: period)
      guard let first = range.first, let last = range.last, prices.grid[first].start == period.start,
        prices.grid[last].end == period.end
      else {
        incomplete += prices.grid.indices(overlapping: period).isEmpty ? 0 : 1
        continue
      }
      var (node, hub) = (0.0, 0.0)
      for interval in range {
        let energy = megawatts * profile[interval] * prices.grid.hours(at: interval)
        node += energy * atNode[atNode.startIndex + interval]
        hub += energy * atHub[atHub.startIndex + interval]
      }
      if node.isNaN || hub.isNaN {
        incomplete += 1
        continue
      }
      nodeIncome.append(node)
      hubIncome.append(hub)
      kept.append(period)
    }
    guard kept.count > 1 else {
      throw NodalError(.empty, found: "\(kept.count) complete periods", expected: "at least two")
    }
    let (nodeGain, hubGain) = (Self.centred(nodeIncome), Self.centred(hubIncome))
    let hubVariance = hubGain.gains.reduce(0) { $0 + $1 * $1 }
    switch hedge {
    case .ratio(let ratio):
      guard ratio.isFinite else { throw NodalError(.notFinite, found: "a ratio of \(ratio)", expected: "a finite one") }
      hedgeRatio = ratio
    case .leastVariance:
      guard hubVariance > 0 else {
        throw NodalError(.outOfRange, found: "a hub that does not vary", expected: "one that does")
      }
      hedgeRatio = zip(nodeGain.gains, hubGain.gains).reduce(0) { $0 + $1.0 * $1.1 } / hubVariance
    }
    let ratio = hedgeRatio
    let hedgedGain = Self.centred(zip(nodeIncome, hubIncome).map { $0 - ratio * $1 })
    (unhedgedGains, hedgedGains, meanBasisIncome) = (nodeGain.gains, hedgedGain.gains, hedgedGain.mean)
    unhedged = try valued { () throws(ValuationError) in try measure.estimate(losses: nodeGain.gains.map { -$0 }) }
    hedged = try valued { () throws(ValuationError) in try measure.estimate(losses: hedgedGain.gains.map { -$0 }) }
    let before = nodeGain.gains.reduce(0) { $0 + $1 * $1 }
    effectiveness = before > 0 ? 1 - hedgedGain.gains.reduce(0) { $0 + $1 * $1 } / before : nil
    (self.node, self.hub, self.periods, incompletePeriods) = (node, hub, kept, incomplete)
    basis = ResultBasis(
      method: "historical basis risk of a hub hedge",
      conventions: [
        "loss": "income below the mean of the periods", "quantile": measure.quantileConvention.rawValue,
        "shortfall": measure.shortfallConvention.rawValue, "level": "\(measure.level)",
      ])
  }

  private static func centred(_ values: [Double]) -> (mean: Double, gains: [Double]) {
    let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
    return (mean, values.map { $0 - mean })
  }
}
