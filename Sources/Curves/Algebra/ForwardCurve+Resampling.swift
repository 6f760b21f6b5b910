public import MarketData

extension ForwardCurve {
  /// The curve on another grid: means by hours onto a coarser one, the value of the interval around it on a finer one.
  ///
  ///     let months = try hourly.resampled(to: monthGrid)          // a March of 743 hours
  ///     let hours = try monthly.resampled(to: hourGrid)           // flat within each month
  ///
  /// For prices and powers. Taken to a finer grid and back the curve is the same.
  ///
  /// - Throws: `mismatch` with the index of an interval of the new grid that neither is made of whole intervals of this
  ///   curve nor lies in one of them; such as weeks against months.
  /// - Complexity: O(n + m).
  public func resampled(to target: DeliveryGrid) throws(CurveError) -> ForwardCurve {
    if target == grid { return self }
    var result: [Double] = []
    result.reserveCapacity(target.count)
    var position = 0
    for (index, interval) in target.enumerated() {
      while position < count - 1, grid[position].end <= interval.start { position += 1 }
      if grid[position].contains(interval) {
        result.append(values[position])
        continue
      }
      guard grid[position].start == interval.start else { throw doesNotNest(interval, index) }
      var (sum, hours) = (0.0, 0.0)
      while position < count, grid[position].end <= interval.end {
        sum += values[position] * grid.hours(at: position)
        hours += grid.hours(at: position)
        position += 1
      }
      guard position > 0, grid[position - 1].end == interval.end else { throw doesNotNest(interval, index) }
      result.append(sum / hours)
      position = min(position, count - 1)
    }
    return try ForwardCurve(grid: target, values: result, unit: unit)
  }

  /// The mean by hours over a span made of whole intervals.
  ///
  /// - Throws: `mismatch` where the span begins or ends inside an interval, or leaves the curve.
  public func mean(over span: DeliveryInterval) throws(CurveError) -> Double {
    let range = grid.indices(within: span)
    guard let first = range.first, let last = range.last, grid[first].start == span.start, grid[last].end == span.end
    else { throw CurveError(.mismatch, found: "\(span)", expected: "whole intervals of \(grid)") }
    return range.reduce(0) { $0 + values[$1] * grid.hours(at: $1) } / span.hours
  }

  private func doesNotNest(_ interval: DeliveryInterval, _ index: Int) -> CurveError {
    CurveError(
      .mismatch, found: "\(interval)", expected: "whole intervals of \(grid), or a part of one of them", index: index)
  }
}
