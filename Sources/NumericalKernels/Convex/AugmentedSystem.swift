/// The linear system of an interior-point step: [P + Ω, Aᵀ; A, -Ω⁻¹], symmetric and quasi-definite.
///
/// The weight of a variable's bounds is added to P's diagonal; a row's weight enters as its negative reciprocal, 0 for
/// equalities. A small multiple of the identity keeps every pivot away from zero (rank-deficient equalities, free
/// variables), and iterative refinement takes its effect away again. Where most of the system is free variables and
/// equalities, each variable is eliminated together with an equality.
final class AugmentedSystem {
  /// The analysis of a pattern: of rows one by one, or in pairs.
  enum Analysis: Sendable {
    case single(SymbolicLDL)
    case paired(PairedAnalysis)
  }

  private let form: ConicForm
  private let n: Int
  private let m: Int
  /// The upper triangle, columns of variables first, then of rows; the diagonal is each column's last entry.
  private let matrix: SparseMatrix
  private var values: [Double]
  /// The factors, of rows one by one or in pairs: one of the two.
  private var ldl: LDLFactors?
  private var paired: PairedFactors?
  /// The analysis of the matrix, for other programs with the same pattern.
  let analysis: Analysis
  private let right: Scratch
  /// What the last solution leaves over of its right-hand side.
  let residual: Scratch
  private let best: Scratch
  private let work: Scratch
  private var scale = 1.0
  private let krylov: KrylovRefinement

  /// How much is done against small pivots, from little to much: what is added to the diagonal, and the pivots that are
  /// replaced.
  static let levels: [(shift: Double, threshold: Double, replacement: Double)] = [
    (1e-13, 1e-11, 1e-10), (1e-13, 1e-8, 1e-7), (1e-8, 1e-8, 1e-7), (1e-6, 1e-8, 1e-7),
  ]
  /// The level in use.
  var level = 0
  private let rules: [PivotRegularisation]

  init(_ form: ConicForm, analysis known: Analysis?) throws(NumericalError) {
    self.form = form
    n = form.variableCount
    m = form.rowCount
    matrix = Self.pattern(form)
    values = matrix.values
    var signs = [Int8](repeating: 1, count: n)
    signs.append(contentsOf: [Int8](repeating: -1, count: m))
    for column in 0..<n + m { values[matrix.columnStarts[column + 1] - 1] += column < n ? 1 : -1 }
    var rules: [PivotRegularisation] = []
    for level in Self.levels {
      rules.append(try PivotRegularisation(signs: signs, threshold: level.threshold, replacement: level.replacement))
    }
    self.rules = rules
    if let known { analysis = known } else { analysis = try Self.analyse(matrix, form) }
    switch analysis {
    case .single(let symbolic):
      ldl = try LDLFactors(symbolic, values: values, regularisation: rules[0])
    case .paired(let analysis): paired = PairedFactors(analysis, signs: signs)
    }
    work = Scratch(n + m)
    krylov = KrylovRefinement(size: n + m, steps: 24)
    right = Scratch(n + m)
    residual = Scratch(n + m)
    best = Scratch(n + m)
  }

  private static func analyse(_ matrix: SparseMatrix, _ form: ConicForm) throws(NumericalError) -> Analysis {
    if let mates = mates(form), let paired = try PairedAnalysis(matrix, mates: mates) { return .paired(paired) }
    return .single(try SymbolicLDL(matrix))
  }

  /// The least share of rows in pairs with which pairs are made.
  private static let pairedShare = 0.4
  /// The least coefficient of a free variable in its equality, relative to its greatest one.
  private static let pairedCoefficient = 0.1

