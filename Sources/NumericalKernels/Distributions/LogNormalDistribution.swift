/// The distribution of exp(X) for a normal X.
///
/// Bit-identical on every machine.
public struct LogNormalDistribution: ContinuousDistribution, Hashable {
  /// The distribution of the logarithm.
  public let logarithm: NormalDistribution

  /// Makes a log-normal distribution from the mean and standard deviation of the logarithm.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the standard deviation is not positive.
  public init(logMean: Double, logStandardDeviation: Double) throws(NumericalError) {
    logarithm = try NormalDistribution(mean: logMean, standardDeviation: logStandardDeviation)
  }

  /// The mean, exp(μ + σ²/2).
  public var mean: Double { VectorMath.exp(logarithm.mean + 0.5 * logarithm.variance) }

  /// The variance, (exp(σ²) - 1) mean².
  public var variance: Double { VectorMath.expm1(logarithm.variance) * mean * mean }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double {
    x > 0 ? logarithm.logPDF(VectorMath.log(x)) - VectorMath.log(x) : outside(x, -.infinity)
  }

  /// The probability of a value not above x.
  public func cdf(_ x: Double) -> Double { x > 0 ? logarithm.cdf(VectorMath.log(x)) : outside(x, 0) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { x > 0 ? logarithm.survival(VectorMath.log(x)) : outside(x, 1) }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ x: Double) -> Double { x > 0 ? logarithm.logCDF(VectorMath.log(x)) : outside(x, -.infinity) }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ x: Double) -> Double { x > 0 ? logarithm.logSurvival(VectorMath.log(x)) : outside(x, 0) }

  /// The value that is not exceeded with probability p.
  public func quantile(_ p: Double) -> Double { VectorMath.exp(logarithm.quantile(p)) }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double { VectorMath.exp(logarithm.upperQuantile(q)) }

  private func outside(_ x: Double, _ value: Double) -> Double { x.isNaN ? x : value }
}
