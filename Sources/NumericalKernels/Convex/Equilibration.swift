/// The diagonal scalings that bring a program's rows and columns to a like size.
///
/// Ruiz's iteration (2001) on the matrix [P Aᵀ; A 0]: every row and column is divided by the square root of its
/// greatest absolute entry, again and again, which brings all of them towards 1. With x = columns · x̂ the program in
/// x̂ has the constraint matrix rows · A · columns, the quadratic term cost · columns · P · columns and the costs cost
/// · columns · q.
struct Equilibration {
  /// One factor a variable.
  private(set) var columns: [Double]
  /// One factor a row.
  private(set) var rows: [Double]
  /// The factor of the objective.
  private(set) var cost = 1.0

  private static let passes = 12
  private static let range = 1e-5...1e5

  /// Measures the factors of a program.
  ///
  /// - Complexity: O(entries) a pass, with twelve passes.
  init(quadratic: SparseMatrix?, constraints: SparseMatrix, linear: [Double]) {
    columns = [Double](repeating: 1, count: constraints.columns)
    rows = [Double](repeating: 1, count: constraints.rows)
    var columnSize = columns
    var rowSize = rows
    for _ in 0..<Self.passes {
      for column in columns.indices { columnSize[column] = 0 }
      for row in rows.indices { rowSize[row] = 0 }
      if let quadratic {
        Self.visit(quadratic) { row, column, value in
          let size = abs(value) * columns[row] * columns[column] * cost
          columnSize[row] = max(columnSize[row], size)
          columnSize[column] = max(columnSize[column], size)
        }
      }
      Self.visit(constraints) { row, column, value in
        let size = abs(value) * rows[row] * columns[column]
        rowSize[row] = max(rowSize[row], size)
        columnSize[column] = max(columnSize[column], size)
      }
      for column in columns.indices { Self.shrink(&columns[column], by: columnSize[column]) }
      for row in rows.indices { Self.shrink(&rows[row], by: rowSize[row]) }
      rescaleCost(quadratic, linear)
    }
  }

  /// The same scalings for variables and rows measured in units `unit` times as long, with the objective's size kept.
  func dilated(by unit: Double) -> Equilibration {
    var other = self
    for column in columns.indices { other.columns[column] *= unit }
    for row in rows.indices { other.rows[row] /= unit }
    other.cost /= unit
    return other
  }

  /// Divides the objective by the greater of the scaled costs' greatest entry and the mean greatest entry of P's
  /// columns.
  private mutating func rescaleCost(_ quadratic: SparseMatrix?, _ linear: [Double]) {
    var greatest = 0.0
    for (value, factor) in zip(linear, columns) { greatest = max(greatest, abs(value) * factor) }
    if let quadratic {
      var size = [Double](repeating: 0, count: columns.count)
      Self.visit(quadratic) { row, column, value in
        let scaled = abs(value) * columns[row] * columns[column]
        size[row] = max(size[row], scaled)
        size[column] = max(size[column], scaled)
      }
      greatest = max(greatest, size.reduce(0, +) / Double(max(size.count, 1)))
    }
    cost = greatest > 0 ? 1 / greatest : 1
  }

  private static func shrink(_ factor: inout Double, by size: Double) {
    guard size > 0 else { return }
    factor = min(max(factor / size.squareRoot(), range.lowerBound), range.upperBound)
  }

  private static func visit(_ matrix: SparseMatrix, _ body: (Int, Int, Double) -> Void) {
    for column in 0..<matrix.columns {
      for entry in matrix.columnStarts[column]..<matrix.columnStarts[column + 1] {
        body(Int(matrix.rowIndices[entry]), column, matrix.values[entry])
      }
    }
  }
}
