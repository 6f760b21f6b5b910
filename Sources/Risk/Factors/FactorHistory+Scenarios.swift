import MarketData
import NumericalKernels

extension FactorHistory {
  /// The most days that the scenarios of a simulated horizon may draw together.
  private static let mostDraws = 1 << 26
  /// The most moves that they may have: the scenarios of all factors, eight bytes each.
  private static let mostMoves = 1 << 28

  /// The changes of a portfolio's factors over a horizon, as the past days had them.
  ///
  /// Absolute changes stand as they are, relative ones are applied to today's level, rescaled ones multiplied by today's
  /// volatility over that of their day (Hull and White 1998). Over several days absolute changes add up, relative ones compound.
  ///
  /// - Parameters:
  ///   - portfolio: The portfolio, each of whose factors has a column here.
  ///   - horizon: The horizon.
  ///   - missing: What is done about missing changes.
  ///   - filter: The volatilities, needed where a factor asks for rescaling.
  ///   - rescalesAll: Whether every factor's changes are rescaled, whatever the factor says.
  ///   - draws: The number of scenarios of a simulated horizon; ten for each day unless given.
  ///   - seed: The seed of a simulated horizon.
  /// - Throws: `outOfRange` for a number of draws below one, more than 2²⁶ days to be drawn or 2²⁸ moves of all factors to be made
  ///   of them, and for volatilities that are not positive; `unknownName` for a factor without a column; `insufficientData` where a
  ///   change is missing and that is refused, or too few days are left; `mismatch` where volatilities are needed and not given;
  ///   `notFinite` for changes beyond the range of numbers.
  /// - Complexity: O(factors × scenarios); nothing is copied where the columns stand as they are.
  public func scenarios(
    for portfolio: Portfolio, horizon: Horizon = .day, missing: MissingDays = .refuse,
    filter: (any VolatilityFilter)? = nil, rescalesAll: Bool = false, draws: Int? = nil, seed: UInt64 = 0
  ) throws(RiskError) -> FactorScenarios {
    if let draws, draws < 1 {
      throw RiskError(.outOfRange, found: "\(draws) draws", expected: "one or more")
    }
    var columns: [Int] = []
    for factor in portfolio.factors {
      guard let column = index[factor.name] else {
        throw RiskError(.unknownName, found: "factor \(factor.name)", expected: "a column of the table of changes")
      }
      columns.append(column)
    }
    let days = try usableDays(columns, missing)
    let filled = missing == .noChange ? columns.reduce(0) { $0 + missingCounts[$1] } : 0
    guard let first = dates.first, let last = dates.last else {
      throw RiskError(.empty, found: "no days", expected: "one or more")
    }
    let window = DataWindow(
      first: first, last: last, days: dates.count, daysLeftOut: dates.count - days.count, changesFilled: filled,
      missingDays: missing)
    let factors = portfolio.factors
    let isPlain = !rescalesAll && factors.allSatisfy { $0.change == .absolute }
    if isPlain, horizon.days == 1, filled == 0, days.count == dates.count, columns == Array(names.indices) {
      return FactorScenarios(
        columns.count, days.count, values, horizon, window, independentCount: Double(days.count), seed: nil, filter: nil
      )
    }
    let (scenarios, overflow) = (draws ?? 10 * days.count).multipliedReportingOverflow(by: horizon.days)
    guard horizon.rule != .simulated || !overflow && scenarios <= Self.mostDraws else {
      throw RiskError(
        .outOfRange, found: "\(draws ?? 10 * days.count) scenarios of \(horizon.days) days",
        expected: "at most \(Self.mostDraws) drawn days")
    }
    guard horizon.rule != .simulated || (draws ?? 10 * days.count) <= Self.mostMoves / columns.count else {
      throw RiskError(
        .outOfRange, found: "\(draws ?? 10 * days.count) scenarios of \(columns.count) factors",
        expected: "at most \(Self.mostMoves) moves of all factors")
    }
    var run = HorizonRun(horizon: horizon, days: days.count, draws: draws, seed: seed)
    guard run.count > 0 else {
      throw RiskError(
        .insufficientData, found: "\(days.count) days", expected: "more than a horizon of \(horizon.days)")
    }
    var moves: [Double] = []
    moves.reserveCapacity(columns.count * run.count)
    for (factor, column) in zip(factors, columns) {
      let start = column * dates.count
      var changes = days.map { values[start + $0].isNaN ? 0 : values[start + $0] }
      if rescalesAll || factor.change == .volatilityRescaled {
        try rescale(&changes, factor.name, filter)
      }
      let level = factor.change == .relative ? factor.level : nil
      run.append(changes, level: level, to: &moves)
    }
    try InputCheck.finite(moves, "change over the horizon")
    let isFiltered = rescalesAll || factors.contains { $0.change == .volatilityRescaled }
    return FactorScenarios(
      columns.count, run.count, moves, horizon, window, independentCount: run.independentCount,
      seed: run.isDrawn ? seed : nil, filter: isFiltered ? filter?.name : nil)
  }

