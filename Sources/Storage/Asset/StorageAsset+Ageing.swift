extension EfficiencyCurve {
  /// The same curve with each efficiency times a factor.
  ///
  /// - Throws: `outOfRange` where an efficiency would leave its range.
  public func scaled(by factor: Double) throws(StorageError) -> EfficiencyCurve {
    try EfficiencyCurve(points.map { Point(power: $0.power, efficiency: $0.efficiency * factor) })
  }
}

extension StorageAsset {
  /// The store as it is in the middle of a year of its life: with the energy that is left, and with the round-trip efficiency that is left,
  /// of whose loss charging and discharging have the same share.
  ///
  ///     let aged = try battery.aged(in: life.years[7])
  ///     aged.energyCapacity
  ///
  /// - Throws: `outOfRange` where nothing is left of the efficiency.
  public func aged(in year: AugmentationPlan.Year) throws(StorageError) -> StorageAsset {
    let part = year.efficiency.squareRoot()
    return try replacing(
      energyCapacity: year.energy, chargeEfficiency: chargeEfficiency.scaled(by: part),
      dischargeEfficiency: dischargeEfficiency.scaled(by: part))
  }
}
