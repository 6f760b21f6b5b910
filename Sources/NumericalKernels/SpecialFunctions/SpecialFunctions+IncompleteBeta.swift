extension SpecialFunctions {
  /// The regularised incomplete beta function I_x(a, b), for positive a and b and x in [0, 1]; NaN otherwise.
  ///
  /// - Complexity: some 20 steps for most arguments, O(√min(a, b)) near x = a/(a + b), constant where both exceed 1,000.
  /// - Note: Source: power series (DLMF 8.17.8), continued fraction of A. R. DiDonato and A. H. Morris, ACM TOMS 18 (1992), eq. 3.2,
  ///   and Gauss-Legendre integration of the scaled integrand for large parameters.
  public static func incompleteBeta(_ x: Double, a: Double, b: Double) -> Double {
    betaTail(BetaPoint(x, a: a, b: b), a: a, b: b).lower
  }

  /// The complement 1 - I_x(a, b), without cancellation where it is small.
  public static func incompleteBetaComplement(_ x: Double, a: Double, b: Double) -> Double {
    betaTail(BetaPoint(x, a: a, b: b), a: a, b: b).upper
  }

  /// The x with I_x(a, b) = p, for positive a and b and p in [0, 1]; NaN otherwise.
  ///
  /// - Complexity: some six evaluations of the incomplete beta function.
  public static func inverseIncompleteBeta(_ p: Double, a: Double, b: Double) -> Double {
    logistic(betaLogOdds(p, a: a, b: b, lower: true))
  }

  /// The x with 1 - I_x(a, b) = q, for positive a and b and q in [0, 1]; NaN otherwise.
  public static func inverseIncompleteBetaComplement(_ q: Double, a: Double, b: Double) -> Double {
    logistic(betaLogOdds(q, a: a, b: b, lower: false))
  }

  /// 1 / (1 + exp(-w)).
  static func logistic(_ w: Double) -> Double {
    w > 0 ? 1 / (1 + VectorMath.exp(-w)) : VectorMath.exp(w) / (1 + VectorMath.exp(w))
  }
}

/// A point x of a beta distribution with parameters a and b, as the tails need it: none of the fields suffers from cancellation.
struct BetaPoint {
  let x: Double
  /// 1 - x.
  let y: Double
  /// b x - a y: zero at the mean, negative below it.
  let delta: Double
  let logX: Double
  let logY: Double

  init(_ x: Double, a: Double, b: Double) {
    self.x = x
    y = 1 - x
    let bx = b * x
    let ay = a * y
    let remainder = (-bx).addingProduct(b, x) - (-ay).addingProduct(a, y) - a * ((1 - y) - x)
    delta = (bx - ay) + remainder
    logX = VectorMath.log(x)
    logY = x < 0.5 ? VectorMath.log1p(-x) : VectorMath.log(y)
  }

  init(x: Double, y: Double, delta: Double) {
    self.x = x
    self.y = y
    self.delta = delta
    logX = x < 0.5 ? VectorMath.log(x) : VectorMath.log1p(-y)
    logY = y < 0.5 ? VectorMath.log(y) : VectorMath.log1p(-x)
  }

  /// The point whose odds x/y are exp(w).
  init(logOdds w: Double, a: Double, b: Double) {
    let odds = VectorMath.exp(-abs(w))
    let large = 1 / (1 + odds)
    let small = odds * large
    if w > 0 {
      (x, y, delta) = (large, small, (b - a * odds) * large)
      (logX, logY) = (-VectorMath.log1p(odds), -w - VectorMath.log1p(odds))
    } else {
      (x, y, delta) = (small, large, (b * odds - a) * large)
      (logX, logY) = (w - VectorMath.log1p(odds), -VectorMath.log1p(odds))
    }
  }

  private init(x: Double, y: Double, delta: Double, logX: Double, logY: Double) {
    (self.x, self.y, self.delta, self.logX, self.logY) = (x, y, delta, logX, logY)
  }

  var mirrored: BetaPoint { BetaPoint(x: y, y: x, delta: -delta, logX: logY, logY: logX) }
}

extension SpecialFunctions {
  /// log(xᵃ (1 - x)ᵇ / B(a, b)), by its deviation from the value at the mean.
  static func logBetaPrefix(_ point: BetaPoint, a: Double, b: Double) -> Double {
    let n = a + b
    let u = point.delta / a
    let v = -point.delta / b
    let first = u < -0.5 ? point.logX + VectorMath.log(n / a) - u : log1pMinus(u)
    let second = v < -0.5 ? point.logY + VectorMath.log(n / b) - v : log1pMinus(v)
    let corrections = stirlingError(n) - stirlingError(a) - stirlingError(b)
    return a * first + b * second + (corrections + 0.5 * (VectorMath.log(a / n * b) - logTwoPi))
  }

