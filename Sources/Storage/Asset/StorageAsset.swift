/// A store of energy as it stands on the ground: sizes, losses, limits and the cost of using it.
///
///     let battery = try StorageAsset(
///       name: "Alamo", power: 100, energyCapacity: 400, chargeEfficiency: EfficiencyCurve(0.92),
///       dischargeEfficiency: EfficiencyCurve(0.92), throughputCost: 4)
///     battery.roundTripEfficiency                                      // 0.8464
///     let bigger = try battery.replacing(energyCapacity: 800)
///
/// Power is at the meter, energy is in the store. Charging x MWh at the meter puts ηc·x in; discharging y MWh takes y/ηd out.
/// An asset is checked when it is made and stays valid: every method may rely on it.
public struct StorageAsset: Hashable, Sendable {
  /// What it is called.
  public let name: String
  /// The most power drawn at the meter to charge, MW.
  public internal(set) var chargePower: Double
  /// The most power delivered at the meter, MW.
  public internal(set) var dischargePower: Double
  /// The energy that fits into the store, MWh.
  public internal(set) var energyCapacity: Double
  /// The stored energy that may be used, MWh: the state-of-charge window.
  public internal(set) var window: ClosedRange<Double>
  /// The part of the energy drawn that reaches the store.
  public internal(set) var chargeEfficiency: EfficiencyCurve
  /// The part of the energy taken out of the store that reaches the meter.
  public internal(set) var dischargeEfficiency: EfficiencyCurve
  /// The part of the stored energy that is lost in an hour; over h hours (1 − loss)^h stays.
  public internal(set) var selfDischarge: Double
  /// The power that cooling and controls draw all the time, MW; bought at the buying price, whatever the store does.
  public internal(set) var auxiliaryLoad: Double
  /// The most that the net power may change, MW per hour: between steps i and i + 1 by `ramp` × the hours of step i + 1;
  /// `nil` without a limit.
  public internal(set) var ramp: Double?
  /// The least power while charging, MW: it charges with at least this or not at all.
  public internal(set) var minimumChargePower: Double
  /// The least power while discharging, MW.
  public internal(set) var minimumDischargePower: Double
  /// The most power that the site may draw from the grid, MW, the auxiliary load included; `nil` without a limit.
  public internal(set) var importLimit: Double?
  /// The most power that the site may deliver to the grid, MW, net of the auxiliary load; `nil` without a limit.
  public internal(set) var exportLimit: Double?
  /// What a MWh discharged at the meter costs in wear, in the currency of the prices.
  public internal(set) var throughputCost: Double
  /// How much the store may be used.
  public internal(set) var cycleLimits: CycleLimits

  /// Makes an asset.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - chargePower: MW at the meter.
  ///   - dischargePower: MW at the meter; as `chargePower` unless given.
  ///   - energyCapacity: MWh in the store.
  ///   - window: MWh; the whole capacity unless given.
  ///   - chargeEfficiency: 0.01 to 1.
  ///   - dischargeEfficiency: 0.01 to 1.
  ///   - selfDischarge: The part lost in an hour, from 0 to below 1.
  ///   - auxiliaryLoad: MW.
  ///   - ramp: MW per hour.
  ///   - minimumChargePower: MW.
  ///   - minimumDischargePower: MW.
  ///   - importLimit: MW.
  ///   - exportLimit: MW.
  ///   - throughputCost: Currency per MWh discharged; not negative.
  ///   - cycleLimits: By day and year.
  /// - Throws: `outOfRange` or `mismatch` with the field; `outOfRange` too for a capacity of more than 1e9 hours of the greatest power, beside
  ///   which what a step moves would be rounding.
  public init(
    name: String = "storage", power chargePower: Double, dischargePower: Double? = nil, energyCapacity: Double,
    window: ClosedRange<Double>? = nil, chargeEfficiency: EfficiencyCurve, dischargeEfficiency: EfficiencyCurve,
    selfDischarge: Double = 0, auxiliaryLoad: Double = 0, ramp: Double? = nil, minimumChargePower: Double = 0,
    minimumDischargePower: Double = 0, importLimit: Double? = nil, exportLimit: Double? = nil,
    throughputCost: Double = 0, cycleLimits: CycleLimits = .none
  ) throws(StorageError) {
    self.name = name
    self.chargePower = chargePower
    self.dischargePower = dischargePower ?? chargePower
    self.energyCapacity = energyCapacity
    self.window = window ?? 0...max(0, energyCapacity)
    self.chargeEfficiency = chargeEfficiency
    self.dischargeEfficiency = dischargeEfficiency
    self.selfDischarge = selfDischarge
    self.auxiliaryLoad = auxiliaryLoad
    self.ramp = ramp
    self.minimumChargePower = minimumChargePower
    self.minimumDischargePower = minimumDischargePower
    self.importLimit = importLimit
    self.exportLimit = exportLimit
    self.throughputCost = throughputCost
    self.cycleLimits = cycleLimits
    try check()
  }

