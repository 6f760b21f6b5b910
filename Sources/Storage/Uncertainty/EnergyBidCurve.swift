import Valuation

/// What a store should offer to a market in one step, before the price is known: power by price, for charging and discharging.
///
///     let curve = value.bidCurve(for: battery, step: 7, stored: 180)
///     curve.power(at: 95)         // MW delivered at that price, negative for power drawn
///     curve.offers                // price and MW of each further slice of discharge, by rising price
///     curve.bids                  // price and MW of each further slice of charge, by falling price
///
/// A slice of discharge is offered at what its energy is worth in the store, by the efficiency, plus the throughput cost; a slice
/// of charge is bid for at what it will be worth. Offers never fall below bids. The curve rests on the stored energy at the beginning
/// of the step (``stored``): where the step before may clear at another price, make one for each state that may come.
public struct EnergyBidCurve: Hashable, Sendable, Codable {
  /// A slice of power and its price.
  public struct Slice: Hashable, Sendable, Codable {
    /// The price, in the currency of the value function, per MWh at the meter.
    public let price: Double
    /// The power of this slice alone, MW at the meter, positive.
    public let power: Double

    /// Makes a slice.
    public init(price: Double, power: Double) {
      self.price = price
      self.power = power
    }
  }

  /// The step that it is for.
  public let step: Int
  /// The stored energy at the beginning of the step that it rests on, MWh.
  public let stored: Double
  /// Slices of discharge by rising price: each is delivered where the price is no lower.
  public let offers: [Slice]
  /// Slices of charge by falling price: each is drawn where the price is lower.
  public let bids: [Slice]

  /// The net power at a market price, MW: what all slices come to that the price calls for.
  public func power(at price: Double) -> Double {
    let offered = offers.prefix { price >= $0.price }.reduce(0) { $0 + $1.power }
    return offered > 0 ? offered : -bids.prefix { price < $0.price }.reduce(0) { $0 + $1.power }
  }

  /// The whole curve as points of price and net power, both rising: from full charge to full discharge.
  ///
  /// Each point is the power from its price on, up to the price of the next; below the first one all bids are drawn.
  public var points: [(price: Double, power: Double)] {
    var power = -bids.reduce(0) { $0 + $1.power }
    var points: [(price: Double, power: Double)] = []
    for slice in bids.reversed() + offers {
      power += slice.power
      if let last = points.last, last.price == slice.price {
        points[points.count - 1].power = power
      } else {
        points.append((slice.price, power))
      }
    }
    return points
  }

  /// The same curve in at most so many slices a side: neighbours are merged to the power-weighted mean of their prices.
  ///
  /// - Throws: `outOfRange` for fewer than one slice.
  public func merged(to count: Int) throws(StorageError) -> EnergyBidCurve {
    try InputCheck.within(1...1e6, Double(count), "count")
    return EnergyBidCurve(
      step: step, stored: stored, offers: Self.merged(offers, to: count), bids: Self.merged(bids, to: count))
  }

  private static func merged(_ slices: [Slice], to count: Int) -> [Slice] {
    var slices = slices
    while slices.count > count {
      // The two neighbours whose prices differ least.
      let closest =
        slices.indices.dropLast().min {
          abs(slices[$0 + 1].price - slices[$0].price) < abs(slices[$1 + 1].price - slices[$1].price)
        } ?? 0
      let (a, b) = (slices[closest], slices[closest + 1])
      let power = a.power + b.power
      slices[closest] = Slice(price: (a.price * a.power + b.price * b.power) / power, power: power)
      slices.remove(at: closest + 1)
    }
    return slices
  }
}

extension EnergyBidCurve {
  /// Reads a curve.
  ///
  /// - Throws: A `DecodingError` where prices are out of order, offers lie below bids, or a slice has no power.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      step: try container(.step), stored: try container(.stored), offers: try container(.offers),
      bids: try container(.bids))
    for (slices, key) in [(offers, CodingKeys.offers), (bids, .bids)] {
      try container.require(slices.allSatisfy { $0.power > 0 }, key, "slices of positive power")
    }
    let prices = bids.reversed().map(\.price) + offers.map(\.price)
    try container.require(
      zip(prices, prices.dropFirst()).allSatisfy { $0 <= $1 }, .offers,
      "offers by rising price, none below the bids, and bids by falling price")
  }
}

