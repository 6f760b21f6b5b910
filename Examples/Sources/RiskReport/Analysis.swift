import MarketData
import Risk
import Valuation

/// Every figure of the report.
struct Analysis {
  let request: RiskRequest
  let historical: RiskResult
  let parametric: RiskResult
  let monteCarlo: RiskResult
  let stress: [StressResult]
  let backtests: [Backtest]
  /// The sum of the positions' own values at risk over that of the whole, for each level, from the past.
  let diversification: [Double?]

  init(_ request: RiskRequest, _ history: FactorHistory) throws(RiskError) {
    self.request = request
    let portfolio = request.portfolio
    let past = HistoricalSimulation(horizon: request.horizon, missing: request.missing)
    let losses = try past.run(portfolio, on: history)
    historical = try losses.result(at: request.confidence)
    let day = try history.scenarios(for: portfolio, missing: request.missing)
    let distribution = try FactorDistribution(day)
    parametric = try ParametricRisk(horizon: request.horizon).result(portfolio, distribution, at: request.confidence)
    monteCarlo = try MonteCarlo(paths: request.paths, seed: request.seed, horizon: request.horizon)
      .run(portfolio, distribution).result(at: request.confidence)
    let scenarios = try history.scenarios(for: portfolio, horizon: request.horizon, missing: request.missing)
    let cube = try ProfitCube(portfolio, on: scenarios)
    diversification = request.confidence.map { try? cube.diversificationRatio(TailMeasure(level: $0)) }
    stress = try Analysis.stress(portfolio, day)
    let days = try HistoricalSimulation(missing: request.missing).run(portfolio, on: day).losses
    var backtests: [Backtest] = []
    for level in request.confidence {
      if let test = try Backtest(days, level) { backtests.append(test) }
    }
    self.backtests = backtests
  }

  /// The documented crises that touch the portfolio, the worst days of its own past, and all factors three deviations either way.
  private static func stress(_ portfolio: Portfolio, _ day: FactorScenarios) throws(RiskError) -> [StressResult] {
    let test = StressTest(of: portfolio)
    var results = try test.run(StressScenario.library)
    let deltas = portfolio.exposures.total
    for length in [1, 5, 10] where length <= day.count {
      var worst: (loss: Double, moves: [Double])?
      for first in 0...day.count - length {
        let moves = portfolio.factors.indices.map { factor in
          (first..<first + length).reduce(0) { $0 + day[factor, $1] }
        }
        let loss = -zip(deltas, moves).reduce(0) { $0 + $1.0 * $1.1 }
        if loss > worst?.loss ?? -.infinity { worst = (loss, moves) }
      }
      guard let worst else { continue }
      let title = length == 1 ? "the worst day of the table" : "the worst \(length) days of the table"
      results.append(try test.run(moves: worst.moves, id: "worst-\(length)-days", title: title))
    }
    let deviations = try FactorDistribution(day).standardDeviations
    for (id, size, title) in [("all-up", 3.0, "up"), ("all-down", -3, "down")] {
      results.append(
        try test.run(moves: deviations.map { size * $0 }, id: id, title: "every factor \(title) by three deviations"))
    }
    return results.enumerated().sorted { ($1.element.loss, $0.offset) < ($0.element.loss, $1.offset) }.map(\.element)
  }
}

/// Whether the value at risk of the days before would have held, day after day.
struct Backtest {
  let level: Double
  let window: Int
  let days: Int
  let failures: Int
  let kupiec: LikelihoodRatioTest
  let independence: LikelihoodRatioTest
  let conditionalCoverage: LikelihoodRatioTest
  let trafficLight: TrafficLight
  let shortfall: ShortfallBacktest?

  /// Holds each loss against the value at risk of the window before it; `nil` for a past of fewer than 40 days.
  init?(_ losses: [Double], _ level: Double) throws(RiskError) {
    guard losses.count >= 40 else { return nil }
    window = min(250, losses.count / 2)
    var values: [Double] = []
    var shortfalls: [Double] = []
    for day in window..<losses.count {
      do throws(ValuationError) {
        let tail = try TailMeasure(level: level).estimate(losses: Array(losses[day - window..<day]))
        values.append(tail.quantile)
        shortfalls.append(tail.shortfall)
      } catch {
        throw RiskError(.outOfRange, found: "level \(level)", expected: "a level of a window", cause: error)
      }
    }
    self.level = level
    let after = Array(losses[window...])
    let record = try VaRBacktest(losses: after, valuesAtRisk: values, level: level)
    days = record.stepCount
    failures = record.failureCount
    kupiec = record.proportionOfFailures()
    independence = try record.independence()
    conditionalCoverage = try record.conditionalCoverage()
    trafficLight = try record.trafficLight()
    // A shortfall that is a gain on some day has no test.
    shortfall = try? ShortfallBacktest(losses: after, valuesAtRisk: values, shortfalls: shortfalls, level: level)
  }
}
