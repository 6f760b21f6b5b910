import NumericalKernels

/// Searches the point nearest to the origin at which a function reaches a target.
///
/// From each start first by steps for smooth functions; where these find no rest, as at the kink of an option, by cutting planes,
/// which for a concave function close in on the nearest point wherever it lies.
struct DesignPointSearch {
  let target: Double
  let dimensions: Int
  let maximumEvaluations: Int
  /// The nearest point found, its value and distance.
  private(set) var best: [Double]?
  private(set) var bestLoss = 0.0
  private(set) var bestDistance = Double.infinity
  private(set) var evaluations = 0
  private var hasRunOut = false

  init(target: Double, dimensions: Int, maximumEvaluations: Int) {
    self.target = target
    self.dimensions = dimensions
    self.maximumEvaluations = maximumEvaluations
  }

  var status: ReverseScenario.Status {
    hasRunOut ? .evaluationLimit : best == nil ? .unreachable : .converged
  }

  /// Searches from a start.
  mutating func run<Failure: Error>(
    from start: [Double], _ evaluate: ([Double]) throws(Failure) -> Double
  ) throws(Failure) {
    guard dimensions > 0, !hasRunOut else { return }
    if try !step(from: start, evaluate), !hasRunOut { try cut(from: start, evaluate) }
  }

  /// Follows the improved Hasofer-Lind-Rackwitz-Fiessler iteration from a start, at most 100 steps; whether it came to rest.
  private mutating func step<Failure: Error>(
    from start: [Double], _ evaluate: ([Double]) throws(Failure) -> Double
  ) throws(Failure) -> Bool {
    var point = start
    guard var value = try call(evaluate, point) else { return false }
    for _ in 0..<100 {
      guard let gradient = try gradient(evaluate, point) else { return false }
      let square = DesignPointSearch.dot(gradient, gradient)
      guard square > 0, square.isFinite, value.isFinite else { return false }
      let gap = value - target
      let projection = DesignPointSearch.dot(gradient, point)
      let goal = gradient.map { (projection - gap) / square * $0 }
      let length = DesignPointSearch.dot(point, point).squareRoot()
      let offset = zip(goal, point).map { $0 - $1 }
      if abs(gap) <= 1e-9 * target, DesignPointSearch.dot(offset, offset).squareRoot() <= 1e-6 * max(1, length) {
        record(point, value, length)
        return true
      }
      // The merit function falls along the offset as long as its penalty exceeds |y| / |∇g|.
      let penalty = 2 * max(length / square.squareRoot(), 0.5 * length * length / max(abs(gap), 1e-9 * target)) + 1e-12
      let merit = 0.5 * length * length + penalty * abs(gap)
      var step = 1.0
      var moved = false
      for _ in 0..<30 {
        let trial = zip(point, offset).map { $0 + step * $1 }
        guard let trialValue = try call(evaluate, trial) else { return false }
        let trialMerit = 0.5 * DesignPointSearch.dot(trial, trial) + penalty * abs(trialValue - target)
        if trialMerit < merit {
          point = trial
          value = trialValue
          moved = true
          break
        }
        step *= 0.5
      }
      guard moved else {
        // Rounding stops progress where the point is as good as it gets.
        if abs(gap) <= 1e-6 * target, DesignPointSearch.dot(offset, offset).squareRoot() <= 1e-3 * max(1, length) {
          record(point, value, length)
          return true
        }
        return false
      }
    }
    return false
  }

  /// Moves to the nearest point that meets the tangent planes of all points seen, until it meets the target itself.
  private mutating func cut<Failure: Error>(
    from start: [Double], _ evaluate: ([Double]) throws(Failure) -> Double
  ) throws(Failure) {
    var planes = TangentPlanes(target: target)
    var point = start
    for _ in 0..<40 {
      guard let value = try call(evaluate, point) else { return }
      if !planes.isEmpty, value >= target * (1 - 1e-6) {
        // The last rounding is taken out along the ray from the origin.
        let root = try Brent.root(from: 0.999, to: 1.001, tolerance: 1e-13, maximumEvaluations: 60) {
          (scale: Double) throws(Failure) in
          evaluations += 1
          return try evaluate(point.map { scale * $0 }) - target
        }
        let scale = root.status.isConverged ? root.point : 1
        let found = point.map { scale * $0 }
        record(found, target + (root.status.isConverged ? root.value : value - target), DesignPointSearch.norm(found))
        return
      }
      guard let gradient = try gradient(evaluate, point), planes.add(gradient, value, at: point),
        let next = planes.nearest()
      else { return }
      point = next
    }
  }

  private mutating func record(_ point: [Double], _ value: Double, _ length: Double) {
    guard length < bestDistance else { return }
    best = point
    bestLoss = value
    bestDistance = length
  }

  private mutating func call<Failure: Error>(
    _ evaluate: ([Double]) throws(Failure) -> Double, _ point: [Double]
  ) throws(Failure) -> Double? {
    guard evaluations < maximumEvaluations else {
      hasRunOut = true
      return nil
    }
    evaluations += 1
    return try evaluate(point)
  }

  /// Central differences, a step of 10⁻⁴ standard deviations.
  private mutating func gradient<Failure: Error>(
    _ evaluate: ([Double]) throws(Failure) -> Double, _ point: [Double]
  ) throws(Failure) -> [Double]? {
    var gradient: [Double] = []
    var moved = point
    for index in point.indices {
      let step = 1e-4 * max(1, abs(point[index]))
      moved[index] = point[index] + step
      guard let above = try call(evaluate, moved) else { return nil }
      moved[index] = point[index] - step
      guard let below = try call(evaluate, moved) else { return nil }
      moved[index] = point[index]
      gradient.append((above - below) / (2 * step))
    }
    return gradient
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  static func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }
}

/// Half spaces g·y ≥ h, scaled so that each normal has length one.
private struct TangentPlanes {
  let target: Double
  private var normals: [[Double]] = []
  private var offsets: [Double] = []

  init(target: Double) { self.target = target }

  var isEmpty: Bool { normals.isEmpty }

  /// Adds where a function's tangent plane at a point reaches the target; whether there is such a place.
  mutating func add(_ gradient: [Double], _ value: Double, at point: [Double]) -> Bool {
    let length = DesignPointSearch.norm(gradient)
    guard length > 0, length.isFinite, value.isFinite else { return false }
    normals.append(gradient.map { $0 / length })
    offsets.append((target - value + DesignPointSearch.dot(gradient, point)) / length)
    return true
  }

  /// The point of all half spaces nearest to the origin, Σ λ g with the multipliers of the dual program; `nil` where there is none.
  func nearest() -> [Double]? {
    let count = normals.count
    let products = Matrix(rows: count, columns: count) { DesignPointSearch.dot(normals[$0], normals[$1]) }
    guard
      let program = try? QuadraticProgram(
        quadratic: SparseMatrix(products), linear: offsets.map { -$0 },
        constraints: SparseMatrix(Matrix(rows: 1, columns: count, repeating: 1)), rowLower: [-.infinity],
        rowUpper: [.infinity], lower: [Double](repeating: 0, count: count)),
      let solution = try? program.solve(), solution.status == .solved
    else { return nil }
    var point = [Double](repeating: 0, count: normals[0].count)
    for (normal, weight) in zip(normals, solution.x) {
      for index in point.indices { point[index] += max(0, weight) * normal[index] }
    }
    return point
  }
}
