public import NumericalKernels

/// How a portfolio's factors move together in a day: means, covariances, and past changes as margins.
///
///     let distribution = try FactorDistribution(history.scenarios(for: portfolio))     // the sample's
///     let shrunk = try FactorDistribution(scenarios, dependence: .shrunkToConstantCorrelation)         // Ledoit and Wolf
///     let own = try FactorDistribution(means: [0, 0], covariance: covariance)          // EWMA, shrunk, stressed ...
///
/// Factors stand in the portfolio's order; changes are in their currencies.
public struct FactorDistribution: Sendable {
  /// How covariances are taken from past changes.
  public enum Dependence: String, Hashable, Sendable, Codable {
    /// The sample's covariances, with n - 1.
    case linear
    /// Standard deviations of the sample, and the correlations of the ranks' normal scores: what a copula is fitted by, since a few
    /// extremes do not sway it.
    case normalScores
    /// The sample's covariances drawn towards its own variances at the mean correlation, by the share that Ledoit and Wolf estimate: for
    /// many factors and few days. Factors of any units.
    ///
    /// The sample divides by n. Source: O. Ledoit, M. Wolf, "Honey, I shrunk the sample covariance matrix" (2003).
    case shrunkToConstantCorrelation
    /// The sample's covariances drawn towards the mean variance without correlation, likewise: for factors of like units and sizes.
    ///
    /// Source: O. Ledoit, M. Wolf, Journal of Multivariate Analysis 88 (2004).
    case shrunkToScaledIdentity
  }

  /// The mean change of each factor in a day.
  public let means: [Double]
  /// The standard deviation of each factor's change.
  public let standardDeviations: [Double]
  /// The days that it comes from, where it comes from the past.
  public let window: DataWindow?
  /// The number of past changes that it comes from; `nil` for moments that were given.
  public let sampleCount: Int?
  /// How the covariances were taken from past changes; `nil` for ones that were given.
  public let dependence: Dependence?
  /// The share of the target in shrunk covariances, from 0 to 1; `nil` for others.
  public let shrinkage: Double?

  /// A factor R of the covariance R Rᵀ.
  let root: CorrelatedNormals
  /// Each factor's past changes in rising order; `nil` where only covariances are known.
  let margins: [[Double]]?

  /// The number of factors.
  public var factorCount: Int { means.count }

  /// The number of independent normals behind a change: the rank at most.
  public var normalCount: Int { root.factor.columns }

  /// A distribution by its means and covariances for a day.
  ///
  /// - Throws: `empty` without factors, `countMismatch` unless the covariance is square with a row for each mean, `notFinite`,
  ///   `invalidExpansion` for a covariance that is not symmetric or not positive semidefinite.
  /// - Complexity: O(factors³).
  public init(means: [Double], covariance: Matrix) throws(RiskError) {
    guard !means.isEmpty else { throw RiskError(.empty, found: "no factors", expected: "one or more") }
    guard covariance.rows == means.count, covariance.columns == means.count else {
      throw RiskError(
        .countMismatch, found: "a covariance of \(covariance.rows) x \(covariance.columns)",
        expected: "\(means.count) x \(means.count)")
    }
    try InputCheck.finite(means, "mean")
    try InputCheck.finite(covariance.storage, "covariance")
    let deviations = covariance.diagonal.map { max(0, $0).squareRoot() }
    self.init(
      means, deviations, try FactorDistribution.root(of: covariance), margins: nil, window: nil, count: nil,
      dependence: nil, shrinkage: nil)
  }

  /// The distribution of past changes over one day.
  ///
  /// With fewer days than factors the days themselves serve as the covariance's factor, so that its low rank costs less instead of
  /// failing.
  ///
  /// - Throws: `insufficientData` for fewer than two scenarios, or with its place for a factor that does not move where correlations are
  ///   drawn to their mean, `mismatch` for a horizon of several days.
  /// - Complexity: O(factors² × scenarios), or less with few scenarios.
  public init(_ scenarios: FactorScenarios, dependence: Dependence = .linear) throws(RiskError) {
    guard scenarios.horizon.days == 1 else {
      throw RiskError(
        .mismatch, found: "changes over \(scenarios.horizon.days) days", expected: "changes over one day")
    }
    let count = scenarios.count
    guard count >= 2 else {
      throw RiskError(.insufficientData, found: "\(count) scenarios", expected: "two or more")
    }
    if let target = dependence.target {
      try self.init(scenarios, dependence, shrinkingTo: target)
      return
    }
    var means: [Double] = []
    var deviations: [Double] = []
    var centred: [[Double]] = []
    var margins: [[Double]] = []
    for factor in 0..<scenarios.factorCount {
      let changes = Array(scenarios.moves(of: factor))
      margins.append(changes.sorted())
      do {
        let mean = try Statistics.mean(changes)
        let deviation = try Statistics.standardDeviation(changes)
        means.append(mean)
        deviations.append(deviation)
        centred.append(
          dependence == .linear
            ? changes.map { $0 - mean } : try FactorDistribution.scores(changes, deviation: deviation))
      } catch {
        throw RiskError(.notFinite, found: "changes of factor \(factor)", expected: "moderate numbers", cause: error)
      }
    }
    let root = try FactorDistribution.root(ofCentred: centred, count)
    self.init(
      means, deviations, root, margins: margins, window: scenarios.window, count: count, dependence: dependence,
      shrinkage: nil)
  }

  init(
    _ means: [Double], _ deviations: [Double], _ root: CorrelatedNormals, margins: [[Double]]?, window: DataWindow?,
    count: Int?, dependence: Dependence?, shrinkage: Double?
  ) {
    self.means = means
    standardDeviations = deviations
    self.root = root
    self.margins = margins
    self.window = window
    sampleCount = count
    self.dependence = dependence
    self.shrinkage = shrinkage
  }

  /// The covariances of a day's changes.
  ///
  /// - Complexity: O(factors² × normals).
  public var covariance: Matrix {
    let rows = root.factor
    var product = Matrix(rows: rows.rows, columns: rows.rows)
    // The shapes fit.
    try? product.syrk(rows.view)
    return product
  }
}
