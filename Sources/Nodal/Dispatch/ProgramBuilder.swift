import NumericalKernels

/// A program while it is put together: columns, rows, and entries in any order.
struct ProgramBuilder {
  private(set) var lower: [Double] = []
  private(set) var upper: [Double] = []
  private var linear: [Double] = []
  private var curvature: [Double] = []
  var rowLower: [Double] = []
  var rowUpper: [Double] = []
  private var rows: [Int] = []
  private var columns: [Int] = []
  private var values: [Double] = []
  private var curvedRows: [Int] = []
  private var curvedColumns: [Int] = []
  private var curvedValues: [Double] = []
  var constant = 0.0

  var columnCount: Int { lower.count }
  var rowCount: Int { rowLower.count }

  mutating func reserveEntries(_ count: Int) {
    rows.reserveCapacity(count)
    columns.reserveCapacity(count)
    values.reserveCapacity(count)
  }

  /// Adds a variable with its bounds, its cost and its second derivative, and gives its place.
  mutating func addColumn(_ least: Double, _ most: Double, cost: Double = 0, curvature curve: Double = 0) -> Int {
    lower.append(least)
    upper.append(most)
    linear.append(cost)
    curvature.append(curve)
    return lower.count - 1
  }

  /// Adds a row with its bounds, and gives its place.
  mutating func addRow(_ least: Double, _ most: Double) -> Int {
    rowLower.append(least)
    rowUpper.append(most)
    return rowLower.count - 1
  }

  /// Adds to an entry.
  mutating func add(_ row: Int, _ column: Int, _ value: Double) {
    rows.append(row)
    columns.append(column)
    values.append(value)
  }

  /// Adds to both sides of a row that is an equality or a range.
  mutating func shift(_ row: Int, by value: Double) {
    rowLower[row] += value
    rowUpper[row] += value
  }

  mutating func setBounds(_ column: Int, _ least: Double, _ most: Double) {
    lower[column] = least
    upper[column] = most
  }

  mutating func addCost(_ column: Int, _ cost: Double) { linear[column] += cost }

  /// Adds h/2 (x[a] - x[b])² to the objective.
  mutating func addSquare(of first: Int, minus second: Int, _ weight: Double) {
    curvature[first] += weight
    curvature[second] += weight
    curvedRows.append(min(first, second))
    curvedColumns.append(max(first, second))
    curvedValues.append(-weight)
  }

  /// The program.
  ///
  /// - Throws: `unsound` for what the solver refuses, `tooLarge` beyond 32-bit indices.
  func program() throws(NodalError) -> QuadraticProgram {
    try solved { () throws(NumericalError) in
      let count = columnCount
      let matrix = try SparseMatrix(
        rows: rowCount, columns: count, rowIndices: rows, columnIndices: columns, values: values)
      var quadratic: SparseMatrix?
      if !curvedValues.isEmpty || curvature.contains(where: { $0 != 0 }) {
        let diagonal = Array(0..<count)
        quadratic = try SparseMatrix(
          rows: count, columns: count, rowIndices: diagonal + curvedRows, columnIndices: diagonal + curvedColumns,
          values: curvature + curvedValues)
      }
      return try QuadraticProgram(
        quadratic: quadratic, linear: linear, constant: constant, constraints: matrix, rowLower: rowLower,
        rowUpper: rowUpper, lower: lower, upper: upper)
    }
  }
}
