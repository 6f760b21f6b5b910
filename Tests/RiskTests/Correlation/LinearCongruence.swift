import NumericalKernels

/// Normals that any language can repeat: the quantiles of a 64-bit linear congruential generator.
struct LinearCongruence {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func normal() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return VectorMath.normalQuantile((Double(state >> 11) + 0.5) * 0x1p-53)
  }

  /// Rows of independent normals.
  mutating func matrix(rows: Int, columns: Int) -> Matrix {
    var matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns { matrix[row, column] = normal() }
    }
    return matrix
  }
}

/// The largest difference of two matrices' elements; infinite for different shapes.
func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
  guard a.rows == b.rows, a.columns == b.columns else { return .infinity }
  return zip(a.storage, b.storage).reduce(0) { worst, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}
