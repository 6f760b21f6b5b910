extension MaximumSmoothnessSpline {
  /// What a fit finds.
  public struct Fit: Hashable, Sendable {
    /// How a fit ended; new ways may be added.
    public struct Status: Hashable, Sendable, CustomStringConvertible {
      /// The status' name, stable between releases.
      public let name: String

      private init(_ name: String) { self.name = name }

      /// The name.
      public var description: String { name }

      /// The smoothest curve with these means.
      public static let solved = Status("solved")
      /// Some means cannot hold together; ``Fit/conflict`` names them.
      public static let contradictory = Status("contradictory")
      /// Rounding stopped the solver.
      public static let numericalProblems = Status("numericalProblems")
    }

    /// How the fit ended.
    public var status: Status
    /// The curve; the best attempt where it was not solved.
    public var spline: MaximumSmoothnessSpline
    /// For each condition the derivative of the least ½ ∫ f″² by its average, turned in sign.
    public var multipliers: [Double]
    /// Conditions that contradict each other, while any of them left out they do not.
    public var conflict: [Int]
  }

  /// Finds the smoothest curve with given means over periods.
  ///
  /// Periods may overlap, and conditions that follow from others are accepted; where rows leave the slope open it is zero.
  ///
  /// - Parameters:
  ///   - conditions: The means; the order does not matter.
  ///   - start: Where the curve begins, if before the first period.
  ///   - end: Where it ends, if behind the last period.
  ///   - flatEnd: Whether the slope at the end is zero.
  ///   - prior: What f is added to, such as a seasonal shape.
  /// - Throws: `empty` without a condition; `notFinite` or `outOfRange` with the index of a condition whose period, average or softness makes no sense;
  ///   `emptyPeriod` for a period without length; `outOfRange` for a start or end inside the periods.
  /// - Complexity: O(conditions · pieces), and the cube of what the conditions leave open of the means over the pieces.
  public static func fit(
    _ conditions: [PeriodAverage], from start: Double? = nil, to end: Double? = nil, flatEnd: Bool = true,
    prior: StepFunction? = nil
  ) throws(CurveError) -> Fit {
    let problem = try SplineProblem(conditions, from: start, to: end, flatEnd: flatEnd, prior: prior)
    return problem.solve(prior)
  }
}

/// The pieces between the edges of periods, and the conditions as combinations of the means over pieces.
struct SplineProblem {
  let conditions: [PeriodAverage]
  let knots: [Double]
  /// The pieces that some condition covers, rising: only their means matter.
  private(set) var covered: [Int] = []
  /// What each condition asks of f, the prior taken off.
  let targets: [Double]
  let flatEnd: Bool
  let bells: SplineBells
  let system: SumSystem

  init(
    _ conditions: [PeriodAverage], from start: Double?, to end: Double?, flatEnd: Bool, prior: StepFunction?
  ) throws(CurveError) {
    try Self.check(conditions, start, end)
    self.conditions = conditions
    self.flatEnd = flatEnd
    var edges = conditions.flatMap { [$0.period.lowerBound, $0.period.upperBound] }
    edges += [start, end].compactMap(\.self)
    edges.sort()
    var knots: [Double] = []
    for edge in edges where knots.last.map({ edge > $0 }) ?? true { knots.append(edge) }
    self.knots = knots
    targets = conditions.map { $0.average - (prior?.average(over: $0.period) ?? 0) }
    let places = Dictionary(uniqueKeysWithValues: zip(knots, knots.indices))
    let pieces = conditions.map { condition in
      (places[condition.period.lowerBound] ?? 0)..<(places[condition.period.upperBound] ?? 0)
    }
    var isCovered = [Int](repeating: 0, count: knots.count)
    for range in pieces {
      isCovered[range.lowerBound] += 1
      isCovered[range.upperBound] -= 1
    }
    var (depth, column, columnOf): (Int, Int, [Int]) = (0, 0, [])
    for piece in knots.indices.dropLast() {
      depth += isCovered[piece]
      columnOf.append(column)
      if depth > 0 {
        covered.append(piece)
        column += 1
      }
    }
    bells = SplineBells(knots, covered, flatEnd: flatEnd)
    let rows = zip(conditions, pieces).map { condition, range in
      let length = condition.period.upperBound - condition.period.lowerBound
      let columns = range.map { columnOf[$0] }
      return SumSystem.Row(
        columns: ArraySlice(columns),
        coefficients: ArraySlice(range.map { (knots[$0 + 1] - knots[$0]).squareRoot() / length }),
        softness: condition.softness)
    }
    system = SumSystem(
      count: covered.count, rows, [bells.combinations],
      anchors: flatEnd ? [] : bells.slopeUnless(seenBy: conditions.map(\.period)))
  }

