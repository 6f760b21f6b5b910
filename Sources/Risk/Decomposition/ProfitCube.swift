/// The gain of every position in every scenario, kept: what-if, incremental risk and drill-down without simulating again.
///
///     let cube = try ProfitCube(portfolio, on: scenarios)
///     try cube.figures(TailMeasure(level: 0.99))
///     try cube.whatIf(adding: trade, on: scenarios)        // the book with one more trade
///     try cube.incremental(TailMeasure(level: 0.99))       // what each position adds to the rest
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
  /// As how many scenarios that do not depend on each other they count.
  public let independentCount: Double

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
    let (cells, overflow) = portfolio.positions.count.multipliedReportingOverflow(by: scenarios.count)
    guard !overflow, cells <= ProfitCube.maximumCells else {
      throw RiskError(
        .outOfRange, found: "\(portfolio.positions.count) positions x \(scenarios.count) scenarios",
        expected: "at most \(ProfitCube.maximumCells) cells")
    }
    let valuation = try BookValuation(
      portfolio.exposures, method, days: Double(scenarios.horizon.days), revaluations)
    try self.init(
      portfolio, gains: valuation.positionGains(scenarios.moves, count: scenarios.count), count: scenarios.count,
      independentCount: scenarios.independentCount)
  }

  /// Takes gains that a host has, one row of scenarios for each position.
  ///
  /// - Throws: `empty` without scenarios, `countMismatch` for a number of gains that does not fit, `notFinite`.
  /// - Complexity: O(positions × scenarios).
  public init(
    _ portfolio: Portfolio, gains: [Double], count: Int, independentCount: Double? = nil
  ) throws(RiskError) {
    guard count > 0 else { throw RiskError(.empty, found: "\(count) scenarios", expected: "one or more") }
    let (cells, overflow) = portfolio.positions.count.multipliedReportingOverflow(by: count)
    guard !overflow, gains.count == cells else {
      throw RiskError(
        .countMismatch, found: "\(gains.count) gains", expected: "\(portfolio.positions.count) x \(count)")
    }
    var losses = [Double](repeating: 0, count: count)
    for position in portfolio.positions.indices { ProfitCube.subtract(gains, position * count, from: &losses) }
    // A gain that is not finite makes the loss of its scenario so.
    try InputCheck.finite(losses, "loss")
    self.portfolio = portfolio
    self.gains = gains
    self.count = count
    self.losses = losses
    self.independentCount = independentCount ?? Double(count)
  }

  /// The gains of one position, scenario by scenario, without a copy.
  public func gains(of position: Int) -> ArraySlice<Double> { gains[position * count..<(position + 1) * count] }

  static func subtract(_ gains: [Double], _ start: Int, from losses: inout [Double]) {
    gains.withUnsafeBufferPointer { gains in
      losses.withUnsafeMutableBufferPointer { losses in
        for i in losses.indices { losses[i] -= gains[start + i] }
      }
    }
  }
}

extension BookValuation {
  /// The gain of each position in each scenario, position after position.
  func positionGains(_ moves: [Double], count: Int) -> [Double] {
    // Each number is written before it is read.
    var gains = [Double](unsafeUninitializedCapacity: exposures.positionCount * count) { gains, initialised in
      moves.withUnsafeBufferPointer { moves in
        for position in 0..<exposures.positionCount { write(position, moves, count, gains) }
      }
      initialised = exposures.positionCount * count
    }
    for (place, option) in exposures.valued.enumerated() where place < valuers.count {
      let values = revaluedGains(of: place, moves, count: count)
      for i in 0..<count {
        let present = option.conversion.exchange.map { option.presentDelta * moves[$0 * count + i] } ?? 0
        gains[option.position * count + i] = values[i] + present
      }
    }
    return gains
  }

  /// Writes the gain of one position in each scenario; zero for one that is revalued.
  private func write(
    _ position: Int, _ moves: UnsafeBufferPointer<Double>, _ count: Int, _ gains: UnsafeMutableBufferPointer<Double>
  ) {
    let start = position * count
    let entries = exposures.starts[position]..<exposures.starts[position + 1]
    let theta = method == .delta || isValued[position] ? 0 : exposures.thetas[position] * days
    if let first = entries.first, !isValued[position] {
      let (delta, row) = (exposures.deltas[first], exposures.columns[first] * count)
      for i in 0..<count { gains[start + i] = theta + delta * moves[row + i] }
    } else {
      for i in 0..<count { gains[start + i] = theta }
    }
    guard !isValued[position] else { return }
    for entry in entries.dropFirst() {
      let (delta, row) = (exposures.deltas[entry], exposures.columns[entry] * count)
      for i in 0..<count { gains[start + i] += delta * moves[row + i] }
    }
    guard method != .delta else { return }
    for entry in exposures.curvatureStarts[position]..<exposures.curvatureStarts[position + 1] {
      let curvature = exposures.curvatures[entry]
      let gamma = curvature.first == curvature.second ? 0.5 * curvature.gamma : curvature.gamma
      let (one, other) = (curvature.first * count, curvature.second * count)
      for i in 0..<count { gains[start + i] += gamma * moves[one + i] * moves[other + i] }
    }
  }
}
