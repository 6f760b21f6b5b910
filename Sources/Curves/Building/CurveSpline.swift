import MarketData
import NumericalKernels

/// The quartic spline of a plan: fitted directly where every row is the mean over one span that is firm or pulls, else by the general solver.
struct CurveSpline: Sendable {
  /// How the solver ended.
  let status: BuiltCurve.Status
  /// The mean of each interval, less an additive prior's.
  let means: [Double]
  /// For each row of the plan the derivative of the least roughness by its price, turned in sign.
  let multipliers: [Double]
  /// ½ ∫ f″², with time in days.
  let roughness: Double
  private let times: SplineTimes
  private let rows: [SplineProgram.Row]
  private let isDirect: Bool

  /// Fits the spline.
  ///
  /// - Throws: `mismatch` for strands, `outOfRange` for tension, a floor or a ceiling: a quartic has no room for them.
  init(_ plan: CurvePlan, flatEnd: Bool) throws(CurveError) {
    let definition = plan.definition
    guard plan.width == 1 else {
      throw CurveError(.mismatch, found: "a spline of \(plan.width) strands", expected: "one, or second differences")
    }
    guard definition.tension == 0, definition.floor == nil, definition.ceiling == nil else {
      throw CurveError(
        .outOfRange, found: "a spline with tension, floor or ceiling", expected: "none, or second differences")
    }
    let times = SplineTimes(plan, flatEnd: flatEnd)
    let rows = plan.rows.indices.map { index in
      let bounds = plan.levelBounds(ofRow: index)
      return SplineProgram.Row(
        means: plan.means(ofRow: index, times.edges), lower: bounds.lower, upper: bounds.upper,
        softness: bounds.softness)
    }
    self.times = times
    self.rows = rows
    isDirect = rows.allSatisfy { $0.lower == $0.upper && $0.means.count == 1 }
    let found = isDirect ? try times.fit(rows) : try times.solve(rows)
    (status, means, multipliers, roughness) = (found.status, found.means, found.multipliers, found.roughness)
  }

  /// The derivatives of the intervals' means by the price of a row, from the rows that hold the spline.
  ///
  /// - Parameter isEffective: Whether a row is not implied by others.
  func response(to row: Int, isEffective: [Bool]) throws(CurveError) -> [Double] {
    let most = multipliers.reduce(0) { max($0, abs($1)) }
    var held: [SplineProgram.Row] = []
    var isHeld = false
    for (index, given) in rows.enumerated() {
      let binds = given.lower == given.upper || abs(multipliers[index]) > 1e-9 * most
      guard given.softness != nil || (binds && isEffective[index]) else { continue }
      var unit = given
      (unit.lower, unit.upper) = index == row ? (1, 1) : (0, 0)
      held.append(unit)
      isHeld = isHeld || index == row
    }
    guard isHeld else { return [Double](repeating: 0, count: means.count) }
    return isDirect ? try times.fit(held).means : try times.solve(held).means
  }
}

/// The times of a spline in days from the curve's start, and its solvers.
private struct SplineTimes: Sendable {
  struct Found {
    var status: BuiltCurve.Status
    var means: [Double]
    var multipliers: [Double]
    var roughness: Double
  }

  /// The edges of the intervals.
  let edges: [Double]
  /// The places of the edges between which the spline is one quartic.
  private let knots: [Int]
  private let flatEnd: Bool

  init(_ plan: CurvePlan, flatEnd: Bool) {
    let grid = plan.definition.grid
    func time(_ instant: Instant) -> Double { Double(grid.start.seconds(until: instant)) / 86_400 }
    edges = [0] + grid.map { time($0.end) }
    var knots: Set<Int> = [0, grid.count]
    for row in plan.rows { knots.formUnion([row.first, row.first + row.weights.count]) }
    self.knots = knots.sorted()
    // One period alone leaves the slope open.
    let isAlone = Set(plan.rows.map { $0.first..<$0.first + $0.weights.count }).count == 1
    self.flatEnd = flatEnd || isAlone
  }

