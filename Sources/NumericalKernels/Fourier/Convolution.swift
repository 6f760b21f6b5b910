/// Discrete convolutions.
public enum Convolution {
  /// The full linear convolution cₖ = Σ aⱼ bₖ₋ⱼ of length a.count + b.count - 1; empty when either is.
  ///
  /// Short inputs are summed directly; long ones go through a Fourier transform, with an absolute error of some 1e-16 times the norms
  /// of a and b. NaN or infinity anywhere in a long input spoils the whole result.
  ///
  /// - Throws: `tooLarge` when the result would exceed 2²⁷ elements.
  /// - Complexity: O(n log n) for n = a.count + b.count, or O(a.count × b.count) where that is less work.
  public static func linear(_ a: [Double], _ b: [Double]) throws(NumericalError) -> [Double] {
    guard !a.isEmpty, !b.isEmpty else { return [] }
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    let count = long.count + short.count - 1
    guard count <= 1 << 27 else { throw NumericalError(.tooLarge, "a convolution of \(count) elements, at most 2^27") }
    guard short.count > 64 else { return direct(long, short) }
    let plan = try RealFourierTransform(count: 2 * Bluestein.convenientLength((count + 1) / 2))
    let padding = [Double](repeating: 0, count: plan.count - short.count)
    var first = try plan.forward(long + padding.prefix(plan.count - long.count))
    let second = try plan.forward(short + padding)
    for k in 0..<first.count {
      let (x, y) = (first[k], second[k])
      first[k] = (x.real * y.real - x.imaginary * y.imaginary, x.real * y.imaginary + x.imaginary * y.real)
    }
    return Array(try plan.inverse(first).prefix(count))
  }

  private static func direct(_ long: [Double], _ short: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: long.count + short.count - 1)
    for (j, factor) in short.enumerated() {
      for i in long.indices { result[i + j] += factor * long[i] }
    }
    return result
  }
}
