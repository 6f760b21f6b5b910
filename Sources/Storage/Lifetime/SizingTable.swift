public import Valuation

/// What each size of a sweep earns and is worth.
public struct SizingTable: Hashable, Sendable {
  /// One size.
  public struct Cell: Hashable, Sendable, Codable {
    /// The power, MW.
    public let power: Double
    /// The duration, hours.
    public let duration: Double
    /// The revenue of the first year.
    public let revenue: Double
    /// The capital.
    public let capital: Double
    /// The net present value.
    public let netPresentValue: Double
    /// The internal rate of return; `nil` where there is none, or more than one.
    public let internalRate: Double?

    /// The energy capacity, MWh.
    public var energy: Double { power * duration }
    /// The revenue of a MW in a year.
    public var revenuePerMW: Double { revenue / power }
  }

  /// The powers.
  public let powers: [Double]
  /// The durations.
  public let durations: [Double]
  /// The sizes: all durations of the first power, then of the next.
  public let cells: [Cell]
  /// What the table rests on.
  public let basis: ResultBasis

  /// The size of the greatest net present value, the smaller one of two as good; it may be negative.
  public var best: Cell? { cells.max { ($0.netPresentValue, -$0.energy) < ($1.netPresentValue, -$1.energy) } }

  /// The size of the highest internal rate of return.
  public var bestByRate: Cell? {
    cells.filter { $0.internalRate != nil }.max { ($0.internalRate ?? 0) < ($1.internalRate ?? 0) }
  }

  /// The size at places among the powers and durations; `nil` beyond them.
  public subscript(power: Int, duration: Int) -> Cell? {
    guard powers.indices.contains(power), durations.indices.contains(duration) else { return nil }
    return cells[power * durations.count + duration]
  }

  /// A table, a size on each line.
  public var description: String {
    var table = TextTable(["power MW", "duration h", "revenue", "capital", "net present value", "internal rate"])
    for cell in cells {
      table.append([
        TextTable.number(cell.power), TextTable.number(cell.duration), TextTable.number(cell.revenue),
        TextTable.number(cell.capital), TextTable.number(cell.netPresentValue),
        cell.internalRate.map { TextTable.number($0 * 100, decimals: 2) + " %" } ?? "-",
      ])
    }
    return page([], [table])
  }
}

extension SizingTable: DocumentedResult {
  private enum Key: CodingKey { case powers, durations, cells, basis }

  /// Reads a table.
  ///
  /// - Throws: A `DecodingError` unless there is a cell for each power and duration.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      powers: try container(.powers), durations: try container(.durations), cells: try container(.cells),
      basis: try container(.basis))
    let count = powers.count.multipliedReportingOverflow(by: durations.count)
    try container.require(!count.overflow && cells.count == count.partialValue, .cells, "one of each size")
  }

  /// Writes a table.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(powers, forKey: .powers)
    try container.encode(durations, forKey: .durations)
    try container.encode(cells, forKey: .cells)
    try container.encode(basis, forKey: .basis)
  }
}
