import MarketData
import NumericalKernels
import Risk

/// Books and histories for tests, made from seeds.
enum SampleBooks {
  static let factorNames = ["PJM_WEST", "ERCOT_NORTH", "TTF", "EURUSD", "HENRY_HUB"]

  /// Five factors, one foreign price and its rate of exchange.
  static var factors: [RiskFactor] {
    [
      RiskFactor("PJM_WEST"), RiskFactor("ERCOT_NORTH"), RiskFactor("TTF", kind: .curveNode, currency: .eur),
      .exchangeRate(of: .eur, in: .usd, level: 1.1), RiskFactor("HENRY_HUB", unit: .mmbtu),
    ]
  }

  /// Positions that are linear in their factors, in two books and two markets.
  static func linear() throws -> Portfolio {
    try Portfolio(
      factors: factors,
      positions: [
        Position("p1", .linear("PJM_WEST", quantity: 5000), book: "Power/East", market: "US/PJM"),
        Position("p2", .linear("ERCOT_NORTH", quantity: -3000), book: "Power/West", market: "US/ERCOT"),
        Position(
          "spark",
          .spread([.init(factor: "PJM_WEST", quantity: 2000), .init(factor: "HENRY_HUB", quantity: -14_000)]),
          book: "Power/East", market: "US/PJM"),
        Position("gas", .linear("HENRY_HUB", quantity: 40_000), book: "Gas", market: "US"),
        Position(
          "cash", .linear("HENRY_HUB", quantity: 100), book: "Gas", market: "EU", currency: .eur, value: 50_000),
      ])
  }

  /// The linear positions with two options by Greeks and one with a valuer.
  static func bent() throws -> Portfolio {
    let call = Position.Greeks(
      [.init(factor: "PJM_WEST", delta: 0.55, gamma: 0.04)], crosses: [], thetaPerDay: -0.05)
    let spread = Position.Greeks(
      [.init(factor: "PJM_WEST", delta: 0.5, gamma: 0.02), .init(factor: "HENRY_HUB", delta: -3.5, gamma: 0.9)],
      crosses: [.init(first: "PJM_WEST", second: "HENRY_HUB", gamma: -0.14)], thetaPerDay: -0.02)
    let valued = Position.Greeks([.init(factor: "TTF", delta: 0.5, gamma: 0.05)])
    return try linear().adding([
      Position("call", .option(.init(quantity: 2000, greeks: call)), book: "Options", market: "US/PJM"),
      Position("heat", .option(.init(quantity: -500, greeks: spread)), book: "Options", market: "US"),
      Position(
        "ttf", .option(.init(quantity: 1000, greeks: valued, valuer: "bent")), book: "Options", market: "EU",
        currency: .eur, value: 3000),
      Position("hub", .linear("TTF", quantity: 800), book: "Gas", market: "EU"),
    ])
  }

  /// A smooth convex value with delta 0.5 and gamma 0.05 at no change.
  static let valuers = [
    "bent": Revaluation { change in 10 * (1 + 0.005 * change * change).squareRoot() + 0.5 * change }
  ]

  /// Changes of the five factors: correlated, heavy in the tails, from a seed.
  static func history(days: Int, seed: UInt64 = 1) throws -> FactorHistory {
    var stream = RandomStream(seed: seed, path: 0)
    let sizes = [2.0, 3, 1.2, 0.006, 0.12]
    var columns = [[Double]](repeating: [], count: sizes.count)
    for _ in 0..<days {
      let common = stream.normal()
      let heavy = 0.6 + 0.4 * stream.exponential()
      for (factor, size) in sizes.enumerated() {
        columns[factor].append(size * heavy * (0.6 * common + 0.8 * stream.normal()) + 0.02 * size)
      }
    }
    return try FactorHistory(names: factorNames, dates: dates(days), columns: columns)
  }

  static func dates(_ count: Int) -> [LocalDate] { (0..<count).map { LocalDate(daysSince1970: 20_000 + Int32($0)) } }
}
