extension PiecewiseCubic {
  /// What closes the equations of a cubic spline at its ends.
  public enum SplineBoundary: Hashable, Sendable {
    /// Second derivative zero at both ends.
    case natural
    /// Given slopes at the ends.
    case clamped(start: Double, end: Double)
    /// The third derivative does not jump at the second and the second last knot; three points give their parabola.
    case notAKnot
    /// The ends meet with equal first and second derivative; the curve then extrapolates periodically.
    case periodic
  }

  /// The cubic spline: the smooth curve with a continuous second derivative.
  ///
  /// A periodic boundary makes the extrapolation periodic, whatever was asked for.
  ///
  /// - Throws: as `init(knots:values:slopes:extrapolation:)`; `notFinite` for a clamped slope.
  /// - Complexity: O(knots).
  /// - Note: Source: C. de Boor, A Practical Guide to Splines (1978), chapter IV.
  public static func spline(
    knots: [Double], values: [Double], boundary: SplineBoundary = .natural, extrapolation: Extrapolation = .constant
  ) throws(NumericalError) -> PiecewiseCubic {
    let policy = boundary == .periodic ? .periodic : extrapolation
    try check(knots, values, policy)
    let slopes = try splineSlopes(knots, values, boundary)
    return try PiecewiseCubic(knots: knots, values: values, slopes: slopes, extrapolation: policy)
  }

  static func splineSlopes(
    _ x: [Double], _ y: [Double], _ boundary: SplineBoundary
  ) throws(NumericalError) -> [Double] {
    let n = x.count
    let h = lengths(x)
    let m = chords(x, y)
    if boundary == .periodic { return periodicSlopes(h, m) }
    var (lower, diagonal, upper, right) = (
      [Double](repeating: 0, count: n), [Double](repeating: 1, count: n), [Double](repeating: 0, count: n),
      [Double](repeating: 0, count: n)
    )
    for i in 0..<n where i > 0 && i < n - 1 {
      lower[i] = h[i]
      diagonal[i] = 2 * (h[i - 1] + h[i])
      upper[i] = h[i - 1]
      right[i] = 3 * (h[i] * m[i - 1] + h[i - 1] * m[i])
    }
    switch boundary {
    case .natural:
      (diagonal[0], upper[0], right[0]) = (2, 1, 3 * m[0])
      (diagonal[n - 1], lower[n - 1], right[n - 1]) = (2, 1, 3 * m[n - 2])
    case .clamped(let start, let end):
      guard start.isFinite, end.isFinite else {
        throw NumericalError(.notFinite, "clamped slopes \(start) and \(end)")
      }
      (right[0], right[n - 1]) = (start, end)
    case .notAKnot, .periodic:
      if n == 2 { return [m[0], m[0]] }
      if n == 3 {
        let bend = (m[1] - m[0]) / (h[0] + h[1])
        return [m[0] - bend * h[0], m[0] + bend * h[0], m[1] + bend * h[1]]
      }
      let (first, last) = (h[0] + h[1], h[n - 2] + h[n - 3])
      (diagonal[0], upper[0]) = (h[1], first)
      right[0] = ((h[0] + 2 * first) * h[1] * m[0] + h[0] * h[0] * m[1]) / first
      (diagonal[n - 1], lower[n - 1]) = (h[n - 3], last)
      right[n - 1] = ((h[n - 2] + 2 * last) * h[n - 3] * m[n - 2] + h[n - 2] * h[n - 2] * m[n - 3]) / last
    }
    return solveTridiagonal(lower, diagonal, upper, right)
  }

  /// The periodic system: a tridiagonal one with two corners, solved by the Sherman-Morrison formula.
  private static func periodicSlopes(_ h: [Double], _ m: [Double]) -> [Double] {
    let count = h.count
    if count == 1 { return [0, 0] }
    var (lower, diagonal, upper, right) = ([Double](), [Double](), [Double](), [Double]())
    for i in 0..<count {
      let previous = i == 0 ? count - 1 : i - 1
      lower.append(h[i])
      diagonal.append(2 * (h[previous] + h[i]))
      upper.append(h[previous])
      right.append(3 * (h[i] * m[previous] + h[previous] * m[i]))
    }
    if count == 2 {
      // Both neighbours are the same unknown.
      let (a, b, c, d) = (diagonal[0], lower[0] + upper[0], lower[1] + upper[1], diagonal[1])
      let determinant = a * d - b * c
      let (first, second) = ((d * right[0] - b * right[1]) / determinant, (a * right[1] - c * right[0]) / determinant)
      return [first, second, first]
    }
    let (topCorner, bottomCorner) = (lower[0], upper[count - 1])
    let gamma = -diagonal[0]
    diagonal[0] -= gamma
    diagonal[count - 1] -= topCorner * bottomCorner / gamma
    var column = [Double](repeating: 0, count: count)
    (column[0], column[count - 1]) = (gamma, bottomCorner)
    let plain = solveTridiagonal(lower, diagonal, upper, right)
    let response = solveTridiagonal(lower, diagonal, upper, column)
    let ratio = topCorner / gamma
    let factor =
      (plain[0] + ratio * plain[count - 1]) / (1 + response[0] + ratio * response[count - 1])
    let slopes = (0..<count).map { plain[$0] - factor * response[$0] }
    return slopes + [slopes[0]]
  }

  /// Gaussian elimination without exchanges, which spline systems do not need.
  private static func solveTridiagonal(
    _ lower: [Double], _ diagonal: [Double], _ upper: [Double], _ right: [Double]
  ) -> [Double] {
    var (d, r) = (diagonal, right)
    for i in 1..<max(d.count, 1) {
      let w = lower[i] / d[i - 1]
      d[i] -= w * upper[i - 1]
      r[i] -= w * r[i - 1]
    }
    for i in (0..<d.count).reversed() {
      r[i] = (r[i] - (i + 1 < d.count ? upper[i] * r[i + 1] : 0)) / d[i]
    }
    return r
  }
}
