/// A QR factorisation with column exchanges, and the damped least-squares steps that follow from it.
///
/// For the small, tall matrices of ``LevenbergMarquardt``; columns are stored one after another. Not ``QR``: that goes through LAPACK,
/// whose last bits depend on the library at hand, and a fit shall take the same steps on every machine. The lengths of the remaining
/// columns are computed afresh at each exchange, which keeps the pivots right for nearly dependent columns.
struct LeastSquaresQR {
  /// The number of columns.
  let count: Int
  /// The upper triangle, row i and column j at `i * count + j`.
  private var triangle: [Double]
  /// The original place of each column.
  private let order: [Int]
  /// The first `count` elements of `Qᵀ b`.
  private var projected: [Double]

  /// Factors some columns of a matrix by Householder reflections, the longest remaining column first.
  init(_ matrix: Matrix, columns: [Int], right: [Double]) {
    let rows = max(matrix.rows, columns.count)
    let count = columns.count
    var a = [Double](repeating: 0, count: rows * count)
    for (place, column) in columns.enumerated() {
      for row in 0..<matrix.rows { a[place * rows + row] = matrix[row, column] }
    }
    var b = right + [Double](repeating: 0, count: rows - right.count)
    var order = Array(0..<count)
    var triangle = [Double](repeating: 0, count: count * count)
    for k in 0..<count {
      var pivot = k
      var longest = -1.0
      for j in k..<count {
        let length = Vectors.length(Array(a[order[j] * rows + k..<(order[j] + 1) * rows]))
        if length > longest { (pivot, longest) = (j, length) }
      }
      order.swapAt(k, pivot)
      if pivot != k { for i in 0..<k { triangle.swapAt(i * count + k, i * count + pivot) } }
      let base = order[k] * rows
      guard longest > 0 else { continue }
      let alpha = a[base + k] > 0 ? -longest : longest
      triangle[k * count + k] = alpha
      // The reflection I - v vᵀ / (v₀ longest) with v scaled so that v₀ = 1 + |a_k| / longest.
      for i in k..<rows { a[base + i] /= -alpha }
      a[base + k] += 1
      let head = a[base + k]
      for j in k + 1..<max(count, k + 1) {
        let other = order[j] * rows
        var sum = 0.0
        for i in k..<rows { sum += a[base + i] * a[other + i] }
        sum /= head
        for i in k..<rows { a[other + i] -= sum * a[base + i] }
        triangle[k * count + j] = a[other + k]
      }
      var sum = 0.0
      for i in k..<rows { sum += a[base + i] * b[i] }
      sum /= head
      for i in k..<rows { b[i] -= sum * a[base + i] }
    }
    self.count = count
    self.triangle = triangle
    self.order = order
    projected = Array(b[0..<count])
  }

  /// The number of leading pivots larger than a part of the first one.
  func rank(above share: Double) -> Int {
    guard count > 0 else { return 0 }
    let least = Double(count) * share * abs(triangle[0])
    return (0..<count).first { abs(triangle[$0 * count + $0]) <= least } ?? count
  }

  /// The length of the matrix times a vector.
  func normAfter(_ vector: [Double]) -> Double {
    Vectors.length(
      (0..<count).map { i in
        var sum = 0.0
        for j in i..<count { sum += triangle[i * count + j] * vector[order[j]] }
        return sum
      })
  }

  /// `(AᵀA)⁻¹`, or `nil` where a pivot is zero.
  func normalInverse() -> Matrix? {
    guard (0..<count).allSatisfy({ triangle[$0 * count + $0] != 0 }) else { return nil }
    var inverse = [Double](repeating: 0, count: count * count)
    for j in 0..<count {
      inverse[j * count + j] = 1 / triangle[j * count + j]
      for i in (0..<j).reversed() {
        var sum = 0.0
        for k in i + 1...j { sum += triangle[i * count + k] * inverse[k * count + j] }
        inverse[i * count + j] = -sum / triangle[i * count + i]
      }
    }
    var result = Matrix(rows: count, columns: count)
    for i in 0..<count {
      for j in 0..<count {
        var sum = 0.0
        for k in max(i, j)..<count { sum += inverse[i * count + k] * inverse[j * count + k] }
        result[order[i], order[j]] = sum
      }
    }
    return result
  }

