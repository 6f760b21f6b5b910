import NumericalKernels

extension VolatilityFit {
  /// The expected variances of the next returns, given the sample.
  ///
  /// See ``VolatilityModel/forecast(_:from:steps:)``.
  ///
  /// - Throws: As there.
  public func forecast(steps: Int) throws(RiskError) -> [Double] {
    try model.forecast(parameters, from: path.nextVariance, steps: steps)
  }
}

extension VolatilityModel {
  /// The expected variances of the next returns, from that of the first.
  ///
  /// hₖ = ω + (α + γ/2 + β) hₖ₋₁; the variance of their sum is the sum, where returns are uncorrelated. For the
  /// exponential model with normal innovations the expectation is in closed form, a product of moments of exp(βʲ f(z));
  /// with Student's t it is infinite from the second step on, which is refused.
  ///
  /// - Throws: `outOfRange` for parameters that make no sense, a variance that is not positive, or a number of steps
  ///   outside 0...1,000,000; `invalidExpansion` for more than one step of an exponential model with Student's t, or
  ///   where variances overflow.
  /// - Complexity: O(steps).
  public func forecast(
    _ parameters: VolatilityParameters, from nextVariance: Double, steps: Int
  ) throws(RiskError) -> [Double] {
    try parameters.check(self)
    guard nextVariance > 0, nextVariance < .infinity else {
      throw RiskError(.outOfRange, found: "a variance of \(nextVariance)", expected: "a positive number")
    }
    guard steps >= 0, steps <= 1_000_000 else {
      throw RiskError(.outOfRange, found: "\(steps) steps", expected: "0 to 1,000,000")
    }
    guard steps > 1 else { return [Double](repeating: nextVariance, count: steps) }
    var variances = [nextVariance]
    variances.reserveCapacity(steps)
    guard dynamics == .exponential else {
      let persistence = parameters.persistence(dynamics)
      for k in 1..<steps { variances.append(parameters.omega + persistence * variances[k - 1]) }
      return try Self.finite(variances)
    }
    guard innovations == .normal else {
      throw RiskError(
        .invalidExpansion, found: "\(steps) steps of an exponential model with Student's t",
        expected: "one step: the variance of the second has no finite mean")
    }
    let moments = LogVarianceMoments(parameters)
    // After k steps: log h = ω (1 + ... + βᵏ⁻¹) + βᵏ log h₀ + Σ βʲ f(z), j from 0 to k - 1.
    var (level, power) = (0.0, 1.0)
    let log = VectorMath.log(nextVariance)
    for _ in 1..<steps {
      level += power * parameters.omega + moments.logMoment(power)
      power *= parameters.beta
      variances.append(VectorMath.exp(level + power * log))
    }
    return try Self.finite(variances)
  }

  /// Refuses variances that grew beyond any number or fell below any.
  private static func finite(_ variances: [Double]) throws(RiskError) -> [Double] {
    guard let step = variances.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) else { return variances }
    throw RiskError(
      .invalidExpansion, found: "a variance of \(variances[step])", expected: "fewer steps, or a lower persistence",
      index: step)
  }
}

/// The mean of exp(b f(z)) for the exponential model's f(z) = α (|z| - E|z|) + γ z and a standard normal z.
struct LogVarianceMoments {
  private let up: Double
  private let down: Double
  private let alpha: Double

  init(_ parameters: VolatilityParameters) {
    alpha = parameters.alpha
    up = parameters.alpha + parameters.gamma
    down = parameters.alpha - parameters.gamma
  }

  /// log(exp(b² u² / 2) Φ(b u) + exp(b² d² / 2) Φ(b d)) - b α E|z|: each half line by itself.
  func logMoment(_ b: Double) -> Double {
    let (u, d) = (b * up, b * down)
    let upper = 0.5 * u * u + NormalDistribution.standard.logCDF(u)
    let lower = 0.5 * d * d + NormalDistribution.standard.logCDF(d)
    let top = max(upper, lower)
    return top + VectorMath.log(VectorMath.exp(upper - top) + VectorMath.exp(lower - top))
      - b * alpha * LogRecursion.expectedSize
  }
}
