/// Combinations E z of sums over segments which smoothness sees: roughness is ½ (E z)ᵀ T⁻¹ (E z), with the factor of T.
///
/// The combinations do not see what smoothness does not see, a line or a constant.
struct SumCombinations: Sendable {
  /// Where each combination begins in `columns` and `weights`; one more than combinations.
  private(set) var starts = [0]
  private(set) var columns: [Int] = []
  private(set) var weights: [Double] = []
  var factor = EnvelopeFactor(order: 0, first: { $0 }, { _, _ in 1 })

  var count: Int { starts.count - 1 }

  /// Adds a sum to the combination that is being made.
  mutating func add(_ weight: Double, of column: Int) {
    columns.append(column)
    weights.append(weight)
  }

  /// Ends the combination that is being made.
  mutating func close() { starts.append(columns.count) }

  /// E z.
  func combined(_ sums: [Double]) -> [Double] {
    (0..<count).map { row in
      var sum = 0.0
      for k in starts[row]..<starts[row + 1] { sum += weights[k] * sums[columns[k]] }
      return sum
    }
  }

  /// Adds Eᵀ x to weights on the sums.
  func addTransposed(_ x: [Double], to sums: inout [Double]) {
    for row in 0..<count where x[row] != 0 {
      for k in starts[row]..<starts[row + 1] { sums[columns[k]] += weights[k] * x[row] }
    }
  }

  /// The size of E z without cancellation, which rounding is relative to.
  func magnitude(_ sums: [Double]) -> Double {
    var square = 0.0
    for row in 0..<count {
      var sum = 0.0
      for k in starts[row]..<starts[row + 1] { sum += abs(weights[k] * sums[columns[k]]) }
      square += sum * sum
    }
    return square.squareRoot()
  }
}
