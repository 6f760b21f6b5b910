/// Rows of text in columns: the first to the left, a column of numbers to the right.
package struct TextTable {
  private var rows: [[String]]

  /// A table with a heading for each column.
  package init(_ headings: [String], _ rows: [[String]] = []) { self.rows = [headings] + rows }

  /// Adds a row, one cell for each heading.
  package mutating func append(_ row: [String]) { rows.append(row) }

  /// The table, each line without spaces at its end.
  package var text: String {
    let columns = rows[0].indices
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    // A column of numbers has nothing else below its heading.
    let isNumeric = columns.map { column in
      rows.dropFirst().allSatisfy { TextTable.isNumber($0[column]) } && column > 0
    }
    var lines = rows.map { row in
      columns.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumeric[column] ? gap + row[column] : row[column] + gap
      }.joined(separator: "  ")
    }
    lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
    return lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  /// Whether a cell is a number, a part in percent, or the mark for none.
  private static func isNumber(_ cell: String) -> Bool {
    cell == "-" || (cell.first == "-" ? cell.dropFirst() : cell[...]).allSatisfy { "0123456789.,∞ %".contains($0) }
  }

  /// A number with a fixed count of decimals: as many as it needs below a thousand, none above, unless given.
  package static func number(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "-" : value > 0 ? "∞" : "-∞" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// An amount as all tables of this module show it: two decimals, groups of three digits; with an exponent from 1e15 on.
  package static func number(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return number(value, decimals: 2) }
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
