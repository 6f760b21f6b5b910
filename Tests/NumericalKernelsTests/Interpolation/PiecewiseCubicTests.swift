import NumericalKernels
import Testing

@Suite struct PiecewiseCubicTests {
  let knots = [7.99, 8.09, 8.19, 8.7, 9.2, 10, 12, 15, 20]
  /// Monotone data, RPN 14 of Fritsch and Carlson (1980), which Hyman (1983) uses too.
  let rpn14 = [0, 2.76429e-5, 4.37498e-2, 0.169183, 0.469428, 0.943740, 0.998636, 0.999919, 0.999994]
  let wavy = [1.0, 2.5, -0.5, 0.25, 3.0, 2.0, 2.0, -1.0, 1.0]

  private func curve(_ name: Substring, _ y: [Double]) throws -> PiecewiseCubic? {
    switch name {
    case "natural": try .spline(knots: knots, values: y, extrapolation: .cubic)
    case "notAKnot": try .spline(knots: knots, values: y, boundary: .notAKnot, extrapolation: .cubic)
    case "clamped":
      try .spline(knots: knots, values: y, boundary: .clamped(start: 0.5, end: -0.25), extrapolation: .cubic)
    case "periodic": try .spline(knots: knots, values: y, boundary: .periodic)
    case "pchip": try .monotone(knots: knots, values: y, extrapolation: .cubic)
    case "akima": try .akima(knots: knots, values: y, extrapolation: .cubic)
    default: nil
    }
  }

