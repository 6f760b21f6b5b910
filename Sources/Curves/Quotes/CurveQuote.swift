public import MarketData

/// A price for delivery over a period: what a curve is built from.
///
///     let calendar = CurveQuote(QuotePeriod("Cal-27")!, .firm(61.40))
///     let peak = CurveQuote(QuotePeriod("Q1-27")!, block: .europeanPeak, .bidAsk(bid: 78.1, ask: 78.6))
///
/// Quotes may overlap and repeat each other: months, their quarter and their year stand side by side.
public struct CurveQuote: Hashable, Sendable, Identifiable {
  /// The quote's name, one of a kind among the quotes of a curve.
  public var id: String
  /// When it delivers.
  public var period: QuotePeriod
  /// In which hours it delivers.
  public var block: Block
  /// What is quoted.
  public var price: QuotedPrice
  /// What the mean is taken over; `nil` for the curve's own.
  public var weighting: QuoteWeighting?
  /// When it is paid.
  public var settlement: QuoteSettlement
  /// The power delivered in each interval, where it is not the same all the time: weights beside the hours.
  ///
  /// It must cover the period.
  public var volumes: TimeSeries?
  /// What the price is in; `nil` for the curve's unit.
  public var unit: ValueUnit?
  /// When the price was seen; `nil` where that is not known.
  public var quotedOn: LocalDate?

  /// Makes a quote; its name is that of the period, with the block's unless that is base.
  public init(
    _ period: QuotePeriod, block: Block = .base, _ price: QuotedPrice, id: String? = nil,
    weighting: QuoteWeighting? = nil, settlement: QuoteSettlement = .undiscounted, volumes: TimeSeries? = nil,
    unit: ValueUnit? = nil, quotedOn: LocalDate? = nil
  ) {
    self.id = id ?? (block == .base ? period.name : "\(period.name) \(block.name)")
    self.period = period
    self.block = block
    self.price = price
    self.weighting = weighting
    self.settlement = settlement
    self.volumes = volumes
    self.unit = unit
    self.quotedOn = quotedOn
  }

  /// The quote in another unit, at a date's exchange rate and through a heating value where they are needed.
  ///
  /// - Throws: `mismatch` where the units do not convert.
  public func converted(
    from own: ValueUnit, to other: ValueUnit, using heatingValue: HeatingValue? = nil, with rates: ExchangeRates? = nil,
    on date: LocalDate? = nil
  ) throws(CurveError) -> CurveQuote {
    let unit = unit ?? own
    var quote = self
    do throws(UnitError) {
      let factor: Double
      if let rates, let date {
        factor = try unit.factor(to: other, using: heatingValue, with: rates, on: date)
      } else {
        factor = try unit.factor(to: other, using: heatingValue)
      }
      quote.price = price.map { $0 * factor }
    } catch {
      throw CurveError(.mismatch, found: "\(id) in \(unit)", expected: "\(other)", cause: error)
    }
    quote.unit = other
    return quote
  }
}
