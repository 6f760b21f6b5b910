/// Student's t distribution with any positive degrees of freedom, a location and a scale.
///
/// The scale is not the standard deviation: that is scale × √(ν/(ν - 2)) for ν > 2 degrees of freedom. Bit-identical on
/// every machine.
public struct StudentTDistribution: ContinuousDistribution, Hashable {
  /// The degrees of freedom ν, positive; the normal distribution is the limit of large ones.
  public let degreesOfFreedom: Double
  /// The centre of symmetry.
  public let location: Double
  /// The scale, positive.
  public let scale: Double
  private let logNorm: Double

  /// Makes a Student t distribution, the standard one unless a location and a scale are given.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the degrees of freedom lie outside 1e-100 to 1e100 or the scale is not positive.
  public init(degreesOfFreedom: Double, location: Double = 0, scale: Double = 1) throws(NumericalError) {
    try ArgumentCheck.requireShape(degreesOfFreedom, "degrees of freedom")
    try ArgumentCheck.requireFinite(location, "the location")
    try ArgumentCheck.requirePositive(scale, "the scale")
    (self.degreesOfFreedom, self.location, self.scale) = (degreesOfFreedom, location, scale)
    // Γ(h + 1/2)/Γ(h) = √h exp(h (log(1 + 1/2h) - 1/2h) + ...) with h = ν/2.
    let h = 0.5 * degreesOfFreedom
    let corrections = SpecialFunctions.stirlingError(h + 0.5) - SpecialFunctions.stirlingError(h)
    logNorm = h * SpecialFunctions.log1pMinus(0.5 / h) + corrections - 0.5 * SpecialFunctions.logTwoPi
  }

  /// The location; NaN for ν ≤ 1.
  public var mean: Double { degreesOfFreedom > 1 ? location : .nan }

  /// scale² ν/(ν - 2); infinite for 1 < ν ≤ 2, NaN for ν ≤ 1.
  public var variance: Double {
    guard degreesOfFreedom > 2 else { return degreesOfFreedom > 1 ? .infinity : .nan }
    return scale * scale * (degreesOfFreedom / (degreesOfFreedom - 2))
  }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double {
    let t = (x - location) / scale
    let ratio = t * t / degreesOfFreedom
    let growth = ratio < 1e300 ? VectorMath.log1p(ratio) : 2 * VectorMath.log(abs(t)) - VectorMath.log(degreesOfFreedom)
    return logNorm - 0.5 * (degreesOfFreedom + 1) * growth - VectorMath.log(scale)
  }

