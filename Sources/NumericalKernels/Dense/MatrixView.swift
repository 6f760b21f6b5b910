/// A read-only window on a matrix: some of its rows and columns, or its transpose, without a copy.
///
/// A view keeps the matrix's elements as they were when it was made: it shares them, and a later change of the matrix
/// takes a copy, as with any Swift value. Products read views in place.
///
/// ```swift
/// let a = try Matrix([[1, 2, 3], [4, 5, 6]])
/// a.view.transposed[2, 1]                  // 6
/// try a.view.transposed * [1, 1]           // [5, 7, 9]
/// Matrix(a.view[rows: 0..<1, columns: 1..<3])  // [[2, 3]]
/// ```
public struct MatrixView: Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  let storage: [Double]
  let offset: Int
  /// The distance between rows; this or `columnStride` is 1.
  let rowStride: Int
  /// The distance between columns.
  let columnStride: Int

  /// The element in a row and a column, which must lie within the view.
  public subscript(row: Int, column: Int) -> Double {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index out of the view's range")
    return storage[offset + row * rowStride + column * columnStride]
  }

  /// The view with rows and columns exchanged.
  public var transposed: MatrixView {
    MatrixView(
      rows: columns, columns: rows, storage: storage, offset: offset, rowStride: columnStride, columnStride: rowStride)
  }

  /// The rows and columns in two ranges, which must lie within the view.
  public subscript(rows rowRange: Range<Int>, columns columnRange: Range<Int>) -> MatrixView {
    precondition(rowRange.lowerBound >= 0 && rowRange.upperBound <= rows, "rows out of the view's range")
    precondition(columnRange.lowerBound >= 0 && columnRange.upperBound <= columns, "columns out of the view's range")
    return MatrixView(
      rows: rowRange.count, columns: columnRange.count, storage: storage,
      offset: offset + rowRange.lowerBound * rowStride + columnRange.lowerBound * columnStride,
      rowStride: rowStride, columnStride: columnStride)
  }

  /// One row as a view of one row.
  public func row(_ index: Int) -> MatrixView { self[rows: index..<index + 1, columns: 0..<columns] }

  /// One column as a view of one column.
  public func column(_ index: Int) -> MatrixView { self[rows: 0..<rows, columns: index..<index + 1] }

  /// The elements row by row, copied.
  public var elements: [Double] {
    var elements: [Double] = []
    elements.reserveCapacity(rows * columns)
    for i in 0..<rows {
      let start = offset + i * rowStride
      if columnStride == 1 {
        elements.append(contentsOf: storage[start..<start + columns])
      } else {
        for j in 0..<columns { elements.append(storage[start + j * columnStride]) }
      }
    }
    return elements
  }
}

extension Matrix {
  /// The whole matrix as a view.
  public var view: MatrixView {
    MatrixView(rows: rows, columns: columns, storage: storage, offset: 0, rowStride: columns, columnStride: 1)
  }

  /// Copies what a view shows.
  public init(_ view: MatrixView) {
    self.init(rows: view.rows, columns: view.columns, unchecked: view.elements)
  }
}
