/// What to read from a store: which rows, of which time, as known when.
///
///     let query = ObservationQuery(
///       market: "PJM", locations: .ids(["1"]), products: [.energy(.dayAhead)], interval: day, asOf: gate)
public struct ObservationQuery: Sendable {
  /// Which locations a query reads.
  public enum LocationFilter: Sendable, Hashable {
    /// All locations.
    case all
    /// The locations with these operator's identifiers, of any kind.
    case ids(Set<String>)
    /// Exactly these locations.
    case exactly(Set<Location>)
  }

  /// The market; `nil` for all.
  public var market: Market.ID?
  /// The locations.
  public var locations: LocationFilter
  /// The products; `nil` for all.
  public var products: Set<Product>?
  /// The time in which an interval must begin, `[start, end)`; `nil` for all time.
  public var interval: DeliveryInterval?
  /// The knowledge time: only rows that were published at or before it are read.
  public var asOf: Instant
  /// Whether superseded rows are read too, or only the latest known row of each key.
  public var includesSuperseded: Bool

  /// Asks for rows; without arguments for the latest known row of every key.
  public init(
    market: Market.ID? = nil, locations: LocationFilter = .all, products: Set<Product>? = nil,
    interval: DeliveryInterval? = nil, asOf: Instant = .distantFuture, includesSuperseded: Bool = false
  ) {
    self.market = market
    self.locations = locations
    self.products = products
    self.interval = interval
    self.asOf = asOf
    self.includesSuperseded = includesSuperseded
  }

  /// Whether a location passes the market and location filters.
  public func matches(_ location: Location) -> Bool {
    if let market, location.market != market { return false }
    switch locations {
    case .all: return true
    case .ids(let ids): return ids.contains(location.id)
    case .exactly(let set): return set.contains(location)
    }
  }

  /// Whether a product passes the product filter.
  public func matches(_ product: Product) -> Bool { products?.contains(product) ?? true }
}

extension ObservationQuery {
  /// The same query as known at the gate closure of a market's run for a delivery day: what a bidder could have seen.
  ///
  /// - Returns: `nil` when the market states no gate for the run.
  public func asOfGate(of run: Product.Run, delivery date: LocalDate, in market: Market) -> ObservationQuery? {
    guard let gate = market.gateClosures.first(where: { $0.run == run }) else { return nil }
    var query = self
    query.asOf = gate.instant(delivery: date, in: market)
    return query
  }
}
