/// An amount of a currency.
public struct Money: Hashable, Sendable {
  /// The amount, positive for what the holder receives where a sign has that meaning.
  public var amount: Double
  /// The currency.
  public var currency: Currency

  /// Makes an amount of a currency.
  public init(_ amount: Double, _ currency: Currency) {
    self.amount = amount
    self.currency = currency
  }

  /// The sum, in this amount's currency; throws where the other is in another currency.
  public func adding(_ other: Money) throws(UnitError) -> Money {
    Money(amount + other.amount * (try other.currency.factor(to: currency)), currency)
  }

  /// The same amount in another currency at a date's exchange rate.
  public func converted(
    to other: Currency, with rates: ExchangeRates, on date: LocalDate, fill: ExchangeRates.Fill = .exact
  ) throws(UnitError) -> Money {
    Money(amount * (try rates.rate(from: currency, to: other, on: date, fill: fill)), other)
  }
}

extension Money: CustomStringConvertible {
  /// The number and the currency's code.
  public var description: String { "\(amount) \(currency)" }
}

extension Currency {
  /// The number by which an amount in this currency is multiplied to give the amount in `other` without an exchange rate:
  /// 0.01 from pence to pounds; throws between two major currencies.
  public func factor(to other: Currency) throws(UnitError) -> Double {
    guard majorCode == other.majorCode else {
      throw UnitError(.currencyMismatch, found: code, expected: other.code)
    }
    return other.unitsPerMajor / unitsPerMajor
  }
}