  /// The probability of a value not above x.
  public func cdf(_ x: Double) -> Double { lowerTail((x - location) / scale) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { lowerTail((location - x) / scale) }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ x: Double) -> Double { logLowerTail((x - location) / scale) }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ x: Double) -> Double { logLowerTail((location - x) / scale) }

  /// The value that is not exceeded with probability p.
  public func quantile(_ p: Double) -> Double { location - scale * upperPoint(p) }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double { location + scale * upperPoint(q) }

  private func lowerTail(_ t: Double) -> Double {
    let squared = tailOfSquare(t)
    return t < 0 ? 0.5 * squared.upper : 0.5 + 0.5 * squared.lower
  }

  private func logLowerTail(_ t: Double) -> Double {
    let squared = tailOfSquare(t)
    return t < 0 ? squared.logUpper - VectorMath.log(2.0) : VectorMath.log1p(-0.5 * squared.upper)
  }

  /// The tails of t², whose share t²/(t² + ν) is beta distributed with parameters 1/2 and ν/2.
  ///
  /// For |t| below a million the scale is the density, of which t times is the prefix of that distribution's tails.
  private func tailOfSquare(_ t: Double) -> Tail {
    if t.isNaN { return .missing }
    if t.isInfinite { return .aboveSupport }
    let h = 0.5 * degreesOfFreedom
    let (size, square) = (abs(t), t * t)
    // Far out the density may underflow before the tail.
    guard size < 1e6 else {
      let logOdds = 2 * VectorMath.log(size) - VectorMath.log(degreesOfFreedom)
      return SpecialFunctions.betaTail(BetaPoint(logOdds: logOdds, a: 0.5, b: h), a: 0.5, b: h)
    }
    let logDensity = logNorm - (h + 0.5) * VectorMath.log1p(square / degreesOfFreedom)
    let total = square + degreesOfFreedom
    let (x, y) = (square / total, degreesOfFreedom / total)
    let delta = h * ((size - 1) * (size + 1)) / total
    if delta <= 0 {
      let factor = size * SpecialFunctions.betaFactor(0.5, h, x, y, -delta)
      return Tail(isLower: true, logScale: logDensity, factor: factor)
    }
    let factor = size * SpecialFunctions.betaFactor(h, 0.5, y, x, delta)
    return Tail(isLower: false, logScale: logDensity, factor: factor)
  }

  /// The t that is exceeded with probability q.
  private func upperPoint(_ q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q > 0.5 { return -upperPoint(1 - q) }
    if degreesOfFreedom >= 1, degreesOfFreedom < 1e15, q > 1e-280, q < 0.5, let t = refined(startingPoint(q), q) {
      return t
    }
    // 1 - 2q is exact from 1/4 on; below, the two-sided tail 2q is the small number to keep.
    let logOdds =
      q < 0.25
      ? SpecialFunctions.betaLogOdds(2 * q, a: 0.5, b: 0.5 * degreesOfFreedom, lower: false)
      : SpecialFunctions.betaLogOdds(1 - 2 * q, a: 0.5, b: 0.5 * degreesOfFreedom, lower: true)
    return degreesOfFreedom.squareRoot() * VectorMath.exp(0.5 * logOdds)
  }

  /// The t that is exceeded with probability q < 1/2, to a few digits or more.
  ///
  /// Source: G. W. Hill, Algorithm 396: Student's t-quantiles, Comm. ACM 13 (1970).
  private func startingPoint(_ q: Double) -> Double {
    let n = degreesOfFreedom
    let a = 1 / (n - 0.5)
    let b = 48 / (a * a)
    var c = ((20_700 * a / b - 98) * a - 16) * a + 96.36
    let d = ((94.5 / (b + c) - 3) / b + 1) * (0.5 * .pi * a).squareRoot() * n
    var y = VectorMath.exp(2 / n * VectorMath.log(2 * d * q))
    if y > 0.05 + a {
      let x = VectorMath.normalQuantile(q)
      y = x * x
      if n < 5 { c += 0.3 * (n - 4.5) * (x + 0.6) }
      c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
      y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
      y = VectorMath.expm1(a * y * y)
    } else {
      let lead = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)
      y = (lead * y - 1) * (n + 1) / (n + 2) + 1 / y
    }
    return (n * y).squareRoot()
  }

  /// The t that is exceeded with probability q, by the inverse's Taylor series at a point nearby; `nil` when that is too far.
  private func refined(_ start: Double, _ q: Double) -> Double? {
    var t = start
    for _ in 0..<5 {
      guard t > 0, t < 1e6 else { return nil }
      let squared = tailOfSquare(t)
      let density = VectorMath.exp(squared.logScale)
      let computed = 0.5 * density * squared.factor
      let gap =
        q < 0.25
        ? (squared.isLower ? 0.5 - computed : computed) - q
        : (0.5 - q) - (squared.isLower ? computed : 0.5 - computed)
      let step = gap / density
      let square = t * t
      let total = degreesOfFreedom + square
      // -f′/f of the density f, and its derivatives.
      let bend = (degreesOfFreedom + 1) * t / total
      let twist = (degreesOfFreedom + 1) * (degreesOfFreedom - square) / total / total
      let turn = -2 * bend * (3 * degreesOfFreedom - square) / total / total
      let distance = abs(step) * max(bend, 1 / total.squareRoot())
      guard distance < 0.5 else { return nil }
      let third = (2 * bend * bend + twist) / 6
      let fourth = (6 * bend * bend * bend + 7 * bend * twist + turn) / 24
      t += step * (1 + step * (0.5 * bend + step * (third + step * fourth)))
      if distance < 5e-4 { return t }
    }
    return nil
  }
}
