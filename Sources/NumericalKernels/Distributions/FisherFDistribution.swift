/// Fisher's F distribution: the ratio of two chi-squared variables, each divided by its degrees of freedom.
///
/// The tails are incomplete beta functions of n x / (n x + d). Bit-identical on every machine.
///
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions" (1964), 26.6.
public struct FisherFDistribution: ContinuousDistribution, Hashable {
  /// The degrees of freedom above the line, positive.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom below the line, positive.
  public let denominatorDegreesOfFreedom: Double

  /// Makes an F distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when degrees of freedom lie outside 1e-100 to 1e100.
  public init(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) throws(NumericalError) {
    try ArgumentCheck.requireShape(numeratorDegreesOfFreedom, "numerator degrees of freedom")
    try ArgumentCheck.requireShape(denominatorDegreesOfFreedom, "denominator degrees of freedom")
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }

  /// d₂/(d₂ - 2); infinite for d₂ ≤ 2.
  public var mean: Double {
    let d = denominatorDegreesOfFreedom
    return d > 2 ? d / (d - 2) : .infinity
  }

  /// 2 d₂² (d₁ + d₂ - 2) / (d₁ (d₂ - 2)² (d₂ - 4)); infinite for 2 < d₂ ≤ 4, NaN for d₂ ≤ 2.
  public var variance: Double {
    let (n, d) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    guard d > 4 else { return d > 2 ? .infinity : .nan }
    return 2 * (d / (d - 2)) * (d / (d - 2)) * (n + d - 2) / (n * (d - 4))
  }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double {
    if x == 0 { return a == 1 ? 0 : a < 1 ? .infinity : -.infinity }
    guard x > 0, x < .infinity else { return x.isNaN ? x : -.infinity }
    return SpecialFunctions.logBetaPrefix(point(x), a: a, b: b) - VectorMath.log(x)
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
  public func quantile(_ p: Double) -> Double { value(SpecialFunctions.betaLogOdds(p, a: a, b: b, lower: true)) }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double { value(SpecialFunctions.betaLogOdds(q, a: a, b: b, lower: false)) }

  private var a: Double { 0.5 * numeratorDegreesOfFreedom }
  private var b: Double { 0.5 * denominatorDegreesOfFreedom }

  private func value(_ logOdds: Double) -> Double { VectorMath.exp(logOdds) * (b / a) }

  private func tail(_ x: Double) -> Tail {
    if x <= 0 { return .belowSupport }
    if x == .infinity { return .aboveSupport }
    return SpecialFunctions.betaTail(point(x), a: a, b: b)
  }

  /// d₁x/(d₁x + d₂), which is beta distributed.
  private func point(_ x: Double) -> BetaPoint {
    let share = a * x
    let total = share + b
    guard share > 1e-300, total < 1e300 else {
      return BetaPoint(logOdds: VectorMath.log(x) + VectorMath.log(a / b), a: a, b: b)
    }
    let delta = x > 2 ? b * ((share - a) / total) : a * b * (x - 1) / total
    return BetaPoint(x: share / total, y: b / total, delta: delta)
  }
}
