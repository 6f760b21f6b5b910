import MarketData

/// Past prices by market day and slot of the clock's face.
struct ShapeHistory {
  /// The days that have a price.
  private(set) var dates: [LocalDate] = []
  /// The kind of each day.
  private(set) var kinds: [BlockDays] = []
  /// Whether every slot of the day has a price.
  private(set) var isComplete: [Bool] = []
  /// Prices, day after day, NaN where missing or skipped by the clock; the mean of two where the clock shows a slot
  /// twice.
  private(set) var values: [Double] = []
  /// The slots of a day.
  let slots: Int

  /// Reads a series into days and slots.
  init(_ history: TimeSeries, _ days: MarketDays, _ slotSeconds: Int) throws(CurveError) {
    if let odd = history.values.firstIndex(where: \.isInfinite) {
      throw CurveError(
        .notFinite, found: "\(history.values[odd]) at \(history.grid[odd])", expected: "a price or NaN", index: odd)
    }
    slots = 86_400 / slotSeconds
    let span = history.grid.span
    guard span.seconds / Int64(slotSeconds) <= MarketDays.mostIntervals else {
      throw CurveError(
        .outOfRange, found: "a history over \(span)", expected: "at most \(MarketDays.mostIntervals) slots")
    }
    var date = days.date(of: span.start)
    let last = days.date(of: span.end.advanced(bySeconds: -1))
    let start = days.start(of: date)
    let end = days.start(of: last.advanced(byDays: 1))
    guard let whole = DeliveryInterval(start: start, end: end),
      let grid = DeliveryGrid(covering: whole, seconds: Int64(slotSeconds))
    else {
      throw CurveError(.outOfRange, found: "days of \(days.zone)", expected: "a whole number of \(slotSeconds) s")
    }
    let prices = history.grid == grid ? history.values : history.resampled(to: grid, by: .mean).values
    var index = 0
    while date <= last {
      let next = date.advanced(byDays: 1)
      guard next > date else { break }
      let count = Int(days.start(of: date).seconds(until: days.start(of: next))) / slotSeconds
      add(date, days, prices[index..<min(index + count, prices.count)], grid, slotSeconds)
      index += count
      date = next
    }
  }

  private mutating func add(
    _ date: LocalDate, _ days: MarketDays, _ prices: ArraySlice<Double>, _ grid: DeliveryGrid, _ slotSeconds: Int
  ) {
    guard prices.contains(where: { !$0.isNaN }) else { return }
    var sums = [Double](repeating: 0, count: slots)
    var counts = [Double](repeating: 0, count: slots)
    for index in prices.indices where !prices[index].isNaN {
      let slot = ClockFace.slot(of: grid[index].start, in: days.zone, slotSeconds)
      sums[slot] += prices[index]
      counts[slot] += 1
    }
    dates.append(date)
    kinds.append(days.calendar.kind(of: date))
    isComplete.append(!counts.contains(0))
    values.append(contentsOf: zip(sums, counts).map { $1 == 0 ? .nan : $0 / $1 })
  }

  /// The slots of a day.
  subscript(day: Int) -> ArraySlice<Double> { values[day * slots..<(day + 1) * slots] }
}

/// What a clock on the wall shows.
enum ClockFace {
  /// The slot of the day that the clock shows at an instant.
  static func slot(of instant: Instant, in zone: MarketTimeZone, _ slotSeconds: Int) -> Int {
    let local = instant.advanced(bySeconds: Int64(zone.utcOffset(at: instant))).secondsSince1970
    let ofDay = local % 86_400
    return Int(ofDay < 0 ? ofDay + 86_400 : ofDay) / slotSeconds
  }
}
