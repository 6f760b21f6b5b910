/// Whether a moment divides by the count or corrects for the mean that was estimated from the same sample.
public enum MomentConvention: Hashable, Sendable {
  /// Moments about the mean divided by n: the sample taken for the whole population.
  case population
  /// Corrected for the estimated mean: variance by n - 1; skewness G₁ and kurtosis G₂ as spreadsheets and SAS give
  /// them.
  case sample
}

extension Statistics {
  /// The sum of the values present; 0 of none.
  ///
  /// Correctly rounded but for pathological cancellation; infinite only where the true sum overflows.
  ///
  /// - Throws: `notFinite` with the index of an infinity.
  /// - Complexity: O(n).
  public static func sum(_ values: [Double]) throws(NumericalError) -> Double {
    let present = try values.present()
    return present.withUnsafeBufferPointer { present in
      let sum = DoubleDouble.sum(present.count) { present[$0] }.high
      // An overflow on the way leaves NaN or infinity; the scaled sum tells whether the end overflows too.
      return sum.isFinite ? sum : 0x1p64 * DoubleDouble.sum(present.count) { 0x1p-64 * present[$0] }.high
    }
  }

  /// The arithmetic mean of the values present.
  ///
  /// - Throws: `insufficientData` without a value; `notFinite` for an infinity.
  /// - Complexity: O(n).
  public static func mean(_ values: [Double]) throws(NumericalError) -> Double {
    let sample = try Sample(values)
    return sample.mean.high / sample.scale
  }

  /// The mean squared deviation from the mean, by n - 1 unless the convention says otherwise.
  ///
  /// In two passes about the mean in twice the precision: accurate to a few units in the last place whatever the offset
  /// of the data.
  ///
  /// - Throws: `insufficientData` with fewer than two values (one for the population); `notFinite` for an infinity.
  /// - Complexity: O(n).
  public static func variance(_ values: [Double], _ convention: MomentConvention = .sample) throws(NumericalError)
    -> Double
  {
    let deviation = try scaledDeviation(values, convention)
    return deviation.variance / deviation.scale / deviation.scale
  }

  /// The square root of `variance`.
  ///
  /// - Throws: As `variance`.
  /// - Complexity: O(n).
  public static func standardDeviation(_ values: [Double], _ convention: MomentConvention = .sample)
    throws(NumericalError) -> Double
  {
    let deviation = try scaledDeviation(values, convention)
    return deviation.variance.squareRoot() / deviation.scale
  }

  private static func scaledDeviation(_ values: [Double], _ convention: MomentConvention) throws(NumericalError)
    -> (variance: Double, scale: Double)
  {
    let sample = try Sample(values, atLeast: convention == .sample ? 2 : 1)
    let divisor = Double(sample.values.count - (convention == .sample ? 1 : 0))
    return (sample.squares / divisor, sample.scale)
  }

  /// The third standardised moment: 0 for a symmetric sample, positive with a long upper tail.
  ///
  /// `population` is g₁ = m₃ / m₂^{3/2}; `sample` is G₁ = g₁ √(n(n - 1)) / (n - 2). Joanes and Gill, "Comparing
  /// measures of sample skewness and kurtosis", The Statistician 47 (1998).
  ///
  /// - Throws: `insufficientData` with fewer than three values (one for the population) or when they are all equal;
  ///   `notFinite` for an infinity.
  /// - Complexity: O(n).
  public static func skewness(_ values: [Double], _ convention: MomentConvention = .sample) throws(NumericalError)
    -> Double
  {
    let sample = try Sample(values, atLeast: convention == .sample ? 3 : 1)
    let n = Double(sample.values.count)
    let second = try sample.variation() / n
    let skewness = sample.sum { $0 * $0 * $0 } / n / (second * second.squareRoot())
    return convention == .population ? skewness : skewness * (n * (n - 1)).squareRoot() / (n - 2)
  }

  /// The fourth standardised moment less 3: 0 for a normal distribution, positive with heavy tails.
  ///
  /// `population` is g₂ = m₄ / m₂² - 3; `sample` is G₂ = ((n + 1) g₂ + 6) (n - 1) / ((n - 2)(n - 3)). Joanes and Gill
  /// (1998).
  ///
  /// - Throws: `insufficientData` with fewer than four values (one for the population) or when they are all equal;
  ///   `notFinite` for an infinity.
  /// - Complexity: O(n).
  public static func excessKurtosis(_ values: [Double], _ convention: MomentConvention = .sample)
    throws(NumericalError) -> Double
  {
    let sample = try Sample(values, atLeast: convention == .sample ? 4 : 1)
    let n = Double(sample.values.count)
    let second = try sample.variation() / n
    let kurtosis = sample.sum { $0 * $0 * $0 * $0 } / n / (second * second) - 3
    return convention == .population ? kurtosis : ((n + 1) * kurtosis + 6) * (n - 1) / ((n - 2) * (n - 3))
  }

  /// The autocorrelations of a series at the lags from 0 to `maximumLag`.
  ///
  /// At lag k: Σ (xₜ - x̄)(xₜ₊ₖ - x̄) / Σ (xₜ - x̄)².
  ///
  /// Values keep their places: a pair with a missing half adds nothing to the numerator, and the mean and the
  /// denominator are over all values present.
  ///
  /// - Throws: `invalidArgument` for a lag below 0 or not below the length; `insufficientData` without variation;
  ///   `notFinite` for an infinity.
  /// - Complexity: O(n · maximumLag).
  public static func autocorrelations(_ series: [Double], maximumLag: Int) throws(NumericalError) -> [Double] {
    guard maximumLag >= 0, maximumLag < max(1, series.count) else {
      throw NumericalError(.invalidArgument, "a lag from 0 to below \(series.count) expected, \(maximumLag) given")
    }
    let sample = try Sample(series)
    let total = try sample.variation()
    let (mean, scale) = (sample.mean, sample.scale)
    let deviations = series.map { $0.isNaN ? 0 : ($0 * scale - mean.high) - mean.low }
    return deviations.withUnsafeBufferPointer { d in
      (0...maximumLag).map { lag in
        lag == 0 ? 1 : DoubleDouble.sum(d.count - lag) { d[$0] * d[$0 + lag] }.high / total
      }
    }
  }

  /// The autocorrelation of a series at one lag; see `autocorrelations`.
  ///
  /// - Throws: As `autocorrelations`.
  /// - Complexity: O(n).
  public static func autocorrelation(_ series: [Double], lag: Int) throws(NumericalError) -> Double {
    try autocorrelations(series, maximumLag: lag)[lag]
  }
}

extension Sample {
  /// The sum of squared deviations of a sample that varies.
  func variation() throws(NumericalError) -> Double {
    let squares = squares
    guard squares > 0 else { throw NumericalError(.insufficientData, "all values are equal") }
    return squares
  }
}
