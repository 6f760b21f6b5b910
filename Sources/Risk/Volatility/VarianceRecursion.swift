import NumericalKernels

/// The five parameters of a recursion, by their slots: mean, omega, alpha, gamma, beta.
typealias Gradient = SIMD8<Double>

/// The variance before the first return and its derivatives by the mean.
struct StartingVariance {
  var value: Double
  var first: Double
  var second: Double
}

/// A recursion of the variance that carries its first and second derivatives by the five parameters.
protocol VarianceRecursion {
  /// The recursion at the first return.
  init(_ parameters: VolatilityParameters, start: StartingVariance, shock: VolatilityModel.Start.Shock)
  /// Goes on to the next return after a residual.
  mutating func advance(after residual: Double)
  /// As `advance`, without the derivatives.
  mutating func advanceValue(after residual: Double)
  /// The log variance, the variance and its inverse.
  var level: (log: Double, variance: Double, inverse: Double) { get }
  /// The derivatives of the log density by the state, from those by the log variance.
  func chained(_ terms: InnovationDensity.Terms) -> (s: Double, ss: Double, se: Double, sNu: Double)
  /// The state's derivatives.
  var first: Gradient { get }
  /// The state's second derivatives, row by row.
  var second: InlineArray<5, Gradient> { get }
}

/// GARCH and GJR: the state is the variance.
struct PlainRecursion: VarianceRecursion {
  private let omega: Double
  private let alpha: Double
  private let gamma: Double
  private let beta: Double
  private var h: Double
  var first: Gradient
  var second: InlineArray<5, Gradient>

  init(_ parameters: VolatilityParameters, start: StartingVariance, shock: VolatilityModel.Start.Shock) {
    (omega, alpha) = (parameters.omega, parameters.alpha)
    (gamma, beta) = (parameters.gamma, parameters.beta)
    let size = shock == .expected ? 1.0 : 0.0
    let carried = size * (alpha + 0.5 * gamma) + beta
    h = omega + carried * start.value
    first = Gradient(carried * start.first, 1, size * start.value, 0.5 * size * start.value, start.value, 0, 0, 0)
    second = InlineArray(repeating: Gradient(repeating: 0))
    second[0] = Gradient(
      carried * start.second, 0, size * start.first, 0.5 * size * start.first, start.first, 0, 0, 0)
    for i in 1..<5 { second[i][0] = second[0][i] }
  }

  var level: (log: Double, variance: Double, inverse: Double) { (VectorMath.log(h), h, 1 / h) }

  @inline(__always) func chained(_ terms: InnovationDensity.Terms) -> (s: Double, ss: Double, se: Double, sNu: Double) {
    let inverse = 1 / h
    return (terms.g * inverse, (terms.gg - terms.g) * inverse * inverse, terms.ge * inverse, terms.gNu * inverse)
  }

  @inline(__always) mutating func advanceValue(after residual: Double) {
    h = omega + (residual < 0 ? alpha + gamma : alpha) * residual * residual + beta * h
  }

  @inline(__always) mutating func advance(after residual: Double) {
    let isDown = residual < 0 ? 1.0 : 0.0
    let weight = alpha + isDown * gamma
    let square = residual * residual
    let slope = -2 * residual
    let old = first
    for i in 0..<5 {
      second[i] *= beta
      second[i][4] += old[i]
    }
    second[4] += old
    second[0] += Gradient(2 * weight, 0, slope, isDown * slope, 0, 0, 0, 0)
    second[2][0] += slope
    second[3][0] += isDown * slope
    first = beta * old + Gradient(weight * slope, 1, square, isDown * square, h, 0, 0, 0)
    h = omega + weight * square + beta * h
  }
}

/// EGARCH: the state is the log variance.
struct LogRecursion: VarianceRecursion {
  /// E|z| of a standard normal.
  static let expectedSize = (2 / Double.pi).squareRoot()

  private let omega: Double
  private let alpha: Double
  private let gamma: Double
  private let beta: Double
  private var g: Double
  /// exp(-g / 2).
  private var root: Double
  var first: Gradient
  var second: InlineArray<5, Gradient>

  init(_ parameters: VolatilityParameters, start: StartingVariance, shock: VolatilityModel.Start.Shock) {
    (omega, alpha) = (parameters.omega, parameters.alpha)
    (gamma, beta) = (parameters.gamma, parameters.beta)
    let size = shock == .expected ? 0 : -Self.expectedSize
    let log = VectorMath.log(start.value)
    let slope = start.first / start.value
    let bend = start.second / start.value - slope * slope
    g = omega + alpha * size + beta * log
    root = VectorMath.exp(-0.5 * g)
    first = Gradient(beta * slope, 1, size, 0, log, 0, 0, 0)
    second = InlineArray(repeating: Gradient(repeating: 0))
    second[0][0] = beta * bend
    second[0][4] = slope
    second[4][0] = slope
  }

  var level: (log: Double, variance: Double, inverse: Double) {
    let inverse = root * root
    return (g, 1 / inverse, inverse)
  }

  @inline(__always) func chained(_ terms: InnovationDensity.Terms) -> (s: Double, ss: Double, se: Double, sNu: Double) {
    (terms.g, terms.gg, terms.ge, terms.gNu)
  }

  @inline(__always) mutating func advanceValue(after residual: Double) {
    let z = residual * root
    g = omega + alpha * (abs(z) - Self.expectedSize) + gamma * z + beta * g
    root = VectorMath.exp(-0.5 * g)
  }

  @inline(__always) mutating func advance(after residual: Double) {
    let z = residual * root
    let sign = z > 0 ? 1.0 : z < 0 ? -1.0 : 0
    let weight = alpha * sign + gamma
    let size = abs(z) - Self.expectedSize
    let old = first
    // The derivatives of z: its own, and through the variance.
    var slope = -0.5 * z * old
    slope[0] -= root
    for i in 0..<5 {
      var bend = 0.25 * z * old[i] * old - 0.5 * z * second[i]
      bend[0] += 0.5 * root * old[i]
      if i == 0 { bend += 0.5 * root * old }
      second[i] = weight * bend + beta * second[i]
      second[i][2] += sign * slope[i]
      second[i][3] += slope[i]
      second[i][4] += old[i]
    }
    second[2] += sign * slope
    second[3] += slope
    second[4] += old
    first = weight * slope + beta * old + Gradient(0, 1, size, z, g, 0, 0, 0)
    g = omega + alpha * size + gamma * z + beta * g
    root = VectorMath.exp(-0.5 * g)
  }
}
