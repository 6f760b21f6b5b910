/// Changes of a portfolio's factors over a horizon, one set for each scenario, in the factors' currencies.
///
///     let scenarios = try history.scenarios(for: portfolio, missing: .leaveOutDay)
///     scenarios[3, 17]                         // the change of factor 3 in scenario 17
///
/// They are the same however the portfolio is valued on them.
public struct FactorScenarios: Hashable, Sendable {
  /// The number of factors: those of the portfolio, in its order.
  public let factorCount: Int
  /// The number of scenarios.
  public let count: Int
  /// The changes: scenario k of factor i at `i * count + k`.
  public let moves: [Double]
  /// The horizon that the changes are over.
  public let horizon: Horizon
  /// The days that they come from; `nil` for scenarios that a host made.
  public let window: DataWindow?
  /// As how many scenarios that do not depend on each other they count.
  public let independentCount: Double
  /// The seed, for scenarios that were drawn.
  public let seed: UInt64?
  /// The words for volatilities that rescaled them.
  public let filter: String?

  /// Scenarios of the host's own making.
  ///
  /// - Throws: `empty` without factors or scenarios, `countMismatch` for a number of moves that does not fit, `notFinite`.
  public init(factorCount: Int, count: Int, moves: [Double], horizon: Horizon = .day) throws(RiskError) {
    guard factorCount > 0, count > 0 else {
      throw RiskError(.empty, found: "\(factorCount) factors, \(count) scenarios", expected: "one or more of each")
    }
    let (cells, overflow) = factorCount.multipliedReportingOverflow(by: count)
    guard !overflow, moves.count == cells else {
      throw RiskError(.countMismatch, found: "\(moves.count) moves", expected: "\(factorCount) x \(count)")
    }
    try InputCheck.finite(moves, "move")
    self.init(factorCount, count, moves, horizon, nil, independentCount: Double(count), seed: nil, filter: nil)
  }

  init(
    _ factorCount: Int, _ count: Int, _ moves: [Double], _ horizon: Horizon, _ window: DataWindow?,
    independentCount: Double, seed: UInt64?, filter: String?
  ) {
    self.factorCount = factorCount
    self.count = count
    self.moves = moves
    self.horizon = horizon
    self.window = window
    self.independentCount = independentCount
    self.seed = seed
    self.filter = filter
  }

  /// The change of a factor in a scenario, both counted from 0.
  public subscript(factor: Int, scenario: Int) -> Double {
    precondition(scenario >= 0 && scenario < count, "no such scenario")
    return moves[factor * count + scenario]
  }

  /// The changes of one factor, scenario by scenario, without a copy.
  public func moves(of factor: Int) -> ArraySlice<Double> { moves[factor * count..<(factor + 1) * count] }
}
