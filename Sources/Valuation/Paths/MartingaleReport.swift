public import NumericalKernels

/// What is done about risk-neutral paths whose mean in a period is not the forward.
public enum Recentring: Hashable, Sendable {
  /// Nothing: the paths are refused where a mean is off by more than `limit` standard errors.
  case none(limit: Double)
  /// The difference is added to each path: for prices that may be negative.
  case additive
  /// Each path is multiplied by forward over mean: keeps positive prices positive.
  case multiplicative
}

/// How the means of risk-neutral paths compare with the forwards, before and after recentring.
public struct MartingaleReport: Hashable, Sendable {
  /// The forward of each factor (row) for each period (column).
  public let forwards: Matrix
  /// The means of the raw paths.
  public let means: Matrix
  /// The standard errors of those means.
  public let standardErrors: Matrix
  /// What was done about the difference.
  public let recentring: Recentring
  /// What was added to each path, or what it was multiplied by; zeros for none.
  public let adjustments: Matrix

  /// How many standard errors the raw mean was above the forward; infinite where paths without spread miss it.
  public func score(factor: Int, period: Int) -> Double {
    MartingaleReport.score(means[factor, period], forwards[factor, period], standardErrors[factor, period])
  }

  /// The largest absolute score.
  public var largestScore: Double {
    var largest = 0.0
    for factor in 0..<means.rows {
      for period in 0..<means.columns { largest = max(largest, abs(score(factor: factor, period: period))) }
    }
    return largest
  }

  private static func score(_ mean: Double, _ forward: Double, _ error: Double) -> Double {
    let difference = mean - forward
    // Paths without spread have a mean that is exact to rounding.
    if abs(difference) <= 4 * forward.magnitude.ulp { return 0 }
    return difference / error
  }

  /// Compares raw paths with forwards and writes the recentred values.
  init(
    _ paths: PathSet, _ forwards: Matrix, _ recentring: Recentring, _ values: inout [Double]
  ) throws(ValuationError) {
    guard forwards.rows == paths.factors.count, forwards.columns == paths.grid.count else {
      throw ValuationError(
        .countMismatch, found: "\(forwards.rows) x \(forwards.columns) forwards",
        expected: "\(paths.factors.count) x \(paths.grid.count)")
    }
    try requireFinite(forwards.storage, "forward")
    var means = Matrix(rows: forwards.rows, columns: forwards.columns)
    var errors = means
    var adjustments = means
    for factor in 0..<forwards.rows {
      for period in 0..<forwards.columns {
        let forward = forwards[factor, period]
        let moments = Moments(paths.values(factor: factor, period: period))
        means[factor, period] = moments.mean
        errors[factor, period] = moments.standardError
        let place = "\(paths.factors[factor].name), period \(period): mean \(moments.mean)"
        let start = (factor * forwards.columns + period) * paths.pathCount
        switch recentring {
        case .none(let limit):
          let score = MartingaleReport.score(moments.mean, forward, moments.standardError)
          guard abs(score) <= limit else {
            throw ValuationError(
              .notMartingale, found: "\(place), \(score) standard errors off",
              expected: "\(forward) within \(limit) standard errors", index: period)
          }
        case .additive:
          adjustments[factor, period] = forward - moments.mean
          for index in start..<start + paths.pathCount { values[index] += forward - moments.mean }
        case .multiplicative:
          let ratio = forward / moments.mean
          guard ratio > 0, ratio < .infinity else {
            throw ValuationError(
              .notMartingale, found: place, expected: "a mean of the sign of the forward \(forward)", index: period)
          }
          adjustments[factor, period] = ratio
          for index in start..<start + paths.pathCount { values[index] *= ratio }
        }
      }
    }
    self.forwards = forwards
    self.means = means
    standardErrors = errors
    self.recentring = recentring
    self.adjustments = adjustments
  }
}

/// The mean of some values and its standard error.
private struct Moments {
  let mean: Double
  let standardError: Double

  init(_ values: ArraySlice<Double>) {
    let count = Double(values.count)
    let first = values.reduce(0, +) / count
    // The second pass removes the rounding of the first.
    let mean = first + values.reduce(0) { $0 + ($1 - first) } / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = values.count > 1 ? (squares / (count - 1) / count).squareRoot() : .infinity
  }
}
