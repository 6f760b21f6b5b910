/// The uniform distribution on an interval.
///
/// Bit-identical on every machine.
public struct UniformDistribution: ContinuousDistribution, Hashable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// Makes a uniform distribution.
  ///
  /// - Throws: `notFinite` for an end or the length; `invalidArgument` when the ends are not in order.
  public init(from lower: Double, to upper: Double) throws(NumericalError) {
    try ArgumentCheck.requireFinite(lower, "the lower end")
    try ArgumentCheck.requirePositive(upper - lower, "the length")
    (self.lower, self.upper) = (lower, upper)
  }

  /// The mean, the middle of the interval.
  public var mean: Double { 0.5 * lower + 0.5 * upper }

  /// The variance, a twelfth of the squared length.
  public var variance: Double { length * length / 12 }

  /// The logarithm of the density at x; -∞ outside the support.
  public func logPDF(_ x: Double) -> Double {
    x.isNaN ? x : x >= lower && x <= upper ? -VectorMath.log(length) : -.infinity
  }

  /// The probability of a value not above x.
  public func cdf(_ x: Double) -> Double { x <= lower ? 0 : x >= upper ? 1 : (x - lower) / length }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { x <= lower ? 1 : x >= upper ? 0 : (upper - x) / length }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ x: Double) -> Double { VectorMath.log(cdf(x)) }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ x: Double) -> Double { VectorMath.log(survival(x)) }

  /// The value that is not exceeded with probability p.
  public func quantile(_ p: Double) -> Double { p >= 0 && p <= 1 ? lower + p * length : .nan }

  /// The value that is exceeded with probability q.
  public func upperQuantile(_ q: Double) -> Double { q >= 0 && q <= 1 ? upper - q * length : .nan }

  private var length: Double { upper - lower }
}
