/// A bid that a market takes, made of one that it might not.
public struct ConformingBid: Hashable, Sendable, Codable {
  /// The bid.
  public let bid: MarketBid
  /// What was wrong with the first one.
  public let repaired: [BidFinding]
  /// How much power to sell could not be bid: MW.
  public let withheldOffers: Double
  /// How much power to buy could not be bid: MW.
  public let withheldBids: Double
}

extension BidRules {
  /// The nearest bid that the market takes and that gives nothing away: it never sells for less or buys for more, nor more power,
  /// than the one that was meant.
  ///
  /// - prices of offers go up to the next step, those of bids down; an offer below the floor goes up to it, a bid above the cap down to
  ///   it; an offer above the cap and a bid below the floor are withheld;
  /// - powers go down to the step, counted from the first slice on, so that no more is sold at any price;
  /// - steps that are out of order are put in order, and those too many are merged at the worse price of both, where that moves least
  ///   money;
  /// - where no step at all is allowed, all are withheld;
  /// - a side below the least power, a self-schedule and bounds that the market does not take are left out;
  /// - where offers lie below bids, each such bid is withheld.
  ///
  /// - Complexity: O(steps²) where steps are merged, else O(steps · log steps).
  public func conforming(_ bid: MarketBid) -> ConformingBid {
    var offers = priced(bid.offers, isSelling: true).sorted { $0.price < $1.price }
    var bids = priced(bid.bids, isSelling: false).sorted { $0.price > $1.price }
    if let lowest = offers.first?.price { bids.removeAll { $0.price > lowest } }
    offers = measured(offers)
    bids = measured(bids)
    if let segmentLimit, segmentLimit < 1 {
      (offers, bids) = ([], [])
    } else if let segmentLimit {
      if countsSidesApart {
        while offers.count > segmentLimit { Self.merge(&offers) }
        while bids.count > segmentLimit { Self.merge(&bids) }
      }
      while !countsSidesApart, offers.count + bids.count > segmentLimit {
        let (offer, other) = (Self.cheapestMerge(offers), Self.cheapestMerge(bids))
        if let offer, offer.loss <= other?.loss ?? .infinity {
          Self.merge(&offers)
        } else if other != nil {
          Self.merge(&bids)
        } else {
          // One step on each side, and a single one allowed.
          bids.removeAll()
        }
      }
    }
    var selfSchedule = allowsSelfSchedule ? bid.selfSchedule : 0
    if let quantityIncrement { selfSchedule = Self.rounded(selfSchedule, to: quantityIncrement, .towardZero) }
    let repaired = MarketBid(
      unchecked: offers, bids, selfSchedule: selfSchedule, stateBounds: allowsStateBounds ? bid.stateBounds : nil)
    func power(_ slices: [MarketBid.Slice]) -> Double { slices.reduce(0) { $0 + max(0, $1.power) } }
    return ConformingBid(
      bid: repaired, repaired: findings(of: bid), withheldOffers: max(0, power(bid.offers) - power(offers)),
      withheldBids: max(0, power(bid.bids) - power(bids)))
  }

  /// Slices at prices that the market takes; those that cannot be priced so are left out.
  private func priced(_ slices: [MarketBid.Slice], isSelling: Bool) -> [MarketBid.Slice] {
    slices.compactMap { slice in
      guard slice.power > 0 else { return nil }
      var price = slice.price
      if isSelling { price = max(price, floor ?? -.infinity) } else { price = min(price, cap ?? .infinity) }
      if let priceIncrement { price = Self.rounded(price, to: priceIncrement, isSelling ? .up : .down) }
      guard price <= cap ?? .infinity, price >= floor ?? -.infinity else { return nil }
      return MarketBid.Slice(price: price, power: slice.power)
    }
  }

  /// Slices with powers that the market takes, equal prices together.
  private func measured(_ slices: [MarketBid.Slice]) -> [MarketBid.Slice] {
    var result: [MarketBid.Slice] = []
    var (meant, given) = (0.0, 0.0)
    for slice in slices {
      meant += slice.power
      let reached = quantityIncrement.map { Self.rounded(meant, to: $0, .down) } ?? meant
      let step =
        quantityIncrement.map { Self.rounded(reached - given, to: $0, .toNearestOrAwayFromZero) } ?? slice.power
      guard step > 0 else { continue }
      given = reached
      if let last = result.last, last.price == slice.price {
        result[result.count - 1] = MarketBid.Slice(price: last.price, power: last.power + step)
      } else {
        result.append(MarketBid.Slice(price: slice.price, power: step))
      }
    }
    if let minimumQuantity, given < minimumQuantity * (1 - 1e-9) { return [] }
    return result
  }

  /// The slice whose merger with the next one moves the least power by the least price.
  private static func cheapestMerge(_ slices: [MarketBid.Slice]) -> (index: Int, loss: Double)? {
    slices.indices.dropLast().map { ($0, slices[$0].power * abs(slices[$0 + 1].price - slices[$0].price)) }
      .min { $0.1 < $1.1 }
  }

  /// Merges two slices at the price of the second: the higher one of offers, the lower one of bids.
  private static func merge(_ slices: inout [MarketBid.Slice]) {
    guard let (index, _) = cheapestMerge(slices) else { return }
    let power = slices[index].power + slices[index + 1].power
    slices[index] = MarketBid.Slice(price: slices[index + 1].price, power: power)
    slices.remove(at: index + 1)
  }

  /// A multiple of a step; what is one to a part in a million of it stays where it is.
  static func rounded(_ value: Double, to step: Double, _ rule: FloatingPointRoundingRule) -> Double {
    guard step > 0 else { return value }
    let count = value / step
    let nearest = count.rounded()
    let whole = abs(count - nearest) <= 1e-6 ? nearest : count.rounded(rule)
    // A step such as 0.1 is the inverse of a whole number: dividing by it gives the decimal itself.
    let inverse = (1 / step).rounded()
    return step < 1 && abs(inverse * step - 1) < 1e-12 ? whole / inverse : whole * step
  }
}

extension MarketBid {
  /// Makes a bid of numbers that are known to be finite.
  init(unchecked offers: [Slice], _ bids: [Slice], selfSchedule: Double, stateBounds: ClosedRange<Double>?) {
    self.offers = offers
    self.bids = bids
    self.selfSchedule = selfSchedule
    self.stateBounds = stateBounds
  }
}
