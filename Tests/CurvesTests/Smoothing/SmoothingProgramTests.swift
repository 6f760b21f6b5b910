import Testing

@testable import Curves

@Suite struct SmoothingProgramTests {
  static let exact = 1e-12
  static let averageTolerance = 1e-10
  /// Relative, of the published optimum's eleven digits.
  static let optimumTolerance = 1e-9

  @Test func flatQuotesGiveAFlatCurve() throws {
    let rows = [(0, 30), (30, 61), (61, 91), (0, 91), (91, 365), (0, 365)].map {
      SmoothingProblems.average($0.0..<$0.1, lower: 48.25)
    }
    let solution = try SmoothingProgram(points: 400, rows: rows).solve()
    #expect(solution.status == .solved)
    for value in solution.values { #expect(abs(value - 48.25) <= Self.exact * 48.25) }
    #expect(solution.roughness < 1e-24)
  }

  @Test func linearDailyQuotesGiveTheLine() throws {
    let rows = (0..<365).map { SmoothingProblems.average($0..<$0 + 1, lower: 30 + 0.125 * Double($0)) }
    let solution = try SmoothingProgram(points: 400, rows: rows).solve()
    for (i, value) in solution.values.enumerated() {
      #expect(abs(value - (30 + 0.125 * Double(i))) <= Self.exact * value)
    }
  }

  @Test func linearMonthsGiveTheLine() throws {
    let edges = (0...24).map { SmoothingProblems.day(year: 2026 + $0 / 12, month: $0 % 12 + 1) - 20454 }
    let rows = zip(edges, edges.dropFirst()).map { first, last in
      SmoothingProblems.average(first..<last, lower: 30 + 0.01 * Double(first + last - 1) / 2)
    }
    let solution = try SmoothingProgram(points: edges[24], rows: rows).solve()
    for (i, value) in solution.values.enumerated() {
      #expect(abs(value - (30 + 0.01 * Double(i))) <= 10 * Self.exact * value)
    }
  }

  /// Optima by an exact active set with refinement in extended precision (Benchmarks/Peers/models.py).
  @Test(arguments: [(true, 2.28296720216e-3), (false, 60.4761250732733)])
  func quarterCentury(daily: Bool, optimum: Double) throws {
    let program = SmoothingProblems.quarterCentury(daily: daily, .equality)
    let solution = try program.solve()
    #expect(solution.status == .solved)
    #expect(abs(solution.roughness - optimum) <= Self.optimumTolerance * optimum, "\(solution.roughness)")
    for row in program.rows { #expect(abs(row.sum(solution.values) - row.lower) <= Self.averageTolerance) }
  }

  /// Points of the daily problem, by elimination in rational numbers: KKT conditions of λ, level and slope, in which days are whole.
  static let exactPoints: [(day: Int, value: Double)] = [
    (0, 70.14037729265), (15, 69.79065154031923), (45, 68.42884989552319), (200, 50.928503686839875),
    (364, 67.39560394501751), (365, 67.42872963364262), (800, 62.636588338452874), (1200, 57.01317401939165),
    (1826, 52.84660740832554), (2400, 56.969206055566346), (3200, 57.97137273168482), (3652, 58.62329038513887),
    (4000, 58.84386162130177), (4800, 59.605933886223134), (5479, 60.266206229751546), (6400, 61.13630819147177),
    (7200, 61.90017683040057), (8000, 62.674409791300356), (8800, 63.43213872384029), (9130, 63.757541094343935),
  ]
  /// The least roughness alone hides a wrong curve: a thousandth of the level moves it by less than its digits.
  static let pointTolerance = 1e-8

  @Test func quarterCenturyHasTheExactPoints() throws {
    let solution = try SmoothingProblems.quarterCentury(daily: true, .equality).solve()
    for (day, value) in Self.exactPoints {
      #expect(abs(solution.values[day] - value) <= Self.pointTolerance, "day \(day): \(solution.values[day])")
    }
  }

  @Test func oneQuoteGivesItsLevel() throws {
    let program = SmoothingProgram(points: 10, rows: [SmoothingProblems.average(2..<4, lower: 7)])
    let solution = try program.solve()
    #expect(solution.values.allSatisfy { abs($0 - 7) <= Self.exact * 7 })
  }

  @Test func oneQuoteShiftsThePrior() throws {
    let prior = [1.0, 2, 4, 3, 2, 5, 1, 0, 2, 2]
    let program = SmoothingProgram(points: 10, prior: prior, rows: [SmoothingProblems.average(2..<4, lower: 7)])
    let solution = try program.solve()
    for (value, before) in zip(solution.values, prior) { #expect(abs(value - before - 3.5) <= 1e-12) }
    #expect(solution.roughness < 1e-24)
  }

  @Test func withoutQuotesThePriorStays() throws {
    let prior = [1.0, 2, 4, 3]
    #expect(try SmoothingProgram(points: 4, prior: prior, rows: []).solve().values == prior)
    #expect(try SmoothingProgram(points: 2, strands: 2, prior: prior, tension: 1, rows: []).solve().values == prior)
  }

  /// A base quote says nothing of peak against off-peak: both take its level.
  @Test func oneQuoteOfTwoStrandsShiftsBoth() throws {
    let base = SmoothingProgram.Row(
      first: 0, weights: (0..<20).map { $0 % 2 == 0 ? 0.06 : 0.04 }, lower: 50, upper: 50, softness: nil)
    let solution = try SmoothingProgram(points: 10, strands: 2, rows: [base]).solve()
    #expect(solution.values.allSatisfy { abs($0 - 50) <= 1e-9 })
  }

  @Test(arguments: [1, 2, 3]) func fewPoints(points: Int) throws {
    for tension in [0.0, 0.5] {
      let rows = (0..<points).map { SmoothingProblems.average($0..<$0 + 1, lower: Double($0 * $0)) }
      let solution = try SmoothingProgram(points: points, tension: tension, rows: rows).solve()
      #expect(solution.status == .solved)
      for i in 0..<points { #expect(abs(solution.values[i] - Double(i * i)) < 1e-12) }
      let alone = SmoothingProgram(
        points: points, tension: tension, rows: [SmoothingProblems.average(0..<points, lower: 3)])
      #expect(try alone.solve().values.allSatisfy { abs($0 - 3) < 1e-12 })
    }
  }

  /// Stationary: D₂ᵀD₂ g + Aᵀy = 0, with the signs that the documentation gives.
  @Test func multipliersAreThoseOfTheLagrangian() throws {
    let program = SmoothingProblems.random(seed: 5, [.bidAsk, .prior])
    let solution = try program.solve()
    let g = zip(solution.values, program.prior).map { $0 - $1 }
    var gradient = [Double](repeating: 0, count: program.points)
    for i in 0..<program.points - 2 {
      let second = g[i] - 2 * g[i + 1] + g[i + 2]
      gradient[i] += second
      gradient[i + 1] -= 2 * second
      gradient[i + 2] += second
    }
    for (row, multiplier) in zip(program.rows, solution.multipliers) {
      for (i, weight) in row.weights.enumerated() { gradient[row.first + i] += multiplier * weight }
      let sum = row.sum(solution.values)
      if row.lower < row.upper, multiplier > 1e-9 { #expect(abs(sum - row.upper) < 1e-10) }
      if row.lower < row.upper, multiplier < -1e-9 { #expect(abs(sum - row.lower) < 1e-10) }
    }
    let size = solution.multipliers.reduce(0) { max($0, abs($1)) }
    #expect(size > 1e-3)
    for value in gradient { #expect(abs(value) <= 1e-10 * max(1, size)) }
  }

  @Test func refusesNonsense() {
    func code(_ change: (inout SmoothingProgram) -> Void) -> CurveError.Code? {
      var program = SmoothingProgram(points: 4, rows: [SmoothingProblems.average(0..<2, lower: 1)])
      change(&program)
      do throws(CurveError) {
        _ = try program.solve()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code { _ in } == nil)
    #expect(code { $0.points = 0 } == .empty)
    #expect(code { $0.points = .max } == .outOfRange)
    #expect(code { $0.strands = 0 } == .empty)
    #expect(code { $0.prior = [1] } == .countMismatch)
    #expect(code { $0.prior = [1, 2, .nan, 4] } == .notFinite)
    #expect(code { $0.tension = -1 } == .outOfRange)
    #expect(code { $0.tension = .nan } == .outOfRange)
    #expect(code { ($0.floor, $0.ceiling) = (2, 1) } == .outOfRange)
    #expect(code { $0.floor = .nan } == .outOfRange)
    #expect(code { $0.rows[0].first = 3 } == .outOfRange)
    #expect(code { $0.rows[0].first = -1 } == .outOfRange)
    #expect(code { $0.rows[0].weights = [] } == .emptyPeriod)
    #expect(code { $0.rows[0].weights = [0, 0] } == .emptyPeriod)
    #expect(code { $0.rows[0].weights = [1, .infinity] } == .notFinite)
    #expect(code { $0.rows[0].lower = 2 } == .outOfRange)
    #expect(code { $0.rows[0].upper = .nan } == .notFinite)
    #expect(code { $0.rows[0].lower = .nan } == .notFinite)
    #expect(code { ($0.rows[0].lower, $0.rows[0].upper) = (.infinity, .infinity) } == .outOfRange)
    #expect(code { $0.rows[0].softness = 0 } == .outOfRange)
    #expect(code { ($0.rows[0].softness, $0.rows[0].lower) = (1, -.infinity) } == .notFinite)
  }
}
