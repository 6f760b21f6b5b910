/// A condition that holds as an equality for the moment, or pulls: a row, or a point at its floor or ceiling.
struct ActiveRow: Sendable {
  /// The row, or the number of rows plus the value for a bound of a value.
  var index: Int
  /// The first value that takes part, and the weights from there on.
  var first: Int
  var weights: [Double]
  /// What the weighted sum of the values less their prior has to be.
  var target: Double
  /// The weight of a row that pulls; `nil` for one that holds.
  var softness: Double?
  /// Whether it holds in any case, so that of dependent rows another is left out.
  var isFixed = false
  /// 1 / Σ |weight|, which makes an average of a sum.
  var scale: Double

  /// Copies the weights of some points of a strand.
  func copy(_ range: Range<Int>, of strand: Int, _ strands: Int, into scratch: inout [Double]) {
    scratch.removeAll(keepingCapacity: true)
    if strands == 1 {
      scratch.append(contentsOf: weights[range.lowerBound - first..<range.upperBound - first])
    } else {
      for i in range { scratch.append(weights[i * strands + strand - first]) }
    }
  }

  /// The weighted sum of some values.
  func sum(_ values: [Double]) -> Double {
    weights.withUnsafeBufferPointer { weights in
      values.withUnsafeBufferPointer { values in
        Vector.dot(weights, UnsafeBufferPointer(rebasing: values[first..<first + weights.count]))
      }
    }
  }
}
