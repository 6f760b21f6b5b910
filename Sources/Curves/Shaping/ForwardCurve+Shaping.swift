public import MarketData

extension ForwardCurve {
  /// A curve of hours or quarter-hours: each interval of this curve with a pattern of the day laid over it.
  ///
  ///     let hourly = try daily.shaped(by: shape, into: .hour, days: days)
  ///
  /// The mean by hours over each interval of this curve is that interval's value, also on days of 23 and 25 hours. From
  /// hours into quarter-hours the shape's slots within the hour count. Best applied to a smooth daily curve: over
  /// months it repeats one day until the level steps.
  ///
  /// - Parameters:
  ///   - shape: The pattern.
  ///   - granularity: `hour` or `quarterHour`.
  ///   - days: The market's days, clock and holidays.
  ///   - minimumLevel: The lowest value that factors are applied to; a hundredth of the curve's mean size unless given.
  ///     Additive shapes take any value.
  /// - Throws: `outOfRange` for a granularity of days or months, or more than ``MarketDays/mostIntervals``; `mismatch`
  ///   where the intervals of this curve do not begin with the hour; `notPositive` with the index of a value that
  ///   factors are refused for.
  /// - Complexity: O(n) for n new intervals: 219,000 hours in about 7 ms.
  public func shaped(
    by shape: IntradayShape, into granularity: MarketDays.Granularity, days: MarketDays, minimumLevel: Double? = nil
  ) throws(CurveError) -> ForwardCurve {
    try ForwardCurve.shaped([(.base, self)], by: shape, into: granularity, days: days, minimumLevel: minimumLevel)
  }

  /// A curve of hours or quarter-hours from strands of prices, such as peak and off-peak, that together make the hours
  /// of each interval.
  ///
  /// The mean of each block over each interval is its strand's value; an interval without an hour of the block leaves
  /// the strand's value aside.
  ///
  /// - Parameters:
  ///   - strands: Blocks of the calendar that divide the hours among them, each with its curve; all curves on one grid
  ///     in one unit.
  ///   - shape: The pattern.
  ///   - granularity: `hour` or `quarterHour`.
  ///   - days: The market's days, clock, holidays and blocks.
  ///   - minimumLevel: As ``shaped(by:into:days:minimumLevel:)-(IntradayShape,_,_,_)``.
  /// - Throws: As ``shaped(by:into:days:minimumLevel:)-(IntradayShape,_,_,_)``; `empty` without a strand; `mismatch`
  ///   for different grids or units, and with the index of a new interval that is in no block or in two.
  public static func shaped(
    _ strands: [(block: Block, curve: ForwardCurve)], by shape: IntradayShape,
    into granularity: MarketDays.Granularity, days: MarketDays, minimumLevel: Double? = nil
  ) throws(CurveError) -> ForwardCurve {
    guard granularity == .hour || granularity == .quarterHour else {
      throw CurveError(.outOfRange, found: "\(granularity)", expected: "hour or quarterHour for a shape of the day")
    }
    return try refined(strands, into: granularity, days, kind: shape.kind, minimumLevel) { grid in
      shape.pattern(over: grid, days)
    }
  }

  /// A curve of days, hours or quarter-hours: each interval of this curve with a pattern of months and weekdays laid
  /// over it.
  ///
  ///     let daily = try monthly.shaped(by: weekdays, into: .day, days: days)     // every monthly average stays
  ///
  /// - Throws: As ``shaped(by:into:days:minimumLevel:)-(IntradayShape,_,_,_)``, any granularity but one coarser than
  ///   this curve being taken.
  public func shaped(
    by shape: SeasonalShape, into granularity: MarketDays.Granularity, days: MarketDays, minimumLevel: Double? = nil
  ) throws(CurveError) -> ForwardCurve {
    try ForwardCurve.refined([(.base, self)], into: granularity, days, kind: shape.kind, minimumLevel) { grid in
      shape.values(on: grid, days: days)
    }
  }

  private static func refined(
    _ strands: [(block: Block, curve: ForwardCurve)], into granularity: MarketDays.Granularity, _ days: MarketDays,
    kind: SeasonalShape.Kind, _ minimumLevel: Double?, pattern: (DeliveryGrid) -> [Double]
  ) throws(CurveError) -> ForwardCurve {
    guard let first = strands.first?.curve else {
      throw CurveError(.empty, found: "no strands", expected: "one or more")
    }
    for (index, strand) in strands.enumerated() where strand.curve.grid != first.grid || strand.curve.unit != first.unit
    {
      throw CurveError(
        .mismatch, found: "\(strand.curve.series)", expected: "the grid and unit of \(first.series)", index: index)
    }
    var refinement = try Refinement(first.grid, into: granularity, days)
    try refinement.divide(among: strands.map(\.block), of: days.calendar)
    let size = first.values.reduce(0) { $0 + abs($1) } / Double(first.count)
    let values = try refinement.values(
      strands.map(\.curve.values), pattern(refinement.fine), kind, least: minimumLevel ?? size / 100)
    return try ForwardCurve(grid: refinement.fine, values: values, unit: first.unit)
  }
}

extension BuiltCurve {
  /// The curve by hours or quarter-hours, with each strand's average kept in its own hours.
  ///
  /// - Throws: As ``ForwardCurve/shaped(_:by:into:days:minimumLevel:)``.
  public func shaped(
    by shape: IntradayShape, into granularity: MarketDays.Granularity, minimumLevel: Double? = nil
  ) throws(CurveError) -> ForwardCurve {
    try ForwardCurve.shaped(
      Array(zip(definition.strands, strands)), by: shape, into: granularity, days: definition.days,
      minimumLevel: minimumLevel)
  }
}

extension IntradayShape {
  /// The pattern of each interval of a grid that is no coarser than hours.
  func pattern(over grid: DeliveryGrid, _ days: MarketDays) -> [Double] {
    var cursor = DayCursor(days: days)
    var profile: [Double] = []
    var result: [Double] = []
    result.reserveCapacity(grid.count)
    for interval in grid {
      if cursor.move(to: interval.start) { profile = self.profile(on: cursor.date, kind: cursor.kind) }
      let slot = ClockFace.slot(of: interval.start, in: days.zone, slotSeconds)
      let covered = max(1, min(Int(interval.seconds) / slotSeconds, profile.count - slot))
      let sum = profile[slot..<slot + covered].reduce(0, +)
      result.append(sum / Double(covered))
    }
    return result
  }
}

/// Goes along time and knows the market day.
struct DayCursor {
  let days: MarketDays
  private(set) var date = LocalDate(daysSince1970: 0)
  private(set) var kind: BlockDays = []
  private var start = Instant.distantFuture
  private var end = Instant.distantPast

  init(days: MarketDays) { self.days = days }

  /// Moves to the market day that holds an instant; whether it is another than before.
  @discardableResult mutating func move(to instant: Instant) -> Bool {
    if start <= instant, instant < end { return false }
    date = instant == end ? date.advanced(byDays: 1) : days.date(of: instant)
    kind = days.calendar.kind(of: date)
    start = days.start(of: date)
    end = days.start(of: date.advanced(byDays: 1))
    return true
  }
}
