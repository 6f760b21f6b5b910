/// The beta distribution on [0, 1].
///
/// The tails are incomplete beta functions. Bit-identical on every machine.
///
/// Source: N. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions" 2 (1995), chapter 25; DLMF
/// 8.17.
public struct BetaDistribution: ContinuousDistribution, Hashable {
  /// The exponent of x plus one, positive.
  public let alpha: Double
  /// The exponent of 1 - x plus one, positive.
  public let beta: Double

  /// Makes a beta distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when a parameter lies outside 1e-100 to 1e100.
  public init(alpha: Double, beta: Double) throws(NumericalError) {
    try ArgumentCheck.requireShape(alpha, "alpha")
    try ArgumentCheck.requireShape(beta, "beta")
    (self.alpha, self.beta) = (alpha, beta)
  }

  /// The mean, α/(α + β).
  public var mean: Double { alpha / (alpha + beta) }

  /// The variance, αβ/((α + β)² (α + β + 1)).
  public var variance: Double { mean * (beta / (alpha + beta)) / (alpha + beta + 1) }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double {
    if x == 0 { return alpha == 1 ? VectorMath.log(beta) : alpha < 1 ? .infinity : -.infinity }
    if x == 1 { return beta == 1 ? VectorMath.log(alpha) : beta < 1 ? .infinity : -.infinity }
    guard x > 0, x < 1 else { return x.isNaN ? x : -.infinity }
    let point = BetaPoint(x, a: alpha, b: beta)
    return SpecialFunctions.logBetaPrefix(point, a: alpha, b: beta) - point.logX - point.logY
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
  public func quantile(_ p: Double) -> Double { SpecialFunctions.inverseIncompleteBeta(p, a: alpha, b: beta) }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double {
    SpecialFunctions.inverseIncompleteBetaComplement(q, a: alpha, b: beta)
  }

  private func tail(_ x: Double) -> Tail {
    if x <= 0 { return .belowSupport }
    if x >= 1 { return .aboveSupport }
    return SpecialFunctions.betaTail(BetaPoint(x, a: alpha, b: beta), a: alpha, b: beta)
  }
}
