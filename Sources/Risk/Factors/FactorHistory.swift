public import MarketData

/// Past changes of factors, day by day: a table with gaps where a market was closed or a contract rolled.
///
///     let history = try FactorHistory(names: ["PJM_WEST", "TTF"], dates: dates, columns: [pjm, ttf])
///     history.missingCount                                      // days x factors without a change
///     let scenarios = try history.scenarios(for: portfolio)     // what each past day would do to today's levels
///
/// A column holds what its factor's ``RiskFactor/Change`` says: changes in the factor's unit, or fractions of a level. Missing
/// is NaN. Changes of closes that are not taken at the same time (Asia, Europe, America) are stamped with the local day that
/// they belong to; nothing is shifted.
public struct FactorHistory: Hashable, Sendable {
  /// The factors, one of a kind each.
  public let names: [String]
  /// The days, rising.
  public let dates: [LocalDate]
  /// The changes: day k of factor i at `i * dates.count + k`.
  public let values: [Double]
  /// For each factor the number of days without a change.
  public let missingCounts: [Int]

  /// The place of each factor.
  let index: [String: Int]

  /// A table from its columns, one for each factor, all as long as the dates.
  ///
  /// - Throws: `empty` without factors or dates, `countMismatch` for columns or a length that do not fit, `mismatch` for a name
  ///   given twice or dates that do not rise (with the place), `notFinite` for an infinity.
  /// - Complexity: O(factors × days).
  public init(names: [String], dates: [LocalDate], columns: [[Double]]) throws(RiskError) {
    guard columns.count == names.count else {
      throw RiskError(.countMismatch, found: "\(columns.count) columns", expected: "\(names.count)")
    }
    if let odd = columns.firstIndex(where: { $0.count != dates.count }) {
      throw RiskError(
        .countMismatch, found: "\(columns[odd].count) changes of \(names[odd])", expected: "\(dates.count)", index: odd)
    }
    try self.init(names: names, dates: dates, values: columns.flatMap { $0 })
  }

  /// A table from its values, factor after factor.
  ///
  /// - Throws: As ``init(names:dates:columns:)``.
  public init(names: [String], dates: [LocalDate], values: [Double]) throws(RiskError) {
    guard !names.isEmpty, !dates.isEmpty else {
      throw RiskError(.empty, found: "\(names.count) factors, \(dates.count) days", expected: "one or more of each")
    }
    let (count, overflow) = names.count.multipliedReportingOverflow(by: dates.count)
    guard !overflow, values.count == count else {
      throw RiskError(
        .countMismatch, found: "\(values.count) changes", expected: "\(names.count) factors x \(dates.count) days")
    }
    if let fall = dates.indices.dropFirst().first(where: { dates[$0] <= dates[$0 - 1] }) {
      throw RiskError(
        .mismatch, found: "\(dates[fall]) after \(dates[fall - 1])", expected: "dates that rise", index: fall)
    }
    var index: [String: Int] = [:]
    for (place, name) in names.enumerated() where index.updateValue(place, forKey: name) != nil {
      throw RiskError(.mismatch, found: "factor \(name) twice", expected: "different names", index: place)
    }
    var missing = [Int](repeating: 0, count: names.count)
    for factor in names.indices {
      for place in factor * dates.count..<(factor + 1) * dates.count where !values[place].isFinite {
        guard values[place].isNaN else {
          throw RiskError(
            .notFinite, found: "\(values[place]) for \(names[factor])", expected: "a finite change, or none",
            index: place - factor * dates.count)
        }
        missing[factor] += 1
      }
    }
    self.names = names
    self.dates = dates
    self.values = values
    self.index = index
    missingCounts = missing
  }

  /// The number of changes that are missing.
  public var missingCount: Int { missingCounts.reduce(0, +) }

  /// The changes of one factor, day by day.
  ///
  /// - Throws: `unknownName` where the table has no such factor.
  public func changes(of name: String) throws(RiskError) -> ArraySlice<Double> {
    guard let place = index[name] else {
      throw RiskError(.unknownName, found: "factor \(name)", expected: "a column of the table of changes")
    }
    return values[place * dates.count..<(place + 1) * dates.count]
  }

  /// The table of the days within a range of dates.
  ///
  /// - Throws: `empty` where there is none.
  public func within(_ range: ClosedRange<LocalDate>) throws(RiskError) -> FactorHistory {
    let kept = dates.indices.filter { range.contains(dates[$0]) }
    guard let first = kept.first, let last = kept.last else {
      throw RiskError(.empty, found: "no day from \(range.lowerBound) to \(range.upperBound)", expected: "one or more")
    }
    let columns = names.indices.map { Array(values[$0 * dates.count + first...$0 * dates.count + last]) }
    return try FactorHistory(names: names, dates: Array(dates[first...last]), columns: columns)
  }
}
