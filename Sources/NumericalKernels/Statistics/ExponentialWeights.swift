/// Means, variances and covariances with weights that fall by a constant factor a step into the past.
///
/// The value k steps back weighs λᵏ. A missing value (NaN) takes its step but adds nothing. Variances and covariances
/// are about zero, as RiskMetrics takes them for returns (J.P. Morgan/Reuters, *RiskMetrics Technical Document*, 4th
/// ed., 1996, section 5.2; λ = 0.94 for days, 0.97 for months). Bit-identical everywhere.
///
/// ```swift
/// let weights = try ExponentialWeights(decay: 0.94)
/// let volatility = try weights.variances(returns).map { $0.squareRoot() }
/// ```
public struct ExponentialWeights: Hashable, Sendable {
  /// The factor λ from one step to the one before.
  public let decay: Double

  /// Takes the factor λ, above 0 and below 1.
  ///
  /// - Throws: `invalidArgument` outside that range.
  public init(decay: Double) throws(NumericalError) {
    guard decay > 0, decay < 1 else {
      throw NumericalError(.invalidArgument, "a decay between 0 and 1 expected, \(decay) given")
    }
    self.decay = decay
  }

  /// The weighted mean up to and including each value, by normalised weights Σ λᵏ xₜ₋ₖ / Σ λᵏ.
  ///
  /// NaN before the first value that is present.
  ///
  /// - Throws: `notFinite` with the index of an infinity, `tooLarge` with that of a magnitude above 1e150.
  /// - Complexity: O(n).
  public func means(_ values: [Double]) throws(NumericalError) -> [Double] {
    try values.requireSquareable()
    return smoothed(values)
  }

  /// The weighted mean square up to and including each value: the variance of returns with mean zero, the forecast for
  /// the next step.
  ///
  /// With a starting value σ₀² it is the recursion σₜ² = λ σₜ₋₁² + (1 - λ) xₜ²; without one, weights are normalised as
  /// in `means` and it is NaN before the first value that is present.
  ///
  /// - Throws: `notFinite` or `tooLarge` as `means`; `invalidArgument` for a starting value that is negative or not
  ///   finite.
  /// - Complexity: O(n).
  public func variances(_ values: [Double], startingAt start: Double? = nil) throws(NumericalError) -> [Double] {
    try values.requireSquareable()
    guard let start else { return smoothed(values.map { $0 * $0 }) }
    guard start >= 0, start.isFinite else {
      throw NumericalError(.invalidArgument, "a starting variance of 0 or more expected, \(start) given")
    }
    var variance = start
    return values.map { value in
      if !value.isNaN { variance = decay * variance + (1 - decay) * value * value }
      return variance
    }
  }

  /// The weighted covariances about zero of the columns at the last row, by normalised weights; rows are observations
  /// in time.
  ///
  /// Rows with a NaN take their step but add nothing.
  ///
  /// - Throws: `insufficientData` without a complete row; `notFinite` or `tooLarge` as `means`, the index in storage
  ///   order.
  /// - Complexity: O(rows · columns²).
  public func covarianceMatrix(_ data: Matrix) throws(NumericalError) -> Matrix {
    try data.storage.requireSquareable()
    let n = data.columns
    var (mean, weight) = (Matrix(rows: n, columns: n), 0.0)
    var isEmpty = true
    for row in 0..<data.rows {
      let values = data.row(row)
      weight *= decay
      guard !values.contains(where: \.isNaN) else { continue }
      isEmpty = false
      weight += 1
      for i in 0..<n {
        for j in 0...i { mean.storage[i * n + j] += (values[i] * values[j] - mean.storage[i * n + j]) / weight }
      }
    }
    guard !isEmpty else { throw NumericalError(.insufficientData, "1 complete row expected, 0 present") }
    mean.mirrorLower()
    return mean
  }

  private func smoothed(_ values: [Double]) -> [Double] {
    // The mean moves by each value's share, so that a gap of any length, in which weights underflow, leaves it as it was.
    var (mean, weight) = (Double.nan, 0.0)
    return values.map { value in
      weight *= decay
      if !value.isNaN {
        weight += 1
        mean = mean.isNaN ? value : mean + (value - mean) / weight
      }
      return mean
    }
  }
}
