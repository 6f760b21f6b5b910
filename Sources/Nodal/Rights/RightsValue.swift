public import MarketData
public import Valuation

/// What a congestion right paid over a history of prices.
///
///     let value = try right.value(in: congestion, by: .pjm)
///     value.total                 // in currency
///     value.cashFlows.flows       // by month
///     value.payouts               // by interval, NaN where a price is missing
public struct RightsValue: Hashable, Sendable {
  /// The right.
  public let right: CongestionRight
  /// What was paid in each interval of the panel, in currency; 0 outside the right's hours, NaN where a price is missing.
  ///
  /// What an option earns in an hour of shorter intervals is spread over them by time.
  public let payouts: [Double]
  /// The intervals.
  public let grid: DeliveryGrid
  /// What was paid in all, as far as prices are there.
  public let total: Double
  /// The hours in which the right pays and prices are there.
  public let hours: Double
  /// The hours in which the right pays and a price is missing.
  public let missingHours: Double
  /// The hours in which it brought money.
  public let hoursInTheMoney: Double
  /// What was paid by month on the market's clock, dated by the first day after the month, later by the days of payment.
  public let cashFlows: CashFlows
  /// What the result rests on.
  public let basis: ResultBasis

  /// What a MW was paid for an hour, on average; `nil` without one.
  public var meanPerMegawattHour: Double? {
    hours > 0 && right.megawatts > 0 ? total / hours / right.megawatts : nil
  }

  /// The distribution of what the right brings in a period, from those that miss nothing.
  ///
  /// - Parameter periods: days, months.
  /// - Throws: `empty` without a complete period in which the right pays.
  public func distribution(by periods: DeliveryGrid) throws(NodalError) -> EmpiricalDistribution {
    let sums = periodSums(periods)
    return try valued { () throws(ValuationError) in try EmpiricalDistribution(outcomes: sums) }
  }

  /// The tail of what the right may cost in a period: losses are negative payouts.
  ///
  /// - Throws: As ``distribution(by:)``; `outOfRange` for the measure.
  public func tail(
    by periods: DeliveryGrid, measure: TailMeasure = TailMeasure(level: 0.95)
  ) throws(NodalError) -> TailEstimate {
    let sums = periodSums(periods)
    return try valued { () throws(ValuationError) in try measure.estimate(losses: sums.map { -$0 }) }
  }

  private func periodSums(_ periods: DeliveryGrid) -> [Double] {
    let paying = right.payingHours(over: grid)
    return periods.compactMap { period in
      let range = grid.indices(within: period)
      guard range.contains(where: { paying[$0] > 0 }), grid[range.lowerBound].start == period.start,
        grid[range.upperBound - 1].end == period.end
      else { return nil }
      let sum = range.reduce(0) { $0 + payouts[$1] }
      return sum.isNaN ? nil : sum
    }
  }
}