  /// The `z` that minimises `‖A z - b‖² + damping ‖D z‖²`, with the damping at which `‖D z‖` is within a tenth of the radius.
  ///
  /// Zero damping where the undamped solution is short enough. Source: Moré 1978, section 5.
  func dampedStep(_ weights: [Double], radius: Double, damping: inout Double) -> [Double] {
    let rank = (0..<count).first { triangle[$0 * count + $0] == 0 } ?? count
    var z = solveTriangle(projected, diagonal: (0..<count).map { triangle[$0 * count + $0] }, rank: rank, triangle)
    func length(_ z: [Double]) -> Double { Vectors.length((0..<count).map { z[$0] * weights[order[$0]] }) }
    func inOriginalOrder(_ z: [Double]) -> [Double] {
      var result = [Double](repeating: 0, count: count)
      for j in 0..<count { result[order[j]] = z[j] }
      return result
    }
    var size = length(z)
    var excess = size - radius
    if excess <= 0.1 * radius {
      damping = 0
      return inOriginalOrder(z)
    }
    var lower = 0.0
    if rank == count {
      let slope = forwardNorm(z, size, weights, diagonal: (0..<count).map { triangle[$0 * count + $0] }, triangle)
      lower = excess / radius / slope / slope
    }
    let gradient = (0..<count).map { j in
      var sum = 0.0
      for i in 0...j { sum += triangle[i * count + j] * projected[i] }
      return sum / weights[order[j]]
    }
    let steepest = Vectors.length(gradient)
    var upper = steepest / radius
    if upper == 0 { upper = Double.leastNormalMagnitude / min(radius, 0.1) }
    damping = min(max(damping, lower), upper)
    if damping == 0 { damping = steepest / size }
    for iteration in 1...10 {
      if damping == 0 { damping = max(Double.leastNormalMagnitude, 0.001 * upper) }
      let (factor, diagonal, right) = eliminate(weights, damping.squareRoot())
      let independent = (0..<count).first { diagonal[$0] == 0 } ?? count
      z = solveTriangle(right, diagonal: diagonal, rank: independent, factor)
      size = length(z)
      let before = excess
      excess = size - radius
      if abs(excess) <= 0.1 * radius || (lower == 0 && excess <= before && before < 0) || iteration == 10 { break }
      let slope = forwardNorm(z, size, weights, diagonal: diagonal, factor)
      let correction = excess / radius / slope / slope
      if excess > 0 { lower = max(lower, damping) } else { upper = min(upper, damping) }
      damping = max(lower, damping + correction)
    }
    return inOriginalOrder(z)
  }

  /// Solves the upper triangle with a diagonal of its own; unknowns beyond the rank are zero.
  private func solveTriangle(_ right: [Double], diagonal: [Double], rank: Int, _ upper: [Double]) -> [Double] {
    var z = [Double](repeating: 0, count: count)
    for i in (0..<rank).reversed() {
      var sum = right[i]
      for j in i + 1..<max(rank, i + 1) { sum -= upper[i * count + j] * z[j] }
      z[i] = sum / diagonal[i]
    }
    return z
  }

  /// `‖T⁻ᵀ D² z / size‖`: minus the derivative of the step's length in the damping, up to the length.
  private func forwardNorm(
    _ z: [Double], _ size: Double, _ weights: [Double], diagonal: [Double], _ upper: [Double]
  ) -> Double {
    var w = (0..<count).map { weights[order[$0]] * (weights[order[$0]] * z[$0] / size) }
    for j in 0..<count {
      var sum = w[j]
      for i in 0..<j { sum -= upper[i * count + j] * w[i] }
      w[j] = diagonal[j] == 0 ? 0 : sum / diagonal[j]
    }
    return Vectors.length(w)
  }

  /// Turns `[R; root D]` into a triangle by rotations, with the right-hand side.
  private func eliminate(_ weights: [Double], _ root: Double) -> (factor: [Double], diagonal: [Double], right: [Double])
  {
    var factor = triangle
    var right = projected
    var row = [Double](repeating: 0, count: count)
    for j in 0..<count {
      for k in j..<count { row[k] = 0 }
      row[j] = root * weights[order[j]]
      var extra = 0.0
      for k in j..<count where row[k] != 0 {
        let (a, b) = (factor[k * count + k], row[k])
        let hypotenuse = Vectors.length([a, b])
        let (cosine, sine) = (a / hypotenuse, b / hypotenuse)
        factor[k * count + k] = hypotenuse
        let value = cosine * right[k] + sine * extra
        extra = cosine * extra - sine * right[k]
        right[k] = value
        for i in k + 1..<max(count, k + 1) {
          let value = cosine * factor[k * count + i] + sine * row[i]
          row[i] = cosine * row[i] - sine * factor[k * count + i]
          factor[k * count + i] = value
        }
      }
    }
    return (factor, (0..<count).map { factor[$0 * count + $0] }, right)
  }
}
