extension SpecialFunctions {
  /// The regularised lower incomplete gamma function P(a, x), for a > 0 and x ≥ 0; NaN otherwise.
  ///
  /// - Complexity: constant; some 100 steps at worst.
  /// - Note: Source: power series and continued fraction (DLMF 8.7.1, 8.9.2) and, for a ≥ 20 and x near a, the uniform expansion of
  ///   N. M. Temme, SIAM J. Math. Anal. 10 (1979).
  public static func gammaP(_ a: Double, _ x: Double) -> Double { gammaTail(a, x).lower }

  /// The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation where it is small.
  public static func gammaQ(_ a: Double, _ x: Double) -> Double { gammaTail(a, x).upper }

  /// log P(a, x), finite where P underflows.
  public static func logGammaP(_ a: Double, _ x: Double) -> Double { gammaTail(a, x).logLower }

  /// log Q(a, x), finite where Q underflows.
  public static func logGammaQ(_ a: Double, _ x: Double) -> Double { gammaTail(a, x).logUpper }

  /// The x with P(a, x) = p, for a > 0 and p in [0, 1]; NaN otherwise.
  ///
  /// - Complexity: some five evaluations of the incomplete gamma function.
  public static func inverseGammaP(_ a: Double, _ p: Double) -> Double { gammaQuantile(a, p, lower: true) }

  /// The x with Q(a, x) = q, for a > 0 and q in [0, 1]; NaN otherwise.
  public static func inverseGammaQ(_ a: Double, _ q: Double) -> Double { gammaQuantile(a, q, lower: false) }

  /// What log(xᵃ e⁻ˣ / Γ(a)) has that does not depend on x.
  static func gammaConstant(_ a: Double) -> Double {
    a < 1 ? -logGamma(a) : 0.5 * (VectorMath.log(a) - logTwoPi) - stirlingError(a)
  }

  /// log(xᵃ e⁻ˣ / Γ(a)).
  static func logGammaPrefix(_ a: Double, _ x: Double) -> Double {
    logGammaPrefix(a, x, constant: gammaConstant(a))
  }

  static func logGammaPrefix(_ a: Double, _ x: Double, constant: Double) -> Double {
    if a < 1 { return a * VectorMath.log(x) - x + constant }
    let deviation = x < 0.5 * a ? VectorMath.log(x / a) - (x - a) / a : log1pMinus((x - a) / a)
    return a * deviation + constant
  }

  static func gammaTail(_ a: Double, _ x: Double) -> Tail { gammaTail(a, x, constant: gammaConstant(a)) }

  static func gammaTail(_ a: Double, _ x: Double, constant: @autoclosure () -> Double) -> Tail {
    guard isShape(a), x >= 0 else { return .missing }
    if x == 0 { return .belowSupport }
    if x == .infinity { return .aboveSupport }
    if a >= 20, abs(x - a) <= 0.4 * a { return gammaTailNearMean(a, x) }
    if a < 1, x < 1.1 {
      let power = a * VectorMath.log(x) - logGammaOfOnePlus(a)
      if power > -0.6 { return gammaTailOfSmallArguments(a, x, power) }
    } else if x > a {
      return Tail(isLower: false, logScale: logGammaPrefix(a, x, constant: constant()), factor: upperFraction(a, x))
    }
    var term = 1.0
    var sum = 1.0
    var n = 1.0
    while term > 1e-17 * sum {
      term *= x / (a + n)
      sum += term
      n += 1
    }
    return Tail(isLower: true, logScale: logGammaPrefix(a, x, constant: constant()), factor: sum / a)
  }

  /// 1/(x + 1 - a - 1(1 - a)/(x + 3 - a - 2(2 - a)/...)), by Lentz's method.
  private static func upperFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var value = d
    for i in 1..<5000 {
      let n = Double(i)
      let numerator = -n * (n - a)
      b += 2
      d = numerator * d + b
      if abs(d) < 1e-300 { d = 1e-300 }
      c = b + numerator / c
      if abs(c) < 1e-300 { c = 1e-300 }
      d = 1 / d
      value *= d * c
      if abs(d * c - 1) < 2e-16 { break }
    }
    return value
  }

  /// Q for a < 1 and x < 1.1, where 1 - xᵃ/Γ(a + 1) is the main part; `power` is the logarithm of that quotient.
  private static func gammaTailOfSmallArguments(_ a: Double, _ x: Double, _ power: Double) -> Tail {
    var term = 1.0
    var sum = 0.0
    var n = 1.0
    repeat {
      term *= -x / n
      sum += term / (a + n)
      n += 1
    } while abs(term) > 1e-17 * abs(sum)
    return Tail(isLower: false, logScale: 0, factor: -VectorMath.expm1(power) - VectorMath.exp(power) * a * sum)
  }

  /// Temme's expansion: Q = ½ erfc(η √(a/2)) + exp(-a η²/2) S(η)/√(2πa), with η²/2 = μ - log(1 + μ), μ = (x - a)/a.
  private static func gammaTailNearMean(_ a: Double, _ x: Double) -> Tail {
    let deviation = -log1pMinus((x - a) / a)
    let size = (2 * deviation).squareRoot()
    let eta = x < a ? -size : size
    let inverse = 1 / a
    var sum = 0.0
    for row in temmeCoefficients.reversed() { sum = sum * inverse + polynomial(row, eta) }
    let correction = sum / (2 * .pi * a).squareRoot()
    let main = 0.5 * erfcx((a * deviation).squareRoot())
    return Tail(isLower: x < a, logScale: -a * deviation, factor: x < a ? main - correction : main + correction)
  }

  private static func gammaQuantile(_ a: Double, _ p: Double, lower: Bool) -> Double {
    guard isShape(a), p >= 0, p <= 1 else { return .nan }
    if p == (lower ? 0 : 1) { return 0 }
    if p == (lower ? 1 : 0) { return .infinity }
    if p > 0.5 { return gammaQuantile(a, 1 - p, lower: !lower) }
    let target = VectorMath.log(p)
    // Wilson and Hilferty's cube of a normal, or the first term of the lower or upper tail.
    let z = lower ? VectorMath.normalQuantile(p) : -VectorMath.normalQuantile(p)
    let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
    var start = VectorMath.log(a) + 3 * VectorMath.log(max(root, 1e-3))
    if lower, a < 1 || root < 0.2 { start = (target + logGamma(a + 1)) / a }
    if !lower, a < 1 {
      // Q lies between 1 - xᵃ/Γ(a + 1) and exp(-x).
      let small = (VectorMath.log1p(-p) + logGamma(a + 1)) / a
      start = -target > 2 ? VectorMath.log(-target) : min(small, VectorMath.log(-target))
    }
    let constant = gammaConstant(a)
    let u = solveLogTail(from: start) { u in
      let x = VectorMath.exp(u)
      let tail = gammaTail(a, x, constant: constant)
      let logTail = lower ? tail.logLower : tail.logUpper
      let slope = VectorMath.exp(logGammaPrefix(a, x, constant: constant) - logTail)
      return (logTail - target, lower ? slope : -slope, a - x - (lower ? slope : -slope))
    }
    return VectorMath.exp(u)
  }
}
