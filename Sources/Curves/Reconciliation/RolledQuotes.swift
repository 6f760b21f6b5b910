public import MarketData

/// Quotes as they stand after some of their delivery: what has begun is re-quoted on its balance, what has ended is dropped.
///
///     let rolled = try definition.roll(quotes, to: today, spot: dayAhead)
///     rolled.quotes.first?.period        // 2026-03-12/2026-04-01
///     rolled.dropped.first?.reason       // "delivered until 2026-03-01"
public struct RolledQuotes: Hashable, Sendable {
  /// A quote that is gone.
  public struct Dropped: Hashable, Sendable {
    /// The quote as it was.
    public let quote: CurveQuote
    /// Why it is gone.
    public let reason: String
  }

  /// A quote of which a part has settled.
  public struct Settled: Hashable, Sendable {
    /// The quote's name.
    public let id: String
    /// The part of the weight that has settled, above 0 and below 1.
    public let share: Double
    /// The mean of the spot prices over that part, weighted as the quote is.
    public let spot: Double
  }

  /// What can be built from: quotes that have not begun as they were, the others on their balance.
  public var quotes: [CurveQuote] = []
  /// What cannot, with reasons.
  public var dropped: [Dropped] = []
  /// What became of quotes that have begun.
  public var settled: [Settled] = []
}

extension CurveDefinition {
  /// Rolls quotes to a market day: the first that has not settled.
  ///
  /// Of a quote that has begun, W(period) · price = W(settled) · spot + W(balance) · (price of the balance), with W the quote's weights
  /// (hours of its block, days, volumes, discount factors). Bid and ask move alike. A settled part whose spot price is not known in
  /// full drops the quote with that reason.
  ///
  /// - Parameters:
  ///   - quotes: The quotes, as they were.
  ///   - date: The first market day that has not settled.
  ///   - spot: The prices that delivery settled at, in the curve's unit or one that converts; none where no quote has begun.
  ///   - discounting: The discount curve of quotes that settle month by month.
  /// - Throws: `mismatch` for units that do not convert, `empty` without a discount curve where one is needed.
  /// - Complexity: O(quotes + settled intervals of the spot prices).
  public func roll(
    _ quotes: [CurveQuote], to date: LocalDate, spot: TimeSeries? = nil, discounting: DiscountCurve? = nil
  ) throws(CurveError) -> RolledQuotes {
    let prices: TimeSeries?
    do {
      prices = try spot?.converted(to: unit)
    } catch {
      throw CurveError(.mismatch, found: "spot prices in \(spot?.unit ?? unit)", expected: "\(unit)", cause: error)
    }
    var rolled = RolledQuotes()
    for (index, quote) in quotes.enumerated() {
      try quote.price.check(index)
      if quote.period.first >= date {
        rolled.quotes.append(quote)
        continue
      }
      guard let balance = quote.period.balance(from: date),
        let begun = QuotePeriod(from: quote.period.first, until: date)
      else {
        rolled.dropped.append(.init(quote: quote, reason: "delivered until \(quote.period.end)"))
        continue
      }
      let own = try quote.converted(from: unit, to: unit)
      let weights = BalanceWeights(self, own, discounting)
      let settled = try weights.mean(of: prices, over: begun, index)
      let remaining = try weights.total(over: balance, index)
      guard let settled else {
        rolled.dropped.append(.init(quote: quote, reason: "no spot prices for all of \(begun)"))
        continue
      }
      guard remaining > 0 else {
        rolled.dropped.append(.init(quote: quote, reason: "nothing left to deliver after \(date)"))
        continue
      }
      var moved = own
      moved.period = balance
      moved.price = own.price.map { ($0 * (settled.weight + remaining) - settled.spot * settled.weight) / remaining }
      rolled.quotes.append(moved)
      if settled.weight > 0 {
        rolled.settled.append(
          .init(id: quote.id, share: settled.weight / (settled.weight + remaining), spot: settled.spot))
      }
    }
    return rolled
  }
}

/// The weights of a quote over parts of its period, whatever the curve's grid.
private struct BalanceWeights {
  let definition: CurveDefinition
  let quote: CurveQuote
  let discounting: DiscountCurve?
  private let weighting: QuoteWeighting

  init(_ definition: CurveDefinition, _ quote: CurveQuote, _ discounting: DiscountCurve?) {
    self.definition = definition
    self.quote = quote
    self.discounting = discounting
    weighting = quote.weighting ?? definition.weighting
  }

  /// The weight of a part of the period.
  func total(over period: QuotePeriod, _ index: Int) throws(CurveError) -> Double {
    var total = 0.0
    for (span, factor) in try spans(of: period, index) {
      for piece in pieces(of: span) { total += factor * amount(in: piece) * (volume(in: piece) ?? .nan) }
    }
    guard !total.isNaN else {
      throw CurveError(
        .outOfRange, found: "\(quote.id) with volumes that do not cover it", expected: "volumes for all its delivery",
        index: index)
    }
    return total
  }

  /// The mean of spot prices over a part of the period and the part's weight; `nil` where a price is missing.
  func mean(
    of spot: TimeSeries?, over period: QuotePeriod, _ index: Int
  ) throws(CurveError) -> (spot: Double, weight: Double)? {
    var (sum, weight) = (0.0, 0.0)
    for (span, factor) in try spans(of: period, index) {
      guard let spot, spot.grid.span.contains(span) else { return nil }
      for i in spot.grid.indices(overlapping: span) {
        guard let common = spot.grid[i].intersection(span) else { continue }
        for piece in pieces(of: common) {
          let part = factor * amount(in: piece) * (volume(in: piece) ?? .nan)
          if part == 0 { continue }
          guard (part * spot.values[i]).isFinite else { return nil }
          sum += part * spot.values[i]
          weight += part
        }
      }
    }
    return (weight > 0 ? sum / weight : 0, weight)
  }

  /// The spans of a part of the period that are paid together, with their discount factors.
  private func spans(
    of period: QuotePeriod, _ index: Int
  ) throws(CurveError) -> [(span: DeliveryInterval, factor: Double)] {
    guard case .monthly(let lagDays) = quote.settlement else {
      return definition.days.interval(of: period).map { [($0, 1)] } ?? []
    }
    guard let discounting else {
      throw CurveError(.empty, found: "\(quote.id) without a discount curve", expected: "one", index: index)
    }
    return period.monthlyParts.compactMap { part in
      let payment = part.first.startOfMonth(advancedBy: 1).advanced(byDays: lagDays)
      return definition.days.interval(of: part).map { ($0, discounting.factor(at: payment)) }
    }
  }

  /// A span cut where the volume changes.
  private func pieces(of span: DeliveryInterval) -> [DeliveryInterval] {
    guard let volumes = quote.volumes, volumes.grid.span.contains(span) else { return [span] }
    return volumes.grid.indices(overlapping: span).compactMap { volumes.grid[$0].intersection(span) }
  }

  private func volume(in piece: DeliveryInterval) -> Double? {
    guard let volumes = quote.volumes else { return 1 }
    return volumes[piece.start]
  }

  /// The hours of the block, or the days that count, in a span.
  private func amount(in span: DeliveryInterval) -> Double {
    guard case .hours = weighting else { return definition.days.count(in: span, by: weighting) }
    return quote.block == .base ? span.hours : definition.days.calendar.hours(of: quote.block, in: span)
  }
}
