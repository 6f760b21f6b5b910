/// The gamma distribution with a shape and a scale.
///
/// The tails are incomplete gamma functions. Bit-identical on every machine.
///
/// Source: N. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions" 1 (1994), chapter 17; DLMF
/// 8.2.
public struct GammaDistribution: ContinuousDistribution, Hashable {
  /// The shape, positive.
  public let shape: Double
  /// The scale, positive; the mean is shape × scale.
  public let scale: Double
  private let constant: Double

  /// Makes a gamma distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when a parameter is not positive or the shape lies outside 1e-100 to 1e100.
  public init(shape: Double, scale: Double = 1) throws(NumericalError) {
    try ArgumentCheck.requireShape(shape, "the shape")
    try ArgumentCheck.requirePositive(scale, "the scale")
    (self.shape, self.scale) = (shape, scale)
    constant = SpecialFunctions.gammaConstant(shape)
  }

  /// The mean, shape × scale.
  public var mean: Double { shape * scale }

  /// The variance, shape × scale².
  public var variance: Double { shape * scale * scale }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double {
    let u = x / scale
    if u == 0 { return shape == 1 ? -VectorMath.log(scale) : shape < 1 ? .infinity : -.infinity }
    guard u > 0, u < .infinity else { return u.isNaN ? u : -.infinity }
    return SpecialFunctions.logGammaPrefix(shape, u, constant: constant) - VectorMath.log(x)
  }

  /// The probability of a value not above x.
  public func cdf(_ x: Double) -> Double { tail(x).lower }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { tail(x).upper }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ x: Double) -> Double { tail(x).logLower }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ x: Double) -> Double { tail(x).logUpper }

  /// The value that is not exceeded with probability p.
  public func quantile(_ p: Double) -> Double { scale * SpecialFunctions.inverseGammaP(shape, p) }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double { scale * SpecialFunctions.inverseGammaQ(shape, q) }

  private func tail(_ x: Double) -> Tail {
    x < 0 ? .belowSupport : SpecialFunctions.gammaTail(shape, x / scale, constant: constant)
  }
}
