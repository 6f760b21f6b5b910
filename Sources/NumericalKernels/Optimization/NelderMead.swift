/// Minimises a function of a few variables without derivatives (Nelder-Mead), with adaptive parameters, restarts and bounds.
///
///     let start = try StartingPoint([-1.2, 1])
///     let result = NelderMead().minimise(from: start) { x in rosenbrock(x) }
///     result.status.isConverged && result.simplexSize! < 1e-7
///
/// The method has no proof of convergence and can stall away from a minimum; each restart from the best point with a fresh
/// simplex makes that less likely. Trial points outside the bounds are moved onto them. A NaN counts as infinite.
/// Bit-identical everywhere as long as the function is.
///
/// Sources: J. A. Nelder, R. Mead, Computer Journal 7 (1965) 308-313; F. Gao, L. Han, "Implementing the Nelder-Mead simplex algorithm
/// with adaptive parameters", Comput. Optim. Appl. 51 (2012) 259-277.
public struct NelderMead: Hashable, Sendable {
  /// Converged where the corners' values lie this close together, relative to the best one;
  /// for a best value of zero, relative to this part of the first.
  public var valueTolerance = 1e-12
  /// Converged where, besides, each coordinate of each corner is this close to the best corner's, relative to its size
  /// or that of the first step in it.
  public var simplexTolerance = 1e-8
  /// How often a converged search begins again around its best point; it ends early once that gains nothing.
  public var restarts = 2
  /// The size of each first simplex, relative to the start's coordinates; where one is zero, a hundredth of this.
  public var initialSize = 0.05
  /// The number of iterations allowed, over all restarts.
  public var maximumIterations = 20_000
  /// The number of calls of the function allowed.
  public var maximumEvaluations = 40_000

  /// Makes the method with its default settings.
  public init() {}

  /// Searches for a minimum.
  ///
  /// - Parameters:
  ///   - start: Where to begin, with the bounds.
  ///   - objective: The function to make small. What it throws passes through.
  /// - Returns: The best point; status `simplexTolerance` where converged, `notFinite` where the function is not finite at the
  ///   start or falls to minus infinity, or a limit.
  /// - Complexity: O(variables) an iteration and O(variables²) where the simplex shrinks, beside the calls.
  public func minimise<Failure: Error>(
    from start: StartingPoint, _ objective: (_ point: [Double]) throws(Failure) -> Double
  ) throws(Failure) -> MinimumResult {
    let first = try objective(start.coordinates)
    var run = SimplexRun(settings: self, start: start, value: first)
    guard first.isFinite else { return run.result(.notFinite) }
    for attempt in 0...max(0, restarts) {
      let before = run.bestValue
      try run.reset(size: attempt.isMultiple(of: 2) ? initialSize : -initialSize, objective)
      let status = try run.search(objective)
      guard status.isConverged else { return run.result(status) }
      if attempt > 0, !(before - run.bestValue > valueTolerance * abs(before)) { break }
    }
    return run.result(.simplexTolerance)
  }
}

/// One run of ``NelderMead``: the simplex, and its moves.
private struct SimplexRun {
  let settings: NelderMead
  let start: StartingPoint
  /// The corners, the best one first.
  private let startValue: Double
  private var corners: [(point: [Double], value: Double)]
  private var iterations = 0
  private var evaluations = 1

  init(settings: NelderMead, start: StartingPoint, value: Double) {
    self.settings = settings
    self.start = start
    startValue = value
    corners = [(start.coordinates, value)]
  }

  var bestValue: Double { corners[0].value }

  func result(_ status: OptimizationStatus) -> MinimumResult {
    var size = 0.0
    for corner in corners {
      for index in corner.point.indices { size = max(size, abs(corner.point[index] - corners[0].point[index])) }
    }
    return MinimumResult(
      point: corners[0].point, value: corners[0].value, gradientNorm: nil, simplexSize: size, iterations: iterations,
      evaluations: evaluations, status: status)
  }

  private mutating func call<Failure: Error>(
    _ point: [Double], _ objective: ([Double]) throws(Failure) -> Double
  ) throws(Failure) -> (point: [Double], value: Double) {
    evaluations += 1
    let value = try objective(point)
    return (point, value.isNaN ? .infinity : value)
  }

  /// A fresh simplex along the axes from the best corner.
  mutating func reset<Failure: Error>(
    size: Double, _ objective: ([Double]) throws(Failure) -> Double
  ) throws(Failure) {
    let best = corners[0]
    corners = [best]
    for index in best.point.indices {
      var point = best.point
      let step = self.step(index, size)
      point[index] = start.clamp(best.point[index] + step, index)
      if point[index] == best.point[index] { point[index] = start.clamp(best.point[index] - step, index) }
      corners.append(try call(point, objective))
    }
    sort()
  }

  /// Sorts by value; corners of one value keep their order.
  private mutating func sort() {
    for end in corners.indices.dropFirst() {
      var place = end
      while place > 0, corners[place].value < corners[place - 1].value {
        corners.swapAt(place, place - 1)
        place -= 1
      }
    }
  }

  private var isSmall: Bool {
    let best = corners[0]
    let spread = (corners.last?.value ?? .infinity) - best.value
    return spread <= settings.valueTolerance * max(abs(best.value), settings.valueTolerance * abs(startValue))
      && corners.allSatisfy { corner in
        best.point.indices.allSatisfy {
          let size = max(abs(best.point[$0]), abs(step($0, settings.initialSize)))
          return abs(corner.point[$0] - best.point[$0]) <= settings.simplexTolerance * size
        }
      }
  }

  /// The first simplex's step from the start in one coordinate.
  private func step(_ index: Int, _ size: Double) -> Double {
    size * (start.coordinates[index] == 0 ? 0.01 : abs(start.coordinates[index]))
  }

  mutating func search<Failure: Error>(
    _ objective: ([Double]) throws(Failure) -> Double
  ) throws(Failure) -> OptimizationStatus {
    let count = corners.count - 1
    let n = Double(max(count, 2))
    let (expansion, contraction, shrinkage) = (1 + 2 / n, 0.75 - 0.5 / n, 1 - 1 / n)
    while !isSmall {
      if corners[0].value == -.infinity { return .notFinite }
      if iterations >= settings.maximumIterations { return .iterationLimit }
      if evaluations + count + 2 > settings.maximumEvaluations { return .evaluationLimit }
      iterations += 1
      var centre = [Double](repeating: 0, count: count)
      for corner in corners.dropLast() {
        for index in 0..<count { centre[index] += corner.point[index] }
      }
      for index in 0..<count { centre[index] /= Double(count) }
      let worst = corners[count]
      func along(_ share: Double) -> [Double] {
        (0..<count).map { start.clamp(centre[$0] + share * (worst.point[$0] - centre[$0]), $0) }
      }
      let reflected = try call(along(-1), objective)
      if reflected.value < corners[0].value {
        let expanded = try call(along(-expansion), objective)
        corners[count] = expanded.value < reflected.value ? expanded : reflected
      } else if reflected.value < corners[count - 1].value {
        corners[count] = reflected
      } else {
        let isOutside = reflected.value < worst.value
        let contracted = try call(along(isOutside ? -contraction : contraction), objective)
        if isOutside ? contracted.value <= reflected.value : contracted.value < worst.value {
          corners[count] = contracted
        } else {
          let best = corners[0].point
          for place in 1...count {
            let old = corners[place].point
            corners[place] = try call((0..<count).map { best[$0] + shrinkage * (old[$0] - best[$0]) }, objective)
          }
        }
      }
      sort()
    }
    return .simplexTolerance
  }
}
