extension VectorMath {
  /// The standard normal quantile, the x with P(Z <= x) = p.
  ///
  /// Within 2 ulp everywhere, down to the smallest subnormal p (-38.47); 0 and 1 give the infinities, NaN and numbers
  /// outside [0, 1] give NaN. Near 1 the resolution is that of p itself; for the upper tail take `-normalQuantile(1 -
  /// p)` of a tail probability that is known as such.
  ///
  /// A rational function of (p - 1/2)² in the middle, as in Wichura's AS241 (Applied Statistics 37, 1988) but with
  /// the linear term carried apart in double length; below 0.075 s - f(s), s = sqrt(-2 log p), f a polynomial in (s -
  /// 8) / (s + 8).
  public static func normalQuantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return normalQuantile(signedTail: p < 0.5 ? -abs(p) : 1 - p)
  }

  /// The quantile with a tail of probability |h| beyond it, on the side that the sign of h says.
  static func normalQuantile(signedTail h: Double) -> Double {
    let tail = abs(h)
    return Double(signOf: h, magnitudeOf: tail < 0.075 ? tailQuantile(tail) : centralQuantile(tail))
  }

  /// The quantile's size for a tail of probability h in [0.075, 0.5].
  @inline(__always)
  private static func centralQuantile(_ h: Double) -> Double {
    let q = 0.5 - h
    return centralQuantile(offset: q, low: (0.5 - q) - h)
  }

  /// The quantile of 1/2 + q + qLow for |q| <= 0.425.
  @inline(__always)
  static func centralQuantile(offset q: Double, low qLow: Double) -> Double {
    let root = 0x1.40d9318p+1  // sqrt(2 pi), the upper part of 26 bits
    let rootLow = 0x1.fd89c16595f29p-25
    let t = q * q
    let u = 0.180625 - t
    let cubic = t * (Elementary.polynomial(u, centralNumerator) / Elementary.polynomial(u, centralDenominator))
    // dz/dq = sqrt(2 pi) exp(z^2 / 2), to a few percent.
    let z = q * (root + cubic)
    let v = 0.5 * (z * z)
    let slope = root * (1 + v * (1 + v * (0.5 + v * 0.1875)))
    let q1 = Elementary.upperHalf(q)
    let q2 = q - q1
    return q1 * root + (q * cubic + (q2 * root + (q * rootLow + qLow * slope)))
  }

  /// The quantile's size for a tail of probability h in [0, 0.075].
  @inline(__always)
  static func tailQuantile(_ h: Double) -> Double {
    guard h > 0 else { return .infinity }
    let l = Elementary.logarithm(h)
    let sum = l.upper + l.lower
    let square = -2 * sum
    let squareLow = -2 * (l.lower - (sum - l.upper))
    let s = square.squareRoot()
    let sLow = (Elementary.productError(s, s, square) + squareLow) * (0.5 / s)
    // The polynomial is steep where s is small, hence qLow.
    let (q, qLow) = Elementary.quotient(s, 8)
    let slope = -0.5196 + q * (0.7276 + q * (0.3586 + q * 3.126))
    let rest = q * Elementary.polynomial(q, tailTerms) + (slope * qLow + (0x1.e5bda5efa57fdp-57 - sLow))
    let z = s - tailConstant
    let zLow = (s - z) - tailConstant
    return z - (rest - zLow)
  }

  /// (z / q - sqrt(2 pi)) / q^2 for q = 1/2 - h as a quotient in powers of 0.425^2 - q^2: minimax, relative error of
  /// z 8e-18.
  private static let centralNumerator: InlineArray<8, Double> = [
    0x1.37fc2a497deabp+2, 0x1.7c0d09954ffd0p+7, 0x1.5bd0d7ea7519ap+11, 0x1.29cc3d738711ep+14,
    0x1.e415ced95ae1fp+15, 0x1.4edce6aaa3873p+16, 0x1.1c9b5a937be0cp+15, 0x1.1b25fb41e3939p+9,
  ]
  private static let centralDenominator: InlineArray<8, Double> = [
    0x1p+0, 0x1.680bd20958c68p+5, 0x1.8b3726ff38e1ap+9, 0x1.ad5e12db0adbep+12, 0x1.e3f531782caf7p+14,
    0x1.0f5d73b95f78fp+16, 0x1.0785cd3117de8p+16, 0x1.351c654b05814p+14,
  ]

  /// The constant term of s - z; the tail's formula adds what rounding took from it.
  private static let tailConstant = 0x1.84ea56462cf24p-2

  /// The other terms of s - z in powers of (s - 8) / (s + 8): interpolated at Chebyshev points, error 3e-17.
  private static let tailTerms: InlineArray<30, Double> = [
    -0x1.0b40ae4a70ec3p-1, 0x1.30e21b9b49a15p-2, -0x1.eaa60995ec1bcp-3, 0x1.6e8fca4ca03f0p-3,
    -0x1.339ebb9845f3cp-3, 0x1.ed104f6aeb143p-4, -0x1.aa99c94ef7d69p-4, 0x1.65a918cff3522p-4,
    -0x1.3eb1ca5aa6a30p-4, 0x1.14dba626bcac2p-4, -0x1.f934490876491p-5, 0x1.c235a4e62547fp-5,
    -0x1.a135ceacd7d5bp-5, 0x1.79ab605aeace5p-5, -0x1.637617514337bp-5, 0x1.4b28af23439adp-5,
    -0x1.2e8b5540f962ep-5, 0x1.ee80b5730d8eep-6, -0x1.1a2da998a2199p-5, 0x1.a850a797ba850p-5,
    -0x1.05148877a35b6p-5, -0x1.3b01c72561dc1p-5, 0x1.2238bd54ebbffp-8, 0x1.4c5746f0d79efp-3,
    -0x1.12b2a64b699f2p-3, -0x1.21465d15ab62dp-3, 0x1.66f3472741d73p-3, 0x1.746376a2ba1eap-4,
    -0x1.787c1aa0801c0p-3, 0x1.06ac0df8fb0d1p-4,
  ]
}
