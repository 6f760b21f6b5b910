/// Two solutions between which a condition holds, and the multiplier at which both are optimal.
struct DualBracket<Solution> {
  /// A solution for one multiplier: the dual function there, and how much is left of the condition (its slope).
  struct Point {
    let multiplier: Double
    let value: Double
    let slope: Double
    let solution: Solution
  }

  /// The solution that leaves too little, or just enough.
  var left: Point
  /// The solution that leaves too much, or just enough.
  var right: Point
  /// The least value of the dual function that was met.
  var least: Double

  init(left: Point, right: Point) {
    self.left = left
    self.right = right
    least = min(left.value, right.value)
  }

  /// The part of `left` in the mixture that meets the condition.
  var weight: Double {
    let span = right.slope - left.slope
    return span > 0 ? min(max(right.slope / span, 0), 1) : 0
  }

  /// The multiplier at which the tangents at both points meet, and their common value there: the least that the dual function
  /// may have.
  var meeting: (multiplier: Double, value: Double) {
    let span = left.slope - right.slope
    guard span != 0 else { return (left.multiplier, left.value) }
    let step =
      (right.value - left.value + right.slope * (left.multiplier - right.multiplier)) / span
    return (left.multiplier + step, left.value + left.slope * step)
  }

  /// Narrows the bracket until the dual function touches its tangents.
  ///
  /// The dual function is convex and made of straight pieces, so that the meeting points of tangents reach the least one after
  /// finitely many steps; the middle is taken instead where they come on slowly.
  mutating func narrow(
    tolerance: Double, limit: Int = 200, _ evaluate: (Double) -> Point?
  ) {
    var width = right.multiplier - left.multiplier
    for round in 0..<limit {
      guard left.slope < 0, right.slope > 0 else { return }
      let (meeting, floor) = meeting
      let isSlow = round % 4 == 3 && right.multiplier - left.multiplier > 0.5 * width
      if round % 4 == 3 { width = right.multiplier - left.multiplier }
      let next = isSlow ? 0.5 * (left.multiplier + right.multiplier) : meeting
      guard next > left.multiplier, next < right.multiplier, let point = evaluate(next) else { return }
      least = min(least, point.value)
      if !isSlow, point.value - floor <= tolerance { return }
      if point.slope <= 0 { left = point } else { right = point }
      if point.slope == 0 { right = point }
    }
  }
}
