import MarketData
import NumericalKernels
import Risk
import Testing
import Valuation

/// One value of every type of result, made from seeds.
enum ResultSamples {
  private static let made = Result { try make() }

  static func all() throws -> [any DocumentedResult] { try made.get() }

  /// All of them anew.
  static func make() throws -> [any DocumentedResult] {
    try simulations() + models() + records() + allocations() + stresses() + deliveries() + books() + credits()
  }

  private static func simulations() throws -> [any DocumentedResult] {
    let (portfolio, history) = (try SampleBooks.linear(), try SampleBooks.history(days: 60))
    let distribution = try FactorDistribution(history.scenarios(for: portfolio))
    return [
      try HistoricalSimulation().run(portfolio, on: history).result(at: [0.95, 0.99]),
      try ParametricRisk().result(portfolio, distribution, at: [0.95]),
      try MonteCarlo(paths: 400, seed: .max).run(portfolio, distribution).result(at: [0.9], decomposing: false),
    ]
  }

  private static func models() throws -> [any DocumentedResult] {
    var stream = RandomStream(seed: 5, path: 0)
    let residuals = try Matrix(rows: 60, columns: 3, stream.normals(180))
    return [
      try VolatilityModel(.garch).fit(stream.normals(200)).report, try DynamicCorrelation(fitting: residuals),
      try CorrelationEstimator(gaps: .pairwise).estimate(residuals),
    ]
  }

  private static func records() throws -> [any DocumentedResult] {
    var stream = RandomStream(seed: 6, path: 0)
    let losses = stream.normals(300)
    let flat = { (value: Double) in [Double](repeating: value, count: losses.count) }
    return [
      try VaRBacktest(losses: losses, valuesAtRisk: flat(2), level: 0.975),
      try VaRBacktest(failures: [false, true, false], level: 0.9),
      try ShortfallBacktest(losses: losses, valuesAtRisk: flat(2), shortfalls: flat(2.4), level: 0.975),
      try ShortfallNull(.studentT(degreesOfFreedom: 4), steps: 20, level: 0.9, trials: 150, seed: 3),
      try PerformanceMetrics(stream.normals(100).map { 0.01 * $0 }),
      try MarketModel(stream.normals(50), benchmark: stream.normals(50)), try Concentration([50, -30, 20]),
      try LiquidityHorizon(positions: [50_000, -8000, 1], dailyVolumes: [20_000, 40_000, 0]),
    ]
  }

  static let infeasible = AllocationLimits(count: 3, from: 0.5)

  private static func allocations() throws -> [any DocumentedResult] {
    var stream = RandomStream(seed: 7, path: 0)
    let losses = try Matrix(rows: 40, columns: 3, stream.normals(120))
    let covariance = try Statistics.covarianceMatrix(losses)
    let shortfall = try MinimumShortfall(losses: losses, level: 0.9)
    let problem = try MeanVariance(covariance: covariance, means: [0.01, 0.02, 0.03])
    return [
      try problem.minimumVariance(AllocationLimits(count: 3)), try problem.minimumVariance(infeasible),
      try shortfall.solve(AllocationLimits(count: 3)), try shortfall.solve(infeasible),
      try RiskParity(covariance: covariance),
      try EulerCapital(losses: losses.transposed, measure: TailMeasure(level: 0.9)),
      try EulerCapital(covariance: covariance, multiple: 2),
      try HedgeRatios(exposure: stream.normals(40), instruments: [stream.normals(40), stream.normals(40)]),
    ]
  }

