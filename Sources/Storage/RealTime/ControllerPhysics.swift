/// What a controller needs of an asset, worked out once: scalars, so that nothing is allocated later.
struct ControllerPhysics: Hashable, Sendable {
  let charging: [EfficiencyCurve.Piece]
  let discharging: [EfficiencyCurve.Piece]
  /// The most that charging puts into the store for each MWh at the meter.
  let greatestStored: Double
  /// The most that discharging takes out of it.
  let greatestTaken: Double
  let chargePower: Double
  let dischargePower: Double
  let holdHours: Double
  /// The part of stored energy lost while the watchdog runs.
  let lossWhileHeld: Double
  /// MW per hour; infinite without a ramp.
  let ramp: Double

  init(_ asset: StorageAsset, _ settings: SetPointController.Settings) {
    charging = asset.chargeEfficiency.pieces(upTo: asset.greatestChargePower, isCharging: true)
    discharging = asset.dischargeEfficiency.pieces(upTo: asset.greatestDischargePower, isCharging: false)
    // Ramping passes through all powers up to the converter's, so its pieces count and not the site's alone.
    greatestStored =
      asset.chargeEfficiency.pieces(upTo: asset.chargePower, isCharging: true).map(\.slope).max() ?? 1
    greatestTaken =
      asset.dischargeEfficiency.pieces(upTo: asset.dischargePower, isCharging: false).map(\.slope).max() ?? 1
    chargePower = asset.greatestChargePower
    dischargePower = asset.greatestDischargePower
    holdHours = settings.holdSeconds / 3600
    lossWhileHeld = 1 - asset.retention(hours: holdHours)
    ramp = asset.ramp ?? .infinity
  }

  /// The most energy at the meter that can pass between two samples: the watchdog's time at full power and the ramp down, MWh.
  func greatestMove(_ power: Double) -> Double {
    power * holdHours + (ramp > 0 ? power * power / (2 * ramp) : .infinity)
  }

  /// The most power of one direction that the energy of that direction allows, from a power that is running in it.
  ///
  /// At power p reached from p₀ by ramp r, held for H hours and ramped down, the energy at the meter is at most
  /// `pH + p²/2r + (p₀ − p)²/2r` where p < p₀ and `pH + p²/2r` elsewhere; from p₀ straight down it is `p₀²/2r`.
  func limit(energy: Double, running: Double) -> Double {
    guard energy > 0 else { return 0 }
    guard ramp.isFinite else { return energy / holdHours }
    guard ramp > 0 else { return running * holdHours <= energy ? running : 0 }
    let twice = 2 * ramp
    guard energy >= running * running / twice else { return 0 }
    // The greater root of p²/2r + pH = E, where it is not below the power that runs.
    let half = ramp * holdHours
    let rising = twice * energy / (half + (half * half + twice * energy).squareRoot())
    if rising >= running { return rising }
    // 2p² − 2p(p₀ − rH) + p₀² − 2rE = 0: between its roots the energy suffices.
    let b = running - half
    let root = b * b - 2 * (running * running - twice * energy)
    guard root >= 0 else { return 0 }
    return max(0, min(running, 0.5 * (b + root.squareRoot())))
  }
}
