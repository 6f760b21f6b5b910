/// A value of a case file.
enum CaseValue {
  case number(Double)
  case text(String)
  case matrix(CaseMatrix)
  case cells(CaseCells)
}

/// The numbers of a matrix, row after row, with the places of the rows.
struct CaseMatrix {
  /// A row.
  struct Row {
    /// Where its numbers begin.
    var start: Int
    /// How many there are; -1 for a row that was left out as defective.
    var count: Int32
    /// Its line.
    var line: Int32
    /// Its first byte, and that of its line.
    var offset: Int
    var lineStart: Int
  }

  var values: [Double] = []
  var rows: [Row] = []
  /// The number of columns of the first good row.
  var width = 0

  /// The number in a column of a good row, counted from 0; `nil` where the row is shorter.
  func number(_ row: Int, _ column: Int) -> Double? {
    let row = rows[row]
    return column < Int(row.count) ? values[row.start + column] : nil
  }

  /// Whether a row was read.
  func isGood(_ row: Int) -> Bool { rows[row].count >= 0 }
}

/// The texts of a cell array, one after the other; numbers as they were written.
struct CaseCells {
  var texts: [String] = []
  var offset = 0
  var line = 1
}
