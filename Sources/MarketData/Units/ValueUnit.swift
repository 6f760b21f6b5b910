/// What the numbers of a column or a series are: amounts in a unit, prices for a unit, money, or plain numbers.
public enum ValueUnit: Hashable, Sendable {
  /// Amounts in a unit, such as MW.
  case quantity(UnitOfMeasure)
  /// Prices in a currency for one of a unit, such as USD/MWh.
  case price(Currency, per: UnitOfMeasure)
  /// Amounts of money.
  case money(Currency)
  /// Plain numbers: probabilities, counts, ratios.
  case dimensionless

  /// The unit of the amount, or of what is priced; `nil` for money and plain numbers.
  public var measure: UnitOfMeasure? {
    switch self {
    case .quantity(let unit), .price(_, per: let unit): unit
    case .money, .dimensionless: nil
    }
  }

  /// The currency of a price or an amount of money, else `nil`.
  public var currency: Currency? {
    switch self {
    case .price(let currency, per: _), .money(let currency): currency
    case .quantity, .dimensionless: nil
    }
  }
}

extension ValueUnit: CustomStringConvertible {
  /// The symbols, such as `USD/MWh`, `MW`, `EUR` or `1`.
  public var description: String {
    switch self {
    case .quantity(let unit): unit.description
    case .price(let currency, per: let unit): "\(currency)/\(unit)"
    case .money(let currency): currency.description
    case .dimensionless: "1"
    }
  }
}
