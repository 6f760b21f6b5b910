internal import CCarbon254Kernels

extension VectorMath {
  /// Adds weighted rows of a table to some sums: the gain of a book over scenarios, from each factor's moves.
  ///
  ///     // table: three rows of four
  ///     try VectorMath.addRows(of: table, startingAt: [0, 8], weights: [2, -1], to: &sums)
  ///
  /// Sums take the rows up in their order, without fused operations: the same bits on every machine.
  ///
  /// - Parameters:
  ///   - table: The numbers; a row is as long as there are sums.
  ///   - starts: Where each row begins.
  ///   - weights: What each row is multiplied by.
  ///   - sums: What is added to.
  /// - Throws: `dimensionMismatch` unless there is a weight for each row; `invalidIndex` with the place of a row that is not in the
  ///   table.
  /// - Complexity: O(rows × sums), at the speed of memory.
  public static func addRows(
    of table: Span<Double>, startingAt starts: [Int], weights: [Double], to sums: inout MutableSpan<Double>
  ) throws(NumericalError) {
    guard starts.count == weights.count else {
      throw NumericalError(.dimensionMismatch, "\(starts.count) weights expected, \(weights.count) given")
    }
    let count = sums.count
    if let odd = starts.firstIndex(where: { $0 < 0 || $0 > table.count - count }) {
      throw NumericalError(.invalidIndex, "a row of \(count) from \(starts[odd]) in \(table.count) numbers", index: odd)
    }
    let places = starts.map(Int64.init)
    table.withUnsafeBufferPointer { table in
      sums.withUnsafeMutableBufferPointer { sums in
        c254_add_rows(weights, places, places.count, table.baseAddress, sums.baseAddress, count)
      }
    }
  }
}
