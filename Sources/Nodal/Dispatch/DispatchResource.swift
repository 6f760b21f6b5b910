/// Something that is chosen in a dispatch: the output of a generator or the flow of an HVDC line, as columns of a program.
///
/// Its value, per unit, is `base` plus the sum of its columns, plus `committed` where a commitment says so; a piecewise-linear cost has a
/// column for each segment.
struct DispatchResource {
  /// What it is.
  let limit: DispatchLimit
  /// Its columns.
  let columns: Range<Int>
  /// What it is at when all columns are zero, per unit.
  let base: Double
  /// What a commitment adds, per unit.
  let committed: (column: Int, value: Double)?
  /// Where its value enters a balance: the place of a bus and how much of it arrives there.
  let injections: [(bus: Int, share: Double)]

  func value(_ x: [Double]) -> Double {
    var sum = base
    for column in columns { sum += x[column] }
    if let committed { sum += committed.value * x[committed.column] }
    return sum
  }
}

/// A cost as the solver takes it: segments of a straight or a curved cost.
struct CostSegments {
  struct Segment {
    var lower: Double
    var upper: Double
    var slope: Double
    var curvature: Double
  }

  /// Where the segments start, MW.
  var base: Double
  /// The cost there, $/h.
  var constant: Double
  /// The segments, in MW from the base on.
  var segments: [Segment]

  /// Splits a cost within bounds.
  ///
  /// - Throws: `unsound` for a cost that is not convex within them or of a degree above two.
  init(_ cost: Network.Cost?, _ bounds: Network.Bounds, _ what: DispatchLimit, _ place: Int) throws(NodalError) {
    func refusal(_ found: String, _ expected: String) -> NodalError {
      NodalError(.unsound, found: "\(what) with \(found)", expected: expected, index: place)
    }
    guard !bounds.isCrossed else { throw refusal("limits from \(bounds)", "a lower limit that is not above the upper") }
    let cost = cost ?? .zero
    guard cost.isConvex(within: bounds) else {
      throw refusal("a cost that is not convex", "marginal costs that do not fall")
    }
    (base, constant) = (0, 0)
    segments = []
    switch cost {
    case .polynomial(let coefficients):
      guard cost.degree <= 2 else {
        throw refusal(
          "a cost of degree \(cost.degree)", "a polynomial of degree two at most, or a piecewise-linear cost")
      }
      constant = coefficients.first ?? 0
      segments = [
        Segment(
          lower: bounds.lower, upper: bounds.upper, slope: coefficients.count > 1 ? coefficients[1] : 0,
          curvature: coefficients.count > 2 ? 2 * coefficients[2] : 0)
      ]
    case .piecewise(let points):
      splitPiecewise(cost, points, bounds)
    }
  }

  private mutating func splitPiecewise(_ cost: Network.Cost, _ points: [Network.Cost.Point], _ bounds: Network.Bounds) {
    var corners: [Double] = []
    for point in points.dropFirst().dropLast()
    where point.output > bounds.lower && point.output < bounds.upper && point.output > (corners.last ?? -.infinity) {
      corners.append(point.output)
    }
    let edges = [bounds.lower] + corners + [bounds.upper]
    base = edges.first(where: \.isFinite) ?? 0
    constant = cost.value(at: base)
    for (left, right) in zip(edges, edges.dropFirst()) {
      let inside =
        left.isFinite && right.isFinite ? (left + right) / 2 : left.isFinite ? left + 1 : right.isFinite ? right - 1 : 0
      let slope = cost.marginal(at: inside)
      let isLeftOfBase = !left.isFinite
      segments.append(
        Segment(
          lower: isLeftOfBase ? -.infinity : 0,
          upper: isLeftOfBase ? (right.isFinite ? 0 : .infinity) : right - left, slope: slope, curvature: 0))
    }
  }
}