extension CongestionRight {
  /// Values the right on a history of prices: settled hour by hour.
  ///
  /// Where intervals are shorter, an option is paid max(0, ·) of the mean of the hour, as markets settle it, and an hour that misses a
  /// price is missing; the same holds for obligations of which only the payments are cut.
  ///
  /// - Parameters:
  ///   - prices: the component that the settlement names (the price itself for ERCOT), as it is published.
  ///   - settlement: the rules of the market.
  ///   - party: the name of the holder in the cash flows.
  /// - Throws: `unknownElement` for a place that is not in the panel; `outOfRange` for a size below zero, a funding, or an option, or
  ///   payments cut alone, on intervals of more than an hour, where max(0, ·) of means would be too little.
  /// - Complexity: O(intervals).
  public func value(
    in prices: NodalPanel, by settlement: RightsSettlement, party: String = "holder"
  ) throws(NodalError) -> RightsValue {
    try check()
    try settlement.check()
    let spans = try settlementSpans(of: prices.grid, settlement)
    let (from, to) = (prices.row(at: try prices.index(of: source)), prices.row(at: try prices.index(of: sink)))
    let paying = payingHours(over: prices.grid)
    var payouts = [Double](repeating: 0, count: prices.grid.count)
    var (total, hours, missing, inTheMoney) = (0.0, 0.0, 0.0, 0.0)
    var months = MonthlySums(zone: settlement.zone, paymentDays: settlement.paymentDays)
    for span in spans {
      let paid = span.filter { paying[$0] > 0 }
      let length = paid.reduce(0) { $0 + paying[$1] }
      guard length > 0 else { continue }
      let sinkPrice = paid.reduce(0) { $0 + paying[$1] / length * to[to.startIndex + $1] }
      let sourcePrice = paid.reduce(0) { $0 + paying[$1] / length * from[from.startIndex + $1] }
      guard !sinkPrice.isNaN, !sourcePrice.isNaN else {
        for place in paid { payouts[place] = .nan }
        missing += length
        continue
      }
      let payment = settlement.payment(sink: sinkPrice, source: sourcePrice, kind)
      for place in paid {
        payouts[place] = megawatts * paying[place] * payment
        total += payouts[place]
        months.add(payouts[place], at: prices.grid[place].start)
      }
      hours += length
      if payment > 0 { inTheMoney += length }
    }
    let cashFlows = try months.cashFlows(party, settlement.currency)
    return RightsValue(
      right: self, payouts: payouts, grid: prices.grid, total: total, hours: hours, missingHours: missing,
      hoursInTheMoney: inTheMoney, cashFlows: cashFlows,
      basis: ResultBasis(method: "congestion right on historical prices", conventions: settlement.conventions))
  }

  /// The intervals of a grid that are paid for together: each by itself where payments are proportional to prices, else those of an hour.
  func settlementSpans(of grid: DeliveryGrid, _ settlement: RightsSettlement) throws(NodalError) -> [Range<Int>] {
    let isProportional = kind == .obligation && (settlement.funding == 1 || settlement.cutsCharges)
    if isProportional { return grid.indices.map { $0..<$0 + 1 } }
    guard grid.allSatisfy({ $0.seconds <= 3600 }) else {
      throw NodalError(
        .outOfRange, found: "an option, or payments that are cut alone, on intervals of more than an hour",
        expected: "hours or shorter intervals")
    }
    var spans: [Range<Int>] = []
    var lastHour: Int64?
    for (place, interval) in grid.enumerated() {
      let second = interval.start.secondsSince1970
      let hour = interval.seconds < 3600 ? (second - (second % 3600 + 3600) % 3600) : nil
      if let hour, hour == lastHour, let last = spans.popLast() {
        spans.append(last.lowerBound..<place + 1)
      } else {
        spans.append(place..<place + 1)
      }
      lastHour = hour
    }
    return spans
  }
}

extension RightsSettlement {
  var conventions: [String: String] {
    [
      "settlement": name, "price": component?.rawValue ?? "settlement point price",
      "sign": pathSign > 0 ? "sink - source" : "source - sink", "funding": "\(funding)",
      "charges": cutsCharges ? "cut too" : "in full",
    ]
  }
}

/// Sums by local month, in the order of time.
struct MonthlySums {
  let zone: MarketTimeZone
  let paymentDays: Int
  private var dates: [LocalDate] = []
  private var sums: [Double] = []
  private var current: (period: DeliveryPeriod, span: DeliveryInterval)?

  init(zone: MarketTimeZone, paymentDays: Int) {
    self.zone = zone
    self.paymentDays = paymentDays
  }

  mutating func add(_ amount: Double, at instant: Instant) {
    if current.map({ !$0.span.contains(instant) }) ?? true {
      let date = zone.localDate(of: instant)
      guard let month = DeliveryPeriod(.month, containing: date) else { return }
      current = (month, month.interval(in: zone))
      dates.append(month.end.advanced(byDays: paymentDays))
      sums.append(0)
    }
    sums[sums.count - 1] += amount
  }

  func cashFlows(_ party: String, _ currency: Currency) throws(NodalError) -> CashFlows {
    try valued { () throws(ValuationError) in
      try CashFlows(party: party, currency: currency, flows: zip(dates, sums).map { .init(date: $0, amount: $1) })
    }
  }
}
