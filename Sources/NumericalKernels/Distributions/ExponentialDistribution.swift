#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The exponential distribution: waiting times of a Poisson process.
public struct ExponentialDistribution: ContinuousDistribution, Hashable {
  /// Events per unit of time, positive; the mean is its reciprocal.
  public let rate: Double

  /// Makes an exponential distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the rate is not positive.
  public init(rate: Double) throws(NumericalError) {
    try DistributionDomain.requirePositive(rate, "the rate")
    self.rate = rate
  }

  public var mean: Double { 1 / rate }
  public var variance: Double { 1 / rate / rate }

  public func logPDF(_ x: Double) -> Double { x < 0 ? -.infinity : log(rate) - rate * x }
  public func cdf(_ x: Double) -> Double { x < 0 ? 0 : -expm1(-rate * x) }
  public func survival(_ x: Double) -> Double { x < 0 ? 1 : exp(-rate * x) }
  public func logCDF(_ x: Double) -> Double {
    rate * x > 0.7 ? log1p(-exp(-rate * x)) : log(cdf(x))
  }
  public func logSurvival(_ x: Double) -> Double { x < 0 ? 0 : -rate * x }
  public func quantile(_ p: Double) -> Double { p >= 0 && p <= 1 ? -log1p(-p) / rate : .nan }
  public func upperQuantile(_ q: Double) -> Double { q >= 0 && q <= 1 ? -log(q) / rate : .nan }
}
