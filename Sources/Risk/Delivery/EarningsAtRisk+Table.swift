import MarketData
import Valuation

extension EarningsAtRisk {
  /// A table of the three outcomes.
  public var description: String { table() }

  /// The outcomes to delivery in a table, with the figures of a liquid horizon beside them.
  ///
  ///     print(risk.table(beside: losses.result(at: [0.95])))
  ///
  /// The two say different things and do not add up: a loss of the mark before it can be sold, and what a plan may miss.
  public func table(beside horizon: RiskResult? = nil) -> String {
    let level = "\((grossMargin.tail.measure.level * 1e6).rounded() / 1e4) %"
    var table = TextTable(["Figure", "Level", "Horizon", "Mean", "Low", "At risk", "+/-", "Shortfall", "Currency"])
    for (name, outcome) in [("gross margin", grossMargin), ("earnings", earnings), ("cash flow", cashFlow)] {
      table.append([
        name, level, "delivery", TextTable.number(outcome.mean), TextTable.number(outcome.low),
        TextTable.number(outcome.atRisk), outcome.tail.quantileStandardError.map(TextTable.number) ?? "-",
        TextTable.number(outcome.shortfall), currency,
      ])
    }
    for figure in horizon?.figures ?? [] {
      table.append([
        "value at risk", "\((figure.level * 1e6).rounded() / 1e4) %", horizon?.horizon.words ?? "-", "-", "-",
        TextTable.number(figure.valueAtRisk), figure.valueAtRiskError.map(TextTable.number) ?? "-",
        TextTable.number(figure.expectedShortfall), horizon?.currency.code ?? "-",
      ])
    }
    return table.text
  }
}
