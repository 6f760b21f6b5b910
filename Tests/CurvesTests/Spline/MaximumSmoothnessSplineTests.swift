import NumericalKernels
import Testing

@testable import Curves

@Suite struct MaximumSmoothnessSplineTests {
  static let meanTolerance = 1e-11
  static let joinTolerance = 1e-9

  /// Derivatives 0 to 3 of a piece at a time since its knot.
  func derivatives(_ spline: MaximumSmoothnessSpline, _ piece: Int, _ s: Double) -> [Double] {
    let c = Array(spline.coefficients[5 * piece..<5 * piece + 5])
    return [
      c[0] + s * (c[1] + s * (c[2] + s * (c[3] + s * c[4]))), c[1] + s * (2 * c[2] + s * (3 * c[3] + s * 4 * c[4])),
      2 * c[2] + s * (6 * c[3] + s * 12 * c[4]), 6 * c[3] + 24 * s * c[4],
    ]
  }

  func random(_ seed: UInt64, soft: Bool = false) -> [PeriodAverage] {
    var stream = RandomStream(seed: seed, path: 9)
    return (0..<8).map { k in
      let first = Double(Int(stream.uniform() * 60))
      let last = first + 1 + Double(Int(stream.uniform() * 40))
      return PeriodAverage(
        first..<last, 40 + 10 * stream.normal(), softness: soft && k % 2 == 0 ? 0.1 + stream.uniform() : nil)
    }
  }

