import NumericalKernels

/// What self-discharge leaves.
enum Retention {
  /// (1 − loss)^hours, the same to the last bit on every machine.
  static func factor(loss: Double, hours: Double) -> Double {
    loss == 0 ? 1 : hours == 1 ? 1 - loss : VectorMath.exp(hours * VectorMath.log1p(-loss))
  }
}
