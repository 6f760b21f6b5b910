import NumericalKernels

@testable import Curves

extension SmoothingProgram {
  /// The answer of the house's interior-point solver, which knows nothing of curves.
  func solvedByInteriorPoint() throws(NumericalError) -> SmoothingSolution {
    var options = ConvexOptions()
    options.tolerance = 1e-12
    return try solution(of: quadraticProgram().solve(options))
  }

  /// What is made least.
  func objective(of values: [Double]) -> Double {
    let g = prior.isEmpty ? values : zip(values, prior).map { $0 - $1 }
    var sum = 0.0
    for i in 0..<max(points - 2, 0) * strands {
      let second = g[i] - 2 * g[i + strands] + g[i + 2 * strands]
      sum += second * second / 2
    }
    for i in 0..<max(points - 1, 0) * strands {
      sum += tension / 2 * (g[i + strands] - g[i]) * (g[i + strands] - g[i])
    }
    for row in rows {
      guard let softness = row.softness else { continue }
      let miss = row.sum(values) - row.lower
      sum += softness / 2 * miss * miss
    }
    return sum
  }

  /// Variables: the values, then the second differences, then the misses of soft rows.
  private func quadraticProgram() throws(NumericalError) -> QuadraticProgram {
    let (n, inner) = (count, max(points - 2, 0) * strands)
    let soft = rows.indices.filter { rows[$0].softness != nil }
    var (rowIndices, columnIndices, values): ([Int], [Int], [Double]) = ([], [], [])
    func put(_ row: Int, _ column: Int, _ value: Double) {
      rowIndices.append(row)
      columnIndices.append(column)
      values.append(value)
    }
    let prior = prior.isEmpty ? [Double](repeating: 0, count: n) : prior
    var (lower, upper): ([Double], [Double]) = ([], [])
    for k in 0..<inner {
      put(k, k, 1)
      put(k, k + strands, -2)
      put(k, k + 2 * strands, 1)
      put(k, n + k, -1)
      let difference = prior[k] - 2 * prior[k + strands] + prior[k + 2 * strands]
      lower.append(difference)
      upper.append(difference)
    }
    for (k, row) in rows.enumerated() {
      for (i, weight) in row.weights.enumerated() where weight != 0 { put(inner + k, row.first + i, weight) }
      lower.append(row.lower)
      upper.append(row.softness == nil ? row.upper : row.lower)
    }
    for (k, row) in soft.enumerated() { put(inner + row, n + inner + k, 1) }
    let size = n + inner + soft.count
    let matrix = try SparseMatrix(
      rows: inner + rows.count, columns: size, rowIndices: rowIndices, columnIndices: columnIndices, values: values)
    (rowIndices, columnIndices, values) = ([], [], [])
    for k in 0..<inner { put(n + k, n + k, 1) }
    for (k, row) in soft.enumerated() { put(n + inner + k, n + inner + k, rows[row].softness ?? 0) }
    var linear = [Double](repeating: 0, count: size)
    if tension > 0, n > strands {
      for i in 0..<n - strands {
        put(i, i, tension)
        put(i + strands, i + strands, tension)
        put(i, i + strands, -tension)
        let pull = tension * (prior[i + strands] - prior[i])
        linear[i] += pull
        linear[i + strands] -= pull
      }
    }
    let hessian = try SparseMatrix(
      rows: size, columns: size, rowIndices: rowIndices, columnIndices: columnIndices, values: values)
    let free = [Double](repeating: .infinity, count: size - n)
    return try QuadraticProgram(
      quadratic: hessian, linear: linear, constraints: matrix, rowLower: lower, rowUpper: upper,
      lower: [Double](repeating: floor, count: n) + free.map { -$0 },
      upper: [Double](repeating: ceiling, count: n) + free)
  }

  private func solution(of found: ConvexSolution) -> SmoothingSolution {
    let inner = max(points - 2, 0) * strands
    let status: SmoothingSolution.Status
    switch found.status {
    case .solved, .solvedInaccurately: status = .solved
    case .primalInfeasible: status = .contradictory
    case .iterationLimit: status = .iterationLimit
    default: status = .numericalProblems
    }
    let multipliers = Array(found.rowDuals[inner...])
    let roughness = found.x[count..<count + inner].reduce(0) { $0 + $1 * $1 } / 2
    let conflict = status == .contradictory ? multipliers.indices.filter { multipliers[$0] != 0 } : []
    return SmoothingSolution(
      status: status, values: Array(found.x[..<count]), multipliers: multipliers, roughness: roughness,
      conflict: conflict)
  }
}
