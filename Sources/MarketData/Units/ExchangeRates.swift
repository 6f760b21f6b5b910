/// Dated exchange rates against one base currency, such as the European Central Bank's reference rates against the euro.
///
///     let rates = try ExchangeRates(base: .eur, [(friday, .usd, 1.0862), (friday, .gbp, 0.8553)])
///     try rates.rate(from: .usd, to: .pence, on: friday)                        // 85.53 / 1.0862
///     try rates.rate(from: .usd, to: .eur, on: sunday)                          // throws: rateMissing
///     try rates.rate(from: .usd, to: .eur, on: sunday, fill: .previous(maxDays: 4))
///
/// A cross rate goes through the base, with both legs from one date. Parts of a currency, such as pence, follow the whole.
/// A look-up costs two binary searches.
public struct ExchangeRates: Hashable, Sendable {
  /// What to do for a date without a rate: weekends, bank holidays.
  public enum Fill: Hashable, Sendable {
    /// Throw.
    case exact
    /// Take the last rate before the date, at most `maxDays` days old.
    case previous(maxDays: Int)
  }

  private struct History: Hashable, Sendable {
    var dates: [LocalDate] = []
    var rates: [Double] = []

    /// The place of the last date that is not later than `date`.
    func index(notAfter date: LocalDate) -> Int? {
      var low = 0
      var high = dates.count
      while low < high {
        let middle = (low + high) / 2
        if dates[middle] <= date { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? nil : low - 1
    }
  }

  /// The currency of which one is worth each rate.
  public let base: Currency
  private let histories: [String: History]

  /// Makes rates from dated quotes: one `base` is worth `rate` of the quote's currency.
  ///
  /// Throws ``UnitError`` for a rate that is not positive and finite, for a base that is a part of a currency, for a rate of
  /// the base against itself that is not one, and for two different rates on one date.
  /// - Complexity: O(n log n).
  public init(
    base: Currency, _ quotes: some Sequence<(date: LocalDate, currency: Currency, rate: Double)>
  ) throws(UnitError) {
    guard base.unitsPerMajor == 1 else {
      throw UnitError(.currencyMismatch, found: base.code, expected: "a whole currency such as \(base.majorCode)")
    }
    var byCurrency: [String: [(LocalDate, Double)]] = [:]
    for (date, currency, rate) in quotes {
      guard rate > 0, rate.isFinite else {
        throw UnitError(.invalidNumber, found: "\(rate) \(currency) on \(date)", expected: "a positive rate")
      }
      if currency.majorCode == base.code {
        guard rate == currency.unitsPerMajor else {
          throw UnitError(
            .conflictingRates, found: "\(rate) \(currency) on \(date)",
            expected: "\(currency.unitsPerMajor) for one \(base)")
        }
        continue
      }
      byCurrency[currency.majorCode, default: []].append((date, rate / currency.unitsPerMajor))
    }
    var histories: [String: History] = [:]
    for (code, rows) in byCurrency {
      var history = History()
      for (date, rate) in rows.sorted(by: { $0.0 < $1.0 }) {
        if history.dates.last == date {
          guard history.rates.last == rate else {
            throw UnitError(.conflictingRates, found: "\(rate) \(code) on \(date)", expected: "one rate a date")
          }
          continue
        }
        history.dates.append(date)
        history.rates.append(rate)
      }
      histories[code] = history
    }
    self.base = base
    self.histories = histories
  }

  /// The currencies with at least one rate, by code and sorted, without the base.
  public var currencyCodes: [String] { histories.keys.sorted() }

  /// The first and the last date with a rate for `currency`, or `nil` where there is none.
  public func dates(of currency: Currency) -> ClosedRange<LocalDate>? {
    guard let history = histories[currency.majorCode], let first = history.dates.first, let last = history.dates.last
    else { return nil }
    return first...last
  }

  /// The number by which an amount in `source` is multiplied to give the amount in `target` on a date.
  ///
  /// Throws ``UnitError`` for a currency without rates and for a date without one under the fill rule. A currency and its
  /// parts convert on every date.
  public func rate(
    from source: Currency, to target: Currency, on date: LocalDate, fill: Fill = .exact
  ) throws(UnitError) -> Double {
    try fixing(from: source, to: target, on: date, fill: fill).rate
  }

  /// The rate as ``rate(from:to:on:fill:)`` gives it, with the date that it is from.
  public func fixing(
    from source: Currency, to target: Currency, on date: LocalDate, fill: Fill = .exact
  ) throws(UnitError) -> (rate: Double, date: LocalDate) {
    let parts = target.unitsPerMajor / source.unitsPerMajor
    if source.majorCode == target.majorCode { return (parts, date) }
    let oldest: LocalDate =
      switch fill {
      case .exact: date
      case .previous(let maxDays): date.advanced(byDays: -max(0, maxDays))
      }
    let into = target.majorCode == base.code ? nil : try history(of: target)
    let from = source.majorCode == base.code ? nil : try history(of: source)
    var targetIndex = into?.index(notAfter: date)
    var sourceIndex = from?.index(notAfter: date)
    // Step back to the last date that has both legs.
    while true {
      let targetDate = targetIndex.flatMap { into?.dates[$0] }
      let sourceDate = sourceIndex.flatMap { from?.dates[$0] }
      guard into == nil || targetDate != nil, from == nil || sourceDate != nil else { break }
      let found = min(targetDate ?? date, sourceDate ?? date)
      guard found >= oldest else { break }
      if let targetDate, let sourceDate, targetDate != sourceDate {
        if targetDate > sourceDate {
          targetIndex = into?.index(notAfter: sourceDate)
        } else {
          sourceIndex = from?.index(notAfter: targetDate)
        }
        continue
      }
      let numerator = targetIndex.flatMap { into?.rates[$0] } ?? 1
      let denominator = sourceIndex.flatMap { from?.rates[$0] } ?? 1
      return (numerator / denominator * parts, found)
    }
    throw UnitError(
      .rateMissing, found: "\(source) to \(target) on \(date)",
      expected: oldest == date ? "a rate on that date" : "a rate since \(oldest)")
  }

  private func history(of currency: Currency) throws(UnitError) -> History {
    guard let history = histories[currency.majorCode] else {
      throw UnitError(
        .unknownCurrency, found: currency.code,
        expected: "one of \(base.code), \(currencyCodes.joined(separator: ", "))")
    }
    return history
  }
}
