/// The normal (Gaussian) distribution.
///
/// Bit-identical on every machine.
///
/// ```swift
/// let z = NormalDistribution.standard
/// z.upperQuantile(0.01)  // 2.3263478740408408
/// ```
public struct NormalDistribution: ContinuousDistribution, Hashable {
  /// The mean.
  public let mean: Double
  /// The standard deviation, positive.
  public let standardDeviation: Double

  /// Mean 0, standard deviation 1.
  public static let standard = NormalDistribution()

  private init() { (mean, standardDeviation) = (0, 1) }

  /// Makes a normal distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the standard deviation is not positive.
  public init(mean: Double, standardDeviation: Double) throws(NumericalError) {
    try ArgumentCheck.requireFinite(mean, "the mean")
    try ArgumentCheck.requirePositive(standardDeviation, "the standard deviation")
    (self.mean, self.standardDeviation) = (mean, standardDeviation)
  }

  /// The square of the standard deviation.
  public var variance: Double { standardDeviation * standardDeviation }

  /// The density at x.
  public func pdf(_ x: Double) -> Double {
    let z = standardised(x)
    return NormalDistribution.exponential(z) * 0.39894228040143267794 / standardDeviation
  }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double {
    let z = standardised(x)
    return -0.5 * z * z - 0.5 * SpecialFunctions.logTwoPi - VectorMath.log(standardDeviation)
  }

  /// The probability of a value not above x.
  public func cdf(_ x: Double) -> Double { VectorMath.normalCDF(standardised(x)) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { VectorMath.normalCDF(-standardised(x)) }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ x: Double) -> Double { NormalDistribution.logLowerTail(standardised(x)) }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ x: Double) -> Double { NormalDistribution.logLowerTail(-standardised(x)) }

  /// The value that is not exceeded with probability p.
  public func quantile(_ p: Double) -> Double { mean + standardDeviation * VectorMath.normalQuantile(p) }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double {
    mean - standardDeviation * VectorMath.normalQuantile(q)
  }

  private func standardised(_ x: Double) -> Double { (x - mean) / standardDeviation }

  static func logLowerTail(_ z: Double) -> Double {
    if z >= -0.6 {
      return z > 1 ? VectorMath.log1p(-VectorMath.normalCDF(-z)) : VectorMath.log(VectorMath.normalCDF(z))
    }
    if z.isNaN { return z }
    return VectorMath.log(0.5 * SpecialFunctions.erfcx(-z * SpecialFunctions.rootHalf)) - 0.5 * z * z
  }

  /// exp(-z²/2).
  private static func exponential(_ z: Double) -> Double {
    let square = z * z
    guard square < 1500 else { return square.isNaN ? square : 0 }
    return VectorMath.exp(-0.5 * square) * (1 - 0.5 * (-square).addingProduct(z, z))
  }
}
