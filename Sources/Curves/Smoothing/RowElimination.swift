/// Gaussian elimination of sparse rows, one after the other, each with its own largest column as pivot: A = L U with rows left out that follow from others.
///
/// Rows of one column cost nothing; the order of the rows decides which of several dependent ones is left out: the last.
struct RowElimination: Sendable {
  let columnCount: Int
  /// The rows that hold, in the order of elimination, and the column on which each turns.
  private(set) var order: [Int] = []
  private(set) var pivots: [Int] = []
  /// The place in `order` that turns on a column, or -1.
  private(set) var pivotOf: [Int]
  /// Rows that are combinations of those before them.
  private(set) var dependents: [Int] = []
  /// U: the pivot's value, and the other entries.
  private var pivotValues: [Double] = []
  private var upperStarts = [0]
  private var upperColumns: [Int] = []
  private var upperValues: [Double] = []
  /// L below the diagonal of ones, by row, as places in `order`; of rows that were left out as well, behind them.
  private var lowerRanges: [Range<Int>] = []
  private var lowerPlaces: [Int] = []
  private var lowerValues: [Double] = []
  private var leftOut: [Int: Range<Int>] = [:]

  /// Relative size of what elimination leaves of a row that counts as nothing.
  static let rounding = 1e-9

  /// The columns that no row turns on.
  private(set) var freeColumns: [Int] = []

  /// Eliminates rows in the order given; ``freeColumns`` is up to date after it.
  init(
    columnCount: Int, rows: [Int],
    _ entries: (Int) -> (columns: ArraySlice<Int>, values: ArraySlice<Double>, scale: Double)
  ) {
    self.columnCount = columnCount
    pivotOf = [Int](repeating: -1, count: columnCount)
    var work = [Double](repeating: 0, count: columnCount)
    var touched: [Int] = []
    for row in rows {
      let (columns, values, scale) = entries(row)
      touched.removeAll(keepingCapacity: true)
      for (column, value) in zip(columns, values) {
        work[column] = value * scale
        touched.append(column)
      }
      append(row, &touched, &work)
    }
    freeColumns = (0..<columnCount).filter { pivotOf[$0] < 0 }
  }

  /// Eliminates the row that stands in `work` at the places touched, and clears it.
  private mutating func append(_ row: Int, _ touched: inout [Int], _ work: inout [Double]) {
    var size = 0.0
    var firstPlace = order.count
    for column in touched {
      size = max(size, abs(work[column]))
      if pivotOf[column] >= 0 { firstPlace = min(firstPlace, pivotOf[column]) }
    }
    let begin = lowerPlaces.count
    // What a row of U brings in are columns on which only later rows turn.
    for place in firstPlace..<order.count where work[pivots[place]] != 0 {
      let factor = work[pivots[place]] / pivotValues[place]
      work[pivots[place]] = 0
      lowerPlaces.append(place)
      lowerValues.append(factor)
      for k in upperStarts[place]..<upperStarts[place + 1] {
        let column = upperColumns[k]
        if work[column] == 0 { touched.append(column) }
        work[column] -= factor * upperValues[k]
      }
    }
    var (pivot, largest) = (-1, Self.rounding * size)
    for column in touched where abs(work[column]) > largest {
      (pivot, largest) = (column, abs(work[column]))
    }
    if pivot < 0 {
      leftOut[row] = begin..<lowerPlaces.count
      dependents.append(row)
    } else {
      pivotOf[pivot] = order.count
      pivots.append(pivot)
      pivotValues.append(work[pivot])
      work[pivot] = 0
      for column in touched where work[column] != 0 {
        upperColumns.append(column)
        upperValues.append(work[column])
        work[column] = 0
      }
      upperStarts.append(upperColumns.count)
      lowerRanges.append(begin..<lowerPlaces.count)
      order.append(row)
    }
    for column in touched { work[column] = 0 }
  }

  // MARK: Solving

  /// The x with A x = b and the given values of the free columns; `targets` has one for each row in `order`.
  func solve(targets: [Double], free: [Double]) -> [Double] {
    var x = [Double](repeating: 0, count: columnCount)
    for (column, value) in zip(freeColumns, free) { x[column] = value }
    var reduced = targets
    for place in order.indices {
      var sum = reduced[place]
      for k in lowerRanges[place] { sum -= lowerValues[k] * reduced[lowerPlaces[k]] }
      reduced[place] = sum
    }
    backSubstitute(reduced, &x)
    return x
  }

  /// The x with A x = 0, one for a free column and zero for the others.
  func direction(_ free: Int) -> [Double] {
    var x = [Double](repeating: 0, count: columnCount)
    x[freeColumns[free]] = 1
    backSubstitute([Double](repeating: 0, count: order.count), &x)
    return x
  }

  private func backSubstitute(_ reduced: [Double], _ x: inout [Double]) {
    for place in order.indices.reversed() {
      var sum = reduced[place]
      for k in upperStarts[place]..<upperStarts[place + 1] { sum -= upperValues[k] * x[upperColumns[k]] }
      x[pivots[place]] = sum / pivotValues[place]
    }
  }

  /// The transpose of ``solve(targets:free:)``: from weights on x to weights on targets and on free columns.
  func transposed(_ x: [Double]) -> (targets: [Double], free: [Double]) {
    var weights = x
    var reduced = [Double](repeating: 0, count: order.count)
    for place in order.indices {
      let value = weights[pivots[place]] / pivotValues[place]
      reduced[place] = value
      for k in upperStarts[place]..<upperStarts[place + 1] { weights[upperColumns[k]] -= upperValues[k] * value }
    }
    for place in order.indices.reversed() where reduced[place] != 0 {
      for k in lowerRanges[place] { reduced[lowerPlaces[k]] -= lowerValues[k] * reduced[place] }
    }
    return (reduced, freeColumns.map { weights[$0] })
  }

  /// The combination of rows in `order` that a row which was left out is.
  func combination(of dependent: Int) -> [Double] {
    var factors = [Double](repeating: 0, count: order.count)
    for k in leftOut[dependent] ?? 0..<0 { factors[lowerPlaces[k]] += lowerValues[k] }
    for place in order.indices.reversed() where factors[place] != 0 {
      for k in lowerRanges[place] { factors[lowerPlaces[k]] -= lowerValues[k] * factors[place] }
    }
    return factors
  }
}
