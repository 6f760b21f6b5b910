import Risk
import Testing
import Valuation

@Suite struct PerformanceMetricsTests {
  /// Of ratios against another program in double precision.
  static let ratioTolerance = 1e-11

  /// The nine days that performance libraries are compared on.
  private let mixed: [Double] = [.nan, 0.01, 0.10, -0.04, 0.02, 0.03, 0.02, 0.01, -0.10]
  private let benchmark: [Double] = [0, 0.01, 0, 0.01, 0, 0.01, 0, 0.01, 0]

  @Test func mixedReturnsAgainstEmpyrical() throws {
    // empyrical-reloaded 0.7.1, which counts the missing first day as time.
    let metrics = try PerformanceMetrics(mixed, years: 9.0 / 252)
    let figures: [(String, Double?, Double)] = [
      ("total", metrics.totalReturn, 0.03893109170048037), ("annual", metrics.annualReturn, 1.9135925373194578),
      ("volatility", metrics.volatility, 0.9136465399704637), ("sharpe", metrics.sharpe, 1.7238613961706866),
      ("sortino", metrics.sortino, 2.605531251673693), ("downside", metrics.downsideDeviation, 0.6044832503882965),
      ("calmar", metrics.calmar, 19.13592537319459), ("omega", metrics.omega, 1.357142857142857),
      ("drawdown", metrics.maximumDrawdown.depth, 0.09999999999999995), ("tail", metrics.tailRatio, 0.9556962025316452),
    ]
    for (name, figure, truth) in figures {
      #expect(relativeError([try #require(figure)], [truth]) < Self.ratioTolerance, "\(name)")
    }
    let tail = try TailMeasure(level: 0.95).estimate(losses: metrics.returns.map { -$0 })
    #expect(abs(tail.quantile - 0.079) < 1e-15)
  }

  @Test func annualReturnAgainstQuantstats() throws {
    // quantstats 0.0.86, which counts the eight days with a return.
    let metrics = try PerformanceMetrics(mixed)
    let (annual, calmar) = (metrics.annualReturn, try #require(metrics.calmar))
    #expect(relativeError([annual, calmar], [2.330292797300439, 23.302927973004394]) < Self.ratioTolerance)
    let volatility = try #require(metrics.volatility)
    #expect(
      relativeError([volatility, metrics.omega ?? 0], [0.9136465399704637, 1.357142857142857]) < Self.ratioTolerance)
  }

  @Test func benchmarkAgainstEmpyrical() throws {
    let model = try MarketModel(mixed, benchmark: benchmark)
    #expect(model.count == 8)
    #expect(abs(model.beta + 0.75) < 1e-12)
    #expect(relativeError([try #require(model.annualAlpha)], [11.274002099240244]) < 1e-10)
    // The mean difference by its deviation: empyrical's excess Sharpe ratio.
    #expect(relativeError([try #require(model.informationRatio)], [0.021488169414868974]) < Self.ratioTolerance)
  }

  @Test func yearsCountInPeriods() throws {
    let weekly = try PerformanceMetrics(mixed, periodsPerYear: 52)
    let daily = try PerformanceMetrics(mixed)
    #expect(
      relativeError([try #require(daily.sharpe)], [try #require(weekly.sharpe) * (252.0 / 52).squareRoot()])
        < Self.ratioTolerance)
    let excess = try PerformanceMetrics(mixed, riskFreeRate: 0.00625)
    #expect(abs(try #require(excess.sharpe)) < 1e-12)
    let target = try PerformanceMetrics(mixed, target: 0.01)
    #expect(abs(try #require(target.omega) - 0.13 / 0.16) < 1e-12)
  }

  @Test func ratiosWithoutADenominatorAreNone() throws {
    let flat = try PerformanceMetrics([0.01, 0.01, 0.01])
    #expect(flat.volatility != nil && flat.sharpe == nil && flat.sortino == nil && flat.omega == nil)
    #expect(flat.calmar == nil && flat.maximumDrawdown.depth == 0 && flat.longestDrawdown == 0)
    let single = try PerformanceMetrics([0.01])
    #expect(single.volatility == nil && single.sharpe == nil)
    let zeros = try PerformanceMetrics([0, 0])
    #expect(zeros.tailRatio == nil && zeros.totalReturn == 0)
    let ruin = try PerformanceMetrics([0.5, -1, 0.5])
    #expect(ruin.totalReturn == -1 && ruin.annualReturn == -1 && ruin.maximumDrawdown.depth == 1)
  }

  @Test func drawdownsHaveAPeakATroughAndALength() throws {
    let metrics = try PerformanceMetrics([0.1, -0.5, 0.5, 1, -0.1, -0.1, 0.05])
    let falls = metrics.drawdowns
    #expect(falls.count == 2)
    #expect(abs(falls[0].depth - 0.5) < 1e-15)
    #expect((falls[0].peak, falls[0].trough, falls[0].recovery, falls[0].length) == (1, 2, 4, 3))
    #expect(abs(falls[1].depth - 0.19) < 1e-15)
    #expect((falls[1].peak, falls[1].trough, falls[1].recovery, falls[1].length) == (4, 6, nil, 3))
    #expect(metrics.maximumDrawdown == falls[0] && metrics.longestDrawdown == 3)
    let money = try PerformanceMetrics.drawdowns(ofProfits: [100, -30, .nan, -20, 60])
    #expect(money.count == 1 && money[0].depth == 50 && money[0].recovery == 5)
    // A loss from the first period on counts from the beginning.
    #expect(try PerformanceMetrics([-0.2, 0.1]).maximumDrawdown.peak == 0)
  }

  @Test func badInput() {
    #expect(throws: RiskError.self) { try PerformanceMetrics([]) }
    #expect(throws: RiskError.self) { try PerformanceMetrics([.nan]) }
    #expect(throws: RiskError.self) { try PerformanceMetrics([.infinity]) }
    #expect(throws: RiskError.self) { try PerformanceMetrics([-1.5]) }
    #expect(throws: RiskError.self) { try PerformanceMetrics([0.1], periodsPerYear: 0) }
    #expect(throws: RiskError.self) { try PerformanceMetrics([0.1], riskFreeRate: .nan) }
    #expect(throws: RiskError.self) { try MarketModel([1, 2], benchmark: [1]) }
    #expect(throws: RiskError.self) { try MarketModel([1, 2], benchmark: [1, 1]) }
    #expect(throws: RiskError.self) { try MarketModel([1, .nan], benchmark: [1, 2]) }
    #expect(throws: RiskError.self) { try PerformanceMetrics.drawdowns(ofProfits: [.infinity]) }
  }
}
