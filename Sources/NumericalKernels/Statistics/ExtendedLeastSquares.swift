/// A column of a regression in twice the precision.
struct ExtendedColumn {
  var high: [Double]
  /// What `high` leaves; empty when that is nothing.
  var low: [Double] = []

  init(_ values: [Double]) { high = values }

  func low(_ row: Int) -> Double { low.isEmpty ? 0 : low[row] }

  /// The product with a column of doubles, row by row.
  func multiplied(by factors: [Double]) -> ExtendedColumn {
    var product = self
    product.low = [Double](repeating: 0, count: high.count)
    for row in high.indices {
      let value = DoubleDouble(high[row], low(row)) * factors[row]
      (product.high[row], product.low[row]) = (value.high, value.low)
    }
    return product
  }

  /// Some of the rows.
  func rows(_ kept: [Int]) -> ExtendedColumn {
    if kept.count == high.count { return self }
    var column = ExtendedColumn(kept.map { high[$0] })
    column.low = low.isEmpty ? [] : kept.map { low[$0] }
    return column
  }
}

/// Least squares by normal equations in twice the precision.
///
/// Columns are scaled by powers of two; the Gram matrix, its Cholesky factor and the residuals are held in pairs of
/// doubles, and the solution is refined once. With κ the condition of the scaled columns the error is of order κ² ·
/// 10⁻³², then reduced by that factor again.
struct ExtendedLeastSquares {
  private(set) var coefficients: [Double] = []
  private(set) var residuals: [Double] = []
  private(set) var residualSquares = 0.0
  /// The sum of squares of y, about its mean or about zero.
  private(set) var totalSquares = 0.0
  /// The share of `totalSquares` that the columns explain.
  private(set) var rSquared = 0.0
  /// The inverse of the Gram matrix.
  private(set) var inverse: Matrix
  /// The roots of its diagonal, which neither overflow nor vanish where it does.
  private(set) var spreads: [Double] = []

  /// - Throws: `singular` with the index of the first column that depends on those before it to working precision;
  ///   `tooLarge` when a sum of squares overflows.
  init(_ columns: [ExtendedColumn], _ y: [Double], aboutMean: Bool) throws(NumericalError) {
    let p = columns.count
    var scales: [Double] = []
    var scaled: [ExtendedColumn] = []
    for column in columns {
      let scale = column.high.powerOfTwoScale
      scales.append(scale)
      var copy = column
      copy.high = column.high.map { $0 * scale }
      copy.low = column.low.map { $0 * scale }
      scaled.append(copy)
    }
    let yScale = y.powerOfTwoScale
    let response = ExtendedColumn(y.map { $0 * yScale })

    var factor = ExtendedTriangle(order: p)
    for i in 0..<p {
      for j in 0...i { factor[i, j] = Self.dot(scaled[i], scaled[j]) }
    }
    if let dependent = factor.factor() {
      throw NumericalError(.singular, "the column depends on those before it", index: dependent)
    }
    var solution = factor.solve(scaled.map { Self.dot($0, response) })
    var remainder = response
    for step in 0..<2 {
      remainder = Self.remainder(response, scaled, solution)
      if step == 0 {
        let correction = factor.solve(scaled.map { Self.dot($0, remainder) })
        for j in 0..<p { solution[j] = solution[j] + correction[j] }
      }
    }
    coefficients = (0..<p).map { solution[$0].high * scales[$0] / yScale }
    residuals = remainder.high.map { $0 / yScale }
    let squares = Self.dot(remainder, remainder)
    let total = response.high.extendedSquares(aboutMean: aboutMean)
    residualSquares = squares.high / yScale / yScale
    totalSquares = total.high / yScale / yScale
    rSquared = total.high > 0 ? (DoubleDouble(1) - squares / total).high : 0
    guard residualSquares.isFinite, totalSquares.isFinite else {
      throw NumericalError(.tooLarge, "a sum of squares overflows")
    }
    inverse = Matrix(rows: p, columns: p)
    for j in 0..<p {
      var unit = [DoubleDouble](repeating: DoubleDouble(0), count: p)
      unit[j] = DoubleDouble(1)
      let column = factor.solve(unit)
      for i in j..<p { inverse[i, j] = column[i].high * scales[i] * scales[j] }
      spreads.append(column[j].high.squareRoot() * scales[j])
    }
    inverse.mirrorLower()
  }

