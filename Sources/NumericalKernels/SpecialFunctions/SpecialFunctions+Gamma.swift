#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

extension SpecialFunctions {
  /// The logarithm of |Γ(x)|.
  ///
  /// Positive x: relative error below 1e-15, also beside the zeros at 1 and 2. Negative x goes through the reflection formula, with an
  /// absolute error of some 1e-15 beside its zeros. Zero and the negative integers give +∞.
  ///
  /// - Note: Source: a Chebyshev fit of log Γ(2 + z)/z on [-1/2, 1/2], recurrence, and Stirling's series from 10 (DLMF 5.11.1).
  public static func logGamma(_ x: Double) -> Double {
    guard x > 0 else {
      guard x < 0, x.isFinite else { return x == 0 || x == -.infinity ? .infinity : .nan }
      // The distance to the nearest integer is exact, that to the one below is not where x is small.
      let distance = abs(x - x.rounded())
      guard distance > 0 else { return .infinity }
      // πd itself would round among the subnormal numbers, where its sine is the same.
      let logSine =
        distance < 1e-300
        ? VectorMath.log(.pi) + VectorMath.log(distance) : VectorMath.log(sin(.pi * distance))
      return VectorMath.log(.pi) - logSine - VectorMath.log(-x) - logGamma(-x)
    }
    if x >= 10 {
      guard x < 1e306 else { return .infinity }
      return (x - 0.5) * (VectorMath.log(x) - 1) + (stirlingError(x) + 0.5 * logTwoPi - 0.5)
    }
    if x < 0.5 { return logGammaNearTwo(x) - VectorMath.log(x * (1 + x)) }
    if x <= 1.5 { return logGammaNearTwo(x - 1) - VectorMath.log1p(x - 1) }
    var factor = 1.0
    var z = x
    while z > 2.5 {
      z -= 1
      factor *= z
    }
    return logGammaNearTwo(z - 2) + VectorMath.log(factor)
  }

  /// log Γ(1 + z) for z in [0, 1], with the digits of a small z that 1 + z would lose.
  static func logGammaOfOnePlus(_ z: Double) -> Double {
    z <= 0.5 ? logGammaNearTwo(z) - VectorMath.log1p(z) : logGammaNearTwo(z - 1)
  }

  /// The gamma function; ±∞ past 171.6 or at zero, NaN at the negative integers.
  ///
  /// Relative error of a few 1e-16 below 10 and below 1e-14 beyond.
  public static func gamma(_ x: Double) -> Double {
    guard x > -20 else { return gammaOfNegative(x) }
    guard x < 20 else {
      guard x < 171.7 else { return x.isNaN ? x : .infinity }
      let half = pow(x, 0.5 * x - 0.25)
      return half * VectorMath.exp(-x) * half * (2 * Double.pi).squareRoot() * VectorMath.exp(stirlingError(x))
    }
    if x <= 0, x == x.rounded() { return x == 0 ? 1 / x : .nan }
    var factor = 1.0
    var z = x
    while z > 2.5 {
      z -= 1
      factor *= z
    }
    var divisor = 1.0
    while z < 1.5 {
      divisor *= z
      z += 1
    }
    return VectorMath.exp(logGammaNearTwo(z - 2)) * factor / divisor
  }

  /// log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b), for positive a and b.
  ///
  /// Large arguments do not cancel: the error is relative to the result's own parts a log(a/(a+b)) and b log(b/(a+b)).
  public static func logBeta(_ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0 else { return .nan }
    let n = a + b
    let corrections = stirlingError(a) + stirlingError(b) - stirlingError(n)
    return -a * VectorMath.log1p(b / a) - b * VectorMath.log1p(a / b) + 0.5
      * (logTwoPi + VectorMath.log(n / a) - VectorMath.log(b)) + corrections
  }

  /// The digamma function ψ(x) = d log Γ(x) / dx, for positive x; NaN otherwise.
  ///
  /// Relative error below 1e-15 away from the root at 1.4616, absolute beside it.
  ///
  /// - Note: Source: recurrence to 10 and the asymptotic series DLMF 5.11.2.
  public static func digamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var sum = 0.0
    var z = x
    while z < 10 {
      sum -= 1 / z
      z += 1
    }
    let s = 1 / (z * z)
    return sum + (VectorMath.log(z) - 0.5 / z - s * polynomial(digammaSeries, s))
  }

  /// The trigamma function ψ′(x), for positive x; NaN otherwise.
  ///
  /// - Note: Source: recurrence to 10 and the asymptotic series DLMF 5.15.8.
  public static func trigamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var sum = 0.0
    var z = x
    while z < 10 {
      sum += 1 / (z * z)
      z += 1
    }
    let s = 1 / (z * z)
    return sum + (1 + 0.5 / z + s * polynomial(bernoulli, s)) / z
  }

  /// What log Γ(a) has beyond Stirling's (a - 1/2) log a - a + log √2π: about 1/(12 a), for positive a.
  static func stirlingError(_ a: Double) -> Double {
    if a >= 10 {
      let s = 1 / (a * a)
      return polynomial(stirlingSeries, s) / a
    }
    return logGamma(a) - ((a - 0.5) * VectorMath.log(a) - a + 0.5 * logTwoPi)
  }

  static let logTwoPi = 1.8378770664093454836

  private static func gammaOfNegative(_ x: Double) -> Double {
    guard x.isFinite, x != x.rounded() else { return .nan }
    let floor = x.rounded(.down)
    let fraction = x - floor
    let magnitude = VectorMath.exp(VectorMath.log(.pi / (sin(.pi * min(fraction, 1 - fraction)) * -x)) - logGamma(-x))
    return floor.remainder(dividingBy: 2) == 0 ? magnitude : -magnitude
  }

  /// log Γ(2 + z) for |z| ≤ 1/2.
  private static func logGammaNearTwo(_ z: Double) -> Double {
    z * polynomial(logGammaFit, z)
  }

  /// Chebyshev fit, relative error 6e-19; printed by generate-special-functions.py.
  private static let logGammaFit = [
    0.4227843350984671356, 0.32246703342411322004, -0.067352301053195638653, 0.020580808427783379755,
    -0.0073855510289355447, 0.0028905103308659009277, -0.0011927539009983086944, 0.00050966951965266727797,
    -0.0002231549774629272317, 0.000099457616921571331318, -0.000044923727564247652589, 0.000020506019701747618598,
    -9.4562885151017191737e-6, 4.3828545383846667716e-6, -1.9743106888421067444e-6, 9.2428522251622767419e-7,
    -5.8112777689212461977e-7, 2.7475390051909663921e-7,
  ]

  /// B₂ₖ / (2k (2k - 1)).
  private static let stirlingSeries: [Double] = [
    1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400,
  ]

  /// B₂ₖ / 2k.
  private static let digammaSeries: [Double] = [
    1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160,
  ]

  /// B₂ₖ.
  private static let bernoulli: [Double] = [
    1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510,
  ]
}
