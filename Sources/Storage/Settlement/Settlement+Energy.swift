public import MarketData

extension Settlement {
  /// Settles energy that was sold in several markets one after the other, and what was delivered in the end.
  ///
  /// The first position is settled in full, each further one by its change from the one before, the meter by its difference from
  /// the last: `Σ p₀q₀h + Σ p₁(q₁ − q₀)h + … + Σ p(m − qₙ)h`, each sum over the intervals of its own market. So a position that
  /// is not changed costs nothing further, and no MWh is paid twice. A position of another grid counts with its mean over an interval.
  ///
  ///     // Day-ahead 10 MW at 50, delivered 8 MW at a real-time price of 70: 500 − 140.
  ///     let lines = try Settlement.energy(market: "CAISO", positions: [dayAhead], metered: metered)
  ///
  /// - Parameters:
  ///   - market: Whose statement it is.
  ///   - positions: The positions in the order in which the markets closed.
  ///   - metered: What was delivered; deviations are not settled without it.
  /// - Returns: A line for each position and one for the meter.
  /// - Throws: `empty` without any of both, `mismatch` where a later interval is not covered by the market before.
  /// - Complexity: O(intervals).
  public static func energy(
    market: String, positions: [EnergyPosition], metered: MeteredEnergy? = nil
  ) throws(StorageError) -> [Line] {
    guard !positions.isEmpty || metered != nil else {
      throw StorageError(.empty, field: "positions", found: "no position", expected: "one, or a meter")
    }
    var lines: [Line] = []
    var before: EnergyPosition?
    for position in positions {
      let reference = try Self.reference(before, on: position.grid)
      let amounts = position.power.indices.map {
        position.price[$0] * (position.power[$0] - reference[$0]) * position.grid.hours(at: $0)
      }
      lines.append(
        try Line(
          market: market, product: position.product, bucket: position.bucket, grid: position.grid, amounts: amounts))
      before = position
    }
    if let metered {
      let reference = try Self.reference(before, on: metered.grid)
      let amounts = metered.power.indices.map { index in
        let deviation = metered.power[index] - reference[index]
        let price =
          switch metered.prices {
          case .single(let prices): prices[index]
          case .dual(let surplus, let shortfall): deviation > 0 ? surplus[index] : shortfall[index]
          }
        return price * deviation * metered.grid.hours(at: index)
      }
      lines.append(
        try Line(
          market: market, product: before?.product ?? "energy", bucket: metered.bucket, grid: metered.grid,
          amounts: amounts))
    }
    return lines
  }

  /// Day-ahead energy at the day-ahead price, and the difference of delivery from it at the real-time price.
  ///
  /// - Parameters:
  ///   - market: Whose statement it is.
  ///   - dayAhead: The day-ahead intervals, the power sold (MW) and the price (per MWh).
  ///   - realTime: The real-time intervals, the power delivered and the real-time price.
  /// - Throws: As ``energy(market:positions:metered:)``.
  public static func twoSettlement(
    market: String, dayAhead: (grid: DeliveryGrid, power: [Double], price: [Double]),
    realTime: (grid: DeliveryGrid, power: [Double], price: [Double])
  ) throws(StorageError) -> [Line] {
    try energy(
      market: market,
      positions: [
        EnergyPosition(.dayAheadEnergy, grid: dayAhead.grid, power: dayAhead.power, price: dayAhead.price)
      ],
      metered: MeteredEnergy(grid: realTime.grid, power: realTime.power, prices: .single(realTime.price)))
  }

  /// The mean power of an earlier position in each interval of a later market.
  private static func reference(
    _ position: EnergyPosition?, on grid: DeliveryGrid
  ) throws(StorageError) -> [Double] {
    guard let position else { return [Double](repeating: 0, count: grid.count) }
    if position.grid == grid { return position.power }
    var result: [Double] = []
    result.reserveCapacity(grid.count)
    for (index, interval) in grid.enumerated() {
      let covering = position.grid.indices(overlapping: interval)
      guard position.grid.span.contains(interval), let first = covering.first else {
        throw StorageError(
          .mismatch, field: "positions", found: "no position in \(interval)",
          expected: "one that covers each interval of the market after it", index: index)
      }
      guard covering.count > 1 else {
        result.append(position.power[first])
        continue
      }
      var energy = 0.0
      for place in covering {
        let shared = position.grid[place].intersection(interval)?.seconds ?? 0
        energy += position.power[place] * Double(shared)
      }
      result.append(energy / Double(interval.seconds))
    }
    return result
  }
}
