public import NumericalKernels

extension NodalPanel {
  /// The correlation of each two rows over the intervals that all rows have: how bases or congestion components move together.
  ///
  /// A row that does not vary correlates with nothing (0), but fully with every other row that does not: nodes that never see congestion
  /// belong together.
  ///
  /// - Throws: `empty` where fewer than two intervals have a number in every row; `tooLarge` beyond 1 GB.
  /// - Complexity: O(names² × intervals), by BLAS: equal to rounding across BLAS builds.
  public func correlations() throws(NodalError) -> Matrix {
    let count = names.count
    try DCModel.checkMemory(count, by: count, 1 << 30)
    let complete = (0..<grid.count).filter { interval in
      (0..<count).allSatisfy { !values[$0 * grid.count + interval].isNaN }
    }
    guard complete.count > 1 else {
      throw NodalError(.empty, found: "\(complete.count) intervals without a gap", expected: "at least two")
    }
    var scaled = Matrix(rows: count, columns: complete.count)
    var isFlat = [Bool](repeating: true, count: count)
    for row in 0..<count {
      let sample = complete.map { values[row * grid.count + $0] }
      let greatest = sample.reduce(0) { max($0, abs($1)) }
      guard sample.contains(where: { $0 != sample[0] }) else { continue }
      let mean = sample.reduce(0) { $0 + $1 / greatest / Double(sample.count) }
      let size = sample.reduce(0) { $0 + ($1 / greatest - mean) * ($1 / greatest - mean) }.squareRoot()
      // What is left of rounding is no movement.
      guard size > 1e-12 * Double(sample.count).squareRoot() else { continue }
      isFlat[row] = false
      for (column, value) in sample.enumerated() { scaled[row, column] = (value / greatest - mean) / size }
    }
    var result = Matrix(rows: count, columns: count)
    try solved { () throws(NumericalError) in try result.syrk(scaled.view) }
    for row in 0..<count {
      for column in 0..<count {
        result[row, column] =
          isFlat[row] && isFlat[column] || row == column ? 1 : min(1, max(-1, result[row, column]))
      }
    }
    return result
  }
}
