import NumericalKernels

/// The sums over segments that make roughness and the pulls of soft rows least while the others hold, factorised.
///
/// Elimination of the rows that hold gives the sums on which a row turns by the others; these solve a least-squares problem with few unknowns. No condition number
/// is squared.
struct SumSystem: Sendable {
  /// A row as a combination of sums.
  struct Row: Sendable {
    var columns: ArraySlice<Int>
    var coefficients: ArraySlice<Double>
    /// The weight of a row that pulls.
    var softness: Double?
    /// Whether it holds in any case, so that of dependent rows another is left out.
    var isFixed = true

    func sum(_ sums: [Double]) -> Double {
      var sum = 0.0
      for k in columns.indices {
        sum += coefficients[k - columns.startIndex + coefficients.startIndex] * sums[columns[k]]
      }
      return sum
    }
  }

  let rows: [Row]
  let combinations: [SumCombinations]
  let elimination: RowElimination
  /// The rows that pull.
  let soft: [Int]
  /// The length of each row, by which elimination scales it.
  let lengths: [Double]
  private let leastSquares: QR?
  private let columnScales: [Double]
  /// Whether a factorisation broke down.
  let isSingular: Bool

  /// Factorises.
  ///
  /// - Parameters:
  ///   - count: The number of sums.
  ///   - anchors: Combinations, a number for each sum, that are held at zero: those that nothing decides.
  init(count: Int, _ rows: [Row], _ combinations: [SumCombinations], anchors: [[Double]]) {
    self.rows = rows
    self.combinations = combinations
    soft = rows.indices.filter { rows[$0].softness != nil }
    let lengths = rows.map { row in row.coefficients.withUnsafeBufferPointer { Vector.dot($0, $0) }.squareRoot() }
    self.lengths = lengths
    // Rows of few sums first: their pivots are near, and of dependent rows the longest is left out.
    let order = rows.indices.filter { rows[$0].softness == nil }
      .map { (rank: (rows[$0].isFixed ? 0 : 1, rows[$0].columns.count, $0), row: $0) }
      .sorted { $0.rank < $1.rank }.map(\.row)
    let everySum = ArraySlice(Array(0..<(anchors.isEmpty ? 0 : count)))
    elimination = RowElimination(columnCount: count, rows: order + anchors.indices.map { rows.count + $0 }) { row in
      guard row < rows.count else { return (everySum, ArraySlice(anchors[row - rows.count]), 1) }
      return (rows[row].columns, rows[row].coefficients, 1 / lengths[row])
    }
    var broken = combinations.contains { $0.factor.isSingular }
    var scales: [Double] = []
    var columns: [[Double]] = []
    for k in elimination.freeColumns.indices where !broken {
      let column = Self.residuals(elimination.direction(k), combinations, rows, soft)
      let size = Vector.length(column)
      broken = !(size > 0 && size.isFinite)
      scales.append(1 / size)
      columns.append(column.map { $0 / size })
    }
    var factors: QR?
    if !broken, let height = columns.first?.count {
      factors = try? QR(
        Matrix(rows: height, columns: columns.count, (0..<height).flatMap { i in columns.map { $0[i] } }))
      broken = height < columns.count || factors == nil
    }
    (leastSquares, columnScales, isSingular) = (factors, scales, broken)
  }

  /// What the least squares make small: the combinations in orthonormal coordinates, then the weighted sums of the rows that pull.
  private static func residuals(
    _ sums: [Double], _ combinations: [SumCombinations], _ rows: [Row], _ soft: [Int]
  ) -> [Double] {
    var residuals: [Double] = []
    for part in combinations { residuals += part.factor.halfSolved(part.combined(sums)) }
    for row in soft { residuals.append((rows[row].softness ?? 0).squareRoot() * rows[row].sum(sums)) }
    return residuals
  }

  /// Whether the sums depend on a row's target: not on that of one which follows from others.
  func isEffective(_ row: Int) -> Bool { rows[row].softness != nil || elimination.order.contains(row) }

  /// The sums for targets of the rows.
  func sums(_ targets: [Double]) -> [Double] {
    let reduced = elimination.order.map { $0 < rows.count ? targets[$0] / lengths[$0] : 0 }
    let free = [Double](repeating: 0, count: elimination.freeColumns.count)
    let start = elimination.solve(targets: reduced, free: free)
    guard let leastSquares else { return start }
    var goal = Self.residuals(start, combinations, rows, soft).map { -$0 }
    let place = goal.count - soft.count
    for (k, row) in soft.enumerated() { goal[place + k] += (rows[row].softness ?? 0).squareRoot() * targets[row] }
    let found = (try? leastSquares.solve(goal)) ?? free
    return elimination.solve(targets: reduced, free: zip(found, columnScales).map { $0 * $1 })
  }

  /// The transpose of ``sums(_:)``: weights on the targets from weights on the sums.
  func sumsTransposed(_ weights: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: rows.count)
    var (direct, free) = elimination.transposed(weights)
    if let leastSquares {
      free = zip(free, columnScales).map { $0 * $1 }
      let goal = leastSquares.solvedTransposed(free)
      var start = [Double](repeating: 0, count: weights.count)
      var place = 0
      for part in combinations {
        let own = Array(goal[place..<place + part.count])
        part.addTransposed(part.factor.halfSolvedTransposed(own).map { -$0 }, to: &start)
        place += part.count
      }
      for (k, row) in soft.enumerated() {
        let pull = (rows[row].softness ?? 0).squareRoot() * goal[place + k]
        result[row] += pull
        for (column, coefficient) in zip(rows[row].columns, rows[row].coefficients) {
          start[column] -= coefficient * pull
        }
      }
      for (k, value) in elimination.transposed(start).targets.enumerated() { direct[k] += value }
    }
    for (row, value) in zip(elimination.order, direct) where row < rows.count { result[row] += value / lengths[row] }
    return result
  }

  /// The multipliers of the rows, from the pull of roughness on the sums.
  func multipliers(_ pull: [Double], _ sums: [Double], _ targets: [Double]) -> [Double] {
    var multipliers = [Double](repeating: 0, count: rows.count)
    var pull = pull
    for row in soft {
      let multiplier = (rows[row].softness ?? 0) * (rows[row].sum(sums) - targets[row])
      multipliers[row] = multiplier
      for (column, coefficient) in zip(rows[row].columns, rows[row].coefficients) {
        pull[column] += multiplier * coefficient
      }
    }
    let found = elimination.transposed(pull).targets
    for (row, value) in zip(elimination.order, found) where row < rows.count {
      multipliers[row] = -value / lengths[row]
    }
    return multipliers
  }

  /// The rows, with factors, that a row which was left out is the sum of.
  func combination(of row: Int) -> [(Int, Double)] {
    let factors = elimination.combination(of: row)
    let largest = factors.reduce(0) { max($0, abs($1)) }
    return zip(elimination.order, factors).compactMap { other, factor in
      guard other < rows.count, abs(factor) > RowElimination.rounding * largest else { return nil }
      return (other, factor * lengths[row] / lengths[other])
    }
  }
}

extension QR {
  /// Q R⁻ᵀ x: the transpose of the least-squares solution's map from right-hand side to unknowns.
  fileprivate func solvedTransposed(_ x: [Double]) -> [Double] {
    let r = r
    var y = x
    for i in y.indices {
      for k in 0..<i { y[i] -= r[k, i] * y[k] }
      y[i] /= r[i, i]
    }
    y += [Double](repeating: 0, count: rows - columns)
    return (try? applyQ(to: y)) ?? y
  }
}
