/// What is left of a program after the rows and variables that decide themselves are taken out, and the way back.
///
/// Rows without bounds and rows without entries go; a row with one entry becomes a bound of its variable; a variable
/// whose bounds meet is put in its place. All of that is repeated until nothing changes.
struct Presolve {
  /// What was found.
  enum Outcome {
    /// A program remains, perhaps with nothing in it.
    case reduced
    /// The constraints contradict each other; the multipliers of the rows prove it.
    case infeasible(rowDuals: [Double])
  }

  let program: QuadraticProgram
  private(set) var outcome = Outcome.reduced
  /// The bounds of variables, with those that rows with one entry imply.
  private(set) var lower: [Double]
  private(set) var upper: [Double]
  /// The value of each variable that is fixed, NaN for the others.
  private(set) var fixed: [Double]
  private(set) var isRowLive: [Bool]
  /// Each live row's sum over its fixed variables.
  private(set) var rowShift: [Double]

  /// Rows that became bounds, in that order, with the variable and its coefficient.
  private var singletons: [(row: Int, variable: Int, coefficient: Double)] = []
  /// The row that a variable's bound comes from, or -1.
  private var lowerOrigin: [Int32]
  private var upperOrigin: [Int32]
  private let transposed: SparseMatrix

  /// Takes out of a program what decides itself.
  ///
  /// - Complexity: O(entries).
  init(_ program: QuadraticProgram) {
    self.program = program
    let (n, m) = (program.variableCount, program.rowCount)
    lower = program.lower
    upper = program.upper
    fixed = [Double](repeating: .nan, count: n)
    isRowLive = [Bool](repeating: true, count: m)
    rowShift = [Double](repeating: 0, count: m)
    lowerOrigin = [Int32](repeating: -1, count: n)
    upperOrigin = lowerOrigin
    transposed = program.constraints.transposed
    reduce()
  }

  private mutating func reduce() {
    let matrix = program.constraints
    var entriesLeft = [Int](repeating: 0, count: isRowLive.count)
    for entry in 0..<matrix.entryCount where matrix.values[entry] != 0 {
      entriesLeft[Int(matrix.rowIndices[entry])] += 1
    }
    var rowsToLookAt = Array(isRowLive.indices.reversed())
    var variablesToFix = lower.indices.reversed().filter { lower[$0] == upper[$0] }
    while true {
      if let variable = variablesToFix.popLast() {
        guard fixed[variable].isNaN else { continue }
        fixed[variable] = lower[variable]
        for entry in matrix.columnStarts[variable]..<matrix.columnStarts[variable + 1] where matrix.values[entry] != 0 {
          let row = Int(matrix.rowIndices[entry])
          rowShift[row] += matrix.values[entry] * fixed[variable]
          entriesLeft[row] -= 1
          if entriesLeft[row] <= 1 { rowsToLookAt.append(row) }
        }
      } else if let row = rowsToLookAt.popLast() {
        guard isRowLive[row] else { continue }
        if program.rowLower[row] == -.infinity, program.rowUpper[row] == .infinity {
          isRowLive[row] = false
        } else if entriesLeft[row] == 0 {
          guard dropEmpty(row) else { return }
        } else if entriesLeft[row] == 1 {
          let variable = tighten(by: row)
          if case .infeasible = outcome { return }
          if let variable, lower[variable] == upper[variable] { variablesToFix.append(variable) }
        }
      } else {
        return
      }
    }
  }

  /// Takes out a row in which nothing can change any more; false when it does not hold.
  private mutating func dropEmpty(_ row: Int) -> Bool {
    isRowLive[row] = false
    let slack = 1e-9 * (1 + abs(rowShift[row]))
    guard rowShift[row] < program.rowLower[row] - slack || rowShift[row] > program.rowUpper[row] + slack else {
      return true
    }
    var duals = [Double](repeating: 0, count: isRowLive.count)
    duals[row] = rowShift[row] > program.rowUpper[row] ? 1 : -1
    outcome = .infeasible(rowDuals: duals)
    return false
  }

