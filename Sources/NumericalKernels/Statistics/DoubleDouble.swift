/// A number held as the unevaluated sum of two doubles: about 32 decimal digits.
///
/// Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18 (1971); Hida,
/// Li and Bailey, "Algorithms for quad-double precision floating point arithmetic" (2001). Bit-identical everywhere.
struct DoubleDouble: Sendable {
  /// The nearest double.
  var high: Double
  /// What it leaves.
  var low: Double

  @inline(__always) init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  /// The exact sum of two doubles (Knuth).
  @inline(__always) static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    let part = sum - a
    return DoubleDouble(sum, (a - (sum - part)) + (b - part))
  }

  /// The exact sum of two doubles of which the first is larger in magnitude, or zero.
  @inline(__always) static func ordered(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    return DoubleDouble(sum, b - (sum - a))
  }

  /// The exact product of two doubles of magnitude below 2⁹⁹⁵.
  @inline(__always) static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let (aHead, bHead) = (a.head, b.head)
    let (aTail, bTail) = (a - aHead, b - bHead)
    let product = a * b
    return DoubleDouble(product, ((aHead * bHead - product) + aHead * bTail + aTail * bHead) + aTail * bTail)
  }

  @inline(__always) static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (s, t) = (sum(a.high, b.high), sum(a.low, b.low))
    let first = ordered(s.high, s.low + t.high)
    return ordered(first.high, first.low + t.low)
  }

  @inline(__always) static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }

  @inline(__always) static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  @inline(__always) static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = product(a.high, b.high)
    return ordered(p.high, p.low + (a.high * b.low + a.low * b.high))
  }

  @inline(__always) static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let p = product(a.high, b)
    return ordered(p.high, p.low + a.low * b)
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite else { return DoubleDouble(first) }
    let remainder = a - b * first
    let second = remainder.high / b.high
    let third = (remainder - b * second).high / b.high
    return ordered(first, second) + DoubleDouble(third)
  }

  /// The root of a number that is not negative.
  var squareRoot: DoubleDouble {
    guard high > 0 else { return DoubleDouble(0) }
    let root = high.squareRoot()
    return Self.ordered(root, (self - Self.product(root, root)).high / (2 * root))
  }

  /// The sum of `count` terms, as if added in twice the precision and then rounded to a pair (Ogita, Rump and Oishi,
  /// "Accurate sum and dot product", SIAM Journal on Scientific Computing 26 (2005), algorithm 4.4), in four lanes of
  /// fixed order.
  @inline(__always) static func sum(_ count: Int, _ term: (Int) -> Double) -> DoubleDouble {
    var (sums, errors) = (SIMD4<Double>(repeating: 0), SIMD4<Double>(repeating: 0))
    let whole = count & ~3
    var i = 0
    while i < whole {
      let values = SIMD4(term(i), term(i + 1), term(i + 2), term(i + 3))
      let next = sums + values
      let part = next - sums
      errors += (sums - (next - part)) + (values - part)
      sums = next
      i += 4
    }
    var total = DoubleDouble(0)
    for lane in 0..<4 { total = total + .sum(sums[lane], errors[lane]) }
    while i < count {
      total = total + DoubleDouble(term(i))
      i += 1
    }
    return total
  }
}

extension Double {
  /// The upper 26 bits (Veltkamp's split), so that products of heads and tails are exact.
  @inline(__always) var head: Double {
    let spread = 134_217_729 * self
    return spread - (spread - self)
  }
}
