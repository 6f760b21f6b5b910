import Foundation
import MarketData
import NumericalKernels
import Testing
import Valuation

@Suite struct QuantileForecastTests {
  static let unit = ValueUnit.price(.usd, per: .megawattHour)
  static func grid(_ count: Int) throws -> DeliveryGrid {
    try #require(DeliveryGrid(start: Instant(secondsSince1970: 1_767_225_600), seconds: 3600, count: count))
  }

  static func forecast(_ rows: [[Double]], levels: [Double]) throws -> QuantileForecast {
    try QuantileForecast(
      grid: grid(rows.count), levels: levels, values: rows.flatMap { $0 }, unit: unit,
      issuedAt: Instant(secondsSince1970: 1_767_200_000))
  }

  @Test func quantileAndDistributionAreInverse() throws {
    let forecast = try Self.forecast([[10, 20, 60]], levels: [0.1, 0.5, 0.9])
    #expect(forecast.quantile(0.3, at: 0) == 15)
    #expect(forecast.quantile(0.5, at: 0) == 20)
    #expect(forecast.quantile(0.01, at: 0) == 10 && forecast.quantile(0.99, at: 0) == 60)
    #expect(abs(forecast.cdf(15, at: 0) - 0.3) < 1e-15)
    #expect(abs(forecast.cdf(40, at: 0) - 0.7) < 1e-15)
    #expect(forecast.cdf(9.99, at: 0) == 0 && forecast.cdf(10, at: 0) == 0.1 && forecast.cdf(60, at: 0) == 1)
    #expect(Array(forecast.quantiles(at: 0)) == [10, 20, 60])
  }

  @Test func crossingsAreFoundAndRearranged() throws {
    let forecast = try Self.forecast([[1, 2, 3], [2, 1, 3], [.nan, .nan, .nan]], levels: [0.25, 0.5, 0.75])
    #expect(forecast.crossings == [1])
    let better = forecast.rearranged()
    #expect(better.crossings.isEmpty && Array(better.quantiles(at: 1)) == [1, 2, 3])
    #expect(better.isMissing(at: 2) && forecast.cdf(1, at: 2).isNaN && forecast.quantile(0.5, at: 2).isNaN)
    for outcome in [0.0, 1.2, 1.8, 2.5, 4] {
      let outcomes = try TimeSeries(grid: forecast.grid, values: [.nan, outcome, 1], unit: Self.unit)
      let raw = try forecast.scores(against: outcomes).pinball.reduce(0, +)
      #expect(try better.scores(against: outcomes).pinball.reduce(0, +) <= raw + 1e-15)
    }
  }

  @Test func pinballAndCoverage() throws {
    let forecast = try Self.forecast([[10, 20], [10, 20]], levels: [0.1, 0.9])
    let scores = try forecast.scores(
      against: TimeSeries(grid: forecast.grid, values: [5, 30], unit: Self.unit))
    // (0.9 * 5 + 0.1 * 20) / 2 and (0.1 * 15 + 0.9 * 10) / 2.
    #expect(scores.pinball == [3.25, 5.25])
    #expect(scores.coverage == [0.5, 0.5])
    #expect(scores.count == 2)
  }

  @Test func rankedScoreIsTheIntegralOfTheSquaredDistributionError() throws {
    let forecast = try Self.forecast([[3, 7, 8, 15]], levels: [0.05, 0.4, 0.6, 0.95])
    for outcome in [-2.0, 3, 5, 7.5, 8, 20] {
      let crps = try forecast.scores(against: TimeSeries(grid: forecast.grid, values: [outcome], unit: Self.unit)).crps
      // ∫ (F(x) - [x >= y])² dx by the midpoint rule.
      var integral = 0.0
      let steps = 40_000
      for step in 0..<steps {
        let x = -5 + 30 * (Double(step) + 0.5) / Double(steps)
        let error = forecast.cdf(x, at: 0) - (x >= outcome ? 1 : 0)
        integral += error * error * 30 / Double(steps)
      }
      #expect(abs(crps - integral) < 2e-3)
    }
    // A point forecast has its absolute error as score.
    let point = try Self.forecast([[4]], levels: [0.5])
    let score = try point.scores(against: TimeSeries(grid: point.grid, values: [7], unit: Self.unit))
    #expect(score.crps == 3 && score.pinball == [1.5])
  }