  private static func stresses() throws -> [any DocumentedResult] {
    let portfolio = try SampleBooks.linear()
    let correlation = try Matrix([[1, 0.8, 0.1], [0.8, 1, 0.3], [0.1, 0.3, 1]])
    let reverse = try ReverseStress(covariance: correlation)
    let replay = try HistoricalReplay(SampleBooks.history(days: 30), for: portfolio)
    return [
      try StressTest(of: portfolio).run(moves: [1, -2, 3, 0.01, 0.2], id: "own"),
      try replay.worst(days: 5, deltas: portfolio.exposures.total),
      try CorrelationStress(of: correlation, .pairs([.init(0, 1, -0.5), .init(0, 2, 0.9), .init(1, 2, 0.9)])),
      try reverse.scenario(losing: 10, deltas: [1, 2, 3]), try reverse.scenario(losing: 10, deltas: [0, 0, 0]),
    ]
  }

  private static func deliveries() throws -> [any DocumentedResult] {
    var stream = RandomStream(seed: 8, path: 0)
    let grid = try #require(DeliveryGrid(start: Instant(secondsSince1970: 1_798_761_600), seconds: 86_400, count: 2))
    func risk(_ count: Int) throws -> EarningsAtRisk {
      let paths = try PathSet.physical(
        factors: [.init(name: "P", unit: .price(.eur, per: .megawattHour))], grid: grid, pathCount: count,
        values: stream.normals(2 * count).map { 50 + 5 * $0 }, seed: 7)
      let line = DeliveryLine("output", .physical, volume: .fixed([5, 5]), price: [.init("P", 1)])
      return try EarningsAtRisk(of: [line], on: paths, currency: .eur)
    }
    let account = try MarginAccount(
      positions: [.init("TTF", quantity: -60_000)], initialMargin: ["TTF": .init(long: 5, short: 8)])
    let days = try PathSet.physical(
      factors: [.init(name: "TTF", unit: .price(.eur, per: .megawattHour))], grid: grid, pathCount: 40,
      values: stream.normals(80).map { 30 + $0 }, seed: 9)
    return [
      try account.liquidityAtRisk(on: days, from: ["TTF": 30], measure: TailMeasure(level: 0.9)),
      try risk(50), try risk(1), try account.calls(moves: [3], factors: ["TTF"], over: .parts([0.7, 0.5, -0.2])),
    ]
  }

  private static func books() throws -> [any DocumentedResult] {
    let january = try #require(DeliveryPeriod("2027-01"))
    let quarter = try #require(DeliveryPeriod("Q1-27"))
    let limits = try LimitBook([
      RiskLimit(id: "a", metric: .stressLoss(), hard: 0, unit: "EUR"),
      RiskLimit(id: "b", metric: .position, scope: .hub("TTF"), hard: 5, unit: "MWh"),
    ])
    return [
      try PositionLadder(
        of: [.init(id: "base", hub: "PJM", period: quarter, quantity: .power(50))], in: [january],
        calendars: ["PJM": .pjm]),
      try ExplainedProfit(
        of: [TradeMarks(id: "a", currency: "USD", start: 0, end: 20, greeks: .init(deltas: ["M1": 10]))],
        MarketMove(prices: ["M1": 2], reportingCurrency: "USD")),
      try limits.report([.init(.stressLoss(), .all, 3, unit: "EUR"), .init(.notional, .all, 1e9, unit: "EUR")]),
    ]
  }

  private static func credits() throws -> [any DocumentedResult] {
    let rates = try DiscountFactors(rate: 0.03)
    let hazard = try HazardCurve(hazard: 0.02)
    func profile(_ paths: Int) throws -> ExposureProfile {
      var stream = RandomStream(seed: 9, path: 0)
      let values = try Matrix(rows: 2, columns: paths, stream.normals(2 * paths))
      let trade = try ExposurePaths(name: "swap", times: [0.5, 1], values: values)
      return try ExposureProfile(of: [NettingSet(name: "master", [trade], collateral: CollateralAgreement())])
    }
    return try [30, 1].flatMap { paths -> [any DocumentedResult] in
      let profile = try profile(paths)
      return [
        profile, try CreditValuation(of: profile, counterparty: hazard, recovery: 0.4, discount: rates),
      ]
    }
  }
}
