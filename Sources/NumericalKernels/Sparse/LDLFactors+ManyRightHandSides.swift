extension LDLFactors {
  /// Solves A X = B for all columns of B.
  ///
  /// The columns are taken in blocks of eight, which read L once a block.
  ///
  /// - Throws: `dimensionMismatch` when B does not have `symbolic.size` rows, `invalidArgument` when the last
  ///   factorisation failed.
  /// - Complexity: two multiplications for each entry of L and column of B.
  public func solve(_ b: Matrix) throws(NumericalError) -> Matrix {
    try check(count: b.rows)
    var x = b
    solveBlocks(b.storage, &x.storage, count: b.columns, rowStride: b.columns, columnStride: 1)
    return x
  }

  /// Replaces right-hand sides that follow one another in memory by their solutions.
  ///
  /// - Parameters:
  ///   - x: `count` right-hand sides of `symbolic.size` elements each.
  ///   - count: how many there are.
  /// - Throws: `dimensionMismatch` when x has another length, `invalidArgument` when the last factorisation failed.
  public func solve(inPlaceColumns x: inout [Double], count: Int) throws(NumericalError) {
    guard count >= 0, x.count == symbolic.size * count else {
      throw NumericalError(
        .dimensionMismatch, "\(count) columns of \(symbolic.size) expected, \(x.count) elements given")
    }
    try check(count: symbolic.size)
    x.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      solveBlocks(base, base, count: count, rowStride: 1, columnStride: symbolic.size)
    }
  }

  /// Solves for `count` right-hand sides, element (i, c) of which stands at i · rowStride + c · columnStride; b and x
  /// may be the same.
  private func solveBlocks(
    _ b: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>, count: Int, rowStride: Int, columnStride: Int
  ) {
    let n = symbolic.size
    withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: n) { block in
      guard let work = block.baseAddress else { return }
      for first in stride(from: 0, to: count, by: 8) {
        let width = min(8, count - first)
        for k in 0..<n {
          let source = b + Int(symbolic.permutation[k]) * rowStride + first * columnStride
          var row = SIMD8<Double>.zero
          if width == 8, columnStride == 1 {
            row = UnsafeRawPointer(source).loadUnaligned(as: SIMD8<Double>.self)
          } else {
            for c in 0..<width { row[c] = source[c * columnStride] }
          }
          (work + k).initialize(to: row)
        }
        Self.solveBlock(
          size: n, starts: symbolic.lowerStarts, rows: symbolic.lowerRows, lower: lower, inverses: inversePivots,
          work: work)
        for k in 0..<n {
          let target = x + Int(symbolic.permutation[k]) * rowStride + first * columnStride
          if width == 8, columnStride == 1 {
            UnsafeMutableRawPointer(target).storeBytes(of: work[k], as: SIMD8<Double>.self)
          } else {
            for c in 0..<width { target[c * columnStride] = work[k][c] }
          }
        }
      }
    }
  }

  private static func solveBlock(
    size n: Int, starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>, lower: UnsafePointer<Double>,
    inverses: UnsafePointer<Double>, work: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    for j in 0..<n {
      let y = work[j]
      for p in starts[j]..<starts[j + 1] { work[Int(rows[p])] -= lower[p] * y }
    }
    for j in stride(from: n - 1, through: 0, by: -1) {
      var sum = work[j] * inverses[j]
      for p in starts[j]..<starts[j + 1] { sum -= lower[p] * work[Int(rows[p])] }
      work[j] = sum
    }
  }
}
