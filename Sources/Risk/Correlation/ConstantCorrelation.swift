public import NumericalKernels

/// Volatilities that move and correlations that do not: Bollerslev's constant conditional correlation.
///
/// Estimated in two steps, which is consistent: each series' volatility by itself, then the correlations of the
/// standardised residuals.
///
/// ```swift
/// let market = try ConstantCorrelation(fitting: series, with: VolatilityModel(.garch))
/// try market.nextCovariance()              // of the step after the last
/// ```
///
/// Source: T. Bollerslev, Review of Economics and Statistics 72 (1990).
public struct ConstantCorrelation: Sendable {
  /// The fit of each series.
  public let fits: [VolatilityFit]
  /// The correlations of the residuals about zero, over the rows that have all of them.
  public let correlation: Matrix
  /// The number of those rows.
  public let count: Int

  /// Estimates the volatilities and the correlations of some series, one array each, row by row beside each other.
  ///
  /// A fit that did not converge is kept with its status.
  ///
  /// - Throws: `countMismatch` for series of different lengths; `insufficientData` with fewer than two series or twenty
  ///   common rows more than series; as ``VolatilityModel/fit(_:)``.
  /// - Complexity: A fit for each series and O(rows · series²).
  public init(fitting series: [[Double]], with model: VolatilityModel = VolatilityModel()) throws(RiskError) {
    guard let first = series.first else {
      throw RiskError(.insufficientData, found: "no series", expected: "at least two")
    }
    if let odd = series.firstIndex(where: { $0.count != first.count }) {
      throw RiskError(
        .countMismatch, found: "\(series[odd].count) returns", expected: "\(first.count)", index: odd)
    }
    var fits: [VolatilityFit] = []
    for returns in series { fits.append(try model.fit(returns)) }
    self.fits = fits
    let pass = try CorrelationPass(
      Matrix(rows: first.count, columns: series.count) {
        fits[$1].path.standardisedResiduals[$0]
      })
    correlation = pass.target.scaledToUnitDiagonal()
    count = pass.rows
  }

  /// The covariances of the step after the last: each series' next volatility and the correlations given, or the
  /// constant ones.
  ///
  /// - Throws: `countMismatch` for correlations of another order.
  public func nextCovariance(_ correlation: Matrix? = nil) throws(RiskError) -> Matrix {
    let chosen = correlation ?? self.correlation
    guard chosen.rows == fits.count, chosen.columns == fits.count else {
      throw RiskError(
        .countMismatch, found: "\(chosen.rows) x \(chosen.columns) correlations", expected: "\(fits.count) squared")
    }
    let roots = fits.map { $0.path.nextVariance.squareRoot() }
    return Matrix(rows: fits.count, columns: fits.count) { chosen[$0, $1] * roots[$0] * roots[$1] }
  }
}
