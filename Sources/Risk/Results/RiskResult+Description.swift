import Valuation

extension RiskResult {
  /// A table for people: method and window, a line for each level, then the largest components at the last one.
  public var description: String {
    var lines = ["\(basis.method), \(horizon.words), \(currency)" + (basis.seed.map { ", seed \($0)" } ?? "")]
    if let window {
      let left = window.daysLeftOut > 0 ? ", \(window.daysLeftOut) left out" : ""
      let filled = window.changesFilled > 0 ? ", \(window.changesFilled) missing changes count as none" : ""
      lines.append("\(window.days) days from \(window.first) to \(window.last)\(left)\(filled)")
    }
    lines = lines.map(ResultPage.wrapped)
    let cells = figures.map { figure in
      [
        percent(figure.level), amount(figure.valueAtRisk), amount(figure.valueAtRiskError), amount(figure.lower),
        amount(figure.upper), amount(figure.expectedShortfall), amount(figure.expectedShortfallError),
      ]
    }
    lines.append(TextTable(["level", "VaR", "+/-", "from", "to", "ES", "+/-"], cells).text)
    if let parts = decompositions.last {
      let order = parts.positionNames.indices.sorted {
        (-abs(parts.expectedShortfall.positions[$0]), $0) < (-abs(parts.expectedShortfall.positions[$1]), $1)
      }
      let rows = order.prefix(10).map { place in
        [
          parts.positionNames[place], amount(parts.valueAtRisk.positions[place]),
          amount(parts.expectedShortfall.positions[place]),
        ]
      }
      lines += ["", "largest components at \(percent(parts.level))"]
      lines.append(TextTable(["position", "VaR", "ES"], rows).text)
    }
    return lines.joined(separator: "\n")
  }

  private func percent(_ level: Double) -> String { "\((level * 1e6).rounded() / 1e4) %" }

  private func amount(_ value: Double?) -> String { value.map { TextTable.number($0) } ?? "-" }
}
