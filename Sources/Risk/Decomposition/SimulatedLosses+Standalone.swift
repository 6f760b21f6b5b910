public import Valuation

extension SimulatedLosses {
  /// The figures of each position by itself, under each of some measures, without keeping every position's gains.
  ///
  ///     let alone = try losses.standalone([TailMeasure(level: 0.95), TailMeasure(level: 0.99)])
  ///     alone[1][0].valueAtRisk            // of the first position at 99 %
  ///
  /// - Throws: `outOfRange` for a level outside 0 to 1, `notFinite` for a gain beyond the range of numbers.
  /// - Complexity: O(positions × scenarios), in room for one position's scenarios where the factors' moves are kept; a Monte Carlo
  ///   simulation is made again for as many positions at a time as have 2²⁵ gains together.
  public func standalone(_ measures: [TailMeasure]) throws(RiskError) -> [[TailPair]] {
    var scan = try TailScan(measures, count, dependence)
    var pairs = [[TailPair]](repeating: [], count: measures.count)
    let all = portfolio.positions.indices
    let group = source.keptMoves == nil ? max(1, (1 << 25) / count) : 1
    var alone = [Double](repeating: 0, count: count)
    for first in stride(from: 0, to: all.upperBound, by: group) {
      let positions = first..<min(first + group, all.upperBound)
      let gains = try positionGains(of: positions)
      for position in positions.indices {
        let start = (position - first) * count
        for i in alone.indices { alone[i] = 0 - gains[start + i] }
        try InputCheck.finite(alone, "loss")
        for (place, pair) in try scan.allFigures(of: alone, weights).enumerated() { pairs[place].append(pair) }
      }
    }
    return pairs
  }

  /// The sum of the positions' own values at risk over that of the whole, under each of some measures: one where nothing offsets
  /// anything, `nil` where the whole has no loss at the level.
  ///
  /// - Throws: As ``standalone(_:)``.
  /// - Complexity: That of ``standalone(_:)``.
  public func diversificationRatios(_ measures: [TailMeasure]) throws(RiskError) -> [Double?] {
    let alone = try standalone(measures)
    var ratios: [Double?] = []
    for (measure, pairs) in zip(measures, alone) {
      let whole = try estimate(measure).quantile
      ratios.append(whole > 0 ? pairs.reduce(0) { $0 + $1.valueAtRisk } / whole : nil)
    }
    return ratios
  }

  /// The gain of each of some positions in each scenario, position after position.
  func positionGains(of positions: Range<Int>) throws(RiskError) -> [Double] {
    try positionGains(of: positions, on: source)
  }

  /// The same on the simulation's own scenarios, which another source may have kept.
  func positionGains(of positions: Range<Int>, on source: any MoveSource) throws(RiskError) -> [Double] {
    if let moves = source.keptMoves { return valuation.positionGains(moves, count: count, of: positions) }
    return try inParts(rows: positions.count) { moves, paths in
      valuation.positionGains(moves, count: paths, of: positions)
    }
  }

  /// The scenarios with their moves, drawn once more and kept.
  ///
  /// - Throws: `outOfRange` for more than ``ProfitCube/maximumCells`` moves.
  func keptScenarios() throws(RiskError) -> FactorScenarios {
    let factors = portfolio.factors.count
    let (cells, overflow) = factors.multipliedReportingOverflow(by: count)
    guard !overflow, cells <= ProfitCube.maximumCells else {
      throw RiskError(
        .outOfRange, found: "moves of \(factors) factors x \(count) scenarios",
        expected: "at most \(ProfitCube.maximumCells)")
    }
    return FactorScenarios(
      factors, count, try inParts(rows: factors) { moves, _ in moves }, horizon, window,
      independentCount: dependence.independentCount(of: count), seed: basis.seed, filter: nil)
  }

  /// Rows of numbers for all scenarios, worked out for a few at a time: their moves need little room.
  private func inParts(
    rows: Int, _ work: (_ moves: [Double], _ paths: Int) -> [Double]
  ) throws(RiskError) -> [Double] {
    var values = [Double](repeating: 0, count: rows * count)
    let length = min(1024, max(8, (1 << 20) / max(1, portfolio.factors.count)))
    for first in stride(from: 0, to: count, by: length) {
      let paths = first..<min(first + length, count)
      let part = work(try source.moves(of: Array(paths)), paths.count)
      for row in 0..<rows {
        for i in 0..<paths.count { values[row * count + first + i] = part[row * paths.count + i] }
      }
    }
    return values
  }
}
