public import Valuation

/// The gain of every position in every scenario, kept: what-if, incremental risk and drill-down without simulating again.
///
///     let cube = try ProfitCube(portfolio, on: scenarios)
///     try cube.figures(TailMeasure(level: 0.99))
///     try cube.whatIf(adding: [trade], TailMeasure(level: 0.99))    // the book with one more trade
///     try cube.result(at: [0.95, 0.99])                    // figures with what they rest on
///     try cube.incremental(TailMeasure(level: 0.99))       // what each position adds to the rest
///
/// Of a Monte Carlo simulation too: `ProfitCube(of: losses)` makes its paths again, position by position,
/// and keeps their moves if it is told to.
///
/// Takes eight bytes a cell: 10,000 positions in 1,000 scenarios are 80 MB.
public struct ProfitCube: Sendable {
  /// The portfolio.
  public let portfolio: Portfolio
  /// The number of scenarios.
  public let count: Int
  /// The gains: scenario k of position i at `i * count + k`.
  public let gains: [Double]
  /// The loss of the whole in each scenario: minus the sum of the gains, in the positions' order.
  public let losses: [Double]
  /// As how many scenarios that do not depend on each other they count; ``count`` for paths drawn in pairs and for Sobol points, whose
  /// worth depends on the level: the errors of ``figures(_:)`` take account of it.
  public let independentCount: Double
  /// How gains are worked out, those of more positions too; in full for gains that a host has.
  public let method: ValuationMethod

  /// What the gains rest on.
  public private(set) var basis: ResultBasis
  /// The horizon of a gain.
  public let horizon: Horizon
  /// The days that the scenarios come from, where they come from the past.
  public let window: DataWindow?

  /// Whether the factors' moves are kept, so that a what-if of new positions draws nothing again.
  public var keepsMoves: Bool { source?.keptMoves != nil }

  /// How the scenarios depend on each other.
  let dependence: SimulatedLosses.Dependence
  /// Where the scenarios' moves come from; `nil` for gains that a host has.
  let source: (any MoveSource)?

  /// The most cells.
  public static let maximumCells = 1 << 30

  /// Values every position in every scenario.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio.
  ///   - scenarios: The factors' moves: of the past, or a host's own.
  ///   - method: How gains are worked out.
  ///   - revaluations: The valuers that options name.
  /// - Throws: `countMismatch` for scenarios of other factors, `outOfRange` for more than ``maximumCells``, `unknownName` for a
  ///   valuer that is not there, `notFinite` for a gain beyond the range of numbers.
  /// - Complexity: O(derivatives × scenarios + revaluations).
  public init(
    _ portfolio: Portfolio, on scenarios: FactorScenarios, method: ValuationMethod = .full,
    revaluations: [String: Revaluation] = [:]
  ) throws(RiskError) {
    guard scenarios.factorCount == portfolio.factors.count else {
      throw RiskError(
        .countMismatch, found: "moves of \(scenarios.factorCount) factors", expected: "\(portfolio.factors.count)")
    }
    try ProfitCube.check(portfolio, scenarios.count)
    let valuation = try BookValuation(
      portfolio.exposures, method, days: Double(scenarios.horizon.days), revaluations)
    let all = portfolio.positions.indices
    try self.init(
      portfolio, valuation.positionGains(scenarios.moves, count: scenarios.count, of: all), scenarios.count, method,
      .fixed(independentCount: scenarios.independentCount), scenarios,
      ResultBasis(
        method: "gains of positions in scenarios",
        conventions: ["valuation": method.rawValue, "horizon": scenarios.horizon.words], seed: scenarios.seed),
      scenarios.horizon, scenarios.window)
  }

