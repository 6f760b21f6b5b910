/// The distribution function of Student's t, for the copula.
struct StudentDistribution: Hashable, Sendable {
  private let degrees: Double
  /// The logarithm of Gamma((n + 1) / 2) / (Gamma(n / 2) Gamma(1 / 2)).
  private let logScale: Double

  init(_ degrees: Double) {
    self.degrees = degrees
    logScale = Self.logHalfStep(degrees / 2) - 0.5 * VectorMath.log(.pi)
  }

  /// P(T <= t), to 12 digits in the lower tail, 11 beyond 10,000 degrees; infinities give 0 and 1.
  ///
  /// Half the incomplete beta function of x = n / (n + t²) with n / 2 and 1/2.
  func cumulative(_ t: Double) -> Double {
    guard t.isFinite else { return t > 0 ? 1 : t < 0 ? 0 : t }
    let square = t * t
    guard square > 0 else { return 0.5 }
    guard degrees < 1e7 else {
      // Abramowitz and Stegun 26.7.8.
      return VectorMath.normalCDF(t * (1 - 0.25 / degrees) / (1 + 0.5 * square / degrees).squareRoot())
    }
    let a = 0.5 * degrees
    // log x and log(1 - x), each from the smaller of the two.
    let ratio = square / degrees
    let inverse = degrees / square
    let logX = -Self.log1p(ratio)
    let logY = -Self.log1p(inverse)
    let front = VectorMath.exp(logScale + a * logX + 0.5 * logY)
    let x = 1 / (1 + ratio)
    let tail =
      x < (a + 1) / (a + 2.5)
      ? 0.5 * front * Self.continuedFraction(a, 0.5, x) / a
      : 0.5 - front * Self.continuedFraction(0.5, a, 1 / (1 + inverse))
    return t > 0 ? 1 - tail : tail
  }

  /// log(1 + x) for x >= 0, without the rounding of 1 + x.
  private static func log1p(_ x: Double) -> Double {
    let sum = 1 + x
    guard sum > 1, sum < .infinity else { return sum > 1 ? VectorMath.log(x) : x }
    return VectorMath.log(sum) * (x / (sum - 1))
  }

  /// The continued fraction of the incomplete beta function (DLMF 8.17.22) by Lentz's method.
  private static func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var value = d
    func advance(_ numerator: Double) {
      d = 1 + numerator * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + numerator / c
      if abs(c) < tiny { c = tiny }
      value *= d * c
    }
    for step in 1...10_000 {
      let m = Double(step)
      advance(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)))
      advance(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)))
      if abs(d * c - 1) < 2e-16 { break }
    }
    return value
  }

  /// log Gamma(a + 1/2) - log Gamma(a): its asymptotic series after a shift to at least 16.
  private static func logHalfStep(_ a: Double) -> Double {
    var product = 1.0
    var z = a
    while z < 16 {
      product *= z / (z + 0.5)
      z += 1
    }
    let s = 1 / (z * z)
    let series = (-1.0 / 8 + s * (1.0 / 192 - s * (1.0 / 640 - s * (17.0 / 14_336 - s * (31.0 / 18_432))))) / z
    return 0.5 * VectorMath.log(z) + series + VectorMath.log(product)
  }
}
