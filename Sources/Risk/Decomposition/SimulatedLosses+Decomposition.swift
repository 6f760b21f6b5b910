public import Valuation

extension SimulatedLosses {
  /// The components of value at risk and expected shortfall at a level, under the default conventions.
  ///
  /// - Throws: `outOfRange` unless the level lies between 0 and 1.
  public func decomposition(at level: Double) throws(RiskError) -> Decomposition {
    try decomposition(TailMeasure(level: level))
  }

  /// The components of value at risk and expected shortfall under a measure's conventions.
  ///
  /// Value at risk of type 7 lies between two scenarios, and its components on the same line between those of the two: exact,
  /// and as unsteady as single scenarios are. The smoothed convention takes a mean over scenarios around it, for the figure too.
  ///
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  /// - Complexity: O(derivatives) for linear books; that many for each scenario of the tail for others.
  public func decomposition(_ measure: TailMeasure) throws(RiskError) -> Decomposition {
    let tail = try estimate(measure)
    return Decomposition(
      level: measure.level, positionNames: portfolio.positions.map(\.id), factorNames: portfolio.factors.map(\.name),
      valueAtRisk: try parts(tail.quantileWeights, tail.quantile),
      expectedShortfall: try parts(tail.shortfallWeights, tail.shortfall))
  }

  private func parts(_ weights: PathWeights, _ total: Double) throws(RiskError) -> Decomposition.Parts {
    var shares: BookValuation.Shares
    if valuation.isLinear {
      shares = valuation.shares(ofWeightedMoves: try source.weightedMoves(weights))
    } else {
      shares = valuation.noShares
      // A long tail is taken part by part, so that its moves need little room.
      for first in stride(from: 0, to: weights.paths.count, by: 1024) {
        let range = first..<min(first + 1024, weights.paths.count)
        let moves = try source.moves(of: Array(weights.paths[range]))
        shares.add(valuation.shares(moves, Array(weights.weights[range])))
      }
    }
    return Decomposition.Parts(
      total: total, positions: shares.positions.map { -$0 }, factors: shares.factors.map { -$0 }, time: -shares.theta,
      revaluation: -shares.revaluation, marginals: shares.means.map { -$0 })
  }
}
