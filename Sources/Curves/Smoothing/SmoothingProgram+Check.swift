extension SmoothingProgram {
  /// The number of values: those of every strand.
  var count: Int { points * strands }

  /// Refuses what cannot be solved because it makes no sense.
  ///
  /// - Throws: `empty` without a point or a strand; `countMismatch` for a prior of another length; `notFinite` for a NaN, or an infinite weight, target or
  ///   prior; `emptyPeriod` with the index of a row without a weight; `outOfRange` with the index of a row that leaves the line or whose lower bound exceeds its
  ///   upper bound, and for a tension, softness, floor or ceiling outside its domain.
  /// - Complexity: O(weights + points · strands).
  func check() throws(CurveError) {
    guard points > 0, strands > 0 else {
      throw CurveError(.empty, found: "\(points) points of \(strands) strands", expected: "at least one of each")
    }
    guard !points.multipliedReportingOverflow(by: strands).overflow, count <= Self.countLimit else {
      throw CurveError(
        .outOfRange, found: "\(points) points of \(strands) strands", expected: "at most \(Self.countLimit) values")
    }
    guard prior.isEmpty || prior.count == count else {
      throw CurveError(.countMismatch, found: "a prior of \(prior.count) values", expected: "\(count) of them")
    }
    if let odd = prior.firstIndex(where: { !($0.magnitude <= Self.largest) }) {
      throw CurveError(.notFinite, found: "a prior of \(prior[odd])", expected: "a moderate one", index: odd)
    }
    guard tension >= 0, tension <= Self.largest else {
      throw CurveError(.outOfRange, found: "a tension of \(tension)", expected: "none, or a positive one")
    }
    if case .spline(let lengths, _) = measure { try check(lengths) }
    guard [floor, ceiling].allSatisfy({ !$0.isFinite || abs($0) <= Self.largest }) else {
      throw CurveError(.outOfRange, found: "a floor of \(floor), a ceiling of \(ceiling)", expected: "moderate ones")
    }
    guard floor <= ceiling, floor < .infinity, ceiling > -.infinity else {
      throw CurveError(
        .outOfRange, found: "a floor of \(floor) and a ceiling of \(ceiling)", expected: "a floor below the ceiling")
    }
    for (index, row) in rows.enumerated() { try check(row, index) }
  }

  private func check(_ lengths: [Double]) throws(CurveError) {
    guard lengths.count == points else {
      throw CurveError(.countMismatch, found: "\(lengths.count) lengths of cells", expected: "\(points)")
    }
    if let odd = lengths.firstIndex(where: { !($0 >= 1e-9 && $0 <= 1e9) }) {
      throw CurveError(
        .outOfRange, found: "a cell of length \(lengths[odd])", expected: "1e-9 to 1e9", index: odd)
    }
    guard tension == 0 else {
      throw CurveError(.outOfRange, found: "a tension of \(tension) beside a spline", expected: "none")
    }
  }

  /// Refuses a row that makes no sense; errors carry `index`.
  func check(_ row: Row, _ index: Int) throws(CurveError) {
    guard row.first >= 0, row.first <= count, row.weights.count <= count - row.first else {
      throw CurveError(
        .outOfRange, found: "a row of values \(row.first) to \(row.first &+ row.weights.count)",
        expected: "values below \(count)", index: index)
    }
    var size = 0.0
    for weight in row.weights {
      guard weight.isFinite else {
        throw CurveError(.notFinite, found: "a weight of \(weight)", expected: "a finite one", index: index)
      }
      size += abs(weight)
    }
    guard size > 0 else {
      throw CurveError(.emptyPeriod, found: "a row without a weight", expected: "at least one", index: index)
    }
    guard size >= 1 / Self.largest, size <= Self.largest else {
      throw CurveError(.outOfRange, found: "weights of \(size)", expected: "moderate ones", index: index)
    }
    if let softness = row.softness {
      guard softness >= 1 / Self.largest, softness <= Self.largest else {
        throw CurveError(.outOfRange, found: "a softness of \(softness)", expected: "a positive one", index: index)
      }
      guard row.lower.isFinite else {
        throw CurveError(.notFinite, found: "a target of \(row.lower)", expected: "a finite one", index: index)
      }
    }
    for bound in [row.lower, row.upper] where bound.isFinite && abs(bound) > Self.largest {
      throw CurveError(.outOfRange, found: "a bound of \(bound)", expected: "a moderate one", index: index)
    }
    guard !row.lower.isNaN, !row.upper.isNaN else {
      throw CurveError(.notFinite, found: "a bound that is NaN", expected: "a number", index: index)
    }
    guard row.lower <= row.upper, row.lower < .infinity, row.upper > -.infinity else {
      throw CurveError(
        .outOfRange, found: "bounds of \(row.lower) and \(row.upper)", expected: "a lower bound below the upper",
        index: index)
    }
  }

  /// Finite bounds, weights and values of the prior beyond this are refused: their squares would overflow.
  static let largest = 1e60

  /// The most values that a program may have: four centuries of hours.
  static let countLimit = 4_000_000
}
