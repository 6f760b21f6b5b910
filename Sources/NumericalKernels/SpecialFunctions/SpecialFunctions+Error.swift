extension SpecialFunctions {
  /// The error function, 2/√π ∫₀ˣ exp(-t²) dt.
  ///
  /// Relative error at most about 3e-16. Odd; ±1 at ±∞.
  ///
  /// - Complexity: constant.
  /// - Note: Source: W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969).
  public static func erf(_ x: Double) -> Double {
    if abs(x) <= 0.46875 { return x * centralErf(x * x) }
    return x > 0 ? 1 - erfc(x) : erfc(-x) - 1
  }

  /// The complement 1 - erf(x), without cancellation for positive x.
  ///
  /// Relative error at most about 5e-16 down to the smallest normal number (x near 26.5).
  ///
  /// - Note: Source: Cody (1969); the exponential takes the rounding of x² into account.
  public static func erfc(_ x: Double) -> Double {
    if abs(x) <= 0.46875 { return 1 - x * centralErf(x * x) }
    if x.isNaN { return x }
    let tail = exponentialOfSquare(x, sign: -1) * scaledTail(abs(x))
    return x > 0 ? tail : 2 - tail
  }

  /// The scaled complement exp(x²) erfc(x), which neither underflows nor cancels for positive x.
  ///
  /// About 1/(x√π) for large x; overflows to infinity below x = -26.6.
  ///
  /// - Note: Source: Cody (1969).
  public static func erfcx(_ x: Double) -> Double {
    if x.isNaN { return x }
    if abs(x) <= 0.46875 { return VectorMath.exp(x * x) * (1 - x * centralErf(x * x)) }
    return x > 0 ? scaledTail(x) : 2 * exponentialOfSquare(x, sign: 1) - scaledTail(-x)
  }

  /// The logarithm of `erfc`, finite for every finite x whose square is.
  public static func logErfc(_ x: Double) -> Double {
    x < 1 ? VectorMath.log1p(-erf(x)) : VectorMath.log(scaledTail(x)) - x * x
  }

  /// The inverse of `erf` on [-1, 1]; ±∞ at ±1, NaN outside.
  ///
  /// The normal quantile of ``VectorMath/normalQuantile(_:)-(Double)``, from the distance to 1/2.
  public static func inverseErf(_ p: Double) -> Double {
    guard abs(p) <= 1 else { return .nan }
    if abs(p) <= 0.85 { return rootHalf * VectorMath.centralQuantile(offset: 0.5 * p, low: 0) }
    let tail = rootHalf * VectorMath.tailQuantile(0.5 * (1 - abs(p)))
    return p > 0 ? tail : -tail
  }

  /// The inverse of `erfc` on [0, 2]; +∞ at 0, -∞ at 2, NaN outside.
  ///
  /// Small arguments keep their full relative accuracy, down to the subnormal numbers.
  public static func inverseErfc(_ q: Double) -> Double {
    guard q >= 0, q <= 2 else { return .nan }
    return -rootHalf * VectorMath.normalQuantile(signedTail: q < 1 ? -0.5 * q : 0.5 * (2 - q))
  }

  /// erf(x) / x for x² up to 0.22.
  private static func centralErf(_ s: Double) -> Double {
    polynomial(erfNumerator, s) / polynomial(erfDenominator, s)
  }

  /// exp(x²) erfc(x) for x > 0.46.
  private static func scaledTail(_ x: Double) -> Double {
    if x <= 4 { return polynomial(erfcNumerator, x) / polynomial(erfcDenominator, x) }
    let s = 1 / (x * x)
    let tail = s * polynomial(farErfcNumerator, s) / polynomial(farErfcDenominator, s)
    return (inverseRootPi - tail) / x
  }

  private static let inverseRootPi = 0.564189583547756286948
  static let rootHalf = 0.70710678118654752440

  private static let erfNumerator = [
    3.20937758913846947e03, 3.77485237685302021e02, 1.13864154151050156e02, 3.16112374387056560e00,
    1.85777706184603153e-1,
  ]
  private static let erfDenominator = [
    2.84423683343917062e03, 1.28261652607737228e03, 2.44024637934444173e02, 2.36012909523441209e01, 1,
  ]
  private static let erfcNumerator = [
    1.23033935479799725e03, 2.05107837782607147e03, 1.71204761263407058e03, 8.81952221241769090e02,
    2.98635138197400131e02, 6.61191906371416295e01, 8.88314979438837594e00, 5.64188496988670089e-1,
    2.15311535474403846e-8,
  ]
  private static let erfcDenominator = [
    1.23033935480374942e03, 3.43936767414372164e03, 4.36261909014324716e03, 3.29079923573345963e03,
    1.62138957456669019e03, 5.37181101862009858e02, 1.17693950891312499e02, 1.57449261107098347e01, 1,
  ]
  private static let farErfcNumerator = [
    6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1,
    3.05326634961232344e-1, 1.63153871373020978e-2,
  ]
  private static let farErfcDenominator = [
    2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346725e00,
    2.56852019228982242e00, 1,
  ]
}
