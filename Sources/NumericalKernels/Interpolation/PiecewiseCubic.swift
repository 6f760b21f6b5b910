/// A curve through points, made of one cubic polynomial between each two knots.
///
/// The straight-line, spline, monotone and Akima constructions all give one of these, and so does `init(knots:values:slopes:)` for
/// slopes of one's own. At a knot the value is the given one exactly. Bit-identical on every machine.
///
/// ```swift
/// let curve = try PiecewiseCubic.spline(knots: [0, 1, 2, 3], values: [0, 1, 8, 27], boundary: .notAKnot)
/// curve.value(at: 2.5)            // 15.625
/// curve.derivative(at: 2.5)       // 18.75
/// curve.integral(from: 0, to: 3)  // 20.25
/// ```
public struct PiecewiseCubic: Hashable, Sendable {
  /// What the curve is outside the knots.
  public enum Extrapolation: Hashable, Sendable {
    /// The end value continues.
    case constant
    /// The tangent at the end continues.
    case linear
    /// The outermost polynomial continues.
    case cubic
    /// The curve repeats with the distance of the outer knots as its period.
    case periodic
    /// NaN: outside there is nothing.
    case notANumber
  }

  /// The knots, strictly ascending.
  public let knots: [Double]
  /// The values at the knots.
  public let values: [Double]
  /// What the curve is outside the knots.
  public let extrapolation: Extrapolation
  /// Coefficients of 1, d, d², d³ with d the distance from the left knot, interval by interval.
  let coefficients: [Double]
  /// The integral from the first knot to each knot.
  let integrals: [Double]

  /// Makes the curve with given values and slopes at the knots (cubic Hermite interpolation).
  ///
  /// - Throws: `dimensionMismatch` when the counts differ; `insufficientData` for fewer than two knots; `notFinite`;
  ///   `invalidArgument` when knots do not ascend strictly (with the place), or when the ends of a periodic curve differ.
  public init(
    knots: [Double], values: [Double], slopes: [Double], extrapolation: Extrapolation = .constant
  ) throws(NumericalError) {
    try PiecewiseCubic.check(knots, values, extrapolation)
    guard slopes.count == knots.count else {
      throw NumericalError(.dimensionMismatch, "\(knots.count) slopes expected, \(slopes.count) given")
    }
    if let odd = slopes.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "a slope is \(slopes[odd])", index: odd)
    }
    var pieces: [Double] = []
    pieces.reserveCapacity(4 * (knots.count - 1))
    for i in 0..<knots.count - 1 {
      let h = knots[i + 1] - knots[i]
      let chord = (values[i + 1] - values[i]) / h
      let excess = (slopes[i] - chord) + (slopes[i + 1] - chord)
      pieces += [values[i], slopes[i], ((chord - slopes[i]) - excess) / h, excess / h / h]
    }
    self.init(knots: knots, values: values, coefficients: pieces, extrapolation: extrapolation)
  }

  init(knots: [Double], values: [Double], coefficients: [Double], extrapolation: Extrapolation) {
    self.knots = knots
    self.values = values
    self.coefficients = coefficients
    self.extrapolation = extrapolation
    var sums = [0.0]
    sums.reserveCapacity(knots.count)
    for i in 0..<knots.count - 1 {
      sums.append(sums[i] + PiecewiseCubic.antiderivative(coefficients, i, knots[i + 1] - knots[i]))
    }
    integrals = sums
  }

  static func check(
    _ knots: [Double], _ values: [Double], _ extrapolation: Extrapolation
  ) throws(NumericalError) {
    guard values.count == knots.count else {
      throw NumericalError(.dimensionMismatch, "\(knots.count) knots, \(values.count) values")
    }
    guard knots.count >= 2 else {
      throw NumericalError(.insufficientData, "a curve needs two knots, not \(knots.count)")
    }
    for i in knots.indices {
      guard knots[i].isFinite, values[i].isFinite else {
        throw NumericalError(.notFinite, "knot \(knots[i]), value \(values[i])", index: i)
      }
      guard i == 0 || knots[i] > knots[i - 1] else {
        throw NumericalError(.invalidArgument, "knots have to ascend: \(knots[i - 1]), \(knots[i])", index: i)
      }
    }
    guard (knots[knots.count - 1] - knots[0]).isFinite else {
      throw NumericalError(.notFinite, "the knots' distance is infinite")
    }
    guard extrapolation != .periodic || values[0] == values[values.count - 1] else {
      throw NumericalError(.invalidArgument, "a periodic curve has to end at the value it starts with")
    }
  }

  static func antiderivative(_ c: [Double], _ i: Int, _ d: Double) -> Double {
    d * (c[4 * i] + d * (c[4 * i + 1] / 2 + d * (c[4 * i + 2] / 3 + d * (c[4 * i + 3] / 4))))
  }
}