  /// The gains of every position in the scenarios of a simulation that has been run, with the valuers that it was given.
  ///
  ///     let cube = try ProfitCube(of: MonteCarlo(paths: 10_000, seed: 1).run(portfolio, distribution))
  ///     try cube.incremental(TailMeasure(level: 0.99))
  ///
  /// Errors take account of how the paths were drawn, as those of the simulation do.
  ///
  /// A Monte Carlo simulation keeps no moves: each what-if of new positions draws its paths again. With `keepingMoves` they are
  /// drawn once and kept beside the gains, eight bytes for each factor and scenario (2,000 factors in 10,000 scenarios are 160 MB),
  /// and a what-if reads those of the trade's factors.
  ///
  /// - Parameters:
  ///   - losses: The simulation.
  ///   - keepingMoves: Whether the cube keeps the factors' moves of a simulation that does not.
  /// - Throws: `mismatch` for scenarios that do not count alike, `outOfRange` for more than ``maximumCells``, `notFinite`.
  /// - Complexity: O(derivatives × scenarios + revaluations), and that of the simulation.
  public init(of losses: SimulatedLosses, keepingMoves: Bool = false) throws(RiskError) {
    guard losses.weights == nil else {
      throw RiskError(.mismatch, found: "scenarios with weights", expected: "scenarios that count alike")
    }
    try ProfitCube.check(losses.portfolio, losses.count)
    var source = losses.source
    if keepingMoves, source.keptMoves == nil { source = try losses.keptScenarios() }
    let gains = try losses.positionGains(of: losses.portfolio.positions.indices, on: source)
    try self.init(
      losses.portfolio, gains, losses.count, losses.valuation.method, losses.dependence, source, losses.basis,
      losses.horizon, losses.window)
  }

  /// Takes gains that a host has over a horizon, one row of scenarios for each position.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio.
  ///   - gains: The gains, in the portfolio's currency.
  ///   - count: The number of scenarios.
  ///   - independentCount: As how many scenarios that do not depend on each other they count: fewer where they overlap. Their number
  ///     unless given.
  ///   - horizon: The horizon of a gain.
  /// - Throws: `empty` without scenarios, `countMismatch` for a number of gains that does not fit, `outOfRange` for an independent
  ///   count that is not positive or beyond 10¹², `notFinite`.
  /// - Complexity: O(positions × scenarios).
  public init(
    _ portfolio: Portfolio, gains: [Double], count: Int, independentCount: Double? = nil, horizon: Horizon = .day
  ) throws(RiskError) {
    guard count > 0 else { throw RiskError(.empty, found: "\(count) scenarios", expected: "one or more") }
    let (cells, overflow) = portfolio.positions.count.multipliedReportingOverflow(by: count)
    guard !overflow, gains.count == cells else {
      throw RiskError(
        .countMismatch, found: "\(gains.count) gains", expected: "\(portfolio.positions.count) x \(count)")
    }
    let independent = independentCount ?? Double(count)
    guard independent > 0, independent < 1e12 else {
      throw RiskError(.outOfRange, found: "\(independent) independent scenarios", expected: "a positive number")
    }
    try self.init(
      portfolio, gains, count, .full, .fixed(independentCount: independent), nil,
      ResultBasis(method: "gains of positions, given", conventions: ["horizon": horizon.words]), horizon, nil)
  }

  private init(
    _ portfolio: Portfolio, _ gains: [Double], _ count: Int, _ method: ValuationMethod,
    _ dependence: SimulatedLosses.Dependence, _ source: (any MoveSource)?, _ basis: ResultBasis,
    _ horizon: Horizon, _ window: DataWindow?
  ) throws(RiskError) {
    var losses = [Double](repeating: 0, count: count)
    for position in portfolio.positions.indices { ProfitCube.subtract(gains, position * count, from: &losses) }
    // A gain that is not finite makes the loss of its scenario so.
    try InputCheck.finite(losses, "loss")
    self.portfolio = portfolio
    self.gains = gains
    self.count = count
    self.losses = losses
    self.method = method
    self.dependence = dependence
    self.source = source
    self.basis = basis
    self.basis.dataSpan = window?.span
    self.horizon = horizon
    self.window = window
    independentCount = dependence.independentCount(of: count)
  }

  private static func check(_ portfolio: Portfolio, _ scenarios: Int) throws(RiskError) {
    let (cells, overflow) = portfolio.positions.count.multipliedReportingOverflow(by: scenarios)
    guard !overflow, cells <= ProfitCube.maximumCells else {
      throw RiskError(
        .outOfRange, found: "\(portfolio.positions.count) positions x \(scenarios) scenarios",
        expected: "at most \(ProfitCube.maximumCells) cells")
    }
  }

  /// The gains of one position, scenario by scenario, without a copy.
  ///
  /// - Precondition: `position` is the place of one of the portfolio's positions, as an array's index is.
  public func gains(of position: Int) -> ArraySlice<Double> { gains[position * count..<(position + 1) * count] }

  static func subtract(_ gains: [Double], _ start: Int, from losses: inout [Double]) {
    gains.withUnsafeBufferPointer { gains in
      losses.withUnsafeMutableBufferPointer { losses in
        for i in losses.indices { losses[i] -= gains[start + i] }
      }
    }
  }
}
