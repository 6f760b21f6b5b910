public import MarketData

extension BuiltCurve {
  /// The curve on a finer grid, flat within the hours of a strand in each interval: an hourly curve that knows peak from off-peak.
  ///
  /// Means over the curve's intervals, and over each strand's hours in them, are those of the curve.
  ///
  /// - Throws: `outOfRange` where an interval of the grid does not lie in one interval of the curve.
  /// - Complexity: O(intervals of the grid + days).
  public func resolved(on grid: DeliveryGrid) throws(CurveError) -> ForwardCurve {
    let width = strands.count
    var hours: [[Double]] = []
    if width > 1 { hours = definition.strands.map { definition.days.calendar.hours(of: $0, over: grid) } }
    var values: [Double] = []
    values.reserveCapacity(grid.count)
    var position = 0
    var coarse = curve.grid[0]
    for (i, fine) in grid.enumerated() {
      while coarse.end <= fine.start, position + 1 < curve.count {
        position += 1
        coarse = curve.grid[position]
      }
      guard coarse.contains(fine) else {
        throw CurveError(.outOfRange, found: "\(fine)", expected: "a part of one interval of the curve", index: i)
      }
      if width == 1 {
        values.append(curve.values[position])
      } else {
        let all = hours.reduce(0) { $0 + $1[i] }
        values.append(strands.indices.reduce(0) { $0 + hours[$1][i] * strands[$1].values[position] } / all)
      }
    }
    return try ForwardCurve(grid: grid, values: values, unit: definition.unit)
  }
}
