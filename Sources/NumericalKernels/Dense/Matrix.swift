/// A dense matrix of doubles, row by row, with value semantics.
///
/// Element (i, j) is `storage[i * columns + j]`. Products by BLAS say so and are equal to rounding across BLAS builds;
/// all else is bit-identical on every machine.
///
/// ```swift
/// let a = try Matrix([[1, 2], [3, 4]])
/// a[1, 0]  // 3
/// ```
public struct Matrix: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row by row; `rows * columns` of them.
  public internal(set) var storage: [Double]

  /// Makes a matrix of one repeated value, zero unless given.
  ///
  /// Both counts must not be negative.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative number of rows or columns")
    self.rows = rows
    self.columns = columns
    storage = [Double](repeating: value, count: rows * columns)
  }

  /// Makes a matrix from its elements, row by row.
  ///
  /// - Throws: `dimensionMismatch` when there are not `rows * columns` of them.
  public init(rows: Int, columns: Int, _ elements: [Double]) throws(NumericalError) {
    let (count, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !isTooLarge, elements.count == count else {
      throw NumericalError(.dimensionMismatch, "\(rows) x \(columns) elements expected, \(elements.count) given")
    }
    self.rows = rows
    self.columns = columns
    storage = elements
  }

  /// Makes a matrix from its rows.
  ///
  /// - Throws: `dimensionMismatch` when they differ in length.
  public init(_ rows: [[Double]]) throws(NumericalError) {
    let columns = rows.first?.count ?? 0
    if let odd = rows.firstIndex(where: { $0.count != columns }) {
      throw NumericalError(.dimensionMismatch, "\(columns) elements expected in each row", index: odd)
    }
    try self.init(rows: rows.count, columns: columns, rows.flatMap { $0 })
  }

  /// Makes a matrix from elements that are already counted; for kernels of this module, which vouch for it.
  init(rows: Int, columns: Int, unchecked elements: [Double]) {
    self.rows = rows
    self.columns = columns
    storage = elements
  }

  /// The element in a row and a column.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(column >= 0 && column < columns, "column out of range")
      return storage[row * columns + column]
    }
    set {
      precondition(column >= 0 && column < columns, "column out of range")
      storage[row * columns + column] = newValue
    }
  }
}
