import Testing

@testable import Curves

@Suite struct SmoothingConflictTests {
  /// Holds that the named rows cannot hold together and that without any one of them they can.
  func expectIrreducible(
    _ program: SmoothingProgram, _ named: [Int]? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let solution = try program.solve()
    #expect(solution.status == .contradictory, sourceLocation: sourceLocation)
    #expect(!solution.conflict.isEmpty, sourceLocation: sourceLocation)
    if let named { #expect(solution.conflict == named, sourceLocation: sourceLocation) }
    var alone = program
    alone.rows = solution.conflict.map { program.rows[$0] }
    #expect(try alone.solve().status == .contradictory, sourceLocation: sourceLocation)
    for k in alone.rows.indices {
      var less = alone
      less.rows.remove(at: k)
      #expect(try less.solve().status == .solved, "without \(solution.conflict[k])", sourceLocation: sourceLocation)
    }
  }

  let quarter = [
    SmoothingProblems.average(0..<31, lower: 40), SmoothingProblems.average(31..<59, lower: 50),
    SmoothingProblems.average(59..<90, lower: 45),
  ]

  func average(of prices: [Double]) -> Double { (31 * prices[0] + 28 * prices[1] + 31 * prices[2]) / 90 }

  @Test func redundancyIsNoConflict() throws {
    let exact = average(of: [40, 50, 45])
    for error in [0, 1e-9, -1e-9] {
      let whole = SmoothingProblems.average(0..<90, lower: exact * (1 + error / 2))
      let solution = try SmoothingProgram(points: 100, rows: quarter + [whole] + quarter).solve()
      #expect(solution.status == .solved)
      #expect(abs(quarter[1].sum(solution.values) - 50) < 1e-6)
    }
  }

  @Test func equalitiesThatDoNotAddUp() throws {
    let whole = SmoothingProblems.average(0..<90, lower: average(of: [40, 50, 45]) + 0.01)
    let other = SmoothingProblems.average(90..<100, lower: 12)
    try expectIrreducible(SmoothingProgram(points: 100, rows: [other] + quarter + [whole]), [1, 2, 3, 4])
    try expectIrreducible(SmoothingProgram(points: 100, rows: [whole, other] + quarter), [0, 2, 3, 4])
    let again = SmoothingProblems.average(31..<59, lower: 50.001)
    try expectIrreducible(SmoothingProgram(points: 100, rows: quarter + [again]), [1, 3])
  }

  @Test func marketsThatCross() throws {
    let months = quarter.map { row in
      SmoothingProgram.Row(
        first: row.first, weights: row.weights, lower: row.lower - 0.5, upper: row.upper + 0.5, softness: nil)
    }
    let middle = average(of: [40, 50, 45])
    let other = SmoothingProblems.average(80..<100, lower: 30, upper: 60)
    for offer in [middle - 0.6, middle + 0.6] {
      let whole = SmoothingProblems.average(0..<90, lower: offer - 0.05, upper: offer + 0.05)
      try expectIrreducible(SmoothingProgram(points: 100, rows: months + [other, whole]), [0, 1, 2, 4])
      try expectIrreducible(SmoothingProgram(points: 100, rows: [whole, other] + months), [0, 2, 3, 4])
    }
    let inside = SmoothingProblems.average(0..<90, lower: middle + 0.49, upper: middle + 0.6)
    #expect(try SmoothingProgram(points: 100, rows: months + [inside]).solve().status == .solved)
  }

  @Test func rowsAgainstTheFloor() throws {
    let low = SmoothingProblems.average(10..<20, lower: -1)
    try expectIrreducible(SmoothingProgram(points: 30, floor: 0, rows: [quarterOf(30, 5), low]), [1])
    // Two of three months leave less than nothing for the third.
    let rows = [
      SmoothingProblems.average(0..<30, lower: 10), SmoothingProblems.average(0..<10, lower: 16),
      SmoothingProblems.average(20..<30, lower: 15), SmoothingProblems.average(25..<40, lower: 20),
    ]
    try expectIrreducible(SmoothingProgram(points: 40, floor: 0, rows: rows), [0, 1, 2])
    #expect(try SmoothingProgram(points: 40, rows: rows).solve().status == .solved)
  }

  func quarterOf(_ points: Int, _ price: Double) -> SmoothingProgram.Row {
    SmoothingProblems.average(0..<points, lower: price)
  }

  @Test func randomContradictions() throws {
    for seed in 1...UInt64(12) {
      var program = SmoothingProblems.random(seed: seed, seed.isMultiple(of: 2) ? [.dependent] : [.bidAsk, .dependent])
      let copy = program.rows[Int(seed) % program.rows.count]
      let sum = copy.lower.isFinite ? copy.lower : copy.upper
      let half = copy.weights.count / 2
      guard half > 0 else { continue }
      program.rows.append(
        .init(first: copy.first, weights: Array(copy.weights[..<half]), lower: sum, upper: sum, softness: nil))
      program.rows.append(
        .init(
          first: copy.first + half, weights: Array(copy.weights[half...]), lower: sum, upper: sum + 0.5, softness: nil))
      try expectIrreducible(program)
    }
  }
}
