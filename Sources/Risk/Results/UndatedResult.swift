public import Valuation

/// A result that was worked out from plain numbers, which know no dates: who has the dates states them.
///
///     let record = try VaRBacktest(losses: losses, valuesAtRisk: forecasts, level: 0.99)
///       .covering(.init(from: dates[0], through: dates[249]))
///     record.basis.dataSpan?.first
protocol UndatedResult: DocumentedResult {
  var basis: ResultBasis { get set }
}

extension UndatedResult {
  /// The same figures with the days that they rest on.
  func dated(_ days: ResultBasis.DataSpan) -> Self {
    var copy = self
    copy.basis.dataSpan = days
    return copy
  }
}

extension VaRBacktest: UndatedResult {
  /// The same record with the days of its losses in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> VaRBacktest { dated(days) }
}

extension ShortfallBacktest: UndatedResult {
  /// The same record with the days of its losses in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> ShortfallBacktest { dated(days) }
}

extension StressResult: UndatedResult {
  /// The same result with the days of its moves in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> StressResult { dated(days) }
}

extension MarginCalls: UndatedResult {
  /// The same calls with the days of their changes in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> MarginCalls { dated(days) }
}

extension VolatilityReport: UndatedResult {
  /// The same report with the days of its returns in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> VolatilityReport { dated(days) }
}

extension CorrelationEstimate: UndatedResult {
  /// The same estimate with the days of its changes in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> CorrelationEstimate { dated(days) }
}

extension DynamicCorrelation: UndatedResult {
  /// The same fit with the days of its residuals in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> DynamicCorrelation { dated(days) }
}

extension HedgeRatios: UndatedResult {
  /// The same ratios with the days of their changes in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> HedgeRatios { dated(days) }
}

extension PerformanceMetrics: UndatedResult {
  /// The same figures with the days of their returns in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> PerformanceMetrics { dated(days) }
}

extension MarketModel: UndatedResult {
  /// The same figures with the days of their returns in the basis.
  public func covering(_ days: ResultBasis.DataSpan) -> MarketModel { dated(days) }
}
