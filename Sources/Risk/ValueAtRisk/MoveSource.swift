import Valuation

/// Where the moves of a simulation's scenarios come from: kept, or made again from their seed.
protocol MoveSource: Sendable {
  /// The moves of all scenarios, factor after factor, where they are kept.
  var keptMoves: [Double]? { get }

  /// What identifies them.
  var inputs: [ResultBasis.Input] { get }

  /// For each factor its move in each of some scenarios, factor after factor.
  func moves(of scenarios: [Int]) throws(RiskError) -> [Double]

  /// For each factor the weighted sum of its moves.
  func weightedMoves(_ weights: PathWeights) throws(RiskError) -> [Double]

  /// The losses of another portfolio of the same factors in the same scenarios.
  func losses(
    of portfolio: Portfolio, _ method: ValuationMethod, _ revaluations: [String: Revaluation]
  ) throws(RiskError) -> [Double]
}

extension FactorScenarios: MoveSource {
  var keptMoves: [Double]? { moves }

  var inputs: [ResultBasis.Input] {
    [
      .init("changes") { digest in
        digest.add([factorCount, count])
        digest.add(moves)
      }
    ]
  }

  func moves(of scenarios: [Int]) throws(RiskError) -> [Double] {
    var chosen: [Double] = []
    chosen.reserveCapacity(factorCount * scenarios.count)
    for factor in 0..<factorCount {
      let start = factor * count
      for scenario in scenarios { chosen.append(moves[start + scenario]) }
    }
    return chosen
  }

  func weightedMoves(_ weights: PathWeights) throws(RiskError) -> [Double] {
    (0..<factorCount).map { factor in
      var sum = 0.0
      for (scenario, weight) in zip(weights.paths, weights.weights) {
        sum += weight * moves[factor * count + scenario]
      }
      return sum
    }
  }

  func losses(
    of portfolio: Portfolio, _ method: ValuationMethod, _ revaluations: [String: Revaluation]
  ) throws(RiskError) -> [Double] {
    let valuation = try BookValuation(portfolio.exposures, method, days: Double(horizon.days), revaluations)
    return valuation.gains(moves, count: count).map { 0 - $0 }
  }
}

extension PathEngine {
  var keptMoves: [Double]? { nil }

  func losses(
    of portfolio: Portfolio, _ method: ValuationMethod, _ revaluations: [String: Revaluation]
  ) throws(RiskError) -> [Double] {
    var settings = settings
    settings.method = method
    return try settings.run(portfolio, distribution, revaluations: revaluations).losses
  }
}
