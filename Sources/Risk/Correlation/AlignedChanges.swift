public import NumericalKernels

/// Series of levels on different calendars, turned into changes beside each other.
///
/// ```swift
/// let table = try AlignedChanges([
///   .init(days: [1, 2, 3, 5], levels: [30, 31, 33, 32]),
///   .init(days: [1, 3, 4, 5], levels: [2.5, 2.4, 2.6, 2.7]),
/// ], rule: .commonDays)
/// table.days       // [3, 5]
/// table.changes    // [[3, -0.1], [-1, 0.3]]
/// ```
public struct AlignedChanges: Hashable, Sendable {
  /// The levels of one factor.
  public struct Series: Hashable, Sendable {
    /// The days, or any other numbers of steps, rising.
    public var days: [Int]
    /// A level for each; NaN counts as no level.
    public var levels: [Double]

    /// Makes a series.
    public init(days: [Int], levels: [Double]) {
      self.days = days
      self.levels = levels
    }
  }

  /// Between which days changes are taken.
  public enum DayRule: String, Hashable, Sendable, Codable {
    /// From each day that all series have to the next such day: no move is lost, a change may span several days, no
    /// value is missing.
    case commonDays
    /// From each day that some series has to the next such day; NaN where a series lacks either: single steps, moves
    /// across gaps are lost.
    case everyDay
  }

  /// How a change is measured.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The difference, in the level's unit: fit for prices that may be zero or negative.
    case absolute
    /// The difference over the level before; NaN where that is not positive.
    case relative
    /// The logarithm of the ratio; NaN where a level is not positive.
    case logarithmic
  }

  /// The day at which each row's change ends.
  public let days: [Int]
  /// A row a day, a column a series.
  public let changes: Matrix

  /// Brings series beside each other.
  ///
  /// - Throws: `empty` without a series; with the index of the series `countMismatch`, `notFinite` for an infinity, and
  ///   `outOfRange` for days that do not rise; `insufficientData` with fewer than two common days.
  /// - Complexity: O(n log n) in the number of levels.
  public init(_ series: [Series], rule: DayRule = .commonDays, kind: Kind = .absolute) throws(RiskError) {
    guard !series.isEmpty else { throw RiskError(.empty, found: "no series", expected: "at least one") }
    var levels: [[Int: Double]] = []
    for (index, one) in series.enumerated() {
      guard one.days.count == one.levels.count else {
        throw RiskError(
          .countMismatch, found: "\(one.levels.count) levels", expected: "\(one.days.count)", index: index)
      }
      guard zip(one.days, one.days.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw RiskError(.outOfRange, found: "days that do not rise", expected: "rising days", index: index)
      }
      guard !one.levels.contains(where: { $0.isInfinite }) else {
        throw RiskError(.notFinite, found: "an infinite level", expected: "a finite level or NaN", index: index)
      }
      let present = zip(one.days, one.levels).filter { !$0.1.isNaN }
      levels.append(Dictionary(uniqueKeysWithValues: present))
    }
    let all = Set(levels.flatMap(\.keys))
    let chosen = (rule == .everyDay ? all : all.filter { day in levels.allSatisfy { $0[day] != nil } }).sorted()
    guard chosen.count >= 2 else {
      throw RiskError(.insufficientData, found: "\(chosen.count) days", expected: "at least two")
    }
    days = Array(chosen.dropFirst())
    changes = Matrix(rows: chosen.count - 1, columns: levels.count) { row, column in
      guard let before = levels[column][chosen[row]], let after = levels[column][chosen[row + 1]] else { return .nan }
      switch kind {
      case .absolute: return after - before
      case .relative: return before > 0 ? after / before - 1 : .nan
      case .logarithmic: return before > 0 && after > 0 ? VectorMath.log(after / before) : .nan
      }
    }
  }
}
