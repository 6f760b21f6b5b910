import MarketData
import Valuation

extension DispatchSchedule {
  /// A table for people: what is earned by bucket, then the steps, of a long schedule the first and the last twelve.
  public var description: String {
    guard hasSchedule else { return page(["\(status)"], []) }
    let headline =
      "\(status): \(TextTable.number(objective)), \(TextTable.number(equivalentCycles, decimals: 1)) cycles"
    return page(
      [headline],
      [
        TextTable(["revenue", "amount"], revenue.buckets.map { [$0.name, TextTable.number($0.amount)] }),
        table(of: count > 30 ? Array(0..<12) + Array(count - 12..<count) : Array(0..<count)),
      ])
  }

  private var count: Int { charge.count }

  /// The rows of some steps: start, powers, energy, value of energy and awards.
  private func table(of rows: [Int]) -> TextTable {
    let hasValues = marginalValues.count == count
    var table = TextTable(
      ["start", "charge", "discharge", "stored"] + (hasValues ? ["value"] : []) + awards.map(\.name))
    for index in rows {
      var row = [zoneTime(index)]
      row += [charge[index], discharge[index], storedEnergy[index]].map { TextTable.number($0) }
      if hasValues { row.append(TextTable.number(marginalValues[index])) }
      table.append(row + awards.map { $0.power.indices.contains(index) ? TextTable.number($0.power[index]) : "-" })
    }
    return table
  }

  func zoneTime(_ index: Int) -> String {
    "\(steps.zone.localDateTime(of: steps.start(at: index)))"
  }
}
