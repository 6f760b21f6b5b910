public import MarketData

extension ForwardCurve {
  /// Makes a curve from a grid and one value for each of its intervals.
  ///
  /// - Throws: `countMismatch` for another number of values; `notFinite` with the index of the first value that is
  ///   missing or infinite.
  public init(grid: DeliveryGrid, values: [Double], unit: ValueUnit) throws(CurveError) {
    let series: TimeSeries
    do {
      series = try TimeSeries(grid: grid, values: values, unit: unit)
    } catch {
      throw CurveError(.countMismatch, found: error.found, expected: error.expected, cause: error)
    }
    try self.init(series)
  }

  /// The curve with a function of each value and its index in place of the value, in the same unit or another.
  ///
  /// - Throws: `notFinite` with the index of the first result that is none.
  func mapped(unit: ValueUnit? = nil, _ transform: (Int, Double) -> Double) throws(CurveError) -> ForwardCurve {
    try ForwardCurve(grid: grid, values: values.enumerated().map(transform), unit: unit ?? self.unit)
  }
}
