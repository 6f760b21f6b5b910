public import Valuation

extension SimulatedLosses {
  /// The components of value at risk and expected shortfall at a level, under the default conventions.
  ///
  /// - Throws: `outOfRange` unless the level lies between 0 and 1.
  public func decomposition(at level: Double) throws(RiskError) -> Decomposition {
    try decomposition(TailMeasure(level: level))
  }

  /// The components of value at risk and expected shortfall under a measure's conventions, with their standard errors.
  ///
  /// Value at risk of type 7 lies between two scenarios, and its components on the same line between those of the two: exact,
  /// and as unsteady as single scenarios are. The smoothed convention takes a mean over scenarios around it, for the figure too.
  ///
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  /// - Complexity: O(derivatives) for linear books; that many for each scenario of the tail for others. Errors take as many for each of
  ///   at most 256 scenarios about the quantile.
  public func decomposition(_ measure: TailMeasure) throws(RiskError) -> Decomposition {
    let tail = try estimate(measure)
    let errors = try ComponentErrors(self, tail)
    let value = try shares(tail.quantileWeights)
    var mean = valuation.noShares
    var spread = ShortfallSpread(errors)
    for batch in batches {
      let weights = tail.shortfallWeights.part(of: batch.paths)
      let part = try shares(weights)
      mean.add(part)
      spread.add(part, mass: weights.weights.reduce(0, +), weightOfBatch: batch.weight)
    }
    return Decomposition(
      level: measure.level, positionNames: portfolio.positions.map(\.id), factorNames: portfolio.factors.map(\.name),
      valueAtRisk: parts(value, tail.quantile, errors?.quantileErrors(tail.quantileWeights)),
      expectedShortfall: parts(mean, tail.shortfall, spread.errors))
  }

  private func parts(
    _ shares: BookValuation.Shares, _ total: Double, _ errors: (positions: [Double], factors: [Double])?
  ) -> Decomposition.Parts {
    // Zero less a number, so that no zero has a sign.
    Decomposition.Parts(
      total: total, positions: shares.positions.map { 0 - $0 }, factors: shares.factors.map { 0 - $0 },
      time: 0 - shares.theta, revaluation: 0 - shares.revaluation, marginals: shares.means.map { 0 - $0 },
      positionErrors: errors?.positions, factorErrors: errors?.factors)
  }

  private func shares(_ weights: PathWeights) throws(RiskError) -> BookValuation.Shares {
    if valuation.isLinear {
      return valuation.shares(
        ofWeightedMoves: try source.weightedMoves(weights), mass: weights.weights.reduce(0, +))
    }
    var shares = valuation.noShares
    // A long tail is taken part by part, so that its moves need little room.
    for first in stride(from: 0, to: weights.paths.count, by: 1024) {
      let range = first..<min(first + 1024, weights.paths.count)
      let moves = try source.moves(of: Array(weights.paths[range]))
      shares.add(valuation.shares(moves, Array(weights.weights[range])))
    }
    return shares
  }

  /// Consecutive scenarios that together weigh as much as any other batch, pairs of opposite ones undivided; or the runs of points.
  private var batches: [(paths: Range<Int>, weight: Double)] {
    var count = min(32, max(1, self.count / 2))
    if case .runs(let runs) = dependence { count = runs }
    let total = weights?.reduce(0, +) ?? 0
    var ends: [Int] = []
    if let weights {
      var sum = 0.0
      for (place, weight) in weights.enumerated() {
        sum += weight
        if sum >= total * Double(ends.count + 1) / Double(count) { ends.append(place + 1) }
      }
    } else {
      ends = (1...count).map { $0 * (self.count / 2) / count * 2 }
      if case .runs = dependence { ends = (1...count).map { $0 * self.count / count } }
    }
    if ends.last != self.count { ends = ends.dropLast() + [self.count] }
    return zip([0] + ends, ends).map { start, end in
      let weight = weights.map { $0[start..<end].reduce(0, +) / total } ?? Double(end - start) / Double(self.count)
      return (start..<end, weight)
    }
  }
}
