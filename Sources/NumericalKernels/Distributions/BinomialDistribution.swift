/// The number of successes in a number of independent trials.
///
/// The tails are incomplete beta functions. Bit-identical on every machine.
///
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions" (1964), 26.5.24.
public struct BinomialDistribution: DiscreteDistribution, Hashable {
  /// The number of trials.
  public let trials: Int
  /// The probability of success in each.
  public let probability: Double

  /// Makes a binomial distribution.
  ///
  /// - Throws: `invalidArgument` when the trials are negative or the probability lies outside [0, 1] or is NaN; `tooLarge` above 2⁵³
  ///   trials.
  public init(trials: Int, probability: Double) throws(NumericalError) {
    guard trials >= 0 else { throw NumericalError(.invalidArgument, "trials cannot be \(trials)") }
    guard trials <= 1 << 53 else { throw NumericalError(.tooLarge, "at most 2^53 trials, not \(trials)") }
    guard probability >= 0, probability <= 1 else {
      throw NumericalError(.invalidArgument, "the probability has to lie in [0, 1], not \(probability)")
    }
    (self.trials, self.probability) = (trials, probability)
  }

  /// The mean, trials × probability.
  public var mean: Double { Double(trials) * probability }

  /// The variance, trials × probability × (1 - probability).
  public var variance: Double { Double(trials) * probability * (1 - probability) }

  /// The logarithm of the probability of exactly k; -∞ outside the support.
  public func logPMF(_ k: Int) -> Double {
    guard k >= 0, k <= trials else { return -.infinity }
    if probability == 0 { return k == 0 ? 0 : -.infinity }
    if probability == 1 { return k == trials ? 0 : -.infinity }
    let n = Double(trials)
    if k == 0 { return n * VectorMath.log1p(-probability) }
    if k == trials { return n * VectorMath.log(probability) }
    let (a, b) = (Double(k), Double(trials - k))
    let prefix = SpecialFunctions.logBetaPrefix(BetaPoint(probability, a: a, b: b), a: a, b: b)
    return prefix + VectorMath.log(n / (a * b))
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
    if p == 1 { return probability == 0 ? 0 : Double(trials) }
    let z = VectorMath.normalQuantile(p)
    return smallest(near: z, limit: trials) { cdf($0) >= p }.map(Double.init) ?? .infinity
  }

  /// The smallest k with survival(k) ≤ q; infinite for a q of 0 that no number reaches.
  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q == 0 { return probability == 0 ? 0 : Double(trials) }
    let z = -VectorMath.normalQuantile(q)
    return smallest(near: z, limit: trials) { survival($0) <= q }.map(Double.init) ?? .infinity
  }

  /// More than k successes is the lower tail of a beta distribution at the probability.
  private func tail(_ k: Int) -> Tail {
    if k < 0 { return .aboveSupport }
    if k >= trials || probability == 0 { return .belowSupport }
    if probability == 1 { return .aboveSupport }
    let (a, b) = (Double(k) + 1, Double(trials - k))
    return SpecialFunctions.betaTail(BetaPoint(probability, a: a, b: b), a: a, b: b)
  }
}
