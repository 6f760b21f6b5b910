public import MarketData

extension SeasonalShape {
  /// The pattern of each interval of a grid: the mean over the parts of market days in it.
  ///
  /// - Complexity: O(days + intervals).
  public func values(on grid: DeliveryGrid, days: MarketDays) -> [Double] {
    var cursor = ShapeDays(self, days, from: grid.start)
    return grid.map { cursor.mean(over: $0) }
  }

  /// The value of a day.
  func value(month: Int, weekday: Int, isHoliday: Bool) -> Double {
    let week = isHoliday ? holidays ?? weekdays[weekday - 1] : weekdays[weekday - 1]
    return kind == .additive ? months[month - 1] + week : months[month - 1] * week
  }
}

/// Walks through the market days of a shape in order of time.
private struct ShapeDays {
  let shape: SeasonalShape
  let days: MarketDays
  private var date: LocalDate
  private var start: Instant
  private var end: Instant
  private var value = 0.0
  private var year = Int.min
  private var holidays: Set<LocalDate> = []

  init(_ shape: SeasonalShape, _ days: MarketDays, from instant: Instant) {
    self.shape = shape
    self.days = days
    date = days.date(of: instant)
    start = days.start(of: date)
    end = days.start(of: date.advanced(byDays: 1))
    evaluate()
  }

  mutating func mean(over interval: DeliveryInterval) -> Double {
    while end <= interval.start, advance() {}
    if end >= interval.end { return value }
    var sum = 0.0
    while true {
      let shared = max(start, interval.start).seconds(until: min(end, interval.end))
      sum += value * Double(shared)
      guard end < interval.end, advance() else { break }
    }
    return sum / Double(interval.seconds)
  }

  /// Goes to the next day; false at the end of all days.
  private mutating func advance() -> Bool {
    let next = date.advanced(byDays: 1)
    guard next > date else { return false }
    date = next
    start = end
    end = days.start(of: next.advanced(byDays: 1))
    evaluate()
    return end > start
  }

  private mutating func evaluate() {
    let (year, month, _) = date.components
    if shape.holidays != nil, year != self.year {
      self.year = year
      holidays = Set(days.calendar.holidays.dates(in: year))
    }
    value = shape.value(month: month, weekday: date.isoWeekday, isHoliday: holidays.contains(date))
  }
}
