public import Valuation

extension ProfitCube {
  /// Value at risk and expected shortfall of the whole.
  ///
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  /// - Complexity: O(scenarios).
  public func figures(_ measure: TailMeasure) throws(RiskError) -> RiskFigures {
    try dependence.figures(measure, try estimate(measure, losses), losses)
  }

  /// Figures of the whole at some levels, under the default conventions, with what they rest on.
  ///
  /// - Throws: `outOfRange` unless each level lies between 0 and 1.
  /// - Complexity: O(levels × scenarios + gains), for the digest of the gains.
  public func result(at levels: [Double]) throws(RiskError) -> RiskResult {
    try result(levels.map { TailMeasure(level: $0) })
  }

  /// Figures of the whole under some measures, with what they rest on.
  ///
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  /// - Complexity: As ``result(at:)``.
  public func result(_ measures: [TailMeasure]) throws(RiskError) -> RiskResult {
    var figures: [RiskFigures] = []
    for measure in measures { figures.append(try self.figures(measure)) }
    var basis = basis
    basis.state(measures, dependence, count)
    basis.inputs = [.init(portfolio), .init("gains", gains)]
    basis.simulationError = figures.last?.valueAtRiskError
    return RiskResult(
      basis: basis, currency: portfolio.reportingCurrency, horizon: horizon, window: window, scenarioCount: count,
      figures: figures)
  }

  /// Value at risk and expected shortfall of the whole after a trade, from its gain in each scenario.
  ///
  /// - Throws: `countMismatch` unless there is a gain for each scenario, `notFinite`, `outOfRange`.
  /// - Complexity: O(scenarios).
  public func whatIf(gains trade: [Double], _ measure: TailMeasure) throws(RiskError) -> RiskFigures {
    guard trade.count == count else {
      throw RiskError(.countMismatch, found: "\(trade.count) gains", expected: "\(count), one for each scenario")
    }
    try InputCheck.finite(trade, "gain")
    var after = losses
    ProfitCube.subtract(trade, 0, from: &after)
    return try dependence.figures(measure, try estimate(measure, after), after)
  }

  /// Value at risk and expected shortfall of the whole with more positions, valued on the cube's own scenarios.
  ///
  ///     let after = try cube.whatIf(adding: [trade], TailMeasure(level: 0.99))
  ///
  /// The paths of a Monte Carlo simulation are drawn again from its seed, all normals of each, unless the cube keeps their moves:
  /// see ``ProfitCube/init(of:keepingMoves:)``.
  ///
  /// - Parameters:
  ///   - positions: The new positions, of the portfolio's factors.
  ///   - measure: The measure.
  ///   - method: How their gains are worked out: the cube's own way unless given.
  ///   - revaluations: The valuers that options among them name.
  /// - Throws: As ``Portfolio/init(factors:positions:reportingCurrency:)``; `mismatch` for a cube of a host's gains, which knows no
  ///   moves; `unknownName` for a valuer that is not there; `notFinite`.
  /// - Complexity: O(derivatives of the new positions × scenarios), and the simulation's draws where no moves are kept.
  public func whatIf(
    adding positions: [Position], _ measure: TailMeasure, method: ValuationMethod? = nil,
    revaluations: [String: Revaluation] = [:]
  ) throws(RiskError) -> RiskFigures {
    guard let source else {
      throw RiskError(
        .mismatch, found: "a cube of a host's gains", expected: "a cube of scenarios, or scenarios to value on")
    }
    let trade = try source.losses(of: alone(positions), method ?? self.method, revaluations)
    return try whatIf(gains: trade.map { 0 - $0 }, measure)
  }

  /// Value at risk and expected shortfall of the whole with more positions, valued on scenarios that a host has.
  ///
  /// For a cube that was made of gains; the scenarios must be those of the gains.
  ///
  /// - Throws: As ``whatIf(adding:_:method:revaluations:)``; `countMismatch` for scenarios of other factors or another number.
  /// - Complexity: O(derivatives of the new positions × scenarios).
  public func whatIf(
    adding positions: [Position], on scenarios: FactorScenarios, _ measure: TailMeasure,
    method: ValuationMethod? = nil, revaluations: [String: Revaluation] = [:]
  ) throws(RiskError) -> RiskFigures {
    try InputCheck.count(scenarios.factorCount, portfolio.factors.count, "moves of factors")
    let trade = try scenarios.losses(of: alone(positions), method ?? self.method, revaluations)
    return try whatIf(gains: trade.map { 0 - $0 }, measure)
  }

