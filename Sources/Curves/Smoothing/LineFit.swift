/// A level and a slope fitted to numbers by least squares: x ≈ level · levels + slope · slopes.
///
/// By Gram-Schmidt, levels first; what the numbers do not tell is zero.
struct LineFit: Sendable {
  private let first: [Double]
  private let second: [Double]
  private let size: Double
  private let along: Double
  private let rest: Double

  /// Relative size of a direction that counts as none.
  private static let slack = 1e-10

  init(_ levels: [Double], _ slopes: [Double]) {
    let size = Vector.length(levels)
    let first = levels.map { size > Self.slack ? $0 / size : 0 }
    var second = slopes
    var along = 0.0
    for _ in 0..<2 {
      let part = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
      along += part
      for k in second.indices { second[k] -= part * first[k] }
    }
    let length = Vector.length(second)
    let rest = length > Self.slack * Vector.length(slopes) ? length : 0
    (self.first, self.size, self.along, self.rest) = (first, size > Self.slack ? size : 0, along, rest)
    self.second = second.map { rest > 0 ? $0 / rest : 0 }
  }

  /// The level and slope that fit best.
  func fitted(_ numbers: [Double]) -> (level: Double, slope: Double) {
    var (one, two) = (0.0, 0.0)
    for k in numbers.indices {
      one += first[k] * numbers[k]
      two += second[k] * numbers[k]
    }
    let slope = rest > 0 ? two / rest : 0
    return (size > 0 ? (one - along * slope) / size : 0, slope)
  }

  /// The transpose of ``fitted(_:)``.
  func transposed(level: Double, slope: Double) -> [Double] {
    let one = size > 0 ? level / size : 0
    let two = rest > 0 ? (slope - along * one) / rest : 0
    return first.indices.map { one * first[$0] + two * second[$0] }
  }
}