  /// The inner product of two columns as if in twice the precision, in two lanes of fixed order (Ogita, Rump and Oishi
  /// 2005, algorithm 5.3).
  private static func dot(_ a: ExtendedColumn, _ b: ExtendedColumn) -> DoubleDouble {
    typealias Lanes = SIMD2<Double>
    let n = a.high.count
    return a.high.withUnsafeBufferPointer { aHigh in
      b.high.withUnsafeBufferPointer { bHigh in
        a.low.withUnsafeBufferPointer { aLow in
          b.low.withUnsafeBufferPointer { bLow in
            let split = Lanes(repeating: 134_217_729)
            var (sums, errors) = (Lanes(repeating: 0), Lanes(repeating: 0))
            var i = 0
            while i + 1 < n {
              let (x, y) = (Lanes(aHigh[i], aHigh[i + 1]), Lanes(bHigh[i], bHigh[i + 1]))
              let (xSpread, ySpread) = (split * x, split * y)
              let (xHead, yHead) = (xSpread - (xSpread - x), ySpread - (ySpread - y))
              let (xTail, yTail) = (x - xHead, y - yHead)
              let product = x * y
              var error = ((xHead * yHead - product) + xHead * yTail + xTail * yHead) + xTail * yTail
              if !aLow.isEmpty { error += Lanes(aLow[i], aLow[i + 1]) * y }
              if !bLow.isEmpty { error += Lanes(bLow[i], bLow[i + 1]) * x }
              let next = sums + product
              let part = next - sums
              errors += ((sums - (next - part)) + (product - part)) + error
              sums = next
              i += 2
            }
            var total = DoubleDouble.sum(sums[0], errors[0]) + .sum(sums[1], errors[1])
            if i < n {
              let x = DoubleDouble(aHigh[i], aLow.isEmpty ? 0 : aLow[i])
              total = total + x * DoubleDouble(bHigh[i], bLow.isEmpty ? 0 : bLow[i])
            }
            return total
          }
        }
      }
    }
  }

  /// y - Xβ in twice the precision.
  private static func remainder(_ y: ExtendedColumn, _ columns: [ExtendedColumn], _ beta: [DoubleDouble])
    -> ExtendedColumn
  {
    var result = y
    result.low = [Double](repeating: 0, count: y.high.count)
    for (j, column) in columns.enumerated() {
      result.subtract(column, times: beta[j])
    }
    return result
  }
}

extension ExtendedColumn {
  /// Takes a multiple of another column away; both parts of this one are stored.
  fileprivate mutating func subtract(_ other: ExtendedColumn, times factor: DoubleDouble) {
    let slope = -factor
    high.withUnsafeMutableBufferPointer { high in
      low.withUnsafeMutableBufferPointer { low in
        other.high.withUnsafeBufferPointer { otherHigh in
          other.low.withUnsafeBufferPointer { otherLow in
            for row in high.indices {
              let term = DoubleDouble(otherHigh[row], otherLow.isEmpty ? 0 : otherLow[row]) * slope
              let value = DoubleDouble(high[row], low[row]) + term
              (high[row], low[row]) = (value.high, value.low)
            }
          }
        }
      }
    }
  }
}

/// A lower triangle in twice the precision: a symmetric matrix, then its Cholesky factor.
struct ExtendedTriangle {
  private var elements: [DoubleDouble]
  private let order: Int

  init(order: Int) {
    self.order = order
    elements = [DoubleDouble](repeating: DoubleDouble(0), count: order * (order + 1) / 2)
  }

  subscript(row: Int, column: Int) -> DoubleDouble {
    get { elements[row * (row + 1) / 2 + column] }
    set { elements[row * (row + 1) / 2 + column] = newValue }
  }

  /// Replaces the matrix by its factor; returns the first pivot that is zero to the precision of doubles.
  mutating func factor() -> Int? {
    for i in 0..<order {
      let original = self[i, i].high
      for j in 0...i {
        var sum = self[i, j]
        for k in 0..<j { sum = sum - self[i, k] * self[j, k] }
        if j < i {
          self[i, j] = sum / self[j, j]
        } else {
          // A column whose part beyond the others is below 1e-14 of its length says nothing: its own rounding is 1e-16.
          guard sum.high > 1e-28 * original else { return i }
          self[i, i] = sum.squareRoot
        }
      }
    }
    return nil
  }

  /// Solves with the factor and its transpose.
  func solve(_ b: [DoubleDouble]) -> [DoubleDouble] {
    var x = b
    for i in 0..<order {
      for k in 0..<i { x[i] = x[i] - self[i, k] * x[k] }
      x[i] = x[i] / self[i, i]
    }
    for i in (0..<order).reversed() {
      for k in i + 1..<order { x[i] = x[i] - self[k, i] * x[k] }
      x[i] = x[i] / self[i, i]
    }
    return x
  }
}

extension [Double] {
  /// The power of two that brings the largest magnitude to between 1 and 2; 1 when all are zero.
  fileprivate var powerOfTwoScale: Double {
    let largest = reduce(0) { Swift.max($0, abs($1)) }
    guard largest > 0 else { return 1 }
    return Double(sign: .plus, exponent: Swift.max(-1000, Swift.min(1000, -largest.exponent)), significand: 1)
  }

  /// The sum of squared deviations from the mean or from zero, in twice the precision.
  fileprivate func extendedSquares(aboutMean: Bool) -> DoubleDouble {
    let mean = aboutMean ? DoubleDouble.sum(count) { self[$0] } / DoubleDouble(Double(count)) : DoubleDouble(0)
    return extendedSquares(about: mean)
  }

  /// The sum of squared deviations from a value, in twice the precision.
  func extendedSquares(about centre: DoubleDouble) -> DoubleDouble {
    var sum = DoubleDouble(0)
    for value in self {
      let deviation = DoubleDouble(value) - centre
      sum = sum + deviation * deviation
    }
    return sum
  }
}
