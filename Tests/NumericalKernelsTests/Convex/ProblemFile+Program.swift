import NumericalKernels

extension ProblemFile {
  /// The problem for the solver, without the demand for whole numbers.
  func program() throws -> QuadraticProgram {
    try QuadraticProgram(
      quadratic: sparse(hessian, rows: cost.count), linear: cost, constant: constant,
      constraints: sparse(matrix, rows: rowLower.count), rowLower: rowLower, rowUpper: rowUpper, lower: lower,
      upper: upper)
  }

  private func sparse(_ columns: Columns, rows: Int) throws -> SparseMatrix {
    try SparseMatrix(
      rows: rows, columns: cost.count, columnStarts: columns.starts, rowIndices: columns.rows, values: columns.values)
  }
}
