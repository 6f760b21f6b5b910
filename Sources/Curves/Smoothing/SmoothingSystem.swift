/// The smoothest curve under a fixed set of equalities and pulls, factorised.
///
/// Rows are combinations of sums over segments (``SegmentBasis``), the smoothest curve with given sums is a spline (``StrandSpline``), and the sums follow from the
/// rows (``SumSystem``). All but a small least-squares problem is O(points + weights), and no condition number grows with the number of points.
struct SmoothingSystem: Sendable {
  let points: Int
  let strands: Int
  let rows: [ActiveRow]
  let basis: SegmentBasis
  let splines: [StrandSpline]
  let sumSystem: SumSystem
  /// Directions of level and slope of the strands, two numbers for each, that no row sees.
  let unseen: [[Double]]

  init(points: Int, strands: Int, _ operation: SmoothnessOperator, _ rows: [ActiveRow]) {
    (self.points, self.strands, self.rows) = (points, strands, rows)
    let basis = SegmentBasis(rows, strands: strands)
    let splines = (0..<strands).map { StrandSpline(basis, strand: $0, operation) }
    (self.basis, self.splines) = (basis, splines)
    unseen = Self.unseen(basis, splines, rows.count, operation)
    sumSystem = SumSystem(
      count: basis.count,
      rows.indices.map { row in
        let range = basis.rowStarts[row]..<basis.rowStarts[row + 1]
        return SumSystem.Row(
          columns: basis.columns[range], coefficients: basis.coefficients[range], softness: rows[row].softness,
          isFixed: rows[row].isFixed)
      },
      splines.map(\.combinations), anchors: Self.anchors(for: unseen, splines))
  }

  /// Whether a factorisation broke down.
  var isSingular: Bool { sumSystem.isSingular }

  // MARK: What no row sees

  private static func unseen(
    _ basis: SegmentBasis, _ splines: [StrandSpline], _ rows: Int, _ operation: SmoothnessOperator
  ) -> [[Double]] {
    let size = 2 * splines.count
    let wanted = operation.passesLines && operation.points > 1 ? size : splines.count
    var seen: [[Double]] = []
    func add(_ direction: [Double]) -> Bool {
      var rest = direction
      let length = Vector.length(rest)
      guard length > 0 else { return false }
      for _ in 0..<2 {
        for other in seen {
          let along = zip(other, rest).reduce(0) { $0 + $1.0 * $1.1 }
          for k in rest.indices { rest[k] -= along * other[k] }
        }
      }
      let left = Vector.length(rest)
      guard left > 1e-9 * length else { return false }
      seen.append(rest.map { $0 / left })
      return true
    }
    for row in 0..<rows where seen.count < wanted {
      var direction = [Double](repeating: 0, count: size)
      for k in basis.rowStarts[row]..<basis.rowStarts[row + 1] {
        let strand = basis.strand(of: basis.columns[k])
        let line = splines[strand].line
        let vector = basis.columns[k] - line.vectors.lowerBound
        direction[2 * strand] += basis.coefficients[k] * line.levels[vector]
        direction[2 * strand + 1] += basis.coefficients[k] * line.moments[vector]
      }
      _ = add(direction)
    }
    guard seen.count < wanted else { return [] }
    var unseen: [[Double]] = []
    let known = seen.count
    for k in 0..<size where wanted == size || k.isMultiple(of: 2) {
      var unit = [Double](repeating: 0, count: size)
      unit[k] = 1
      if seen.count < wanted, add(unit) { unseen.append(seen[seen.count - 1]) }
    }
    return known + unseen.count == wanted ? unseen : []
  }

  /// Rows on the sums that hold what no row sees at zero.
  private static func anchors(for unseen: [[Double]], _ splines: [StrandSpline]) -> [[Double]] {
    unseen.map { direction in
      splines.enumerated().flatMap { strand, spline in
        zip(spline.line.levels, spline.line.moments).map {
          direction[2 * strand] * $0 + direction[2 * strand + 1] * $1
        }
      }
    }.filter { Vector.length($0) > 1e-9 }
  }
}
