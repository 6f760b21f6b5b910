/// Typical figures of technologies: a place to begin, to be replaced by those of the plant.
extension StorageAsset {
  /// A lithium-ion battery of some hours, typically 1, 2, 4 or 8.
  ///
  ///     let battery = try StorageAsset.lithiumIon(power: 100, hours: 4, throughputCost: 5)
  ///     battery.duration        // 4: what it delivers at the meter at full power
  ///
  /// Round trip 0.85, both ways alike, auxiliary consumption in it; the capacity is what the hours at full power take out of the store. It loses
  /// 2 % a month standing still. Wear is the owner's: by warranty, by replacement, or by ``CycleDepthCost``.
  ///
  /// Source: round trip as in the Annual Technology Baseline of the National Renewable Energy Laboratory (utility-scale battery storage, 2021 and
  /// later); self-discharge as data sheets have it.
  ///
  /// - Throws: `outOfRange` for figures that make no asset.
  public static func lithiumIon(
    name: String = "lithium-ion", power: Double, hours: Double, throughputCost: Double = 0
  ) throws(StorageError) -> StorageAsset {
    let oneWay = 0.85.squareRoot()
    return try StorageAsset(
      name: name, power: power, energyCapacity: power * hours / oneWay, chargeEfficiency: EfficiencyCurve(oneWay),
      dischargeEfficiency: EfficiencyCurve(oneWay), selfDischarge: 2.8e-5, throughputCost: throughputCost)
  }

  /// How a pumped-storage plant pumps.
  public enum Pumping: String, Hashable, Sendable, Codable, CaseIterable {
    /// At full power or not at all: a synchronous machine.
    case fixedSpeed
    /// From 60 % of full power on: a doubly fed machine or a full converter.
    case variableSpeed
  }

  /// A pumped-storage plant: turbines and pumps of different power, and machines that do not run at part load.
  ///
  ///     let plant = try StorageAsset.pumpedHydro(turbinePower: 300, pumpPower: 330, hours: 8, pumping: .fixedSpeed)
  ///
  /// Pumping 0.88, generating 0.91, a round trip of 0.80; turbines run from 35 % of their power on. The minimum powers make the value of stored energy
  /// one with dents, which the general dynamic programme solves exactly.
  ///
  /// Source: round trip of 0.80 as in the Annual Technology Baseline of the National Renewable Energy Laboratory (pumped-storage hydropower);
  /// operating ranges as manufacturers state them for single-stage Francis pump-turbines.
  ///
  /// - Throws: `outOfRange` for figures that make no asset.
  public static func pumpedHydro(
    name: String = "pumped hydro", turbinePower: Double, pumpPower: Double? = nil, hours: Double,
    pumping: Pumping = .fixedSpeed, throughputCost: Double = 0
  ) throws(StorageError) -> StorageAsset {
    let pump = pumpPower ?? turbinePower
    return try StorageAsset(
      name: name, power: pump, dischargePower: turbinePower, energyCapacity: turbinePower * hours / 0.91,
      chargeEfficiency: EfficiencyCurve(0.88), dischargeEfficiency: EfficiencyCurve(0.91),
      minimumChargePower: pumping == .fixedSpeed ? pump : 0.6 * pump, minimumDischargePower: 0.35 * turbinePower,
      throughputCost: throughputCost)
  }

  /// A store of hydrogen: an electrolyser, a cavern or tanks, and a fuel cell or turbine.
  ///
  ///     let store = try StorageAsset.hydrogen(electrolyserPower: 50, generatorPower: 20, hours: 200)
  ///
  /// Energy is counted at the lower heating value, 33.3 kWh/kg. Electrolysis takes 55.5 kWh/kg, an efficiency of 0.60; generating has 0.52, for a
  /// round trip of 0.31. The electrolyser runs from a tenth of its power on. The capacity is what the generator takes in the hours.
  ///
  /// Source: D. Peterson, J. Vickers, D. DeSantis, *Hydrogen Production Cost From PEM Electrolysis - 2019*, DOE Hydrogen and Fuel Cells Program Record
  /// 19009 (2020), table 2; fuel cells as data sheets have them.
  ///
  /// - Throws: `outOfRange` for figures that make no asset.
  public static func hydrogen(
    name: String = "hydrogen", electrolyserPower: Double, generatorPower: Double, hours: Double,
    throughputCost: Double = 0
  ) throws(StorageError) -> StorageAsset {
    try StorageAsset(
      name: name, power: electrolyserPower, dischargePower: generatorPower,
      energyCapacity: generatorPower * hours / 0.52,
      chargeEfficiency: EfficiencyCurve(0.60), dischargeEfficiency: EfficiencyCurve(0.52),
      minimumChargePower: 0.1 * electrolyserPower, throughputCost: throughputCost)
  }
}
