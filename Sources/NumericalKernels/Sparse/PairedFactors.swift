/// The factors L D Lᵀ of a symmetric quasi-definite matrix with pivots of two by two where rows come in pairs.
///
/// A free variable without curvature and an equality both have a diagonal next to zero: eliminated one after the other they leave nothing
/// but rounding. Together their pivot is [a, b; b, -c] with a, c ≥ 0 in every Schur complement, and its determinant -(ac + b²) does not
/// cancel. All blocks are stored as two by two; a row by itself has an idle partner with a pivot of 1.
///
/// Bit-identical on every machine.
///
/// Source: R. Vanderbei, "Symmetric quasidefinite matrices", SIAM J. Optim. 5 (1995) 100-113, for the Schur complements; J. Bunch,
/// L. Kaufman, "Some stable methods for calculating inertia and solving symmetric linear systems", Math. Comp. 31 (1977) 163-179, for
/// pivots of two by two.
final class PairedFactors {
  let analysis: PairedAnalysis
  /// The expected sign of each row's pivot, 0 for idle partners, by node.
  private let signs: [Int8]
  /// Blocks of L by columns of nodes, each block column by column.
  private let lower: Scratch
  /// The inverse of each pivot: its three distinct elements.
  private let inverses: Scratch
  private let work: Scratch
  private var next: [Int]

  /// Makes room for the factors of a matrix whose rows have pivots of given signs.
  init(_ analysis: PairedAnalysis, signs: [Int8]) {
    self.analysis = analysis
    self.signs = analysis.rows.map { $0 >= 0 ? signs[Int($0)] : 0 }
    lower = Scratch(4 * analysis.nodes.lowerEntryCount)
    inverses = Scratch(3 * analysis.nodes.size)
    work = Scratch(4 * analysis.nodes.size)
    next = analysis.nodes.lowerStarts
  }

  /// Factors a matrix given by the values of its upper triangle; false at a pivot that is zero or no number.
  func factor(_ values: [Double], _ rule: PivotRegularisation) -> Bool {
    let nodes = analysis.nodes
    return Self.factor(
      count: nodes.size, entryStarts: analysis.entryStarts, targets: analysis.entryTargets,
      sources: analysis.entrySources, values: values, rowStarts: nodes.rowStarts, rowColumns: nodes.rowColumns,
      starts: nodes.lowerStarts, rows: nodes.lowerRows, lower: lower.at, next: &next, inverses: inverses.at,
      work: work.at, signs: signs, rule: PivotRule(rule))
  }

  /// Replaces a vector by the solution for it.
  func solve(_ vector: UnsafeMutablePointer<Double>) {
    let nodes = analysis.nodes
    Self.solve(
      count: nodes.size, places: analysis.rows, starts: nodes.lowerStarts, rows: nodes.lowerRows, lower: lower.at,
      inverses: inverses.at, vector: vector, work: work.at)
  }

