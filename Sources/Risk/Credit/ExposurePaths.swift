public import MarketData
public import NumericalKernels
public import Valuation

/// The value of one or more trades with a counterparty at some times on many paths.
///
///     let swap = try ExposurePaths(name: "swap", on: paths, from: today) { prices, path, period in
///       quantity * (prices[0, period, path] - strike)
///     }
///
/// A value is what replacing the trades at that time would cost, in one currency, as we see it: positive where the counterparty
/// owes us. Row i of ``values`` holds all paths at ``times``[i]; the first time may be zero.
public struct ExposurePaths: Hashable, Sendable {
  /// The name of the trade or of the set.
  public let name: String
  /// Years from the valuation date, strictly rising.
  public let times: [Double]
  /// The values: one row for each time, one column for each path.
  public let values: Matrix

  /// The number of paths.
  public var pathCount: Int { values.columns }

  /// Values at times on paths.
  ///
  /// - Throws: `empty` without times or paths, `countMismatch` unless there is a row for each time, `notFinite`, `outOfRange`
  ///   for times that do not rise strictly from 0 on.
  public init(name: String, times: [Double], values: Matrix) throws(RiskError) {
    try InputCheck.times(times, includingZero: true)
    try InputCheck.count(values.rows, times.count, "rows of values")
    guard values.columns > 0 else { throw RiskError(.empty, found: "no paths", expected: "at least one") }
    try InputCheck.finite(values.storage, "value")
    self.name = name
    self.times = times
    self.values = values
  }

  /// Values of a trade on simulated paths of its prices, at the end of each period of their grid.
  ///
  /// - Parameters:
  ///   - name: The name of the trade.
  ///   - paths: The prices. Risk-neutral paths are for a credit valuation adjustment, physical ones for limits.
  ///   - start: The valuation date; the grid must end after it.
  ///   - value: The trade's value on a path at the end of a period, from what the paths show up to then.
  /// - Throws: As ``init(name:times:values:)``.
  /// - Complexity: O(periods × paths) calls.
  public init(
    name: String, on paths: PathSet, from start: Instant,
    value: (_ paths: PathSet, _ path: Int, _ period: Int) -> Double
  ) throws(RiskError) {
    var matrix = Matrix(rows: paths.grid.count, columns: paths.pathCount)
    for period in 0..<matrix.rows {
      for path in 0..<matrix.columns { matrix[period, path] = value(paths, path, period) }
    }
    try self.init(name: name, times: paths.grid.years(from: start), values: matrix)
  }
}

/// Trades whose values are set off against each other in a default, and the collateral that secures them.
///
///     let master = try NettingSet(name: "master agreement", [swap, option], collateral: .init(threshold: 1_000_000))
///
/// Trades without an agreement form a netting set each.
public struct NettingSet: Hashable, Sendable {
  /// The name of the agreement.
  public let name: String
  /// The sum of the values of the trades.
  public let netted: ExposurePaths
  /// The collateral agreement, or `nil` without one.
  public let collateral: CollateralAgreement?

  /// Nets trades on the same times and paths.
  ///
  /// - Throws: `empty` without trades, `mismatch` for one on other times, `countMismatch` for one with another number of paths.
  public init(name: String, _ trades: [ExposurePaths], collateral: CollateralAgreement? = nil) throws(RiskError) {
    guard let first = trades.first else { throw RiskError(.empty, found: "no trades", expected: "at least one") }
    var sum = first.values
    for (index, trade) in trades.enumerated().dropFirst() {
      try trade.requireShape(of: first, at: index)
      for row in 0..<sum.rows {
        for column in 0..<sum.columns { sum[row, column] += trade.values[row, column] }
      }
    }
    self.name = name
    netted = try ExposurePaths(name: name, times: first.times, values: sum)
    self.collateral = collateral
  }

  /// What is at risk at each time on each path, as the counterparty's debt to us (positive) or ours to it (negative), after
  /// netting and collateral.
  public var openValues: Matrix {
    guard let collateral else { return netted.values }
    return collateral.openValues(of: netted)
  }
}

extension ExposurePaths {
  /// Refuses other times or another number of paths.
  func requireShape(of other: ExposurePaths, at index: Int) throws(RiskError) {
    guard times == other.times else {
      throw RiskError(.mismatch, found: "the times of \(name)", expected: "those of \(other.name)", index: index)
    }
    guard pathCount == other.pathCount else {
      throw RiskError(
        .countMismatch, found: "\(pathCount) paths of \(name)", expected: "\(other.pathCount)", index: index)
    }
  }
}
