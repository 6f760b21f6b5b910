/// A sample of outcomes as a distribution: for the words of yields and revenues rather than of losses.
///
///     let yield = try EmpiricalDistribution(outcomes: simulated)
///     yield.quantile(0.05)      // no larger in 5 % of the cases
///     yield.exceedance(0.90)    // P90: exceeded in 90 % of the cases; the quantile of 0.10
///
/// Quantiles are of type 7; weighted ones lie between outcomes in proportion to half their weights.
public struct EmpiricalDistribution: Sendable {
  private let sample: RankedSample
  private let outcomes: [Double]
  private let weights: [Double]?

  /// Ranks a sample.
  ///
  /// - Parameters:
  ///   - outcomes: At least one, all finite.
  ///   - weights: A weight for each outcome, none negative; equal weights unless given.
  /// - Throws: `empty`, `notFinite`, `countMismatch`, `outOfRange`.
  /// - Complexity: O(n log n).
  public init(outcomes: [Double], weights: [Double]? = nil) throws(ValuationError) {
    _ = try effectiveCount(outcomes, weights)
    sample = try RankedSample(outcomes, weights: weights, above: 0)
    self.outcomes = outcomes
    self.weights = weights
  }

  /// The number of outcomes.
  public var count: Int { outcomes.count }

  /// The value that the outcome does not exceed with a probability; probabilities beyond 0 and 1 give the extremes.
  /// - Complexity: O(log n).
  public func quantile(_ probability: Double) -> Double {
    sample.quantile(min(max(probability.isNaN ? 0.5 : probability, 0), 1), .type7, error: 0).sum { outcomes[$0] }
  }

  /// The value that the outcome exceeds with a probability: P90 for 0.90, below the median.
  /// - Complexity: O(log n).
  public func exceedance(_ probability: Double) -> Double { quantile(1 - probability) }

  /// The share of outcomes that are no larger than a value.
  /// - Complexity: O(n).
  public func probability(notAbove value: Double) -> Double {
    guard let weights else { return Double(outcomes.count { $0 <= value }) / Double(count) }
    let total = weights.reduce(0, +)
    return zip(outcomes, weights).reduce(0) { $0 + ($1.0 <= value ? $1.1 / total : 0) }
  }

  /// The weighted mean.
  public var mean: Double {
    guard let weights else { return outcomes.reduce(0, +) / Double(count) }
    return zip(outcomes, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }
}
