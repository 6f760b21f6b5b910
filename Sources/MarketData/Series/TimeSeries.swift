/// Values on a ``DeliveryGrid``, all in one unit: one number for each interval, NaN where it is missing.
///
///     let prices = try TimeSeries(grid: hours, values: numbers, unit: .price(.usd, per: .megawattHour))
///     prices[instant]                                             // 31.75, or nil outside and where missing
///     prices.resampled(to: days, by: .mean)                       // one for each local day
public struct TimeSeries: Hashable, Sendable {
  /// The intervals.
  public let grid: DeliveryGrid
  /// One value for each interval; NaN is missing.
  public let values: [Double]
  /// What the values are.
  public let unit: ValueUnit

  /// Makes a series; throws ``SeriesError`` unless there are as many values as intervals.
  public init(grid: DeliveryGrid, values: [Double], unit: ValueUnit) throws(SeriesError) {
    guard values.count == grid.count else {
      throw SeriesError(
        .countMismatch, found: "\(values.count) values", expected: "\(grid.count), one for each interval")
    }
    self.init(unchecked: grid, values, unit)
  }

  init(unchecked grid: DeliveryGrid, _ values: [Double], _ unit: ValueUnit) {
    self.grid = grid
    self.values = values
    self.unit = unit
  }

  /// The number of intervals.
  public var count: Int { values.count }

  /// The number of missing values.
  public var missingCount: Int { values.count { $0.isNaN } }

  /// The value of the interval that holds an instant, or `nil` outside the grid and where it is missing.
  public subscript(instant: Instant) -> Double? {
    grid.index(containing: instant).flatMap { value(at: $0) }
  }

  /// The value at an index, or `nil` where there is none or it is missing.
  public func value(at index: Int) -> Double? {
    guard values.indices.contains(index), !values[index].isNaN else { return nil }
    return values[index]
  }

  /// The intervals that lie wholly in a span, with their values; `nil` where there are none.
  public func slice(_ span: DeliveryInterval) -> TimeSeries? {
    let range = grid.indices(within: span)
    guard let part = grid.slice(range) else { return nil }
    return TimeSeries(unchecked: part, Array(values[range]), unit)
  }

  /// Two series are equal when grid, unit and values are, missing values counting as equal.
  public static func == (lhs: TimeSeries, rhs: TimeSeries) -> Bool {
    lhs.unit == rhs.unit && lhs.grid == rhs.grid
      && lhs.values.elementsEqual(rhs.values) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// Hashes the grid, the unit and the values.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(grid)
    hasher.combine(unit)
    for value in values { hasher.combine(value.isNaN ? nil : Optional(value)) }
  }
}

extension TimeSeries: CustomStringConvertible {
  /// The grid, the unit and how many values are missing.
  public var description: String {
    "\(grid), \(unit)" + (missingCount == 0 ? "" : ", \(missingCount) missing")
  }
}
