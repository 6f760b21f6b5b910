import NumericalKernels
import Testing

@testable import Curves

@Suite struct SmoothingFactorTests {
  /// Exact derivatives against solves of bumped programs, which are linear in the bump: relative to the largest derivative.
  static let bumpTolerance = 1e-8
  static let transposeTolerance = 1e-9
  static let valueTolerance = 1e-9

  static let kinds: [SmoothingProblems.Features] = [
    [], [.soft], [.bidAsk], [.bidAsk, .strands, .weights], [.tension, .strands], [.soft, .tension, .prior],
    [.box, .bidAsk],
  ]

  @Test(arguments: kinds) func responsesAreThoseOfBumps(_ features: SmoothingProblems.Features) throws {
    var smooth = 0
    for seed in 11...UInt64(16) {
      let program = SmoothingProblems.random(seed: seed, features)
      let factor = try SmoothingFactor(program)
      try #require(factor.solution.status == .solved)
      guard factor.isSmooth else { continue }
      smooth += 1
      for row in program.rows.indices {
        var bumped = program
        let bump = 1e-3
        bumped.rows[row].lower += bump
        bumped.rows[row].upper += bump
        let other = try bumped.solve()
        let response = factor.response(to: row)
        if other.status != .solved { continue }
        let sameSet = zip(other.multipliers, factor.solution.multipliers).allSatisfy { ($0 == 0) == ($1 == 0) }
        let sameBox = zip(other.values, factor.solution.values).allSatisfy {
          ($0 == program.floor) == ($1 == program.floor) && ($0 == program.ceiling) == ($1 == program.ceiling)
        }
        guard sameSet, sameBox else { continue }
        let size = response.reduce(1.0) { max($0, abs($1)) }
        for (i, value) in response.enumerated() {
          let difference = (other.values[i] - factor.solution.values[i]) / bump
          #expect(abs(value - difference) <= Self.bumpTolerance * size, "seed \(seed), row \(row), value \(i)")
        }
        if program.rows[row].softness == nil, factor.solution.multipliers[row] != 0 {
          #expect(abs(program.rows[row].sum(response) - 1) < 1e-9)
        }
      }
    }
    #expect(smooth > 0)
  }

  @Test(arguments: kinds) func gradientIsTheTranspose(_ features: SmoothingProblems.Features) throws {
    for seed in 21...UInt64(23) {
      let program = SmoothingProblems.random(seed: seed, features)
      let factor = try SmoothingFactor(program)
      var stream = RandomStream(seed: seed, path: 1)
      let weights = (0..<program.count).map { _ in stream.normal() }
      let gradient = factor.gradient(weights)
      let matrix = factor.sensitivities
      for row in program.rows.indices {
        let direct = (0..<program.count).reduce(0) { $0 + matrix[$1, row] * weights[$1] }
        let size = (0..<program.count).reduce(1.0) { $0 + abs(matrix[$1, row] * weights[$1]) }
        #expect(abs(gradient[row] - direct) <= Self.transposeTolerance * size, "seed \(seed), row \(row)")
      }
    }
  }

  @Test func rowsInsideTheirBoundsDoNotMatter() throws {
    let rows = [
      SmoothingProblems.average(0..<10, lower: 20), SmoothingProblems.average(10..<20, lower: 24),
      SmoothingProblems.average(0..<20, lower: 10, upper: 30), SmoothingProblems.average(5..<15, lower: 23, upper: 25),
    ]
    let factor = try SmoothingFactor(SmoothingProgram(points: 30, rows: rows))
    #expect(factor.response(to: 2).allSatisfy { $0 == 0 })
    #expect(factor.gradient([Double](repeating: 1, count: 30))[2] == 0)
    #expect(factor.solution.multipliers[3] < 0)
    #expect(abs(rows[3].sum(factor.response(to: 3)) - 1) < 1e-12)
  }

  /// Mark after mark ends where a fresh solve does.
  @Test(arguments: kinds) func marksAreThoseOfFreshSolves(_ features: SmoothingProblems.Features) throws {
    for seed in 31...UInt64(32) {
      let program = SmoothingProblems.random(seed: seed, features)
      var factor = try SmoothingFactor(program)
      var current = program
      var stream = RandomStream(seed: seed, path: 2)
      for _ in 0..<12 {
        let row = min(Int(stream.uniform() * Double(program.rows.count)), program.rows.count - 1)
        let step = stream.normal() * 0.5
        current.rows[row].lower += step
        current.rows[row].upper += step
        try factor.mark(row, lower: current.rows[row].lower, upper: current.rows[row].upper)
        let fresh = try current.solve()
        #expect(factor.solution.status == fresh.status)
        guard fresh.status == .solved else {
          current.rows[row].lower -= step
          current.rows[row].upper -= step
          try factor.mark(row, lower: current.rows[row].lower, upper: current.rows[row].upper)
          continue
        }
        let (mine, other) = (current.objective(of: factor.solution.values), current.objective(of: fresh.values))
        #expect(abs(mine - other) <= Self.valueTolerance * max(1, other))
        let size = fresh.values.reduce(1.0) { max($0, abs($1)) }
        for (a, b) in zip(factor.solution.values, fresh.values) { #expect(abs(a - b) <= 1e-7 * size) }
      }
    }
  }

  @Test func marksThatContradictAreSeenAndTakenBack() throws {
    let rows = [
      SmoothingProblems.average(0..<10, lower: 20), SmoothingProblems.average(10..<20, lower: 24),
      SmoothingProblems.average(0..<20, lower: 22),
    ]
    var factor = try SmoothingFactor(SmoothingProgram(points: 30, rows: rows))
    let before = factor.solution
    #expect(before.status == .solved)
    try factor.mark(0, lower: 21, upper: 21)
    #expect(factor.solution.status == .contradictory && factor.solution.conflict == [0, 1, 2])
    #expect(factor.response(to: 0).allSatisfy { $0 == 0 })
    try factor.mark(0, lower: 20, upper: 20)
    #expect(factor.solution.status == .solved)
    for (a, b) in zip(factor.solution.values, before.values) { #expect(abs(a - b) < 1e-12 * 24) }
    #expect(throws: CurveError.self) { try factor.mark(3, lower: 1, upper: 1) }
    #expect(throws: CurveError.self) { try factor.mark(0, lower: .nan, upper: 1) }
    #expect(factor.solution.status == .solved)
  }
}