  /// Up-looking elimination by rows of blocks.
  private static func factor(
    count: Int, entryStarts: UnsafePointer<Int>, targets: UnsafePointer<Int32>, sources: UnsafePointer<Int32>,
    values: UnsafePointer<Double>, rowStarts: UnsafePointer<Int>, rowColumns: UnsafePointer<Int32>,
    starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>, lower: UnsafeMutablePointer<Double>,
    next: UnsafeMutablePointer<Int>, inverses: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>,
    signs: UnsafePointer<Int8>, rule: PivotRule
  ) -> Bool {
    let blocks = UnsafeMutableRawPointer(work).assumingMemoryBound(to: SIMD2<Double>.self)
    let factors = UnsafeMutableRawPointer(lower).assumingMemoryBound(to: SIMD2<Double>.self)
    work.update(repeating: 0, count: 4 * count)
    next.update(from: starts, count: count)
    for k in 0..<count {
      for entry in entryStarts[k]..<entryStarts[k + 1] { work[Int(targets[entry])] = values[Int(sources[entry])] }
      var (a, b, c) = (work[4 * k], work[4 * k + 1], work[4 * k + 3])
      (blocks[2 * k], blocks[2 * k + 1]) = (.zero, .zero)
      for q in rowStarts[k]..<rowStarts[k + 1] {
        let j = Int(rowColumns[q])
        let (left, right) = (blocks[2 * j], blocks[2 * j + 1])
        (blocks[2 * j], blocks[2 * j + 1]) = (.zero, .zero)
        let end = next[j]
        var p = starts[j]
        while p < end {
          let i = 2 * Int(rows[p])
          let (first, second) = (factors[2 * p], factors[2 * p + 1])
          blocks[i] -= left * first.x + right * second.x
          blocks[i + 1] -= left * first.y + right * second.y
          p &+= 1
        }
        let (p00, p10, p11) = (inverses[3 * j], inverses[3 * j + 1], inverses[3 * j + 2])
        let (x, y) = (left * p00 + right * p10, left * p10 + right * p11)
        a -= x.x * left.x + y.x * right.x
        b -= x.y * left.x + y.y * right.x
        c -= x.y * left.y + y.y * right.y
        (factors[2 * end], factors[2 * end + 1]) = (x, y)
        next[j] = end &+ 1
      }
      guard invert(&a, &b, &c, signs[2 * k], signs[2 * k + 1], rule) else { return false }
      (inverses[3 * k], inverses[3 * k + 1], inverses[3 * k + 2]) = (a, b, c)
    }
    return true
  }

  /// Replaces a pivot [a, b; b, c] by its inverse; false where it has none.
  @inline(__always)
  private static func invert(
    _ a: inout Double, _ b: inout Double, _ c: inout Double, _ first: Int8, _ second: Int8, _ rule: PivotRule
  ) -> Bool {
    guard second != 0 else {
      _ = rule.replace(&a, sign: first)
      guard a != 0, a.isFinite else { return false }
      (a, b, c) = (1 / a, 0, 1)
      return true
    }
    if abs(b) <= rule.threshold {
      _ = rule.replace(&a, sign: first)
      _ = rule.replace(&c, sign: second)
    } else {
      // What has the wrong sign is rounding.
      if a * Double(first) < 0 { a = 0 }
      if c * Double(second) < 0 { c = 0 }
    }
    let determinant = a * c - b * b
    guard determinant != 0, determinant.isFinite else { return false }
    (a, b, c) = (c / determinant, -b / determinant, a / determinant)
    return true
  }

  private static func solve(
    count: Int, places: UnsafePointer<Int32>, starts: UnsafePointer<Int>, rows: UnsafePointer<Int32>,
    lower: UnsafePointer<Double>, inverses: UnsafePointer<Double>, vector: UnsafeMutablePointer<Double>,
    work: UnsafeMutablePointer<Double>
  ) {
    let values = UnsafeMutableRawPointer(work).assumingMemoryBound(to: SIMD2<Double>.self)
    let factors = UnsafeRawPointer(lower).assumingMemoryBound(to: SIMD2<Double>.self)
    for k in 0..<count {
      let second = Int(places[2 * k + 1])
      values[k] = SIMD2(vector[Int(places[2 * k])], second >= 0 ? vector[second] : 0)
    }
    for j in 0..<count {
      let own = values[j]
      var p = starts[j]
      let end = starts[j + 1]
      while p < end {
        values[Int(rows[p])] -= factors[2 * p] * own.x + factors[2 * p + 1] * own.y
        p &+= 1
      }
    }
    for j in stride(from: count - 1, through: 0, by: -1) {
      var (left, right) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
      var p = starts[j]
      let end = starts[j + 1]
      while p < end {
        let value = values[Int(rows[p])]
        left += factors[2 * p] * value
        right += factors[2 * p + 1] * value
        p &+= 1
      }
      let own = values[j]
      let (a, b, c) = (inverses[3 * j], inverses[3 * j + 1], inverses[3 * j + 2])
      let first = a * own.x + b * own.y - (left.x + left.y)
      let second = b * own.x + c * own.y - (right.x + right.y)
      values[j] = SIMD2(first, second)
      vector[Int(places[2 * j])] = first
      if places[2 * j + 1] >= 0 { vector[Int(places[2 * j + 1])] = second }
    }
  }
}
