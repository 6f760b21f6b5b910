#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Two standard normal variables with a correlation.
///
/// Its `cdf` takes sine and arc sine of the C library: equal to rounding across C libraries.
public struct BivariateNormalDistribution: Hashable, Sendable {
  /// The correlation, from -1 to 1.
  public let correlation: Double

  /// Makes a bivariate normal distribution with means 0 and standard deviations 1.
  ///
  /// - Throws: `invalidArgument` when the correlation is NaN or lies outside [-1, 1].
  public init(correlation: Double) throws(NumericalError) {
    guard abs(correlation) <= 1 else {
      throw NumericalError(.invalidArgument, "the correlation has to lie in [-1, 1], not \(correlation)")
    }
    self.correlation = correlation
  }

  /// The density; NaN for |ρ| = 1, where there is none.
  public func pdf(_ x: Double, _ y: Double) -> Double {
    let rest = (1 - correlation) * (1 + correlation)
    guard rest > 0 else { return .nan }
    return VectorMath.exp(-0.5 * (x * x - 2 * correlation * x * y + y * y) / rest) / (2 * .pi * rest.squareRoot())
  }

  /// P(X ≤ x, Y ≤ y), with an absolute error of some 1e-15; NaN arguments give NaN.
  ///
  /// - Complexity: 6 to 20 exponentials and up to three normal tails.
  /// - Note: Source: A. Genz, Numerical computation of rectangular bivariate and trivariate normal and t probabilities, Statistics and
  ///   Computing 14 (2004), section 2, after Drezner and Wesolowsky (1990).
  public func cdf(_ x: Double, _ y: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    if x == -.infinity || y == -.infinity { return 0 }
    if x == .infinity { return VectorMath.normalCDF(y) }
    if y == .infinity { return VectorMath.normalCDF(x) }
    let value =
      abs(correlation) < 0.925 ? moderateUpper(-x, -y) : strongUpper(-x, -y)
    return min(max(value, 0), 1)
  }

  /// P(X > x, Y > y).
  public func survival(_ x: Double, _ y: Double) -> Double { cdf(-x, -y) }

  /// Φ(-h) Φ(-k) + 1/2π ∫ exp(-(h² - 2hk sin θ + k²) / (2 cos² θ)) dθ over θ from 0 to asin ρ.
  private func moderateUpper(_ h: Double, _ k: Double) -> Double {
    let size = abs(correlation)
    let rule = size < 0.3 ? Rules.six : size < 0.75 ? Rules.twelve : Rules.twenty
    let half = 0.5 * asin(correlation)
    let (hk, squares) = (h * k, 0.5 * (h * h + k * k))
    var sum = 0.0
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let sine = sin(half * (1 + node))
      sum += weight * VectorMath.exp((sine * hk - squares) / (1 - sine * sine))
    }
    return VectorMath.normalCDF(-h) * VectorMath.normalCDF(-k) + sum * half / (2 * .pi)
  }

  /// From the limit |ρ| = 1, with the integrand's leading part done in closed form.
  private func strongUpper(_ h: Double, _ signed: Double) -> Double {
    let k = correlation < 0 ? -signed : signed
    let hk = h * k
    var value = 0.0
    if abs(correlation) < 1 {
      let rest = (1 - correlation) * (1 + correlation)
      let a = rest.squareRoot()
      let gap = abs(h - k)
      let square = gap * gap
      let c = (4 - hk) / 8
      let d = (12 - hk) / 16
      let exponent = -0.5 * (square / rest + hk)
      if exponent > -700 {
        let series = 1 - c * (square - rest) * (1 - d * square / 5) / 3 + c * d * rest * rest / 5
        value = a * VectorMath.exp(exponent) * series
      }
      if hk > -700 {
        let tail = (2 * .pi).squareRoot() * VectorMath.normalCDF(-gap / a)
        value -= VectorMath.exp(-0.5 * hk) * tail * gap * (1 - c * square * (1 - d * square / 5) / 3)
      }
      for (node, weight) in zip(Rules.twenty.nodes, Rules.twenty.weights) {
        let s = 0.5 * a * (1 + node)
        let s2 = s * s
        let exponent = -0.5 * (square / s2 + hk)
        guard exponent > -700 else { continue }
        let root = (1 - s2).squareRoot()
        let exact = VectorMath.exp(-0.5 * hk * s2 / ((1 + root) * (1 + root))) / root
        value += 0.5 * a * weight * VectorMath.exp(exponent) * (exact - (1 + c * s2 * (1 + d * s2)))
      }
      value /= -2 * .pi
    }
    if correlation > 0 { return value + VectorMath.normalCDF(-max(h, k)) }
    guard k > h else { return -value }
    let strip =
      h < 0
      ? VectorMath.normalCDF(k) - VectorMath.normalCDF(h)
      : VectorMath.normalCDF(-h) - VectorMath.normalCDF(-k)
    return strip - value
  }

  private enum Rules {
    static let six = GaussRule.legendreRule(6)
    static let twelve = GaussRule.legendreRule(12)
    static let twenty = GaussRule.legendreRule(20)
  }
}