extension StoredEnergyValue {
  /// What to offer in a step, given the stored energy at its beginning.
  ///
  /// - Parameters:
  ///   - problem: The store, its steps and availability; the prices do not matter here.
  ///   - step: The step, counted from 0.
  ///   - stored: MWh in the store when the step begins.
  ///   - charges: What stands between the market's price and what is paid: bids and offers are in the market's price.
  /// - Throws: `outOfRange` for a step that is not there or a state outside the window, `mismatch` for another problem's value.
  /// - Complexity: O(segments of the staircase).
  public func bidCurve(
    for problem: DispatchProblem, step: Int, stored: Double, charges: MarketCharges = .none
  ) throws(StorageError) -> EnergyBidCurve {
    guard problem.steps == steps, problem.asset.window == window else {
      throw StorageError(
        .mismatch, field: "problem", found: "\(problem.count) steps, window \(problem.asset.window)",
        expected: "the steps and the window of the value")
    }
    try InputCheck.within(0...Double(stepCount - 1), Double(step), "step")
    try InputCheck.within(window, stored, "stored")
    let reach = StepReach(problem, step: step)
    let hours = steps.hours[step]
    let level = max(window.lowerBound, reach.retention * stored)
    let offers = slices(reach.discharging, from: level, boundary: step + 1, isRising: false).map {
      EnergyBidCurve.Slice(
        price: charges.marketPrice(selling: $0.marginal * $0.slope + reach.throughputCost),
        power: $0.stored / $0.slope / hours)
    }.filter(\.price.isFinite)
    let bids = slices(reach.charging, from: level, boundary: step + 1, isRising: true).map {
      EnergyBidCurve.Slice(
        price: charges.marketPrice(buying: $0.marginal * $0.slope), power: $0.stored / $0.slope / hours)
    }
    // Where stored energy is worth less than nothing, an offer may fall below the bids; the store cannot do both.
    var floor = bids.first?.price ?? -.infinity
    let raised = offers.map { slice in
      floor = max(floor, slice.price)
      return EnergyBidCurve.Slice(price: floor, power: slice.power)
    }
    var ceiling = Double.infinity
    let lowered = bids.map { slice in
      ceiling = min(ceiling, slice.price)
      return EnergyBidCurve.Slice(price: ceiling, power: slice.power)
    }
    return EnergyBidCurve(step: step, stored: stored, offers: raised, bids: lowered)
  }

  /// The slices of energy that pieces of power move, from a level on downwards or upwards, with the marginal value of each.
  private func slices(
    _ pieces: [StepReach.Piece], from level: Double, boundary: Int, isRising: Bool
  ) -> [(stored: Double, slope: Double, marginal: Double)] {
    var slices: [(stored: Double, slope: Double, marginal: Double)] = []
    let stairs = starts[boundary]..<starts[boundary + 1]
    var place = level
    var segment = isRising ? stairs.lowerBound : stairs.upperBound - 1
    func lower(_ segment: Int) -> Double { segment == stairs.lowerBound ? window.lowerBound : ends[segment - 1] }
    for piece in pieces {
      var rest = piece.stored
      while rest > 0, stairs.contains(segment) {
        let room = isRising ? ends[segment] - place : place - lower(segment)
        guard room > 0 else {
          segment += isRising ? 1 : -1
          continue
        }
        let taken = min(rest, room)
        slices.append((taken, piece.slope, slopes[segment]))
        rest -= taken
        place = taken == room ? (isRising ? ends[segment] : lower(segment)) : place + (isRising ? taken : -taken)
      }
    }
    return slices
  }
}

extension MarketCharges {
  /// The market price at which buying costs so much: the inverse of ``buying(at:)``.
  func marketPrice(buying cost: Double) -> Double {
    let offer = cost - importFee
    return (offer > 0 ? offer / (1 + importTax) : offer) - 0.5 * spread
  }

  /// The least market price at which selling brings so much: the inverse of ``selling(at:)``; infinite where none does.
  func marketPrice(selling proceeds: Double) -> Double {
    let bid = proceeds + exportFee
    return (bid > 0 ? bid / (1 - exportTax) : bid) + 0.5 * spread
  }
}
