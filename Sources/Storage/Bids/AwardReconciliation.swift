public import Valuation

/// What was bid, awarded, scheduled and delivered, interval by interval, and what comes of the differences.
///
///     let reconciliation = try AwardReconciliation(
///       steps: hours, prices: prices, bids: bids, awarded: awarded, scheduled: instructed, delivered: metered,
///       realTimePrices: realTime, asset: battery, initialEnergy: 120)
///     reconciliation.findings                 // awards that do not follow from the bid, that the store cannot deliver, ...
///     reconciliation.boughtBack               // MWh that were sold and cannot be delivered
///
/// Powers are net at the meter, MW, positive is delivered. Whether awards can be delivered is worked out from the stored energy at the
/// beginning, the awards and the power that is there, each step as near to its award as power and energy allow.
public struct AwardReconciliation: Hashable, Sendable {
  /// What there is to say about a step; new kinds may be added.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The award does not follow from the bid at the market's price.
    case notAsBid
    /// More power was awarded than the store has.
    case beyondPower
    /// Energy was awarded that the store does not hold, or has no room for.
    case beyondEnergy
    /// The schedule is not the award.
    case notScheduled
    /// The delivery is not the schedule.
    case notDelivered
  }

  /// A difference in a step.
  public struct Finding: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What it is.
    public let kind: Kind
    /// The step, counted from 0.
    public let step: Int
    /// How much more than expected, MW; negative for less.
    public let difference: Double

    /// One line.
    public var description: String { "\(kind.rawValue) in step \(step): \(difference) MW" }
  }

  /// The steps.
  public let steps: DispatchSteps
  /// The net power awarded, MW.
  public let awarded: [Double]
  /// The net power nearest to the award that the store can deliver, MW.
  public let feasible: [Double]
  /// The energy in the store when each step ends, if it delivers what it can, MWh.
  public let storedEnergy: [Double]
  /// The differences, step by step.
  public let findings: [Finding]
  /// The energy that was sold and cannot be delivered: it must be bought back, MWh.
  public let boughtBack: Double
  /// The energy that was bought and cannot be taken: it must be sold again, MWh.
  public let soldBack: Double
  /// What these trades bring at the real-time price: negative where they cost.
  public let correctionRevenue: Double
  /// What the difference of delivery and award brings at the real-time price.
  public let deviationRevenue: Double
  /// What the figures rest on.
  public let basis: ResultBasis

  /// Reconciles awards.
  ///
  /// - Parameters:
  ///   - steps: The intervals.
  ///   - prices: The price at which each interval cleared.
  ///   - bids: The bid for each interval; awards are not held against bids where it is empty.
  ///   - awarded: MW.
  ///   - scheduled: What was instructed, MW; as awarded where empty.
  ///   - delivered: What the meter measured, MW; as scheduled where empty.
  ///   - realTimePrices: The prices of deviations; as `prices` where empty.
  ///   - asset: The store.
  ///   - availability: The power that was there; full unless given.
  ///   - initialEnergy: MWh in the store when the first step begins.
  ///   - tolerance: The difference that counts as none, MW.
  /// - Throws: `countMismatch`, `notFinite`, `outOfRange` with the field.
  /// - Complexity: O(steps × slices of a bid).
  public init(
    steps: DispatchSteps, prices: [Double], bids: [MarketBid] = [], awarded: [Double], scheduled: [Double] = [],
    delivered: [Double] = [], realTimePrices: [Double] = [], asset: StorageAsset,
    availability: Availability = .full, initialEnergy: Double, tolerance: Double = 1e-6
  ) throws(StorageError) {
    func column(_ values: [Double], _ field: String, else other: [Double]) throws(StorageError) -> [Double] {
      guard !values.isEmpty else { return other }
      try InputCheck.count(values.count, steps.count, field)
      try InputCheck.finite(values, field)
      return values
    }
    try InputCheck.count(awarded.count, steps.count, "awarded")
    try InputCheck.finite(awarded, "awarded")
    try InputCheck.count(prices.count, steps.count, "prices")
    try InputCheck.finite(prices, "prices")
    if !bids.isEmpty { try InputCheck.count(bids.count, steps.count, "bids") }
    let scheduled = try column(scheduled, "scheduled", else: awarded)
    let delivered = try column(delivered, "delivered", else: scheduled)
    let realTimePrices = try column(realTimePrices, "realTimePrices", else: prices)
    try InputCheck.within(asset.window, initialEnergy, "initialEnergy")
    // What power there is does not depend on prices.
    let site = try DispatchProblem(
      asset, steps: steps, prices: [Double](repeating: 0, count: steps.count), availability: availability)
    try InputCheck.within(0...1e6, tolerance, "tolerance")

    var findings: [Finding] = []
    var feasible: [Double] = []
    var storedEnergy: [Double] = []
    var (bought, sold, correction, deviation) = (CompensatedSum(), CompensatedSum(), CompensatedSum(), CompensatedSum())
    var store = AwardedStore(asset, steps, energy: initialEnergy)
    for step in 0..<steps.count {
      func note(_ kind: Kind, _ difference: Double) {
        if abs(difference) > tolerance { findings.append(Finding(kind: kind, step: step, difference: difference)) }
      }
      let award = awarded[step]
      if !bids.isEmpty { note(.notAsBid, bids[step].award(at: prices[step]).distance(to: award)) }
      let powered = min(max(award, -site.chargeLimit(at: step)), site.dischargeLimit(at: step))
      note(.beyondPower, award - powered)
      let possible = store.deliver(powered, in: step)
      note(.beyondEnergy, powered - possible)
      note(.notScheduled, scheduled[step] - award)
      note(.notDelivered, delivered[step] - scheduled[step])
      let missing = (award - possible) * steps.hours[step]
      if missing > 0 { bought.add(missing) } else { sold.add(-missing) }
      correction.add(-missing * realTimePrices[step])
      deviation.add((delivered[step] - award) * steps.hours[step] * realTimePrices[step])
      feasible.append(possible)
      storedEnergy.append(store.energy)
    }
    basis = ResultBasis(
      method: "reconciliation of awards",
      conventions: ["sign": "MW delivered positive", "tolerance": "\(tolerance) MW"],
      inputs: [
        .init("store") { digest in
          digest.add(asset)
          digest.add(steps)
          digest.add(availability.charge)
          digest.add(availability.discharge)
          digest.add(initialEnergy)
        },
        .init("powers") { digest in
          for values in [awarded, scheduled, delivered] { digest.add(values) }
        },
        .init("prices") { digest in
          for values in [prices, realTimePrices] { digest.add(values) }
        },
        .init("bids") { digest in
          for bid in bids { digest.add(bid) }
        },
      ])
    self.steps = steps
    self.awarded = awarded
    self.feasible = feasible
    self.storedEnergy = storedEnergy
    self.findings = findings
    boughtBack = bought.value
    soldBack = sold.value
    correctionRevenue = correction.value == 0 ? 0 : correction.value
    deviationRevenue = deviation.value
  }

  /// Whether the store can deliver all that was awarded.
  public var isFeasible: Bool { !findings.contains { $0.kind == .beyondPower || $0.kind == .beyondEnergy } }
}

