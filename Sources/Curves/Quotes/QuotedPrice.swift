/// What is quoted: one price to meet, a bid and an ask to lie between, or a price to come near to.
public enum QuotedPrice: Hashable, Sendable {
  /// A price that the curve meets exactly.
  case firm(Double)
  /// A bid and an ask between which the curve lies; minus or plus infinity where a side is not quoted.
  case bidAsk(bid: Double, ask: Double)
  /// A price that pulls at the curve: ½ · weight · (model - price)² joins the objective, so that a weight of 1e4 or more is nearly
  /// firm on a smooth curve and one of 1e-4 hardly counts.
  case soft(Double, weight: Double)

  /// The price in the middle, or the side that is quoted.
  public var mid: Double {
    switch self {
    case .firm(let price), .soft(let price, _): price
    case .bidAsk(let bid, let ask): bid.isFinite && ask.isFinite ? bid / 2 + ask / 2 : bid.isFinite ? bid : ask
    }
  }

  /// The lowest price that meets the quote.
  public var lower: Double {
    switch self {
    case .firm(let price), .soft(let price, _): price
    case .bidAsk(let bid, _): bid
    }
  }

  /// The highest price that meets the quote.
  public var upper: Double {
    switch self {
    case .firm(let price), .soft(let price, _): price
    case .bidAsk(_, let ask): ask
    }
  }

  /// Whether the curve may leave the price, at a cost.
  public var isSoft: Bool {
    if case .soft = self { true } else { false }
  }

  /// The quote after a change of its prices: of unit, for a settled part.
  func map(_ transform: (Double) -> Double) -> QuotedPrice {
    switch self {
    case .firm(let price): .firm(transform(price))
    case .bidAsk(let bid, let ask):
      .bidAsk(bid: bid.isFinite ? transform(bid) : bid, ask: ask.isFinite ? transform(ask) : ask)
    case .soft(let price, let weight): .soft(transform(price), weight: weight)
    }
  }

  /// Refuses prices that are no numbers, a bid above its ask, a weight that is not positive.
  func check(_ index: Int?) throws(CurveError) {
    switch self {
    case .firm(let price), .soft(let price, _):
      guard price.isFinite else { throw CurveError(.notFinite, found: "\(price)", expected: "a price", index: index) }
      try Self.checkSize(price, index)
    case .bidAsk(let bid, let ask):
      guard !bid.isNaN, !ask.isNaN, bid.isFinite || ask.isFinite else {
        throw CurveError(.notFinite, found: "bid \(bid), ask \(ask)", expected: "a bid, an ask or both", index: index)
      }
      guard bid <= ask, bid < .infinity, ask > -.infinity else {
        throw CurveError(.outOfRange, found: "bid \(bid) above ask \(ask)", expected: "bid ≤ ask", index: index)
      }
      for side in [bid, ask] where side.isFinite { try Self.checkSize(side, index) }
    }
    if case .soft(_, let weight) = self, !(weight > 0 && weight <= 1e15) {
      throw CurveError(.outOfRange, found: "weight \(weight)", expected: "a positive weight", index: index)
    }
  }

  private static func checkSize(_ price: Double, _ index: Int?) throws(CurveError) {
    guard abs(price) <= CurveDefinition.largestPrice else {
      throw CurveError(
        .outOfRange, found: "\(price)", expected: "a price of at most \(CurveDefinition.largestPrice)", index: index)
    }
  }
}