  private func check() throws(StorageError) {
    try InputCheck.size(chargePower, "chargePower")
    try InputCheck.size(dischargePower, "dischargePower")
    try InputCheck.size(energyCapacity, "energyCapacity")
    guard window.lowerBound >= 0, window.upperBound <= energyCapacity else {
      throw StorageError(
        .outOfRange, field: "window", found: "\(window)", expected: "a part of 0 to \(energyCapacity) MWh")
    }
    guard selfDischarge >= 0, selfDischarge < 1 else {
      throw StorageError(
        .outOfRange, field: "selfDischarge", found: "\(selfDischarge)", expected: "a part from 0 to below 1 per hour")
    }
    try InputCheck.size(auxiliaryLoad, "auxiliaryLoad")
    try InputCheck.within(0...Self.greatestThroughputCost, throughputCost, "throughputCost")
    try InputCheck.within(0...chargePower, minimumChargePower, "minimumChargePower")
    try InputCheck.within(0...dischargePower, minimumDischargePower, "minimumDischargePower")
    if let ramp { try InputCheck.size(ramp, "ramp") }
    if let importLimit {
      try InputCheck.size(importLimit, "importLimit")
      guard auxiliaryLoad <= importLimit else {
        throw StorageError(
          .mismatch, field: "importLimit", found: "\(importLimit) MW",
          expected: "at least the auxiliary load, \(auxiliaryLoad) MW")
      }
    }
    if let exportLimit { try InputCheck.size(exportLimit, "exportLimit") }
    let power = max(greatestChargePower, greatestDischargePower)
    guard power == 0 || energyCapacity <= Self.greatestDuration * power else {
      throw StorageError(
        .outOfRange, field: "energyCapacity", found: "\(energyCapacity) MWh at \(power) MW",
        expected:
          "at most \(Self.greatestDuration) hours at the greatest power, or none: beside more, what a step moves is rounding"
      )
    }
    try cycleLimits.check()
  }
}

extension StorageAsset {
  /// The most that a MWh discharged may cost.
  static let greatestThroughputCost = 1e6

  /// The hours of its greatest power that a store may hold: a hundred thousand years.
  ///
  /// Stored energy has 53 bits; in an hour such a store moves some 23 of them.
  static let greatestDuration = 1e9

  /// The same asset with other sizes, losses or costs; the window keeps its place in the capacity unless given.
  ///
  /// - Throws: `outOfRange` or `mismatch` with the field.
  public func replacing(
    chargePower: Double? = nil, dischargePower: Double? = nil, energyCapacity: Double? = nil,
    window: ClosedRange<Double>? = nil, chargeEfficiency: EfficiencyCurve? = nil,
    dischargeEfficiency: EfficiencyCurve? = nil, throughputCost: Double? = nil, cycleLimits: CycleLimits? = nil
  ) throws(StorageError) -> StorageAsset {
    var changed = self
    changed.chargePower = chargePower ?? self.chargePower
    changed.dischargePower = dischargePower ?? self.dischargePower
    changed.chargeEfficiency = chargeEfficiency ?? self.chargeEfficiency
    changed.dischargeEfficiency = dischargeEfficiency ?? self.dischargeEfficiency
    changed.throughputCost = throughputCost ?? self.throughputCost
    changed.cycleLimits = cycleLimits ?? self.cycleLimits
    if let energyCapacity {
      try InputCheck.size(energyCapacity, "energyCapacity")
      // A part of the capacity is at most 1, however small that is; the ratio of two capacities may overflow.
      func placed(_ energy: Double) -> Double {
        energy >= self.energyCapacity ? energyCapacity : energy / self.energyCapacity * energyCapacity
      }
      changed.energyCapacity = energyCapacity
      let upper = placed(self.window.upperBound)
      changed.window = min(self.window.lowerBound > 0 ? placed(self.window.lowerBound) : 0, upper)...upper
    }
    changed.window = window ?? changed.window
    try changed.check()
    return changed
  }

  /// The part of energy drawn at the meter that comes back to it, at full power.
  public var roundTripEfficiency: Double {
    guard chargePower > 0, dischargePower > 0 else { return 1 }
    return chargeEfficiency.stored(charging: chargePower) / chargePower * dischargePower
      / dischargeEfficiency.taken(discharging: dischargePower)
  }

  /// The most power that charging may draw, MW: the converter's, or what the site's limit leaves beside the auxiliary load.
  public var greatestChargePower: Double {
    importLimit.map { min(chargePower, $0 - auxiliaryLoad) } ?? chargePower
  }

  /// The most power that discharging may deliver, MW: the converter's, or the site's limit and the auxiliary load.
  public var greatestDischargePower: Double {
    exportLimit.map { min(dischargePower, $0 + auxiliaryLoad) } ?? dischargePower
  }

  /// The hours for which the usable energy lasts at full discharge; infinite without discharge power.
  public var duration: Double {
    let taken = dischargeEfficiency.taken(discharging: dischargePower)
    return taken > 0 ? (window.upperBound - window.lowerBound) / taken : .infinity
  }

  /// The part of stored energy that is left after some hours.
  public func retention(hours: Double) -> Double {
    Retention.factor(loss: selfDischarge, hours: hours)
  }

  /// The price from which on down charging and discharging at once would pay in a linear relaxation, −k·ηc·ηd/(1 − ηc·ηd).
  ///
  /// With the throughput cost k: a MWh drawn and given back at once brings −price for the part that is lost and costs k for the
  /// part that is discharged. `-infinity` for a store without losses. Piecewise efficiencies count with their least round trip.
  public var simultaneityPrice: Double {
    let charging = chargeEfficiency.pieces(upTo: greatestChargePower, isCharging: true).map(\.slope).min() ?? 1
    let discharging =
      dischargeEfficiency.pieces(upTo: greatestDischargePower, isCharging: false).map(\.slope).max() ?? 1
    let trip = charging / discharging
    return trip >= 1 ? -.infinity : -throughputCost * trip / (1 - trip)
  }
}
