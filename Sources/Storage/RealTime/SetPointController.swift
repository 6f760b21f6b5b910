import MarketData

/// A state machine that tells a plant what to do now: events in, set-points out, no I/O and no clock of its own.
///
///     var controller = try SetPointController(battery, plan: value)
///     _ = controller.handle(.price(87.5), at: now)
///     let setPoint = controller.handle(.telemetry(stored: 212, power: 0), at: now)
///     print(setPoint)            // 100.0 MW: price above the value of stored energy; held by power; ...
///
/// **The contract with the plant.** It moves to the latest set-point, no faster than its ramp where it has one, and has a watchdog: once
/// ``Settings/holdSeconds`` have passed by its own timer since the last set-point with ``SetPoint/renewsWatchdog``, it goes to zero. Set-points between
/// two samples of telemetry do not start the watchdog anew.
///
/// **What holds then**, whatever prices and signals come, in whatever order, and however the clock of the events jumps: power stays within the
/// converter, the site, the availability and the minimum power, and no commanded energy takes the store out of its window. The limits of
/// a set-point are such that the whole time of the watchdog at the limit, and the ramp down after it, stay within the window. Nothing is
/// worked out from elapsed time, so a clock that jumps cannot mislead it; it can only make things look old, and then:
///
/// - **Telemetry** that is NaN, or outside the capacity by more than the tolerance and a hundredth of it, is not taken. Without valid telemetry for ``Settings/holdSeconds``, set-points are zero.
///   After a jump that power cannot explain, the lower of the two states counts for discharging and the higher for charging until the next sample.
/// - **A clock that goes backwards** makes the set-point zero; price and telemetry by the old clock are forgotten. The next telemetry ends it.
/// - **A price** that is NaN or older than ``Settings/priceSeconds`` trades no energy; awards are still followed.
/// - **A signal** that is NaN counts as none; beyond -1 and 1 it is cut. Awards that are negative or NaN count as none, an availability that is NaN
///   as an outage.
/// - **Self-discharge** may take the store below its window. It is counted before discharge is allowed, and below the window only charging is.
///
/// Telemetry is taken at its word within ``Settings/storedTolerance``: a meter that is wrong beyond it, but plausible, cannot be seen through.
///
/// `handle` takes well under a microsecond in a release build and does not allocate.
public struct SetPointController: Sendable {
  /// What a controller may assume about its plant.
  public struct Settings: Hashable, Sendable, Codable {
    /// The time of the plant's watchdog, and the age at which telemetry is too old; seconds.
    public var holdSeconds: Double
    /// The age at which a price is too old, seconds.
    public var priceSeconds: Double
    /// How far measured and true stored energy may differ, MWh.
    public var storedTolerance: Double

    /// Makes settings.
    public init(holdSeconds: Double = 60, priceSeconds: Double = 900, storedTolerance: Double = 0) {
      self.holdSeconds = holdSeconds
      self.priceSeconds = priceSeconds
      self.storedTolerance = storedTolerance
    }
  }

  /// The store.
  public let asset: StorageAsset
  /// The settings.
  public let settings: Settings
  /// What stored energy is worth; replace it as forecasts come in.
  public private(set) var plan: StoredEnergyValue

  let physics: ControllerPhysics
  var now: Instant?
  /// The last telemetry and the bounds of the stored energy by it; none before the first.
  var state: State?
  /// Whether the state counts: telemetry has come since the clock last went backwards.
  var isStateValid = false
  var isClockBack = false
  /// The range in which the net power has been since it was last measured.
  var running: (low: Double, high: Double)
  var price: (buy: Double, sell: Double, at: Instant)?
  var award: (up: Double, down: Double) = (0, 0)
  var signal = 0.0
  var availability: (charge: Double, discharge: Double) = (1, 1)

  /// What the last telemetry says.
  struct State: Sendable {
    var measured: Double
    var low: Double
    var high: Double
    var at: Instant
    /// What the energy allows until the watchdog runs out, MW.
    var dischargeLimit: Double
    var chargeLimit: Double
  }

  /// Makes a controller that knows nothing of its plant's state yet: its first set-points are zero.
  ///
  /// - Parameters:
  ///   - asset: The store.
  ///   - plan: What stored energy is worth by the time of day; its window must be the asset's.
  ///   - settings: What it may assume.
  /// - Throws: `mismatch` for another window, `outOfRange` for a watchdog of 0 or more than a day, an age or a tolerance that is negative.
  public init(_ asset: StorageAsset, plan: StoredEnergyValue, settings: Settings = Settings()) throws(StorageError) {
    try InputCheck.within(0.001...86_400, settings.holdSeconds, "holdSeconds")
    try InputCheck.within(0...1e9, settings.priceSeconds, "priceSeconds")
    try InputCheck.size(settings.storedTolerance, "storedTolerance")
    try Self.check(plan, asset)
    self.asset = asset
    self.plan = plan
    self.settings = settings
    physics = ControllerPhysics(asset, settings)
    running = (-asset.chargePower, asset.dischargePower)
  }

  /// Takes a new value of stored energy; the state stays.
  ///
  /// - Throws: `mismatch` for another window.
  public mutating func replacePlan(_ plan: StoredEnergyValue) throws(StorageError) {
    try Self.check(plan, asset)
    self.plan = plan
  }

  private static func check(_ plan: StoredEnergyValue, _ asset: StorageAsset) throws(StorageError) {
    guard plan.window == asset.window else {
      throw StorageError(
        .mismatch, field: "plan", found: "window \(plan.window)", expected: "the asset's, \(asset.window)")
    }
  }
}
