/// A price: money for one of a unit, such as 42.5 USD/MWh; negative prices are ordinary.
public struct Price: Hashable, Sendable {
  /// The money for one unit.
  public var value: Double
  /// The currency of ``value``.
  public var currency: Currency
  /// The unit that is priced.
  public var unit: UnitOfMeasure

  /// Makes a price.
  public init(_ value: Double, _ currency: Currency, per unit: UnitOfMeasure) {
    self.value = value
    self.currency = currency
    self.unit = unit
  }

  /// What the price is in, as a column or a series states it.
  public var valueUnit: ValueUnit { .price(currency, per: unit) }

  /// The same price for one of another unit; throws where the units do not convert.
  ///
  ///     try Price(80, .pence, per: .therm).converted(per: .megawattHour)   // 2729.7 GBp/MWh
  public func converted(
    per other: UnitOfMeasure, using heatingValue: HeatingValue? = nil
  ) throws(UnitError) -> Price {
    Price(value * (try other.factor(to: unit, using: heatingValue)), currency, per: other)
  }

  /// The same price in another currency of the same major currency: pence and pounds.
  public func converted(to other: Currency) throws(UnitError) -> Price {
    Price(value * (try currency.factor(to: other)), other, per: unit)
  }

  /// The same price in another currency at a date's exchange rate.
  public func converted(
    to other: Currency, with rates: ExchangeRates, on date: LocalDate, fill: ExchangeRates.Fill = .exact
  ) throws(UnitError) -> Price {
    Price(value * (try rates.rate(from: currency, to: other, on: date, fill: fill)), other, per: unit)
  }

  /// What an amount costs at this price; throws where the amount's unit does not convert into the priced one.
  public func cost(of quantity: Quantity) throws(UnitError) -> Money {
    Money(value * quantity.value * (try quantity.unit.factor(to: unit)), currency)
  }
}

extension Price: CustomStringConvertible {
  /// The number, the currency and the unit: `42.5 USD/MWh`.
  public var description: String { "\(value) \(valueUnit)" }
}
