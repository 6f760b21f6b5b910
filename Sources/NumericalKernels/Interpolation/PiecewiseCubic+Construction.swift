extension PiecewiseCubic {
  /// Straight lines between the points.
  ///
  /// - Throws: as `init(knots:values:slopes:extrapolation:)`.
  public static func linear(
    knots: [Double], values: [Double], extrapolation: Extrapolation = .constant
  ) throws(NumericalError) -> PiecewiseCubic {
    try check(knots, values, extrapolation)
    var pieces: [Double] = []
    pieces.reserveCapacity(4 * (knots.count - 1))
    for i in 0..<knots.count - 1 {
      pieces += [values[i], (values[i + 1] - values[i]) / (knots[i + 1] - knots[i]), 0, 0]
    }
    return PiecewiseCubic(knots: knots, values: values, coefficients: pieces, extrapolation: extrapolation)
  }

  /// How a monotone curve's slopes are found.
  public enum MonotoneMethod: Hashable, Sendable {
    /// A spline whose slopes are limited where they would break monotonicity; smooth wherever the spline is monotone by itself.
    ///
    /// Source: J. M. Hyman, SIAM J. Sci. Stat. Comput. 4 (1983), with slope 0 at a local extremum.
    case hyman(SplineBoundary)
    /// Weighted harmonic means of neighbouring chords, local and known as PCHIP.
    ///
    /// Source: F. N. Fritsch and J. Butland, SIAM J. Sci. Stat. Comput. 5 (1984), with the three-point end formula.
    case pchip
  }

  /// A curve that rises where the data rise and falls where they fall: it has no extremum that the data do not have.
  ///
  /// - Throws: as `init(knots:values:slopes:extrapolation:)`, and what `spline` throws for the boundary.
  /// - Complexity: O(knots).
  public static func monotone(
    knots: [Double], values: [Double], method: MonotoneMethod = .pchip, extrapolation: Extrapolation = .constant
  ) throws(NumericalError) -> PiecewiseCubic {
    switch method {
    case .pchip:
      try check(knots, values, extrapolation)
      let slopes = pchipSlopes(knots, values)
      return try PiecewiseCubic(knots: knots, values: values, slopes: slopes, extrapolation: extrapolation)
    case .hyman(let boundary):
      let policy = boundary == .periodic ? .periodic : extrapolation
      try check(knots, values, policy)
      var slopes = try splineSlopes(knots, values, boundary)
      let chords = chords(knots, values)
      for i in slopes.indices {
        let isCyclic = boundary == .periodic
        let before = i > 0 ? chords[i - 1] : isCyclic ? chords[chords.count - 1] : chords[0]
        let after = i < chords.count ? chords[i] : isCyclic ? chords[0] : chords[chords.count - 1]
        let bound = before * after > 0 ? 3 * min(abs(before), abs(after)) : 0
        slopes[i] = before > 0 ? min(max(slopes[i], 0), bound) : max(min(slopes[i], 0), -bound)
      }
      return try PiecewiseCubic(knots: knots, values: values, slopes: slopes, extrapolation: policy)
    }
  }

  /// Akima's curve: local, and less given to swinging than a spline beside a step.
  ///
  /// - Throws: as `init(knots:values:slopes:extrapolation:)`.
  /// - Complexity: O(knots).
  /// - Note: Source: H. Akima, J. ACM 17 (1970).
  public static func akima(
    knots: [Double], values: [Double], extrapolation: Extrapolation = .constant
  ) throws(NumericalError) -> PiecewiseCubic {
    try check(knots, values, extrapolation)
    let inner = chords(knots, values)
    let count = inner.count
    // Two chords are added at either end so that second differences continue.
    let second = count > 1 ? inner[1] : inner[0]
    let secondLast = count > 1 ? inner[count - 2] : inner[count - 1]
    let (before, after) = (2 * inner[0] - second, 2 * inner[count - 1] - secondLast)
    let (outermostBefore, outermostAfter) = (2 * before - inner[0], 2 * after - inner[count - 1])
    let m: [Double] = [outermostBefore, before] + inner + [after, outermostAfter]
    var slopes = [Double](repeating: 0, count: knots.count)
    for i in slopes.indices {
      let left = abs(m[i + 1] - m[i])
      let right = abs(m[i + 3] - m[i + 2])
      let total = left + right
      let share: Double = total == 0 ? 0.5 : left / total
      slopes[i] = m[i + 1] + share * (m[i + 2] - m[i + 1])
    }
    return try PiecewiseCubic(knots: knots, values: values, slopes: slopes, extrapolation: extrapolation)
  }

  static func chords(_ x: [Double], _ y: [Double]) -> [Double] {
    let lengths = lengths(x)
    return lengths.indices.map { (y[$0 + 1] - y[$0]) / lengths[$0] }
  }

  static func lengths(_ x: [Double]) -> [Double] {
    zip(x, x.dropFirst()).map { $1 - $0 }
  }

  private static func pchipSlopes(_ x: [Double], _ y: [Double]) -> [Double] {
    let m = chords(x, y)
    guard m.count > 1 else { return [m[0], m[0]] }
    let h = lengths(x)
    var slopes = [Double](repeating: 0, count: x.count)
    for i in 1..<m.count where m[i - 1] * m[i] > 0 {
      let (left, right) = (h[i - 1] + 2 * h[i], 2 * h[i - 1] + h[i])
      slopes[i] = (left + right) / (left / m[i - 1] + right / m[i])
    }
    slopes[0] = pchipEnd(h[0], h[1], m[0], m[1])
    let n = m.count
    slopes[n] = pchipEnd(h[n - 1], h[n - 2], m[n - 1], m[n - 2])
    return slopes
  }

  /// The slope of the parabola through the three end points, limited to keep the shape.
  private static func pchipEnd(_ h0: Double, _ h1: Double, _ m0: Double, _ m1: Double) -> Double {
    let slope = ((2 * h0 + h1) * m0 - h0 * m1) / (h0 + h1)
    if slope * m0 <= 0 { return 0 }
    return m0 * m1 <= 0 && abs(slope) > 3 * abs(m0) ? 3 * m0 : slope
  }
}
