import Foundation

/// A linear or quadratic problem as `Benchmarks/Peers/problems.py` writes it, with the answer that is expected.
struct ProblemFile: Sendable {
  /// A matrix in compressed columns.
  struct Columns: Sendable {
    let starts: [Int]
    let rows: [Int32]
    let values: [Double]
  }

  let name: String
  /// `optimal`, `infeasible`, `unbounded`, `either` of these two, or `unknown`.
  let status: String
  /// The objective of an optimal problem; NaN otherwise.
  let objective: Double
  let constant: Double
  let cost: [Double]
  let lower: [Double]
  let upper: [Double]
  let rowLower: [Double]
  let rowUpper: [Double]
  let matrix: Columns
  /// The upper triangle of the hessian.
  let hessian: Columns
  /// The variables that have to be whole numbers.
  let integers: [Int]

  /// Reads a file; throws `Malformed` where its parts are not in their order or its numbers are not numbers.
  init(contentsOf url: URL) throws {
    var words = Words(try Data(contentsOf: url))
    try words.expect("problem")
    name = words.next()
    try words.expect("expected")
    status = words.next()
    objective = try words.number()
    try words.expect("size")
    let (variables, rows, entries) = (try words.count(), try words.count(), try words.count())
    let (curved, whole) = (try words.count(), try words.count())
    try words.expect("constant")
    constant = try words.number()
    try words.expect("variables")
    let variableTable = try words.table(rows: variables, columns: 3)
    (cost, lower, upper) = (variableTable[0], variableTable[1], variableTable[2])
    try words.expect("rows")
    let rowTable = try words.table(rows: rows, columns: 2)
    (rowLower, rowUpper) = (rowTable[0], rowTable[1])
    try words.expect("matrix")
    matrix = try words.columns(variables, entries: entries)
    try words.expect("hessian")
    hessian = try words.columns(variables, entries: curved)
    try words.expect("integers")
    integers = try (0..<whole).map { _ in try words.count() }
  }

  /// The small problems of this package's fixtures, by name.
  static let fixtures = all(
    in: Bundle.module.url(forResource: "Fixtures", withExtension: nil)?.appendingPathComponent("convex"))

  /// The problems of the folder that `SOLVER_PROBLEMS_DIR` names, by name; nil without one.
  static let folder = ProcessInfo.processInfo.environment["SOLVER_PROBLEMS_DIR"].map { URL(fileURLWithPath: $0) }

  /// The files of a folder in the order of their names.
  static func all(in folder: URL?) -> [URL] {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else { return [] }
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { folder.appendingPathComponent($0) }
  }

  /// What is wrong with a file.
  struct Malformed: Error {
    let expected: String
    let found: String
  }
}

/// Words apart by white space, read one after the other.
private struct Words {
  private let bytes: [UInt8]
  private var position = 0

  init(_ data: Data) {
    bytes = [UInt8](data) + [0]
  }

  mutating func next() -> String {
    while position < bytes.count - 1, bytes[position] <= 0x20 { position += 1 }
    let start = position
    while position < bytes.count - 1, bytes[position] > 0x20 { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  mutating func expect(_ word: String) throws {
    let found = next()
    guard found == word else { throw ProblemFile.Malformed(expected: word, found: found) }
  }

  mutating func count() throws -> Int {
    let word = next()
    guard let value = Int(word), value >= 0 else { throw ProblemFile.Malformed(expected: "a count", found: word) }
    return value
  }

  mutating func number() throws -> Double {
    let start = position
    let (value, length) = bytes.withUnsafeBufferPointer { bytes -> (Double, Int) in
      guard let base = bytes.baseAddress else { return (0, 0) }
      return (base + start).withMemoryRebound(to: CChar.self, capacity: bytes.count - start) { text in
        var end: UnsafeMutablePointer<CChar>?
        let value = strtod(text, &end)
        return (value, end.map { UnsafePointer($0) - text } ?? 0)
      }
    }
    guard length > 0 else { throw ProblemFile.Malformed(expected: "a number", found: next()) }
    position += length
    return value
  }

  private mutating func index() throws -> Int {
    let value = try number()
    guard let index = Int(exactly: value), index >= 0 else {
      throw ProblemFile.Malformed(expected: "an index", found: "\(value)")
    }
    return index
  }

  /// The columns of a table that is written row by row.
  mutating func table(rows: Int, columns: Int) throws -> [[Double]] {
    var table = [[Double]](repeating: [], count: columns)
    for column in table.indices { table[column].reserveCapacity(rows) }
    for _ in 0..<rows {
      for column in 0..<columns { table[column].append(try number()) }
    }
    return table
  }

  /// A matrix from lines of row, column and value, sorted by column.
  mutating func columns(_ count: Int, entries: Int) throws -> ProblemFile.Columns {
    var starts = [Int](repeating: 0, count: count + 1)
    var rows: [Int32] = []
    var values: [Double] = []
    rows.reserveCapacity(entries)
    values.reserveCapacity(entries)
    for _ in 0..<entries {
      rows.append(Int32(clamping: try index()))
      let column = try index()
      guard column < count else { throw ProblemFile.Malformed(expected: "a column below \(count)", found: "\(column)") }
      starts[column + 1] += 1
      values.append(try number())
    }
    for column in 0..<count { starts[column + 1] += starts[column] }
    return ProblemFile.Columns(starts: starts, rows: rows, values: values)
  }
}
