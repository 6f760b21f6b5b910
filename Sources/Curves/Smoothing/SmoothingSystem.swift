import NumericalKernels

/// The smoothest curve under a fixed set of equalities and pulls, factorised.
///
/// The unknowns are the sums z over the segments. Elimination of the equalities gives those on which a row turns by the others, q; these make the roughness and
/// the pulls least, a problem in least squares with few unknowns. The curve follows from the sums by ``StrandSpline``. Nothing squares a condition number, and all
/// but the small least squares is O(n) or O(weights).
struct SmoothingSystem: Sendable {
  let points: Int
  let strands: Int
  let rows: [ActiveRow]
  let basis: SegmentBasis
  let splines: [StrandSpline]
  let elimination: RowElimination
  /// The rows that pull.
  let soft: [Int]
  /// The factorised matrix of the least squares, its columns scaled to length one; `nil` without a free column.
  let leastSquares: QR?
  let columnScales: [Double]
  /// Directions of level and slope of the strands, two numbers for each, that no row sees.
  let unseen: [[Double]]
  /// Whether a factorisation broke down.
  let isSingular: Bool

  init(points: Int, strands: Int, _ operation: DifferenceOperator, _ rows: [ActiveRow]) {
    (self.points, self.strands, self.rows) = (points, strands, rows)
    let basis = SegmentBasis(rows, strands: strands)
    let splines = (0..<strands).map { StrandSpline(basis, strand: $0, operation) }
    (self.basis, self.splines) = (basis, splines)
    soft = rows.indices.filter { rows[$0].softness != nil }
    unseen = Self.unseen(basis, splines, rows.count, operation)
    let anchors = Self.anchors(for: unseen, splines)
    // Rows of few segments first: their pivots are near, and of dependent rows the longest is left out.
    let hard = rows.indices.filter { rows[$0].softness == nil }
    func rank(_ row: Int) -> (Int, Int, Int) {
      (rows[row].isFixed ? 0 : 1, basis.rowStarts[row + 1] - basis.rowStarts[row], row)
    }
    let byLength = hard.sorted { rank($0) < rank($1) }
    let elimination = RowElimination(
      columnCount: basis.count, rows: byLength + anchors.indices.map { rows.count + $0 }
    ) { row in
      if row >= rows.count {
        let anchor = anchors[row - rows.count]
        return (ArraySlice(Array(0..<basis.count)), ArraySlice(anchor))
      }
      let range = basis.rowStarts[row]..<basis.rowStarts[row + 1]
      let scale = 1 / Vector.length(Array(basis.coefficients[range]))
      return (basis.columns[range], ArraySlice(basis.coefficients[range].map { $0 * scale }))
    }
    self.elimination = elimination
    var broken = splines.contains { $0.isSingular }
    var scales: [Double] = []
    var factors: QR?
    if !elimination.freeColumns.isEmpty {
      var matrix: [[Double]] = []
      for k in elimination.freeColumns.indices {
        let column = Self.residuals(elimination.direction(k), basis, splines, rows, soft)
        let size = Vector.length(column)
        if size > 0, size.isFinite { scales.append(1 / size) } else { broken = true }
        matrix.append(broken ? column : column.map { $0 / size })
      }
      if !broken {
        do throws(NumericalError) {
          let height = matrix[0].count
          var elements = [Double](repeating: 0, count: height * matrix.count)
          for (j, column) in matrix.enumerated() {
            for i in 0..<height { elements[i * matrix.count + j] = column[i] }
          }
          factors = try QR(Matrix(rows: height, columns: matrix.count, elements))
          broken = height < matrix.count
        } catch {
          broken = true
        }
      }
    }
    (leastSquares, columnScales, isSingular) = (factors, scales, broken)
  }

  /// The length of a row's combination of vectors, by which elimination scales it.
  func length(_ row: Int) -> Double {
    Vector.length(Array(basis.coefficients[basis.rowStarts[row]..<basis.rowStarts[row + 1]]))
  }

  /// What the least squares make small, for sums z: W's R g in orthonormal coordinates, then the weighted sums of the rows that pull.
  private static func residuals(
    _ sums: [Double], _ basis: SegmentBasis, _ splines: [StrandSpline], _ rows: [ActiveRow], _ soft: [Int]
  ) -> [Double] {
    var residuals: [Double] = []
    for spline in splines { residuals += spline.halfSolved(spline.combined(sums)) }
    for row in soft { residuals.append((rows[row].softness ?? 0).squareRoot() * basis.sum(row, sums)) }
    return residuals
  }

  func residuals(_ sums: [Double]) -> [Double] { Self.residuals(sums, basis, splines, rows, soft) }

  // MARK: What no row sees

  private static func unseen(
    _ basis: SegmentBasis, _ splines: [StrandSpline], _ rows: Int, _ operation: DifferenceOperator
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
