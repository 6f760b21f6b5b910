public import MarketData

/// A curve asked for in one JSON text: the definition and the quotes.
///
///     {"start": "2026-01-01", "end": "2051-01-01", "granularity": "month", "timeZone": "Europe/Berlin",
///      "method": "secondDifference", "currency": "EUR", "unit": "MWh",
///      "quotes": [{"start": "2026-01-01", "end": "2026-02-01", "price": 58.4},
///                 {"period": "Cal-27", "bid": 61.0, "ask": 61.5, "profile": "base"}]}
///
/// Periods are `[start, end)` in days of the zone's clock. What may be left out: `granularity` (month), `timeZone` (UTC), `method`
/// (`secondDifference`; or `spline`), `currency` (EUR) and `unit` (MWh), `calendar` (the blocks and holidays of `europe`, `britain`,
/// `pjm`, `miso`, `ercot`, `spp`, `wecc`; by default Europe's on the given zone), `prior` (a value for each point, whose shape within the
/// day hours keep; for hours also one a day), `tension`, `floor`, `ceiling`, and of a quote `profile` (base; or peak, off-peak), `weight` (which makes it soft), `id` and
/// `quotedOn`. Peak or off-peak quotes give the curve these two strands. Keys that are not known are passed over.
public struct CurveRequest: Hashable, Sendable {
  /// The lengths of the points that are asked for.
  public var granularity: MarketDays.Granularity
  /// What is asked for; of hours and quarter-hours the days, since no smoothness is sought within a day.
  public var definition: CurveDefinition
  /// The prices.
  public var quotes: [CurveQuote]

  /// Puts a request together.
  public init(granularity: MarketDays.Granularity, definition: CurveDefinition, quotes: [CurveQuote]) {
    self.granularity = granularity
    self.definition = definition
    self.quotes = quotes
  }

  /// Reads a request.
  ///
  /// - Parameters:
  ///   - json: The bytes of the text.
  ///   - source: The name that errors give to it.
  ///   - limits: What bounds its size, nesting and the number of its quotes (by `Limits.maxRows`, and
  ///     ``CurveDefinition/mostQuotes`` at most).
  /// - Throws: `ParseError` with the line and, in a quote, its index and field.
  /// - Complexity: Linear.
  public init(json: [UInt8], source: String? = nil, limits: Limits = .default) throws(ParseError) {
    var reader = CurveRequestReader(source: source, limits: limits)
    self = try reader.read(json.span)
  }
}
