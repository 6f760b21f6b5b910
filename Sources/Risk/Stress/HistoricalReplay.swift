public import MarketData
public import NumericalKernels
public import Valuation

/// Past changes of a portfolio's factors, to be lived through again: a window of days, or the worst one.
///
///     let replay = try HistoricalReplay(factors: names, dates: dates, changes: changes)
///     let week = try replay.window(from: monday, through: friday)
///     try test.run(week, id: "the week of the storm")
///     let worst = try replay.worst(days: 10, deltas: portfolio.exposures.total)
///
/// Changes are those of one day of the same contract, in the factor's currency for one unit, one row for each date and one column
/// for each factor; or, of factors with a level, parts of it, which compound. NaN is a day without a price: what moved meanwhile is
/// in the next change, so that it counts as zero, and is counted.
public struct HistoricalReplay: Hashable, Sendable {
  /// Some days in a row: what each factor did, day by day and together.
  public struct Window: Hashable, Sendable {
    /// The names of the factors, in the order of the moves.
    public let factors: [String]
    /// The first day.
    public let first: LocalDate
    /// The last day.
    public let last: LocalDate
    /// The sum of each factor's changes.
    public let moves: [Double]
    /// The changes day by day, missing ones as zero.
    public let byDay: Matrix
    /// The number of missing changes.
    public let missing: Int
    /// Which days of which table these are.
    public let basis: ResultBasis
  }

  /// The names of the factors, in the order of the columns.
  public let factors: [String]
  /// The days, rising.
  public let dates: [LocalDate]
  /// The changes.
  public let changes: Matrix
  /// Today's level of the factors whose changes are relative.
  private let levels: [Double?]

  /// Makes a table from a history, with the columns of a portfolio's factors in their order.
  ///
  /// - Throws: `unknownName` for a factor without a column; `outOfRange` for a relative one without a level; `mismatch` for one whose
  ///   changes are to be rescaled by volatility, which a replay does not do.
  /// - Complexity: O(dates × factors).
  public init(_ history: FactorHistory, for portfolio: Portfolio) throws(RiskError) {
    var changes = Matrix(rows: history.dates.count, columns: portfolio.factors.count)
    var levels: [Double?] = []
    for (column, factor) in portfolio.factors.enumerated() {
      let values = try history.changes(of: factor.name)
      for (row, value) in values.enumerated() { changes[row, column] = value }
      switch factor.change {
      case .absolute: levels.append(nil)
      case .relative:
        guard let level = factor.level else {
          throw RiskError(
            .outOfRange, found: "no level of \(factor.name)", expected: "one for relative changes", index: column)
        }
        levels.append(level)
      case .volatilityRescaled:
        throw RiskError(
          .mismatch, found: "rescaled changes of \(factor.name)", expected: "absolute or relative ones", index: column)
      }
    }
    try self.init(
      factors: portfolio.factors.map(\.name), dates: history.dates, changes: changes, levels: levels)
  }

  /// Makes a table of changes in the factors' currencies.
  ///
  /// - Throws: `empty`; `countMismatch` for changes of another shape; `mismatch` for a name given twice; `outOfRange` for dates that
  ///   do not rise; `notFinite` for an infinite change.
  public init(factors: [String], dates: [LocalDate], changes: Matrix) throws(RiskError) {
    try self.init(factors: factors, dates: dates, changes: changes, levels: factors.map { _ in nil })
  }

  private init(factors: [String], dates: [LocalDate], changes: Matrix, levels: [Double?]) throws(RiskError) {
    guard !factors.isEmpty, !dates.isEmpty else {
      throw RiskError(.empty, found: "\(factors.count) factors, \(dates.count) dates", expected: "one or more of each")
    }
    try InputCheck.count(changes.rows, dates.count, "rows of changes")
    try InputCheck.count(changes.columns, factors.count, "columns of changes")
    try InputCheck.distinct(factors, "factor")
    if let odd = dates.indices.dropFirst().first(where: { dates[$0] <= dates[$0 - 1] }) {
      throw RiskError(.outOfRange, found: "\(dates[odd]) after \(dates[odd - 1])", expected: "rising dates", index: odd)
    }
    if let odd = changes.storage.firstIndex(where: \.isInfinite) {
      throw RiskError(
        .notFinite, found: "an infinite change of \(factors[odd % factors.count])",
        expected: "a number, or NaN for missing",
        index: odd / factors.count)
    }
    self.factors = factors
    self.dates = dates
    self.changes = changes
    self.levels = levels
  }

  /// The days from one to another, both included.
  ///
  /// - Throws: `insufficientData` where the table has no day among them.
  /// - Complexity: O(dates + days of the window × factors).
  public func window(from first: LocalDate, through last: LocalDate) throws(RiskError) -> Window {
    let rows = dates.indices.filter { dates[$0] >= first && dates[$0] <= last }
    guard let start = rows.first else {
      throw RiskError(
        .insufficientData, found: "no day from \(first) through \(last)",
        expected: "one of \(dates[0]) to \(dates[dates.count - 1])")
    }
    return window(start..<start + rows.count)
  }

  /// The days in a row on which a linear portfolio loses most, by the sums of its days.
  ///
  /// Of factors whose changes are parts of a level each day counts by itself, without the compounding of the days before: the window that
  /// comes back has it.
  ///
  /// - Parameters:
  ///   - days: The number of days.
  ///   - deltas: What the portfolio gains when each factor rises by one.
  /// - Throws: `insufficientData` for more days than there are, `outOfRange` for fewer than one, `countMismatch`, `notFinite`.
  /// - Complexity: O(dates × (factors + days)).
  public func worst(days: Int, deltas: [Double]) throws(RiskError) -> Window {
    guard days >= 1 else { throw RiskError(.outOfRange, found: "\(days) days", expected: "at least one") }
    guard days <= dates.count else {
      throw RiskError(.insufficientData, found: "\(dates.count) days", expected: "at least \(days)")
    }
    try InputCheck.count(deltas.count, factors.count, "deltas")
    try InputCheck.finite(deltas, "delta")
    let gains = dates.indices.map { row in
      factors.indices.reduce(0.0) { sum, column in
        let change = changes[row, column]
        return change.isNaN ? sum : sum + deltas[column] * change * (levels[column] ?? 1)
      }
    }
    var best = (start: 0, gain: Double.infinity)
    for start in 0...(dates.count - days) {
      let gain = gains[start..<start + days].reduce(0, +)
      if gain < best.gain { best = (start, gain) }
    }
    return window(best.start..<best.start + days)
  }

  private func window(_ rows: Range<Int>) -> Window {
    var byDay = Matrix(rows: rows.count, columns: factors.count)
    var moves = [Double](repeating: 0, count: factors.count)
    var missing = 0
    for row in rows {
      for column in factors.indices {
        let change = changes[row, column]
        guard !change.isNaN else {
          missing += 1
          continue
        }
        let move = levels[column].map { ($0 + moves[column]) * change } ?? change
        byDay[row - rows.lowerBound, column] = move
        moves[column] += move
      }
    }
    let (first, last) = (dates[rows.lowerBound], dates[rows.upperBound - 1])
    return Window(
      factors: factors, first: first, last: last, moves: moves, byDay: byDay, missing: missing,
      basis: ResultBasis(
        method: "historical replay", conventions: ["missing": MissingDays.noChange.rawValue],
        inputs: [
          .init("changes by day") { digest in
            for factor in factors { digest.add(factor) }
            digest.add(byDay)
          }
        ], dataSpan: .init(from: first, through: last)))
  }
}
