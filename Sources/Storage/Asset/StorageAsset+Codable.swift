extension StorageAsset: Codable {
  private enum Key: String, CodingKey {
    case name, chargePower, dischargePower, energyCapacity, window, chargeEfficiency, dischargeEfficiency, selfDischarge
    case auxiliaryLoad, ramp, minimumChargePower, minimumDischargePower, importLimit, exportLimit, throughputCost
    case cycleLimits
  }

  /// Reads an asset; only power, capacity and efficiencies are needed, the rest has the defaults of the initialiser.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that make no asset.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key) throws -> Double? { try container.decodeIfPresent(Double.self, forKey: key) }
    let window = try container.decodeIfPresent([Double].self, forKey: .window)
    if let window, window.count != 2 || !(window[0] <= window[1]) {
      throw StorageError(.malformed, field: "window", found: "\(window)", expected: "the least and the most MWh")
    }
    try self.init(
      name: try container.decodeIfPresent(String.self, forKey: .name) ?? "storage",
      power: try container.decode(Double.self, forKey: .chargePower), dischargePower: try number(.dischargePower),
      energyCapacity: try container.decode(Double.self, forKey: .energyCapacity),
      window: window.map { $0[0]...$0[1] },
      chargeEfficiency: try container.decode(EfficiencyCurve.self, forKey: .chargeEfficiency),
      dischargeEfficiency: try container.decode(EfficiencyCurve.self, forKey: .dischargeEfficiency),
      selfDischarge: try number(.selfDischarge) ?? 0, auxiliaryLoad: try number(.auxiliaryLoad) ?? 0,
      ramp: try number(.ramp), minimumChargePower: try number(.minimumChargePower) ?? 0,
      minimumDischargePower: try number(.minimumDischargePower) ?? 0, importLimit: try number(.importLimit),
      exportLimit: try number(.exportLimit), throughputCost: try number(.throughputCost) ?? 0,
      cycleLimits: try container.decodeIfPresent(CycleLimits.self, forKey: .cycleLimits) ?? .none)
  }

  /// Writes every field; the window as two numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(chargePower, forKey: .chargePower)
    try container.encode(dischargePower, forKey: .dischargePower)
    try container.encode(energyCapacity, forKey: .energyCapacity)
    try container.encode([window.lowerBound, window.upperBound], forKey: .window)
    try container.encode(chargeEfficiency, forKey: .chargeEfficiency)
    try container.encode(dischargeEfficiency, forKey: .dischargeEfficiency)
    try container.encode(selfDischarge, forKey: .selfDischarge)
    try container.encode(auxiliaryLoad, forKey: .auxiliaryLoad)
    try container.encodeIfPresent(ramp, forKey: .ramp)
    try container.encode(minimumChargePower, forKey: .minimumChargePower)
    try container.encode(minimumDischargePower, forKey: .minimumDischargePower)
    try container.encodeIfPresent(importLimit, forKey: .importLimit)
    try container.encodeIfPresent(exportLimit, forKey: .exportLimit)
    try container.encode(throughputCost, forKey: .throughputCost)
    try container.encode(cycleLimits, forKey: .cycleLimits)
  }
}
