/// The number of events of a Poisson process.
///
/// The tails are incomplete gamma functions. Bit-identical on every machine.
///
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions" (1964), 26.4.21.
public struct PoissonDistribution: DiscreteDistribution, Hashable {
  /// The mean, which is also the variance.
  public let mean: Double

  /// Makes a Poisson distribution.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the mean is negative; `tooLarge` above 2⁵³.
  public init(mean: Double) throws(NumericalError) {
    try ArgumentCheck.requireFinite(mean, "the mean")
    guard mean >= 0 else { throw NumericalError(.invalidArgument, "the mean cannot be \(mean)") }
    guard mean <= 0x1p53 else { throw NumericalError(.tooLarge, "the mean is at most 2^53, not \(mean)") }
    self.mean = mean
  }

  /// The variance, the mean.
  public var variance: Double { mean }

  /// The logarithm of the probability of exactly k; -∞ outside the support.
  public func logPMF(_ k: Int) -> Double {
    guard k >= 0 else { return -.infinity }
    if mean == 0 { return k == 0 ? 0 : -.infinity }
    return k == 0 ? -mean : SpecialFunctions.logGammaPrefix(Double(k), mean) - VectorMath.log(Double(k))
  }

  /// The probability of k or fewer.
  public func cdf(_ k: Int) -> Double { tail(k).upper }

  /// The probability of more than k.
  public func survival(_ k: Int) -> Double { tail(k).lower }

  /// The logarithm of `cdf`, finite where that underflows.
  public func logCDF(_ k: Int) -> Double { tail(k).logUpper }

  /// The logarithm of `survival`, finite where that underflows.
  public func logSurvival(_ k: Int) -> Double { tail(k).logLower }

  /// The smallest k with cdf(k) ≥ p; infinite for a p of 1 that no number reaches.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 1 { return mean == 0 ? 0 : .infinity }
    let z = VectorMath.normalQuantile(p)
    return smallest(near: z, limit: 1 << 60) { cdf($0) >= p }.map(Double.init) ?? .infinity
  }

  /// The smallest k with survival(k) ≤ q; infinite for a q of 0 that no number reaches.
  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q == 0 { return mean == 0 ? 0 : .infinity }
    let z = -VectorMath.normalQuantile(q)
    return smallest(near: z, limit: 1 << 60) { survival($0) <= q }.map(Double.init) ?? .infinity
  }

  /// More than k events is the lower tail of a gamma distribution at the mean.
  private func tail(_ k: Int) -> Tail {
    k < 0 ? .aboveSupport : SpecialFunctions.gammaTail(Double(k) + 1, mean)
  }
}
