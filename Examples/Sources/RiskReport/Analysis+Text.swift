import ExampleSupport
import Foundation
import MarketData
import Risk

extension Analysis {
  /// The report for people.
  var text: String {
    var parts = [heading, figures, components]
    let portfolio = request.portfolio
    parts += [tree("Book", portfolio.books), tree("Market", portfolio.markets)].compactMap { $0 }
    parts += [crises, record]
    return parts.joined(separator: "\n\n")
  }

  private var heading: String {
    let portfolio = request.portfolio
    var line = "\(portfolio.positions.count) positions on \(portfolio.factors.count) factors, losses in "
    line += "\(portfolio.reportingCurrency) over \(request.horizon.days) day\(request.horizon.days == 1 ? "" : "s")"
    if let window = historical.window {
      line += "; \(window.days) days from \(window.first) to \(window.last)"
      if window.daysLeftOut > 0 { line += ", \(window.daysLeftOut) left out" }
      if window.changesFilled > 0 { line += ", \(window.changesFilled) missing changes count as none" }
    }
    return line
  }

  private var methods: [(name: String, result: RiskResult)] {
    [("historical", historical), ("parametric", parametric), ("Monte Carlo", monteCarlo)]
  }

  private var figures: String {
    var table = TextTable("Level", "Method", "VaR>", "+/->", "95 % interval>", "ES>", "+/->")
    for (place, level) in request.confidence.enumerated() {
      for (name, result) in methods {
        let figure = result.figures[place]
        let interval = "\(figure.lower.map(amount) ?? "-") to \(figure.upper.map(amount) ?? "-")"
        table.add(
          percent(level), name, amount(figure.valueAtRisk), figure.valueAtRiskError.map(amount) ?? "-", interval,
          amount(figure.expectedShortfall), figure.expectedShortfallError.map(amount) ?? "-")
      }
    }
    var lines = [table.text]
    for (level, ratio) in zip(request.confidence, diversification) {
      if let ratio {
        lines.append(
          "Positions by themselves at \(percent(level)): \(decimal(ratio)) times the value at risk of the whole")
      }
    }
    return lines.joined(separator: "\n")
  }

  private var components: String {
    guard let parts = historical.decompositions.last, let simulated = monteCarlo.decompositions.last else { return "" }
    let order = parts.positionNames.indices.sorted {
      (-abs(parts.expectedShortfall.positions[$0]), $0) < (-abs(parts.expectedShortfall.positions[$1]), $1)
    }
    var table = TextTable("Position", "VaR hist.>", "ES hist.>", "ES Monte Carlo>", "share of ES>")
    let total = parts.expectedShortfall.total
    for place in order.prefix(15) {
      let share = total == 0 ? "-" : decimal(100 * parts.expectedShortfall.positions[place] / total) + " %"
      table.add(
        parts.positionNames[place], amount(parts.valueAtRisk.positions[place]),
        amount(parts.expectedShortfall.positions[place]), amount(simulated.expectedShortfall.positions[place]), share)
    }
    table.add(
      "all", amount(parts.valueAtRisk.total), amount(total), amount(simulated.expectedShortfall.total),
      total == 0 ? "-" : "100.00 %")
    let rest = order.count > 15 ? "\n(\(order.count - 15) smaller ones are not shown)" : ""
    return "Components at \(percent(parts.level)); they add up\n" + table.text + rest
  }

  /// The components by book or by market, where positions name any.
  private func tree(_ title: String, _ tree: PositionTree) -> String? {
    guard tree.nodes.count > 1, let parts = historical.decompositions.last,
      let simulated = monteCarlo.decompositions.last,
      let values = try? tree.sums(of: parts.valueAtRisk.positions),
      let shortfalls = try? tree.sums(of: parts.expectedShortfall.positions),
      let drawn = try? tree.sums(of: simulated.expectedShortfall.positions)
    else { return nil }
    var table = TextTable(title, "VaR hist.>", "ES hist.>", "ES Monte Carlo>")
    for (place, node) in tree.nodes.enumerated() {
      let name = node.path.isEmpty ? "all" : String(repeating: "  ", count: node.depth) + node.name
      table.add(name, amount(values[place]), amount(shortfalls[place]), amount(drawn[place]))
    }
    return "Components by \(title.lowercased()) at \(percent(parts.level))\n" + table.text
  }

  private var crises: String {
    var table = TextTable("Stress", "Loss>", "Factors>")
    let felt = stress.filter { $0.loss != 0 }
    for result in felt { table.add(result.title, amount(result.loss), "\(moved(result))") }
    let silent = stress.count - felt.count
    let needs = stress.contains { $0.unmapped.contains { $0.reason == .noLevel } }
    var lines = [table.text]
    if silent > 0 { lines.append("\(silent) more scenarios do not touch these factors") }
    if needs { lines.append("Relative shocks need a factor's \"level\" in the portfolio's \"factors\"") }
    return lines.joined(separator: "\n")
  }

  private func moved(_ result: StressResult) -> Int {
    result.applied.isEmpty && result.unmapped.isEmpty ? request.portfolio.factors.count : result.applied.count
  }

  private var record: String {
    guard !backtests.isEmpty else { return "No backtest: 40 days or more are needed" }
    var table = TextTable(
      "Backtest", "Days>", "Failures>", "Expected>", "Kupiec p>", "Independence p>", "Coverage p>", "Light", "Z2>",
      "Z2 p>")
    for test in backtests {
      table.add(
        "VaR \(percent(test.level)) of \(test.window) days", "\(test.days)", "\(test.failures)",
        decimal(Double(test.days) * (1 - test.level)), decimal(test.kupiec.pValue), decimal(test.independence.pValue),
        decimal(test.conditionalCoverage.pValue), test.trafficLight.zone.rawValue,
        test.shortfall.map { decimal($0.z2) } ?? "-", test.shortfallPValues.map { decimal($0.z2) } ?? "-")
    }
    return table.text
  }

  private func percent(_ level: Double) -> String {
    String(format: "%g %%", level * 100)
  }

  private func amount(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return String(format: "%.4g", value) }
    let whole = abs(value) >= 1000
    // No zero has a sign.
    let text = String(format: whole ? "%.0f" : "%.2f", abs(value) < 0.005 ? 0 : value)
    guard whole else { return text }
    var digits = Array(text.drop { $0 == "-" })
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (value < 0 ? "-" : "") + String(digits)
  }
}
