import Storage

/// A plant as the controller's contract has it: follows set-points by its ramp, and goes to zero when its watchdog runs out.
struct SimulatedPlant {
  let asset: StorageAsset
  let holdSeconds: Double
  private(set) var stored: Double
  private(set) var power = 0.0
  private var target = 0.0
  private var watchdog = 0.0
  /// The least and the most stored energy so far that a power brought about.
  private(set) var lowestDischarging = Double.infinity
  private(set) var highestCharging = -Double.infinity

  init(_ asset: StorageAsset, holdSeconds: Double, stored: Double) {
    self.asset = asset
    self.holdSeconds = holdSeconds
    self.stored = stored
  }

  mutating func follow(_ setPoint: SetPoint) {
    target = setPoint.power
    if setPoint.renewsWatchdog { watchdog = holdSeconds }
  }

  mutating func run(seconds: Double) {
    let held = min(seconds, watchdog)
    move(to: target, seconds: held)
    watchdog -= held
    if seconds > held { move(to: 0, seconds: seconds - held) }
  }

  private mutating func move(to goal: Double, seconds: Double) {
    var left = seconds
    guard left > 0 else { return }
    guard let ramp = asset.ramp else {
      power = goal
      hold(from: power, to: power, seconds: left)
      return
    }
    // Straight parts of power: to zero, on to the goal, and level.
    for corner in (power < 0) == (goal < 0) || power == 0 ? [goal] : [0, goal] {
      let needed = abs(corner - power) / ramp * 3600
      let taken = min(left, needed)
      guard taken > 0 else { continue }
      let end = taken == needed ? corner : power + (corner > power ? 1 : -1) * ramp * taken / 3600
      hold(from: power, to: end, seconds: taken)
      power = end
      left -= taken
    }
    if left > 0 { hold(from: power, to: power, seconds: left) }
  }

  private mutating func hold(from: Double, to: Double, seconds: Double) {
    let mean = 0.5 * (from + to)
    let hours = seconds / 3600
    let efficiency = (asset.chargeEfficiency.constant ?? 1, asset.dischargeEfficiency.constant ?? 1)
    stored *= asset.retention(hours: hours)
    stored += mean > 0 ? -mean * hours / efficiency.1 : -mean * hours * efficiency.0
    if mean > 0 { lowestDischarging = min(lowestDischarging, stored) }
    if mean < 0 { highestCharging = max(highestCharging, stored) }
  }
}
