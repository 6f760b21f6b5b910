extension Brent {
  /// The root between two points at which the function has different signs.
  ///
  /// Inverse quadratic and linear interpolation, with bisection wherever they do not shrink the bracket fast enough. An
  /// infinite value counts by its sign. Where the ends do not bracket a root the status is `notBracketed`, for a NaN or
  /// infinite end, or a NaN value, `notFinite`; an end at which the function is zero is the root.
  ///
  /// - Parameters:
  ///   - start: One end.
  ///   - end: The other end, on either side.
  ///   - tolerance: The half width of bracket to reach, beside two units in the last place of the root.
  ///   - maximumEvaluations: How often the function may be called.
  ///   - function: A continuous function.
  /// - Returns: The end of the last bracket at which the function is smaller, and the bracket.
  /// - Complexity: About log2(width / tolerance) calls at most for smooth functions, its square in the worst case.
  @inlinable
  public static func root<Failure: Error>(
    from start: Double, to end: Double, tolerance: Double = 0, maximumEvaluations: Int = 500,
    _ function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> ScalarSearchResult {
    guard start.isFinite, end.isFinite, tolerance >= 0 else {
      return ScalarSearchResult(
        point: start, value: .nan, lower: start, upper: end, evaluations: 0, status: .notFinite)
    }
    return try refine(
      (start, try function(start)), (end, try function(end)), used: 2, tolerance, maximumEvaluations, function)
  }

  /// The root nearest to a guess: brackets it by steps that grow outwards on both sides, then narrows the bracket.
  ///
  /// - Parameters:
  ///   - guess: Where to begin, inside `domain`.
  ///   - step: The first step to either side, positive; each further one is 1.6 times as long.
  ///   - domain: Where the function is defined; its ends are tried before the search on a side stops.
  ///   - tolerance: The half width of bracket to reach, beside two units in the last place of the root.
  ///   - maximumEvaluations: How often the function may be called, the search for the bracket included.
  ///   - function: A continuous function.
  /// - Returns: As ``root(from:to:tolerance:maximumEvaluations:_:)``; `notBracketed` where no sign change was found.
  @inlinable
  public static func root<Failure: Error>(
    near guess: Double, step: Double,
    within domain: ClosedRange<Double> = -.greatestFiniteMagnitude...(.greatestFiniteMagnitude),
    tolerance: Double = 0, maximumEvaluations: Int = 500, _ function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> ScalarSearchResult {
    guard guess.isFinite, domain.contains(guess), step > 0, step.isFinite, tolerance >= 0 else {
      return ScalarSearchResult(
        point: guess, value: .nan, lower: guess, upper: guess, evaluations: 0, status: .notFinite)
    }
    let first = (guess, try function(guess))
    var low = first
    var high = first
    var used = 1
    var length = step
    if first.1 == 0 || first.1.isNaN {
      return try refine(low, high, used: used, tolerance, maximumEvaluations, function)
    }
    while used < maximumEvaluations, low.0 > domain.lowerBound || high.0 < domain.upperBound {
      if low.0 > domain.lowerBound {
        let point = max(domain.lowerBound, low.0 - length)
        let next = (point, try function(point))
        used += 1
        if (next.1 <= 0) != (low.1 < 0) || next.1 == 0 || next.1.isNaN {
          return try refine(next, low, used: used, tolerance, maximumEvaluations, function)
        }
        low = next
      }
      if high.0 < domain.upperBound, used < maximumEvaluations {
        let point = min(domain.upperBound, high.0 + length)
        let next = (point, try function(point))
        used += 1
        if (next.1 <= 0) != (high.1 < 0) || next.1 == 0 || next.1.isNaN {
          return try refine(high, next, used: used, tolerance, maximumEvaluations, function)
        }
        high = next
      }
      length *= 1.6
    }
    let best = abs(low.1) < abs(high.1) ? low : high
    return ScalarSearchResult(
      point: best.0, value: best.1, lower: low.0, upper: high.0, evaluations: used,
      status: used < maximumEvaluations ? .notBracketed : .evaluationLimit)
  }

  /// Narrows a bracket whose values are known.
  @inlinable
  static func refine<Failure: Error>(
    _ start: (point: Double, value: Double), _ end: (point: Double, value: Double), used: Int, _ tolerance: Double,
    _ limit: Int, _ function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> ScalarSearchResult {
    var (a, fa) = start
    var (b, fb) = end
    var used = used
    func result(_ status: OptimizationStatus, _ other: Double) -> ScalarSearchResult {
      ScalarSearchResult(point: b, value: fb, lower: other, upper: b, evaluations: used, status: status)
    }
    if fa.isNaN || fb.isNaN { return result(.notFinite, a) }
    if fa == 0 { (b, fb) = (a, fa) }
    if fb == 0 { return result(.exactRoot, b) }
    guard (fa < 0) != (fb < 0) else { return result(.notBracketed, a) }
    // b is the best point so far, a the one before it, c the end on the other side of the root.
    var (c, fc) = (a, fa)
    var step = b - a
    var before = step
    while true {
      if abs(fc) < abs(fb) { (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb) }
      let least = max(2 * b.magnitude.ulp, tolerance)
      let half = 0.5 * c - 0.5 * b
      if fb == 0 { return result(.exactRoot, b) }
      if abs(half) <= least { return result(.bracketTolerance, c) }
      if used >= limit { return result(.evaluationLimit, c) }
      if abs(before) < least || abs(fa) <= abs(fb) || fa.isInfinite || fb.isInfinite || fc.isInfinite {
        step = half
        before = half
      } else {
        let s = fb / fa
        var p: Double
        var q: Double
        if a == c {
          p = 2 * half * s
          q = 1 - s
        } else {
          let r = fb / fc
          let t = fa / fc
          p = s * (2 * half * t * (t - r) - (b - a) * (r - 1))
          q = (t - 1) * (r - 1) * (s - 1)
        }
        if p > 0 { q = -q } else { p = -p }
        if 2 * p < min(3 * half * q - abs(least * q), abs(before * q)) {
          before = step
          step = p / q
        } else {
          step = half
          before = half
        }
      }
      (a, fa) = (b, fb)
      b += abs(step) > least ? step : (half > 0 ? least : -least)
      fb = try function(b)
      used += 1
      if fb.isNaN { return result(.notFinite, c) }
      if (fb < 0) == (fc < 0) {
        (c, fc) = (a, fa)
        step = b - a
        before = step
      }
    }
  }
}
