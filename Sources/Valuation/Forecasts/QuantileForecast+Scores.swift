public import MarketData

/// How well a quantile forecast met the outcomes, over the intervals that have both.
public struct QuantileScores: Hashable, Sendable, Codable {
  /// The probability levels.
  public let levels: [Double]
  /// The mean pinball loss at each level, in the forecast's unit: `(level - [y < q]) (y - q)`.
  public let pinball: [Double]
  /// The share of outcomes that were no larger than the quantile of each level: the level itself where calibrated.
  public let coverage: [Double]
  /// The mean continuous ranked probability score of the forecast's distribution, in its unit.
  public let crps: Double
  /// The number of intervals scored.
  public let count: Int
}

extension QuantileForecast {
  /// Scores the forecast against outcomes on the same grid; intervals without forecast or outcome are left out.
  ///
  /// The score of the distribution is exact for the quantile function as this type defines it, flat beyond the outer levels:
  /// `2 ∫ pinball(level) dlevel` (Gneiting and Ranjan 2011), the integrand being a parabola between levels.
  ///
  /// - Throws: `mismatch` for another grid or unit, `empty` where no interval has both.
  /// - Complexity: O(intervals × levels).
  public func scores(against outcomes: TimeSeries) throws(ValuationError) -> QuantileScores {
    guard outcomes.grid == grid, outcomes.unit == unit else {
      throw ValuationError(.mismatch, found: "\(outcomes)", expected: "\(grid), \(unit)")
    }
    var pinball = [Double](repeating: 0, count: levels.count)
    var coverage = pinball
    var crps = 0.0
    var count = 0
    for interval in 0..<grid.count where !isMissing(at: interval) && !outcomes.values[interval].isNaN {
      let outcome = outcomes.values[interval]
      let row = Array(quantiles(at: interval))
      for (place, level) in levels.enumerated() {
        pinball[place] += outcome < row[place] ? (1 - level) * (row[place] - outcome) : level * (outcome - row[place])
        if outcome <= row[place] { coverage[place] += 1 }
      }
      crps += rankedScore(outcome, row)
      count += 1
    }
    guard count > 0 else {
      throw ValuationError(.empty, found: "no interval with forecast and outcome", expected: "at least one")
    }
    return QuantileScores(
      levels: levels, pinball: pinball.map { $0 / Double(count) }, coverage: coverage.map { $0 / Double(count) },
      crps: crps / Double(count), count: count)
  }

  private func rankedScore(_ outcome: Double, _ row: [Double]) -> Double {
    func loss(_ level: Double, _ quantile: Double) -> Double {
      outcome < quantile ? (1 - level) * (quantile - outcome) : level * (outcome - quantile)
    }
    // Simpson's rule is exact for parabolas, and the loss is one on each side of the outcome.
    func integral(_ a: Double, _ qa: Double, _ b: Double, _ qb: Double) -> Double {
      (b - a) / 6 * (loss(a, qa) + 4 * loss(0.5 * (a + b), 0.5 * (qa + qb)) + loss(b, qb))
    }
    var sum = integral(0, row[0], levels[0], row[0])
    for place in levels.indices.dropFirst() {
      let (a, b, qa, qb) = (levels[place - 1], levels[place], row[place - 1], row[place])
      if (qa < outcome) != (qb < outcome), qa != qb {
        let middle = a + (outcome - qa) / (qb - qa) * (b - a)
        sum += integral(a, qa, middle, outcome) + integral(middle, outcome, b, qb)
      } else {
        sum += integral(a, qa, b, qb)
      }
    }
    let last = row[row.count - 1]
    return 2 * (sum + integral(levels[levels.count - 1], last, 1, last))
  }
}
