/// Left-looking sparse elimination with partial pivoting: each column is solved with the part of L found so far,
/// visiting only what it reaches.
///
/// The search through L skips entries that a later column leads to anyway: S. Eisenstat, J. Liu, "Exploiting structural
/// symmetry in a sparse partial pivoting code", SIAM J. Sci. Comput. 14 (1993) 253-257.
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
  private var solved: [Double]
  /// Where the part of each column of L ends that the search has to visit.
  private var searchEnds: [Int] = []

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
    solved = work
    lowerRows.reserveCapacity(4 * matrix.entryCount)
    lower.reserveCapacity(4 * matrix.entryCount)
    upperRows.reserveCapacity(4 * matrix.entryCount)
    upper.reserveCapacity(4 * matrix.entryCount)
  }

  /// Eliminates all columns; gives up, and says so with false, once L has more entries than the limit.
  mutating func run(limit: Int) throws(NumericalError) -> Bool {
    for k in 0..<order.count {
      try eliminate(k)
      if lower.count > limit { return false }
    }
    return true
  }

  private mutating func eliminate(_ k: Int) throws(NumericalError) {
    let n = order.count
    let column = Int(order[k])
    let entries = matrix.columnStarts[column]..<matrix.columnStarts[column + 1]
    let (top, count) = Self.reach(
      size: n, stamp: Int32(truncatingIfNeeded: k), entries: entries, rows: matrix.rowIndices, positions: positions,
      pivotRows: pivotRows, lowerStarts: lowerStarts, searchEnds: searchEnds, lowerRows: lowerRows, marks: &marks,
      reached: &reached, candidates: &candidates, stack: &stack, cursors: &cursors)
    for p in entries { work[Int(matrix.rowIndices[p])] = matrix.values[p] }
    Self.solve(
      range: top..<n, reached: reached, pivotRows: pivotRows, starts: lowerStarts, rows: lowerRows, values: lower,
      work: &work, solved: &solved)
    upperRows.append(contentsOf: reached[top..<n])
    upper.append(contentsOf: solved[top..<n])
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
    searchEnds.append(lower.count)
    Self.prune(
      range: top..<n, reached: reached, pivotRow: Int32(truncatingIfNeeded: row), positions: positions,
      starts: lowerStarts, rows: &lowerRows, values: &lower, searchEnds: &searchEnds)
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

  /// Solves with the columns of L that were reached, in the order of elimination.
  private static func solve(
    range: Range<Int>, reached: UnsafePointer<Int32>, pivotRows: UnsafePointer<Int32>, starts: UnsafePointer<Int>,
    rows: UnsafePointer<Int32>, values: UnsafePointer<Double>, work: UnsafeMutablePointer<Double>,
    solved: UnsafeMutablePointer<Double>
  ) {
    for q in range {
      let j = Int(reached[q])
      let row = Int(pivotRows[j])
      let y = work[row]
      work[row] = 0
      solved[q] = y
      for p in starts[j]..<starts[j + 1] { work[Int(rows[p])] -= values[p] * y }
    }
  }

  /// Shortens the search through the reached columns that hold the new pivot's row: what they have in rows without a
  /// pivot, the new column has too.
  private static func prune(
    range: Range<Int>, reached: UnsafePointer<Int32>, pivotRow: Int32, positions: UnsafePointer<Int32>,
    starts: UnsafePointer<Int>, rows: UnsafeMutablePointer<Int32>, values: UnsafeMutablePointer<Double>,
    searchEnds: UnsafeMutablePointer<Int>
  ) {
    for q in range {
      let j = Int(reached[q])
      let end = starts[j + 1]
      guard searchEnds[j] == end, (starts[j]..<end).contains(where: { rows[$0] == pivotRow }) else { continue }
      var low = starts[j]
      var high = end
      while low < high {
        if positions[Int(rows[low])] >= 0 {
          low += 1
        } else {
          high -= 1
          (rows[low], rows[high]) = (rows[high], rows[low])
          (values[low], values[high]) = (values[high], values[low])
        }
      }
      searchEnds[j] = low
    }
  }

  /// Depth-first search from the rows of a column through the columns of L.
  private static func reach(
    size: Int, stamp: Int32, entries: Range<Int>, rows: UnsafePointer<Int32>, positions: UnsafePointer<Int32>,
    pivotRows: UnsafePointer<Int32>, lowerStarts: UnsafePointer<Int>, searchEnds: UnsafePointer<Int>,
    lowerRows: UnsafePointer<Int32>, marks: UnsafeMutablePointer<Int32>, reached: UnsafeMutablePointer<Int32>,
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
        let end = searchEnds[j]
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
