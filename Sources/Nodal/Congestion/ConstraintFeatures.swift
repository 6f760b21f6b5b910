public import MarketData
public import NumericalKernels

/// What a forecast of congestion looks at: load, wind, solar, outages, the hour, and what bound some time ago.
///
///     let features = try ConstraintFeatures(
///       [("load", load), ("wind", wind), ("outages", out)], zone: .eastern, history: shadowPrice, lag: 24)
///
/// The series have to be what was known when the forecast is made, that is forecasts for the hours ahead. History enters `lag` intervals
/// late, so that nothing is foretold from what was not published yet.
public struct ConstraintFeatures: Hashable, Sendable {
  /// The names of the features, in the order of the columns.
  public let names: [String]
  /// The intervals that have every feature, by place in the grid.
  public let intervals: [Int]
  /// One row for each of ``intervals``.
  public let matrix: Matrix
  /// The grid.
  public let grid: DeliveryGrid

  /// Builds features.
  ///
  /// - Parameters:
  ///   - series: named series on one grid.
  ///   - zone: whose clock tells the hour; two waves of the day and one of the week enter.
  ///   - history: the shadow price of the constraint on the same grid, missing ones counting as 0; whether it bound `lag` intervals ago and its mean over the day
  ///     before that enter.
  ///   - lag: how many intervals ago history was known, at least one.
  /// - Throws: `empty` without a series or a whole row; `countMismatch` for another grid; `outOfRange` for a lag below one;
  ///   `duplicateElement` for a name given twice.
  public init(
    _ series: [(name: String, series: TimeSeries)], zone: MarketTimeZone, history: TimeSeries? = nil, lag: Int = 24
  ) throws(NodalError) {
    let panel = try NodalPanel(
      series.map { (name: $0.name, series: $0.series.withUnit(of: series[0].series)) })
    grid = panel.grid
    guard lag >= 1, lag <= grid.count else {
      throw NodalError(.outOfRange, found: "a lag of \(lag)", expected: "1 to \(grid.count) intervals")
    }
    guard history.map({ $0.grid == panel.grid }) ?? true else {
      throw NodalError(.countMismatch, found: "a history on another grid", expected: "\(grid)")
    }
    let waves = ["day sine", "day cosine", "half-day sine", "half-day cosine", "weekend"]
    names = panel.names + waves + (history == nil ? [] : ["bound before", "mean shadow price before"])
    let past = history.map { $0.values.map { $0.isNaN ? 0 : $0 } }
    var rows: [[Double]] = []
    var kept: [Int] = []
    let perDay = max(1, Int((86_400 / Double(grid[0].seconds)).rounded()))
    for (place, interval) in grid.enumerated() where past == nil || place >= lag {
      var row = panel.names.indices.map { panel.values[$0 * panel.grid.count + place] }
      guard row.allSatisfy(\.isFinite) else { continue }
      let local = zone.localDateTime(of: interval.start)
      let turn = 2 * Double.pi * Double(local.secondsOfDay) / 86_400
      row += [sine(turn), sine(turn + 0.5 * .pi), sine(2 * turn), sine(2 * turn + 0.5 * .pi)]
      row.append(local.date.isoWeekday > 5 ? 1 : 0)
      if let past {
        let window = past[max(0, place - lag - perDay + 1)...place - lag]
        row.append(past[place - lag] > 0 ? 1 : 0)
        row.append(window.reduce(0, +) / Double(window.count))
      }
      rows.append(row)
      kept.append(place)
    }
    guard !rows.isEmpty else {
      throw NodalError(.empty, found: "no interval with every feature", expected: "at least one")
    }
    intervals = kept
    matrix = try solved { () throws(NumericalError) in try Matrix(rows) }
  }
}

extension TimeSeries {
  /// The same numbers in the unit of another series: features of any unit stand beside each other.
  fileprivate func withUnit(of other: TimeSeries) -> TimeSeries {
    (try? TimeSeries(grid: grid, values: values, unit: other.unit)) ?? self
  }
}

/// The sine of an angle between 0 and 4π and a quarter turn, by Taylor's series about the nearest multiple of π: to 1e-15.
private func sine(_ angle: Double) -> Double {
  let turns = (angle / .pi).rounded()
  let rest = angle - turns * .pi
  var (term, sum) = (rest, rest)
  for power in stride(from: 3.0, through: 23, by: 2) {
    term *= -rest * rest / (power * (power - 1))
    sum += term
  }
  return Int(turns) % 2 == 0 ? sum : -sum
}
