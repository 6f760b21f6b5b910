/// Scalar products and lengths, summed in the order of the elements.
enum Vectors {
  /// The scalar product.
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  /// The Euclidean length, without overflow; NaN and infinity where an element is.
  static func length(_ vector: [Double]) -> Double {
    var largest = 0.0
    for value in vector {
      if value.isNaN { return .nan }
      largest = max(largest, abs(value))
    }
    guard largest > 0, largest.isFinite else { return largest }
    var sum = 0.0
    if largest > 1e-140, largest < 1e140 {
      for value in vector { sum += value * value }
      return sum.squareRoot()
    }
    for value in vector { sum += (value / largest) * (value / largest) }
    return largest * sum.squareRoot()
  }
}
