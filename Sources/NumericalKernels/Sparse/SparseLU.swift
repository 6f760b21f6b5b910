/// The factors of P A Q = L U of a square sparse matrix, with L unit lower and U upper triangular.
///
/// ```swift
/// let a = try SparseMatrix(rows: 2, columns: 2, rowIndices: [0, 1, 0], columnIndices: [0, 0, 1], values: [2, 1, 4])
/// let factors = try SparseLU(a)
/// try factors.solve([6, 1])  // [1, 1]
/// ```
///
/// Columns are taken in a fill-reducing order; rows are chosen by threshold partial pivoting that prefers the diagonal.
/// Results are bit-identical on every machine.
///
/// Source: J. Gilbert, T. Peierls, "Sparse partial pivoting in time proportional to arithmetic operations", SIAM J.
/// Sci. Stat. Comput. 9 (1988) 862-874.
public struct SparseLU: Sendable {
  /// The number of rows and columns.
  public let size: Int
  /// The row of A that is the k-th pivot row, at position k.
  public let rowPermutation: [Int32]
  /// The column of A that is eliminated k-th, at position k.
  public let columnPermutation: [Int32]
  /// Whether the last factorisation came to its end; solves refuse to work otherwise.
  public internal(set) var isComplete = true

  let inputStarts: [Int]
  let inputRows: [Int32]
  /// The position at which each row of A is pivot.
  let rowPositions: [Int32]
  /// Columns of L below the diagonal and of U above it, by pivot position; the rows of a column of U stand in the order
  /// of elimination.
  let lowerStarts: [Int]
  let lowerRows: [Int32]
  var lower: [Double]
  let upperStarts: [Int]
  let upperRows: [Int32]
  var upper: [Double]
  var pivots: [Double]
  var work: [Double]
  /// The largest sum of absolute values of a column of A.
  var oneNorm: Double

  /// The number of entries below the diagonal of L.
  public var lowerEntryCount: Int { lower.count }
  /// The number of entries above the diagonal of U.
  public var upperEntryCount: Int { upper.count }

  /// Factors a square matrix.
  ///
  /// - Parameters:
  ///   - matrix: the matrix.
  ///   - ordering: how to order its columns.
  ///   - threshold: the share of a column's largest candidate that the diagonal must reach to be the pivot, from 0 to
  ///     1; at 1 it is plain partial pivoting.
  /// - Throws: `dimensionMismatch` when the matrix is not square, `invalidArgument` for a threshold outside 0 to 1,
  ///   `singular` (with the column of A) when a column has no pivot other than zero, `notFinite` (with the column) when
  ///   elimination overflows.
  /// - Complexity: proportional to the multiplications beyond the ordering.
  public init(
    _ matrix: SparseMatrix, ordering: ColumnOrdering = .automatic, threshold: Double = 0.1
  ) throws(NumericalError) {
    guard matrix.rows == matrix.columns else {
      throw NumericalError(.dimensionMismatch, "a square matrix expected, \(matrix.rows) x \(matrix.columns) given")
    }
    guard threshold >= 0, threshold <= 1 else {
      throw NumericalError(.invalidArgument, "a threshold from 0 to 1 expected, \(threshold) given")
    }
    let elimination = try Self.eliminate(matrix, ordering: ordering, threshold: threshold)
    size = matrix.rows
    columnPermutation = elimination.order
    rowPermutation = elimination.pivotRows
    rowPositions = elimination.positions
    inputStarts = matrix.columnStarts
    inputRows = matrix.rowIndices
    lowerStarts = elimination.lowerStarts
    lowerRows = elimination.lowerRows.map { [positions = elimination.positions] in positions[Int($0)] }
    lower = elimination.lower
    upperStarts = elimination.upperStarts
    upperRows = elimination.upperRows
    upper = elimination.upper
    pivots = elimination.pivots
    work = pivots
    oneNorm = Self.oneNorm(matrix.columnStarts, matrix.values)
  }

