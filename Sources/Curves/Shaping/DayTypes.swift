public import MarketData

/// The kinds of days that a shape tells apart: groups of weekdays and holidays.
///
///     DayTypes.weekdaySaturdaySunday.groups.count                      // 3; holidays count as Sundays
///     try DayTypes([.weekdays, .weekend, .holiday])                    // holidays on their own
///
/// Which dates are holidays says the calendar of the market's days; a holiday is never its weekday.
public struct DayTypes: Hashable, Sendable {
  /// The groups; each of the seven weekdays and `holiday` is in one of them.
  public let groups: [BlockDays]
  /// The group of Monday to Sunday and of holidays.
  private let positions: [Int]

  /// Makes day types from groups.
  ///
  /// - Throws: `mismatch` with the index of a group that is empty or shares a kind of day with one before it, and where
  ///   a kind of day is in none.
  public init(_ groups: [BlockDays]) throws(CurveError) {
    var known: BlockDays = []
    for (index, group) in groups.enumerated() {
      guard !group.isEmpty, known.isDisjoint(with: group) else {
        throw CurveError(.mismatch, found: "days \(group.rawValue)", expected: "days of no other group", index: index)
      }
      known.formUnion(group)
    }
    guard known == .all else {
      throw CurveError(
        .mismatch, found: "groups without days \(BlockDays.all.subtracting(known).rawValue)", expected: "all")
    }
    self.init(partition: groups)
  }

  /// From groups known to be a partition.
  private init(partition groups: [BlockDays]) {
    self.groups = groups
    positions = (0..<8).map { bit in groups.firstIndex { $0.rawValue & (1 << UInt8(bit)) != 0 } ?? 0 }
  }

  /// Monday to Friday; Saturday; Sunday with holidays.
  public static let weekdaySaturdaySunday = DayTypes(partition: [.weekdays, .saturday, [.sunday, .holiday]])
  /// Monday to Friday; Saturday and Sunday with holidays.
  public static let weekdayWeekend = DayTypes(partition: [.weekdays, [.weekend, .holiday]])
  /// Each weekday on its own; holidays with Sunday.
  public static let eachWeekday = DayTypes(partition: [
    .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, [.sunday, .holiday],
  ])
  /// All days alike.
  public static let one = DayTypes(partition: [.all])

  /// The number of groups.
  public var count: Int { groups.count }

  /// The group of a kind of day, one weekday or `holiday`.
  func index(of kind: BlockDays) -> Int { positions[min(kind.rawValue.trailingZeroBitCount, 7)] }
}

extension DayTypes: Codable {
  /// Reads groups as numbers, one bit for each kind of day, Monday lowest and holidays highest.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode([UInt8].self).map(BlockDays.init(rawValue:)))
  }

  /// Writes groups as numbers, one bit for each kind of day.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(groups.map(\.rawValue))
  }
}
