extension PiecewiseCubic {
  /// The curve at x.
  ///
  /// - Complexity: O(log knots).
  public func value(at x: Double) -> Double { evaluate(x, order: 0, near: nil).result }

  /// The first derivative at x; at a knot where it jumps, that of the interval to the right.
  public func derivative(at x: Double) -> Double { evaluate(x, order: 1, near: nil).result }

  /// The second derivative at x; at a knot where it jumps, that of the interval to the right.
  public func secondDerivative(at x: Double) -> Double { evaluate(x, order: 2, near: nil).result }

  /// The curve at many points, in any order.
  ///
  /// - Complexity: O(knots + points) for points in ascending order, O(points · log knots) otherwise.
  public func values(at points: [Double]) -> [Double] {
    var interval = 0
    return points.map { x in
      let (result, found) = evaluate(x, order: 0, near: interval)
      interval = found
      return result
    }
  }

  /// The integral of the curve from one bound to another, with its extrapolation outside the knots.
  ///
  /// - Complexity: O(log knots).
  public func integral(from lower: Double, to upper: Double) -> Double {
    lower == upper ? 0 : primitive(upper) - primitive(lower)
  }

  private var last: Int { knots.count - 1 }
  private var period: Double { knots[last] - knots[0] }

  /// The result and the interval that it was found in.
  private func evaluate(_ x: Double, order: Int, near hint: Int?) -> (result: Double, interval: Int) {
    if x.isNaN { return (.nan, hint ?? 0) }
    if x >= knots[0], x < knots[last] {
      let i = interval(of: x, near: hint)
      return (polynomial(i, x - knots[i], order), i)
    }
    let end = x < knots[0] ? 0 : last
    let d = x - knots[end]
    let i = min(end, last - 1)
    switch extrapolation {
    case .notANumber where d != 0: return (.nan, i)
    case .constant where d != 0: return (order == 0 ? values[end] : 0, i)
    case .linear where d != 0:
      let slope = endSlope(end)
      return (order == 0 ? values[end] + slope * d : order == 1 ? slope : 0, i)
    case .periodic:
      guard x.isFinite else { return (.nan, i) }
      let wrapped = wrap(x).inside
      let j = interval(of: wrapped, near: hint)
      return (polynomial(j, wrapped - knots[j], order), j)
    default:
      if d == 0, order == 0 { return (values[end], i) }
      return (polynomial(i, x - knots[i], order), i)
    }
  }

  private func polynomial(_ i: Int, _ d: Double, _ order: Int) -> Double {
    let k = 4 * i
    switch order {
    case 0:
      return coefficients[k] + d * (coefficients[k + 1] + d * (coefficients[k + 2] + d * coefficients[k + 3]))
    case 1: return coefficients[k + 1] + d * (2 * coefficients[k + 2] + d * (3 * coefficients[k + 3]))
    default: return 2 * coefficients[k + 2] + d * (6 * coefficients[k + 3])
    }
  }

  private func endSlope(_ end: Int) -> Double {
    end == 0 ? coefficients[1] : polynomial(last - 1, knots[last] - knots[last - 1], 1)
  }

  /// The interval of an x inside the knots: by walking to the right from a hint, else by bisection.
  private func interval(of x: Double, near hint: Int?) -> Int {
    var low = 0
    var high = last
    if let hint, hint < last, x >= knots[hint] {
      low = hint
      for step in 0..<8 {
        if low + 1 == last || x < knots[low + 1] { return low }
        low += 1
        if step == 7 { break }
      }
      // Far ahead: double the stride, so that a whole ascending batch stays linear.
      var stride = 8
      while low + stride < last, x >= knots[low + stride] {
        low += stride
        stride *= 2
      }
      high = min(last, low + stride)
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if x < knots[middle] { high = middle } else { low = middle }
    }
    return low
  }

  /// The same phase inside the knots, and how many periods away it is.
  private func wrap(_ x: Double) -> (inside: Double, periods: Double) {
    let periods = ((x - knots[0]) / period).rounded(.down)
    let inside = x - periods * period
    if inside >= knots[last] { return (knots[0], periods + 1) }
    return (max(inside, knots[0]), periods)
  }

  /// The integral from the first knot to x.
  private func primitive(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x >= knots[0], x <= knots[last] {
      let i = min(interval(of: x, near: nil), last - 1)
      return integrals[i] + PiecewiseCubic.antiderivative(coefficients, i, x - knots[i])
    }
    let end = x < knots[0] ? 0 : last
    let d = x - knots[end]
    switch extrapolation {
    case .notANumber: return .nan
    case .constant: return integrals[end] + values[end] * d
    case .linear: return integrals[end] + d * (values[end] + 0.5 * d * endSlope(end))
    case .cubic:
      let i = min(end, last - 1)
      return integrals[i] + PiecewiseCubic.antiderivative(coefficients, i, x - knots[i])
    case .periodic:
      guard x.isFinite else { return .nan }
      let (inside, periods) = wrap(x)
      return periods * integrals[last] + primitive(inside)
    }
  }
}
