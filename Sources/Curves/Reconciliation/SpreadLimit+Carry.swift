public import MarketData

extension SpreadLimit {
  /// Bounds on the rise from each month to the next in a period: `cost` a month, as storage and capital cost it.
  ///
  ///     definition.spreadLimits = SpreadLimit.carry(costPerMonth: 0.35, in: QuotePeriod("GY-26"))
  ///
  /// A rise over several months is then bounded by as many times the cost. Months that begin before the period or end after it are left out.
  public static func carry(costPerMonth cost: Double, in period: QuotePeriod, block: Block = .base) -> [SpreadLimit] {
    var months: [QuotePeriod] = []
    for part in period.monthlyParts where part.contract?.kind == .month { months.append(part) }
    return zip(months, months.dropFirst()).map { SpreadLimit(from: $0, to: $1, block: block, atMost: cost) }
  }
}
