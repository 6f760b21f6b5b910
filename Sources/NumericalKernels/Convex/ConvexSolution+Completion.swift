extension QuadraticProgram {
  /// Completes a point and its rows' multipliers with the bounds' multipliers, the objectives and the residuals.
  func solution(
    _ status: ConvexSolution.Status, at x: [Double], rowDuals: [Double], _ presolve: Presolve, iterations: Int
  ) -> ConvexSolution {
    var rowDuals = rowDuals
    let boundDuals = presolve.boundDuals(for: &rowDuals, at: x, isRay: status == .primalInfeasible)
    let support = supportFunction(rowDuals: rowDuals, boundDuals: boundDuals)
    var (primal, dual) = (objective(at: x), 0.0)
    switch status {
    case .primalInfeasible: (primal, dual) = (.infinity, .infinity)
    case .dualInfeasible: (primal, dual) = (-.infinity, -.infinity)
    default:
      let gradient = gradient(at: x)
      var quadraticTerm = 0.0
      for j in 0..<variableCount { quadraticTerm += x[j] * (gradient[j] - linear[j]) }
      dual = constant - 0.5 * quadraticTerm - support.value
    }
    return ConvexSolution(
      status: status, x: x, rowDuals: rowDuals, boundDuals: boundDuals, objective: primal, dualObjective: dual,
      residuals: ConvexSolution.Residuals(
        primal: violation(at: x), dual: support.residual, gap: primal.isFinite ? primal - dual : 0),
      iterations: iterations)
  }

  /// Whether a point with its multipliers is optimal to a tolerance, judged by nothing but itself.
  func accepts(_ solution: ConvexSolution, tolerance: Double) -> Bool {
    guard solution.objective.isFinite, solution.dualObjective.isFinite,
      abs(solution.residuals.gap) <= tolerance * max(1, min(abs(solution.objective), abs(solution.dualObjective)))
    else { return false }
    let gradient = gradient(at: solution.x)
    let size = (gradient + solution.boundDuals).reduce(1) { max($0, abs($1)) }
    guard solution.residuals.dual <= tolerance * size else { return false }
    let values = rowValues(at: solution.x)
    for i in 0..<rowCount {
      let allowed = tolerance * (1 + abs(values[i]))
      guard rowLower[i] - values[i] <= allowed, values[i] - rowUpper[i] <= allowed else { return false }
    }
    for (j, value) in solution.x.enumerated() {
      let allowed = tolerance * (1 + abs(value))
      guard lower[j] - value <= allowed, value - upper[j] <= allowed else { return false }
    }
    return true
  }

  /// The greatest amount by which a row or bound does not hold at a point of `variableCount` values; NaN where a value
  /// is NaN.
  public func violation(at x: [Double]) -> Double {
    precondition(x.count == variableCount, "one value for each variable")
    let values = rowValues(at: x)
    var greatest = 0.0
    for i in 0..<rowCount { greatest = max(greatest, rowLower[i] - values[i], values[i] - rowUpper[i]) }
    for j in 0..<variableCount { greatest = max(greatest, lower[j] - x[j], x[j] - upper[j]) }
    return (values + x).contains { $0.isNaN } ? .nan : greatest
  }

  private func rowValues(at x: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: rowCount)
    for column in 0..<variableCount {
      for entry in constraints.columnStarts[column]..<constraints.columnStarts[column + 1] {
        values[Int(constraints.rowIndices[entry])] += constraints.values[entry] * x[column]
      }
    }
    return values
  }

  /// The greatest value that yᵀ(Ax) + wᵀx takes within the bounds, and the greatest multiplier of a bound that does not
  /// exist, which the value leaves out.
  func supportFunction(rowDuals: [Double], boundDuals: [Double]) -> (value: Double, residual: Double) {
    var value = 0.0
    var residual = 0.0
    func add(_ multiplier: Double, _ lower: Double, _ upper: Double) {
      guard multiplier != 0 else { return }
      let bound = multiplier > 0 ? upper : lower
      if bound.isFinite { value += multiplier * bound } else { residual = max(residual, abs(multiplier)) }
    }
    for i in 0..<rowCount { add(rowDuals[i], rowLower[i], rowUpper[i]) }
    for j in 0..<variableCount { add(boundDuals[j], lower[j], upper[j]) }
    return (value, residual)
  }
}
