extension ValueUnit {
  /// The number by which values in this unit are multiplied to be in `other`, where no currency is exchanged.
  ///
  ///     try ValueUnit.price(.pence, per: .therm).factor(to: .price(.gbp, per: .megawattHour))   // 0.34121...
  ///
  /// Throws ``UnitError`` where the kinds differ, the units do not convert, or the major currencies differ.
  public func factor(to other: ValueUnit, using heatingValue: HeatingValue? = nil) throws(UnitError) -> Double {
    try unitFactor(to: other, using: heatingValue)
      * (try (currency ?? .usd).factor(to: other.currency ?? .usd))
  }

  /// The number by which values in this unit are multiplied to be in `other`, at a date's exchange rate.
  public func factor(
    to other: ValueUnit, using heatingValue: HeatingValue? = nil, with rates: ExchangeRates, on date: LocalDate,
    fill: ExchangeRates.Fill = .exact
  ) throws(UnitError) -> Double {
    let unitFactor = try unitFactor(to: other, using: heatingValue)
    guard let currency, let otherCurrency = other.currency else { return unitFactor }
    return unitFactor * (try rates.rate(from: currency, to: otherCurrency, on: date, fill: fill))
  }

  private func unitFactor(to other: ValueUnit, using heatingValue: HeatingValue?) throws(UnitError) -> Double {
    switch (self, other) {
    case (.quantity(let unit), .quantity(let otherUnit)):
      return try unit.factor(to: otherUnit, using: heatingValue)
    case (.price(_, per: let unit), .price(_, per: let otherUnit)):
      return try otherUnit.factor(to: unit, using: heatingValue)
    case (.money, .money), (.dimensionless, .dimensionless):
      return 1
    default:
      throw UnitError(.kindMismatch, found: description, expected: other.description)
    }
  }
}