  /// Positions by themselves.
  private func alone(_ positions: [Position]) throws(RiskError) -> Portfolio {
    try Portfolio(factors: portfolio.factors, positions: positions, reportingCurrency: portfolio.reportingCurrency)
  }

  /// What the figures are made of: by position.
  ///
  /// - Returns: The Euler components of value at risk and of expected shortfall, which add up to the figures.
  /// - Throws: `outOfRange` for a level or confidence outside 0 to 1.
  /// - Complexity: O(scenarios + positions × scenarios of the tail).
  public func components(
    _ measure: TailMeasure
  ) throws(RiskError) -> (valueAtRisk: [Double], expectedShortfall: [Double]) {
    let tail = try estimate(measure, losses)
    return (components(tail.quantileWeights), components(tail.shortfallWeights))
  }

  private func components(_ weights: PathWeights) -> [Double] {
    gains.withUnsafeBufferPointer { gains in
      portfolio.positions.indices.map { position in
        var sum = 0.0
        for (path, weight) in zip(weights.paths, weights.weights) { sum -= weight * gains[position * count + path] }
        return sum
      }
    }
  }

  /// The figures of each position by itself.
  ///
  /// - Throws: `outOfRange` for a level outside 0 to 1.
  /// - Complexity: O(positions × scenarios).
  public func standalone(_ measure: TailMeasure) throws(RiskError) -> [TailPair] {
    var scan = try TailScan(measure, count, dependence)
    return try scan.scan(rows: portfolio.positions.count) { row, losses in
      let start = row * count
      gains.withUnsafeBufferPointer { gains in
        for i in losses.indices { losses[i] = 0 - gains[start + i] }
      }
    }
  }

  /// What each position adds: the figures of the whole less those of the whole without it.
  ///
  /// - Throws: `outOfRange` for a level outside 0 to 1.
  /// - Complexity: O(positions × scenarios), one look at every gain.
  public func incremental(_ measure: TailMeasure) throws(RiskError) -> [TailPair] {
    let whole = try estimate(measure, losses)
    var scan = try TailScan(measure, count, dependence)
    let without = try scan.scan(rows: portfolio.positions.count) { row, rest in
      let start = row * count
      gains.withUnsafeBufferPointer { gains in
        losses.withUnsafeBufferPointer { losses in
          for i in rest.indices { rest[i] = losses[i] + gains[start + i] }
        }
      }
    }
    return without.map {
      TailPair(
        valueAtRisk: whole.quantile - $0.valueAtRisk, expectedShortfall: whole.shortfall - $0.expectedShortfall)
    }
  }

  /// The sum of the positions' own values at risk over that of the whole: one where nothing offsets anything.
  ///
  /// - Throws: `outOfRange` for a level outside 0 to 1, or for a whole without a loss at the level.
  public func diversificationRatio(_ measure: TailMeasure) throws(RiskError) -> Double {
    let whole = try estimate(measure, losses).quantile
    guard whole > 0 else {
      throw RiskError(.outOfRange, found: "a value at risk of \(whole)", expected: "a loss")
    }
    return try standalone(measure).reduce(0) { $0 + $1.valueAtRisk } / whole
  }

  func estimate(_ measure: TailMeasure, _ losses: [Double]) throws(RiskError) -> TailEstimate {
    try dependence.estimate(measure, losses, nil)
  }
}

/// A value at risk and an expected shortfall, or what something adds to them.
public struct TailPair: Hashable, Sendable, Codable {
  /// Value at risk.
  public let valueAtRisk: Double
  /// Expected shortfall.
  public let expectedShortfall: Double

  /// Makes a pair.
  public init(valueAtRisk: Double, expectedShortfall: Double) {
    self.valueAtRisk = valueAtRisk
    self.expectedShortfall = expectedShortfall
  }
}
