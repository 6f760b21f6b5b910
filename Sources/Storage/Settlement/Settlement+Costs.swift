public import MarketData

extension Settlement {
  /// A cost in proportion to energy: wear for each MWh discharged, a fee for each MWh through the meter.
  ///
  ///     // 2 $/MWh on what was discharged
  ///     try Settlement.cost(.operatingCost, market: "owner", grid: hours, energy: discharged, rate: 2)
  ///
  /// - Parameters:
  ///   - bucket: What the money is for.
  ///   - market: Whose statement it is.
  ///   - product: What it is for.
  ///   - grid: The intervals.
  ///   - energy: MWh of each interval.
  ///   - rate: The cost per MWh; positive is paid.
  /// - Returns: A line with the amounts −energy × rate.
  /// - Throws: `countMismatch`, `notFinite`.
  public static func cost(
    _ bucket: SettlementBucket, market: String, product: String = "energy", grid: DeliveryGrid, energy: [Double],
    rate: Double
  ) throws(StorageError) -> Line {
    try InputCheck.finite(rate, "rate")
    return try Line(
      market: market, product: product, bucket: bucket, grid: grid,
      amounts: energy.map { $0 == 0 ? 0 : -$0 * rate })
  }
}
