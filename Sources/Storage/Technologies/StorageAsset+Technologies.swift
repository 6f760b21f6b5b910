/// Typical figures of technologies: a place to begin, to be replaced by those of the plant.
extension StorageAsset {
  /// A lithium-ion battery of some hours, typically 1, 2, 4 or 8.
  ///
  ///     let battery = try StorageAsset.lithiumIon(power: 100, hours: 4, throughputCost: 5)
  ///     battery.duration        // 4: what it delivers at the meter at full power
  ///
  /// Round trip 0.85, both ways alike, auxiliary consumption in it; the capacity is what the hours at full power take
  /// out of the store. What it loses standing still is the data sheet's to say: none unless given. Wear is the owner's:
  /// by warranty, by replacement, or by ``CycleDepthCost``.
  ///
  /// Source: W. Cole, A. W. Frazier, *Cost Projections for Utility-Scale Battery Storage: 2020 Update*, NREL 2020, as
  /// taken into the Annual Technology Baseline. The batteries of the United States ran at 0.82 in 2019 (EIA, Today in
  /// Energy, 12 February 2021).
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - power: MW, of charging and of discharging.
  ///   - hours: How long the full store lasts at full power.
  ///   - selfDischarge: The part of what is stored that is lost each hour.
  ///   - throughputCost: Per MWh discharged at the meter.
  /// - Throws: `outOfRange` for figures that make no asset.
  public static func lithiumIon(
    name: String = "lithium-ion", power: Double, hours: Double, selfDischarge: Double = 0, throughputCost: Double = 0
  ) throws(StorageError) -> StorageAsset {
    let oneWay = 0.85.squareRoot()
    return try StorageAsset(
      name: name, power: power, energyCapacity: power * hours / oneWay, chargeEfficiency: EfficiencyCurve(oneWay),
      dischargeEfficiency: EfficiencyCurve(oneWay), selfDischarge: selfDischarge, throughputCost: throughputCost)
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
  /// Pumping 0.88, generating 0.91, a round trip of 0.80; turbines run from 35 % of their power on. The minimum powers
  /// make the value of stored energy one with dents, which the general dynamic programme solves exactly.
  ///
  /// Source: round trip of 0.80 as in the Annual Technology Baseline of 2022 to 2024, after K. Mongird et al., *2020
  /// Grid Energy Storage Technology Cost and Performance Assessment*; pumped storage of the United States ran at 0.79
  /// in 2019 (EIA, Today in Energy, 12 February 2021). How the 0.80 divides into pumping and generating, and the ranges
  /// of 60 % and 35 %, are assumptions of this library: a plant's own take their place.
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
  ///     store.roundTripEfficiency       // 0.252; 0.312 with a generator of 0.52
  ///
  /// Energy is counted at the lower heating value, 33.3 kWh/kg. Electrolysis takes 55.5 kWh/kg, an efficiency of 0.60,
  /// and runs from a tenth of its power on. The capacity is what the generator takes in the hours.
  ///
  /// Source: D. Peterson, J. Vickers, D. DeSantis, *Hydrogen Production Cost From PEM Electrolysis - 2019*, DOE
  /// Hydrogen and Fuel Cells Program Record 19009 (2020), table 2; M. Carmo, D. L. Fritz, J. Mergel, D. Stolten, *A
  /// comprehensive review on PEM water electrolysis*, 2013 (part load down to 10 % or less); Ballard, data sheet of a 1
  /// MW fuel cell system, 2010 (0.42 at the lower heating value).
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - electrolyserPower: MW, of charging.
  ///   - generatorPower: MW, of discharging.
  ///   - hours: How long the full store lasts at the generator's full power.
  ///   - generatorEfficiency: What comes back of the heating value; that of a fuel cell system unless given.
  ///   - throughputCost: Per MWh discharged at the meter.
  /// - Throws: `outOfRange` for figures that make no asset.
  public static func hydrogen(
    name: String = "hydrogen", electrolyserPower: Double, generatorPower: Double, hours: Double,
    generatorEfficiency: Double = 0.42, throughputCost: Double = 0
  ) throws(StorageError) -> StorageAsset {
    let generator = try EfficiencyCurve(generatorEfficiency)
    return try StorageAsset(
      name: name, power: electrolyserPower, dischargePower: generatorPower,
      energyCapacity: generatorPower * hours / generatorEfficiency,
      chargeEfficiency: EfficiencyCurve(0.60), dischargeEfficiency: generator,
      minimumChargePower: 0.1 * electrolyserPower, throughputCost: throughputCost)
  }
}
