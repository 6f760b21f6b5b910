/// The blocks of a market: its zone, its holidays and the definitions of its blocks.
///
///     let hours = BlockCalendar.pjm.hours(of: .nercOnPeak, in: january2025)   // 352
///
/// Hours follow the clock: on-peak hours never shrink at a clock change at night, off-peak hours lose or gain one.
public struct BlockCalendar: Hashable, Sendable {
  /// The calendar's name.
  public let name: String
  /// The zone whose clock the blocks are defined on.
  public let zone: MarketTimeZone
  /// The holidays, which count as ``BlockDays/holiday`` instead of their weekday.
  public let holidays: HolidayCalendar
  /// The blocks that the market trades or publishes.
  public let blocks: [Block]
  /// When the market's day begins, in seconds of the clock's face after midnight: -3,600 for the EFA day, 0 elsewhere.
  public let dayStart: Int

  /// Makes a calendar.
  public init(
    name: String, zone: MarketTimeZone, holidays: HolidayCalendar = .none, blocks: [Block], dayStart: Int = 0
  ) {
    self.name = name
    self.zone = zone
    self.holidays = holidays
    self.blocks = blocks
    self.dayStart = min(max(dayStart, -86_400), 86_400)
  }

  /// A contract's delivery period in time: from the start of the market's first day to that of the day after the last.
  ///
  /// A British month runs from 23:00 to 23:00 local time, by the EFA day.
  public func interval(of period: DeliveryPeriod) -> DeliveryInterval {
    var cursor = LocalDayCursor(zone: zone)
    return DeliveryInterval(
      uncheckedStart: cursor.edge(period.first, dayStart), end: cursor.edge(period.end, dayStart))
  }

  /// The block of a name, or `nil` where the market has none.
  public subscript(name: String) -> Block? { blocks.first { $0.name == name } }

  /// What kind of day a date is: its weekday, or a holiday.
  public func kind(of date: LocalDate) -> BlockDays {
    holidays.contains(date) ? .holiday : BlockDays(isoWeekday: date.isoWeekday)
  }

  /// The parts of a block within a span, in order of time, touching parts merged.
  ///
  /// A window's edge that the clock skips moves to the moment of the change; one that the clock shows twice is its first.
  /// - Complexity: O(days × windows), a few tens of nanoseconds each.
  public func intervals(of block: Block, in span: DeliveryInterval) -> [DeliveryInterval] {
    var found: [DeliveryInterval] = []
    var cursor = LocalDayCursor(zone: zone)
    // Windows that reach into neighbouring days make those days count too.
    let ahead = block.windows.map { $0.start }.min().map { max(0, -$0 + 86_399) / 86_400 } ?? 0
    let behind = block.windows.map { $0.end }.max().map { max(0, $0 - 1) / 86_400 } ?? 0
    let first = zone.localDate(of: span.start).advanced(byDays: -behind)
    let last = zone.localDate(of: span.end.advanced(bySeconds: -1)).advanced(byDays: ahead)
    let known = holidays.dates(from: first, through: last)
    var date = first
    while date <= last {
      let kind: BlockDays = known.contains(date) ? .holiday : BlockDays(isoWeekday: date.isoWeekday)
      for window in block.windows where window.applies(on: date, kind: kind) {
        let start = max(cursor.edge(date, window.start), span.start)
        let end = min(cursor.edge(date, window.end), span.end)
        if start < end { found.append(DeliveryInterval(uncheckedStart: start, end: end)) }
      }
      if date == LocalDate(daysSince1970: .max) { break }
      date = date.advanced(byDays: 1)
    }
    return DeliveryInterval.merged(found)
  }

  /// The hours of a block within a span, exact over clock changes.
  public func hours(of block: Block, in span: DeliveryInterval) -> Double {
    Double(intervals(of: block, in: span).reduce(0) { $0 + $1.seconds }) / 3600
  }

  /// The hours of a block within a contract's delivery period by the market's days, see ``interval(of:)``.
  public func hours(of block: Block, in period: DeliveryPeriod) -> Double {
    hours(of: block, in: interval(of: period))
  }

  /// Whether an instant lies in a block.
  public func contains(_ instant: Instant, in block: Block) -> Bool {
    DeliveryInterval(start: instant, seconds: 1).map { !intervals(of: block, in: $0).isEmpty } ?? false
  }

  /// For each interval of a grid the hours of it that lie in a block: weights for sums and means over the block.
  /// - Complexity: O(days × windows + intervals of the grid).
  public func hours(of block: Block, over grid: DeliveryGrid) -> [Double] {
    let parts = intervals(of: block, in: grid.span)
    var position = 0
    return grid.map { interval in
      while position < parts.count, parts[position].end <= interval.start { position += 1 }
      var seconds: Int64 = 0
      var ahead = position
      while ahead < parts.count, let common = parts[ahead].intersection(interval) {
        seconds += common.seconds
        ahead += 1
      }
      return Double(seconds) / 3600
    }
  }

  /// For each interval of a grid whether all of it lies in a block.
  public func mask(of block: Block, over grid: DeliveryGrid) -> [Bool] {
    zip(hours(of: block, over: grid), grid).map { $0 == $1.hours }
  }
}

extension LocalDayCursor {
  /// The instant at which the clock shows a time counted from a day's midnight, which may lie on a neighbouring day.
  fileprivate mutating func edge(_ date: LocalDate, _ seconds: Int) -> Instant {
    var date = date
    var seconds = seconds
    while seconds < 0 {
      date = date.advanced(byDays: -1)
      seconds += 86_400
    }
    while seconds >= 86_400 {
      date = date.advanced(byDays: 1)
      seconds -= 86_400
    }
    if seconds == 0 { return startOfDay(date) }
    if let instant = instant(of: date, secondsOfDay: seconds, occurrence: .first) { return instant }
    if case .none(let clockMovesAt) = zone.instants(of: date, secondsOfDay: seconds) { return clockMovesAt }
    return startOfDay(date)
  }
}
