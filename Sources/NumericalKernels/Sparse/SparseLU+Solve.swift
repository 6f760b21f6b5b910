extension SparseLU {
  /// Solves A x = b.
  ///
  /// - Throws: `dimensionMismatch` when b does not have `size` elements, `invalidArgument` when the last factorisation
  ///   failed.
  /// - Complexity: one multiplication for each entry of L and U whose column the right-hand side reaches, plus O(n).
  public func solve(_ b: [Double]) throws(NumericalError) -> [Double] {
    try check(count: b.count)
    var x = b
    var work = b
    solve(&x, &work)
    return x
  }

  /// Replaces b by the solution of A x = b, without allocating.
  ///
  /// - Throws: as `solve(_:)`.
  public mutating func solve(inPlace x: inout [Double]) throws(NumericalError) {
    try check(count: x.count)
    Self.solve(
      size: size, lowerStarts: lowerStarts, lowerRows: lowerRows, lower: lower, upperStarts: upperStarts,
      upperRows: upperRows, upper: upper, pivots: pivots, rowPermutation: rowPermutation,
      columnPermutation: columnPermutation, x: &x, work: &work)
  }

  /// Replaces b by the solution of A x = b with a workspace of the caller.
  private func solve(_ x: inout [Double], _ work: inout [Double]) {
    Self.solve(
      size: size, lowerStarts: lowerStarts, lowerRows: lowerRows, lower: lower, upperStarts: upperStarts,
      upperRows: upperRows, upper: upper, pivots: pivots, rowPermutation: rowPermutation,
      columnPermutation: columnPermutation, x: &x, work: &work)
  }

  /// Solves Aᵀ x = b.
  ///
  /// - Throws: as `solve(_:)`.
  /// - Complexity: one multiplication for each entry of L and U, plus O(n).
  public func transposeSolve(_ b: [Double]) throws(NumericalError) -> [Double] {
    try check(count: b.count)
    var x = b
    var work = b
    Self.transposeSolve(
      size: size, lowerStarts: lowerStarts, lowerRows: lowerRows, lower: lower, upperStarts: upperStarts,
      upperRows: upperRows, upper: upper, pivots: pivots, rowPermutation: rowPermutation,
      columnPermutation: columnPermutation, x: &x, work: &work)
    return x
  }

  /// Solves A x = b for a right-hand side given by its entries; columns of the factors that it does not reach cost one
  /// comparison each.
  ///
  /// - Parameters:
  ///   - indices: the rows of b that are not zero; values of a row named twice are added.
  ///   - values: their values.
  /// - Throws: `dimensionMismatch` when there are not as many values as indices, `invalidIndex` (with the position) for
  ///   a row outside the matrix, `invalidArgument` when the last factorisation failed.
  /// - Complexity: one multiplication for each entry of L and U whose column the right-hand side reaches, plus O(n).
  public func solve(indices: [Int], values: [Double]) throws(NumericalError) -> [Double] {
    guard indices.count == values.count else {
      throw NumericalError(.dimensionMismatch, "\(indices.count) values expected, \(values.count) given")
    }
    if let odd = indices.firstIndex(where: { $0 < 0 || $0 >= size }) {
      throw NumericalError(.invalidIndex, "row \(indices[odd]) lies outside \(size) rows", index: odd)
    }
    var x = [Double](repeating: 0, count: size)
    for (i, value) in zip(indices, values) { x[i] += value }
    return try solve(x)
  }

  /// Solves A X = B for all columns of B.
  ///
  /// - Throws: `dimensionMismatch` when B does not have `size` rows, `invalidArgument` when the last factorisation
  ///   failed.
  /// - Complexity: that of `solve(_:)` for each column of B.
  public func solve(_ b: Matrix) throws(NumericalError) -> Matrix {
    try check(count: b.rows)
    var result = b
    var column = [Double](repeating: 0, count: size)
    var work = column
    for c in 0..<b.columns {
      for i in 0..<size { column[i] = b.storage[i * b.columns + c] }
      solve(&column, &work)
      for i in 0..<size { result.storage[i * b.columns + c] = column[i] }
    }
    return result
  }

  /// Solves A x = b, correcting the solution against a matrix of the same size, usually the one factored.
  ///
  /// Each step solves for the residual and keeps the corrected solution only when its residual is smaller; it stops
  /// when a step gains less than a factor of two.
  ///
  /// - Throws: as `solve(_:)`; also `dimensionMismatch` when the matrix has another size.
  public func solve(
    _ b: [Double], refiningAgainst matrix: SparseMatrix, maximumSteps: Int = 3
  ) throws(NumericalError) -> (x: [Double], refinement: Refinement) {
    guard matrix.rows == size, matrix.columns == size else {
      throw NumericalError(
        .dimensionMismatch, "\(size) x \(size) expected, \(matrix.rows) x \(matrix.columns) given")
    }
    var x = try solve(b)
    var residual = b
    try matrix.multiply(x, into: &residual, alpha: -1, beta: 1)
    var norm = residual.reduce(0) { max($0, abs($1)) }
    var steps = 0
    while steps < maximumSteps, norm > 0 {
      var candidate = try solve(residual)
      for i in 0..<size { candidate[i] += x[i] }
      residual = b
      try matrix.multiply(candidate, into: &residual, alpha: -1, beta: 1)
      let fresh = residual.reduce(0) { max($0, abs($1)) }
      guard fresh < norm else { break }
      let gain = norm / fresh
      x = candidate
      norm = fresh
      steps += 1
      if gain < 2 { break }
    }
    return (x, Refinement(residual: norm, steps: steps))
  }

  private func check(count: Int) throws(NumericalError) {
    guard count == size else {
      throw NumericalError(.dimensionMismatch, "\(size) elements expected, \(count) given")
    }
    guard isComplete else {
      throw NumericalError(.invalidArgument, "the last factorisation failed; there is nothing to solve with")
    }
  }

  private static func solve(
    size n: Int, lowerStarts: UnsafePointer<Int>, lowerRows: UnsafePointer<Int32>, lower: UnsafePointer<Double>,
    upperStarts: UnsafePointer<Int>, upperRows: UnsafePointer<Int32>, upper: UnsafePointer<Double>,
    pivots: UnsafePointer<Double>, rowPermutation: UnsafePointer<Int32>, columnPermutation: UnsafePointer<Int32>,
    x: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<n { work[k] = x[Int(rowPermutation[k])] }
    for j in 0..<n {
      let y = work[j]
      guard y != 0 else { continue }
      for p in lowerStarts[j]..<lowerStarts[j + 1] { work[Int(lowerRows[p])] -= lower[p] * y }
    }
    for j in stride(from: n - 1, through: 0, by: -1) {
      var y = work[j]
      if y != 0 {
        y /= pivots[j]
        for p in upperStarts[j]..<upperStarts[j + 1] { work[Int(upperRows[p])] -= upper[p] * y }
      }
      x[Int(columnPermutation[j])] = y
    }
  }

  private static func transposeSolve(
    size n: Int, lowerStarts: UnsafePointer<Int>, lowerRows: UnsafePointer<Int32>, lower: UnsafePointer<Double>,
    upperStarts: UnsafePointer<Int>, upperRows: UnsafePointer<Int32>, upper: UnsafePointer<Double>,
    pivots: UnsafePointer<Double>, rowPermutation: UnsafePointer<Int32>, columnPermutation: UnsafePointer<Int32>,
    x: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>
  ) {
    for j in 0..<n {
      var sum = x[Int(columnPermutation[j])]
      for p in upperStarts[j]..<upperStarts[j + 1] { sum -= upper[p] * work[Int(upperRows[p])] }
      work[j] = sum / pivots[j]
    }
    for j in stride(from: n - 1, through: 0, by: -1) {
      var sum = work[j]
      for p in lowerStarts[j]..<lowerStarts[j + 1] { sum -= lower[p] * work[Int(lowerRows[p])] }
      work[j] = sum
      x[Int(rowPermutation[j])] = sum
    }
  }
}