  /// The equality that each free variable is eliminated with, and the other way round; `nil` where pairs are few.
  private static func mates(_ form: ConicForm) -> [Int32]? {
    let (n, m) = (form.variableCount, form.rowCount)
    var isFree = [Bool](repeating: true, count: n)
    for bound in form.bounds where bound.item >= m { isFree[bound.item - m] = false }
    var mates = [Int32](repeating: -1, count: n + m)
    var paired = 0
    for variable in 0..<n where isFree[variable] {
      var (greatest, best, choice) = (0.0, 0.0, -1)
      for entry in form.constraints.columnStarts[variable]..<form.constraints.columnStarts[variable + 1] {
        let (row, size) = (Int(form.constraints.rowIndices[entry]), abs(form.constraints.values[entry]))
        greatest = max(greatest, size)
        if size > best, !form.equality[row].isNaN, mates[n + row] < 0 { (best, choice) = (size, row) }
      }
      guard choice >= 0, best >= pairedCoefficient * greatest else { continue }
      mates[variable] = Int32(truncatingIfNeeded: n + choice)
      mates[n + choice] = Int32(truncatingIfNeeded: variable)
      paired += 2
    }
    return Double(paired) >= pairedShare * Double(n + m) && paired > 0 ? mates : nil
  }

  /// The upper triangle of [P, Aᵀ; A, 0] with its whole diagonal stored.
  private static func pattern(_ form: ConicForm) -> SparseMatrix {
    let (n, m) = (form.variableCount, form.rowCount)
    var starts = [0]
    var rows: [Int32] = []
    var values: [Double] = []
    starts.reserveCapacity(n + m + 1)
    rows.reserveCapacity(n + m + form.constraints.entryCount + (form.quadratic?.entryCount ?? 0))
    values.reserveCapacity(rows.capacity)
    for column in 0..<n {
      var diagonal = 0.0
      if let quadratic = form.quadratic {
        for entry in quadratic.columnStarts[column]..<quadratic.columnStarts[column + 1] {
          if quadratic.rowIndices[entry] == Int32(column) {
            diagonal = quadratic.values[entry]
          } else {
            rows.append(quadratic.rowIndices[entry])
            values.append(quadratic.values[entry])
          }
        }
      }
      rows.append(Int32(column))
      values.append(diagonal)
      starts.append(rows.count)
    }
    for row in 0..<m {
      for entry in form.transposed.columnStarts[row]..<form.transposed.columnStarts[row + 1] {
        rows.append(form.transposed.rowIndices[entry])
        values.append(form.transposed.values[entry])
      }
      rows.append(Int32(n + row))
      values.append(0)
      starts.append(rows.count)
    }
    return SparseMatrix(rows: n + m, columns: n + m, uncheckedStarts: starts, rowIndices: rows, values: values)
  }

  /// Factors the system for the items' weights, rows first; false when a pivot is not a number.
  func factor(weights: UnsafePointer<Double>, dualScale: Double) -> Bool {
    setQuadratic(dualScale)
    setDiagonal(weights, regularisation: Self.levels[level].shift)
    defer { setDiagonal(weights, regularisation: 0) }
    if let paired { return paired.factor(values, rules[level]) }
    ldl?.regularisation = rules[level]
    do throws(NumericalError) {
      try ldl?.refactor(values)
      return true
    } catch {
      return false
    }
  }

  private func setQuadratic(_ scale: Double) {
    guard scale != self.scale else { return }
    self.scale = scale
    for entry in 0..<matrix.columnStarts[n] { values[entry] = scale * matrix.values[entry] }
  }

  private func setDiagonal(_ weights: UnsafePointer<Double>, regularisation: Double) {
    matrix.columnStarts.withUnsafeBufferPointer { starts in
      matrix.values.withUnsafeBufferPointer { original in
        for j in 0..<n {
          let place = starts[j + 1] - 1
          values[place] = scale * (original[place] + weights[m + j]) + regularisation
        }
        for i in 0..<m { values[starts[n + i + 1] - 1] = -1 / (scale * weights[i]) - regularisation }
      }
    }
  }

