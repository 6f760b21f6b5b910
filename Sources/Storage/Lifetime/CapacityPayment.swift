public import MarketData

/// Payment for being there when capacity is short: resource adequacy, a capacity market.
///
///     // 100 MW / 200 MWh counts with 50 MW under a four-hour rule, at 6,000 $/MW-month
///     let payment = try CapacityPayment(durationHours: 4, pricePerMonth: [Double](repeating: 6000, count: 12))
///     payment.qualifyingPower(power: 100, energy: 200)        // 50
///
/// What counts is the power that the store can hold for a duration, min(power, energy/duration), times a share that the operator credits: its
/// effective load-carrying capability.
public struct CapacityPayment: Hashable, Sendable, Codable {
  /// For how long the power must last, hours; zero where energy does not matter.
  public let durationHours: Double
  /// The share of the power that is credited, 0 to 1.
  public let accreditation: Double
  /// The price of a MW for a month, twelve of them from January on.
  public let pricePerMonth: [Double]
  /// What is paid back for a missing MW of a month, as a multiple of its price: 1 forgoes the payment, more is a penalty.
  public let penaltyFactor: Double

  /// Makes a payment.
  ///
  /// - Throws: `countMismatch` unless there are twelve prices, `notFinite`, `outOfRange`.
  public init(
    durationHours: Double, accreditation: Double = 1, pricePerMonth: [Double], penaltyFactor: Double = 1
  ) throws(StorageError) {
    try InputCheck.within(0...8760, durationHours, "durationHours")
    try InputCheck.within(0...1, accreditation, "accreditation")
    try InputCheck.count(pricePerMonth.count, 12, "pricePerMonth")
    for (index, price) in pricePerMonth.enumerated() {
      try InputCheck.within(0...1e9, price, "pricePerMonth", index: index)
    }
    try InputCheck.within(0...100, penaltyFactor, "penaltyFactor")
    self.durationHours = durationHours
    self.accreditation = accreditation
    self.pricePerMonth = pricePerMonth
    self.penaltyFactor = penaltyFactor
  }

  /// The power that counts, MW.
  ///
  /// - Parameters:
  ///   - power: The discharge power, MW at the meter.
  ///   - energy: The energy that it can deliver at the meter, MWh.
  public func qualifyingPower(power: Double, energy: Double) -> Double {
    let sustained = durationHours > 0 ? min(power, energy / durationHours) : power
    return accreditation * max(0, sustained)
  }

  /// The power of an asset that counts, MW: from its whole usable energy.
  public func qualifyingPower(of asset: StorageAsset) -> Double {
    // The energy at the meter is what lasts at full power, times that power.
    let energy = asset.dischargePower > 0 ? asset.duration * asset.dischargePower : 0
    return qualifyingPower(power: asset.greatestDischargePower, energy: energy)
  }

  /// The payment of each month on sold capacity.
  ///
  /// - Parameters:
  ///   - sold: The MW sold.
  ///   - months: The first day of each month.
  ///   - missing: The mean MW that were missing in each month, from 0 to the MW sold; none unless given.
  /// - Returns: sold × price − missing × price × penalty factor, for each month.
  /// - Throws: `outOfRange`, `countMismatch`.
  public func payments(
    sold: Double, months: [LocalDate], missing: [Double]? = nil
  ) throws(StorageError) -> [Double] {
    try InputCheck.size(sold, "sold")
    if let missing { try InputCheck.count(missing.count, months.count, "missing") }
    var result: [Double] = []
    for (index, month) in months.enumerated() {
      let price = pricePerMonth[month.components.month - 1]
      let missed = missing?[index] ?? 0
      try InputCheck.within(0...sold, missed, "missing", index: index)
      result.append(sold * price - missed * price * penaltyFactor)
    }
    return result
  }

  /// The payments as a line of a statement, on the months of a zone that begin within a grid's span.
  ///
  /// - Throws: As ``payments(sold:months:missing:)``; `mismatch` unless the grid is of whole months of the zone.
  public func line(
    market: String, product: String = "capacity", sold: Double, months grid: DeliveryGrid, in zone: MarketTimeZone,
    missing: [Double]? = nil
  ) throws(StorageError) -> Settlement.Line {
    let first = grid.map { zone.localDate(of: $0.start) }
    for (index, interval) in grid.enumerated() {
      let month = DeliveryPeriod(.month, containing: first[index])
      guard let month, month.interval(in: zone) == interval else {
        throw StorageError(
          .mismatch, field: "months", found: "\(interval)", expected: "a calendar month of \(zone)", index: index)
      }
    }
    return try Settlement.Line(
      market: market, product: product, bucket: .capacityPayment, grid: grid,
      amounts: payments(sold: sold, months: first, missing: missing))
  }
}

extension CapacityPayment {
  /// Reads a payment.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      durationHours: container.decode(Double.self, forKey: .durationHours),
      accreditation: container.decode(Double.self, forKey: .accreditation),
      pricePerMonth: container.decode([Double].self, forKey: .pricePerMonth),
      penaltyFactor: container.decode(Double.self, forKey: .penaltyFactor))
  }
}