  @Test func hostileForecasts() throws {
    #expect(throws: ValuationError.self) { try Self.forecast([[1]], levels: []) }
    #expect(throws: ValuationError.self) { try Self.forecast([[1]], levels: [0]) }
    #expect(throws: ValuationError.self) { try Self.forecast([[1, 2]], levels: [0.5, 0.5]) }
    #expect(throws: ValuationError.self) { try Self.forecast([[1, 2]], levels: [0.5]) }
    #expect(throws: ValuationError.self) { try Self.forecast([[1, .nan]], levels: [0.1, 0.5]) }
    #expect(throws: ValuationError.self) { try Self.forecast([[1, .infinity]], levels: [0.1, 0.5]) }
    let forecast = try Self.forecast([[1, 2]], levels: [0.1, 0.5])
    let missing = try TimeSeries(grid: forecast.grid, values: [.nan], unit: Self.unit)
    #expect(throws: ValuationError.self) { try forecast.scores(against: missing) }
    let other = try TimeSeries(grid: forecast.grid, values: [1], unit: .dimensionless)
    #expect(throws: ValuationError.self) { try forecast.scores(against: other) }
  }

  /// What a host writes: yesterday's value, with a spread.
  private struct Persistence: Forecaster {
    var targets: [String] { ["hub"] }
    var last: Double

    func forecast(_ request: ForecastRequest) async throws -> QuantileForecast {
      try QuantileForecast(
        grid: request.grid, levels: request.levels,
        values: request.grid.flatMap { _ in request.levels.map { last + 10 * ($0 - 0.5) } }, unit: unit,
        issuedAt: request.issuedAt)
    }
  }

  @Test func aHostsForecasterAnswersThroughTheProtocol() async throws {
    let model: any Forecaster = Persistence(last: 40)
    let median = try await model.median("hub", issuedAt: Instant(secondsSince1970: 0), grid: Self.grid(24))
    #expect(median.values == [Double](repeating: 40, count: 24))
  }
}

@Suite struct ClassProbabilitiesTests {
  @Test func scoresOfThreeSamples() throws {
    let answer = try ClassProbabilities(
      classes: ["binds", "slack"], probabilities: Matrix([[0.8, 0.2], [0.3, 0.7], [0.5, 0.5]]))
    let scores = try answer.scores(against: ["binds", "binds", "slack"])
    #expect(abs(scores.brier - (0.08 + 0.98 + 0.5) / 3) < 1e-15)
    #expect(abs(scores.logLoss + (log(0.8) + log(0.3) + log(0.5)) / 3) < 1e-15)
    #expect(scores.accuracy == 1.0 / 3)
    #expect(answer.probability(of: "slack", at: 1) == 0.7 && answer.probability(of: "x", at: 1) == nil)
    #expect(answer.mostProbable(at: 2) == "binds")
  }

  @Test func hostileProbabilities() throws {
    func make(_ rows: [[Double]], _ classes: [String] = ["a", "b"]) throws -> ClassProbabilities {
      try ClassProbabilities(classes: classes, probabilities: Matrix(rows))
    }
    #expect(throws: ValuationError.self) { try make([[0.5, 0.6]]) }
    #expect(throws: ValuationError.self) { try make([[1.5, -0.5]]) }
    #expect(throws: ValuationError.self) { try make([[.nan, 1]]) }
    #expect(throws: ValuationError.self) { try make([[1]]) }
    #expect(throws: ValuationError.self) { try make([[1, 0]], ["a", "a"]) }
    #expect(throws: ValuationError.self) { try make([[1, 0]]).scores(against: ["c"]) }
    #expect(throws: ValuationError.self) { try make([[1, 0]]).scores(against: []) }
    #expect(try make([[0, 1]]).scores(against: ["a"]).logLoss < 35)
  }
}