  static func betaTail(_ point: BetaPoint, a: Double, b: Double) -> Tail {
    guard isShape(a), isShape(b), point.x >= 0, point.y >= 0 else { return .missing }
    if point.logX == -.infinity { return .belowSupport }
    if point.logY == -.infinity { return .aboveSupport }
    if point.delta <= 0 {
      let factor = betaFactor(a, b, point.x, point.y, -point.delta)
      return Tail(isLower: true, logScale: logBetaPrefix(point, a: a, b: b), factor: factor)
    }
    let factor = betaFactor(b, a, point.y, point.x, point.delta)
    return Tail(isLower: false, logScale: logBetaPrefix(point, a: a, b: b), factor: factor)
  }

  /// I_x(a, b) B(a, b) / (xᵃ yᵇ) at or below the mean, where gap = a y - b x is not negative.
  static func betaFactor(_ a: Double, _ b: Double, _ x: Double, _ y: Double, _ gap: Double) -> Double {
    if (a + b) * x <= 0.6 * (a + 1), x <= 0.6 { return betaSeries(a, b, x) }
    if min(a, b) > 1000 { return betaIntegral(a, b, x, y, gap) }
    return betaFraction(a, b, x, y, gap)
  }

  /// Σ (a + b)ₙ / (a)ₙ₊₁ xⁿ: all terms are positive.
  private static func betaSeries(_ a: Double, _ b: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = 0.0
    while term > 1e-17 * sum {
      term *= (a + b + n) / (a + 1 + n) * x
      sum += term
      n += 1
    }
    return sum / a
  }

  /// DiDonato and Morris's continued fraction, the even part of Gauss's, written with the gap so that nothing cancels.
  private static func betaFraction(_ a: Double, _ b: Double, _ x: Double, _ y: Double, _ gap: Double) -> Double {
    var beta = a / (a + 1) * (gap + 1)
    var c = beta
    var d = 0.0
    var value = 1 / beta
    for i in 1..<100_000 {
      let n = Double(i)
      let middle = a + 2 * n - 1
      let scaled = x / middle
      let alpha = (a + n - 1) * (a + b + n - 1) * scaled * (n * (b - n) * scaled)
      beta = n + n * (b - n) * scaled + (a + n) / (middle + 2) * (gap + 1 + n * (1 + y))
      d = 1 / (alpha * d + beta)
      c = beta + alpha / c
      let ratio = c * d
      value /= ratio
      if abs(ratio - 1) < 2e-16 { break }
    }
    return value
  }

  /// ∫ exp(E(s)) / ((x - s)(y + s)) ds over s from 0, where E falls from 0 to below -40.
  private static func betaIntegral(_ a: Double, _ b: Double, _ x: Double, _ y: Double, _ gap: Double) -> Double {
    let slope = gap / (x * y)
    let curvature = a / (x * x) + b / (y * y)
    let reach = 2 * 42 / (slope + (slope * slope + 2 * 42 * curvature).squareRoot())
    var sum = 0.0
    for (node, weight) in zip(scaledIntegralRule.nodes, scaledIntegralRule.weights) {
      let s = 0.5 * reach * (1 + node)
      guard s < x else { continue }
      let exponent = a * log1pMinus(-s / x) + b * log1pMinus(s / y) - slope * s
      sum += weight * VectorMath.exp(exponent) / ((x - s) * (y + s))
    }
    return 0.5 * reach * sum
  }

  private static let scaledIntegralRule = GaussRule.legendreRule(32)

  /// The log odds w = log(x/(1 - x)) with I_x(a, b) = p, or with 1 - I_x(a, b) = p when not `lower`.
  static func betaLogOdds(_ p: Double, a: Double, b: Double, lower: Bool) -> Double {
    guard isShape(a), isShape(b), p >= 0, p <= 1 else { return .nan }
    guard lower else { return -betaLogOdds(p, a: b, b: a, lower: true) }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if p > 0.5 { return -smallBetaLogOdds(1 - p, a: b, b: a) }
    return smallBetaLogOdds(p, a: a, b: b)
  }

  private static func smallBetaLogOdds(_ p: Double, a: Double, b: Double) -> Double {
    let target = VectorMath.log(p)
    let tailStart = (target + VectorMath.log(a) + logBeta(a, b)) / a
    let bodyStart = VectorMath.log(a / b) + VectorMath.normalQuantile(p) * (1 / a + 1 / b).squareRoot()
    let start = min(a, b) < 1 || p < 1e-3 ? min(tailStart, bodyStart) : bodyStart
    return solveLogTail(from: start) { w in
      let point = BetaPoint(logOdds: w, a: a, b: b)
      let tail = betaTail(point, a: a, b: b)
      // The scale is the prefix, so that large logarithms need not cancel in the quotient.
      let slope = tail.isLower ? 1 / tail.factor : tail.value / tail.factor / tail.lower
      return (tail.logLower - target, slope, -point.delta - slope)
    }
  }
}
