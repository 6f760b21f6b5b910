/// How a fleet's power is split among its units.
///
///     let split = try FleetSetPoint.split(30, among: units, hours: 1.0 / 12)
///     split.powers            // MW of each unit, positive for delivery
///     split.shortfall         // what the fleet cannot do
///
/// Each unit has a time for which it could go on at full power. Those with the longest go first, and all that take part in part end
/// with the same time left: so that the fleet as a whole can deliver whatever comes next for as long as any split allows.
///
/// Source: Evans, Tindemans, Angeli, "Robustly maximal utilisation of energy-constrained distributed resources", Power Systems
/// Computation Conference (2018), for delivery; charging mirrors it.
public struct FleetSetPoint: Hashable, Sendable {
  /// A unit as it stands.
  public struct Unit: Hashable, Sendable {
    /// The unit.
    public let asset: StorageAsset
    /// What is in its store, MWh.
    public let storedEnergy: Double
    /// The part of its power that is there, 0 to 1.
    public let availability: Double

    /// Makes a unit.
    public init(_ asset: StorageAsset, storedEnergy: Double, availability: Double = 1) {
      self.asset = asset
      self.storedEnergy = storedEnergy
      self.availability = availability
    }
  }

  /// The power of each unit, MW: positive for delivery, negative for charging.
  public let powers: [Double]
  /// What of the power that was asked for is missing, with its sign; 0 where the fleet can do it.
  public let shortfall: Double

  /// Splits a power among units for some time.
  ///
  /// - Parameters:
  ///   - power: MW, positive for delivery.
  ///   - units: The units; efficiencies that depend on power count as at full power.
  ///   - hours: For how long, positive.
  /// - Throws: `notFinite` or `outOfRange` for a power, energy or time outside its domain, with the unit's index; `unsupported` for a
  ///   unit with a least power.
  /// - Complexity: O(units · log units).
  public static func split(_ power: Double, among units: [Unit], hours: Double) throws(StorageError) -> FleetSetPoint {
    try InputCheck.finite(power, "power")
    guard hours > 0, hours.isFinite else {
      throw StorageError(.outOfRange, field: "hours", found: "\(hours)", expected: "a positive time")
    }
    let isCharging = power < 0
    var limits: [Double] = []
    var times: [Double] = []
    for (index, unit) in units.enumerated() {
      let asset = unit.asset
      guard asset.minimumChargePower == 0, asset.minimumDischargePower == 0 else {
        throw StorageError(
          .unsupported, field: "units", found: "a least power of \(asset.name)", expected: "none", index: index)
      }
      try InputCheck.within(0...1, unit.availability, "units.availability", index: index)
      guard unit.storedEnergy.isFinite else {
        throw StorageError(
          .notFinite, field: "units.storedEnergy", found: "\(unit.storedEnergy)", expected: "a finite number",
          index: index)
      }
      let most = unit.availability * (isCharging ? asset.chargePower : asset.dischargePower)
      let limit = min(most, isCharging ? asset.greatestChargePower : asset.greatestDischargePower)
      let room =
        isCharging ? asset.window.upperBound - unit.storedEnergy : unit.storedEnergy - asset.window.lowerBound
      let rate =
        isCharging
        ? asset.chargeEfficiency.stored(charging: limit) : asset.dischargeEfficiency.taken(discharging: limit)
      limits.append(limit)
      times.append(rate > 0 ? max(0, room) / rate : 0)
    }
    let shares = shares(abs(power), limits, times, hours)
    let sum = zip(shares, limits).reduce(0) { $0 + $1.0 * $1.1 }
    let sign = isCharging ? -1.0 : 1.0
    return FleetSetPoint(
      powers: zip(shares, limits).map { $0 * $1 == 0 ? 0 : sign * $0 * $1 },
      shortfall: sum < abs(power) - 1e-12 * max(1, abs(power)) ? sign * (abs(power) - sum) : 0)
  }

  /// The part of full power of each unit: clamp((time − left) / hours, 0, min(1, time / hours)), with the time that is left such that
  /// the powers come to the sum, or none left where they cannot.
  private static func shares(_ power: Double, _ limits: [Double], _ times: [Double], _ hours: Double) -> [Double] {
    func share(_ index: Int, _ left: Double) -> Double { min(max((times[index] - left) / hours, 0), 1) }
    func sum(_ left: Double) -> Double { limits.indices.reduce(0) { $0 + share($1, left) * limits[$1] } }
    guard sum(0) > power else { return limits.indices.map { share($0, 0) } }
    // The sum falls as more time is left, by straight pieces between these points.
    let points = (times + times.map { max(0, $0 - hours) } + [0]).sorted()
    var (low, high) = (0, points.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if sum(points[middle]) > power { low = middle } else { high = middle }
    }
    let (above, below) = (sum(points[low]), sum(points[high]))
    let part = above > below ? (above - power) / (above - below) : 0
    let left = points[low] + part * (points[high] - points[low])
    return limits.indices.map { share($0, left) }
  }
}
