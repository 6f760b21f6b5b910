/// What smoothness does not see of a strand: a straight line, or with tension a constant, fitted to sums over segments.
struct StrandLine: Sendable {
  let points: Int
  let vectors: Range<Int>
  /// The sum of each vector and its first moment by the time -1 ... 1 along the strand; the moment is zero with tension.
  private(set) var levels: [Double]
  private(set) var moments: [Double]
  /// The orthonormal directions of the fit, and its triangle.
  private var first: [Double] = []
  private var second: [Double] = []
  private var triangle = (0.0, 0.0, 0.0)

  init(_ basis: SegmentBasis, _ vectors: Range<Int>, _ operation: DifferenceOperator) {
    self.vectors = vectors
    points = operation.points
    levels = []
    moments = []
    for vector in vectors {
      var (level, moment) = (0.0, 0.0)
      let (offset, start) = (basis.offsets[vector], basis.starts[vector])
      for i in 0..<basis.length(vector) {
        let value = basis.values[offset + i]
        level += value
        moment += value * time(start + i)
      }
      levels.append(level)
      moments.append(operation.passesLines ? moment : 0)
    }
    fit()
  }

  /// The place of a point between -1 and 1.
  @inline(__always)
  func time(_ point: Int) -> Double { points > 1 ? Double(2 * point - (points - 1)) / Double(points - 1) : 0 }

  /// Gram-Schmidt of levels and moments, levels first: what the segments do not tell stays zero.
  private mutating func fit() {
    let size = Vector.length(levels)
    let slack = 1e-10
    first = size > slack ? levels.map { $0 / size } : levels.map { _ in 0 }
    let along = zip(first, moments).reduce(0) { $0 + $1.0 * $1.1 }
    var rest = zip(first, moments).map { $1 - along * $0 }
    let again = zip(first, rest).reduce(0) { $0 + $1.0 * $1.1 }
    for k in rest.indices { rest[k] -= again * first[k] }
    let left = Vector.length(rest)
    second = left > slack * Vector.length(moments) ? rest.map { $0 / left } : rest.map { _ in 0 }
    triangle = (size, along + again, left)
  }

  /// The level and slope, by the time -1 ... 1, that fit sums over the segments.
  func fitted(_ sums: [Double]) -> (level: Double, slope: Double) {
    var (one, two) = (0.0, 0.0)
    for k in sums.indices {
      one += first[k] * sums[k]
      two += second[k] * sums[k]
    }
    let slope = two == 0 ? 0 : two / triangle.2
    return (one == 0 ? 0 : (one - triangle.1 * slope) / triangle.0, slope)
  }

  /// The transpose of ``fitted(_:)``.
  func fittedTransposed(level: Double, slope: Double) -> [Double] {
    let one = triangle.0 > 0 && first.contains { $0 != 0 } ? level / triangle.0 : 0
    let two = second.contains { $0 != 0 } ? (slope - triangle.1 * one) / triangle.2 : 0
    return first.indices.map { one * first[$0] + two * second[$0] }
  }
}