/// A store that delivers as much of its awards as it can.
private struct AwardedStore {
  private let asset: StorageAsset
  private let steps: DispatchSteps
  private let recurrence: StoreRecurrence
  private(set) var energy: Double

  init(_ asset: StorageAsset, _ steps: DispatchSteps, energy: Double) {
    self.asset = asset
    self.steps = steps
    recurrence = StoreRecurrence(asset, steps)
    self.energy = energy
  }

  /// Delivers a net power, or as much of it as the stored energy allows, and gives what it delivered.
  mutating func deliver(_ power: Double, in step: Int) -> Double {
    let hours = steps.hours[step]
    let kept = energy * recurrence.retention(step)
    func after(_ power: Double) -> Double {
      power > 0 ? kept - hours * recurrence.taken(power) : kept + hours * recurrence.stored(-power)
    }
    let window = asset.window
    func fits(_ power: Double) -> Bool {
      let slack = 1e-12 * max(1, window.upperBound)
      let energy = after(power)
      return power > 0 ? energy >= window.lowerBound - slack : energy <= window.upperBound + slack
    }
    var delivered = power
    if power != 0, !fits(power) {
      // Energy moves with power: the greatest part that fits.
      var (low, high) = (0.0, 1.0)
      for _ in 0..<80 {
        let middle = 0.5 * (low + high)
        if fits(power * middle) { low = middle } else { high = middle }
      }
      delivered = power * low
    }
    energy = min(max(after(delivered), min(kept, window.lowerBound)), max(kept, window.upperBound))
    return delivered
  }
}
