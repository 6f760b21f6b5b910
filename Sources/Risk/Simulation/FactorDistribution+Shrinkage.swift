import NumericalKernels

extension FactorDistribution {
  /// The distribution of past changes with covariances that are drawn towards a target.
  init(
    _ scenarios: FactorScenarios, _ dependence: Dependence, shrinkingTo target: ShrinkageCovariance.Target
  ) throws(RiskError) {
    let data = Matrix(rows: scenarios.count, columns: scenarios.factorCount) { scenarios[$1, $0] }
    let shrunk: ShrinkageCovariance
    var means: [Double] = []
    do throws(NumericalError) {
      shrunk = try ShrinkageCovariance(data, target: target)
      for factor in 0..<scenarios.factorCount { means.append(try Statistics.mean(Array(scenarios.moves(of: factor)))) }
    } catch {
      throw RiskError(
        error.code == .insufficientData ? .insufficientData : .notFinite, found: "changes that cannot be shrunk",
        expected: "factors that move, by moderate numbers", index: error.index, cause: error)
    }
    self.init(
      means, shrunk.covariance.diagonal.map { max(0, $0).squareRoot() },
      try FactorDistribution.root(of: shrunk.covariance),
      margins: (0..<scenarios.factorCount).map { scenarios.moves(of: $0).sorted() }, window: scenarios.window,
      count: scenarios.count, dependence: dependence, shrinkage: shrunk.intensity)
  }
}

extension FactorDistribution {
  /// How the moments came about: mean, dependence, what covariances were divided by less than the days (ddof), and the
  /// share of the target in shrunk ones; moments that were given have no ddof.
  var conventions: [String: String] {
    guard let dependence else { return ["mean": "given", "dependence": "given"] }
    var conventions = ["mean": "sample", "dependence": dependence.rawValue]
    conventions["ddof"] = dependence.target == nil ? "1" : "0"
    conventions["shrinkage"] = shrinkage.map { "\($0)" }
    return conventions
  }
}

extension FactorDistribution.Dependence {
  /// What covariances are drawn towards.
  var target: ShrinkageCovariance.Target? {
    switch self {
    case .linear, .normalScores: nil
    case .shrunkToConstantCorrelation: .constantCorrelation
    case .shrunkToScaledIdentity: .scaledIdentity
    }
  }
}
