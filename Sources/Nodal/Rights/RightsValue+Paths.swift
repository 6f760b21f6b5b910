import MarketData
public import Valuation

/// What a congestion right is worth on simulated prices.
public struct SimulatedRightsValue: Hashable, Sendable {
  /// The right.
  public let right: CongestionRight
  /// What each path pays over the whole term, in currency: on the same paths as every other valuation of a book.
  public let payouts: [Double]
  /// The mean over the paths.
  public let mean: Double
  /// The standard error of the mean.
  public let standardError: Double
  /// The tail of the losses, which are negative payouts.
  public let tail: TailEstimate
  /// The mean of what is paid by month.
  public let cashFlows: CashFlows
  /// What the result rests on.
  public let basis: ResultBasis

  /// The payouts as a distribution.
  ///
  /// - Throws: Nothing for payouts of this type.
  public func distribution() throws(NodalError) -> EmpiricalDistribution {
    try valued { () throws(ValuationError) in try EmpiricalDistribution(outcomes: payouts) }
  }
}

extension CongestionRight {
  /// Values the right on simulated paths: hour by hour on each path, as ``value(in:by:party:)`` does.
  ///
  /// - Parameters:
  ///   - paths: factors of the names of source and sink: the component that the settlement names.
  ///   - settlement: the rules of the market.
  ///   - party: the name of the holder in the cash flows.
  ///   - measure: the tail.
  /// - Throws: `unknownElement` for a factor that is not there; `outOfRange` as ``value(in:by:party:)``, and for the measure.
  /// - Complexity: O(periods × paths).
  public func value(
    on paths: PathSet, by settlement: RightsSettlement, party: String = "holder",
    measure: TailMeasure = TailMeasure(level: 0.95)
  ) throws(NodalError) -> SimulatedRightsValue {
    try check()
    try settlement.check()
    let spans = try settlementSpans(of: paths.grid, settlement)
    let from = try valued { () throws(ValuationError) in try paths.index(of: source) }
    let to = try valued { () throws(ValuationError) in try paths.index(of: sink) }
    let paying = payingHours(over: paths.grid)
    let count = paths.pathCount
    var payouts = [Double](repeating: 0, count: count)
    var months = MonthlySums(zone: settlement.zone, paymentDays: settlement.paymentDays)
    for span in spans {
      let paid = span.filter { paying[$0] > 0 }
      let length = paid.reduce(0) { $0 + paying[$1] }
      guard length > 0 else { continue }
      let prices = paid.map { period in
        (
          share: paying[period] / length, source: paths.values(factor: from, period: period),
          sink: paths.values(factor: to, period: period)
        )
      }
      var sum = 0.0
      for path in 0..<count {
        var (source, sink) = (0.0, 0.0)
        for price in prices {
          source += price.share * price.source[price.source.startIndex + path]
          sink += price.share * price.sink[price.sink.startIndex + path]
        }
        let amount = megawatts * length * settlement.payment(sink: sink, source: source, kind)
        payouts[path] += amount
        sum += amount
      }
      months.add(sum / Double(count), at: paths.grid[span.lowerBound].start)
    }
    let mean = payouts.reduce(0) { $0 + $1 / Double(count) }
    let squares = payouts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = count > 1 ? (squares / Double(count - 1) / Double(count)).squareRoot() : 0
    let losses = payouts.map { -$0 }
    let tail = try valued { () throws(ValuationError) in try measure.estimate(losses: losses) }
    let conventions = settlement.conventions.merging(["measure": paths.measure.rawValue]) { first, _ in first }
    return SimulatedRightsValue(
      right: self, payouts: payouts, mean: mean, standardError: error, tail: tail,
      cashFlows: try months.cashFlows(party, settlement.currency),
      basis: ResultBasis(
        method: "congestion right on simulated prices", conventions: conventions, seed: paths.seed,
        simulationError: error))
  }
}
