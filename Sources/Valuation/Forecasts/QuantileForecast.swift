public import MarketData

/// A forecast of a distribution for each interval of a grid, as quantiles at fixed probability levels.
///
///     let forecast = try QuantileForecast(grid: hours, levels: [0.1, 0.5, 0.9], values: numbers, unit: unit, issuedAt: now)
///     forecast.quantile(0.25, at: 3)         // between the levels 0.1 and 0.5
///     forecast.cdf(42, at: 3)                // the probability of 42 or less
///
/// Between levels the quantile is linear. Beyond the outer levels no mass is invented: the outermost quantiles carry it. An interval
/// is missing where all its quantiles are NaN.
public struct QuantileForecast: Hashable, Sendable {
  /// The intervals.
  public let grid: DeliveryGrid
  /// The probability levels, strictly rising between 0 and 1.
  public let levels: [Double]
  /// The quantiles, interval by interval: level j of interval i at `i * levels.count + j`.
  public let values: [Double]
  /// What the values are.
  public let unit: ValueUnit
  /// When the forecast was made: nothing published later went into it.
  public let issuedAt: Instant

  /// Makes a forecast.
  ///
  /// - Throws: `empty` without a level, `outOfRange` and `notIncreasing` for the levels, `countMismatch` unless there is a value for
  ///   each level of each interval, `notFinite` for an infinite value or an interval that is missing in part.
  public init(
    grid: DeliveryGrid, levels: [Double], values: [Double], unit: ValueUnit, issuedAt: Instant
  ) throws(ValuationError) {
    guard !levels.isEmpty else { throw ValuationError(.empty, found: "no levels", expected: "at least one") }
    if let odd = levels.firstIndex(where: { !($0 > 0 && $0 < 1) }) {
      throw ValuationError(.outOfRange, found: "level \(levels[odd])", expected: "between 0 and 1", index: odd)
    }
    if let odd = levels.indices.dropFirst().first(where: { levels[$0] <= levels[$0 - 1] }) {
      throw ValuationError(
        .notIncreasing, found: "level \(levels[odd])", expected: "more than \(levels[odd - 1])", index: odd)
    }
    guard values.count == grid.count * levels.count else {
      throw ValuationError(
        .countMismatch, found: "\(values.count) values", expected: "\(grid.count * levels.count), one for each level")
    }
    for interval in 0..<grid.count {
      let row = values[interval * levels.count..<(interval + 1) * levels.count]
      let missing = row.count { $0.isNaN }
      guard missing == 0 ? row.allSatisfy(\.isFinite) : missing == row.count else {
        throw ValuationError(
          .notFinite, found: "\(Array(row))", expected: "finite quantiles, or NaN for all levels", index: interval)
      }
    }
    self.grid = grid
    self.levels = levels
    self.values = values
    self.unit = unit
    self.issuedAt = issuedAt
  }

  /// The quantiles of an interval, without a copy.
  public func quantiles(at interval: Int) -> ArraySlice<Double> {
    values[interval * levels.count..<(interval + 1) * levels.count]
  }

  /// Whether an interval has no forecast.
  public func isMissing(at interval: Int) -> Bool { values[interval * levels.count].isNaN }

  /// The intervals in which a quantile is below that of a lower level.
  public var crossings: [Int] {
    (0..<grid.count).filter { interval in
      let row = quantiles(at: interval)
      return zip(row, row.dropFirst()).contains { $0 > $1 }
    }
  }

  /// The same forecast with the quantiles of each interval in order, which never makes its pinball score worse.
  ///
  /// Source: V. Chernozhukov, I. Fernández-Val, A. Galichon, Econometrica 78 (2010) 1093-1125.
  public func rearranged() -> QuantileForecast {
    var sorted = values
    for interval in crossings {
      let range = interval * levels.count..<(interval + 1) * levels.count
      sorted.replaceSubrange(range, with: values[range].sorted())
    }
    return QuantileForecast(unchecked: self, sorted)
  }

  private init(unchecked other: QuantileForecast, _ values: [Double]) {
    grid = other.grid
    levels = other.levels
    unit = other.unit
    issuedAt = other.issuedAt
    self.values = values
  }

  /// The quantile of an interval at any probability; NaN where the interval is missing.
  public func quantile(_ probability: Double, at interval: Int) -> Double {
    let row = interval * levels.count
    guard let above = levels.firstIndex(where: { $0 >= probability }) else { return values[row + levels.count - 1] }
    guard above > 0, levels[above] > probability else { return values[row + above] }
    let share = (probability - levels[above - 1]) / (levels[above] - levels[above - 1])
    return values[row + above - 1] + share * (values[row + above] - values[row + above - 1])
  }

  /// The probability that an interval's value is no larger than a number; NaN where the interval is missing.
  ///
  /// The inverse of ``quantile(_:at:)`` for quantiles in order: 0 below the lowest one, 1 from the highest one on.
  public func cdf(_ value: Double, at interval: Int) -> Double {
    let row = quantiles(at: interval)
    guard let lowest = row.first, let highest = row.last, !lowest.isNaN, !value.isNaN else { return .nan }
    if value < lowest { return 0 }
    if value >= highest { return 1 }
    let base = row.startIndex
    guard let above = row.firstIndex(where: { $0 > value }), above > base else { return levels[0] }
    let share = (value - row[above - 1]) / (row[above] - row[above - 1])
    return levels[above - 1 - base] + share * (levels[above - base] - levels[above - 1 - base])
  }

  /// The quantiles at one probability as a series.
  ///
  /// - Throws: What `TimeSeries.init(grid:values:unit:)` throws; one value for each interval of the grid passes.
  public func series(atLevel probability: Double) throws -> TimeSeries {
    try TimeSeries(grid: grid, values: (0..<grid.count).map { quantile(probability, at: $0) }, unit: unit)
  }
}
