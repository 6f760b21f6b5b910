/// A contract with one counterparty about what a store earns.
///
///     let floor = StorageContract.floor(level: 60_000, upsideShare: 0.5)        // per MW and year
///     try floor.payment(power: 100, merchant: 4_000_000, years: 1)              // +2,000,000
///     try floor.payment(power: 100, merchant: 9_000_000, years: 1)              // −1,500,000
///
/// Payments are what the owner receives (positive) or gives up (negative) beside the merchant revenue of a period: what is left for
/// the owner is merchant + payment. Levels are per MW and year, reduced to the period's part of a year.
public enum StorageContract: Hashable, Sendable, Codable {
  /// The counterparty dispatches the store and keeps what it earns; the owner receives a fixed rent.
  ///
  /// Below a guaranteed availability the rent falls in proportion to it, and below a guaranteed round-trip efficiency once more.
  case tolling(rent: Double, availabilityGuarantee: Double = 0, efficiencyGuarantee: Double = 0)
  /// The counterparty makes up what is missing to a level and receives a share of what is above it.
  case floor(level: Double, upsideShare: Double = 0)
  /// The counterparty makes up what is missing to a lower level and receives all that is above an upper one.
  case collar(lower: Double, upper: Double)
  /// The counterparty receives a share of the merchant revenue for a fixed payment; losses are shared too.
  case share(part: Double, payment: Double = 0)
  /// The counterparty pays a fixed level and receives the merchant revenue: a swap of the whole.
  case swap(level: Double)

  /// How a store stood up to a contract in a period.
  public struct Performance: Hashable, Sendable, Codable {
    /// The part of the time in which it was available, 0 to 1.
    public var availability: Double
    /// Its round-trip efficiency, 0 to 1; `nil` where it was not measured.
    public var efficiency: Double?

    /// Makes a performance; fully available unless given.
    public init(availability: Double = 1, efficiency: Double? = nil) {
      self.availability = availability
      self.efficiency = efficiency
    }
  }

  /// What the owner receives in a period.
  ///
  /// - Parameters:
  ///   - power: The contracted power, MW.
  ///   - merchant: What the store earned on its markets in the period.
  ///   - years: The length of the period in years.
  ///   - performance: How it stood up.
  /// - Throws: `outOfRange`, `notFinite` with the field.
  public func payment(
    power: Double, merchant: Double, years: Double, performance: Performance = Performance()
  ) throws(StorageError) -> Double {
    try check()
    try InputCheck.size(power, "power")
    try InputCheck.finite(merchant, "merchant")
    try InputCheck.within(0...1000, years, "years")
    try InputCheck.within(0...1, performance.availability, "availability")
    if let efficiency = performance.efficiency { try InputCheck.within(0...1, efficiency, "efficiency") }
    let size = power * years
    switch self {
    case .tolling(let rent, let availabilityGuarantee, let efficiencyGuarantee):
      var part = 1.0
      if performance.availability < availabilityGuarantee { part = performance.availability / availabilityGuarantee }
      if let efficiency = performance.efficiency, efficiency < efficiencyGuarantee {
        part *= efficiency / efficiencyGuarantee
      }
      return rent * size * part - merchant
    case .floor(let level, let upsideShare):
      let excess = merchant - level * size
      return excess < 0 ? -excess : -upsideShare * excess
    case .collar(let lower, let upper):
      if merchant < lower * size { return lower * size - merchant }
      return merchant > upper * size ? upper * size - merchant : 0
    case .share(let part, let payment): return payment * size - part * merchant
    case .swap(let level): return level * size - merchant
    }
  }

  /// What the owner receives on each of some paths or in each of some periods of one length.
  ///
  /// - Throws: As ``payment(power:merchant:years:performance:)``, with the index.
  public func payments(power: Double, merchant: [Double], years: Double) throws(StorageError) -> [Double] {
    try InputCheck.finite(merchant, "merchant")
    var result: [Double] = []
    result.reserveCapacity(merchant.count)
    for revenue in merchant { result.append(try payment(power: power, merchant: revenue, years: years)) }
    return result
  }

  private func check() throws(StorageError) {
    switch self {
    case .tolling(let rent, let availability, let efficiency):
      try InputCheck.within(-1e12...1e12, rent, "rent")
      try InputCheck.within(0...1, availability, "availabilityGuarantee")
      try InputCheck.within(0...1, efficiency, "efficiencyGuarantee")
    case .floor(let level, let share):
      try InputCheck.within(-1e12...1e12, level, "level")
      try InputCheck.within(0...1, share, "upsideShare")
    case .collar(let lower, let upper):
      try InputCheck.within(-1e12...1e12, lower, "lower")
      try InputCheck.within(lower...1e12, upper, "upper")
    case .share(let part, let payment):
      try InputCheck.within(0...1, part, "part")
      try InputCheck.within(-1e12...1e12, payment, "payment")
    case .swap(let level): try InputCheck.within(-1e12...1e12, level, "level")
    }
  }
}
