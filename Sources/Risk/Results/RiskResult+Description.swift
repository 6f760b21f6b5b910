import Valuation

extension RiskResult: CustomStringConvertible {
  /// A table for people: method and window, a line for each level, then the largest components at the last one.
  public var description: String {
    var lines = ["\(basis.method), \(horizon.words), \(currency)" + (basis.seed.map { ", seed \($0)" } ?? "")]
    if let window {
      let left = window.daysLeftOut > 0 ? ", \(window.daysLeftOut) left out" : ""
      let filled = window.changesFilled > 0 ? ", \(window.changesFilled) missing changes count as none" : ""
      lines.append("\(window.days) days from \(window.first) to \(window.last)\(left)\(filled)")
    }
    let cells = figures.map { figure in
      [
        percent(figure.level), amount(figure.valueAtRisk), amount(figure.valueAtRiskError), amount(figure.lower),
        amount(figure.upper), amount(figure.expectedShortfall), amount(figure.expectedShortfallError),
      ]
    }
    lines += RiskTable.lines(["level", "VaR", "+/-", "from", "to", "ES", "+/-"], cells)
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
      lines += RiskTable.lines(["position", "VaR", "ES"], rows)
    }
    return lines.joined(separator: "\n")
  }

  private func percent(_ level: Double) -> String { "\((level * 1e6).rounded() / 1e4) %" }

  private func amount(_ value: Double?) -> String { value.map(RiskTable.amount) ?? "-" }
}

/// Tables for people, without a formatter.
enum RiskTable {
  /// A header, a rule and the rows; the first column to the left, the others to the right.
  static func lines(_ header: [String], _ rows: [[String]]) -> [String] {
    var widths = header.map(\.count)
    for row in rows {
      for (column, cell) in row.enumerated() where column < widths.count {
        widths[column] = max(widths[column], cell.count)
      }
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([header, rule] + rows).map { row in
      var line = ""
      for (column, cell) in row.enumerated() where column < widths.count {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? cell + blanks : "  " + blanks + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// An amount with two decimals and groups of three digits; with an exponent from 1e15 on.
  static func amount(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return "\(value)" }
    let hundredths = Int64((abs(value) * 100).rounded())
    var digits = Array(String(hundredths / 100))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    let cents = hundredths % 100
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    return sign + String(digits) + (cents < 10 ? ".0" : ".") + String(cents)
  }
}
