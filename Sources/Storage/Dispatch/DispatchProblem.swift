public import MarketData

/// A store, the steps and prices that it meets, and what it begins and ends with: all that a dispatch is the answer to.
///
///     let problem = try DispatchProblem(battery, steps: hours, prices: prices)           // cyclic
///     let schedule = try problem.optimised()
///
/// Prices are per MWh at the meter, in one currency of the caller's; each step has a price at which it buys and one at which it
/// sells. A problem is checked when it is made.
public struct DispatchProblem: Hashable, Sendable {
  /// The store.
  public let asset: StorageAsset
  /// The steps.
  public let steps: DispatchSteps
  /// What a MWh costs in each step.
  public let buyPrices: [Double]
  /// What a MWh brings in each step.
  public let sellPrices: [Double]
  /// The power that is there in each step.
  public let availability: Availability
  /// What is in the store at the beginning.
  public let initial: InitialState
  /// What is left at the end is worth.
  public let terminal: TerminalValue
  /// The net power that is sold already in each step, MW; empty for none.
  ///
  /// Its changes alone are paid, and no auxiliary load.
  var position: [Double] = []
  /// What steps before the first one leave of the limits that reach beyond a step.
  var carried = CarriedLimits.none

  /// Makes a problem from prices with charges and the spread already in them.
  ///
  /// - Parameters:
  ///   - asset: The store.
  ///   - steps: The steps.
  ///   - buyPrices: Per MWh bought, one for each step.
  ///   - sellPrices: Per MWh sold, one for each step; any sign, above the buying price too.
  ///   - availability: Full unless given.
  ///   - initial: Cyclic unless given.
  ///   - terminal: Nothing unless given.
  /// - Throws: `countMismatch`; `notFinite` with the index of the price; `outOfRange` for energies outside the window by more than rounding
  ///   (1e-9 of the capacity); `mismatch` for a cyclic beginning with an end of its own.
  public init(
    _ asset: StorageAsset, steps: DispatchSteps, buyPrices: [Double], sellPrices: [Double],
    availability: Availability = .full, initial: InitialState = .cyclic, terminal: TerminalValue = .none
  ) throws(StorageError) {
    try InputCheck.count(buyPrices.count, steps.count, "buyPrices")
    try InputCheck.count(sellPrices.count, steps.count, "sellPrices")
    try Self.check(buyPrices, "buyPrices")
    try Self.check(sellPrices, "sellPrices")
    if !availability.charge.isEmpty {
      try InputCheck.count(availability.charge.count, steps.count, "availability.charge")
    }
    if !availability.discharge.isEmpty {
      try InputCheck.count(availability.discharge.count, steps.count, "availability.discharge")
    }
    var (initial, terminal) = (initial, terminal)
    if case .energy(let energy) = terminal { terminal = .energy(Self.withoutRounding(energy, asset)) }
    switch initial {
    case .energy(let energy):
      let energy = Self.withoutRounding(energy, asset)
      try InputCheck.within(asset.window, energy, "initial.energy")
      initial = .energy(energy)
    case .cyclic:
      guard terminal == .none else {
        throw StorageError(
          .mismatch, field: "terminal", found: "\(terminal)", expected: "none, since the beginning is cyclic")
      }
    }
    try terminal.check(window: asset.window)
    self.asset = asset
    self.steps = steps
    self.buyPrices = buyPrices
    self.sellPrices = sellPrices
    self.availability = availability
    self.initial = initial
    self.terminal = terminal
  }

  /// The energy that another schedule ended with, whose rounding may lie outside the window.
  private static func withoutRounding(_ energy: Double, _ asset: StorageAsset) -> Double {
    let inside = min(max(energy, asset.window.lowerBound), asset.window.upperBound)
    return abs(energy - inside) <= 1e-9 * asset.energyCapacity ? inside : energy
  }

  /// Makes a problem from a market's prices and what the market charges.
  ///
  /// - Throws: As the other initialiser; a missing price as its rule says.
  public init(
    _ asset: StorageAsset, steps: DispatchSteps, prices: [Double], charges: MarketCharges = .none,
    missing: MissingPriceRule = .refuse, availability: Availability = .full, initial: InitialState = .cyclic,
    terminal: TerminalValue = .none
  ) throws(StorageError) {
    let (filled, idle) = try missing.fill(prices, field: "prices")
    var availability = availability
    if !idle.isEmpty {
      func stopped(_ parts: [Double]) throws(StorageError) -> [Double] {
        var parts = parts.isEmpty ? [Double](repeating: 1, count: steps.count) : parts
        try InputCheck.count(parts.count, filled.count, "availability")
        for index in idle { parts[index] = 0 }
        return parts
      }
      availability = try Availability(
        charge: stopped(availability.charge), discharge: stopped(availability.discharge))
    }
    try self.init(
      asset, steps: steps, buyPrices: charges == .none ? filled : filled.map { charges.buying(at: $0) },
      sellPrices: charges == .none ? filled : filled.map { charges.selling(at: $0) }, availability: availability,
      initial: initial, terminal: terminal)
  }

  /// Makes a problem on the grid of a price series.
  ///
  /// - Throws: `mismatch` unless the series is a price per MWh; else as the other initialisers.
  public init(
    _ asset: StorageAsset, prices: TimeSeries, zone: MarketTimeZone = .utc, charges: MarketCharges = .none,
    missing: MissingPriceRule = .refuse, availability: Availability = .full, initial: InitialState = .cyclic,
    terminal: TerminalValue = .none
  ) throws(StorageError) {
    guard case .price(_, per: .megawattHour) = prices.unit else {
      throw StorageError(.mismatch, field: "prices", found: "\(prices.unit)", expected: "a price per MWh")
    }
    try self.init(
      asset, steps: DispatchSteps(grid: prices.grid, zone: zone), prices: prices.values, charges: charges,
      missing: missing, availability: availability, initial: initial, terminal: terminal)
  }

  /// Beyond a thousand million per MWh a price is a slip.
  private static func check(_ prices: [Double], _ field: String) throws(StorageError) {
    try InputCheck.finite(prices, field)
    if let index = prices.firstIndex(where: { abs($0) > 1e9 }) {
      throw StorageError(
        .outOfRange, field: field, found: "\(prices[index])", expected: "a price from -1e9 to 1e9", index: index)
    }
  }

  /// The number of steps.
  public var count: Int { steps.count }

  /// The most power that charging may draw in a step, MW at the meter.
  public func chargeLimit(at index: Int) -> Double {
    let part = availability.charge.isEmpty ? 1 : availability.charge[index]
    return min(asset.chargePower * part, asset.greatestChargePower)
  }

  /// The most power that discharging may deliver in a step, MW at the meter.
  public func dischargeLimit(at index: Int) -> Double {
    let part = availability.discharge.isEmpty ? 1 : availability.discharge[index]
    return min(asset.dischargePower * part, asset.greatestDischargePower)
  }
}
