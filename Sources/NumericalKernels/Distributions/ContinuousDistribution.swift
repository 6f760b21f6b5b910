/// A distribution with a density: its density, both tail probabilities and both quantile functions.
///
/// Both tails are computed, never one minus the other, so a probability of 1e-300 has its digits on either side. Values
/// from 1e-6 up are good to 1e-13 relative, smaller ones to 1e-12. A NaN argument gives NaN, as does a probability
/// outside [0, 1]. The distributions of this module take their exponentials and logarithms from ``VectorMath`` and are
/// bit-identical on every machine.
///
/// - Complexity: of the module's own, O(1) a call: no function runs longer for a larger argument by more than a
///   constant number of series terms or iterations.
public protocol ContinuousDistribution: Sendable {
  /// The logarithm of the density at x; -∞ outside the support.
  func logPDF(_ x: Double) -> Double
  /// The probability of a value not above x.
  func cdf(_ x: Double) -> Double
  /// The probability of a value above x.
  func survival(_ x: Double) -> Double
  /// The logarithm of `cdf`, finite where that underflows.
  func logCDF(_ x: Double) -> Double
  /// The logarithm of `survival`, finite where that underflows.
  func logSurvival(_ x: Double) -> Double
  /// The value that is not exceeded with probability p.
  func quantile(_ p: Double) -> Double
  /// The value that is exceeded with probability q.
  func upperQuantile(_ q: Double) -> Double
  /// The mean; infinite or NaN where the integral diverges or does not exist.
  var mean: Double { get }
  /// The variance; infinite or NaN where the integral diverges or does not exist.
  var variance: Double { get }
}

extension ContinuousDistribution {
  /// The density at x; zero outside the support.
  public func pdf(_ x: Double) -> Double { VectorMath.exp(logPDF(x)) }
}
