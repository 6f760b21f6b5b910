public import NumericalKernels
public import Valuation

/// Whether something happens, from features: logistic regression with a ridge, calibrated out of sample.
///
///     let model = try LogisticClassifier(features: rows, outcomes: binds, names: ["load", "wind"], classes: ("free", "binds"))
///     try await model.classify(tomorrow).probability(of: "binds", at: 0)
///
/// The baseline that ships for ``ConstraintForecaster``; any other `Classifier` fits in its place. Features are centred and scaled by their own
/// deviation, the intercept bears no penalty, and Newton's method runs until its step is below 1e-10. With calibration the log-odds are
/// stretched and shifted by what fits the blocks of time that each fold left out.
///
/// - Note: Sources: S. le Cessie, J. van Houwelingen, "Ridge estimators in logistic regression", Appl. Stat. 41 (1992) 191-201; J. Platt,
///   "Probabilistic outputs for support vector machines" (1999), for the calibration.
public struct LogisticClassifier: Classifier, Hashable {
  /// The names of the two classes: the other one, then the one that is foretold.
  public let classes: [String]
  /// The names of the features.
  public let featureNames: [String]
  /// The log-odds with every feature at its mean.
  public let intercept: Double
  /// The change of the log-odds for a deviation of each feature; 0 for a feature that does not vary.
  public let coefficients: [Double]
  /// The mean of each feature.
  public let means: [Double]
  /// The deviation of each feature, 1 for one that does not vary.
  public let deviations: [Double]
  /// How the log-odds are shifted and stretched: 0 and 1 without calibration.
  public let calibration: (shift: Double, slope: Double)
  /// Whether Newton's method converged.
  public let isConverged: Bool

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - features: one row a sample, one column a feature.
  ///   - outcomes: whether it happened, one a sample.
  ///   - names: the names of the features.
  ///   - classes: the names of the classes: did not happen, happened.
  ///   - ridge: the penalty ½ · ridge · |coefficients|² beside the sum of log losses; above 0, so that separable classes have a fit.
  ///   - calibrationFolds: the blocks of time for the calibration; fewer than 2 for none.
  /// - Throws: `countMismatch`; `empty` without a sample or a feature; `notFinite`; `outOfRange` for a ridge that is not positive or two
  ///   classes of one name.
  /// - Complexity: O(samples × features²) for each of some ten steps and each fold.
  public init(
    features: Matrix, outcomes: [Bool], names: [String], classes: (other: String, foretold: String) = ("no", "yes"),
    ridge: Double = 1, calibrationFolds: Int = 5
  ) throws(NodalError) {
    guard features.rows == outcomes.count, features.columns == names.count else {
      throw NodalError(
        .countMismatch, found: "\(features.rows) x \(features.columns) features",
        expected: "\(outcomes.count) samples x \(names.count) names")
    }
    guard features.rows > 0, features.columns > 0 else {
      throw NodalError(.empty, found: "no samples or features", expected: "at least one of each")
    }
    if let odd = features.storage.firstIndex(where: { !$0.isFinite }) {
      throw NodalError(.notFinite, found: "a feature of \(features.storage[odd])", expected: "a finite one", index: odd)
    }
    guard ridge > 0, ridge.isFinite, classes.other != classes.foretold else {
      throw NodalError(.outOfRange, found: "a ridge of \(ridge)", expected: "above 0, and two classes")
    }
    let scales = Self.scales(features)
    let scaled = Matrix(rows: features.rows, columns: features.columns) {
      (features[$0, $1] - scales.means[$1]) / scales.deviations[$1]
    }
    let fit = LogisticFit(scaled, outcomes, Array(0..<outcomes.count), ridge: ridge)
    self.classes = [classes.other, classes.foretold]
    featureNames = names
    intercept = fit.coefficients[0]
    coefficients = Array(fit.coefficients.dropFirst())
    (means, deviations) = scales
    isConverged = fit.isConverged
    calibration = calibrationFolds > 1 ? Self.calibration(scaled, outcomes, ridge, calibrationFolds) : (0, 1)
  }

  private static func scales(_ features: Matrix) -> (means: [Double], deviations: [Double]) {
    var (means, deviations): ([Double], [Double]) = ([], [])
    for column in 0..<features.columns {
      let values = features.column(column)
      guard values.contains(where: { $0 != values[0] }) else {
        means.append(values[0])
        deviations.append(1)
        continue
      }
      let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
      let deviation = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / Double(values.count) }.squareRoot()
      means.append(mean)
      deviations.append(deviation > 1e-12 * abs(mean) && deviation.isFinite ? deviation : 1)
    }
    return (means, deviations)
  }

  /// The line through log-odds of blocks that were left out, by a regression of its own.
  private static func calibration(
    _ features: Matrix, _ outcomes: [Bool], _ ridge: Double, _ folds: Int
  ) -> (shift: Double, slope: Double) {
    let count = outcomes.count
    guard folds <= count / 2, outcomes.contains(true), outcomes.contains(false) else { return (0, 1) }
    var odds = Matrix(rows: count, columns: 1)
    for fold in 0..<folds {
      let held = fold * count / folds..<(fold + 1) * count / folds
      let fit = LogisticFit(features, outcomes, (0..<count).filter { !held.contains($0) }, ridge: ridge)
      for sample in held { odds[sample, 0] = fit.logOdds(features, sample) }
    }
    let line = LogisticFit(odds, outcomes, Array(0..<count), ridge: 1e-6)
    // A line that falls would turn the order of the samples round: nothing was learnt, so nothing is stretched.
    return line.isConverged && line.coefficients[1] > 0 ? (line.coefficients[0], line.coefficients[1]) : (0, 1)
  }

  /// The probability of the foretold class for a row of features, in their order.
  public func probability(_ row: [Double]) -> Double {
    precondition(row.count == coefficients.count, "one number for each feature")
    var odds = intercept
    for place in row.indices { odds += coefficients[place] * (row[place] - means[place]) / deviations[place] }
    return LogisticFit.probability(calibration.shift + calibration.slope * odds)
  }

  /// Gives the probabilities of the two classes for each row of features.
  public func classify(_ features: Matrix) async throws -> ClassProbabilities { try probabilities(features) }

  /// As ``classify(_:)``, at once.
  ///
  /// - Throws: `countMismatch` for other columns; `notFinite`.
  public func probabilities(_ features: Matrix) throws(NodalError) -> ClassProbabilities {
    guard features.columns == featureNames.count else {
      throw NodalError(
        .countMismatch, found: "\(features.columns) features", expected: "\(featureNames.count): \(featureNames)")
    }
    if let odd = features.storage.firstIndex(where: { !$0.isFinite }) {
      throw NodalError(.notFinite, found: "a feature of \(features.storage[odd])", expected: "a finite one", index: odd)
    }
    let happens = (0..<features.rows).map { probability(features.row($0)) }
    let table = Matrix(rows: features.rows, columns: 2) { $1 == 1 ? happens[$0] : 1 - happens[$0] }
    return try valued { () throws(ValuationError) in try ClassProbabilities(classes: classes, probabilities: table) }
  }

  /// Whether both are the same model.
  public static func == (left: LogisticClassifier, right: LogisticClassifier) -> Bool {
    left.classes == right.classes && left.featureNames == right.featureNames && left.intercept == right.intercept
      && left.coefficients == right.coefficients && left.means == right.means && left.deviations == right.deviations
      && left.calibration == right.calibration && left.isConverged == right.isConverged
  }

  /// Hashes the coefficients.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(intercept)
    hasher.combine(coefficients)
  }
}
