/// A bid of a store for one interval: what it sells from which price on, and what it buys up to which.
///
///     let bid = try MarketBid(
///       offers: [.init(price: 90, power: 60), .init(price: 140, power: 40)], bids: [.init(price: 25, power: 100)])
///     bid.award(at: 100).most         // 60 MW are sold
///     bid.award(at: 20).most          // −100: all is bought
///
/// The type takes any finite numbers, so that a market's rules can be held against what somebody means to send: see ``BidRules``.
public struct MarketBid: Hashable, Sendable, Codable {
  /// A step of price and power.
  public typealias Slice = EnergyBidCurve.Slice

  /// What is sold, by rising price: each further power is sold from its price on.
  public let offers: [Slice]
  /// What is bought, by falling price: each further power is bought up to its price.
  public let bids: [Slice]
  /// Power that is scheduled at any price, MW, positive to sell; the steps come on top of it.
  public let selfSchedule: Double
  /// Where the state of charge is to be at the end of the hour, MWh; `nil` leaves it to the market.
  public let stateBounds: ClosedRange<Double>?

  /// Makes a bid.
  ///
  /// - Throws: `notFinite` with the index, `tooLarge` for more than 100,000 steps.
  public init(
    offers: [Slice] = [], bids: [Slice] = [], selfSchedule: Double = 0, stateBounds: ClosedRange<Double>? = nil
  ) throws(StorageError) {
    for (slices, field) in [(offers, "offers"), (bids, "bids")] {
      guard slices.count <= 100_000 else {
        throw StorageError(.tooLarge, field: field, found: "\(slices.count) steps", expected: "at most 100000")
      }
      for (index, slice) in slices.enumerated() where !slice.price.isFinite || !slice.power.isFinite {
        throw StorageError(
          .notFinite, field: field, found: "\(slice.power) MW at \(slice.price)", expected: "finite numbers",
          index: index)
      }
    }
    try InputCheck.finite(selfSchedule, "selfSchedule")
    if let stateBounds {
      try InputCheck.finite(stateBounds.lowerBound, "stateBounds")
      try InputCheck.finite(stateBounds.upperBound, "stateBounds")
    }
    self.offers = offers
    self.bids = bids
    self.selfSchedule = selfSchedule
    self.stateBounds = stateBounds
  }

  /// Makes a bid of a curve that follows from the value of stored energy.
  ///
  /// - Throws: As ``init(offers:bids:selfSchedule:stateBounds:)``.
  public init(_ curve: EnergyBidCurve, stateBounds: ClosedRange<Double>? = nil) throws(StorageError) {
    try self.init(offers: curve.offers, bids: curve.bids, stateBounds: stateBounds)
  }

  /// A bid that takes any price: so many MW sold, or bought where negative.
  ///
  /// - Throws: `notFinite`.
  public static func priceTaking(_ power: Double) throws(StorageError) -> MarketBid {
    try MarketBid(selfSchedule: power)
  }

  /// What a market may award at a price.
  public struct Award: Hashable, Sendable, Codable {
    /// The least net power, MW, positive is sold: of steps priced at the market's price nothing is sold and all is bought.
    public let least: Double
    /// The greatest net power: of steps priced at the market's price all is sold and nothing bought.
    public let most: Double

    /// Whether a power lies between the two, to a part in a thousand million.
    public func contains(_ power: Double) -> Bool { distance(to: power) == 0 }

    /// How far a power lies above (positive) or below the awards that are possible, MW.
    public func distance(to power: Double) -> Double {
      let slack = 1e-9 * max(1, abs(least), abs(most))
      if power > most + slack { return power - most }
      return power < least - slack ? power - least : 0
    }
  }

  /// What is sold and bought at a price: steps that are better than it in full, those at it in part or not.
  ///
  /// - Complexity: O(steps).
  public func award(at price: Double) -> Award {
    var (least, most) = (selfSchedule, selfSchedule)
    for slice in offers {
      if slice.price < price { least += slice.power }
      if slice.price <= price { most += slice.power }
    }
    for slice in bids {
      if slice.price >= price { least -= slice.power }
      if slice.price > price { most -= slice.power }
    }
    return Award(least: least, most: most)
  }
}

extension MarketBid {
  /// Reads a bid.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for a bid that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      offers: container.decode([Slice].self, forKey: .offers), bids: container.decode([Slice].self, forKey: .bids),
      selfSchedule: container.decode(Double.self, forKey: .selfSchedule),
      stateBounds: container.decodeIfPresent(ClosedRange<Double>.self, forKey: .stateBounds))
  }
}
