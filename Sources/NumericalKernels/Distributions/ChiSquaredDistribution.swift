/// The chi-squared distribution; its degrees of freedom may be any positive number.
public struct ChiSquaredDistribution: ContinuousDistribution, Hashable {
  /// The degrees of freedom, positive.
  public let degreesOfFreedom: Double
  private let gamma: GammaDistribution

  /// Makes a chi-squared distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the degrees of freedom are not positive.
  public init(degreesOfFreedom: Double) throws(NumericalError) {
    self.degreesOfFreedom = degreesOfFreedom
    gamma = try GammaDistribution(shape: 0.5 * degreesOfFreedom, scale: 2)
  }

  public var mean: Double { degreesOfFreedom }
  public var variance: Double { 2 * degreesOfFreedom }

  public func logPDF(_ x: Double) -> Double { gamma.logPDF(x) }
  public func cdf(_ x: Double) -> Double { gamma.cdf(x) }
  public func survival(_ x: Double) -> Double { gamma.survival(x) }
  public func logCDF(_ x: Double) -> Double { gamma.logCDF(x) }
  public func logSurvival(_ x: Double) -> Double { gamma.logSurvival(x) }
  public func quantile(_ p: Double) -> Double { gamma.quantile(p) }
  public func upperQuantile(_ q: Double) -> Double { gamma.upperQuantile(q) }
}
