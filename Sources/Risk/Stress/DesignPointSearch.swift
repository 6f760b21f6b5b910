/// Searches the point nearest to the origin at which a function reaches a target.
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

  /// Follows the improved Hasofer-Lind-Rackwitz-Fiessler iteration from a start, at most 100 steps.
  mutating func run<Failure: Error>(
    from start: [Double], _ evaluate: ([Double]) throws(Failure) -> Double
  ) throws(Failure) {
    guard dimensions > 0, !hasRunOut else { return }
    var point = start
    guard var value = try call(evaluate, point) else { return }
    for _ in 0..<100 {
      guard let gradient = try gradient(evaluate, point) else { return }
      let square = DesignPointSearch.dot(gradient, gradient)
      guard square > 0, square.isFinite, value.isFinite else { return }
      let gap = value - target
      let projection = DesignPointSearch.dot(gradient, point)
      let goal = gradient.map { (projection - gap) / square * $0 }
      let length = DesignPointSearch.dot(point, point).squareRoot()
      let offset = zip(goal, point).map { $0 - $1 }
      if abs(gap) <= 1e-9 * target, DesignPointSearch.dot(offset, offset).squareRoot() <= 1e-6 * max(1, length) {
        record(point, value, length)
        return
      }
      // The merit function falls along the offset as long as its penalty exceeds |y| / |∇g|.
      let penalty = 2 * max(length / square.squareRoot(), 0.5 * length * length / max(abs(gap), 1e-9 * target)) + 1e-12
      let merit = 0.5 * length * length + penalty * abs(gap)
      var step = 1.0
      var moved = false
      for _ in 0..<30 {
        let trial = zip(point, offset).map { $0 + step * $1 }
        guard let trialValue = try call(evaluate, trial) else { return }
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
        }
        return
      }
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

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
