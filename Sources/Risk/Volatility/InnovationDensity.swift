import NumericalKernels

/// The log density of a residual e whose log variance is g, with its derivatives by g, e and the degrees of freedom ν.
struct InnovationDensity {
  /// The value and derivatives at one residual.
  struct Terms {
    var value: Double
    var g: Double
    var gg: Double
    var e: Double
    var ee: Double
    var ge: Double
    var nu = 0.0
    var nuNu = 0.0
    var gNu = 0.0
    var eNu = 0.0
  }

  /// Infinite for the normal.
  private let degrees: Double
  /// The constant of the log density and its derivatives by ν.
  private let constant: Double
  private let constantNu: Double
  private let constantNuNu: Double

  /// The density scaled to unit variance; normal without degrees of freedom.
  init(degreesOfFreedom: Double?) {
    guard let nu = degreesOfFreedom else {
      degrees = .infinity
      (constant, constantNu, constantNuNu) = (-0.5 * VectorMath.log(2 * .pi), 0, 0)
      return
    }
    degrees = nu
    let (half, upper, excess) = (0.5 * nu, 0.5 * (nu + 1), nu - 2)
    constant =
      SpecialFunctions.logGamma(upper) - SpecialFunctions.logGamma(half) - 0.5 * VectorMath.log(.pi * excess)
    constantNu = 0.5 * (SpecialFunctions.digamma(upper) - SpecialFunctions.digamma(half) - 1 / excess)
    constantNuNu =
      0.25 * (SpecialFunctions.trigamma(upper) - SpecialFunctions.trigamma(half)) + 0.5 / (excess * excess)
  }

  /// The log density alone.
  @inline(__always) func value(residual e: Double, logVariance g: Double, inverse: Double) -> Double {
    let w = e * e * inverse
    guard degrees < .infinity else { return constant - 0.5 * (g + w) }
    return constant - 0.5 * g - 0.5 * (degrees + 1) * VectorMath.log1p(w / (degrees - 2))
  }

  /// The log density and its derivatives; `inverse` is exp(-g).
  @inline(__always) func terms(residual e: Double, logVariance g: Double, inverse: Double) -> Terms {
    let w = e * e * inverse
    guard degrees < .infinity else {
      return Terms(
        value: constant - 0.5 * (g + w), g: 0.5 * (w - 1), gg: -0.5 * w, e: -e * inverse, ee: -inverse, ge: e * inverse)
    }
    let excess = degrees - 2
    let m = 0.5 * (degrees + 1)
    let x = w / excess
    let r = 1 / (1 + x)
    let xe = 2 * e * inverse / excess
    let log = VectorMath.log1p(x)
    let share = x * r
    return Terms(
      value: constant - 0.5 * g - m * log, g: m * share - 0.5, gg: -m * share * r, e: -m * r * xe,
      ee: -m * r * (2 * inverse / excess - r * xe * xe), ge: m * r * r * xe,
      nu: constantNu - 0.5 * log + m * share / excess,
      nuNu: constantNuNu + share / excess - m * share * (1 + r) / (excess * excess),
      gNu: 0.5 * share - m * share * r / excess, eNu: xe * r * (m * r / excess - 0.5))
  }
}
