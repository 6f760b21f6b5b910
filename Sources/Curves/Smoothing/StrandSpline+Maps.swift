extension StrandSpline {
  /// Wᵀ x: what R g is.
  func spread(_ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: operation.rows)
    result.withUnsafeMutableBufferPointer { result in
      numbers.withUnsafeBufferPointer { numbers in
        for row in 0..<rows {
          let (place, factor) = (supports[row] - offsets[row], x[row])
          for k in offsets[row]..<offsets[row + 1] { result[place + k] += factor * numbers[k] }
        }
      }
    }
    return result
  }

  /// W x, the transpose of ``spread(_:)``.
  func gathered(_ x: [Double]) -> [Double] {
    x.withUnsafeBufferPointer { x in
      numbers.withUnsafeBufferPointer { numbers in
        (0..<rows).map { row in
          let length = offsets[row + 1] - offsets[row]
          return Vector.dot(
            UnsafeBufferPointer(rebasing: numbers[offsets[row]..<offsets[row + 1]]),
            UnsafeBufferPointer(rebasing: x[supports[row]..<supports[row] + length]))
        }
      }
    }
  }

  /// The curve of a shape η, with the line that gives it its sums, and R g.
  func curve(_ shape: [Double], _ sums: [Double], _ basis: SegmentBasis) -> (values: [Double], bends: [Double]) {
    let bends = spread(shape)
    var values = operation.integral(of: bends)
    let (level, slope) = line.fit.fitted(vectors.map { sums[$0] - basis.product($0, values) })
    for i in values.indices { values[i] += level + slope * line.time(i) }
    return (values, bends)
  }

  /// Adds to weights on the sums what weights on the curve's values come to: the transpose of the map from sums to the curve.
  func addCurveTransposed(_ weights: [Double], _ basis: SegmentBasis, to sums: inout [Double]) {
    var (level, slope) = (0.0, 0.0)
    for (i, weight) in weights.enumerated() {
      level += weight
      slope += weight * line.time(i)
    }
    let fit = line.fit.transposed(level: level, slope: operation.passesLines ? slope : 0)
    var rest = weights
    for (vector, weight) in zip(vectors, fit) {
      sums[vector] += weight
      let (start, offset) = (basis.starts[vector], basis.offsets[vector])
      for i in 0..<basis.length(vector) { rest[start + i] -= weight * basis.values[offset + i] }
    }
    let shape = gathered(operation.integralTransposed(of: rest))
    combinations.addTransposed(combinations.factor.solved(shape), to: &sums)
  }
}
