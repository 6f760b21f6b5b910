extension LDLFactors {
  /// Solves A x = b.
  ///
  /// - Throws: `dimensionMismatch` when b does not have `symbolic.size` elements, `invalidArgument` when the last
  ///   factorisation failed.
  /// - Complexity: two multiplications for each entry of L.
  public func solve(_ b: [Double]) throws(NumericalError) -> [Double] {
    try check(count: b.count)
    var x = b
    var work = [Double](repeating: 0, count: b.count)
    Self.solve(symbolic, lower: lower, inverses: inversePivots, b: b, x: &x, work: &work)
    return x
  }

  /// Solves A x = b into an array of the right length, without allocating.
  ///
  /// - Throws: as `solve(_:)`; also `dimensionMismatch` when x has not as many elements as b.
  public mutating func solve(_ b: [Double], into x: inout [Double]) throws(NumericalError) {
    try check(count: b.count)
    try check(count: x.count)
    Self.solve(symbolic, lower: lower, inverses: inversePivots, b: b, x: &x, work: &work)
  }

  /// Replaces b by the solution of A x = b, without allocating.
  ///
  /// - Throws: as `solve(_:)`.
  public mutating func solve(inPlace x: inout [Double]) throws(NumericalError) {
    try check(count: x.count)
    x.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      Self.solve(symbolic, lower: lower, inverses: inversePivots, b: base, x: base, work: &work)
    }
  }

  func check(count: Int) throws(NumericalError) {
    guard count == symbolic.size else {
      throw NumericalError(.dimensionMismatch, "\(symbolic.size) elements expected, \(count) given")
    }
    guard isComplete else {
      throw NumericalError(.invalidArgument, "the last factorisation failed; there is nothing to solve with")
    }
  }

  /// Solves on raw memory; b and x may be the same.
  ///
  /// It is static, and takes the factors' parts one by one, so that the caller may lend its own workspace without
  /// copying it.
  static func solve(
    _ symbolic: SymbolicLDL, lower: [Double], inverses: [Double], b: UnsafePointer<Double>,
    x: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>
  ) {
    solve(
      size: symbolic.size, permutation: symbolic.permutation, starts: symbolic.lowerStarts, rows: symbolic.lowerRows,
      lower: lower, inverses: inverses, b: b, x: x, work: work)
  }

  private static func solve(
    size n: Int, permutation: UnsafePointer<Int32>, starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>,
    lower: UnsafePointer<Double>, inverses: UnsafePointer<Double>, b: UnsafePointer<Double>,
    x: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<n { work[k] = b[Int(permutation[k])] }
    for j in 0..<n {
      let y = work[j]
      var p = starts[j]
      let end = starts[j + 1]
      while p < end {
        work[Int(rows[p])] -= lower[p] * y
        p &+= 1
      }
    }
    for j in stride(from: n - 1, through: 0, by: -1) {
      var sum = work[j] * inverses[j]
      var p = starts[j]
      let end = starts[j + 1]
      while p < end {
        sum -= lower[p] * work[Int(rows[p])]
        p &+= 1
      }
      work[j] = sum
      x[Int(permutation[j])] = sum
    }
  }
}
