/// What smoothness does not see of a strand: a straight line, or with tension a constant, fitted to sums over segments.
struct StrandLine: Sendable {
  let points: Int
  let vectors: Range<Int>
  /// The sum of each vector and its first moment by the time -1 ... 1 along the strand; the moment is zero with tension.
  let levels: [Double]
  let moments: [Double]
  /// The fit of both to numbers, one for each vector.
  let fit: LineFit

  init(_ basis: SegmentBasis, _ vectors: Range<Int>, _ operation: DifferenceOperator) {
    self.vectors = vectors
    points = operation.points
    var (levels, moments): ([Double], [Double]) = ([], [])
    for vector in vectors {
      var (level, moment) = (0.0, 0.0)
      let (offset, start) = (basis.offsets[vector], basis.starts[vector])
      for i in 0..<basis.length(vector) {
        let value = basis.values[offset + i]
        level += value
        moment += value * Self.time(start + i, of: operation.points)
      }
      levels.append(level)
      moments.append(operation.passesLines ? moment : 0)
    }
    (self.levels, self.moments, fit) = (levels, moments, LineFit(levels, moments))
  }

  /// The place of a point between -1 and 1.
  @inline(__always)
  func time(_ point: Int) -> Double { Self.time(point, of: points) }

  @inline(__always)
  private static func time(_ point: Int, of points: Int) -> Double {
    points > 1 ? Double(2 * point - (points - 1)) / Double(points - 1) : 0
  }
}
