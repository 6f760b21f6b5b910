import NumericalKernels

/// One pass of the DCC recursion over residuals: its log likelihood and derivatives by a and b.
struct CorrelationPass {
  let rows: Int
  let order: Int
  /// S, the mean of z zᵀ.
  let target: Matrix
  private let residuals: Matrix
  private let squares: Double

  init(_ raw: Matrix) throws(RiskError) {
    order = raw.columns
    guard order >= 2 else { throw RiskError(.insufficientData, found: "\(order) series", expected: "at least two") }
    let survey = try ReturnSurvey(raw)
    let kept = (0..<raw.rows).filter { survey.isComplete[$0] }
    guard kept.count >= order + 20 else {
      throw RiskError(.insufficientData, found: "\(kept.count) complete rows", expected: "at least \(order + 20)")
    }
    if let odd = kept.first(where: { raw.row($0).contains { $0.magnitude > 1e70 } }) {
      throw RiskError(.outOfRange, found: "a residual above 1e70", expected: "standardised residuals", index: odd)
    }
    rows = kept.count
    do throws(NumericalError) {
      residuals = try Matrix(kept.map { raw.row($0) })
      var moments = Matrix(rows: order, columns: order)
      try moments.syrk(alpha: 1 / Double(rows), residuals.view.transposed)
      target = moments
      _ = try Cholesky(moments)
    } catch {
      throw RiskError(
        .insufficientData, found: "residuals that depend on each other", expected: "independent series", cause: error)
    }
    squares = residuals.storage.reduce(0) { $0 + $1 * $1 }
  }

  /// Q and its derivatives at one step.
  private struct State {
    var q: [Double]
    var qa: [Double]
    var qb: [Double]

    mutating func advance(_ z: ArraySlice<Double>, _ target: [Double], a: Double, b: Double) {
      let n = z.count
      let z = Array(z)
      let rest = 1 - a - b
      for i in 0..<n {
        for j in 0..<n {
          let place = i * n + j
          let product = z[i] * z[j]
          qa[place] = product - target[place] + b * qa[place]
          qb[place] = q[place] - target[place] + b * qb[place]
          q[place] = rest * target[place] + a * product + b * q[place]
        }
      }
    }
  }

  private var start: State {
    let zero = [Double](repeating: 0, count: order * order)
    return State(q: target.storage, qa: zero, qb: zero)
  }

  private func row(_ t: Int) -> ArraySlice<Double> { residuals.storage[t * order..<(t + 1) * order] }

  /// The log likelihood, its gradient and the sum of the scores' outer products; `nil` where a matrix is not definite.
  func evaluate(_ point: [Double]) -> (value: Double, gradient: [Double], outer: Matrix)? {
    let (a, b, n) = (point[0], point[1], order)
    var state = start
    var (value, gradient, outer) = (0.5 * squares, [0.0, 0.0], Matrix(rows: 2, columns: 2))
    for t in 0..<rows {
      if t > 0 { state.advance(row(t - 1), target.storage, a: a, b: b) }
      let z = Array(row(t))
      let correlation = Matrix(rows: n, columns: n) { state.q[$0 * n + $1] }.scaledToUnitDiagonal()
      guard let cholesky = try? Cholesky(correlation), let inverse = try? cholesky.inverse,
        let u = try? cholesky.solve(z)
      else { return nil }
      value -= 0.5 * (cholesky.logDeterminant + dot(u, z))
      let diagonal = (0..<n).map { state.q[$0 * (n + 1)] }
      let roots = diagonal.map { 1 / $0.squareRoot() }
      var (da, db) = (0.0, 0.0)
      for i in 0..<n {
        var own = 0.0
        for j in 0..<n {
          let weight = inverse[i, j] - u[i] * u[j]
          own += weight * correlation[i, j]
          let scaled = weight * roots[i] * roots[j]
          da += scaled * state.qa[i * n + j]
          db += scaled * state.qb[i * n + j]
        }
        // What scaling to a unit diagonal takes back.
        da -= own * state.qa[i * (n + 1)] / diagonal[i]
        db -= own * state.qb[i * (n + 1)] / diagonal[i]
      }
      let score = [-0.5 * da, -0.5 * db]
      for i in 0..<2 {
        gradient[i] += score[i]
        for j in 0..<2 { outer[i, j] += score[i] * score[j] }
      }
    }
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    return (value, gradient, outer)
  }

  /// The same with the second derivatives, by differences of the gradient.
  func objective(_ point: [Double]) -> BoundedNewton.Evaluation? {
    guard let here = evaluate(point) else { return nil }
    var curvature = here.outer
    let size = 1e-5
    let shifted = (0..<2).map { i in
      // Inwards, so that a + b stays below 1.
      let step = point[i] > 2 * size ? -size : size
      return evaluate((0..<2).map { $0 == i ? point[$0] + step : point[$0] }).map { ($0.gradient, step) }
    }
    if let first = shifted[0], let second = shifted[1] {
      let slopes = [first, second].map { other in (0..<2).map { (here.gradient[$0] - other.0[$0]) / other.1 } }
      curvature = Matrix(rows: 2, columns: 2) { 0.5 * (slopes[$0][$1] + slopes[$1][$0]) }
    }
    return BoundedNewton.Evaluation(
      value: here.value, gradient: here.gradient, curvature: curvature, outer: here.outer)
  }

  /// The correlations of the step after the last.
  func next(_ point: [Double]) -> Matrix {
    var state = start
    for t in 0..<rows { state.advance(row(t), target.storage, a: point[0], b: point[1]) }
    return Matrix(rows: order, columns: order) { state.q[$0 * order + $1] }.scaledToUnitDiagonal()
  }
}
