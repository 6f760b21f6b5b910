import NumericalKernels

/// Mean and covariances of a normal model of rows with missing values.
///
/// Rows with the same pattern of gaps share one regression of what is missing on what is there.
struct ExpectationMaximisation {
  private let data: Matrix
  /// The rows of each pattern; the pattern lists the columns that are there.
  private let patterns: [(present: [Int], rows: [Int])]

  init(_ data: Matrix) {
    self.data = data
    var groups: [[Bool]: [Int]] = [:]
    for row in 0..<data.rows { groups[(0..<data.columns).map { !data[row, $0].isNaN }, default: []].append(row) }
    // A row with nothing says nothing.
    patterns = groups.sorted { $0.value[0] < $1.value[0] }.compactMap { mask, rows in
      let present = mask.indices.filter { mask[$0] }
      return present.isEmpty ? nil : (present, rows)
    }
  }

  func run(limit: Int = 1000, tolerance: Double = 1e-10) throws(NumericalError) -> EstimatedMoments {
    let n = data.columns
    let count = Double(patterns.reduce(0) { $0 + $1.rows.count })
    var mean = (0..<n).map { j in
      let values = (0..<data.rows).map { data[$0, j] }.filter { !$0.isNaN }
      return values.reduce(0, +) / Double(max(1, values.count))
    }
    var covariance = Matrix.diagonal(
      (0..<n).map { j in
        let values = (0..<data.rows).map { data[$0, j] }.filter { !$0.isNaN }
        return values.reduce(0) { $0 + ($1 - mean[j]) * ($1 - mean[j]) } / Double(max(1, values.count))
      })
    if let flat = covariance.diagonal.firstIndex(where: { !($0 > 0) }) {
      throw NumericalError(.insufficientData, "the column does not vary", index: flat)
    }
    let complete = patterns.count == 1 && patterns[0].present.count == n
    for iteration in 1...limit {
      let (sum, products) = try expected(mean, covariance)
      let nextMean = sum.map { $0 / count }
      let next = Matrix(rows: n, columns: n) { products[$0, $1] / count - nextMean[$0] * nextMean[$1] }
      let change = (0..<n).reduce(0.0) { worst, i in
        let roots = (0...i).map { j in abs(next[i, j] - covariance[i, j]) / (next[i, i] * next[j, j]).squareRoot() }
        return max(worst, roots.max() ?? 0)
      }
      (mean, covariance) = (nextMean, next)
      if change < tolerance || complete { return moments(covariance, iteration, .converged, count) }
      guard change.isFinite else { throw NumericalError(.insufficientData, "the likelihood has no maximum") }
    }
    return moments(covariance, limit, .iterationLimit, count)
  }

  /// The covariances with the divisor count - 1, to agree with the sample's where nothing is missing.
  private func moments(_ covariance: Matrix, _ iterations: Int, _ status: FitStatus, _ count: Double)
    -> EstimatedMoments
  {
    var result = EstimatedMoments((count / max(1, count - 1)) * covariance, counts: data.pairCounts(complete: false))
    result.iterations = iterations
    result.status = status
    return result
  }

  /// The expected sums of values and of their products, given what is there.
  private func expected(_ mean: [Double], _ covariance: Matrix) throws(NumericalError)
    -> (sum: [Double], products: Matrix)
  {
    let n = data.columns
    var sum = [Double](repeating: 0, count: n)
    var products = Matrix(rows: n, columns: n)
    for (present, rows) in patterns {
      let missing = (0..<n).filter { !present.contains($0) }
      // β = Σ_mp Σ_pp⁻¹, a column for each missing one.
      var slopes = Matrix(rows: present.count, columns: missing.count)
      if !missing.isEmpty {
        let known = Matrix(rows: present.count, columns: present.count) { covariance[present[$0], present[$1]] }
        let cross = Matrix(rows: present.count, columns: missing.count) { covariance[present[$0], missing[$1]] }
        slopes = try Cholesky(known).solve(cross)
        // What the regression leaves: Σ_mm - β Σ_pm, for each row of the pattern.
        for (i, a) in missing.enumerated() {
          for (j, b) in missing.enumerated() {
            var rest = covariance[a, b]
            for k in present.indices { rest -= slopes[k, i] * cross[k, j] }
            products[a, b] += Double(rows.count) * rest
          }
        }
      }
      for row in rows {
        var values = (0..<n).map { data[row, $0] }
        for (i, column) in missing.enumerated() {
          values[column] = mean[column]
          for (k, known) in present.enumerated() { values[column] += slopes[k, i] * (data[row, known] - mean[known]) }
        }
        for i in 0..<n {
          sum[i] += values[i]
          for j in 0..<n { products[i, j] += values[i] * values[j] }
        }
      }
    }
    return (sum, products)
  }
}