  /// Solves in place, variables first, then rows, with iterative refinement.
  /// - Returns: the residual's norm over the right-hand side's; NaN where the factors overflowed.
  func solve(_ solution: UnsafeMutablePointer<Double>) -> Double {
    right.at.update(from: solution, count: n + m)
    for j in 0..<n { right.at[j] *= scale }
    solution.update(from: right.at, count: n + m)
    defer { for i in 0..<m { solution[n + i] /= scale } }
    let size = right.dot(right).squareRoot()
    let target = 1e-13 * size
    substitute(solution)
    var error = residualNorm(of: solution)
    for _ in 0..<2 where error > target {
      best.at.update(from: solution, count: n + m)
      krylov.correct(
        solution, residual: residual, norm: error, target: target, acceptable: 1e4 * target,
        precondition: { [self] in
          substitute($0)
        },
        multiply: multiply)
      let improved = residualNorm(of: solution)
      guard improved < error else {
        solution.update(from: best.at, count: n + m)
        _ = residualNorm(of: solution)
        break
      }
      error = improved
    }
    return size > 0 ? error / size : 0
  }

  private func substitute(_ vector: UnsafeMutablePointer<Double>) {
    if let paired { return paired.solve(vector) }
    guard let ldl else { return }
    LDLFactors.solve(ldl.symbolic, lower: ldl.lower, inverses: ldl.inversePivots, b: vector, x: vector, work: work.at)
  }

  /// Puts right - K · solution into `residual` and gives its norm.
  private func residualNorm(of solution: UnsafePointer<Double>) -> Double {
    multiply(solution, residual.at)
    for j in 0..<n + m { residual.at[j] = right.at[j] - residual.at[j] }
    return residual.dot(residual).squareRoot()
  }

  /// K · x, without regularisation.
  private func multiply(_ x: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>) {
    result.update(repeating: 0, count: n + m)
    matrix.columnStarts.withUnsafeBufferPointer { starts in
      matrix.rowIndices.withUnsafeBufferPointer { rows in
        values.withUnsafeBufferPointer { values in
          for column in 0..<n + m {
            let last = starts[column + 1] - 1
            let own = x[column]
            var sum = values[last] * own
            for entry in starts[column]..<last {
              let row = Int(rows[entry])
              sum += values[entry] * x[row]
              result[row] += values[entry] * own
            }
            result[column] += sum
          }
        }
      }
    }
  }

  /// The values of all items, Ax first, then x.
  func itemValues(of x: UnsafePointer<Double>, into items: UnsafeMutablePointer<Double>) {
    form.transposed.columnDots(x, into: items)
    (items + m).update(from: x, count: n)
  }

  /// Aᵀy.
  func transposedProduct(_ y: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    form.constraints.columnDots(y, into: result)
  }

  /// Px, zero for a linear program.
  func quadraticProduct(_ x: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    result.update(repeating: 0, count: n)
    guard let quadratic = form.quadratic else { return }
    quadratic.columnStarts.withUnsafeBufferPointer { starts in
      quadratic.rowIndices.withUnsafeBufferPointer { rows in
        quadratic.values.withUnsafeBufferPointer { values in
          for column in 0..<n {
            var sum = 0.0
            for entry in starts[column]..<starts[column + 1] {
              let row = Int(rows[entry])
              sum += values[entry] * x[row]
              if row != column { result[row] += values[entry] * x[column] }
            }
            result[column] += sum
          }
        }
      }
    }
  }

  /// xᵀPx.
  func quadraticForm(_ x: UnsafePointer<Double>) -> Double {
    guard form.quadratic != nil else { return 0 }
    quadraticProduct(x, into: residual.at)
    return Scratch.dot(x, residual.at, n)
  }
}

extension SparseMatrix {
  /// The dot product of each column with x: Aᵀx.
  func columnDots(_ x: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    columnStarts.withUnsafeBufferPointer { starts in
      rowIndices.withUnsafeBufferPointer { rows in
        values.withUnsafeBufferPointer { values in
          for column in 0..<columns {
            var sum = 0.0
            for entry in starts[column]..<starts[column + 1] { sum += values[entry] * x[Int(rows[entry])] }
            result[column] = sum
          }
        }
      }
    }
  }
}
