extension LDLFactors {
  /// Solves A x = b for a right-hand side with few entries, and returns only some elements of x.
  ///
  /// Only the columns of L on the paths from those rows to the roots of the elimination tree are touched, so that a few
  /// elements of one column of the inverse cost far less than a solve.
  ///
  /// ```swift
  /// // Element (i, j) of the inverse:
  /// let element = try factors.solve(indices: [j], values: [1], wanted: [i])[0]
  /// ```
  ///
  /// - Parameters:
  ///   - indices: the rows of b that are not zero; values of a row named twice are added.
  ///   - values: their values.
  ///   - wanted: the rows of x to return, in the order to return them.
  /// - Throws: `dimensionMismatch` when there are not as many values as indices, `invalidIndex` (with the position) for
  ///   a row outside the matrix, `invalidArgument` when the last factorisation failed.
  /// - Complexity: two multiplications for each entry of L in the columns touched, plus O(n) for the memory of the
  ///   call.
  /// - Note: Source: Davis (2006), section 3.2 and 4.1 (reach in the elimination tree).
  public func solve(indices: [Int], values: [Double], wanted: [Int]) throws(NumericalError) -> [Double] {
    var workspace = SparseSolveWorkspace(symbolic)
    return try workspace.solve(self, indices: indices, values: values, wanted: wanted)
  }
}
