import NumericalKernels

/// What a solution says of itself, worked out again from the program alone.
struct SolutionCheck {
  /// The greatest violation of a row or bound, over its value but not less than 1.
  private(set) var violation = 0.0
  /// The greatest component of Px + q + Aᵀy + w, over the greatest term in it but not less than 1.
  private(set) var stationarity = 0.0
  /// The greatest component of Aᵀy + w, without the objective.
  private(set) var balance = 0.0
  /// The greatest value of yᵀ(Ax) + wᵀx within the bounds; infinite where a multiplier pushes at a bound that is not there.
  private(set) var support = 0.0
  /// The sum of each multiplier times the distance to the bound that it pushes at.
  private(set) var slackness = 0.0

  init(_ solution: ConvexSolution, of program: QuadraticProgram, ignoringMultipliersBelow noise: Double = 0) {
    let values = Self.product(program.constraints, solution.x)
    let gradient = Self.gradient(of: program, at: solution.x)
    for column in 0..<program.variableCount {
      var pull = solution.boundDuals[column]
      var greatest = max(abs(pull), abs(gradient[column]), 1)
      for entry in program.constraints.columnStarts[column]..<program.constraints.columnStarts[column + 1] {
        let term = program.constraints.values[entry] * solution.rowDuals[Int(program.constraints.rowIndices[entry])]
        pull += term
        greatest = max(greatest, abs(term))
      }
      balance = max(balance, abs(pull))
      stationarity = max(stationarity, abs(pull + gradient[column]) / greatest)
    }
    for (value, low, high, multiplier) in zip4(
      values + solution.x, program.rowLower + program.lower, program.rowUpper + program.upper,
      solution.rowDuals + solution.boundDuals)
    {
      violation = max(violation, (low - value) / max(1, abs(value)), (value - high) / max(1, abs(value)))
      guard abs(multiplier) > noise else { continue }
      let bound = multiplier > 0 ? high : low
      support += multiplier * bound
      slackness += abs(multiplier * (bound - value))
    }
  }

  static func product(_ matrix: SparseMatrix, _ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: matrix.rows)
    for column in 0..<matrix.columns {
      for entry in matrix.columnStarts[column]..<matrix.columnStarts[column + 1] {
        result[Int(matrix.rowIndices[entry])] += matrix.values[entry] * x[column]
      }
    }
    return result
  }

  static func gradient(of program: QuadraticProgram, at x: [Double]) -> [Double] {
    var gradient = program.linear
    guard let quadratic = program.quadratic else { return gradient }
    for column in 0..<quadratic.columns {
      for entry in quadratic.columnStarts[column]..<quadratic.columnStarts[column + 1] {
        let row = Int(quadratic.rowIndices[entry])
        gradient[row] += quadratic.values[entry] * x[column]
        if row != column { gradient[column] += quadratic.values[entry] * x[row] }
      }
    }
    return gradient
  }

  private func zip4(
    _ a: [Double], _ b: [Double], _ c: [Double], _ d: [Double]
  ) -> [(Double, Double, Double, Double)] {
    a.indices.map { (a[$0], b[$0], c[$0], d[$0]) }
  }
}
