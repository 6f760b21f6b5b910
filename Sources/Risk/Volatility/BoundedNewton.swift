import NumericalKernels

/// Maximises a log likelihood of a few parameters under linear bounds by Newton's method.
///
/// Where the Hessian is not negative definite its eigenvalues are turned round. Steps are cut in half until the value
/// rises enough; near the maximum, where rounding hides the rise, full steps go on as long as the expected rise falls.
struct BoundedNewton {
  /// What a call of the objective gives.
  struct Evaluation {
    var value: Double
    var gradient: [Double]
    /// Minus the second derivatives.
    var curvature: Matrix
    /// The sum of the outer products of the scores.
    var outer: Matrix
  }

  /// Where the search ended.
  struct Outcome {
    var point: [Double]
    var evaluation: Evaluation
    var active: [Int]
    var status: FitStatus
    var iterations: Int
  }

  let bounds: LinearBounds
  var iterationLimit = 100
  /// The most calls of the objective; reaching it counts as reaching the iteration limit.
  var evaluationLimit = 250
  /// Converged where the expected rise of the log likelihood is no larger.
  var tolerance = 1e-16

  /// Searches from a point that keeps the bounds; `function` gives `nil` where the likelihood is not finite.
  func maximise(from start: [Double], _ function: ([Double]) -> Evaluation?) -> Outcome? {
    var evaluations = 0
    func objective(_ point: [Double]) -> Evaluation? {
      evaluations += 1
      return function(point)
    }
    guard var current = objective(start) else { return nil }
    var (point, active) = (start, [Int]())
    var lastRise = Double.infinity
    for iteration in 0..<iterationLimit where evaluations < evaluationLimit {
      guard let (step, held) = step(current, from: point) else {
        return Outcome(point: point, evaluation: current, active: active, status: .stalled, iterations: iteration)
      }
      active = held
      let rise = dot(current.gradient, step)
      let isNear = rise < 1e-9 * max(1, abs(current.value))
      if rise <= tolerance || (isNear && rise >= 0.25 * lastRise) {
        // The last step is taken too: its error is the square of the one before.
        let status: FitStatus = rise <= 1e-9 ? .converged : .stalled
        if rise >= 0, let last = objective(zip(point, step).map { $0 + $1 }), last.value >= current.value - 1e-9 {
          (point, current) = (zip(point, step).map { $0 + $1 }, last)
        }
        return Outcome(point: point, evaluation: current, active: active, status: status, iterations: iteration)
      }
      lastRise = isNear ? rise : .infinity
      var (scale, next) = (1.0, Evaluation?.none)
      for _ in 0..<30 {
        let trial = zip(point, step).map { $0 + scale * $1 }
        if let found = objective(trial), isNear || found.value >= current.value + 1e-4 * scale * rise {
          (point, next) = (trial, found)
          break
        }
        scale *= 0.5
      }
      guard let next else {
        return Outcome(point: point, evaluation: current, active: active, status: .stalled, iterations: iteration)
      }
      current = next
    }
    return Outcome(
      point: point, evaluation: current, active: active, status: .iterationLimit, iterations: iterationLimit)
  }

  /// The step by the curvature where it is positive definite, else by what ``mended(_:)`` makes of it.
  private func step(_ evaluation: Evaluation, from point: [Double]) -> (step: [Double], active: [Int])? {
    if (try? Cholesky(evaluation.curvature)) != nil,
      let found = bounds.step(curvature: evaluation.curvature, gradient: evaluation.gradient, from: point)
    {
      return found
    }
    return mended(evaluation).flatMap {
      bounds.step(curvature: $0, gradient: evaluation.gradient, from: point)
    }
  }

  /// The curvature with its eigenvalues made positive, in units in which the scores have unit variance: along a
  /// direction of the wrong curvature a step as long as along one of the right.
  private func mended(_ evaluation: Evaluation) -> Matrix? {
    let count = evaluation.gradient.count
    let sizes = evaluation.outer.diagonal.map { max($0, 1e-12).squareRoot() }
    let scaled = Matrix(rows: count, columns: count) { evaluation.curvature[$0, $1] / (sizes[$0] * sizes[$1]) }
    guard let eigen = try? SymmetricEigen(scaled) else { return nil }
    let least = 1e-3 * max(eigen.values.reduce(0) { max($0, abs($1)) }, 1e-12)
    guard let positive = try? eigen.function({ max(abs($0), least) }) else { return nil }
    return Matrix(rows: count, columns: count) { positive[$0, $1] * sizes[$0] * sizes[$1] }
  }
}
