/// A program without what presolve took out, scaled, and the way from its solution back to the program's.
struct ReducedProgram {
  /// Where the entries of P and A stand.
  struct Pattern: Hashable, Sendable {
    let quadraticStarts: [Int]
    let quadraticRows: [Int32]
    let constraintStarts: [Int]
    let constraintRows: [Int32]
  }

  let program: QuadraticProgram
  let presolve: Presolve
  let form: ConicForm
  let equilibration: Equilibration
  /// The program's index of each variable and row that is left.
  private let variables: [Int]
  private let rows: [Int]

  init(_ program: QuadraticProgram, _ presolve: Presolve, unit: Double = 1) {
    self.program = program
    self.presolve = presolve
    variables = (0..<program.variableCount).filter { presolve.fixed[$0].isNaN }
    rows = (0..<program.rowCount).filter { presolve.isRowLive[$0] }
    let matrix = Self.pick(program.constraints, columns: variables, rows: rows)
    let variables = variables
    let quadratic = program.quadratic.map { Self.pick($0, columns: variables, rows: variables) }
    // Fixed variables enter the costs through P.
    let gradient = program.gradient(at: presolve.fixed.map { $0.isNaN ? 0 : $0 })
    let linear = variables.map { gradient[$0] }
    let measured = Equilibration(quadratic: quadratic, constraints: matrix, linear: linear)
    equilibration = unit == 1 ? measured : measured.dilated(by: unit)
    let (d, e, c) = (equilibration.columns, equilibration.rows, equilibration.cost)
    form = ConicForm(
      quadratic: quadratic.map { Self.scale($0, rows: d, columns: d, by: c) },
      constraints: Self.scale(matrix, rows: e, columns: d, by: 1),
      linear: zip(linear, d).map { $0 * $1 * c },
      rowLower: zip(rows, e).map { (program.rowLower[$0] - presolve.rowShift[$0]) * $1 },
      rowUpper: zip(rows, e).map { (program.rowUpper[$0] - presolve.rowShift[$0]) * $1 },
      lower: zip(variables, d).map { presolve.lower[$0] / $1 },
      upper: zip(variables, d).map { presolve.upper[$0] / $1 })
  }

  var pattern: Pattern {
    Pattern(
      quadraticStarts: form.quadratic?.columnStarts ?? [], quadraticRows: form.quadratic?.rowIndices ?? [],
      constraintStarts: form.constraints.columnStarts, constraintRows: form.constraints.rowIndices)
  }

  /// The program's solution, from the interior point's iterate.
  func solution(_ status: ConvexSolution.Status, of point: InteriorPoint) -> ConvexSolution {
    let isRay = status == .dualInfeasible || status == .primalInfeasible
    let unit = isRay ? 1 : 1 / point.tau
    var x = presolve.fixed.map { $0.isNaN || status == .dualInfeasible ? 0 : $0 }
    for (place, variable) in variables.enumerated() {
      let value = point.x.at[place] * equilibration.columns[place] * unit
      x[variable] = isRay ? value : min(max(value, presolve.lower[variable]), presolve.upper[variable])
    }
    var rowDuals = [Double](repeating: 0, count: program.rowCount)
    for (place, row) in rows.enumerated() {
      rowDuals[row] = point.multipliers.at[place] * equilibration.rows[place] / equilibration.cost * unit
    }
    return program.solution(status, at: x, rowDuals: rowDuals, presolve, iterations: point.iterations)
  }

  /// A solution of a program of the same size in this program's scaling: x, and the items' multipliers.
  func scaled(_ solution: ConvexSolution) -> (x: [Double], multipliers: [Double]) {
    let x = zip(variables, equilibration.columns).map { solution.x[$0] / $1 }
    let cost = equilibration.cost
    let ofRows = zip(rows, equilibration.rows).map { solution.rowDuals[$0] / $1 * cost }
    let ofBounds = zip(variables, equilibration.columns).map { solution.boundDuals[$0] * $1 * cost }
    return (x, ofRows + ofBounds)
  }

  private static func pick(_ matrix: SparseMatrix, columns: [Int], rows: [Int]) -> SparseMatrix {
    var rowPlace = [Int32](repeating: -1, count: matrix.rows)
    for (place, row) in rows.enumerated() { rowPlace[row] = Int32(truncatingIfNeeded: place) }
    var starts = [0]
    var indices: [Int32] = []
    var values: [Double] = []
    starts.reserveCapacity(columns.count + 1)
    indices.reserveCapacity(matrix.entryCount)
    values.reserveCapacity(matrix.entryCount)
    for column in columns {
      for entry in matrix.columnStarts[column]..<matrix.columnStarts[column + 1] {
        let place = rowPlace[Int(matrix.rowIndices[entry])]
        guard place >= 0, matrix.values[entry] != 0 else { continue }
        indices.append(place)
        values.append(matrix.values[entry])
      }
      starts.append(indices.count)
    }
    return SparseMatrix(
      rows: rows.count, columns: columns.count, uncheckedStarts: starts, rowIndices: indices, values: values)
  }

  private static func scale(
    _ matrix: SparseMatrix, rows: [Double], columns: [Double], by factor: Double
  ) -> SparseMatrix {
    var scaled = matrix
    for column in 0..<matrix.columns {
      for entry in matrix.columnStarts[column]..<matrix.columnStarts[column + 1] {
        scaled.values[entry] *= rows[Int(matrix.rowIndices[entry])] * columns[column] * factor
      }
    }
    return scaled
  }
}
