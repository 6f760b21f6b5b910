/// Left-looking elimination by supernodes: each panel gathers its entries of A, takes off what earlier panels
/// contribute as dense products, and is factored as a dense matrix.
///
/// Source: E. Ng, B. Peyton, "Block sparse Cholesky algorithms on advanced uniprocessor computers", SIAM J. Sci.
/// Comput. 14 (1993) 1034-1056.
struct SupernodalElimination {
  let starts: UnsafePointer<Int>
  let rows: UnsafePointer<Int32>
  let lower: UnsafeMutablePointer<Double>
  let pivots: UnsafeMutablePointer<Double>
  /// The panel being worked on, column by column.
  let panel: UnsafeMutablePointer<Double>
  /// Four rows of an earlier panel times its pivots, interleaved.
  let coefficients: UnsafeMutablePointer<SIMD4<Double>>
  /// The panel row of each row of L that the panel has.
  let local: UnsafeMutablePointer<Int32>

  /// Takes off the panel of columns `first..<last` what the earlier run of columns `from..<to` contributes; its tail's
  /// rows from `begin` on meet the panel's columns up to `end`.
  func update(first: Int, height: Int, from: Int, to: Int, begin: Int, end: Int) {
    let width = to - from
    let tailLength = starts[to] - starts[to - 1]
    let tail = rows + starts[to - 1]
    // Column `from` holds width - 1 rows of its own run before the tail; each next column one fewer.
    let source = lower + starts[from] + (width - 1)
    let step = width - 1 + tailLength - 1
    var q = begin
    while q < end {
      let wide = min(4, end - q)
      fillCoefficients(source + q, step: step, stepFall: 1, width: width, from: from, count: wide)
      var r = q
      if wide > 2 {
        while r + 4 <= tailLength {
          let product = Self.product4(source + r, step: step, stepFall: 1, width: width, coefficients)
          for c in 0..<wide {
            let column = panel + (Int(tail[q + c]) - first) * height
            let values = c == 0 ? product.0 : c == 1 ? product.1 : c == 2 ? product.2 : product.3
            column[Int(local[Int(tail[r])])] -= values[0]
            column[Int(local[Int(tail[r + 1])])] -= values[1]
            column[Int(local[Int(tail[r + 2])])] -= values[2]
            column[Int(local[Int(tail[r + 3])])] -= values[3]
          }
          r += 4
        }
      }
      while r < tailLength {
        let row = Int(local[Int(tail[r])])
        let values = Self.product1(source + r, step: step, stepFall: 1, width: width, coefficients)
        for c in 0..<wide { panel[(Int(tail[q + c]) - first) * height + row] -= values[c] }
        r += 1
      }
      q += wide
    }
  }

  /// Factors the panel in place as L D Lᵀ, four columns at a time; returns the column it failed at.
  func factor(
    first: Int, width: Int, height: Int, signs: UnsafePointer<Int8>, rule: PivotRule, replaced: inout Int
  ) -> Int? {
    var j = 0
    while j < width {
      let wide = min(4, width - j)
      if j > 0 {
        fillCoefficients(panel + j, step: height, stepFall: 0, width: j, from: first, count: wide)
        takeOff(row: j, column: j, height: height, wide: wide)
      }
      for c in j..<j + wide {
        let column = panel + c * height
        for k in j..<c {
          let other = panel + k * height
          let factor = other[c] * pivots[first + k]
          for r in c..<height { column[r] -= other[r] * factor }
        }
        var pivot = column[c]
        if rule.isActive, rule.replace(&pivot, sign: signs[first + c]) { replaced += 1 }
        pivots[first + c] = pivot
        guard pivot != 0, pivot.isFinite else { return first + c }
        let inverse = 1 / pivot
        for r in c + 1..<max(height, c + 1) { column[r] *= inverse }
      }
      j += wide
    }
    return nil
  }

  /// Takes off four columns of the panel what its columns before them contribute.
  private func takeOff(row: Int, column: Int, height: Int, wide: Int) {
    var r = row
    while r + 4 <= height {
      let product = Self.product4(panel + r, step: height, stepFall: 0, width: column, coefficients)
      for c in 0..<wide {
        let target = panel + (column + c) * height + r
        let values = c == 0 ? product.0 : c == 1 ? product.1 : c == 2 ? product.2 : product.3
        target[0] -= values[0]
        target[1] -= values[1]
        target[2] -= values[2]
        target[3] -= values[3]
      }
      r += 4
    }
    while r < height {
      let values = Self.product1(panel + r, step: height, stepFall: 0, width: column, coefficients)
      for c in 0..<wide { panel[(column + c) * height + r] -= values[c] }
      r += 1
    }
  }

  /// Lays out rows of earlier columns times those columns' pivots, zero beyond `count`.
  private func fillCoefficients(
    _ source: UnsafePointer<Double>, step: Int, stepFall: Int, width: Int, from: Int, count: Int
  ) {
    var p = source
    var step = step
    for k in 0..<width {
      var row = SIMD4<Double>.zero
      for c in 0..<count { row[c] = p[c] }
      (coefficients + k).initialize(to: row * pivots[from + k])
      p += step
      step -= stepFall
    }
  }

  /// Four rows of a panel times four coefficient rows: one vector a coefficient row.
  @inline(__always)
  private static func product4(
    _ source: UnsafePointer<Double>, step: Int, stepFall: Int, width: Int,
    _ coefficients: UnsafePointer<SIMD4<Double>>
  ) -> (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) {
    var a = SIMD4<Double>.zero
    var b = a
    var c = a
    var d = a
    var p = UnsafeRawPointer(source)
    var stride = step * 8
    for k in 0..<width {
      let x = p.loadUnaligned(as: SIMD4<Double>.self)
      let w = coefficients[k]
      a += x * w[0]
      b += x * w[1]
      c += x * w[2]
      d += x * w[3]
      p += stride
      stride -= stepFall * 8
    }
    return (a, b, c, d)
  }

  /// One row of a panel times four coefficient rows.
  @inline(__always)
  private static func product1(
    _ source: UnsafePointer<Double>, step: Int, stepFall: Int, width: Int,
    _ coefficients: UnsafePointer<SIMD4<Double>>
  ) -> SIMD4<Double> {
    var sum = SIMD4<Double>.zero
    var p = source
    var stride = step
    for k in 0..<width {
      sum += coefficients[k] * p[0]
      p += stride
      stride -= stepFall
    }
    return sum
  }
}
