import Foundation

/// A table for people: columns as wide as they need to be, numbers to the right.
public struct TextTable {
  private let header: [String]
  private let rightAligned: Set<Int>
  private var rows: [[String]] = []

  /// Makes an empty table; a column whose header ends in `>` is aligned to the right.
  public init(_ columns: String...) { self.init(columns: columns) }

  /// Makes an empty table of a list of columns, headed as above.
  public init(columns: [String]) {
    header = columns.map { $0.hasSuffix(">") ? String($0.dropLast()) : $0 }
    rightAligned = Set(columns.indices.filter { columns[$0].hasSuffix(">") })
  }

  /// Adds a row, one cell for each column.
  public mutating func add(_ cells: String...) { rows.append(cells) }

  /// Adds a row from a list of cells.
  public mutating func add(cells: [String]) { rows.append(cells) }

  /// Whether there are no rows.
  public var isEmpty: Bool { rows.isEmpty }

  /// The header, a rule and the rows, one line each.
  public var text: String {
    var widths = header.map(\.count)
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) }
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([header, rule] + rows).map { line($0, widths) }.joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.enumerated().map { column, cell in
      let blanks = String(repeating: " ", count: widths[column] - cell.count)
      return rightAligned.contains(column) ? blanks + cell : cell + blanks
    }
    let text = padded.joined(separator: "  ")
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}

/// A number with two decimals, or a dash when there is none.
public func decimal(_ value: Double?) -> String {
  guard let value else { return "-" }
  // No zero has a sign.
  return String(format: abs(value) < 1e9 ? "%.2f" : "%.3g", abs(value) < 0.005 ? 0 : value)
}

/// A count with thin groups of three digits.
public func grouped(_ count: Int) -> String {
  var digits = Array(String(count))
  var index = digits.count - 3
  while index > 0 {
    digits.insert(",", at: index)
    index -= 3
  }
  return String(digits)
}
