import NumericalKernels

/// The outcome of a likelihood-ratio test: a statistic that is χ² distributed, for large samples, where the model is
/// right.
public struct LikelihoodRatioTest: Hashable, Sendable, Codable {
  /// The name of the test.
  public let name: String
  /// -2 log of the likelihood ratio, 0 or more.
  public let statistic: Double
  /// The degrees of freedom of its distribution; 0 where there is nothing to test, and the test never rejects.
  public let degreesOfFreedom: Int

  /// The probability of a statistic as large where the model is right.
  public var pValue: Double {
    guard degreesOfFreedom > 0,
      let distribution = try? ChiSquaredDistribution(degreesOfFreedom: Double(degreesOfFreedom))
    else { return 1 }
    return distribution.survival(statistic)
  }

  /// Whether the model is rejected at a significance such as 0.05.
  public func rejects(at significance: Double) -> Bool { pValue < significance }

  /// Rounding must not leave a statistic below zero.
  init(_ name: String, _ statistic: Double, degreesOfFreedom: Int) {
    self.name = name
    self.statistic = max(0, statistic)
    self.degreesOfFreedom = degreesOfFreedom
  }
}

/// The log likelihood of hits and misses at a rate, with 0 log 0 = 0.
func bernoulliLogLikelihood(hits: Int, misses: Int, rate: Double) -> Double {
  (hits == 0 ? 0 : Double(hits) * VectorMath.log(rate))
    + (misses == 0 ? 0 : Double(misses) * VectorMath.log1p(-rate))
}

/// The same at the rate observed, the largest there is.
func bernoulliLogLikelihood(hits: Int, misses: Int) -> Double {
  guard hits > 0, misses > 0 else { return 0 }
  return bernoulliLogLikelihood(hits: hits, misses: misses, rate: Double(hits) / Double(hits + misses))
}