  /// The days that every factor has a change on, or all where a missing one counts as none.
  private func usableDays(_ columns: [Int], _ missing: MissingDays) throws(RiskError) -> [Int] {
    guard missing != .noChange, columns.contains(where: { missingCounts[$0] > 0 }) else { return Array(dates.indices) }
    var isComplete = [Bool](repeating: true, count: dates.count)
    for column in columns where missingCounts[column] > 0 {
      for day in dates.indices where values[column * dates.count + day].isNaN {
        guard missing == .leaveOutDay else {
          throw RiskError(
            .insufficientData, found: "no change of \(names[column]) on \(dates[day])",
            expected: "a change, or a rule for missing days", index: day)
        }
        isComplete[day] = false
      }
    }
    let days = dates.indices.filter { isComplete[$0] }
    guard !days.isEmpty else {
      throw RiskError(.insufficientData, found: "no day with a change of every factor", expected: "one or more")
    }
    return days
  }

  private func rescale(
    _ changes: inout [Double], _ name: String, _ filter: (any VolatilityFilter)?
  ) throws(RiskError) {
    guard let filter else {
      throw RiskError(.mismatch, found: "no volatilities for \(name)", expected: "a filter, to rescale its changes")
    }
    let volatilities = try filter.volatilities(of: changes, factor: name)
    guard volatilities.count == changes.count + 1, let now = volatilities.last else {
      throw RiskError(
        .countMismatch, found: "\(volatilities.count) volatilities of \(name)", expected: "\(changes.count + 1)")
    }
    if let odd = volatilities.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
      throw RiskError(
        .outOfRange, found: "volatility \(volatilities[odd]) of \(name)", expected: "a positive one", index: odd)
    }
    for day in changes.indices { changes[day] *= now / volatilities[day] }
  }
}

/// How days become runs of the horizon, the same for every factor.
private struct HorizonRun {
  let count: Int
  let independentCount: Double
  let isDrawn: Bool
  private let horizon: Horizon
  private let chosen: [Int]

  init(horizon: Horizon, days: Int, draws: Int?, seed: UInt64) {
    self.horizon = horizon
    switch (horizon.days, horizon.rule) {
    case (1, _), (_, .squareRootOfTime):
      (count, independentCount, isDrawn, chosen) = (days, Double(days), false, [])
    case (let length, .overlapping):
      count = max(0, days - length + 1)
      (independentCount, isDrawn, chosen) = (Double(max(1, days / length)), false, [])
    case (let length, .simulated):
      count = draws ?? 10 * days
      (independentCount, isDrawn) = (Double(count), true)
      var stream = RandomStream(seed: seed, path: 0)
      chosen = (0..<count * length).map { _ in Int(stream.next().multipliedFullWidth(by: UInt64(days)).high) }
    }
  }

  /// Appends one factor's moves; a level makes them those of relative changes.
  mutating func append(_ changes: [Double], level: Double?, to moves: inout [Double]) {
    func move(_ change: Double) -> Double { level.map { $0 * change } ?? change }
    let length = horizon.days
    if length == 1 {
      for change in changes { moves.append(move(change)) }
    } else if horizon.rule == .squareRootOfTime {
      let root = Double(length).squareRoot()
      for change in changes { moves.append(move(change) * root) }
    } else {
      for scenario in 0..<count {
        var sum = 0.0
        for step in 0..<length {
          let change = changes[isDrawn ? chosen[scenario * length + step] : scenario + step]
          sum = level == nil ? sum + change : (1 + sum) * (1 + change) - 1
        }
        moves.append(move(sum))
      }
    }
  }
}