  @Test(arguments: [true, false]) func joinsAndMeans(flatEnd: Bool) throws {
    for seed in 1...UInt64(8) {
      let conditions = random(seed)
      let fit = try MaximumSmoothnessSpline.fit(conditions, from: -3, to: 120, flatEnd: flatEnd)
      guard fit.status == .solved else { continue }
      let spline = fit.spline
      for condition in conditions {
        #expect(abs(spline.average(over: condition.period) - condition.average) <= Self.meanTolerance * 100)
      }
      for piece in 1..<spline.knots.count - 1 {
        let length = spline.knots[piece] - spline.knots[piece - 1]
        let (left, right) = (derivatives(spline, piece - 1, length), derivatives(spline, piece, 0))
        for (a, b) in zip(left, right) { #expect(abs(a - b) <= Self.joinTolerance * max(1, abs(a)), "knot \(piece)") }
      }
      let last = spline.knots.count - 2
      let (begin, end) = (
        derivatives(spline, 0, 0), derivatives(spline, last, spline.knots[last + 1] - spline.knots[last])
      )
      #expect(abs(begin[2]) < Self.joinTolerance && abs(begin[3]) < Self.joinTolerance)
      #expect(abs(end[3]) < Self.joinTolerance)
      #expect(abs(flatEnd ? end[1] : end[2]) < Self.joinTolerance)
    }
  }

  /// f″″ is minus the sum of multipliers over lengths, and with soft conditions the pull is the multiplier.
  @Test func fourthDerivativeIsThatOfTheLagrangian() throws {
    for seed in 1...UInt64(6) {
      let conditions = random(seed, soft: true)
      let fit = try MaximumSmoothnessSpline.fit(conditions)
      try #require(fit.status == .solved)
      let spline = fit.spline
      for piece in 0..<spline.knots.count - 1 {
        let middle = (spline.knots[piece] + spline.knots[piece + 1]) / 2
        var pull = 24 * spline.coefficients[5 * piece + 4]
        var size = abs(pull)
        for (condition, multiplier) in zip(conditions, fit.multipliers) where condition.period.contains(middle) {
          let part = multiplier / (condition.period.upperBound - condition.period.lowerBound)
          pull += part
          size += abs(part)
        }
        #expect(abs(pull) <= 1e-8 * max(size, 1e-6), "seed \(seed), piece \(piece)")
      }
      for (condition, multiplier) in zip(conditions, fit.multipliers) {
        guard let softness = condition.softness else { continue }
        let miss = spline.average(over: condition.period) - condition.average
        #expect(abs(softness * miss - multiplier) <= 1e-9 * max(1, abs(multiplier)))
      }
    }
  }

  @Test func linesAndLevelsComeBack() throws {
    let edges = [0.0, 31, 59, 90, 120, 365]
    let line = zip(edges, edges.dropFirst()).map { PeriodAverage($0..<$1, 30 + 0.02 * ($0 + $1) / 2) }
    let fit = try MaximumSmoothnessSpline.fit(line, flatEnd: false)
    for day in stride(from: -10.0, through: 400, by: 2.5) {
      #expect(abs(fit.spline.value(at: day) - (30 + 0.02 * day)) < 1e-11)
    }
    #expect(fit.spline.roughness < 1e-24)
    let flat = try MaximumSmoothnessSpline.fit(
      [PeriodAverage(5..<9, 42), PeriodAverage(7..<30, 42), PeriodAverage(5..<30, 42)], from: 0, to: 40)
    for day in stride(from: -5.0, through: 50, by: 2.5) { #expect(abs(flat.spline.value(at: day) - 42) < 1e-12 * 42) }
  }

  @Test func withoutASlopeToBeSeenThereIsNone() throws {
    let nested = [PeriodAverage(0..<10, 20), PeriodAverage(4..<6, 20)]
    let fit = try MaximumSmoothnessSpline.fit(nested, flatEnd: false)
    #expect(fit.status == .solved)
    #expect([0, 3.0, 10].allSatisfy { abs(fit.spline.value(at: $0) - 20) < 1e-10 })
    let one = try MaximumSmoothnessSpline.fit([PeriodAverage(2..<3, 7)], from: 0, to: 9, flatEnd: false)
    #expect([-1.0, 0, 2.5, 9, 12].allSatisfy { abs(one.spline.value(at: $0) - 7) < 1e-12 })
  }

  @Test func meansOfAnySpan() throws {
    let fit = try MaximumSmoothnessSpline.fit(random(3), to: 110, flatEnd: false)
    let spline = fit.spline
    for span in [-7.0..<(-2), -5..<3, 10.25..<10.75, 3..<77.5, 100..<130, 120..<121, -9..<140] {
      // Simpson's rule is exact for pieces of degree three only: many pieces make up for it.
      let steps = 4000
      let step = (span.upperBound - span.lowerBound) / Double(steps)
      var sum = 0.0
      for k in 0..<steps {
        let from = span.lowerBound + Double(k) * step
        sum +=
          step / 6 * (spline.value(at: from) + 4 * spline.value(at: from + step / 2) + spline.value(at: from + step))
      }
      #expect(abs(spline.average(over: span) - sum / (span.upperBound - span.lowerBound)) < 1e-7)
    }
    #expect(spline.average(over: 5..<5) == spline.value(at: 5))
  }

  @Test func priorIsTakenOffAndAddedBack() throws {
    let shape = try StepFunction(edges: [0, 10, 20, 30], values: [5, -5, 3])
    let conditions = [PeriodAverage(0..<10, 50), PeriodAverage(10..<30, 45)]
    let fit = try MaximumSmoothnessSpline.fit(conditions, prior: shape)
    for condition in conditions { #expect(abs(fit.spline.average(over: condition.period) - condition.average) < 1e-11) }
    let own = try MaximumSmoothnessSpline.fit([PeriodAverage(0..<10, 45), PeriodAverage(10..<30, 46)])
    for day in stride(from: 0.5, to: 30, by: 1) {
      #expect(abs(fit.spline.value(at: day) - own.spline.value(at: day) - shape.value(at: day)) < 1e-11)
    }
    #expect(fit.spline.roughness == own.spline.roughness)
  }

  @Test func conflicts() throws {
    let months = [PeriodAverage(0..<31, 40), PeriodAverage(31..<59, 50), PeriodAverage(59..<90, 45)]
    let mean = 4035.0 / 90
    let redundant = try MaximumSmoothnessSpline.fit(months + [PeriodAverage(0..<90, mean)])
    #expect(redundant.status == .solved && redundant.conflict.isEmpty)
    let wrong = try MaximumSmoothnessSpline.fit(
      [PeriodAverage(100..<120, 1)] + months + [PeriodAverage(0..<90, mean + 0.01)])
    #expect(wrong.status == .contradictory && wrong.conflict == [1, 2, 3, 4])
  }

  @Test func refusesNonsense() {
    func code(_ conditions: [PeriodAverage], from: Double? = nil, to: Double? = nil) -> CurveError.Code? {
      do throws(CurveError) {
        _ = try MaximumSmoothnessSpline.fit(conditions, from: from, to: to)
        return nil
      } catch {
        return error.code
      }
    }
    let good = PeriodAverage(0..<1, 1)
    #expect(code([good]) == nil)
    #expect(code([]) == .empty)
    #expect(code([good, PeriodAverage(2..<2, 1)]) == .emptyPeriod)
    #expect(code([PeriodAverage(0..<(.infinity), 1)]) == .notFinite)
    #expect(code([PeriodAverage(0..<1, .nan)]) == .notFinite)
    #expect(code([PeriodAverage(0..<1, 1, softness: 0)]) == .outOfRange)
    #expect(code([good], from: 0.5) == .outOfRange)
    #expect(code([good], to: 0.5) == .outOfRange)
    #expect(code([good], from: .nan) == .outOfRange)
    #expect(throws: CurveError.self) { try StepFunction(edges: [0, 1], values: []) }
    #expect(throws: CurveError.self) { try StepFunction(edges: [0, 1], values: [1, 2]) }
    #expect(throws: CurveError.self) { try StepFunction(edges: [0, 0], values: [1]) }
    #expect(throws: CurveError.self) { try StepFunction(edges: [0, 1], values: [.nan]) }
  }
}
