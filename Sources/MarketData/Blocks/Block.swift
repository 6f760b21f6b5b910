/// A named set of hours of the week, such as on-peak or EFA 3, as data: windows of the local clock on kinds of days.
///
/// A block says nothing about where it is used: a ``BlockCalendar`` adds the zone and the holidays.
public struct Block: Hashable, Sendable {
  /// The block's name within its market.
  public let name: String
  /// The windows whose union is the block.
  public let windows: [BlockWindow]

  /// Makes a block from windows, which may overlap.
  public init(name: String, windows: [BlockWindow]) {
    self.name = name
    self.windows = windows
  }

  /// Makes a block of one window: `from` and `to` in hours of the clock, such as 7 and 23 for hours ending 8 to 23.
  public init(
    name: String, days: BlockDays, from startHour: Int, to endHour: Int, ignoresHolidays: Bool = false
  ) {
    self.init(
      name: name,
      windows: [BlockWindow(days: days, from: startHour * 3600, to: endHour * 3600, ignoresHolidays: ignoresHolidays)])
  }

  /// All hours of all days.
  public static let base = Block(name: "base", days: .all, from: 0, to: 24)
}

/// Kinds of days: the seven weekdays, and holidays, which a calendar takes out of their weekday.
public struct BlockDays: OptionSet, Hashable, Sendable {
  /// One bit for each kind of day, Monday lowest.
  public let rawValue: UInt8

  /// Makes a set from its bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The set with one ISO weekday, 1 for Monday to 7 for Sunday.
  public init(isoWeekday: Int) {
    self.init(rawValue: 1 << UInt8(min(max(isoWeekday, 1), 7) - 1))
  }

  /// Monday.
  public static let monday = BlockDays(rawValue: 1)
  /// Tuesday.
  public static let tuesday = BlockDays(rawValue: 2)
  /// Wednesday.
  public static let wednesday = BlockDays(rawValue: 4)
  /// Thursday.
  public static let thursday = BlockDays(rawValue: 8)
  /// Friday.
  public static let friday = BlockDays(rawValue: 16)
  /// Saturday.
  public static let saturday = BlockDays(rawValue: 32)
  /// Sunday.
  public static let sunday = BlockDays(rawValue: 64)
  /// The holidays of the calendar, whatever their weekday.
  public static let holiday = BlockDays(rawValue: 128)

  /// Monday to Friday.
  public static let weekdays: BlockDays = [.monday, .tuesday, .wednesday, .thursday, .friday]
  /// Saturday and Sunday.
  public static let weekend: BlockDays = [.saturday, .sunday]
  /// Every day.
  public static let all: BlockDays = [.weekdays, .weekend, .holiday]
}

/// A span of the local clock on some kinds of days.
public struct BlockWindow: Hashable, Sendable {
  /// The days on which the window applies.
  public let days: BlockDays
  /// Seconds of the clock's face at which the window opens, relative to the day's midnight; negative for the evening before.
  public let start: Int
  /// Seconds of the clock's face at which the window closes; more than 86,400 for the morning after.
  public let end: Int
  /// Whether a holiday counts as its weekday, as in Europe.
  public let ignoresHolidays: Bool
  /// The days on which the definition is in force, or `nil` for all.
  public let validity: ClosedRange<LocalDate>?

  /// Makes a window from `start` to `end` seconds of the clock's face, at most two days before and after the midnight.
  public init(
    days: BlockDays, from start: Int, to end: Int, ignoresHolidays: Bool = false,
    validity: ClosedRange<LocalDate>? = nil
  ) {
    self.days = days
    self.start = min(max(start, -172_800), 172_800)
    self.end = min(max(end, -172_800), 172_800)
    self.ignoresHolidays = ignoresHolidays
    self.validity = validity
  }

  /// Whether the window opens on a date, given the kind of day that the calendar says it is.
  func applies(on date: LocalDate, kind: BlockDays) -> Bool {
    let kind = ignoresHolidays ? BlockDays(isoWeekday: date.isoWeekday) : kind
    return start < end && !days.isDisjoint(with: kind) && validity?.contains(date) ?? true
  }
}
