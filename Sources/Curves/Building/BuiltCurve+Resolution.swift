public import MarketData

extension BuiltCurve {
  /// The curve on a finer grid: an hourly curve that knows peak from off-peak.
  ///
  /// Flat within the hours of a strand in each interval, or with the shape that the series of an additive prior
  /// (``CurvePrior/series(_:)``, ``CurvePrior/strands(_:)``) have there. Means over the curve's intervals, and over each strand's
  /// hours in them, are those of the curve; of an interval that the grid covers in part, means over that part.
  ///
  /// - Throws: `outOfRange` where an interval of the grid does not lie in one interval of the curve; `notFinite` where a
  ///   price of the prior is missing there.
  /// - Complexity: O(intervals of the grid + days).
  public func resolved(on grid: DeliveryGrid) throws(CurveError) -> ForwardCurve {
    let calendar = definition.days.calendar
    let hours =
      strands.count == 1 ? [grid.map(\.hours)] : definition.strands.map { calendar.hours(of: $0, over: grid) }
    let shapes = try definition.prior.shapes(on: grid, definition)
    var values = [Double](repeating: 0, count: grid.count)
    var (position, first) = (0, 0)
    while first < grid.count {
      while curve.grid[position].end <= grid[first].start, position + 1 < curve.count { position += 1 }
      let coarse = curve.grid[position]
      var end = first
      while end < grid.count, end == first || grid[end].start < coarse.end {
        guard coarse.contains(grid[end]) else {
          throw CurveError(
            .outOfRange, found: "\(grid[end])", expected: "a part of one interval of the curve", index: end)
        }
        end += 1
      }
      resolve(first..<end, at: position, hours, shapes, into: &values)
      first = end
    }
    return try ForwardCurve(grid: grid, values: values, unit: definition.unit)
  }

  /// Writes the parts of one interval of the curve.
  private func resolve(
    _ parts: Range<Int>, at position: Int, _ hours: [[Double]], _ shapes: [[Double]], into values: inout [Double]
  ) {
    for s in strands.indices {
      let level = strands[s].values[position]
      var mean = 0.0
      if !shapes.isEmpty {
        let total = parts.reduce(0) { $0 + hours[s][$1] }
        if total > 0 { mean = parts.reduce(0) { $0 + hours[s][$1] * shapes[s][$1] } / total }
      }
      for i in parts {
        let price = shapes.isEmpty ? level : level + (shapes[s][i] - mean)
        values[i] += strands.count == 1 ? price : hours[s][i] * price
      }
    }
    if strands.count == 1 { return }
    for i in parts { values[i] /= hours.reduce(0) { $0 + $1[i] } }
  }
}
