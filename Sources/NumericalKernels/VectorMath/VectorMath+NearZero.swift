extension VectorMath {
  /// log(1 + x), without the rounding of 1 + x.
  ///
  /// Within 2 ulp. -1 gives minus infinity, less than -1 or NaN gives NaN.
  public static func log1p(_ x: Double) -> Double {
    guard x > -1 else { return x == -1 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    let sum = 1 + x
    let lost = x < 1 ? x - (sum - 1) : 1 - (sum - x)
    let l = Elementary.logarithm(sum)
    return l.upper + (l.lower + lost / sum)
  }

  /// exp(x) - 1, without cancellation near zero.
  ///
  /// Within 3 ulp. NaN gives NaN; above 709.78 infinity.
  public static func expm1(_ x: Double) -> Double {
    guard abs(x) < 40 else { return x > 0 ? exp(x) : x < 0 ? -1 : x }
    let e = Elementary.exponential(x, low: 0)
    let power = Elementary.scaled(1, e.shifted, deep: false)
    return power * (e.r + (e.rest + e.rLow)) + (power - 1)
  }
}
