/// The smoothest function whose means over given periods are given: the forward curve of Benth, Koekebakker and Ollmar.
///
/// Of all functions with these means it has the least ∫ f″(t)² dt. Between the edges of the periods it is a polynomial of degree four, at the edges it is twice,
/// and in fact three times, differentiable. With a flat end f′ is zero at the end.
///
///     let fit = try MaximumSmoothnessSpline.fit([
///       PeriodAverage(0..<31, 42.4), PeriodAverage(31..<59, 40.1), PeriodAverage(0..<90, 41.2),
///     ])
///     fit.spline.value(at: 15.5)
///     fit.spline.average(over: 59..<90)    // what the quarter leaves for its last month
///
/// Time is a number in the caller's unit: days, or years. With a prior f is what the curve has above it.
///
/// Source: F. E. Benth, S. Koekebakker, F. Ollmar, "Extracting and Applying Smooth Forward Curves From Average-Based Commodity Contracts with Seasonal
/// Variation", Journal of Derivatives 15 (2007). The quadratic form is exact: a published program that takes Δᵖ for (t₁ - t₀)ᵖ where the paper has t₁ᵖ - t₀ᵖ gives
/// other curves, which are less smooth.
public struct MaximumSmoothnessSpline: Hashable, Sendable {
  /// The edges of the pieces, rising: the curve's start and end, and all edges of periods.
  public let knots: [Double]
  /// The prior that the function is added to.
  public let prior: StepFunction?
  /// ∫ f″(t)² dt over the curve, the prior left aside.
  public let roughness: Double
  /// Five coefficients for each piece, of powers 0 to 4 of the time since its knot.
  let coefficients: [Double]

  init(knots: [Double], coefficients: [Double], prior: StepFunction?, roughness: Double) {
    self.knots = knots
    self.coefficients = coefficients
    self.prior = prior
    self.roughness = roughness
  }

  /// The time from the start of the curve to its end.
  public var span: Range<Double> { knots[0]..<knots[knots.count - 1] }

  /// The value at a time; outside the curve it goes on as a straight line.
  ///
  /// - Complexity: O(log pieces).
  public func value(at time: Double) -> Double {
    (prior?.value(at: time) ?? 0)
      + evaluate(at: time) { c, s in
        c[0] + s * (c[1] + s * (c[2] + s * (c[3] + s * c[4])))
      }
  }

  /// The slope at a time, that of the prior's steps left aside.
  ///
  /// - Complexity: O(log pieces).
  public func slope(at time: Double) -> Double {
    evaluate(at: time) { c, s in c[1] + s * (2 * c[2] + s * (3 * c[3] + s * 4 * c[4])) }
  }

  /// The exact mean over a span; at a span without length the value there.
  ///
  /// - Complexity: O(log pieces + pieces of the span).
  public func average(over span: Range<Double>) -> Double {
    guard !span.isEmpty else { return value(at: span.lowerBound) }
    let length = span.upperBound - span.lowerBound
    return (prior?.average(over: span) ?? 0) + integral(over: span) / length
  }

  /// ∫ f over a span, without the prior.
  func integral(over span: Range<Double>) -> Double {
    var sum = 0.0
    var (place, from) = (piece(at: span.lowerBound), span.lowerBound)
    while from < span.upperBound {
      let next = place + 1 < knots.count - 1 ? knots[place + 1] : .infinity
      let to = min(
        from < knots[0] ? knots[0] : from >= knots[knots.count - 1] ? .infinity : min(next, knots[knots.count - 1]),
        span.upperBound)
      if to <= knots[0] || from >= knots[knots.count - 1] {
        let middle = from + (to - from) / 2
        sum +=
          (to - from)
          * evaluate(at: middle) { c, s in
            c[0] + s * (c[1] + s * (c[2] + s * (c[3] + s * c[4])))
          }
      } else {
        sum += integral(ofPiece: place, from - knots[place], to - knots[place])
        if to == next { place += 1 }
      }
      from = to
    }
    return sum
  }

  /// ∫ of one piece between two times since its knot, about the middle, where nothing cancels.
  private func integral(ofPiece place: Int, _ from: Double, _ to: Double) -> Double {
    let c = coefficients[5 * place..<5 * place + 5]
    let first = c.startIndex
    let (half, middle) = ((to - from) / 2, (to + from) / 2)
    let value =
      c[first] + middle * (c[first + 1] + middle * (c[first + 2] + middle * (c[first + 3] + middle * c[first + 4])))
    let second = 2 * c[first + 2] + middle * (6 * c[first + 3] + middle * 12 * c[first + 4])
    let square = half * half
    return 2 * half * (value + square * (second / 6 + square * c[first + 4] / 5))
  }

  /// The piece that holds a time, the first and the last one for what lies outside.
  private func piece(at time: Double) -> Int {
    var (low, high) = (0, knots.count - 2)
    while low < high {
      let middle = (low + high + 1) / 2
      if knots[middle] <= time { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Applies a polynomial's rule to the piece at a time; outside the curve to the straight line that goes on from its end.
  private func evaluate(at time: Double, _ rule: ([Double], Double) -> Double) -> Double {
    let place = piece(at: time)
    let own = Array(coefficients[5 * place..<5 * place + 5])
    let since = time - knots[place]
    let length = knots[place + 1] - knots[place]
    guard since < 0 || since > length else { return rule(own, since) }
    let edge = since < 0 ? 0 : length
    let value = own[0] + edge * (own[1] + edge * (own[2] + edge * (own[3] + edge * own[4])))
    let slope = own[1] + edge * (2 * own[2] + edge * (3 * own[3] + edge * 4 * own[4]))
    return rule([value, slope, 0, 0, 0], since - edge)
  }
}

/// The mean of a curve over a period: what a contract for delivery over it is quoted at.
public struct PeriodAverage: Hashable, Sendable {
  /// The period, its end left out.
  public var period: Range<Double>
  /// The mean over it.
  public var average: Double
  /// The weight of a soft condition, which pulls as ½ weight · (mean - average)² beside ½ ∫ f″²; `nil` for one that holds.
  public var softness: Double?

  /// Makes a condition.
  public init(_ period: Range<Double>, _ average: Double, softness: Double? = nil) {
    self.period = period
    self.average = average
    self.softness = softness
  }
}
