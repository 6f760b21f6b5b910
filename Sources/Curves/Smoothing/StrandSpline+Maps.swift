extension StrandSpline {
  /// E z: the combinations of sums that roughness answers for.
  func combined(_ sums: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      var sum = 0.0
      for k in rowStarts[row]..<rowStarts[row + 1] { sum += weights[k] * sums[columns[k]] }
      result[row] = sum
    }
    return result
  }

  /// Adds Eᵀ x to weights on the sums.
  func addCombinedTransposed(_ x: [Double], to sums: inout [Double]) {
    for row in 0..<rows where x[row] != 0 {
      for k in rowStarts[row]..<rowStarts[row + 1] { sums[columns[k]] += weights[k] * x[row] }
    }
  }

  /// C⁻¹ x with the factor C of W Wᵀ.
  func halfSolved(_ x: [Double]) -> [Double] {
    var x = x
    for row in 0..<rows {
      let (first, start) = (firstColumns[row], factorStarts[row])
      var sum = x[row]
      for column in first..<row { sum -= factor[start + column - first] * x[column] }
      x[row] = sum / factor[start + row - first]
    }
    return x
  }

  /// C⁻ᵀ x with the factor C of W Wᵀ.
  func halfSolvedTransposed(_ x: [Double]) -> [Double] {
    var x = x
    for row in stride(from: rows - 1, through: 0, by: -1) {
      let (first, start) = (firstColumns[row], factorStarts[row])
      let value = x[row] / factor[start + row - first]
      x[row] = value
      for column in first..<row { x[column] -= factor[start + column - first] * value }
    }
    return x
  }

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
}
