import MarketData
import NumericalKernels

/// The quartic spline of a plan: what it was solved from, and its coefficients.
struct CurveSpline: Sendable {
  let program: SplineProgram
  let coefficients: [Double]
  /// How the solver ended.
  let status: BuiltCurve.Status
  /// For each row of the plan the derivative of the least roughness by its price.
  let multipliers: [Double]
  /// The edges of the plan's intervals in the spline's time.
  private let edges: [Double]
  /// The days in a unit of the spline's time, to the third power: what roughness in it is divided by.
  private let scale: Double

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
    var knots = Set([0, definition.grid.count])
    for row in plan.rows {
      knots.insert(row.first)
      knots.insert(row.first + row.weights.count)
    }
    let origin = definition.grid.start
    let unit = Double(definition.grid.span.seconds) / Double(knots.count - 1)
    func time(_ instant: Instant) -> Double { Double(origin.seconds(until: instant)) / unit }
    let edges = [0] + definition.grid.map { time($0.end) }
    let scale = (unit / 86_400) * (unit / 86_400) * (unit / 86_400)
    // One period alone leaves the slope open.
    let isAlone = Set(plan.rows.map { $0.first..<$0.first + $0.weights.count }).count == 1
    var program = SplineProgram(knots: knots.sorted().map { edges[$0] }, flatEnd: flatEnd || isAlone, rows: [])
    for index in plan.rows.indices {
      let bounds = plan.levelBounds(ofRow: index)
      program.rows.append(
        SplineProgram.Row(
          means: plan.means(ofRow: index, edges), lower: bounds.lower, upper: bounds.upper,
          softness: bounds.softness.map { $0 * scale }))
    }
    let solution: ConvexSolution
    do {
      solution = try program.solve()
    } catch {
      throw CurveError(.outOfRange, found: "numbers that the solver refuses", expected: "moderate ones", cause: error)
    }
    self.program = program
    self.edges = edges
    self.scale = scale
    coefficients = solution.x
    multipliers = solution.rowDuals.prefix(plan.rows.count).map { $0 / scale }
    switch solution.status {
    case .solved, .solvedInaccurately: status = .solved
    case .iterationLimit: status = .iterationLimit
    default: status = .numericalProblems
    }
  }

  /// The mean of each interval.
  var means: [Double] { means(coefficients) }

  /// ½ ∫ f″², with time in days.
  var roughness: Double { program.roughness(coefficients) / scale }

  private func means(_ coefficients: [Double]) -> [Double] {
    edges.indices.dropLast().map { program.mean(from: edges[$0], to: edges[$0 + 1], coefficients) }
  }

  /// The derivatives of the intervals' means by the price of a row, from the rows that hold the spline.
  ///
  /// - Parameter isEffective: Whether a row is not implied by others.
  func response(to row: Int, isEffective: [Bool]) -> [Double] {
    let most = multipliers.reduce(0) { max($0, abs($1)) }
    var unit = program
    var place: Int?
    unit.rows = []
    for (index, given) in program.rows.enumerated() {
      let isHeld = given.lower == given.upper || abs(multipliers[index]) > 1e-9 * most
      guard given.softness != nil || (isHeld && isEffective[index]) else { continue }
      if index == row { place = unit.rows.count }
      var held = given
      (held.lower, held.upper) = index == row ? (1, 1) : (0, 0)
      unit.rows.append(held)
    }
    guard place != nil, let solution = try? unit.solve() else { return [Double](repeating: 0, count: edges.count - 1) }
    return means(solution.x)
  }
}

extension CurvePlan {
  /// A row as means over spans of the spline's time: one where all its hours weigh alike.
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
