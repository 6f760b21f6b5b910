#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The distribution of exp(X) for a normal X.
public struct LogNormalDistribution: ContinuousDistribution, Hashable {
  /// The distribution of the logarithm.
  public let logarithm: NormalDistribution

  /// Makes a log-normal distribution from the mean and standard deviation of the logarithm.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the standard deviation is not positive.
  public init(logMean: Double, logStandardDeviation: Double) throws(NumericalError) {
    logarithm = try NormalDistribution(mean: logMean, standardDeviation: logStandardDeviation)
  }

  public var mean: Double { exp(logarithm.mean + 0.5 * logarithm.variance) }
  public var variance: Double { expm1(logarithm.variance) * mean * mean }

  public func logPDF(_ x: Double) -> Double { x > 0 ? logarithm.logPDF(log(x)) - log(x) : outside(x, -.infinity) }
  public func cdf(_ x: Double) -> Double { x > 0 ? logarithm.cdf(log(x)) : outside(x, 0) }
  public func survival(_ x: Double) -> Double { x > 0 ? logarithm.survival(log(x)) : outside(x, 1) }
  public func logCDF(_ x: Double) -> Double { x > 0 ? logarithm.logCDF(log(x)) : outside(x, -.infinity) }
  public func logSurvival(_ x: Double) -> Double { x > 0 ? logarithm.logSurvival(log(x)) : outside(x, 0) }
  public func quantile(_ p: Double) -> Double { exp(logarithm.quantile(p)) }
  public func upperQuantile(_ q: Double) -> Double { exp(logarithm.upperQuantile(q)) }

  private func outside(_ x: Double, _ value: Double) -> Double { x.isNaN ? x : value }
}
