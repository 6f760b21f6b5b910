import Foundation
import NumericalKernels

/// A problem as `Peers/problems.py` writes it.
struct ProblemFile {
  /// The quadratic term, which may be indefinite where it is only factorised.
  let hessian: SparseMatrix
  private let linear: [Double]
  private let constant: Double
  private let constraints: SparseMatrix
  private let rowBounds: [[Double]]
  private let bounds: [[Double]]
  /// `optimal`, `infeasible`, `unbounded` or `unknown`.
  let status: String
  /// The objective that is expected; NaN where there is none.
  let objective: Double
  /// The variables that have to be whole numbers.
  let integers: [Int]

  /// Reads a file.
  init(contentsOf url: URL) throws {
    var words = Words(try Data(contentsOf: url))
    try words.skip("problem")
    words.pass()
    try words.skip("expected")
    status = words.pass()
    objective = try words.number()
    try words.skip("size")
    let sizes = try (0..<5).map { _ in Int(try words.number()) }
    let (variables, rows) = (sizes[0], sizes[1])
    try words.skip("constant")
    constant = try words.number()
    try words.skip("variables")
    let columns = try words.table(rows: variables, columns: 3)
    try words.skip("rows")
    rowBounds = try words.table(rows: rows, columns: 2)
    try words.skip("matrix")
    constraints = try words.matrix(rows: rows, columns: variables, entries: sizes[2])
    try words.skip("hessian")
    hessian = try words.matrix(rows: variables, columns: variables, entries: sizes[3])
    linear = columns[0]
    bounds = [columns[1], columns[2]]
    try words.skip("integers")
    integers = try (0..<sizes[4]).map { _ in Int(try words.number()) }
  }

  /// The problem without the demand for whole numbers.
  func program() throws -> QuadraticProgram {
    try QuadraticProgram(
      quadratic: hessian.entryCount > 0 ? hessian : nil, linear: linear, constant: constant, constraints: constraints,
      rowLower: rowBounds[0], rowUpper: rowBounds[1], lower: bounds[0], upper: bounds[1])
  }

  /// A word that does not stand where it should.
  struct Malformed: Error {
    let expected: String
  }
}

/// Words apart by white space, read one after the other.
private struct Words {
  private let bytes: [UInt8]
  private var position = 0

  init(_ data: Data) {
    bytes = [UInt8](data) + [0]
  }

  /// Passes over a word and returns it.
  @discardableResult
  mutating func pass() -> String {
    while position < bytes.count - 1, bytes[position] <= 0x20 { position += 1 }
    let start = position
    while position < bytes.count - 1, bytes[position] > 0x20 { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  mutating func skip(_ word: String) throws {
    guard pass() == word else { throw ProblemFile.Malformed(expected: word) }
  }

  mutating func number() throws -> Double {
    let start = position
    let (value, length) = bytes.withUnsafeBytes { bytes -> (Double, Int) in
      guard let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return (0, 0) }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(text + start, &end)
      return (value, end.map { UnsafePointer($0) - (text + start) } ?? 0)
    }
    guard length > 0 else { throw ProblemFile.Malformed(expected: "a number") }
    position += length
    return value
  }

  mutating func table(rows: Int, columns: Int) throws -> [[Double]] {
    var table = [[Double]](repeating: [], count: columns)
    for column in table.indices { table[column].reserveCapacity(rows) }
    for _ in 0..<rows {
      for column in 0..<columns { table[column].append(try number()) }
    }
    return table
  }

  mutating func matrix(rows: Int, columns: Int, entries: Int) throws -> SparseMatrix {
    var places = (rows: [Int](), columns: [Int]())
    var values: [Double] = []
    for _ in 0..<entries {
      places.rows.append(Int(try number()))
      places.columns.append(Int(try number()))
      values.append(try number())
    }
    return try SparseMatrix(
      rows: rows, columns: columns, rowIndices: places.rows, columnIndices: places.columns, values: values)
  }
}
