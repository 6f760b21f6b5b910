import MarketData

extension CurvePrior {
  /// A prior for each cell of a curve: values to add, or factors to multiply with.
  enum Resolved: Hashable, Sendable {
    case none
    case added([Double])
    case factors([Double])
  }

  /// The prior of each cell.
  ///
  /// - Throws: `countMismatch`, `notFinite`, `notPositive` for a factor that is not, `mismatch` for a unit that does not convert,
  ///   `outOfRange` for a series that does not cover the curve.
  func resolved(for definition: CurveDefinition) throws(CurveError) -> Resolved {
    let (grid, width) = (definition.grid, definition.strands.count)
    switch self {
    case .none: return .none
    case .values(let values):
      return .added(Self.repeated(try Self.checked(values, grid.count), width))
    case .series(let series):
      return .added(Self.repeated(try Self.means(of: series, definition), width))
    case .strands(let series):
      guard series.count == width else {
        throw CurveError(.countMismatch, found: "\(series.count) priors", expected: "\(width), one for each strand")
      }
      var cells = [Double](repeating: 0, count: grid.count * width)
      for (s, series) in series.enumerated() {
        for (i, value) in try Self.means(of: series, definition).enumerated() { cells[i * width + s] = value }
      }
      return .added(cells)
    case .seasonal(let shape):
      let cells = Self.repeated(shape.values(on: grid, days: definition.days), width)
      return shape.kind == .additive ? .added(cells) : .factors(cells)
    case .factors(let factors):
      let factors = try Self.checked(factors, grid.count)
      if let odd = factors.firstIndex(where: { !($0 > 0) }) {
        throw CurveError(.notPositive, found: "factor \(factors[odd])", expected: "positive factors", index: odd)
      }
      return .factors(Self.repeated(factors, width))
    }
  }

  private static func checked(_ values: [Double], _ count: Int) throws(CurveError) -> [Double] {
    guard values.count == count else {
      throw CurveError(
        .countMismatch, found: "a prior of \(values.count)", expected: "\(count), one for each interval")
    }
    if let odd = values.firstIndex(where: { !$0.isFinite || abs($0) > CurveDefinition.largestPrice }) {
      throw CurveError(.notFinite, found: "prior \(values[odd])", expected: "a finite price", index: odd)
    }
    return values
  }

  /// What series show within the intervals of a curve: the prices of each strand on a finer grid; empty where there are none.
  func shapes(on grid: DeliveryGrid, _ definition: CurveDefinition) throws(CurveError) -> [[Double]] {
    switch self {
    case .series(let series):
      let shape = try Self.prices(of: series, on: grid, definition)
      return [[Double]](repeating: shape, count: definition.strands.count)
    case .strands(let series):
      return try series.map { series throws(CurveError) in try Self.prices(of: series, on: grid, definition) }
    case .none, .values, .seasonal, .factors: return []
    }
  }

  private static func prices(
    of series: TimeSeries, on grid: DeliveryGrid, _ definition: CurveDefinition
  ) throws(CurveError) -> [Double] {
    do {
      return try series.converted(to: definition.unit).resampled(to: grid, by: .mean).values
    } catch {
      throw CurveError(.mismatch, found: "a prior in \(series.unit)", expected: "\(definition.unit)", cause: error)
    }
  }

  private static func means(of series: TimeSeries, _ definition: CurveDefinition) throws(CurveError) -> [Double] {
    let values = try prices(of: series, on: definition.grid, definition)
    if let odd = values.firstIndex(where: \.isNaN) {
      throw CurveError(
        .outOfRange, found: "a prior without \(definition.grid[odd])", expected: "one that covers the curve", index: odd
      )
    }
    return try checked(values, definition.grid.count)
  }

  /// Each value for every strand of its interval.
  private static func repeated(_ values: [Double], _ width: Int) -> [Double] {
    width == 1 ? values : values.flatMap { [Double](repeating: $0, count: width) }
  }
}
