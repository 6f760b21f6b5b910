import NumericalKernels

/// The twice differentiable curve of least ∫ f″² whose means over spans of time meet conditions: a quartic between the edges of the spans.
///
/// What ``MaximumSmoothnessSpline`` finds directly for single means that are given, this finds by the house's convex solver for any sums of
/// means, with room between their bounds too. f of a piece is Σ cₖ uᵏ, k from 0 to 4, with u from 0 to 1 along the piece; times are in units that make a piece about 1 long.
struct SplineProgram: Hashable, Sendable {
  /// A mean over a span, times a weight.
  struct Mean: Hashable, Sendable {
    var start: Double
    var end: Double
    var weight: Double
  }

  /// A condition on a weighted sum of means.
  struct Row: Hashable, Sendable {
    var means: [Mean]
    var lower: Double
    var upper: Double
    /// How hard the row pulls towards `lower`, where it is soft.
    var softness: Double?
  }

  /// The edges of the pieces, rising; two at least.
  let knots: [Double]
  /// Whether f′ is zero at the last edge.
  let flatEnd: Bool
  var rows: [Row]

  /// The number of coefficients.
  private var count: Int { 5 * (knots.count - 1) }

  private func length(_ piece: Int) -> Double { knots[piece + 1] - knots[piece] }

  /// Solves the program by the house's convex solver.
  func solve() throws(NumericalError) -> ConvexSolution {
    var options = ConvexOptions()
    options.tolerance = 1e-11
    return try program().solve(options)
  }

  /// Variables: the coefficients, then the misses of soft rows.
  private func program() throws(NumericalError) -> QuadraticProgram {
    let soft = rows.indices.filter { rows[$0].softness != nil }
    var matrix = Triplets()
    var (lower, upper): ([Double], [Double]) = ([], [])
    for (index, row) in rows.enumerated() {
      for (coefficient, weight) in functional(row.means) { matrix.put(index, coefficient, weight) }
      lower.append(row.lower)
      upper.append(row.softness == nil ? row.upper : row.lower)
    }
    for (k, row) in soft.enumerated() { matrix.put(row, count + k, 1) }
    for condition in joints {
      for (coefficient, weight) in condition { matrix.put(lower.count, coefficient, weight) }
      lower.append(0)
      upper.append(0)
    }
    var curvature = Triplets()
    for piece in 0..<knots.count - 1 {
      let length = length(piece)
      for k in 2...4 {
        for l in k...4 {
          let value = Double(k * (k - 1) * l * (l - 1)) / Double(k + l - 3)
          curvature.put(5 * piece + k, 5 * piece + l, value / (length * length * length))
        }
      }
    }
    for (k, row) in soft.enumerated() { curvature.put(count + k, count + k, rows[row].softness ?? 0) }
    let size = count + soft.count
    return try QuadraticProgram(
      quadratic: curvature.matrix(rows: size, columns: size), linear: [Double](repeating: 0, count: size),
      constraints: matrix.matrix(rows: lower.count, columns: size), rowLower: lower, rowUpper: upper)
  }

  /// Value, slope and curvature agree where pieces meet; the slope at the end is zero where it should be.
  private var joints: [[(Int, Double)]] {
    var conditions: [[(Int, Double)]] = []
    for piece in 0..<knots.count - 2 {
      let ratio = length(piece) / length(piece + 1)
      let (left, right) = (5 * piece, 5 * (piece + 1))
      conditions.append((0...4).map { (left + $0, 1) } + [(right, -1)])
      conditions.append((1...4).map { (left + $0, Double($0)) } + [(right + 1, -ratio)])
      conditions.append((2...4).map { (left + $0, Double($0 * ($0 - 1)) / 2) } + [(right + 2, -ratio * ratio)])
    }
    if flatEnd { conditions.append((1...4).map { (count - 5 + $0, Double($0)) }) }
    return conditions
  }

  /// A weighted sum of means as weights on coefficients.
  private func functional(_ means: [Mean]) -> [(Int, Double)] {
    var weights: [Int: Double] = [:]
    for mean in means {
      forEachPart(of: mean) { coefficient, weight in weights[coefficient, default: 0] += weight }
    }
    return weights.sorted { $0.key < $1.key }
  }

  /// The mean of a curve over a span.
  func mean(from start: Double, to end: Double, _ coefficients: [Double]) -> Double {
    var sum = 0.0
    forEachPart(of: Mean(start: start, end: end, weight: 1)) { sum += $1 * coefficients[$0] }
    return sum
  }

  private func forEachPart(of mean: Mean, _ body: (Int, Double) -> Void) {
    var piece = firstPiece(at: mean.start)
    while piece < knots.count - 1, knots[piece] < mean.end {
      let length = length(piece)
      let from = max(0, (mean.start - knots[piece]) / length)
      let to = min(1, (mean.end - knots[piece]) / length)
      let scale = mean.weight * length / (mean.end - mean.start)
      var (low, high) = (from, to)
      for k in 0...4 {
        body(5 * piece + k, scale * (high - low) / Double(k + 1))
        low *= from
        high *= to
      }
      piece += 1
    }
  }

  /// The piece that holds a time.
  private func firstPiece(at time: Double) -> Int {
    var (low, high) = (0, knots.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= time { low = middle } else { high = middle }
    }
    return low
  }

  /// The value at a time; before the first edge and behind the last by the piece there.
  func value(at time: Double, _ coefficients: [Double]) -> Double {
    let piece = firstPiece(at: time)
    let u = (time - knots[piece]) / length(piece)
    return (0..<4).reversed().reduce(coefficients[5 * piece + 4]) { $0 * u + coefficients[5 * piece + $1] }
  }

  /// ½ ∫ f″² in these units of time.
  func roughness(_ coefficients: [Double]) -> Double {
    var sum = 0.0
    for piece in 0..<knots.count - 1 {
      let length = length(piece)
      for k in 2...4 {
        for l in 2...4 {
          let value = Double(k * (k - 1) * l * (l - 1)) / Double(k + l - 3)
          sum += value * coefficients[5 * piece + k] * coefficients[5 * piece + l] / (length * length * length)
        }
      }
    }
    return sum / 2
  }
}

/// Entries of a matrix that is being put together.
private struct Triplets {
  private var rows: [Int] = []
  private var columns: [Int] = []
  private var values: [Double] = []

  mutating func put(_ row: Int, _ column: Int, _ value: Double) {
    rows.append(row)
    columns.append(column)
    values.append(value)
  }

  func matrix(rows count: Int, columns width: Int) throws(NumericalError) -> SparseMatrix {
    try SparseMatrix(rows: count, columns: width, rowIndices: rows, columnIndices: columns, values: values)
  }
}
