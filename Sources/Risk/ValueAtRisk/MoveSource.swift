import Valuation

/// Where the moves of a simulation's scenarios come from: kept, or made again from their seed.
protocol MoveSource: Sendable {
  /// For each factor its move in each of some scenarios, factor after factor.
  func moves(of scenarios: [Int]) throws(RiskError) -> [Double]

  /// For each factor the weighted sum of its moves.
  func weightedMoves(_ weights: PathWeights) throws(RiskError) -> [Double]
}

extension FactorScenarios: MoveSource {
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
}
