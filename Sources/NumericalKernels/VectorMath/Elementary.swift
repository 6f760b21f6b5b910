/// The building blocks of the scalar functions, step for step those of the C loops.
enum Elementary {
  /// A polynomial, the constant first, in four interleaved Horner chains; at least four coefficients.
  @inline(__always)
  static func polynomial<let count: Int>(_ x: Double, _ c: InlineArray<count, Double>) -> Double {
    let x2 = x * x
    let x4 = x2 * x2
    let chain = (
      horner(x4, c, from: 0), horner(x4, c, from: 1), horner(x4, c, from: 2), horner(x4, c, from: 3)
    )
    return (chain.0 + x * chain.1) + x2 * (chain.2 + x * chain.3)
  }

  /// The chain of every fourth coefficient.
  @inline(__always)
  private static func horner<let count: Int>(
    _ x4: Double, _ c: InlineArray<count, Double>, from start: Int
  ) -> Double {
    var i = start + (count - 1 - start) / 4 * 4
    var sum = c[i]
    i -= 4
    while i >= 0 {
      sum = sum * x4 + c[i]
      i -= 4
    }
    return sum
  }

  /// The number with the lower 27 bits of its significand cleared: the product of two such numbers is exact.
  @inline(__always)
  static func upperHalf(_ x: Double) -> Double { Double(bitPattern: x.bitPattern & 0xffff_ffff_f800_0000) }

  /// The exact c - a b, where the product a b is c up to rounding.
  @inline(__always)
  static func productError(_ a: Double, _ b: Double, _ c: Double) -> Double {
    let a1 = upperHalf(a)
    let a2 = a - a1
    let b1 = upperHalf(b)
    let b2 = b - b1
    return ((c - a1 * b1) - (a1 * b2 + a2 * b1)) - a2 * b2
  }

  /// (x - c) / (x + c) and what rounding took from it.
  @inline(__always)
  static func quotient(_ x: Double, _ c: Double) -> (q: Double, qLow: Double) {
    let d = x - c
    let dLow = x - (d + c)
    let m = x + c
    let mLow = x - (m - c)
    let q = d / m
    return (q, ((productError(q, m, d) + dLow) - q * mLow) / m)
  }

  /// The upper 42 bits of log 2: its product with an exponent is exact.
  private static let upperLog2 = 0x1.62e42fefa38p-1
  private static let lowerLog2 = 0x1.ef35793c7673p-45
  /// Adding and taking away 1.5 * 2^52 rounds to the nearest integer and leaves it in the low bits.
  private static let rounder = 0x1.8p52

  /// The exponential of x + low as (1 + r + rest + rLow) 2^k, k in the low bits of `shifted`.
  ///
  /// |x| < 1100, |low| < 1e-6 |x|; rLow is what rounding took from r.
  @inline(__always)
  static func exponential(
    _ x: Double, low: Double
  ) -> (r: Double, rest: Double, rLow: Double, shifted: Double) {
    let shifted = x * 0x1.71547652b82fep+0 + rounder
    let k = shifted - rounder
    let upper = x - k * upperLog2
    let lower = low - k * lowerLog2
    let r = upper + lower
    return (r, r * r * polynomial(r, exponentialTerms), lower - (r - upper), shifted)
  }

  /// m 2^k for m in [2^-8, 2) and k >= -1200 in the low bits of `shifted`; `deep` where the result may be subnormal.
  @inline(__always)
  static func scaled(_ m: Double, _ shifted: Double, deep: Bool) -> Double {
    let lift: UInt64 = deep ? 256 << 52 : 0
    return Double(bitPattern: m.bitPattern &+ (shifted.bitPattern << 52) &+ lift) * (deep ? 0x1p-256 : 1)
  }

  /// The logarithm of a positive finite number, subnormal ones included, as a sum with some bits to spare.
  @inline(__always)
  static func logarithm(_ x: Double) -> (upper: Double, lower: Double) {
    let rootHalf: UInt64 = 0x3fe6_a09e_667f_3bcd
    let isSubnormal = x < 0x1p-1022
    let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern &+ (0x3ff0_0000_0000_0000 - rootHalf)
    let k = Double(bitPattern: bits >> 52 | 0x4330_0000_0000_0000) - (isSubnormal ? 0x1p52 + 1077 : 0x1p52 + 1023)
    let f = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) &+ rootHalf) - 1
    let s = f / (2 + f)
    let z = s * s
    let halfSquare = 0.5 * f * f
    let correction = halfSquare - (s * (halfSquare + z * polynomial(z, logarithmTerms)) + k * lowerLog2)
    let exponent = k * upperLog2
    let upper = exponent + f
    return (upper, (f - (upper - exponent)) - correction)
  }

  /// (exp(r) - 1 - r) / r^2 on |r| <= log(2) / 2: interpolated at Chebyshev points, error of exp(r) 1.3e-17.
  private static let exponentialTerms: InlineArray<10, Double> = [
    0x1.0000000000001p-1, 0x1.5555555555556p-3, 0x1.5555555553d63p-5, 0x1.11111111109b3p-7, 0x1.6c16c1788bd90p-10,
    0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19, 0x1.289185613a3d6p-22,
    0x1.af38a9b0ec855p-26,
  ]

  /// (2 atanh(s) / s - 2) / s^2 in powers of s^2 for |s| <= (sqrt 2 - 1) / (sqrt 2 + 1): error of the logarithm
  /// 1.6e-18.
  private static let logarithmTerms: InlineArray<7, Double> = [
    0x1.5555555555558p-1, 0x1.99999999952ccp-2, 0x1.2492492df3ba9p-2, 0x1.c71c62e26208bp-3, 0x1.7462b58e46ebep-3,
    0x1.39fe42e9740a7p-3, 0x1.2b59b713616c9p-3,
  ]
}
