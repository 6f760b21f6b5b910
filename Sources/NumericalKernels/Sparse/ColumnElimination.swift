/// Left-looking sparse elimination with partial pivoting: each column is solved with the part of L found so far, visiting only what it reaches.
struct ColumnElimination {
  let order: [Int32]
  private(set) var pivotRows: [Int32] = []
  private(set) var positions: [Int32]
  private(set) var lowerStarts = [0]
  /// Rows of A until the end.
  private(set) var lowerRows: [Int32] = []
  private(set) var lower: [Double] = []
  private(set) var upperStarts = [0]
  private(set) var upperRows: [Int32] = []
  private(set) var upper: [Double] = []
  private(set) var pivots: [Double] = []

  private let matrix: SparseMatrix
  private let threshold: Double
  private var work: [Double]
  private var marks: [Int32]
  /// Pivot positions that the column reaches, from the end backwards in the order of elimination.
  private var reached: [Int32]
  /// Rows without a pivot that the column reaches.
  private var candidates: [Int32]
  private var stack: [Int32]
  private var cursors: [Int]

  init(_ matrix: SparseMatrix, order: [Int32], threshold: Double) {
    let n = matrix.columns
    self.matrix = matrix
    self.order = order
    self.threshold = threshold
    positions = [Int32](repeating: -1, count: n)
    work = [Double](repeating: 0, count: n)
    marks = positions
    reached = positions
    candidates = positions
    stack = positions
    cursors = [Int](repeating: 0, count: n)
    lowerRows.reserveCapacity(4 * matrix.entryCount)
    lower.reserveCapacity(4 * matrix.entryCount)
    upperRows.reserveCapacity(4 * matrix.entryCount)
    upper.reserveCapacity(4 * matrix.entryCount)
  }

  mutating func run() throws(NumericalError) {
    for k in 0..<order.count { try eliminate(k) }
  }

  private mutating func eliminate(_ k: Int) throws(NumericalError) {
    let n = order.count
    let column = Int(order[k])
    let entries = matrix.columnStarts[column]..<matrix.columnStarts[column + 1]
    let (top, count) = Self.reach(
      size: n, stamp: Int32(truncatingIfNeeded: k), entries: entries, rows: matrix.rowIndices, positions: positions,
      pivotRows: pivotRows, lowerStarts: lowerStarts, lowerRows: lowerRows, marks: &marks, reached: &reached,
      candidates: &candidates, stack: &stack, cursors: &cursors)
    for p in entries { work[Int(matrix.rowIndices[p])] = matrix.values[p] }
    for q in top..<n {
      let j = Int(reached[q])
      let row = Int(pivotRows[j])
      let y = work[row]
      work[row] = 0
      upperRows.append(reached[q])
      upper.append(y)
      Self.subtract(
        y, lowerStarts[j]..<lowerStarts[j + 1], rows: lowerRows, values: lower, from: &work)
    }
    upperStarts.append(upper.count)
    let row = try choosePivot(count: count, column: column)
    let pivot = work[row]
    work[row] = 0
    for c in 0..<count where Int(candidates[c]) != row {
      let i = Int(candidates[c])
      lowerRows.append(candidates[c])
      lower.append(work[i] / pivot)
      work[i] = 0
    }
    lowerStarts.append(lower.count)
    pivots.append(pivot)
    pivotRows.append(Int32(truncatingIfNeeded: row))
    positions[row] = Int32(truncatingIfNeeded: k)
  }

  /// The diagonal when it is large enough, else the row with the largest element.
  private func choosePivot(count: Int, column: Int) throws(NumericalError) -> Int {
    var best = -1
    var largest = 0.0
    var hasDiagonal = false
    for c in 0..<count {
      let i = Int(candidates[c])
      let size = abs(work[i])
      guard size.isFinite else { throw SparseLU.failure(pivot: work[i], column: column) }
      if size > largest {
        largest = size
        best = i
      }
      if i == column { hasDiagonal = true }
    }
    guard best >= 0 else { throw SparseLU.failure(pivot: 0, column: column) }
    return hasDiagonal && work[column] != 0 && abs(work[column]) >= threshold * largest ? column : best
  }

  @inline(__always)
  private static func subtract(
    _ y: Double, _ range: Range<Int>, rows: UnsafePointer<Int32>, values: UnsafePointer<Double>,
    from work: UnsafeMutablePointer<Double>
  ) {
    for p in range { work[Int(rows[p])] -= values[p] * y }
  }

  /// Depth-first search from the rows of a column through the columns of L.
  private static func reach(
    size: Int, stamp: Int32, entries: Range<Int>, rows: UnsafePointer<Int32>, positions: UnsafePointer<Int32>,
    pivotRows: UnsafePointer<Int32>, lowerStarts: UnsafePointer<Int>, lowerRows: UnsafePointer<Int32>,
    marks: UnsafeMutablePointer<Int32>, reached: UnsafeMutablePointer<Int32>,
    candidates: UnsafeMutablePointer<Int32>, stack: UnsafeMutablePointer<Int32>, cursors: UnsafeMutablePointer<Int>
  ) -> (top: Int, candidates: Int) {
    var top = size
    var count = 0
    for entry in entries {
      let seed = rows[entry]
      guard marks[Int(seed)] != stamp else { continue }
      marks[Int(seed)] = stamp
      guard positions[Int(seed)] >= 0 else {
        candidates[count] = seed
        count += 1
        continue
      }
      var depth = 0
      stack[0] = positions[Int(seed)]
      cursors[0] = lowerStarts[Int(stack[0])]
      while depth >= 0 {
        let j = Int(stack[depth])
        let end = lowerStarts[j + 1]
        var p = cursors[depth]
        var child: Int32 = -1
        while p < end, child < 0 {
          let row = lowerRows[p]
          p += 1
          guard marks[Int(row)] != stamp else { continue }
          marks[Int(row)] = stamp
          child = positions[Int(row)]
          if child < 0 {
            candidates[count] = row
            count += 1
          }
        }
        cursors[depth] = p
        if child >= 0 {
          depth += 1
          stack[depth] = child
          cursors[depth] = lowerStarts[Int(child)]
        } else {
          top -= 1
          reached[top] = Int32(truncatingIfNeeded: j)
          depth -= 1
        }
      }
    }
    return (top, count)
  }
}
