import MarketData

extension RiskFactor: Codable {
  private enum Key: CodingKey { case name, kind, currency, unit, change, level, pricedCurrency }

  /// Reads a factor; all but the name may be left out: a hub in USD for one MWh with absolute changes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let symbol = try container.decodeIfPresent(String.self, forKey: .unit)
    guard let unit = UnitOfMeasure.factorUnits[symbol ?? UnitOfMeasure.megawattHour.symbol] else {
      throw DecodingError.dataCorruptedError(
        forKey: .unit, in: container,
        debugDescription: "expected one of \(UnitOfMeasure.factorUnits.keys.sorted()), found \(symbol ?? "")")
    }
    self.init(
      try container.decode(String.self, forKey: .name),
      try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .hub,
      try container.decodeIfPresent(CurrencyText.self, forKey: .currency)?.currency ?? .usd, unit,
      try container.decodeIfPresent(Change.self, forKey: .change) ?? .absolute,
      try container.decodeIfPresent(Double.self, forKey: .level),
      try container.decodeIfPresent(CurrencyText.self, forKey: .pricedCurrency)?.currency)
  }

  /// Writes a factor, the unit by its symbol and currencies by their codes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(kind, forKey: .kind)
    try container.encode(CurrencyText(currency), forKey: .currency)
    try container.encode(unit.symbol, forKey: .unit)
    try container.encode(change, forKey: .change)
    try container.encodeIfPresent(level, forKey: .level)
    try container.encodeIfPresent(pricedCurrency.map(CurrencyText.init), forKey: .pricedCurrency)
  }
}

/// How a currency is written: its code, which for pence and cents is that of the part.
struct CurrencyText: Codable {
  let currency: Currency

  init(_ currency: Currency) { self.currency = currency }

  /// The currency of a code: a part of one where the code is known as such.
  init(code: String) {
    currency = [Currency.usCents, .euroCents, .pence].first { $0.code == code } ?? Currency(code)
  }

  init(from decoder: any Decoder) throws {
    self.init(code: try decoder.singleValueContainer().decode(String.self))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(currency.code)
  }
}
