public import MarketData

extension ForwardCurve {
  /// The curve moved so that a block has given averages, while the average over each interval of a coarser grid stays.
  ///
  ///     let hourly = try daily.shaped(by: shape, into: .hour, days: days)
  ///     try hourly.meeting(monthlyPeaks, of: .europeanPeak, calendar: .europeanPeak, keeping: daily.grid)
  ///
  /// Over each interval of `averages` that this curve covers, the block's hours move by one amount and each coarse
  /// interval's other hours move against them. Coarse intervals without hours of the block, or of nothing else, stay as
  /// they are.
  ///
  /// - Parameters:
  ///   - averages: The block's mean by its hours over each interval, in this curve's unit or one that converts.
  ///   - block: The block.
  ///   - calendar: The calendar on whose clock and holidays the block is.
  ///   - coarse: The grid whose averages stay: days. Each of its intervals lies in one interval of `averages`.
  /// - Throws: `mismatch` where units do not convert, the grids do not nest, or an interval lies only in part in the
  ///   block; `outOfRange` with the index of an average that no movable hour is there for.
  /// - Complexity: O(n).
  public func meeting(
    _ averages: ForwardCurve, of block: Block, calendar: BlockCalendar, keeping coarse: DeliveryGrid
  ) throws(CurveError) -> ForwardCurve {
    let refinement = try Refinement(coarse, grid)
    let targets = try averages.converted(to: unit)
    let hours = calendar.hours(of: block, over: grid)
    if let odd = grid.indices.first(where: { hours[$0] > 0 && hours[$0] < grid.hours(at: $0) }) {
      throw CurveError(.mismatch, found: "\(grid[odd])", expected: "all of it in \(block.name) or none", index: odd)
    }
    var result = values
    for (index, period) in targets.grid.enumerated() {
      let days = coarse.indices(overlapping: period)
      guard let first = days.first, let last = days.last else { continue }
      guard period.contains(coarse[first]), period.contains(coarse[last]) else {
        throw CurveError(.mismatch, found: "\(period)", expected: "whole intervals of \(coarse)", index: index)
      }
      var (sum, inside, movable) = (0.0, 0.0, 0.0)
      var shares: [Double] = []
      for day in days {
        var (own, other) = (0.0, 0.0)
        for position in refinement.starts[day]..<refinement.starts[day + 1] {
          sum += values[position] * hours[position]
          own += hours[position]
          other += grid.hours(at: position) - hours[position]
        }
        inside += own
        if own > 0, other > 0 { movable += own }
        shares.append(own > 0 && other > 0 ? own / other : 0)
      }
      guard inside > 0 else { continue }
      let gap = targets.values[index] - sum / inside
      guard movable > 0 else {
        if abs(gap) <= 1e-10 * max(1, abs(targets.values[index])) { continue }
        throw CurveError(
          .outOfRange, found: "\(block.name) at \(sum / inside) over \(period), fixed by the averages to keep",
          expected: "\(targets.values[index])", index: index)
      }
      let move = gap * inside / movable
      for (day, share) in zip(days, shares) where share > 0 {
        for position in refinement.starts[day]..<refinement.starts[day + 1] {
          result[position] += hours[position] > 0 ? move : -move * share
        }
      }
    }
    return try ForwardCurve(grid: grid, values: result, unit: unit)
  }
}