  private static func eliminate(
    _ matrix: SparseMatrix, ordering: ColumnOrdering, threshold: Double
  ) throws(NumericalError) -> ColumnElimination {
    let (order, promised) = try ordering.order(matrix)
    var elimination = ColumnElimination(matrix, order: order, threshold: threshold)
    let limit = promised.map { 3 * $0 + matrix.entryCount } ?? Int.max
    if try elimination.run(limit: limit) { return elimination }
    let (robust, _) = try ColumnOrdering.columnMinimumDegree.order(matrix)
    elimination = ColumnElimination(matrix, order: robust, threshold: threshold)
    _ = try elimination.run(limit: .max)
    return elimination
  }

  /// Factors anew with other values at the same places, keeping the pivots of the first factorisation; allocates
  /// nothing.
  ///
  /// Nothing guards against growth where the values have changed much; `reciprocalCondition` or a residual tells.
  ///
  /// - Parameter values: the entries in the order of the matrix that was factored first.
  /// - Throws: `dimensionMismatch` when there are not as many values as entries, `singular` (with the column of A) at a
  ///   pivot of zero, `notFinite` at a pivot that is NaN or infinite.
  /// - Complexity: proportional to the multiplications.
  public mutating func refactor(_ values: [Double]) throws(NumericalError) {
    guard values.count == inputRows.count else {
      throw NumericalError(.dimensionMismatch, "\(inputRows.count) values expected, \(values.count) given")
    }
    isComplete = false
    oneNorm = Self.oneNorm(inputStarts, values)
    let failed = Self.refactor(
      size: size, inputStarts: inputStarts, inputRows: inputRows, values: values, positions: rowPositions,
      order: columnPermutation, lowerStarts: lowerStarts, lowerRows: lowerRows, lower: &lower,
      upperStarts: upperStarts, upperRows: upperRows, upper: &upper, pivots: &pivots, work: &work)
    if let failed {
      throw Self.failure(pivot: pivots[failed], column: Int(columnPermutation[failed]))
    }
    guard oneNorm.isFinite else { throw NumericalError(.notFinite, "the values hold NaN or infinity") }
    isComplete = true
  }

  static func failure(pivot: Double, column: Int) -> NumericalError {
    pivot.isFinite
      ? NumericalError(.singular, "no pivot other than zero in this column", index: column)
      : NumericalError(.notFinite, "elimination met a pivot of \(pivot)", index: column)
  }

  private static func oneNorm(_ starts: [Int], _ values: [Double]) -> Double {
    var norm = 0.0
    for j in 0..<starts.count - 1 {
      var sum = 0.0
      for p in starts[j]..<starts[j + 1] { sum += abs(values[p]) }
      guard sum <= norm else {
        norm = sum
        if sum.isNaN { return sum }
        continue
      }
    }
    return norm
  }

  private static func refactor(
    size n: Int, inputStarts: UnsafePointer<Int>, inputRows: UnsafePointer<Int32>, values: UnsafePointer<Double>,
    positions: UnsafePointer<Int32>, order: UnsafePointer<Int32>, lowerStarts: UnsafePointer<Int>,
    lowerRows: UnsafePointer<Int32>, lower: UnsafeMutablePointer<Double>, upperStarts: UnsafePointer<Int>,
    upperRows: UnsafePointer<Int32>, upper: UnsafeMutablePointer<Double>, pivots: UnsafeMutablePointer<Double>,
    work: UnsafeMutablePointer<Double>
  ) -> Int? {
    work.update(repeating: 0, count: n)
    for k in 0..<n {
      let column = Int(order[k])
      for p in inputStarts[column]..<inputStarts[column + 1] { work[Int(positions[Int(inputRows[p])])] = values[p] }
      for q in upperStarts[k]..<upperStarts[k + 1] {
        let j = Int(upperRows[q])
        let y = work[j]
        work[j] = 0
        upper[q] = y
        for p in lowerStarts[j]..<lowerStarts[j + 1] { work[Int(lowerRows[p])] -= lower[p] * y }
      }
      let pivot = work[k]
      work[k] = 0
      pivots[k] = pivot
      guard pivot != 0, pivot.isFinite else { return k }
      for p in lowerStarts[k]..<lowerStarts[k + 1] {
        let i = Int(lowerRows[p])
        lower[p] = work[i] / pivot
        work[i] = 0
      }
    }
    return nil
  }
}
