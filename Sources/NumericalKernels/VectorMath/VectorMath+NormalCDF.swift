extension VectorMath {
  /// The standard normal distribution function, P(Z <= x).
  ///
  /// Within 2 ulp everywhere, the lower tail included (P(Z <= -38) is 2.9e-316); for the upper tail take
  /// `normalCDF(-x)`. NaN gives NaN, the infinities 0 and 1.
  ///
  /// exp(-a²/2) R(a) with a = |x|: the square is split so that the exponential loses nothing to its rounding, and
  /// (1 + a) R(a) is a polynomial of degree 22 in (a - 5) / (a + 5), the substitution of Shepherd and Laframboise,
  /// "Chebyshev approximation of (1 + 2x) exp(x²) erfc x", Math. Comp. 36 (1981).
  public static func normalCDF(_ x: Double) -> Double {
    let a = x < 0 ? -x : x
    let tail = lowerTail(a > 40 ? 40 : a)
    let value = x > 0 ? 1 - tail : tail
    return x == x ? value : x
  }

  /// The lower tail at -a for a in [0, 40].
  @inline(__always)
  private static func lowerTail(_ a: Double) -> Double {
    let upper = Elementary.upperHalf(a)
    let e = Elementary.exponential(-0.5 * (upper * upper), low: -0.5 * ((a - upper) * (a + upper)))
    let (q, qLow) = Elementary.quotient(a, 5)
    // p + pLow = (1 + a) R(a), b + bLow = 1 + a.
    let slope = q < 0 ? -0.0952 + q * (-0.0528 + q * (-0.5 - 0.7893 * q)) : -0.07
    let rest = q * Elementary.polynomial(q, ratioTerms) + (slope * qLow + 0x1.bb045286c3cafp-56)
    let p = ratioConstant + rest
    let pLow = rest - (p - ratioConstant)
    let b = 1 + a
    let aPart = b - 1
    let bLow = (1 - (b - aPart)) + (a - aPart)
    // r + rLow = R(a).
    let inverse = 1 / b
    let r = p * inverse
    let rLow = (Elementary.productError(r, b, p) + (pLow - r * bLow)) * inverse
    let low = r * (e.rest + e.rLow) + rLow * (1 + e.r)
    return Elementary.scaled(r + (r * e.r + low), e.shifted, deep: a > 37)
  }

  /// The constant term of (1 + a) R(a); the tail's formula adds what rounding took from it.
  private static let ratioConstant = 0x1.d8979b0f2b39dp-2

  /// The other terms of (1 + a) R(a) in powers of (a - 5) / (a + 5): interpolated at Chebyshev points, error 1.5e-17.
  private static let ratioTerms: InlineArray<22, Double> = [
    -0x1.76ff86859eb0bp-4, 0x1.fc66cc64a144dp-6, 0x1.47c1d03052affp-7, -0x1.b08e0007b6b9bp-6, 0x1.92037bab66223p-6,
    -0x1.f11aab029cdcap-7, 0x1.ab6d0385e766bp-8, -0x1.b75f4fb23871ap-10, 0x1.05721e2631b57p-17,
    0x1.7e61edf9d1baap-13, -0x1.c1b262a42fa71p-15, -0x1.4c12054032717p-17, 0x1.300b2a4475b10p-17,
    -0x1.282ad7636928cp-24, -0x1.5fa721853f404p-20, 0x1.0bd25b68f0d02p-23, 0x1.ab44b280bef68p-23,
    -0x1.793cd01221cbfp-26, -0x1.139d524431f51p-25, 0x1.83eccc918fd7ap-32, 0x1.1577042e5d7b7p-28,
    0x1.a861c75e7695fp-31,
  ]
}
