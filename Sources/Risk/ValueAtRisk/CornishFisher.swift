import NumericalKernels

/// Quantiles and tail means of a loss with some skewness and kurtosis, as an expansion about the normal distribution.
///
///     let expansion = try CornishFisher(skewness: 0.5, excessKurtosis: 1.2)
///     expansion.quantile(0.99)       // 2.8804665810234873, in standard deviations above the mean
///
/// The expansion is a quantile function only where it rises with the probability. Where it falls anywhere between the 0.01 % and the
/// 99.99 % quantile, or further out when asked, it is refused. Rising for every probability is a stronger demand, which a second-order
/// gain in a single normal factor never meets: see ``risesEverywhere``.
/// - Source: E. A. Cornish, R. A. Fisher, Revue de l'Institut International de Statistique 5 (1938); D. Maillard, "A user's guide to
///   the Cornish Fisher expansion" (2012).
public struct CornishFisher: Hashable, Sendable {
  /// The third standardised cumulant of the loss; positive where large losses are likelier than large gains.
  public let skewness: Double
  /// The fourth standardised cumulant of the loss.
  public let excessKurtosis: Double

  /// An expansion.
  ///
  /// - Parameters:
  ///   - skewness: The skewness of the loss.
  ///   - excessKurtosis: The excess kurtosis of the loss.
  ///   - level: The probability up to which, and from one less which on, the expansion has to rise.
  /// - Throws: `notFinite`; `outOfRange` unless the level lies between 0.5 and 1; `invalidExpansion` where the expansion falls.
  public init(skewness: Double, excessKurtosis: Double, upTo level: Double = 0.9999) throws(RiskError) {
    try InputCheck.finite([skewness, excessKurtosis], "moment")
    guard level > 0.5, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0.5 and 1")
    }
    self.skewness = skewness
    self.excessKurtosis = excessKurtosis
    guard leastSlope(within: NormalDistribution.standard.upperQuantile(1 - level)) >= 0 else {
      throw RiskError(
        .invalidExpansion, found: "skewness \(skewness), excess kurtosis \(excessKurtosis)",
        expected: "moments for which the Cornish-Fisher expansion rises with the probability")
    }
  }

  /// Whether the expansion rises at every probability: its slope, a parabola in z, is nowhere negative.
  public var risesEverywhere: Bool {
    let (square, linear, constant) = slope
    return square >= 0 && constant >= 0 && linear * linear <= 4 * square * constant
  }

  /// The coefficients of the slope in powers of z.
  private var slope: (square: Double, linear: Double, constant: Double) {
    let (s, k) = (skewness, excessKurtosis)
    return (k / 8 - s * s / 6, s / 3, 1 - k / 8 + 5 * s * s / 36)
  }

  /// The least slope between -z and z.
  private func leastSlope(within z: Double) -> Double {
    let (square, linear, constant) = slope
    func value(_ x: Double) -> Double { (square * x + linear) * x + constant }
    let ends = min(value(-z), value(z))
    guard square > 0, abs(linear) < 2 * square * z else { return ends }
    return min(ends, constant - linear * linear / (4 * square))
  }

  /// The quantile at a level, in standard deviations above the mean.
  public func quantile(_ level: Double) -> Double {
    TailFactor.quantile(level).value(skewness: skewness, excessKurtosis: excessKurtosis)
  }

  /// The mean of the losses beyond a level's quantile, in standard deviations above the mean.
  public func shortfall(_ level: Double) -> Double {
    TailFactor.shortfall(level).value(skewness: skewness, excessKurtosis: excessKurtosis)
  }
}

/// A figure in standard deviations as a polynomial of skewness and kurtosis: `c₀ + c₁ s + c₂ k + c₃ s²`.
struct TailFactor {
  let normal: Double
  var bySkewness = 0.0
  var byKurtosis = 0.0
  var bySkewnessSquare = 0.0

  func value(skewness s: Double, excessKurtosis k: Double) -> Double {
    normal + bySkewness * s + byKurtosis * k + bySkewnessSquare * s * s
  }

  /// The quantile of the expansion.
  static func quantile(_ level: Double) -> TailFactor {
    let z = NormalDistribution.standard.upperQuantile(1 - level)
    return TailFactor(z, z * z, z * z * z)
  }

  /// The mean of the expansion beyond its quantile, from the normal's moments beyond z.
  static func shortfall(_ level: Double) -> TailFactor {
    let z = NormalDistribution.standard.upperQuantile(1 - level)
    let first = NormalDistribution.standard.pdf(z) / (1 - level)
    return TailFactor(first, 1 + z * first, (z * z + 2) * first)
  }

  private init(_ z: Double, _ square: Double, _ cube: Double) {
    normal = z
    bySkewness = (square - 1) / 6
    byKurtosis = (cube - 3 * z) / 24
    bySkewnessSquare = -(2 * cube - 5 * z) / 36
  }

  /// A figure of a distribution that is known up to its standard deviation.
  init(fixed value: Double) { normal = value }
}
