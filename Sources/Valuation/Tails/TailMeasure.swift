/// Value at risk and expected shortfall of a sample of losses, under named conventions.
///
///     let measure = TailMeasure(level: 0.95)
///     let tail = try measure.estimate(losses: losses)      // positive numbers are losses
///     tail.quantile                                        // value at risk
///     tail.shortfall                                       // expected shortfall
///     try tail.shortfallWeights.applied(to: positions)     // Euler components: they add up to the shortfall
///
/// The level is the probability of a loss no larger: 0.95 leaves the worst 5 %. For the words of outcomes rather than losses
/// (P90, the yield exceeded with 90 %) see ``EmpiricalDistribution``.
public struct TailMeasure: Hashable, Sendable, Codable {
  /// Which number between two ordered losses is the quantile.
  public enum QuantileConvention: String, Hashable, Sendable, Codable {
    /// Linear between the order statistics at (n - 1) × level, counted from 0: type 7 of Hyndman and Fan (1996), the default of
    /// R, NumPy and spreadsheets.
    case type7
    /// The smallest loss whose cumulative weight reaches the level: the inverse of the empirical distribution, type 1.
    case type1
    /// A mean of order statistics around the level with Epanechnikov weights, as wide as the level's own standard error
    /// √(level (1 - level) / n) to either side: components of it vary less than those of a single scenario (Parzen 1979).
    case smoothed
  }

  /// Which mean of the tail is the shortfall.
  public enum ShortfallConvention: String, Hashable, Sendable, Codable {
    /// The mean of exactly the worst share 1 - level, the last loss counted with a fraction: Acerbi and Tasche (2002),
    /// equation 4.8. Coherent.
    case fractional
    /// The plain mean of the losses at or beyond the quantile.
    case atOrBeyond
  }

  /// The probability of a loss no larger than the quantile, between 0 and 1 exclusively.
  public var level: Double
  /// The convention of the quantile.
  public var quantileConvention: QuantileConvention
  /// The convention of the shortfall.
  public var shortfallConvention: ShortfallConvention
  /// The probability with which the interval of the quantile holds it, between 0 and 1 exclusively.
  public var confidence: Double

  /// Makes a measure.
  public init(
    level: Double, quantile: QuantileConvention = .type7, shortfall: ShortfallConvention = .fractional,
    confidence: Double = 0.95
  ) {
    self.level = level
    quantileConvention = quantile
    shortfallConvention = shortfall
    self.confidence = confidence
  }
}
