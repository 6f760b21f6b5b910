import NumericalKernels
import Testing

@testable import Curves

/// The spline as a measure of smoothness of cells, against the spline of periods, which is computed otherwise.
@Suite struct SmoothingSplineTests {
  static let pointTolerance = 1e-9
  static let roughnessTolerance = 1e-9

  /// Periods of whole cells, with cells of different lengths.
  func problem(_ seed: UInt64) -> (lengths: [Double], spans: [Range<Int>], prices: [Double]) {
    var stream = RandomStream(seed: seed, path: 3)
    let lengths = (0..<40).map { _ in 0.5 + Double(Int(stream.uniform() * 4)) }
    let spans = (0..<9).map { k -> Range<Int> in
      let first = Int(stream.uniform() * 35)
      return first..<min(40, first + 1 + Int(stream.uniform() * 12))
    }
    return (lengths, spans, spans.map { _ in 40 + 10 * stream.normal() })
  }

  @Test(arguments: [true, false]) func cellsAreMeansOfTheSpline(flatEnd: Bool) throws {
    var solved = 0
    for seed in 1...UInt64(10) {
      let (lengths, spans, prices) = problem(seed)
      let edges = lengths.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
      let conditions = zip(spans, prices).map { PeriodAverage(edges[$0.lowerBound]..<edges[$0.upperBound], $1) }
      let fit = try MaximumSmoothnessSpline.fit(conditions, from: 0, to: edges[40], flatEnd: flatEnd)
      var program = SmoothingProgram(points: 40, rows: [])
      program.measure = .spline(lengths: lengths, flatEnd: flatEnd)
      program.rows = zip(spans, prices).map { span, price in
        let total = edges[span.upperBound] - edges[span.lowerBound]
        return .init(
          first: span.lowerBound, weights: lengths[span].map { $0 / total }, lower: price, upper: price, softness: nil)
      }
      let solution = try program.solve()
      #expect((solution.status == .solved) == (fit.status == .solved))
      guard fit.status == .solved else { continue }
      solved += 1
      #expect(abs(2 * solution.roughness - fit.spline.roughness) <= Self.roughnessTolerance * fit.spline.roughness)
      let size = solution.values.reduce(0) { max($0, abs($1)) }
      for i in 0..<40 {
        let mean = fit.spline.average(over: edges[i]..<edges[i + 1])
        #expect(abs(solution.values[i] - mean) <= Self.pointTolerance * size, "seed \(seed), cell \(i)")
      }
      for (mine, other) in zip(solution.multipliers, fit.multipliers) {
        #expect(abs(mine - other) <= 1e-7 * max(1, abs(other)))
      }
    }
    #expect(solved > 2)
  }

  @Test func boundsFloorsAndSensitivities() throws {
    let lengths = (0..<60).map { $0 % 7 == 0 ? 2.0 : 1.0 }
    var program = SmoothingProgram(points: 60, rows: [])
    program.measure = .spline(lengths: lengths, flatEnd: true)
    program.rows = [(0, 10, 30.0), (10, 20, 4), (20, 40, 25), (5, 30, 16), (40, 60, 28)].map { first, last, price in
      SmoothingProblems.average(first..<last, lower: price - 1, upper: price + 1)
    }
    let lowest = try #require(try program.solve().values.min())
    program.floor = lowest + 0.25
    let factor = try SmoothingFactor(program)
    let solution = factor.solution
    #expect(solution.status == .solved && factor.isSmooth)
    #expect(solution.values.min() == program.floor)
    let position = (0..<60).map { Double($0 % 5) - 1 }
    let gradient = factor.gradient(position)
    for row in program.rows.indices {
      let sum = program.rows[row].sum(solution.values)
      #expect(sum >= program.rows[row].lower - 1e-10 && sum <= program.rows[row].upper + 1e-10)
      var bumped = program
      bumped.rows[row].lower += 1e-6
      bumped.rows[row].upper += 1e-6
      let other = try bumped.solve()
      var direct = 0.0
      for i in 0..<60 { direct += position[i] * (other.values[i] - solution.values[i]) / 1e-6 }
      #expect(abs(direct - gradient[row]) < 1e-5 * max(1, abs(direct)), "row \(row)")
    }
  }

  @Test func refusesNonsense() {
    func code(_ lengths: [Double], tension: Double = 0) -> CurveError.Code? {
      var program = SmoothingProgram(points: 3, tension: tension, rows: [SmoothingProblems.average(0..<2, lower: 1)])
      program.measure = .spline(lengths: lengths, flatEnd: false)
      do throws(CurveError) {
        _ = try program.solve()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code([1, 2, 1]) == nil)
    #expect(code([1, 2]) == .countMismatch)
    #expect(code([1, 0, 1]) == .outOfRange)
    #expect(code([1, .nan, 1]) == .outOfRange)
    #expect(code([1, 1, 1], tension: 1) == .outOfRange)
  }
}
