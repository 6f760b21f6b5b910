/// What smoothness does not see of a strand, fitted to sums over segments: a straight line, or a constant with tension or a flat end.
struct StrandLine: Sendable {
  private let operation: SmoothnessOperator
  let vectors: Range<Int>
  /// The sum of each vector and its first moment by the time from -1 to 1 along the strand; moments are zero where only constants pass.
  let levels: [Double]
  let moments: [Double]
  /// The fit of both to numbers, one for each vector.
  let fit: LineFit

  init(_ basis: SegmentBasis, _ vectors: Range<Int>, _ operation: SmoothnessOperator) {
    (self.operation, self.vectors) = (operation, vectors)
    var (levels, moments): ([Double], [Double]) = ([], [])
    for vector in vectors {
      var (level, moment) = (0.0, 0.0)
      let (offset, start) = (basis.offsets[vector], basis.starts[vector])
      for i in 0..<basis.length(vector) {
        let value = basis.values[offset + i]
        level += value
        moment += value * operation.time(start + i)
      }
      levels.append(level)
      moments.append(operation.passesLines ? moment : 0)
    }
    (self.levels, self.moments, fit) = (levels, moments, LineFit(levels, moments))
  }

  /// The place of a point between -1 and 1.
  @inline(__always)
  func time(_ point: Int) -> Double { operation.time(point) }
}
