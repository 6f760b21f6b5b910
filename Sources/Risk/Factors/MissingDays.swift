public import MarketData
import Valuation

/// What a simulation does about days on which a factor has no change.
public enum MissingDays: String, Hashable, Sendable, Codable {
  /// A missing change is an error.
  case refuse
  /// A day that misses a change of any factor of the portfolio is left out, and counted.
  case leaveOutDay
  /// A missing change counts as none, and is counted.
  case noChange
}

/// The days that a simulation rests on.
public struct DataWindow: Hashable, Sendable, Codable {
  /// The first day of the table.
  public let first: LocalDate
  /// The last day of the table.
  public let last: LocalDate
  /// The number of days in the table.
  public let days: Int
  /// The number of days that are left out because a change is missing.
  public let daysLeftOut: Int
  /// The number of missing changes that count as none.
  public let changesFilled: Int
  /// What was done about missing changes.
  public let missingDays: MissingDays
}

extension DataWindow {
  /// The first and the last day.
  var span: ResultBasis.DataSpan { ResultBasis.DataSpan(from: first, through: last) }
}
