extension VaRBacktest {
  /// Kupiec's test of the proportion of failures (POF), χ²(1).
  ///
  /// ```swift
  /// // 57 failures in 1,043 steps at 95 %
  /// try record.proportionOfFailures().statistic   // 0.46147
  /// ```
  ///
  /// No failure gives -2 T log(1 - p), nothing but failures -2 T log p. P. Kupiec, Journal of Derivatives 3 (1995).
  ///
  /// - Complexity: O(1).
  public func proportionOfFailures() -> LikelihoodRatioTest {
    Self.proportionOfFailures(failureCount, of: stepCount, level: level)
  }

  /// Kupiec's test for counts alone.
  ///
  /// - Throws: `outOfRange` for counts that are negative or more failures than steps, or for a level that is not
  ///   between 0 and 1; `empty` without a step.
  public static func proportionOfFailures(failures: Int, steps: Int, level: Double) throws(RiskError)
    -> LikelihoodRatioTest
  {
    guard steps > 0 else { throw RiskError(.empty, found: "\(steps) steps", expected: "at least one") }
    guard failures >= 0, failures <= steps else {
      throw RiskError(.outOfRange, found: "\(failures) failures", expected: "0 to \(steps)")
    }
    guard level > 0, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    return proportionOfFailures(failures, of: steps, level: level)
  }

  private static func proportionOfFailures(_ hits: Int, of steps: Int, level: Double) -> LikelihoodRatioTest {
    let misses = steps - hits
    let claimed = bernoulliLogLikelihood(hits: hits, misses: misses, rate: 1 - level)
    return LikelihoodRatioTest(
      "proportion of failures", 2 * (bernoulliLogLikelihood(hits: hits, misses: misses) - claimed),
      degreesOfFreedom: 1)
  }

  /// Kupiec's test of the time until the first failure (TUFF), χ²(1).
  ///
  /// With the first failure in step v: -2 log(p (1 - p)ᵛ⁻¹ / (1/v (1 - 1/v)ᵛ⁻¹)). Without a failure it is that of a
  /// time beyond the end, -2 T log(1 - p). Kupiec (1995).
  ///
  /// - Complexity: O(steps).
  public func timeUntilFirstFailure() -> LikelihoodRatioTest {
    let first = failures.firstIndex(of: true)
    let statistic =
      first.map { waitingStatistic($0 + 1) } ?? -2
      * bernoulliLogLikelihood(
        hits: 0, misses: stepCount, rate: claimedRate)
    return LikelihoodRatioTest("time until first failure", statistic, degreesOfFreedom: 1)
  }

  /// Haas's mixed test of the times between failures (TBF), χ²(x + 1): the proportion and the independence together.
  ///
  /// Without a failure it is the test of the proportion. M. Haas, *New Methods in Backtesting*, caesar Bonn (2001).
  ///
  /// - Complexity: O(steps).
  public func timeBetweenFailures() -> LikelihoodRatioTest {
    LikelihoodRatioTest(
      "time between failures", timeBetweenFailuresIndependence().statistic + proportionOfFailures().statistic,
      degreesOfFreedom: failureCount + 1)
  }

  /// Haas's test of the independence of the times between failures (TBFI), χ²(x).
  ///
  /// The sum over all gaps of the statistic of ``timeUntilFirstFailure()``; the time after the last failure is left
  /// out. Without a failure there is nothing to test: 0 with 0 degrees of freedom.
  ///
  /// - Complexity: O(steps).
  public func timeBetweenFailuresIndependence() -> LikelihoodRatioTest {
    LikelihoodRatioTest(
      "time between failures, independence", gaps.reduce(0) { $0 + waitingStatistic($1) },
      degreesOfFreedom: failureCount)
  }

  /// -2 log of the likelihood ratio of a time of v steps up to and with a failure.
  private func waitingStatistic(_ v: Int) -> Double {
    2
      * (bernoulliLogLikelihood(hits: 1, misses: v - 1)
        - bernoulliLogLikelihood(hits: 1, misses: v - 1, rate: claimedRate))
  }
}
