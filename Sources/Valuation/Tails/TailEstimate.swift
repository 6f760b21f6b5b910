/// A quantile and a shortfall of a sample, with how well the sample determines them.
public struct TailEstimate: Hashable, Sendable, Codable {
  /// The measure that was taken.
  public let measure: TailMeasure
  /// The quantile of the losses: value at risk.
  public let quantile: Double
  /// The mean of the losses in the tail: expected shortfall.
  public let shortfall: Double
  /// The standard error of the quantile: half the distance of the quantiles one standard error of the level to either side.
  ///
  /// With √(level (1 - level) / n) for the level's error this is the asymptotic error with the density estimated at that
  /// bandwidth (Siddiqui 1960). `nil` where the tail is too thin for it: where the level with two of its errors to either side
  /// leaves the sample, so that fewer than 4 × level losses are expected beyond the quantile (537 losses have half a loss
  /// beyond 0.999). What happens out there the sample has not seen, and a number would claim that it had.
  public let quantileStandardError: Double?
  /// The standard error of the shortfall: that of the mean excess over the quantile, divided by 1 - level.
  ///
  /// `nil` where fewer than 4 × level losses are expected beyond the quantile. With five it is right to a tenth for normal losses in
  /// the mean, and a fifth too low for Student t with four degrees of freedom.
  ///
  /// Source: B. Manistre, G. Hancock, North American Actuarial Journal 9 (2005) 129-156.
  public let shortfallStandardError: Double?
  /// The lower end of the quantile's confidence interval; `nil` where the sample is too small for one.
  ///
  /// An order statistic, for equally weighted losses that do not depend on each other; with weights, or an independent count other than
  /// the number of losses, a quantile between losses at the rank's place in a sample of the effective count.
  public let lower: Double?
  /// The upper end of the quantile's confidence interval; `nil` where the sample is too small for one.
  public let upper: Double?
  /// The probability that the interval holds the quantile, at least the one asked for: whatever the distribution, for equally weighted
  /// losses that do not depend on each other; otherwise that of ranks in a sample of the effective count, an approximation.
  public let coverage: Double
  /// The lower end of the shortfall's confidence interval; `nil` where the tail is too thin for its standard error.
  ///
  /// The standard error times the quantile of Student t with one degree of freedom less than losses are expected in the tail. Unlike
  /// the quantile's interval it is asymptotic: asked for 95 %, five losses in the tail give 92 % for normal losses and 87 % for
  /// Student t with four degrees of freedom, fifty 95 and 93 %.
  public let shortfallLower: Double?
  /// The upper end of the shortfall's confidence interval.
  public let shortfallUpper: Double?
  /// The number of losses.
  public let count: Int
  /// The number of equally weighted losses worth as much: (Σw)² / Σw² (Kish); the number of losses without weights.
  public let effectiveCount: Double
  /// What the quantile is in terms of the paths: its Euler components are these weights applied to a component's losses.
  public let quantileWeights: PathWeights
  /// What the shortfall is in terms of the paths.
  public let shortfallWeights: PathWeights
}
