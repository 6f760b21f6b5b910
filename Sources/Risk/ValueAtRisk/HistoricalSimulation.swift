import Valuation

/// Value at risk and expected shortfall from what the past days would do to today's portfolio.
///
///     let losses = try HistoricalSimulation().run(portfolio, on: history)
///     try losses.figures(at: 0.99).valueAtRisk
///     try losses.decomposition(at: 0.99).positions           // adds up to it
///
/// Plain, with days that count for less as they age, or with changes that are rescaled to today's volatility (filtered historical
/// simulation). Losses are positive.
public struct HistoricalSimulation: Sendable {
  /// How much each day counts.
  public enum Weighting: Hashable, Sendable {
    /// Every day as much.
    case equal
    /// Each day `decay` times as much as the day after it: Boudoukh, Richardson and Whitelaw, Risk 11 (1998) 64-67. Between 0 and
    /// 1 exclusively. Not for simulated horizons, whose scenarios have no age.
    case aged(decay: Double)
  }

  /// How much each day counts.
  public var weighting: Weighting
  /// The horizon of a loss.
  public var horizon: Horizon
  /// What is done about days on which a factor has no change.
  public var missing: MissingDays
  /// The volatilities that rescale changes, for factors that ask for it.
  public var filter: (any VolatilityFilter)?
  /// Whether the changes of all factors are rescaled, whatever the factors say: Hull and White, Journal of Risk 1 (1998) 5-19.
  public var rescalesAll: Bool
  /// How gains are worked out.
  public var method: ValuationMethod
  /// The number of scenarios of a simulated horizon; ten for each day unless given.
  public var draws: Int?
  /// The seed of a simulated horizon.
  public var seed: UInt64

  /// Makes a simulation: plain, over one day, refusing missing changes, options revalued in full, unless said otherwise.
  public init(
    weighting: Weighting = .equal, horizon: Horizon = .day, missing: MissingDays = .refuse,
    filter: (any VolatilityFilter)? = nil, rescalesAll: Bool = false, method: ValuationMethod = .full,
    draws: Int? = nil, seed: UInt64 = 0
  ) {
    self.weighting = weighting
    self.horizon = horizon
    self.missing = missing
    self.filter = filter
    self.rescalesAll = rescalesAll
    self.method = method
    self.draws = draws
    self.seed = seed
  }

  /// The losses of a portfolio on its factors' past changes.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio.
  ///   - history: The changes, with a column for each of the portfolio's factors.
  ///   - revaluations: The valuers that options name.
  /// - Throws: As ``FactorHistory/scenarios(for:horizon:missing:filter:rescalesAll:draws:seed:)``; `unknownName` for a valuer that
  ///   is not there, `outOfRange` for a decay outside 0 to 1, `notFinite` for a loss beyond the range of numbers.
  /// - Complexity: O(factors × days + revaluations).
  public func run(
    _ portfolio: Portfolio, on history: FactorHistory, revaluations: [String: Revaluation] = [:]
  ) throws(RiskError) -> SimulatedLosses {
    let scenarios = try history.scenarios(
      for: portfolio, horizon: horizon, missing: missing, filter: filter, rescalesAll: rescalesAll, draws: draws,
      seed: seed)
    return try run(portfolio, on: scenarios, revaluations: revaluations)
  }

  /// The losses of a portfolio on scenarios that are made already; their horizon, rescaling and seed are what they are.
  ///
  /// - Throws: As ``run(_:on:revaluations:)-(_,FactorHistory,_)``; `countMismatch` for scenarios of other factors.
  public func run(
    _ portfolio: Portfolio, on scenarios: FactorScenarios, revaluations: [String: Revaluation] = [:]
  ) throws(RiskError) -> SimulatedLosses {
    guard scenarios.factorCount == portfolio.factors.count else {
      throw RiskError(
        .countMismatch, found: "moves of \(scenarios.factorCount) factors", expected: "\(portfolio.factors.count)")
    }
    let valuation = try BookValuation(
      portfolio.exposures, method, days: Double(scenarios.horizon.days), revaluations)
    let losses = valuation.gains(scenarios.moves, count: scenarios.count).map { 0 - $0 }
    var name = "historical simulation"
    var conventions = ["valuation": method.rawValue, "horizon": scenarios.horizon.words]
    if let filter = scenarios.filter {
      name = "filtered historical simulation"
      conventions["volatility"] = filter
    }
    if case .aged(let decay) = weighting { conventions["weights"] = "decay \(decay) a day" }
    return try SimulatedLosses(
      portfolio: portfolio, losses: losses, weights: try weights(scenarios),
      basis: ResultBasis(method: name, conventions: conventions, seed: scenarios.seed), horizon: scenarios.horizon,
      window: scenarios.window, valuation: valuation, source: scenarios,
      dependence: .fixed(independentCount: scenarios.independentCount))
  }

  private func weights(_ scenarios: FactorScenarios) throws(RiskError) -> [Double]? {
    guard case .aged(let decay) = weighting else { return nil }
    guard decay > 0, decay < 1 else {
      throw RiskError(.outOfRange, found: "a decay of \(decay)", expected: "a number between 0 and 1")
    }
    guard scenarios.seed == nil else {
      throw RiskError(.mismatch, found: "aged weights over a simulated horizon", expected: "equal weights")
    }
    var weights = [Double](repeating: 1, count: scenarios.count)
    for place in weights.indices.dropLast().reversed() { weights[place] = weights[place + 1] * decay }
    return weights
  }
}
