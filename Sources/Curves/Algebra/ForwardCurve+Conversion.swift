public import MarketData

extension ForwardCurve {
  /// The curve in another unit of the same kind, through the fuel's heating value where energy meets volume, mass or
  /// another basis.
  ///
  ///     try nbp.converted(to: .price(.gbp, per: .megawattHour))                              // from pence per therm
  ///     try coal.converted(to: .price(.usd, per: .megawattHour.onBasis(.lower)), using: api2)
  ///
  /// - Throws: `mismatch` with the unit's own error where it does not convert; another currency takes
  ///   ``exchanged(into:at:)``.
  public func converted(to other: ValueUnit, using heatingValue: HeatingValue? = nil) throws(CurveError) -> ForwardCurve
  {
    if other == unit { return self }
    let factor: Double
    do {
      factor = try unit.factor(to: other, using: heatingValue)
    } catch {
      throw CurveError(.mismatch, found: "a curve in \(unit)", expected: "\(other)", cause: error)
    }
    return try mapped(unit: other) { $1 * factor }
  }

  /// The curve in another currency, each interval at its own forward exchange rate.
  ///
  ///     let euros = try dollars.exchanged(into: .eur, at: eurPerUSD)       // unit of the rates: .price(.eur, per: ...)
  ///
  /// - Parameters:
  ///   - currency: The currency wanted.
  ///   - rates: The price of one unit of this curve's currency in `currency`, by interval. Months serve a curve of
  ///     hours: each interval of this curve must lie in one of theirs. A part of a currency, such as pence, follows the
  ///     whole.
  /// - Throws: `mismatch` where this curve is no price or money, or the rates are not in `currency`; `outOfRange` with
  ///   the index of an interval that none of the rates' contains; `notPositive` with the index of a rate that is not.
  public func exchanged(into currency: Currency, at rates: ForwardExchange) throws(CurveError) -> ForwardCurve {
    let target: ValueUnit
    switch unit {
    case .price(_, per: let measure): target = .price(currency, per: measure)
    case .money: target = .money(currency)
    case .quantity, .dimensionless:
      throw CurveError(.mismatch, found: "a curve in \(unit)", expected: "a price or money")
    }
    guard let own = unit.currency else { return self }
    let factors = try rates.factors(from: own, to: currency, over: grid)
    return try mapped(unit: target) { $1 * factors[$0] }
  }

  /// The curve at other times: each interval and its value so many seconds later, or earlier where negative.
  ///
  /// - Throws: `outOfRange` where the shifted grid leaves the range of instants.
  public func shifted(bySeconds seconds: Int64) throws(CurveError) -> ForwardCurve {
    guard
      let moved = DeliveryGrid(edges: (grid.map(\.start) + [grid.end]).map { $0.advanced(bySeconds: seconds) })
    else { throw CurveError(.outOfRange, found: "a shift of \(seconds) s", expected: "one within the range of time") }
    return try ForwardCurve(grid: moved, values: values, unit: unit)
  }

  /// The values moved along the grid: interval i takes the value of interval i - `steps`; those before the first value,
  /// or after the last, keep the nearest.
  ///
  /// - Throws: Nothing that a curve's own values could cause.
  public func shifted(bySteps steps: Int) throws(CurveError) -> ForwardCurve {
    let values = values
    let steps = min(max(steps, -count), count)
    return try mapped { index, _ in values[min(max(index - steps, 0), values.count - 1)] }
  }

  /// The part of the curve in whole intervals of a span.
  ///
  /// - Throws: `emptyPeriod` where no interval lies wholly in it.
  public func slice(_ span: DeliveryInterval) throws(CurveError) -> ForwardCurve {
    guard let part = series.slice(span) else {
      throw CurveError(.emptyPeriod, found: "\(span)", expected: "an interval of \(grid)")
    }
    return try ForwardCurve(part)
  }
}
