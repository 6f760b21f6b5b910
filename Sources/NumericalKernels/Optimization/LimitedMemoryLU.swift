/// The LU factors of a small dense matrix, with row exchanges.
struct LimitedMemoryLU {
  private var factors: [Double]
  private var exchanges: [Int]
  private let size: Int

  /// Factors a matrix given row by row; `nil` where a pivot is zero or not finite.
  init?(_ matrix: [Double], size: Int) {
    var a = matrix
    var exchanges = [Int](repeating: 0, count: size)
    for k in 0..<size {
      var pivot = k
      for i in k..<size where abs(a[i * size + k]) > abs(a[pivot * size + k]) { pivot = i }
      guard a[pivot * size + k] != 0, a[pivot * size + k].isFinite else { return nil }
      exchanges[k] = pivot
      if pivot != k { for j in 0..<size { a.swapAt(k * size + j, pivot * size + j) } }
      for i in k + 1..<max(size, k + 1) {
        let factor = a[i * size + k] / a[k * size + k]
        a[i * size + k] = factor
        for j in k + 1..<size { a[i * size + j] -= factor * a[k * size + j] }
      }
    }
    factors = a
    self.exchanges = exchanges
    self.size = size
  }

  /// The solution for one right-hand side.
  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for k in 0..<size where exchanges[k] != k { x.swapAt(k, exchanges[k]) }
    for i in 0..<size {
      var sum = x[i]
      for j in 0..<i { sum -= factors[i * size + j] * x[j] }
      x[i] = sum
    }
    for i in (0..<size).reversed() {
      var sum = x[i]
      for j in i + 1..<max(size, i + 1) { sum -= factors[i * size + j] * x[j] }
      x[i] = sum / factors[i * size + i]
    }
    return x
  }
}
