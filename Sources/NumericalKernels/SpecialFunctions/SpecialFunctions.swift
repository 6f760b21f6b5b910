/// The special functions under the distributions: the error function, gamma and beta families.
///
/// Arguments outside a function's domain give NaN, as NaN itself does; nothing here throws or traps. Relative accuracy is 1e-13 or
/// better in the body and 1e-12 in both tails down to 1e-300, tested for shape parameters from 1e-2 to 1e6. The incomplete functions and
/// their inverses take shape parameters from 1e-100 to 1e100.
///
/// The same bits on every machine: plain IEEE arithmetic, exponentials and logarithms of ``VectorMath``. Only the gamma function above
/// 20 and the reflection of negative arguments take a power and a sine of the C library, whose last bits may differ.
public enum SpecialFunctions {}

extension SpecialFunctions {
  /// Whether a shape parameter is positive and such that no intermediate result overflows.
  ///
  /// Half of a distribution's least degrees of freedom, 1e-100, still passes.
  static func isShape(_ a: Double) -> Bool { a >= 5e-101 && a <= 1e100 }

  /// log(1 + x) - x, without cancellation near zero; for x > -1.
  ///
  /// With r = x / (2 + x), log(1 + x) = 2 atanh r and x - 2r = x r, which leaves a series of positive powers of r².
  static func log1pMinus(_ x: Double) -> Double {
    guard x > -0.4, x < 0.6 else { return VectorMath.log1p(x) - x }
    let r = x / (2 + x)
    let s = r * r
    return r * (2 * s * polynomial(oddReciprocals, s) - x)
  }

  private static let oddReciprocals: [Double] = (1...15).map { 1 / Double(2 * $0 + 1) }

  /// A polynomial from its coefficients, lowest power first.
  static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.withUnsafeBufferPointer { c in
      var sum = 0.0
      var i = c.count
      while i > 0 {
        i -= 1
        sum = sum * x + c[i]
      }
      return sum
    }
  }

  /// exp(sign x²) where the rounding error of x² is taken into account.
  static func exponentialOfSquare(_ x: Double, sign: Double) -> Double {
    let square = x * x
    guard square < 800 else { return sign > 0 ? .infinity : 0 }
    let remainder = (-square).addingProduct(x, x)
    return VectorMath.exp(sign * square) * (1 + sign * remainder)
  }
}

/// One tail probability as exp(logScale) × factor; the other tail is one minus it.
///
/// Whichever tail a method computes, the other follows without a loss that matters, because methods take the smaller one.
struct Tail {
  let isLower: Bool
  let logScale: Double
  let factor: Double

  static let missing = Tail(isLower: true, logScale: 0, factor: .nan)
  static let belowSupport = Tail(isLower: true, logScale: 0, factor: 0)
  static let aboveSupport = Tail(isLower: false, logScale: 0, factor: 0)

  /// At most 1, which rounding may miss where a tail is nearly all there is.
  var value: Double { min(VectorMath.exp(logScale) * factor, 1) }
  var lower: Double { isLower ? value : 1 - value }
  var upper: Double { isLower ? 1 - value : value }
  var logLower: Double { isLower ? logValue : VectorMath.log1p(-value) }
  var logUpper: Double { isLower ? VectorMath.log1p(-value) : logValue }
  private var logValue: Double { min(logScale + VectorMath.log(factor), 0) }
}

extension SpecialFunctions {
  /// Solves log T(u) = target for a log-concave tail T by Halley's iteration inside a bracket that grows and shrinks.
  ///
  /// `evaluate` gives log T - target, its slope, and the ratio of its second to its first derivative.
  static func solveLogTail(
    from start: Double,
    _ evaluate: (Double) -> (gap: Double, slope: Double, bend: Double)
  ) -> Double {
    var u = start
    var low = -Double.infinity
    var high = Double.infinity
    for _ in 0..<200 {
      let (gap, slope, bend) = evaluate(u)
      if gap == 0 || gap.isNaN { return u }
      if (gap > 0) == (slope > 0) { high = u } else { low = u }
      let newton = -gap / slope
      let halley = newton / min(max(1 + 0.5 * newton * bend, 0.5), 2)
      let limit = 40 + abs(u)
      var next = u + min(max(halley, -limit), limit)
      if abs(gap) < 1e-6 || next == u { return next }
      if !(next > low && next < high) {
        next = u + min(max(newton, -limit), limit)
        if !(next > low && next < high) { next = low.isFinite && high.isFinite ? low + 0.5 * (high - low) : u }
      }
      u = next
    }
    return u
  }
}
