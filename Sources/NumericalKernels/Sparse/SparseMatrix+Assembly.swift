extension SparseMatrix {
  /// Makes a matrix from triplets; entries at the same place are summed in the order given.
  ///
  /// ```swift
  /// let a = try SparseMatrix(rows: 2, columns: 2, rowIndices: [0, 1, 1], columnIndices: [0, 1, 1], values: [1, 2, 3])
  /// a.values  // [1, 5]
  /// ```
  ///
  /// Zeros are kept as entries, so that a pattern can be laid down before its values are known.
  ///
  /// - Throws: `dimensionMismatch` for negative counts or arrays of different lengths, `invalidIndex` (with the
  ///   triplet's position) for a place outside the matrix, `notFinite` (with the triplet's position) for NaN or
  ///   infinity, `tooLarge` beyond 2^31 - 1 rows or columns.
  /// - Complexity: O(rows + columns + triplets).
  public init(
    rows: Int, columns: Int, rowIndices: [Int], columnIndices: [Int], values: [Double]
  ) throws(NumericalError) {
    try Self.checkShape(rows: rows, columns: columns)
    let count = values.count
    guard rowIndices.count == count, columnIndices.count == count else {
      throw NumericalError(
        .dimensionMismatch,
        "as many rows, columns and values expected; \(rowIndices.count), \(columnIndices.count), \(count) given")
    }
    for t in 0..<count {
      guard rowIndices[t] >= 0, rowIndices[t] < rows, columnIndices[t] >= 0, columnIndices[t] < columns else {
        throw NumericalError(
          .invalidIndex, "(\(rowIndices[t]), \(columnIndices[t])) lies outside \(rows) x \(columns)", index: t)
      }
      guard values[t].isFinite else { throw NumericalError(.notFinite, "\(values[t]) among the values", index: t) }
    }
    // Two stable bucket sorts: by row, then by column. Entries of one place end side by side, in the order given.
    let byRow = Self.bucketOrder(rowIndices, buckets: rows, of: nil).order
    let (order, bounds) = Self.bucketOrder(columnIndices, buckets: columns, of: byRow)
    var starts = [0]
    starts.reserveCapacity(columns + 1)
    var indices: [Int32] = []
    var sums: [Double] = []
    indices.reserveCapacity(count)
    sums.reserveCapacity(count)
    for j in 0..<columns {
      var last = -1
      for p in bounds[j]..<bounds[j + 1] {
        let t = order[p]
        if rowIndices[t] == last {
          sums[sums.count - 1] += values[t]
        } else {
          last = rowIndices[t]
          indices.append(Int32(truncatingIfNeeded: last))
          sums.append(values[t])
        }
      }
      starts.append(indices.count)
    }
    self.init(rows: rows, columns: columns, uncheckedStarts: starts, rowIndices: indices, values: sums)
  }

  /// Makes a matrix from compressed columns, checking all of the format.
  ///
  /// - Throws: `dimensionMismatch` when the arrays' lengths do not fit, `invalidIndex` when the starts fall or a
  ///   column's rows do not rise strictly within the matrix (with the column), `notFinite` (with the entry) for NaN or
  ///   infinity, `tooLarge` beyond 2^31 - 1 rows or columns.
  public init(
    rows: Int, columns: Int, columnStarts: [Int], rowIndices: [Int32], values: [Double]
  ) throws(NumericalError) {
    try Self.checkShape(rows: rows, columns: columns)
    guard columnStarts.count == columns + 1, rowIndices.count == values.count else {
      throw NumericalError(
        .dimensionMismatch,
        "\(columns + 1) column starts and as many rows as values expected; "
          + "\(columnStarts.count), \(rowIndices.count), \(values.count) given")
    }
    guard columnStarts[0] == 0, columnStarts[columns] == values.count else {
      throw NumericalError(.invalidIndex, "column starts must run from 0 to \(values.count)")
    }
    for j in 0..<columns where columnStarts[j + 1] < columnStarts[j] || columnStarts[j + 1] > values.count {
      throw NumericalError(.invalidIndex, "column starts must not fall nor pass the entry count", index: j)
    }
    for j in 0..<columns {
      var last = -1
      for p in columnStarts[j]..<columnStarts[j + 1] {
        guard Int(rowIndices[p]) > last, Int(rowIndices[p]) < rows else {
          throw NumericalError(.invalidIndex, "rows of a column must rise strictly below \(rows)", index: j)
        }
        last = Int(rowIndices[p])
      }
    }
    if let odd = values.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "\(values[odd]) among the values", index: odd)
    }
    self.init(rows: rows, columns: columns, uncheckedStarts: columnStarts, rowIndices: rowIndices, values: values)
  }

  /// Makes a matrix of the elements of a dense one that are not zero.
  ///
  /// - Throws: `notFinite` for NaN or infinity (with the element's position, row by row), `tooLarge` beyond 2^31 - 1
  ///   rows or columns.
  public init(_ dense: Matrix) throws(NumericalError) {
    try Self.checkShape(rows: dense.rows, columns: dense.columns)
    if let odd = dense.storage.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "\(dense.storage[odd]) among the elements", index: odd)
    }
    var starts = [0]
    var indices: [Int32] = []
    var values: [Double] = []
    for j in 0..<dense.columns {
      for i in 0..<dense.rows {
        let value = dense.storage[i * dense.columns + j]
        guard value != 0 else { continue }
        indices.append(Int32(truncatingIfNeeded: i))
        values.append(value)
      }
      starts.append(indices.count)
    }
    self.init(
      rows: dense.rows, columns: dense.columns, uncheckedStarts: starts, rowIndices: indices, values: values)
  }

  /// Makes a square matrix with the given diagonal, zeros in it kept as entries.
  ///
  /// - Throws: `notFinite` for NaN or infinity, `tooLarge` beyond 2^31 - 1 elements.
  public init(diagonal: [Double]) throws(NumericalError) {
    let n = diagonal.count
    try Self.checkShape(rows: n, columns: n)
    if let odd = diagonal.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "\(diagonal[odd]) on the diagonal", index: odd)
    }
    self.init(
      rows: n, columns: n, uncheckedStarts: Array(0...n), rowIndices: (0..<n).map { Int32(truncatingIfNeeded: $0) },
      values: diagonal)
  }

  /// The identity of a given size.
  ///
  /// - Throws: `dimensionMismatch` for a negative size, `tooLarge` beyond 2^31 - 1.
  public static func identity(_ size: Int) throws(NumericalError) -> SparseMatrix {
    try checkShape(rows: size, columns: size)
    return try SparseMatrix(diagonal: [Double](repeating: 1, count: size))
  }

  /// The matrix with all its zeros written out.
  public var dense: Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for j in 0..<columns {
      for p in columnStarts[j]..<columnStarts[j + 1] { result.storage[Int(rowIndices[p]) * columns + j] = values[p] }
    }
    return result
  }

  static func checkShape(rows: Int, columns: Int) throws(NumericalError) {
    guard rows >= 0, columns >= 0 else {
      throw NumericalError(.dimensionMismatch, "a matrix has no negative number of rows or columns")
    }
    guard rows < Int(Int32.max), columns < Int(Int32.max) else {
      throw NumericalError(.tooLarge, "\(rows) x \(columns) is beyond 32-bit indices")
    }
  }

  /// Positions sorted stably by key: those of bucket b stand at `bounds[b]..<bounds[b + 1]`; `first` gives the order to
  /// start from.
  private static func bucketOrder(_ keys: [Int], buckets: Int, of first: [Int]?) -> (order: [Int], bounds: [Int]) {
    var bounds = [Int](repeating: 0, count: buckets + 1)
    for key in keys { bounds[key + 1] += 1 }
    for b in 0..<buckets { bounds[b + 1] += bounds[b] }
    var next = bounds
    var order = [Int](repeating: 0, count: keys.count)
    for p in keys.indices {
      let t = first.map { $0[p] } ?? p
      order[next[keys[t]]] = t
      next[keys[t]] += 1
    }
    return (order, bounds)
  }
}
