/// The exponential distribution: waiting times of a Poisson process.
///
/// Bit-identical on every machine.
public struct ExponentialDistribution: ContinuousDistribution, Hashable {
  /// Events per unit of time, positive; the mean is its reciprocal.
  public let rate: Double

  /// Makes an exponential distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the rate is not positive.
  public init(rate: Double) throws(NumericalError) {
    try ArgumentCheck.requirePositive(rate, "the rate")
    self.rate = rate
  }

  /// The mean, 1/rate.
  public var mean: Double { 1 / rate }

  /// The variance, 1/rate².
  public var variance: Double { 1 / rate / rate }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double { x < 0 ? -.infinity : VectorMath.log(rate) - rate * x }

  /// The probability of a value not above x.
  public func cdf(_ x: Double) -> Double { x < 0 ? 0 : -VectorMath.expm1(-rate * x) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { x < 0 ? 1 : VectorMath.exp(-rate * x) }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ x: Double) -> Double {
    rate * x > 0.7 ? VectorMath.log1p(-VectorMath.exp(-rate * x)) : VectorMath.log(cdf(x))
  }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ x: Double) -> Double { x < 0 ? 0 : -rate * x }

  /// The value that is not exceeded with probability p.
  public func quantile(_ p: Double) -> Double { p >= 0 && p <= 1 ? -VectorMath.log1p(-p) / rate : .nan }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double { q >= 0 && q <= 1 ? -VectorMath.log(q) / rate : .nan }
}
