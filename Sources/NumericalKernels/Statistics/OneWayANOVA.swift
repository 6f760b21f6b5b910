/// The one-way analysis of variance: whether groups share one mean.
///
/// Sums of squares are accumulated in twice the precision. Bit-identical everywhere.
public struct OneWayANOVA: Sendable {
  /// The sum of squares of the group means about the common mean, each times its group's size.
  public let betweenSumOfSquares: Double
  /// The sum of squares of the values about the mean of their group.
  public let withinSumOfSquares: Double
  /// The number of groups less 1.
  public let betweenDegreesOfFreedom: Int
  /// The number of values less the number of groups.
  public let withinDegreesOfFreedom: Int

  /// The mean squares' ratio, F-distributed when the groups share one mean; infinite when no group varies within
  /// itself.
  public var fStatistic: Double {
    betweenSumOfSquares / Double(betweenDegreesOfFreedom) / (withinSumOfSquares / Double(withinDegreesOfFreedom))
  }

  /// The share of all variation that lies between the groups.
  public var rSquared: Double { betweenSumOfSquares / (betweenSumOfSquares + withinSumOfSquares) }

  /// The estimated standard deviation within the groups.
  public var residualStandardDeviation: Double { (withinSumOfSquares / Double(withinDegreesOfFreedom)).squareRoot() }

  /// Analyses groups; a NaN is a missing value and left out.
  ///
  /// - Throws: `insufficientData` with fewer than two groups, with the index of a group without a value, when there are
  ///   no more values than groups, or when all values are equal; `notFinite` for an infinity; `tooLarge` beyond
  ///   magnitudes of 1e144.
  /// - Complexity: O(n).
  public init(_ groups: [[Double]]) throws(NumericalError) {
    var samples: [[Double]] = []
    for (index, group) in groups.enumerated() {
      let present = try group.present()
      guard !present.isEmpty else { throw NumericalError(.insufficientData, "the group has no value", index: index) }
      samples.append(present)
    }
    if samples.contains(where: { $0.contains { abs($0) > 0x1p480 } }) {
      throw NumericalError(.tooLarge, "a sum of squares overflows")
    }
    let count = samples.reduce(0) { $0 + $1.count }
    guard samples.count >= 2, count > samples.count else {
      throw NumericalError(.insufficientData, "two groups and more values than groups expected")
    }
    // Deviations are from the first value, whose subtraction is exact for data with a large common part.
    let origin = DoubleDouble(samples[0][0])
    var (within, total) = (DoubleDouble(0), DoubleDouble(0))
    var means: [DoubleDouble] = []
    for sample in samples {
      var sum = DoubleDouble(0)
      for value in sample { sum = sum + (DoubleDouble(value) - origin) }
      total = total + sum
      let mean = sum / DoubleDouble(Double(sample.count))
      means.append(mean)
      within = within + sample.extendedSquares(about: origin + mean)
    }
    let common = total / DoubleDouble(Double(count))
    var between = DoubleDouble(0)
    for (sample, mean) in zip(samples, means) {
      let deviation = mean - common
      between = between + deviation * deviation * Double(sample.count)
    }
    guard between.high > 0 || within.high > 0 else { throw NumericalError(.insufficientData, "all values are equal") }
    betweenSumOfSquares = between.high
    withinSumOfSquares = within.high
    betweenDegreesOfFreedom = samples.count - 1
    withinDegreesOfFreedom = count - samples.count
  }
}
