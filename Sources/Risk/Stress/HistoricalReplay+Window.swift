import MarketData
import NumericalKernels
public import Valuation

extension HistoricalReplay.Window: DocumentedResult {
  private enum Key: CodingKey { case factors, first, last, moves, byDay, missing, basis }

  /// Reads a window; moves of another number of factors and days in the wrong order are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    factors = try container(.factors)
    first = try container(.first)
    last = try container(.last)
    moves = try container(.moves)
    byDay = try container(.byDay)
    missing = try container(.missing)
    basis = try container(.basis)
    try container.require(first <= last, .last, "a day from \(first) on")
    try container.require(
      !factors.isEmpty && moves.count == factors.count && byDay.columns == factors.count && byDay.rows > 0, .moves,
      "a move for each factor, in all and day by day")
    try container.require((0...byDay.storage.count).contains(missing), .missing, "a number of the window's changes")
  }

  /// Writes the window.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(factors, forKey: .factors)
    try container.encode(first, forKey: .first)
    try container.encode(last, forKey: .last)
    try container.encode(moves, forKey: .moves)
    try container.encode(byDay, forKey: .byDay)
    try container.encode(missing, forKey: .missing)
    try container.encode(basis, forKey: .basis)
  }

  /// The moves of the factors, the largest first, in a table.
  public var description: String {
    let order = factors.indices.sorted { (-abs(moves[$0]), $0) < (-abs(moves[$1]), $1) }
    var rows = order.prefix(20).map { [factors[$0], TextTable.number(moves[$0], decimals: 4)] }
    if order.count > 20 { rows.append(["\(order.count - 20) smaller ones", "-"]) }
    let gaps = missing > 0 ? ", \(missing) missing changes count as none" : ""
    return page(["\(byDay.rows) days from \(first) to \(last)\(gaps)"], [TextTable(["factor", "move"], rows)])
  }
}
