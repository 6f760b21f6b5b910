extension Brent {
  /// A minimum between two points.
  ///
  /// Parabolic interpolation with golden sections where it does not help. For a function with one minimum in the interval
  /// that is it; otherwise a local one, and an end of the interval where the function falls towards it. A NaN counts as
  /// infinite. The status is `notFinite` for NaN or infinite ends, for ends whose distance overflows, and where no finite value
  /// was seen.
  ///
  /// - Parameters:
  ///   - start: One end.
  ///   - end: The other end, on either side.
  ///   - relativeTolerance: The relative precision of the minimiser; smaller than the square root of the unit roundoff is
  ///     pointless, since the function is flat there.
  ///   - absoluteTolerance: The precision of a minimiser at zero.
  ///   - maximumEvaluations: How often the function may be called.
  ///   - function: The function to make small.
  public static func minimum<Failure: Error>(
    from start: Double, to end: Double, relativeTolerance: Double = 1.5e-8, absoluteTolerance: Double = 1e-12,
    maximumEvaluations: Int = 500, _ function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> ScalarSearchResult {
    guard (end - start).isFinite, relativeTolerance > 0, absoluteTolerance > 0 else {
      return ScalarSearchResult(
        point: start, value: .nan, lower: start, upper: end, evaluations: 0, status: .notFinite)
    }
    let first = min(start, end) + golden * (max(start, end) - min(start, end))
    let value = ordered(try function(first))
    return try narrow(
      min(start, end), (first, value), max(start, end), used: 1, relativeTolerance, absoluteTolerance,
      maximumEvaluations, function)
  }

  /// A minimum downhill from a guess: steps of growing length bracket it, then the bracket is narrowed.
  ///
  /// - Parameters:
  ///   - guess: Where to begin.
  ///   - step: The length of the first step, positive.
  ///   - relativeTolerance: The relative precision of the minimiser.
  ///   - absoluteTolerance: The precision of a minimiser at zero.
  ///   - maximumEvaluations: How often the function may be called, the search for the bracket included.
  ///   - function: The function to make small.
  /// - Returns: As ``minimum(from:to:relativeTolerance:absoluteTolerance:maximumEvaluations:_:)``; `notBracketed` where the
  ///   function still falls at the end of the number line.
  public static func minimum<Failure: Error>(
    near guess: Double, step: Double, relativeTolerance: Double = 1.5e-8, absoluteTolerance: Double = 1e-12,
    maximumEvaluations: Int = 500, _ function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> ScalarSearchResult {
    guard guess.isFinite, step > 0, step.isFinite, relativeTolerance > 0, absoluteTolerance > 0 else {
      return ScalarSearchResult(
        point: guess, value: .nan, lower: guess, upper: guess, evaluations: 0, status: .notFinite)
    }
    var a = (point: guess, value: ordered(try function(guess)))
    var b = (point: guess + step, value: ordered(try function(guess + step)))
    var used = 2
    if b.value > a.value { (a, b) = (b, a) }
    var c = (point: b.point + 1.618_033_988_749_895 * (b.point - a.point), value: 0.0)
    while true {
      guard used < maximumEvaluations, c.point.isFinite else {
        return ScalarSearchResult(
          point: b.point, value: b.value, lower: a.point, upper: b.point, evaluations: used,
          status: b.value < .infinity ? (c.point.isFinite ? .evaluationLimit : .notBracketed) : .notFinite)
      }
      c.value = ordered(try function(c.point))
      used += 1
      if c.value >= b.value { break }
      (a, b) = (b, c)
      c.point = b.point + 1.618_033_988_749_895 * (b.point - a.point)
    }
    return try narrow(
      min(a.point, c.point), b, max(a.point, c.point), used: used, relativeTolerance, absoluteTolerance,
      maximumEvaluations, function)
  }

  /// The smaller part of the golden section, (3 - √5) / 2.
  private static let golden = 0.381_966_011_250_105_1

  private static func ordered(_ value: Double) -> Double { value.isNaN ? .infinity : value }

  private static func narrow<Failure: Error>(
    _ lower: Double, _ best: (point: Double, value: Double), _ upper: Double, used: Int, _ relative: Double,
    _ absolute: Double, _ limit: Int, _ function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> ScalarSearchResult {
    var (a, b) = (lower, upper)
    var (x, fx) = best
    var (w, fw, v, fv) = (x, fx, x, fx)
    var used = used
    var step = 0.0
    var before = 0.0
    while true {
      let middle = 0.5 * a + 0.5 * b
      let least = relative * abs(x) + absolute
      let status: OptimizationStatus? =
        abs(x - middle) <= 2 * least - 0.5 * (b - a) ? .bracketTolerance : used >= limit ? .evaluationLimit : nil
      if let status {
        return ScalarSearchResult(
          point: x, value: fx, lower: a, upper: b, evaluations: used, status: fx.isFinite ? status : .notFinite)
      }
      var isGolden = true
      if abs(before) > least {
        let r = (x - w) * (fx - fv)
        let s = (x - v) * (fx - fw)
        var p = (x - v) * s - (x - w) * r
        var q = 2 * (s - r)
        if q > 0 { p = -p } else { q = -q }
        // NaN from infinite values fails the test, and a golden section follows.
        if abs(p) < abs(0.5 * q * before), p > q * (a - x), p < q * (b - x) {
          before = step
          step = p / q
          let next = x + step
          if next - a < 2 * least || b - next < 2 * least { step = x < middle ? least : -least }
          isGolden = false
        }
      }
      if isGolden {
        before = x < middle ? b - x : a - x
        step = golden * before
      }
      let u = abs(step) >= least ? x + step : x + (step > 0 ? least : -least)
      let fu = ordered(try function(u))
      used += 1
      if fu <= fx {
        if u < x { b = x } else { a = x }
        (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu)
      } else {
        if u < x { a = u } else { b = u }
        if fu <= fw || w == x {
          (v, fv, w, fw) = (w, fw, u, fu)
        } else if fu <= fv || v == x || v == w {
          (v, fv) = (u, fu)
        }
      }
    }
  }
}
