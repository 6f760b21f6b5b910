/// How a solution refined iteratively came out.
public struct Refinement: Hashable, Sendable {
  /// The largest absolute element of b - A x for the solution kept.
  public let residual: Double
  /// The number of corrections that were kept.
  public let steps: Int
}

extension LDLFactors {
  /// Solves A x = b, correcting the solution against the matrix itself, which may differ from the one factored by
  /// regularisation; allocates nothing.
  ///
  /// Each step solves for the residual and keeps the corrected solution only when its residual is smaller; it stops at
  /// the tolerance, at the step limit, or when a step gains less than a factor of two.
  ///
  /// - Parameters:
  ///   - b: the right-hand side.
  ///   - x: the solution; of the right length.
  ///   - values: the entries of A's upper triangle, in the order of the matrix that was analysed.
  ///   - tolerance: the residual to stop at, relative to the largest absolute element of b.
  ///   - maximumSteps: the most corrections to make.
  /// - Throws: as `solve(_:into:)`; also `dimensionMismatch` when there are not as many values as entries.
  /// - Complexity: for each step one solve and two multiplications an entry of A.
  @discardableResult
  public mutating func solve(
    _ b: [Double], into x: inout [Double], refiningAgainst values: [Double], tolerance: Double = 0,
    maximumSteps: Int = 3
  ) throws(NumericalError) -> Refinement {
    guard values.count == symbolic.inputEntryCount else {
      throw NumericalError(
        .dimensionMismatch, "\(symbolic.inputEntryCount) values expected, \(values.count) given")
    }
    try solve(b, into: &x)
    var norm = Self.residual(symbolic, values, b, x, into: &residual)
    let limit = tolerance * b.reduce(0) { max($0, abs($1)) }
    var steps = 0
    while steps < maximumSteps, norm > limit {
      Self.solve(symbolic, lower: lower, inverses: inversePivots, b: residual, x: &candidate, work: &work)
      for i in 0..<symbolic.size { candidate[i] += x[i] }
      let fresh = Self.residual(symbolic, values, b, candidate, into: &work)
      guard fresh < norm else { break }
      let gain = norm / fresh
      for i in 0..<symbolic.size { x[i] = candidate[i] }
      swap(&work, &residual)
      norm = fresh
      steps += 1
      if gain < 2 { break }
    }
    return Refinement(residual: norm, steps: steps)
  }

  /// Sets r to b - A x; returns its largest absolute element.
  private static func residual(
    _ symbolic: SymbolicLDL, _ values: [Double], _ b: [Double], _ x: [Double], into r: inout [Double]
  ) -> Double {
    for i in 0..<symbolic.size { r[i] = b[i] }
    SparseMatrix.accumulateSymmetric(
      size: symbolic.size, starts: symbolic.inputStarts, rows: symbolic.inputRows, values: values, x: x, y: &r,
      alpha: -1)
    var norm = 0.0
    for value in r { norm = max(norm, abs(value)) }
    return norm
  }
}
