import NumericalKernels

/// What self-discharge leaves.
enum Retention {
  /// (1 − loss)^hours, the same to the last bit on every machine; never nothing at all, so that its inverse is a number.
  static func factor(loss: Double, hours: Double) -> Double {
    loss == 0 ? 1 : hours == 1 ? 1 - loss : max(least, VectorMath.exp(hours * VectorMath.log1p(-loss)))
  }

  /// So little is left of no store's energy.
  private static let least = 1e-100
}
