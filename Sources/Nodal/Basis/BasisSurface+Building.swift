public import MarketData
import Valuation

extension BasisSurface {
  /// Cuts a panel of bases into cells.
  ///
  /// - Parameters:
  ///   - panel: node less hub, see ``NodalPanel/less(_:)``; any other panel is cut likewise.
  ///   - zone: whose clock tells months and, with ``DayParts/hours``, hours. Blocks go by their calendar's.
  ///   - seasons: the seasons.
  ///   - parts: the parts of the day.
  ///   - levels: the levels of the quantiles.
  /// - Throws: `outOfRange` for a level outside 0 to 1, for intervals of more than an hour with ``DayParts/hours``, or for blocks of
  ///   the same name.
  /// - Complexity: O(nodes × intervals), and the sorting of each cell.
  public init(
    _ panel: NodalPanel, zone: MarketTimeZone, seasons: Seasons = .months, parts: DayParts = .hours,
    levels: [Double] = [0.05, 0.25, 0.5, 0.75, 0.95]
  ) throws(NodalError) {
    if let odd = levels.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw NodalError(.outOfRange, found: "a level of \(levels[odd])", expected: "0 to 1", index: odd)
    }
    let partNames: [String]
    let partOf: [Int]
    switch parts {
    case .hours:
      guard panel.grid.allSatisfy({ $0.seconds <= 3600 }) else {
        throw NodalError(.outOfRange, found: "intervals of more than an hour", expected: "hours or shorter ones")
      }
      partNames = (0..<24).map { "\($0)" }
      partOf = panel.grid.map { min(23, zone.localDateTime(of: $0.start).hour) }
    case .blocks(let blocks, let calendar):
      partNames = blocks.map(\.name) + ["other"]
      guard Set(partNames).count == partNames.count else {
        throw NodalError(.outOfRange, found: "blocks \(partNames)", expected: "different names, none of them other")
      }
      var places = [Int](repeating: blocks.count, count: panel.grid.count)
      for place in blocks.indices.reversed() {
        for (interval, isInside) in calendar.mask(of: blocks[place], over: panel.grid).enumerated() where isInside {
          places[interval] = place
        }
      }
      partOf = places
    }
    let cellOf = panel.grid.enumerated().map { interval, span in
      seasons.ofMonth[zone.localDate(of: span.start).components.month - 1] * partNames.count + partOf[interval]
    }
    let hours = panel.grid.map(\.hours)
    let isUniform = panel.grid.uniformSeconds != nil
    var cells: [Cell] = []
    var totals: [Total] = []
    for (place, node) in panel.names.enumerated() {
      var sorted = [[Int]](repeating: [], count: partNames.count * seasons.names.count)
      for (interval, cell) in cellOf.enumerated() { sorted[cell].append(interval) }
      var (weight, sum) = (0.0, 0.0)
      let row = Array(panel.row(at: place))
      for (interval, value) in row.enumerated() where !value.isNaN {
        weight += hours[interval]
        sum += hours[interval] * value
      }
      let centre = weight > 0 ? sum / weight : 0
      var total = Total(between: 0, within: 0, square: 0)
      for (position, intervals) in sorted.enumerated() {
        let names = (node, partNames[position % partNames.count], seasons.names[position / partNames.count])
        let cell = try Self.cell(names, intervals, row, hours, isUniform, levels)
        if let mean = cell.mean, let deviation = cell.deviation {
          total.between += cell.hours * (mean - centre) * (mean - centre)
          total.within += cell.hours * deviation * deviation
          total.square += cell.hours * (mean * mean + deviation * deviation)
        }
        cells.append(cell)
      }
      totals.append(total)
    }
    nodes = panel.names
    self.parts = partNames
    self.seasons = seasons.names
    self.levels = levels
    unit = panel.unit
    self.cells = cells
    self.totals = totals
    basis = ResultBasis(
      method: "basis surface",
      conventions: [
        "zone": zone.identifier, "quantile": isUniform ? "type7" : "type7 weighted by time", "sign": "node - hub",
      ])
  }

  private static func cell(
    _ names: (node: String, part: String, season: String), _ intervals: [Int], _ row: [Double], _ hours: [Double],
    _ isUniform: Bool, _ levels: [Double]
  ) throws(NodalError) -> Cell {
    let present = intervals.filter { !row[$0].isNaN }
    let weight = present.reduce(0) { $0 + hours[$1] }
    let missing = intervals.reduce(0) { $0 + hours[$1] } - weight
    guard weight > 0 else {
      return Cell(
        node: names.node, part: names.part, season: names.season, hours: 0, missingHours: missing, mean: nil,
        deviation: nil, least: nil, greatest: nil, quantiles: [], shareAbove: nil)
    }
    let values = present.map { row[$0] }
    let mean = present.reduce(0) { $0 + hours[$1] * (row[$1] / weight) }
    let variance = present.reduce(0) { $0 + hours[$1] / weight * (row[$1] - mean) * (row[$1] - mean) }
    let distribution = try valued { () throws(ValuationError) in
      try EmpiricalDistribution(outcomes: values, weights: isUniform ? nil : present.map { hours[$0] })
    }
    return Cell(
      node: names.node, part: names.part, season: names.season, hours: weight, missingHours: max(0, missing),
      mean: mean,
      deviation: variance.squareRoot(), least: values.min(), greatest: values.max(),
      quantiles: levels.map { distribution.quantile($0) },
      shareAbove: present.reduce(0) { $0 + (row[$1] > 0 ? hours[$1] : 0) } / weight)
  }
}

/// Runs a valuation and carries its error over.
func valued<Value>(_ body: () throws(ValuationError) -> Value) throws(NodalError) -> Value {
  do throws(ValuationError) {
    return try body()
  } catch {
    let code: NodalError.Code =
      switch error.code {
      case .empty: .empty
      case .countMismatch: .countMismatch
      case .notFinite: .notFinite
      case .unknownName: .unknownElement
      default: .outOfRange
      }
    throw NodalError(code, found: error.found, expected: error.expected, index: error.index, cause: error)
  }
}