  private static func check(_ conditions: [PeriodAverage], _ start: Double?, _ end: Double?) throws(CurveError) {
    guard !conditions.isEmpty else { throw CurveError(.empty, found: "no condition", expected: "at least one") }
    let limit = 1e30
    for (index, condition) in conditions.enumerated() {
      let (first, last) = (condition.period.lowerBound, condition.period.upperBound)
      guard abs(first) <= limit, abs(last) <= limit, abs(condition.average) <= limit else {
        throw CurveError(.notFinite, found: "\(condition)", expected: "moderate numbers", index: index)
      }
      guard last - first > 1e-12 * max(abs(first), abs(last)) else {
        throw CurveError(.emptyPeriod, found: "a period of \(last - first)", expected: "a length", index: index)
      }
      if let softness = condition.softness {
        guard softness >= 1 / limit, softness <= limit else {
          throw CurveError(.outOfRange, found: "a softness of \(softness)", expected: "a positive one", index: index)
        }
      }
    }
    let first = conditions.reduce(Double.infinity) { min($0, $1.period.lowerBound) }
    let last = conditions.reduce(-Double.infinity) { max($0, $1.period.upperBound) }
    if let start, !(start <= first && abs(start) <= limit) {
      throw CurveError(.outOfRange, found: "a start of \(start)", expected: "at most \(first)")
    }
    if let end, !(end >= last && abs(end) <= limit) {
      throw CurveError(.outOfRange, found: "an end of \(end)", expected: "at least \(last)")
    }
  }

  func solve(_ prior: StepFunction?) -> MaximumSmoothnessSpline.Fit {
    var (coefficients, multipliers) = once(targets)
    let size = targets.reduce(0) { max($0, abs($1)) }
    var before = Double.infinity
    for _ in 0..<4 {
      let spline = MaximumSmoothnessSpline(knots: knots, coefficients: coefficients, prior: nil, roughness: 0)
      var misses = targets
      for (k, condition) in conditions.enumerated() {
        misses[k] -= spline.average(over: condition.period)
        if let softness = condition.softness { misses[k] += multipliers[k] / softness }
      }
      for row in system.elimination.dependents where row < misses.count { misses[row] = 0 }
      let largest = misses.reduce(0) { max($0, abs($1)) }
      guard largest > 1e-15 * size, largest < 0.5 * before else { break }
      let step = once(misses)
      for k in coefficients.indices { coefficients[k] += step.coefficients[k] }
      for k in multipliers.indices { multipliers[k] += step.multipliers[k] }
      before = largest
    }
    let conflict = contradiction()
    return MaximumSmoothnessSpline.Fit(
      status: system.isSingular ? .numericalProblems : conflict.isEmpty ? .solved : .contradictory,
      spline: MaximumSmoothnessSpline(
        knots: knots, coefficients: coefficients, prior: prior, roughness: roughness(coefficients)),
      multipliers: multipliers, conflict: conflict)
  }

  /// The coefficients and multipliers for some targets, to which both are linear.
  private func once(_ targets: [Double]) -> (coefficients: [Double], multipliers: [Double]) {
    let sums = system.sums(targets)
    let part = bells.combinations
    let shape = part.factor.solved(part.combined(sums))
    var pull = [Double](repeating: 0, count: covered.count)
    part.addTransposed(shape, to: &pull)
    return (bells.coefficients(shape, sums), system.multipliers(pull, sums, targets))
  }

  /// Conditions that contradict each other beyond a part in 1e9 of their sizes.
  private func contradiction() -> [Int] {
    for row in system.elimination.dependents where row < conditions.count {
      let factors = system.combination(of: row)
      func size(_ row: Int) -> Double { max(abs(conditions[row].average), abs(targets[row])) }
      let residual = factors.reduce(-targets[row]) { $0 + $1.1 * targets[$1.0] }
      let total = factors.reduce(size(row)) { $0 + abs($1.1) * size($1.0) }
      if abs(residual) > SmoothingSearch.agreement * total { return ([row] + factors.map(\.0)).sorted() }
    }
    return []
  }

  /// ∫ f″², exactly: f″ is a parabola on each piece.
  private func roughness(_ coefficients: [Double]) -> Double {
    var sum = 0.0
    for piece in knots.indices.dropLast() {
      let c = coefficients[5 * piece..<5 * piece + 5]
      let length = knots[piece + 1] - knots[piece]
      func second(_ s: Double) -> Double {
        2 * c[c.startIndex + 2] + s * (6 * c[c.startIndex + 3] + s * 12 * c[c.startIndex + 4])
      }
      sum += SplineBells.integral(
        of: (second(0), second(length / 2), second(length)), (second(0), second(length / 2), second(length)), length)
    }
    return sum
  }
}