  /// Turns a row with one entry left into a bound and gives its variable; leaves the row where its coefficient is so
  /// small that the bound would be beyond reason.
  private mutating func tighten(by row: Int) -> Int? {
    for entry in transposed.columnStarts[row]..<transposed.columnStarts[row + 1] {
      let variable = Int(transposed.rowIndices[entry])
      let coefficient = transposed.values[entry]
      guard coefficient != 0, fixed[variable].isNaN else { continue }
      let rowEnds = [program.rowLower[row], program.rowUpper[row]]
      let ends = rowEnds.map { ($0 - rowShift[row]) / coefficient }
      guard zip(rowEnds, ends).allSatisfy({ $0.isInfinite || abs($1) < QuadraticProgram.absent }) else { return nil }
      isRowLive[row] = false
      singletons.append((row, variable, coefficient))
      let (least, greatest) = coefficient > 0 ? (ends[0], ends[1]) : (ends[1], ends[0])
      if least > lower[variable] {
        lower[variable] = least
        lowerOrigin[variable] = Int32(row)
      }
      if greatest < upper[variable] {
        upper[variable] = greatest
        upperOrigin[variable] = Int32(row)
      }
      if lower[variable] > upper[variable] {
        guard lower[variable] - upper[variable] > 1e-9 * (1 + abs(upper[variable])) else {
          // A contradiction within rounding is an equality.
          lower[variable] = upper[variable]
          return variable
        }
        outcome = .infeasible(rowDuals: contradiction(of: variable))
        return nil
      }
      return variable
    }
    return nil
  }

  /// The multipliers of the rows that hold a variable above its upper bound.
  private func contradiction(of variable: Int) -> [Double] {
    var duals = [Double](repeating: 0, count: isRowLive.count)
    for (origin, direction) in [(upperOrigin[variable], 1.0), (lowerOrigin[variable], -1.0)] where origin >= 0 {
      if let from = singletons.last(where: { $0.row == Int(origin) }) {
        duals[from.row] += direction / from.coefficient
      }
    }
    return duals
  }

  /// The multipliers of the variables' bounds that go with those of the rows, after rows that became bounds have taken
  /// theirs.
  ///
  /// With `isRay` the multipliers are a certificate and the objective plays no part.
  func boundDuals(for rowDuals: inout [Double], at x: [Double], isRay: Bool) -> [Double] {
    let n = program.variableCount
    var duals = [Double](repeating: 0, count: n)
    rowDuals.withUnsafeBufferPointer { y in
      duals.withUnsafeMutableBufferPointer { duals in
        if let y = y.baseAddress, let duals = duals.baseAddress { program.constraints.columnDots(y, into: duals) }
      }
    }
    if !isRay {
      let gradient = program.gradient(at: x)
      for j in 0..<n { duals[j] += gradient[j] }
    }
    for j in 0..<n { duals[j] = -duals[j] }
    for (row, variable, coefficient) in singletons.reversed() {
      let origin = duals[variable] > 0 ? upperOrigin[variable] : lowerOrigin[variable]
      guard Int(origin) == row, duals[variable] != 0 else { continue }
      let multiplier = duals[variable] / coefficient
      rowDuals[row] += multiplier
      for entry in transposed.columnStarts[row]..<transposed.columnStarts[row + 1] {
        duals[Int(transposed.rowIndices[entry])] -= transposed.values[entry] * multiplier
      }
      duals[variable] = 0
    }
    return duals
  }
}

extension QuadraticProgram {
  /// Px + q.
  func gradient(at x: [Double]) -> [Double] {
    var gradient = linear
    guard let quadratic else { return gradient }
    for column in 0..<quadratic.columns {
      for entry in quadratic.columnStarts[column]..<quadratic.columnStarts[column + 1] {
        let row = Int(quadratic.rowIndices[entry])
        gradient[row] += quadratic.values[entry] * x[column]
        if row != column { gradient[column] += quadratic.values[entry] * x[row] }
      }
    }
    return gradient
  }
}
