/// A quantile and a shortfall of a sample, with how well the sample determines them.
public struct TailEstimate: Hashable, Sendable {
  /// The measure that was taken.
  public let measure: TailMeasure
  /// The quantile of the losses: value at risk.
  public let quantile: Double
  /// The mean of the losses in the tail: expected shortfall.
  public let shortfall: Double
  /// The standard error of the quantile: half the distance of the quantiles one standard error of the level to either side.
  ///
  /// With √(level (1 - level) / n) for the level's error this is the asymptotic error with the density estimated at that
  /// bandwidth (Siddiqui 1960). Where the upper side lies beyond the sample only the lower side is used.
  public let quantileStandardError: Double
  /// The standard error of the shortfall: that of the mean excess over the quantile, divided by 1 - level.
  ///
  /// Source: B. Manistre, G. Hancock, North American Actuarial Journal 9 (2005) 129-156.
  public let shortfallStandardError: Double
  /// The lower end of the quantile's confidence interval, an order statistic; `nil` where the sample is too small for one.
  public let lower: Double?
  /// The upper end of the quantile's confidence interval; `nil` where the sample is too small for one.
  public let upper: Double?
  /// The probability that the interval holds the quantile, at least the one asked for: whatever the distribution of the losses.
  public let coverage: Double
  /// The number of losses.
  public let count: Int
  /// The number of equally weighted losses worth as much: (Σw)² / Σw² (Kish); the number of losses without weights.
  public let effectiveCount: Double
  /// What the quantile is in terms of the paths: its Euler components are these weights applied to a component's losses.
  public let quantileWeights: PathWeights
  /// What the shortfall is in terms of the paths.
  public let shortfallWeights: PathWeights
}
