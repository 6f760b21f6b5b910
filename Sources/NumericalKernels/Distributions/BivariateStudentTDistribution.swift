#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Two Student t variables with common degrees of freedom and a correlation: normal variables over one chi variable.
///
/// Uncorrelated is not independent here: the tails depend on each other at ρ = 0. Its `cdf` takes sine and arc cosine of
/// the C library: equal to rounding across C libraries.
public struct BivariateStudentTDistribution: Hashable, Sendable {
  /// The degrees of freedom ν, positive.
  public let degreesOfFreedom: Double
  /// The correlation of the normal variables, from -1 to 1.
  public let correlation: Double
  private let margin: StudentTDistribution

  /// Makes a bivariate t distribution with locations 0 and scales 1.
  ///
  /// - Throws: `notFinite`; `invalidArgument` when the degrees of freedom are not positive or the correlation lies outside [-1, 1].
  public init(degreesOfFreedom: Double, correlation: Double) throws(NumericalError) {
    margin = try StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
    guard abs(correlation) <= 1 else {
      throw NumericalError(.invalidArgument, "the correlation has to lie in [-1, 1], not \(correlation)")
    }
    (self.degreesOfFreedom, self.correlation) = (degreesOfFreedom, correlation)
  }

  /// P(X ≤ x, Y ≤ y), with an absolute error of some 1e-14; NaN arguments give NaN.
  ///
  /// - Complexity: one adaptive integral, 15 to some hundred evaluations.
  /// - Note: Source: Plackett's identity for the t distribution (Genz 2004, section 3), integrated from ρ = ±1, so that ν need not be whole.
  public func cdf(_ x: Double, _ y: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    if x == -.infinity || y == -.infinity { return 0 }
    if x == .infinity { return margin.cdf(y) }
    if y == .infinity { return margin.cdf(x) }
    let isPositive = correlation >= 0
    let limit = isPositive ? margin.cdf(min(x, y)) : max(0, margin.cdf(x) - margin.survival(y))
    // With φ the angle from the limit, sin θ = ±cos φ: the distance h² - 2hk sin θ + k² keeps its digits as (h ∓ k)² ± 2hk(1 - cos φ).
    let angle = acos(abs(correlation))
    let gap = isPositive ? x - y : x + y
    let product = isPositive ? x * y : -x * y
    let quadrature = AdaptiveQuadrature(absoluteTolerance: 1e-15, relativeTolerance: 1e-13, maximumEvaluations: 5_000)
    let integral = quadrature.run(from: 0, to: angle) { phi in
      let sine = sin(phi)
      let halfSine = sin(0.5 * phi)
      let distance = gap * gap + 4 * product * halfSine * halfSine
      return VectorMath.exp(-0.5 * degreesOfFreedom * VectorMath.log1p(distance / (degreesOfFreedom * sine * sine)))
    }.value
    let value = isPositive ? limit - integral / (2 * .pi) : limit + integral / (2 * .pi)
    return min(max(value, 0), 1)
  }

  /// P(X > x, Y > y).
  public func survival(_ x: Double, _ y: Double) -> Double { cdf(-x, -y) }
}