  /// Fits firm and soft means over one span each.
  func fit(_ rows: [SplineProgram.Row]) throws(CurveError) -> Found {
    let conditions = rows.map { row in
      let mean = row.means[0]
      // A span's weight is that of a factor common to all its hours.
      return PeriodAverage(
        mean.start..<mean.end, row.lower / mean.weight, softness: row.softness.map { $0 * mean.weight * mean.weight })
    }
    let fit = try MaximumSmoothnessSpline.fit(conditions, from: 0, to: edges[edges.count - 1], flatEnd: flatEnd)
    return Found(
      status: fit.status == .numericalProblems ? .numericalProblems : .solved,
      means: zip(edges, edges.dropFirst()).map { fit.spline.average(over: $0..<$1) },
      multipliers: zip(fit.multipliers, rows).map { $0 / $1.means[0].weight }, roughness: fit.spline.roughness / 2)
  }

  /// Solves any rows by the general solver, in units of time that make a piece about 1 long.
  func solve(_ rows: [SplineProgram.Row]) throws(CurveError) -> Found {
    let unit = edges[edges.count - 1] / Double(knots.count - 1)
    let cube = unit * unit * unit
    var program = SplineProgram(knots: knots.map { edges[$0] / unit }, flatEnd: flatEnd, rows: rows)
    for index in rows.indices {
      program.rows[index].softness = rows[index].softness.map { $0 * cube }
      for place in rows[index].means.indices {
        program.rows[index].means[place].start /= unit
        program.rows[index].means[place].end /= unit
      }
    }
    let solution: ConvexSolution
    do {
      solution = try program.solve()
    } catch {
      throw CurveError(.outOfRange, found: "numbers that the solver refuses", expected: "moderate ones", cause: error)
    }
    let status: BuiltCurve.Status =
      switch solution.status {
      case .solved, .solvedInaccurately: .solved
      case .iterationLimit: .iterationLimit
      default: .numericalProblems
      }
    return Found(
      status: status,
      means: zip(edges, edges.dropFirst()).map { program.mean(from: $0 / unit, to: $1 / unit, solution.x) },
      multipliers: solution.rowDuals.prefix(rows.count).map { $0 / cube },
      roughness: program.roughness(solution.x) / cube)
  }
}

extension CurvePlan {
  /// A row as means over spans of days: one where all its hours weigh alike.
  fileprivate func means(ofRow index: Int, _ edges: [Double]) -> [SplineProgram.Mean] {
    let row = rows[index]
    let weights = scaled(row)
    let end = row.first + weights.count
    let total = weights.reduce(0, +)
    let hours = (row.first..<end).reduce(0) { $0 + cellHours[$1] }
    let isEven = weights.indices.allSatisfy {
      abs(weights[$0] * hours - total * cellHours[row.first + $0]) <= 1e-12 * abs(total) * hours
    }
    if isEven { return [.init(start: edges[row.first], end: edges[end], weight: total)] }
    return weights.indices.filter { weights[$0] != 0 }.map {
      .init(start: edges[row.first + $0], end: edges[row.first + $0 + 1], weight: weights[$0])
    }
  }

  /// The bounds of a row on what is smooth: prices less an additive prior's.
  fileprivate func levelBounds(ofRow row: Int) -> (lower: Double, upper: Double, softness: Double?) {
    let (lower, upper, softness) = bounds(ofRow: row)
    guard case .added(let values) = prior else { return (lower, upper, softness) }
    let price = rows[row].price(of: values)
    return (lower - price, upper - price, softness)
  }

  /// The spline's prices.
  func outcome(of spline: CurveSpline) throws(CurveError) -> SmoothingOutcome {
    var values = spline.means
    if case .added(let prior) = prior {
      for index in values.indices { values[index] += prior[index] }
    }
    let solution = SmoothingSolution(
      status: .solved, values: values, multipliers: spline.multipliers, roughness: spline.roughness, conflict: [])
    var outcome = try outcome(of: solution)
    outcome.status = spline.status
    return outcome
  }
}
