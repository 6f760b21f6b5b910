extension VaRBacktest {
  /// How often each state followed each: the T - 1 pairs of neighbouring steps.
  public struct Transitions: Hashable, Sendable, Codable {
    /// No failure after no failure.
    public var calmAfterCalm: Int
    /// A failure after no failure.
    public var failureAfterCalm: Int
    /// No failure after a failure.
    public var calmAfterFailure: Int
    /// A failure after a failure.
    public var failureAfterFailure: Int

    /// Makes counts.
    public init(calmAfterCalm: Int, failureAfterCalm: Int, calmAfterFailure: Int, failureAfterFailure: Int) {
      self.calmAfterCalm = calmAfterCalm
      self.failureAfterCalm = failureAfterCalm
      self.calmAfterFailure = calmAfterFailure
      self.failureAfterFailure = failureAfterFailure
    }

    /// The log likelihood of a first-order Markov chain with the rates observed.
    var chainLogLikelihood: Double {
      bernoulliLogLikelihood(hits: failureAfterCalm, misses: calmAfterCalm)
        + bernoulliLogLikelihood(hits: failureAfterFailure, misses: calmAfterFailure)
    }

    /// The pairs that end in a failure.
    var failures: Int { failureAfterCalm + failureAfterFailure }
    /// The pairs that do not.
    var calms: Int { calmAfterCalm + calmAfterFailure }

    /// Christoffersen's test of independence, χ²(1): whether a failure makes another one likelier.
    ///
    /// - Throws: `outOfRange` for a negative count.
    public func independence() throws(RiskError) -> LikelihoodRatioTest {
      try check()
      return LikelihoodRatioTest(
        "independence", 2 * (chainLogLikelihood - bernoulliLogLikelihood(hits: failures, misses: calms)),
        degreesOfFreedom: 1)
    }

    /// Christoffersen's test of conditional coverage, χ²(2): the right rate, whatever happened the step before.
    ///
    /// - Throws: `outOfRange` for a negative count or a level that is not between 0 and 1.
    public func conditionalCoverage(level: Double) throws(RiskError) -> LikelihoodRatioTest {
      try check()
      guard level > 0, level < 1 else {
        throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
      }
      let claimed = bernoulliLogLikelihood(hits: failures, misses: calms, rate: 1 - level)
      return LikelihoodRatioTest("conditional coverage", 2 * (chainLogLikelihood - claimed), degreesOfFreedom: 2)
    }

    private func check() throws(RiskError) {
      guard min(calmAfterCalm, failureAfterCalm, calmAfterFailure, failureAfterFailure) >= 0 else {
        throw RiskError(.outOfRange, found: "\(self)", expected: "counts of 0 or more")
      }
    }
  }

  /// The transitions between neighbouring steps.
  ///
  /// - Complexity: O(steps).
  public var transitions: Transitions {
    var counts = Transitions(calmAfterCalm: 0, failureAfterCalm: 0, calmAfterFailure: 0, failureAfterFailure: 0)
    for (before, after) in zip(failures, failures.dropFirst()) {
      switch (before, after) {
      case (false, false): counts.calmAfterCalm += 1
      case (false, true): counts.failureAfterCalm += 1
      case (true, false): counts.calmAfterFailure += 1
      case (true, true): counts.failureAfterFailure += 1
      }
    }
    return counts
  }

  /// Christoffersen's test of independence, χ²(1).
  ///
  /// Over the T - 1 transitions: -2 log of the likelihood at one rate against two, one after a failure and one after
  /// none. Where one of the states never occurs the rates are equal and the statistic is 0. P. Christoffersen,
  /// International Economic Review 39 (1998).
  ///
  /// - Complexity: O(steps).
  public func independence() throws(RiskError) -> LikelihoodRatioTest { try transitions.independence() }

  /// Christoffersen's test of conditional coverage, χ²(2).
  ///
  /// The claimed rate against two rates, over the T - 1 transitions in both likelihoods: the statistic of independence
  /// plus that of the proportion of failures among the last T - 1 steps. (Some programs take all T steps for the
  /// latter; the two differ by the first step.)
  ///
  /// - Complexity: O(steps).
  public func conditionalCoverage() throws(RiskError) -> LikelihoodRatioTest {
    try transitions.conditionalCoverage(level: level)
  }
}
