public import MarketData

extension FactorHistory {
  /// What becomes of a change over days on which a price is missing.
  public enum ClosedDays: String, Hashable, Sendable, Codable {
    /// The next price's day has the change since the last price: a holiday's news come with the next close.
    case spanning
    /// A change needs a price on both of two neighbouring days of the table.
    case neighboursOnly
  }

  /// Changes from prices, without the steps from one contract to the next.
  ///
  ///     let history = try FactorHistory.changes(
  ///       ofPrices: prices, dates: dates, names: ["TTF_M1"], rolls: ["TTF_M1": [firstDayOfTheNextContract]])
  ///
  /// - Parameters:
  ///   - prices: For each factor one price for each date, NaN where there is none.
  ///   - dates: The days, rising.
  ///   - names: The factors.
  ///   - relative: The factors whose changes are fractions of the last price.
  ///   - rolls: For each factor the days on which the price is first that of another contract: their change is left out.
  ///   - closedDays: What becomes of a change over missing prices.
  /// - Returns: A table of one day less, without the first.
  /// - Throws: As ``init(names:dates:columns:)``; `outOfRange` for a relative change from a price that is not positive,
  ///   `insufficientData` for fewer than two days.
  public static func changes(
    ofPrices prices: [[Double]], dates: [LocalDate], names: [String], relative: Set<String> = [],
    rolls: [String: Set<LocalDate>] = [:], closedDays: ClosedDays = .spanning
  ) throws(RiskError) -> FactorHistory {
    guard dates.count >= 2 else {
      throw RiskError(.insufficientData, found: "\(dates.count) days", expected: "two or more")
    }
    let table = try FactorHistory(names: names, dates: dates, columns: prices)
    for name in rolls.keys where table.index[name] == nil {
      throw RiskError(.unknownName, found: "rolls of \(name)", expected: "one of the factors")
    }
    var columns: [[Double]] = []
    for (factor, name) in names.enumerated() {
      let rolled = rolls[name] ?? []
      var last = prices[factor][0]
      var column: [Double] = []
      for day in 1..<dates.count {
        let price = prices[factor][day]
        if rolled.contains(dates[day]) { last = .nan }
        if relative.contains(name), last <= 0, price.isFinite {
          throw RiskError(
            .outOfRange, found: "\(name) at \(last)", expected: "positive prices for relative changes", index: day - 1)
        }
        column.append(relative.contains(name) ? price / last - 1 : price - last)
        if price.isFinite || closedDays == .neighboursOnly { last = price }
      }
      columns.append(column)
    }
    return try FactorHistory(names: names, dates: Array(dates.dropFirst()), columns: columns)
  }
}
