public import MarketData
import NumericalKernels
public import Valuation

/// How likely a constraint binds, and how dear it will be: a classifier for the first, a regression of the logarithm for the second.
///
///     let forecaster = try ConstraintForecaster("LINE A", features: past, shadowPrices: history)
///     let ahead = try await forecaster.forecast(features: tomorrow)
///     ahead[17].probability          // that it binds
///     ahead[17].expected             // probability x price if it binds
///
/// The probability comes from any `Classifier` over the features' names whose last class is the one that binds; ``LogisticClassifier`` is built
/// in. The price of an interval in which it binds is exp(ridge regression of log μ) times the mean of exp(residual), which undoes
/// the bias of the logarithm, and at most twice the dearest price of the past.
///
/// - Note: Source: N. Duan, "Smearing estimate", J. Am. Stat. Assoc. 78 (1983) 605-610.
public struct ConstraintForecaster: Sendable {
  /// A forecast of one interval.
  public struct Forecast: Hashable, Sendable, Codable {
    /// The probability that the constraint binds.
    public let probability: Double
    /// The shadow price where it binds.
    public let priceIfBinding: Double
    /// The expected shadow price: the product of both.
    public var expected: Double { probability * priceIfBinding }
  }

  /// The constraint.
  public let constraint: String
  /// What tells whether it binds.
  public let classifier: any Classifier
  /// The names of the features.
  public let featureNames: [String]
  /// The share of past intervals in which it bound: what a forecast has to beat.
  public let climatology: Double
  private let means: [Double]
  private let deviations: [Double]
  private let severity: [Double]
  private let smearing: Double
  private let cap: Double

  /// Learns from the past.
  ///
  /// - Parameters:
  ///   - constraint: its name, for reports.
  ///   - features: what was known.
  ///   - shadowPrices: what came of it, on the grid of the features; missing ones count as 0.
  ///   - classifier: the model of whether it binds; a calibrated logistic regression unless given.
  ///   - ridge: the penalty of both regressions.
  /// - Throws: `countMismatch` for another grid or a classifier of other features or fewer than two classes; `outOfRange` for a negative
  ///   price; as ``LogisticClassifier``.
  public init(
    _ constraint: String, features: ConstraintFeatures, shadowPrices: TimeSeries,
    classifier: (any Classifier)? = nil, ridge: Double = 1
  ) throws(NodalError) {
    guard shadowPrices.grid == features.grid else {
      throw NodalError(.countMismatch, found: "\(shadowPrices.grid)", expected: "\(features.grid)")
    }
    let prices = features.intervals.map { shadowPrices.values[$0].isNaN ? 0 : shadowPrices.values[$0] }
    if let odd = prices.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw NodalError(
        .outOfRange, found: "a shadow price of \(prices[odd])", expected: "0 or more",
        index: features.intervals[odd])
    }
    if let classifier, classifier.featureNames != features.names || classifier.classes.count < 2 {
      throw NodalError(
        .countMismatch, found: "a classifier of \(classifier.featureNames)", expected: "\(features.names)")
    }
    self.constraint = constraint
    featureNames = features.names
    let binds = prices.map { $0 > 0 }
    climatology = Double(binds.count { $0 }) / Double(binds.count)
    let logistic = try LogisticClassifier(
      features: features.matrix, outcomes: binds, names: features.names, classes: ("free", "binds"), ridge: ridge)
    self.classifier = classifier ?? logistic
    (means, deviations) = (logistic.means, logistic.deviations)
    let rows = binds.indices.filter { binds[$0] }
    let logs = rows.map { VectorMath.log(prices[$0]) }
    let size = features.names.count + 1
    guard !rows.isEmpty else {
      (severity, smearing, cap) = ([Double](repeating: 0, count: size), 0, 0)
      return
    }
    var normal = Matrix(rows: size, columns: size)
    var right = [Double](repeating: 0, count: size)
    func value(_ row: Int, _ column: Int) -> Double {
      column == 0
        ? 1 : (features.matrix[row, column - 1] - logistic.means[column - 1]) / logistic.deviations[column - 1]
    }
    for (place, row) in rows.enumerated() {
      for first in 0..<size {
        right[first] += value(row, first) * logs[place]
        for second in 0..<size { normal[first, second] += value(row, first) * value(row, second) }
      }
    }
    for place in 1..<size { normal[place, place] += ridge }
    let coefficients = try solved { () throws(NumericalError) in try Cholesky(normal).solve(right) }
    severity = coefficients
    smearing =
      rows.enumerated().reduce(0) { sum, item in
        let fitted = (0..<size).reduce(0) { $0 + coefficients[$1] * value(item.element, $1) }
        return sum + VectorMath.exp(logs[item.offset] - fitted)
      } / Double(rows.count)
    cap = 2 * prices.reduce(0, max)
  }

  /// Forecasts each row of features.
  ///
  /// - Throws: `countMismatch` for other features, or a classifier that answers with other classes or rows; what the classifier throws.
  public func forecast(features: ConstraintFeatures) async throws -> [Forecast] {
    let answer = try await probabilities(features: features)
    return (0..<answer.count).map { row in
      var log = severity[0]
      for place in means.indices {
        log += severity[place + 1] * (features.matrix[row, place] - means[place]) / deviations[place]
      }
      let price = cap > 0 ? min(cap, smearing * VectorMath.exp(min(log, 700))) : 0
      return Forecast(
        probability: answer.probabilities[row, answer.classes.count - 1], priceIfBinding: price)
    }
  }

  /// Scores the probabilities against what happened, beside those of the past's share.
  ///
  /// - Parameters:
  ///   - features: what was known.
  ///   - shadowPrices: what came of it.
  /// - Returns: Brier and log loss of the forecast, and of the share of the past as a forecast; both Brier scores count both classes, from
  ///   0 to 2.
  /// - Throws: As ``forecast(features:)``; `countMismatch` for another grid.
  public func scores(
    features: ConstraintFeatures, against shadowPrices: TimeSeries
  ) async throws -> (forecast: ClassScores, climatology: ClassScores) {
    guard shadowPrices.grid == features.grid else {
      throw NodalError(.countMismatch, found: "\(shadowPrices.grid)", expected: "\(features.grid)")
    }
    let answer = try await probabilities(features: features)
    let names = [answer.classes[0], answer.classes[answer.classes.count - 1]]
    let outcomes = features.intervals.map { names[shadowPrices.values[$0] > 0 ? 1 : 0] }
    let past = Matrix(rows: outcomes.count, columns: 2) { $1 == 1 ? climatology : 1 - climatology }
    return (
      try answer.scores(against: outcomes),
      try ClassProbabilities(classes: names, probabilities: past).scores(against: outcomes)
    )
  }

  private func probabilities(features: ConstraintFeatures) async throws -> ClassProbabilities {
    guard features.names == featureNames else {
      throw NodalError(.countMismatch, found: "features \(features.names)", expected: "\(featureNames)")
    }
    let answer = try await classifier.classify(features.matrix)
    guard answer.count == features.matrix.rows, answer.classes.count >= 2 else {
      throw NodalError(
        .countMismatch, found: "\(answer.count) answers of \(answer.classes.count) classes",
        expected: "\(features.matrix.rows) of two or more")
    }
    return answer
  }
}
