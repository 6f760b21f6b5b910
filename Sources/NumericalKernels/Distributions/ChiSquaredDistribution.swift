/// The chi-squared distribution; its degrees of freedom may be any positive number.
///
/// A ``GammaDistribution`` of half the degrees and scale 2. Bit-identical on every machine.
///
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions" (1964), 26.4.
public struct ChiSquaredDistribution: ContinuousDistribution, Hashable {
  /// The degrees of freedom, positive.
  public let degreesOfFreedom: Double
  private let gamma: GammaDistribution

  /// Makes a chi-squared distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when half of the degrees of freedom lies outside 1e-100 to 1e100.
  public init(degreesOfFreedom: Double) throws(NumericalError) {
    self.degreesOfFreedom = degreesOfFreedom
    gamma = try GammaDistribution(shape: 0.5 * degreesOfFreedom, scale: 2)
  }

  /// The mean, the degrees of freedom.
  public var mean: Double { degreesOfFreedom }

  /// The variance, twice the degrees of freedom.
  public var variance: Double { 2 * degreesOfFreedom }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double { gamma.logPDF(x) }

  /// The probability of a value not above x.
  public func cdf(_ x: Double) -> Double { gamma.cdf(x) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { gamma.survival(x) }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ x: Double) -> Double { gamma.logCDF(x) }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ x: Double) -> Double { gamma.logSurvival(x) }

  /// The value that is not exceeded with probability p.
  public func quantile(_ p: Double) -> Double { gamma.quantile(p) }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double { gamma.upperQuantile(q) }
}
