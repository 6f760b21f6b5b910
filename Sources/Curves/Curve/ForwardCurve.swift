public import MarketData

/// A forward curve: one price for each delivery interval of a grid, without gaps, in one unit.
///
///     let curve = try ForwardCurve(TimeSeries(grid: months, values: prices, unit: .price(.usd, per: .megawattHour)))
///     curve[instant]                    // the forward of the interval that holds an instant
///
/// A curve is a plain value: what it is called (``CurveName``), how it was asked for (``CurveDefinition``) and what it was built from stand beside it.
public struct ForwardCurve: Hashable, Sendable {
  /// Grid, values and unit; no value is missing.
  public let series: TimeSeries

  /// Makes a curve.
  ///
  /// - Throws: `notFinite` with the index of the first value that is missing or infinite.
  public init(_ series: TimeSeries) throws(CurveError) {
    if let odd = series.values.firstIndex(where: { !$0.isFinite }) {
      throw CurveError(
        .notFinite, found: "\(series.values[odd]) for \(series.grid[odd])", expected: "a finite forward", index: odd)
    }
    self.series = series
  }

  /// The delivery intervals.
  public var grid: DeliveryGrid { series.grid }
  /// One forward for each interval.
  public var values: [Double] { series.values }
  /// What the values are.
  public var unit: ValueUnit { series.unit }
  /// The number of intervals.
  public var count: Int { series.count }

  /// The forward of the interval that holds an instant, or `nil` outside the curve.
  public subscript(instant: Instant) -> Double? { series[instant] }
}
