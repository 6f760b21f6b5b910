public import MarketData

/// Something held: what it is, how it is tagged, what it is worth today.
///
///     let base = Position("p1", .linear("PJM_WEST", quantity: 5000), book: "Power/East", market: "US/PJM")
///
/// How it is valued under a change of the factors is not part of it: see ``Exposures`` and ``Revaluation``.
public struct Position: Hashable, Sendable, Codable {
  /// The name, one of a kind in its portfolio.
  public let id: String
  /// What is held.
  public let instrument: Instrument
  /// The book, a path from the whole to the part with slashes between (`Power/East/Peak`); empty at the root.
  public let book: String
  /// The market, a path likewise: `US/PJM/WEST`.
  public let market: String
  /// The currency of the present value and of an option's Greeks; the portfolio's reporting currency where `nil`.
  public let currency: Currency?
  /// The present value, in the position's currency: what a change of its rate of exchange is felt on.
  ///
  /// Zero for what is margined every day.
  public let value: Double

  /// Makes a position.
  public init(
    _ id: String, _ instrument: Instrument, book: String = "", market: String = "", currency: Currency? = nil,
    value: Double = 0
  ) {
    self.id = id
    self.instrument = instrument
    self.book = book
    self.market = market
    self.currency = currency
    self.value = value
  }

  /// The legs that are linear in a price; none for an option.
  public var legs: [Leg] {
    switch instrument {
    case .linear(let leg): [leg]
    case .strip(let legs), .spread(let legs): legs
    case .option: []
    }
  }
}

extension Position {
  private enum CodingKeys: CodingKey { case id, instrument, book, market, currency, value }

  /// Reads a position; the tags, the currency and the value may be left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .id), try container.decode(Instrument.self, forKey: .instrument),
      book: try container.decodeIfPresent(String.self, forKey: .book) ?? "",
      market: try container.decodeIfPresent(String.self, forKey: .market) ?? "",
      currency: try container.decodeIfPresent(CurrencyText.self, forKey: .currency)?.currency,
      value: try container.decodeIfPresent(Double.self, forKey: .value) ?? 0)
  }

  /// Writes a position.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(instrument, forKey: .instrument)
    try container.encode(book, forKey: .book)
    try container.encode(market, forKey: .market)
    try container.encodeIfPresent(currency.map(CurrencyText.init), forKey: .currency)
    try container.encode(value, forKey: .value)
  }
}
