public import Valuation

extension FleetSchedule: DocumentedResult {
  private enum Key: CodingKey {
    case units, generation, curtailment, imports, exports, revenue, status, objective, bound, exportValues, importValues
    case basis
  }

  /// Reads a schedule.
  ///
  /// - Throws: A `DecodingError` where parts are not as long as the units' steps.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let status = try container.decode(DispatchStatus.self, forKey: .status)
    self.init(
      units: try container(.units), generation: try container(.generation), curtailment: try container(.curtailment),
      imports: try container(.imports), exports: try container(.exports), revenue: try container(.revenue),
      status: status, objective: try container.decodeIfPresent(Double.self, forKey: .objective) ?? -.infinity,
      bound: try container.decodeIfPresent(Double.self, forKey: .bound)
        ?? (status == .infeasible ? -.infinity : .infinity),
      exportValues: try container(.exportValues), importValues: try container(.importValues),
      basis: try container(.basis))
    let count = units.first?.charge.count ?? 0
    try container.require(units.allSatisfy { $0.charge.count == count }, .units, "schedules of the same steps")
    try container.require(imports.count == count, .imports, "a power for each step")
    try container.require(exports.count == count, .exports, "a power for each step")
    try container.require(generation.allSatisfy { $0.count == count }, .generation, "a power for each step")
    try container.require(
      curtailment.map(\.count) == generation.map(\.count), .curtailment, "as many powers as of generation")
    for (values, key) in [(exportValues, Key.exportValues), (importValues, .importValues)] {
      try container.require(values.isEmpty || values.count == count, key, "a value for each step, or none")
    }
  }

  /// Writes a schedule; an objective or bound that is infinite as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(units, forKey: .units)
    try container.encode(generation, forKey: .generation)
    try container.encode(curtailment, forKey: .curtailment)
    try container.encode(imports, forKey: .imports)
    try container.encode(exports, forKey: .exports)
    try container.encode(revenue, forKey: .revenue)
    try container.encode(status, forKey: .status)
    try container.encode(objective.isFinite ? objective : nil, forKey: .objective)
    try container.encode(bound.isFinite ? bound : nil, forKey: .bound)
    try container.encode(exportValues, forKey: .exportValues)
    try container.encode(importValues, forKey: .importValues)
    try container.encode(basis, forKey: .basis)
  }

  /// Tables of what is earned, of the first twenty units, and of the power at the grid.
  public var description: String {
    var table = TextTable(["unit", "revenue", "cycles"])
    for (index, unit) in units.prefix(20).enumerated() {
      table.append([
        "\(index)", TextTable.number(unit.objective), TextTable.number(unit.equivalentCycles, decimals: 1),
      ])
    }
    return page(
      ["\(status): \(TextTable.number(objective)) with \(units.count) units"],
      [
        TextTable(["revenue", "amount"], revenue.buckets.map { [$0.name, TextTable.number($0.amount)] }), table,
        TextTable.list("step", [("imports", imports), ("exports", exports)]),
      ])
  }
}
