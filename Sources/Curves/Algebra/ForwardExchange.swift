public import MarketData

/// Forward exchange rates between two currencies, interval by interval: an FX forward curve.
///
///     let eurusd = try ForwardExchange(base: .eur, quote: .usd, grid: months, rates: [1.0862, 1.0879, ...])
///     try gas.exchanged(into: .eur, at: eurusd)
///
/// One unit of `base` costs `rate` of `quote`, as currency pairs are quoted; conversions go either way.
public struct ForwardExchange: Hashable, Sendable {
  /// The currency that is priced.
  public let base: Currency
  /// The currency of the price.
  public let quote: Currency
  /// The intervals.
  public let grid: DeliveryGrid
  /// What one of `base` costs in `quote` in each interval, positive.
  public let rates: [Double]

  /// Makes rates.
  ///
  /// - Throws: `countMismatch` unless there is a rate for each interval; `notPositive` with the index of one that is
  ///   not positive and finite; `mismatch` for a currency against itself or its part.
  public init(base: Currency, quote: Currency, grid: DeliveryGrid, rates: [Double]) throws(CurveError) {
    guard base.majorCode != quote.majorCode else {
      throw CurveError(.mismatch, found: "\(base) against \(quote)", expected: "two currencies")
    }
    guard rates.count == grid.count else {
      throw CurveError(.countMismatch, found: "\(rates.count) rates", expected: "\(grid.count), one for each interval")
    }
    if let odd = rates.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw CurveError(.notPositive, found: "\(rates[odd])", expected: "a positive rate", index: odd)
    }
    self.base = base
    self.quote = quote
    self.grid = grid
    self.rates = rates
  }

  /// Rates by covered interest parity: spot times the ratio of the discount factors, each interval at its middle.
  ///
  /// - Parameters:
  ///   - spot: What one of the base's currency costs in the quote's on the value date.
  ///   - base: The discount curve of the currency that is priced.
  ///   - quote: The discount curve of the currency of the price, of the same value date.
  ///   - grid: The intervals.
  ///   - zone: The zone whose days discounting counts.
  /// - Throws: `mismatch` for curves of one currency or two value dates; `notPositive` for a spot that is not.
  public static func parity(
    spot: Double, base: DiscountCurve, quote: DiscountCurve, over grid: DeliveryGrid, in zone: MarketTimeZone
  ) throws(CurveError) -> ForwardExchange {
    guard base.valueDate == quote.valueDate else {
      throw CurveError(.mismatch, found: "a curve of \(quote.valueDate)", expected: "one of \(base.valueDate)")
    }
    let rates = grid.map { interval -> Double in
      let middle = interval.start.advanced(bySeconds: interval.seconds / 2)
      return spot * base.factor(at: middle, in: zone) / quote.factor(at: middle, in: zone)
    }
    return try ForwardExchange(base: base.currency, quote: quote.currency, grid: grid, rates: rates)
  }

  /// What amounts in one currency are multiplied by to be in the other, for each interval of a grid that is no coarser.
  func factors(from source: Currency, to target: Currency, over finer: DeliveryGrid) throws(CurveError) -> [Double] {
    let parts = target.unitsPerMajor / source.unitsPerMajor
    if source.majorCode == target.majorCode { return [Double](repeating: parts, count: finer.count) }
    let isForward = source.majorCode == base.majorCode && target.majorCode == quote.majorCode
    guard isForward || (source.majorCode == quote.majorCode && target.majorCode == base.majorCode) else {
      throw CurveError(.mismatch, found: "rates of \(base)/\(quote)", expected: "rates from \(source) to \(target)")
    }
    // Whole units of the quote for a whole unit of the base.
    let whole = base.unitsPerMajor / quote.unitsPerMajor
    var factors: [Double] = []
    factors.reserveCapacity(finer.count)
    var position = 0
    for (index, interval) in finer.enumerated() {
      while position < grid.count - 1, grid[position].end <= interval.start { position += 1 }
      guard grid[position].contains(interval) else {
        throw CurveError(
          .outOfRange, found: "\(interval)", expected: "an interval within one of the rates' \(grid)", index: index)
      }
      let rate = rates[position] * whole
      factors.append(isForward ? rate * parts : parts / rate)
    }
    return factors
  }
}
