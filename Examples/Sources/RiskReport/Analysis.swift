import ExampleSupport
import MarketData
import NumericalKernels
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

  init(_ request: RiskRequest, _ history: FactorHistory, _ log: WorkLog) async throws(RiskError) {
    self.request = request
    let portfolio = request.portfolio
    try InputLimits.default.check(request, on: history)
    let past = HistoricalSimulation(horizon: request.horizon, missing: request.missing)
    let losses = try past.run(portfolio, on: history)
    historical = try losses.result(at: request.confidence)
    let day = try history.scenarios(for: portfolio, missing: request.missing)
    let distribution = try FactorDistribution(day)
    parametric = try ParametricRisk(horizon: request.horizon).result(portfolio, distribution, at: request.confidence)
    let simulated: SimulatedLosses
    do throws(ParallelError<RiskError>) {
      simulated = try await MonteCarlo(paths: request.paths, seed: request.seed, horizon: request.horizon)
        .run(portfolio, distribution, width: nil) { done in
          log.tell("simulating \(grouped(request.paths)) paths", Double(done.finished) / Double(max(1, done.total)))
        }
    } catch {
      switch error {
      case .failed(let error, chunk: _): throw error
      case .cancelled: throw RiskError(.empty, found: "a simulation that was stopped", expected: "all of its paths")
      }
    }
    log.tell("reading the figures of \(grouped(request.paths)) paths")
    monteCarlo = try simulated.result(at: request.confidence)
    log.tell("valuing \(grouped(portfolio.positions.count)) positions by themselves")
    diversification = try losses.diversificationRatios(request.confidence.map { TailMeasure(level: $0) })
    log.tell("running stress scenarios")
    stress = try Analysis.stress(portfolio, day)
    log.tell("looking back over \(grouped(day.count)) days")
    let days = try HistoricalSimulation(missing: request.missing).run(portfolio, on: day).losses
    backtests = try Backtest.all(days, request.confidence)
  }

  /// The documented crises that touch the portfolio, the worst days of its own past, and all factors three deviations either way.
  private static func stress(_ portfolio: Portfolio, _ day: FactorScenarios) throws(RiskError) -> [StressResult] {
    let test = StressTest(of: portfolio)
    var results = try test.run(StressScenario.library)
    let losses = try HistoricalSimulation(method: .delta).run(portfolio, on: day).losses
    for length in [1, 5, 10] where length <= day.count {
      let sums = (0...day.count - length).map { first in losses[first..<first + length].reduce(0, +) }
      let first = sums.indices.reduce(0) { sums[$1] > sums[$0] ? $1 : $0 }
      let moves = portfolio.factors.indices.map { factor in
        (first..<first + length).reduce(0) { $0 + day[factor, $1] }
      }
      let title = length == 1 ? "the worst day of the table" : "the worst \(length) days of the table"
      results.append(try test.run(moves: moves, id: "worst-\(length)-days", title: title))
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
  let timeUntilFirstFailure: LikelihoodRatioTest
  let shortfall: ShortfallBacktest?
  /// How likely a right model's Z₁ and Z₂ are to be as low, if losses are normal; `nil` where that was not simulated.
  let shortfallPValues: (z1: Double?, z2: Double)?

  /// Holds each loss against the value at risk of the window before it, at each level; none for a past of fewer than 40 days.
  static func all(_ losses: [Double], _ levels: [Double]) throws(RiskError) -> [Backtest] {
    guard losses.count >= 40 else { return [] }
    let foretold = try RollingTails(losses: losses, window: min(250, losses.count / 2), levels: levels)
    var tests: [Backtest] = []
    for level in levels { tests.append(try Backtest(foretold, level)) }
    return tests
  }

  private init(_ foretold: RollingTails, _ level: Double) throws(RiskError) {
    self.level = level
    window = foretold.window
    let record = try foretold.valueAtRiskRecord(at: level)
    days = record.stepCount
    failures = record.failureCount
    kupiec = record.proportionOfFailures()
    timeUntilFirstFailure = record.timeUntilFirstFailure()
    independence = try record.independence()
    conditionalCoverage = try record.conditionalCoverage()
    trafficLight = try record.trafficLight()
    // A shortfall that is a gain on some day has no test.
    shortfall = try? foretold.shortfallRecord(at: level)
    shortfallPValues = try Backtest.pValues(shortfall)
  }

  /// The p-values by simulation, of as many trials as half a million failures allow; none of a record that is too long for 500.
  private static func pValues(_ record: ShortfallBacktest?) throws(RiskError) -> (z1: Double?, z2: Double)? {
    guard let record else { return nil }
    let trials = 500_000 / max(1, Double(record.stepCount) * (1 - record.level))
    guard trials >= 500, record.stepCount <= 1_000_000 else { return nil }
    let null = try ShortfallNull(
      .normal, steps: record.stepCount, level: record.level, trials: Int(min(20_000, trials)), seed: 1)
    return try null.pValues(of: record)
  }
}
