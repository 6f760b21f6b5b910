public import MarketData

extension ForwardCurve {
  /// The curve after shocks, one after the other; each relative one takes the price that those before it left.
  ///
  /// - Parameters:
  ///   - shocks: The changes.
  ///   - instant: The moment from which times to delivery count.
  ///   - zone: The zone whose months and hours shapes follow.
  /// - Throws: `notFinite` with the index of a shock whose size is no number; `countMismatch` with the index of one
  ///   that has not 12 months or 24 hours; `outOfRange` with the index of one whose times are out of order; `mismatch`
  ///   for a twist of two kinds of sizes, or hours on a curve with intervals of more than an hour.
  /// - Complexity: O(n) for each shock.
  public func shocked(
    by shocks: [CurveShock], asOf instant: Instant, in zone: MarketTimeZone
  ) throws(CurveError) -> ForwardCurve {
    var values = values
    for (index, shock) in shocks.enumerated() {
      let change = try shock.change(on: grid, asOf: instant, zone, index)
      for position in values.indices {
        let size = change.sizes[position]
        values[position] += change.isRelative ? size * abs(values[position]) : size
      }
    }
    return try ForwardCurve(grid: grid, values: values, unit: unit)
  }

  /// A curve of quotes in front and of a model behind: the liquid part as it is, then a cross-over, then the model.
  ///
  ///     let curve = try quoted.crossing(over: fundamentals, from: january2029, until: january2032)
  ///
  /// Before `start` the values are this curve's, from `end` on the model's; in between the model's weight rises evenly
  /// with time, taken in the middle of an interval, so that neither the level nor the seasonal shape jumps. Where this
  /// curve ends before `end` the model alone goes on only if the grids say so: both curves stand on one grid.
  ///
  /// - Parameters:
  ///   - model: A curve on the same grid, in a unit that converts.
  ///   - start: The moment up to which quotes alone count.
  ///   - end: The moment from which the model alone counts; that of `start` for a step.
  /// - Throws: `mismatch` for another grid or unit, `outOfRange` for an end before the start.
  public func crossing(over model: ForwardCurve, from start: Instant, until end: Instant) throws(CurveError)
    -> ForwardCurve
  {
    guard start <= end else {
      throw CurveError(.outOfRange, found: "\(start) to \(end)", expected: "an end no earlier")
    }
    let length = start.years(until: end)
    return try blended(
      with: model,
      weights: grid.map { interval in
        if interval.end <= start { return 0 }
        if interval.start >= end { return 1 }
        let middle = start.years(until: interval.start.advanced(bySeconds: interval.seconds / 2))
        return length > 0 ? min(1, max(0, middle / length)) : middle < 0 ? 0 : 1
      })
  }

  /// A curve of quotes with a model's curve behind it, where quotes end earlier: the front as it is, a cross-over, and
  /// the model to its own end.
  ///
  /// - Parameters:
  ///   - model: A curve whose grid has all intervals of this curve's, and more after them; in a unit that converts.
  ///   - start: The moment up to which quotes alone count.
  ///   - end: The moment from which the model alone counts; no later than the end of this curve.
  /// - Throws: `mismatch` for a grid or unit that does not fit, `outOfRange` for times out of order or a cross-over
  ///   that this curve does not reach.
  public func extended(by model: ForwardCurve, from start: Instant, until end: Instant) throws(CurveError)
    -> ForwardCurve
  {
    guard end <= grid.end else {
      throw CurveError(.outOfRange, found: "a cross-over until \(end)", expected: "one within \(grid.span)")
    }
    let range = model.grid.indices(within: grid.span)
    guard range.count == count, model.grid.slice(range) == grid else {
      throw CurveError(.mismatch, found: "a model on \(model.grid)", expected: "one with the intervals of \(grid)")
    }
    let model = try model.converted(to: unit)
    let front = try crossing(over: model.slice(grid.span), from: start, until: end)
    var values = model.values
    values.replaceSubrange(range, with: front.values)
    return try ForwardCurve(grid: model.grid, values: values, unit: unit)
  }
}

extension CurveShock {
  /// The size of the change of each interval.
  fileprivate func change(
    on grid: DeliveryGrid, asOf instant: Instant, _ zone: MarketTimeZone, _ index: Int
  ) throws(CurveError) -> (sizes: [Double], isRelative: Bool) {
    func tenor(_ interval: DeliveryInterval) -> Double {
      instant.years(until: interval.start.advanced(bySeconds: interval.seconds / 2))
    }
    func require(_ holds: Bool, _ code: CurveError.Code, _ expected: String) throws(CurveError) {
      if !holds { throw CurveError(code, found: "\(self)", expected: expected, index: index) }
    }
    switch self {
    case .parallel(let size):
      try require(size.value.isFinite, .notFinite, "a finite size")
      return ([Double](repeating: size.value, count: grid.count), size.isRelative)
    case .tenor(let from, let to, let size):
      try require(size.value.isFinite, .notFinite, "a finite size")
      try require(from <= to, .outOfRange, "times in order")
      return (grid.map { from <= tenor($0) && tenor($0) < to ? size.value : 0 }, size.isRelative)
    case .twist(let front, let from, let back, let to):
      try require(front.value.isFinite && back.value.isFinite, .notFinite, "finite sizes")
      try require(front.isRelative == back.isRelative, .mismatch, "two sizes of one kind")
      try require(from < to && from.isFinite && to.isFinite, .outOfRange, "times in order")
      return (
        grid.map { interval in
          let share = min(1, max(0, (tenor(interval) - from) / (to - from)))
          return front.value + share * (back.value - front.value)
        }, front.isRelative
      )
    case .span(let span, let size):
      try require(size.value.isFinite, .notFinite, "a finite size")
      return (grid.map { span.contains($0.start) ? size.value : 0 }, size.isRelative)
    case .months(let sizes, let isRelative):
      try require(sizes.count == 12, .countMismatch, "12 sizes")
      try require(sizes.allSatisfy(\.isFinite), .notFinite, "finite sizes")
      return (grid.map { sizes[zone.localDate(of: $0.start).month - 1] }, isRelative)
    case .hours(let sizes, let isRelative):
      try require(sizes.count == 24, .countMismatch, "24 sizes")
      try require(sizes.allSatisfy(\.isFinite), .notFinite, "finite sizes")
      try require(grid.allSatisfy { $0.seconds <= 3600 }, .mismatch, "a curve of hours or finer")
      return (grid.map { sizes[min(23, zone.localDateTime(of: $0.start).hour)] }, isRelative)
    }
  }
}
