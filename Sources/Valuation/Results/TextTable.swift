package import NumericalKernels

/// Rows of text in columns: the first to the left, a column of numbers to the right.
///
/// A table that is wider than ``limit`` shortens its longest texts; where that is not enough its columns go below each other in parts,
/// each with the first column, so that no number is cut.
package struct TextTable {
  private var rows: [[String]]

  /// The most characters of a line.
  package static let limit = 100
  /// What a text is never shortened below.
  private static let leastWidth = 12

  /// A table with a heading for each column.
  package init(_ headings: [String], _ rows: [[String]] = []) { self.rows = [headings] + rows }

  /// Adds a row, one cell for each heading.
  package mutating func append(_ row: [String]) { rows.append(row) }

  /// The table, each line without spaces at its end.
  package var text: String {
    let columns = Array(rows[0].indices)
    var widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    // A column of numbers has nothing else below its heading.
    let isNumeric = columns.map { column in
      rows.dropFirst().allSatisfy { TextTable.isNumber($0[column]) } && column > 0
    }
    func width(_ columns: [Int]) -> Int { columns.reduce(-2) { $0 + widths[$1] + 2 } }
    while width(columns) > TextTable.limit,
      let longest = columns.filter({ !isNumeric[$0] }).max(by: { widths[$0] < widths[$1] }),
      widths[longest] > TextTable.leastWidth
    {
      widths[longest] -= 1
    }
    var parts = [[0]]
    for column in columns.dropFirst() {
      let last = parts.count - 1
      if parts[last].count > 1, width(parts[last] + [column]) > TextTable.limit {
        parts.append([0, column])
      } else {
        parts[last].append(column)
      }
    }
    return parts.map { part in
      var lines = rows.map { row in
        part.map { column in
          let cell = TextTable.shortened(row[column], to: widths[column])
          let gap = String(repeating: " ", count: widths[column] - cell.count)
          return isNumeric[column] ? gap + cell : cell + gap
        }.joined(separator: "  ")
      }
      lines.insert(part.map { String(repeating: "-", count: widths[$0]) }.joined(separator: "  "), at: 1)
      return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private static func shortened(_ cell: String, to width: Int) -> String {
    cell.count > width ? cell.prefix(width - 1) + "…" : cell
  }

  /// Whether a cell is a number, a part in percent, or the mark for none.
  private static func isNumber(_ cell: String) -> Bool {
    var last: Character = "-"
    for (place, character) in cell.enumerated() {
      let isSign = character == "-" && (place == 0 || last == "e")
      let isExponent = character == "e" && last.isNumber
      guard isSign || isExponent || "0123456789.,∞ %".contains(character) else { return false }
      last = character
    }
    return true
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

  /// An amount without decimals from 10,000 on: what a limit or a crisis is about.
  package static func whole(_ value: Double) -> String {
    guard abs(value) >= 10_000, abs(value) < 1e15 else { return number(value) }
    return String(number(value.rounded()).dropLast(3))
  }

  /// A number of any size with six significant digits: a weight, a ratio, a multiplier.
  package static func figure(_ value: Double?) -> String {
    guard let value else { return "-" }
    guard value.isFinite, value != 0 else { return number(value, decimals: 0) }
    let size = abs(value)
    guard size >= 1e-4, size < 1e9 else { return TextTable.scientific(value) }
    let decimals = size >= 1e5 ? 0 : size >= 1e4 ? 1 : size >= 1e3 ? 2 : size >= 100 ? 3 : size >= 10 ? 4 : 6
    return number(value, decimals: decimals)
  }

  private static func scientific(_ value: Double) -> String {
    var (mantissa, power) = (abs(value), 0)
    while mantissa >= 9.999_95, power < 400 { (mantissa, power) = (mantissa / 10, power + 1) }
    while mantissa < 1, power > -400 { (mantissa, power) = (mantissa * 10, power - 1) }
    return (value < 0 ? "-" : "") + number(mantissa, decimals: 4) + "e\(power)"
  }

  /// The places of a list and some numbers of each; the first twenty.
  package static func list(_ heading: String, _ columns: [(String, [Double])]) -> TextTable {
    var table = TextTable([heading] + columns.map(\.0))
    let count = columns.map(\.1.count).max() ?? 0
    for place in 0..<min(count, 20) {
      table.append(["\(place)"] + columns.map { place < $0.1.count ? figure($0.1[place]) : "-" })
    }
    if count > 20 { table.append(["… \(count)"] + columns.map { _ in "-" }) }
    return table
  }

  /// A square matrix, its first twelve rows and columns.
  package static func matrix(_ heading: String, _ matrix: Matrix) -> TextTable {
    let shown = 0..<min(12, matrix.rows, matrix.columns)
    var table = TextTable([heading] + shown.map { "\($0)" })
    for row in shown { table.append(["\(row)"] + shown.map { number(matrix[row, $0], decimals: 4) }) }
    return table
  }
}