  @Test func agreesWithSciPy() throws {
    for row in try NumberTable("interpolation").rows {
      let curve = try #require(try curve(row[0], row[1] == "rpn14" ? rpn14 : wavy))
      let numbers = try row.dropFirst(2).map { try #require(Double($0)) }
      let (x, scale) = (numbers[0], 1 + abs(numbers[1]) + abs(numbers[2]))
      #expect(abs(curve.value(at: x) - numbers[1]) <= 1e-12 * scale, "\(row)")
      // At a knot without a continuous second derivative SciPy too takes the interval to the right.
      #expect(abs(curve.derivative(at: x) - numbers[2]) <= 1e-11 * scale, "\(row)")
      #expect(abs(curve.secondDerivative(at: x) - numbers[3]) <= 1e-9 * (scale + abs(numbers[3])), "\(row)")
      #expect(abs(curve.integral(from: 8.05, to: x) - numbers[4]) <= 1e-11 * (scale + abs(numbers[4])), "\(row)")
    }
  }

  @Test func splinesReproduceCubics() throws {
    func f(_ x: Double) -> Double { 2 - x + 0.5 * x * x - 0.25 * x * x * x }
    func slope(_ x: Double) -> Double { -1 + x - 0.75 * x * x }
    let x = [-1, -0.3, 0.2, 1, 2.5, 3]
    let curves = [
      try PiecewiseCubic.spline(knots: x, values: x.map(f), boundary: .notAKnot, extrapolation: .cubic),
      try PiecewiseCubic.spline(
        knots: x, values: x.map(f), boundary: .clamped(start: slope(-1), end: slope(3)), extrapolation: .cubic),
      try PiecewiseCubic(knots: x, values: x.map(f), slopes: x.map(slope), extrapolation: .cubic),
    ]
    for curve in curves {
      for i in -20...50 {
        let t = Double(i) / 10
        #expect(abs(curve.value(at: t) - f(t)) < 1e-13 * (1 + abs(f(t))))
        #expect(abs(curve.derivative(at: t) - slope(t)) < 2e-12)
        #expect(abs(curve.secondDerivative(at: t) - (1 - 1.5 * t)) < 2e-11)
      }
      let primitive = { (t: Double) in t * (2 + t * (-0.5 + t * (0.5 / 3 - t * 0.0625))) }
      #expect(abs(curve.integral(from: -2, to: 4) - (primitive(4) - primitive(-2))) < 1e-12)
    }
  }

  @Test func monotoneCurvesKeepTheShape() throws {
    let curves = [
      try PiecewiseCubic.monotone(knots: knots, values: rpn14),
      try PiecewiseCubic.monotone(knots: knots, values: rpn14, method: .hyman(.natural)),
      try PiecewiseCubic.monotone(knots: knots, values: rpn14, method: .hyman(.notAKnot)),
    ]
    for curve in curves {
      var previous = -1.0
      for i in 0...2402 {
        let value = curve.value(at: 7.99 + Double(i) * 0.005)
        #expect(value >= previous)
        #expect(value <= 0.999994)
        previous = value
      }
    }
    // The plain spline is not monotone on these data: otherwise the filter would have had nothing to do.
    let plain = try PiecewiseCubic.spline(knots: knots, values: rpn14)
    #expect(plain.value(at: 11) > 1)
    #expect(curves[1].value(at: 11) < 1)
  }

  @Test func hymansFilterLeavesAMonotoneSplineAlone() throws {
    let x = (0...10).map { Double($0) / 4 }
    let y = x.map { $0 * $0 * $0 + $0 }
    let plain = try PiecewiseCubic.spline(knots: x, values: y, boundary: .notAKnot)
    let filtered = try PiecewiseCubic.monotone(knots: x, values: y, method: .hyman(.notAKnot))
    for i in 0...100 { #expect(plain.value(at: Double(i) / 40) == filtered.value(at: Double(i) / 40)) }
  }

  @Test func monotoneCurvesHaveNoExtremumOfTheirOwn() throws {
    var generator = SplitMix(state: 7)
    for _ in 0..<40 {
      var x = [0.0]
      for _ in 0..<11 { x.append(x[x.count - 1] + 0.05 + generator.next()) }
      let y = x.map { _ in (10 * generator.next()).rounded() }
      for method in [PiecewiseCubic.MonotoneMethod.pchip, .hyman(.natural), .hyman(.notAKnot)] {
        let curve = try PiecewiseCubic.monotone(knots: x, values: y, method: method)
        for i in 0..<x.count - 1 {
          let (low, high) = (min(y[i], y[i + 1]), max(y[i], y[i + 1]))
          for step in 0...20 {
            let value = curve.value(at: x[i] + (x[i + 1] - x[i]) * Double(step) / 20)
            #expect(value >= low - 1e-12 && value <= high + 1e-12)
          }
        }
      }
    }
  }

  @Test func valuesAtKnotsAreExact() throws {
    let curves = [
      try PiecewiseCubic.linear(knots: knots, values: wavy), try PiecewiseCubic.spline(knots: knots, values: wavy),
      try PiecewiseCubic.akima(knots: knots, values: wavy), try PiecewiseCubic.monotone(knots: knots, values: wavy),
    ]
    for curve in curves {
      for (x, y) in zip(knots, wavy) { #expect(curve.value(at: x) == y) }
    }
  }

  @Test func batchesAgreeWithSinglePoints() throws {
    let curve = try PiecewiseCubic.spline(
      knots: (0..<200).map { Double($0 * $0) }, values: (0..<200).map { Double($0 % 7) })
    var generator = SplitMix(state: 3)
    let points = (0..<500).map { _ in 45_000 * generator.next() - 2_000 }
    #expect(curve.values(at: points) == points.map { curve.value(at: $0) })
    let sorted = points.sorted()
    #expect(curve.values(at: sorted) == sorted.map { curve.value(at: $0) })
    #expect(curve.values(at: []).isEmpty)
  }

  @Test func extrapolationPolicies() throws {
    let (x, y) = ([0.0, 1, 3], [1.0, 2, 1])
    func line(_ policy: PiecewiseCubic.Extrapolation) throws -> PiecewiseCubic {
      try .linear(knots: x, values: y, extrapolation: policy)
    }
    #expect(try line(.constant).value(at: 5) == 1 && line(.constant).derivative(at: 5) == 0)
    #expect(try line(.constant).integral(from: -2, to: 4) == 2 + 1.5 + 3 + 1)
    #expect(try line(.linear).value(at: -2) == -1 && line(.linear).derivative(at: -2) == 1)
    #expect(try line(.linear).value(at: 5) == 0)
    #expect(try line(.notANumber).value(at: 3.1).isNaN && line(.notANumber).value(at: 3) == 1)
    #expect(try line(.notANumber).integral(from: 0, to: 4).isNaN)
    #expect(try line(.periodic).value(at: 4) == 2 && line(.periodic).value(at: -2) == 2)
    #expect(abs(try line(.periodic).integral(from: -3, to: 6) - 13.5) < 1e-14)
    #expect(try line(.constant).value(at: .nan).isNaN)
    #expect(try line(.constant).value(at: .infinity) == 1)
    #expect(try line(.periodic).value(at: .infinity).isNaN)
    #expect(try line(.constant).integral(from: 2, to: 0) == -line(.constant).integral(from: 0, to: 2))
  }

  @Test func periodicSplinesMeetSmoothly() throws {
    for count in [1, 2, 3, 4, 9] {
      let x = (0...count).map { Double($0) + 0.3 * Double($0 % 2) }
      let y = (0...count).map { $0 == 0 || $0 == count ? 1 : Double($0 * $0 % 5) }
      let curve = try PiecewiseCubic.spline(knots: x, values: y, boundary: .periodic)
      let (start, end) = (x[0], x[count])
      let h = 1e-9
      #expect(abs(curve.derivative(at: start) - curve.derivative(at: end - h)) < 1e-6)
      #expect(abs(curve.secondDerivative(at: start) - curve.secondDerivative(at: end - h)) < 1e-6)
      #expect(abs(curve.value(at: end + 0.2) - curve.value(at: 0.2)) < 1e-14)
    }
  }

  @Test func fewPoints() throws {
    for boundary in [PiecewiseCubic.SplineBoundary.natural, .notAKnot] {
      let line = try PiecewiseCubic.spline(knots: [1, 3], values: [2, 6], boundary: boundary)
      #expect(abs(line.value(at: 1.5) - 3) < 1e-15)
    }
    let parabola = try PiecewiseCubic.spline(knots: [0, 1, 3], values: [0, 1, 9], boundary: .notAKnot)
    #expect(abs(parabola.value(at: 2) - 4) < 1e-15)
    #expect(try PiecewiseCubic.monotone(knots: [0, 1], values: [3, 5]).value(at: 0.5) == 4)
    #expect(try PiecewiseCubic.akima(knots: [0, 1], values: [3, 5]).value(at: 0.5) == 4)
  }

  @Test func badInputIsRefused() {
    #expect(throws: NumericalError(.insufficientData, "a curve needs two knots, not 1")) {
      try PiecewiseCubic.linear(knots: [1], values: [1])
    }
    #expect(throws: NumericalError(.dimensionMismatch, "2 knots, 3 values")) {
      try PiecewiseCubic.spline(knots: [1, 2], values: [1, 2, 3])
    }
    #expect(throws: NumericalError(.invalidArgument, "knots have to ascend: 1.0, 1.0", index: 2)) {
      try PiecewiseCubic.akima(knots: [0, 1, 1], values: [1, 2, 3])
    }
    #expect(throws: NumericalError(.notFinite, "knot 1.0, value nan", index: 1)) {
      try PiecewiseCubic.monotone(knots: [0, 1, 2], values: [1, .nan, 3])
    }
    #expect(throws: NumericalError(.notFinite, "the knots' distance is infinite")) {
      try PiecewiseCubic.linear(knots: [-1e308, 1e308], values: [1, 2])
    }
    #expect(throws: NumericalError.self) { try PiecewiseCubic(knots: [0, 1], values: [1, 2], slopes: [1]) }
    #expect(throws: NumericalError.self) {
      try PiecewiseCubic(knots: [0, 1], values: [1, 2], slopes: [1, .infinity])
    }
    #expect(throws: NumericalError.self) {
      try PiecewiseCubic.spline(knots: [0, 1, 2], values: [1, 2, 3], boundary: .periodic)
    }
    #expect(throws: NumericalError.self) {
      try PiecewiseCubic.spline(knots: [0, 1, 2], values: [1, 2, 3], boundary: .clamped(start: .nan, end: 0))
    }
  }
}

/// A small generator for tests that need the same numbers each time.
private struct SplitMix {
  var state: UInt64

  /// Uniform on [0, 1).
  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
