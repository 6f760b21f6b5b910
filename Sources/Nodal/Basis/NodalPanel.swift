public import MarketData

/// One number for each of several named places in each interval of a grid: prices of nodes, congestion components, shadow prices.
///
///     let panel = try NodalPanel(table, of: .energy(.dayAhead), at: [hub, node], on: hours, component: .congestion)
///     let basis = try panel.less("WESTERN HUB")
///     basis["NODE 7"]                       // a series
///
/// All are in one unit. NaN is missing, and stays so: nothing is filled in.
public struct NodalPanel: Hashable, Sendable {
  /// The names, in the order of the rows.
  public let names: [String]
  /// The intervals.
  public let grid: DeliveryGrid
  /// What the numbers are.
  public let unit: ValueUnit
  /// The numbers: interval j of name i at `i * grid.count + j`.
  public let values: [Double]
  private let places: [String: Int]

  /// Makes a panel.
  ///
  /// - Throws: `empty` without a name; `duplicateElement` for a name given twice; `countMismatch` unless there is a number for each
  ///   name and interval; `notFinite` for an infinite one.
  public init(names: [String], grid: DeliveryGrid, unit: ValueUnit, values: [Double]) throws(NodalError) {
    guard !names.isEmpty else { throw NodalError(.empty, found: "no names", expected: "at least one") }
    var places = [String: Int](minimumCapacity: names.count)
    for (place, name) in names.enumerated() where places.updateValue(place, forKey: name) != nil {
      throw NodalError(.duplicateElement, found: "\(name) twice", expected: "one of each name", index: place)
    }
    let (count, isTooLarge) = names.count.multipliedReportingOverflow(by: grid.count)
    guard !isTooLarge, values.count == count else {
      throw NodalError(
        .countMismatch, found: "\(values.count) values", expected: "\(names.count) names x \(grid.count) intervals")
    }
    if let odd = values.firstIndex(where: \.isInfinite) {
      throw NodalError(.notFinite, found: "\(values[odd])", expected: "a finite number, or NaN", index: odd)
    }
    self.names = names
    self.grid = grid
    self.unit = unit
    self.values = values
    self.places = places
  }

  /// Makes a panel of series.
  ///
  /// - Throws: `countMismatch` unless all have one grid and one unit (the index is the series'); as the first initialiser.
  public init(_ series: [(name: String, series: TimeSeries)]) throws(NodalError) {
    guard let first = series.first?.series else {
      throw NodalError(.empty, found: "no series", expected: "at least one")
    }
    if let odd = series.firstIndex(where: { $0.series.grid != first.grid || $0.series.unit != first.unit }) {
      throw NodalError(
        .countMismatch, found: "\(series[odd].series)", expected: "the grid and unit of \(first)", index: odd)
    }
    try self.init(
      names: series.map(\.name), grid: first.grid, unit: first.unit, values: series.flatMap(\.series.values))
  }

  /// Makes a panel from rows of market data, named by the locations' names; what no row covers is missing.
  ///
  /// - Parameters:
  ///   - table: the rows.
  ///   - product: what is priced.
  ///   - locations: where.
  ///   - grid: the intervals; rows are averaged over them by time.
  ///   - component: a component of the price instead of the price.
  /// - Throws: `unsound` with the cause where rows of different lengths overlap; as the first initialiser.
  /// - Complexity: O(locations × rows).
  public init(
    _ table: ObservationTable, of product: Product, at locations: [Location], on grid: DeliveryGrid,
    component: PriceComponent? = nil
  ) throws(NodalError) {
    var found: [(name: String, series: TimeSeries)] = []
    for (place, location) in locations.enumerated() {
      do throws(SeriesError) {
        found.append(
          (location.name, try table.series(of: product, at: location, on: grid, by: .mean, component: component)))
      } catch {
        throw NodalError(
          .unsound, found: "rows of \(location)", expected: "rows that make a series", index: place, cause: error)
      }
    }
    try self.init(found)
  }

  /// The numbers of a row, without a copy.
  public func row(at place: Int) -> ArraySlice<Double> { values[place * grid.count..<(place + 1) * grid.count] }

  /// The place of a name.
  ///
  /// - Throws: `unknownElement`.
  public func index(of name: String) throws(NodalError) -> Int {
    guard let place = places[name] else {
      throw NodalError(.unknownElement, found: name, expected: "one of the \(names.count) names")
    }
    return place
  }

  /// The series of a name; `nil` where there is none.
  public subscript(name: String) -> TimeSeries? {
    places[name].flatMap { try? TimeSeries(grid: grid, values: Array(row(at: $0)), unit: unit) }
  }

  /// The same panel with a number for what is missing: 0 for shadow prices, which have rows only while their constraint binds.
  ///
  /// - Throws: `notFinite` for an infinite number.
  public func filled(with value: Double) throws(NodalError) -> NodalPanel {
    try NodalPanel(names: names, grid: grid, unit: unit, values: values.map { $0.isNaN ? value : $0 })
  }

  /// The means over the intervals of another grid, by time; missing where a part of an interval is.
  ///
  ///     try realTime.filled(with: 0).averaged(over: hours)      // hours in which a constraint bound for ten minutes too
  ///
  /// - Throws: As the first initialiser.
  /// - Complexity: O(names × intervals).
  public func averaged(over other: DeliveryGrid) throws(NodalError) -> NodalPanel {
    try NodalPanel(
      names: names, grid: other, unit: unit,
      values: names.flatMap { self[$0]?.resampled(to: other, by: .mean).values ?? [] })
  }

  /// How many numbers are missing.
  public var missingCount: Int { values.count { $0.isNaN } }

  /// What each other row is above one of them: the basis of nodes to a hub, node less hub; missing where either is.
  ///
  /// - Throws: `unknownElement`; `empty` where there is no other row; `notFinite` for a difference beyond Double's range.
  public func less(_ hub: String) throws(NodalError) -> NodalPanel {
    let base = Array(row(at: try index(of: hub)))
    let others = names.filter { $0 != hub }
    var differences: [Double] = []
    differences.reserveCapacity(others.count * grid.count)
    for (place, name) in names.enumerated() where name != hub {
      for (value, reference) in zip(row(at: place), base) { differences.append(value - reference) }
    }
    return try NodalPanel(names: others, grid: grid, unit: unit, values: differences)
  }
}
