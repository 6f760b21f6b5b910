/// A sparse matrix of doubles in compressed columns (CSC), with value semantics.
///
/// Column j holds the entries `columnStarts[j]..<columnStarts[j + 1]`; within a column the row indices rise strictly.
/// Its arithmetic is bit-identical on every machine.
public struct SparseMatrix: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Where each column begins in `rowIndices` and `values`; `columns + 1` of them, from 0 to the number of entries.
  public let columnStarts: [Int]
  /// The row of each entry.
  public let rowIndices: [Int32]
  /// The value of each entry.
  public internal(set) var values: [Double]

  /// The number of stored entries, zeros among them included.
  public var entryCount: Int { rowIndices.count }

  /// Makes a matrix from arrays that are already in order; for kernels of this module, which vouch for it.
  init(rows: Int, columns: Int, uncheckedStarts: [Int], rowIndices: [Int32], values: [Double]) {
    self.rows = rows
    self.columns = columns
    columnStarts = uncheckedStarts
    self.rowIndices = rowIndices
    self.values = values
  }
}
