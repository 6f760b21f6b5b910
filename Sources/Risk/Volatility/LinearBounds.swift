import NumericalKernels

/// Linear inequalities on a few parameters: each row · parameters ≥ its bound.
struct LinearBounds: Sendable {
  var rows: [[Double]] = []
  var bounds: [Double] = []

  mutating func require(_ row: [Double], atLeast bound: Double) {
    rows.append(row)
    bounds.append(bound)
  }

  /// How far a point is inside each bound.
  func slacks(at point: [Double]) -> [Double] {
    rows.indices.map { dot(rows[$0], point) - bounds[$0] }
  }

  /// The step d that minimises ½ dᵀ B d - gᵀ d within the bounds, from a point that keeps them, and the bounds that
  /// hold it.
  ///
  /// The unconstrained step where it fits; else the first set of active bounds, smallest sets first, whose
  /// equality-constrained step fits and whose multipliers push inwards: for a convex objective that is the solution. At
  /// most 2^m small solves.
  func step(curvature: Matrix, gradient: [Double], from point: [Double]) -> (step: [Double], active: [Int])? {
    let slacks = slacks(at: point)
    for size in 0...min(rows.count, gradient.count) {
      for active in subsets(of: rows.count, size: size) {
        guard let (step, multipliers) = held(active, curvature, gradient, slacks) else { continue }
        let fits = rows.indices.allSatisfy { row in
          active.contains(row) || dot(rows[row], step) >= -slacks[row] - 1e-12 * (1 + abs(slacks[row]))
        }
        if fits, multipliers.allSatisfy({ $0 >= -1e-12 }) { return (step, active) }
      }
    }
    return nil
  }

  /// The step with some bounds held as equalities and their multipliers.
  private func held(_ active: [Int], _ curvature: Matrix, _ gradient: [Double], _ slacks: [Double])
    -> (step: [Double], multipliers: [Double])?
  {
    let n = gradient.count
    let order = n + active.count
    var system = Matrix(rows: order, columns: order)
    var right = gradient
    for i in 0..<n {
      for j in 0..<n { system[i, j] = curvature[i, j] }
    }
    for (k, row) in active.enumerated() {
      for j in 0..<n {
        system[n + k, j] = rows[row][j]
        system[j, n + k] = -rows[row][j]
      }
      right.append(-slacks[row])
    }
    guard let solution = try? LU(system).solve(right), solution.allSatisfy(\.isFinite) else { return nil }
    return (Array(solution[..<n]), Array(solution[n...]))
  }

  private func subsets(of count: Int, size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard size <= count else { return [] }
    return subsets(of: count - 1, size: size) + subsets(of: count - 1, size: size - 1).map { $0 + [count - 1] }
  }
}

/// The inner product of two short vectors.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in 0..<min(a.count, b.count) { sum += a[i] * b[i] }
  return sum
}
