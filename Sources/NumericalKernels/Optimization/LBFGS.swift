/// Minimises a smooth function of many variables from values and gradients, with or without bounds (L-BFGS and L-BFGS-B).
///
///     let start = try StartingPoint([-1.2, 1])
///     let result = LBFGS().minimise(from: start) { x, gradient in
///       gradient[0] = -400 * x[0] * (x[1] - x[0] * x[0]) - 2 * (1 - x[0])
///       gradient[1] = 200 * (x[1] - x[0] * x[0])
///       return 100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1 - x[0]) * (1 - x[0])
///     }
///     result.point   // [1, 1] to 1e-8 and better
///
/// With bounds every point at which the function is called lies inside them. A step to a point where the function is not
/// finite is shortened. Bit-identical everywhere as long as the function is.
///
/// Sources: J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition, algorithm 7.4; R. H. Byrd, P. Lu, J. Nocedal, C. Zhu,
/// "A limited memory algorithm for bound constrained optimization", SIAM J. Sci. Comput. 16 (1995) 1190-1208 (generalised
/// Cauchy point; direct primal method in the subspace); J. L. Morales, J. Nocedal, ACM TOMS 38 (2011) 7 (projection of the
/// subspace minimiser); Moré and Thuente's line search for the strong Wolfe conditions.
public struct LBFGS: Hashable, Sendable {
  /// How many pairs of steps and gradient changes are remembered, at least one.
  public var memory = 10
  /// Converged where no component of the projected gradient is larger.
  public var gradientTolerance = 1e-8
  /// Converged where an iteration lowers the objective by no more than this part of its absolute value; 0 for never.
  public var valueTolerance = 1e-15
  /// The number of iterations allowed.
  public var maximumIterations = 1000
  /// The number of calls of the objective allowed.
  public var maximumEvaluations = 5000

  /// Makes the method with its default settings.
  public init() {}

  /// Searches for a minimum.
  ///
  /// - Parameters:
  ///   - start: Where to begin, with the bounds.
  ///   - objective: Gives the value at a point and writes the gradient there, one number for each variable. What it throws
  ///     passes through.
  /// - Returns: The best point; status `gradientTolerance` or `valueTolerance` where converged, `notFinite` where the objective
  ///   or its gradient is not finite at the start or at every step tried, `lineSearchFailed`, or a limit.
  /// - Complexity: O(memory × variables) an iteration without bounds; O(memory² × variables) with them; beside the calls.
  public func minimise<Failure: Error>(
    from start: StartingPoint,
    _ objective: (_ point: [Double], _ gradient: inout MutableSpan<Double>) throws(Failure) -> Double
  ) throws(Failure) -> MinimumResult {
    let count = start.count
    let isBounded = start.isBounded
    var x = start.coordinates
    var gradient = [Double](repeating: 0, count: count)
    var value = try call(objective, x, &gradient)
    var evaluations = 1
    var iterations = 0
    var norm = start.projectedNorm(gradient, at: x)
    func result(_ status: OptimizationStatus) -> MinimumResult {
      MinimumResult(
        point: x, value: value, gradientNorm: norm, simplexSize: nil, iterations: iterations, evaluations: evaluations,
        status: status)
    }
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else { return result(.notFinite) }

    var pairs = LimitedMemory(variables: count, capacity: max(1, memory))
    var direction = [Double](repeating: 0, count: count)
    var trial = x
    var trialGradient = gradient
    /// The end at the limit of calls: the line search under way may have seen better than the point it began at.
    func stopped(_ seen: (point: [Double], gradient: [Double], value: Double)?) -> MinimumResult {
      if let seen {
        (x, gradient, value) = seen
        norm = start.projectedNorm(gradient, at: x)
      }
      return result(.evaluationLimit)
    }
    while true {
      if norm <= gradientTolerance { return result(.gradientTolerance) }
      if iterations >= maximumIterations { return result(.iterationLimit) }
      if isBounded {
        pairs.boxDirection(gradient, at: x, in: start, into: &direction)
      } else {
        pairs.direction(gradient, into: &direction)
      }
      let slope = Vectors.dot(gradient, direction)
      guard slope < 0, slope.isFinite else {
        if pairs.count == 0 { return result(.lineSearchFailed) }
        pairs.forget()
        continue
      }
      let longest = isBounded ? longestStep(from: x, along: direction, in: start) : 1e20
      // Without memory a step of length one, except in a closed box, whose size gives the scale.
      let first = pairs.count > 0 || start.isBoxed ? 1 : 1 / Vectors.dot(direction, direction).squareRoot()
      var search = MoreThuenteSearch(value: value, slope: slope, step: first, longest: longest)
      var trialValue = value
      var isFinite = true
      var outcome = MoreThuenteSearch.Outcome.evaluate
      var reached = 0.0
      var seen: (point: [Double], gradient: [Double], value: Double)?
      for _ in 0..<40 where outcome == .evaluate {
        guard evaluations < maximumEvaluations else { return stopped(seen) }
        reached = search.step
        for index in 0..<count { trial[index] = start.clamp(x[index] + reached * direction[index], index) }
        trialValue = try call(objective, trial, &trialGradient)
        evaluations += 1
        isFinite = trialValue.isFinite && trialGradient.allSatisfy(\.isFinite)
        if isFinite {
          outcome = search.advance(value: trialValue, slope: Vectors.dot(trialGradient, direction))
          if outcome != .satisfied, trialValue < seen?.value ?? value { seen = (trial, trialGradient, trialValue) }
        } else {
          search.reject()
        }
      }
      // An interval that is used up, or that ends in values that are not finite, leaves the best step seen.
      let last = outcome == .exhausted ? search.step : outcome == .evaluate ? search.bestStep : reached
      if last != reached, last > 0 {
        guard evaluations < maximumEvaluations else { return stopped(seen) }
        for index in 0..<count { trial[index] = start.clamp(x[index] + last * direction[index], index) }
        trialValue = try call(objective, trial, &trialGradient)
        evaluations += 1
        isFinite = trialValue.isFinite && trialGradient.allSatisfy(\.isFinite)
      }
      guard isFinite, trialValue <= value, trial != x, outcome == .satisfied || trialValue < value else {
        // The memory may be to blame: once more along the gradient itself.
        if pairs.count == 0 { return result(isFinite ? .lineSearchFailed : .notFinite) }
        pairs.forget()
        continue
      }
      pairs.append(from: x, to: trial, gradient, trialGradient)
      let decrease = value - trialValue
      let size = max(abs(value), abs(trialValue))
      swap(&x, &trial)
      swap(&gradient, &trialGradient)
      value = trialValue
      norm = start.projectedNorm(gradient, at: x)
      iterations += 1
      if norm > gradientTolerance, valueTolerance > 0, decrease <= valueTolerance * size {
        return result(.valueTolerance)
      }
    }
  }

  private func call<Failure: Error>(
    _ objective: ([Double], inout MutableSpan<Double>) throws(Failure) -> Double, _ point: [Double],
    _ gradient: inout [Double]
  ) throws(Failure) -> Double {
    var span = gradient.mutableSpan
    return try objective(point, &span)
  }

  /// The longest step along a direction that stays in the box, at least 1 for the directions that point into it.
  private func longestStep(from x: [Double], along direction: [Double], in box: StartingPoint) -> Double {
    var longest = 1e20
    for index in x.indices where direction[index] != 0 {
      let room = direction[index] > 0 ? box.upper[index] - x[index] : x[index] - box.lower[index]
      longest = min(longest, room / abs(direction[index]))
    }
    return max(longest, 1)
  }
}
