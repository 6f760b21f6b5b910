import Testing

@testable import NumericalKernels

/// Elimination by panels against elimination row by row.
@Suite struct SupernodesTests {
  /// Sparse, full and wide enough for panels to be cut and joined.
  private static func matrices() throws -> [SparseMatrix] {
    let full = (0..<150).flatMap { i in (0..<i).map { (i, $0) } }
    let arrow = (0..<7).flatMap { hub in (hub + 1..<90).map { (hub, $0) } }
    return try [
      SparseCases.grid(1), SparseCases.grid(2), SparseCases.grid(12),
      SparseCases.quasiDefinite(variables: 40, rows: 25, entries: 160, seed: 1),
      SparseCases.quasiDefinite(variables: 30, rows: 30, entries: 500, seed: 2),
      SparseCases.quasiDefinite(variables: 50, rows: 10, entries: 0, seed: 3),
      SparseCases.graph(150, full, diagonal: 160), SparseCases.graph(90, arrow, diagonal: -95),
    ]
  }

  @Test(arguments: 0..<8)
  func panelsGiveTheSameFactors(number: Int) throws {
    let upper = try Self.matrices()[number]
    let plain = try SymbolicLDL(upper, ordering: .approximateMinimumDegree, method: .rowByRow)
    let joined = try SymbolicLDL(upper, ordering: .approximateMinimumDegree, method: .supernodal)
    #expect(joined.permutation == plain.permutation)
    #expect(joined.lowerEntryCount >= plain.lowerEntryCount)
    var expected = try LDLFactors(plain, values: upper.values)
    var factors = try LDLFactors(joined, values: upper.values)
    let size = expected.pivots.reduce(0) { max($0, abs($1)) }
    #expect(SparseCases.distance(factors.pivots, expected.pivots) < 1e-13 * size)
    #expect(factors.negativePivotCount == expected.negativePivotCount)
    for j in 0..<upper.rows {
      for p in plain.lowerStarts[j]..<plain.lowerStarts[j + 1] {
        let entry = Self.entry(factors, plain.lowerRows[p], j)
        #expect(abs(entry - expected.lower[p]) < 1e-13)
      }
    }
    var generator = SparseCases.Generator(9)
    let b = generator.vector(upper.rows)
    #expect(SparseCases.distance(try factors.solve(b), try expected.solve(b)) < 1e-12)
    // Other values in the same memory.
    let scaled = upper.values.map { -2 * $0 }
    try factors.refactor(scaled)
    try expected.refactor(scaled)
    #expect(SparseCases.distance(factors.pivots, expected.pivots) < 1e-13 * 2 * size)
    let row = upper.rows / 2
    let sparse = try factors.solve(indices: [row], values: [1], wanted: [0, row])
    let same = try expected.solve(indices: [row], values: [1], wanted: [0, row])
    #expect(SparseCases.distance(sparse, same) < 1e-13)
  }

  private static func entry(_ factors: LDLFactors, _ row: Int32, _ column: Int) -> Double {
    let symbolic = factors.symbolic
    for p in symbolic.lowerStarts[column]..<symbolic.lowerStarts[column + 1] where symbolic.lowerRows[p] == row {
      return factors.lower[p]
    }
    return .nan
  }

  @Test func thePatternStaysOneOfElimination() throws {
    for upper in try Self.matrices() {
      let symbolic = try SymbolicLDL(upper, ordering: .approximateMinimumDegree, method: .supernodal)
      for j in 0..<symbolic.size {
        let rows = symbolic.lowerRows[symbolic.lowerStarts[j]..<symbolic.lowerStarts[j + 1]]
        #expect(rows.count == Int(symbolic.columnCounts[j]))
        #expect(symbolic.parents[j] == rows.first ?? -1)
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
        guard let parent = rows.first.map(Int.init) else { continue }
        let above = symbolic.lowerRows[symbolic.lowerStarts[parent]..<symbolic.lowerStarts[parent + 1]]
        #expect(Set(rows.dropFirst()).isSubset(of: above))
      }
    }
  }

  @Test func theMethodFollowsTheWorkForEachEntry() throws {
    let full = (0..<150).flatMap { i in (0..<i).map { (i, $0) } }
    #expect(try SymbolicLDL(SparseCases.graph(150, full, diagonal: 160)).supernodes != nil)
    #expect(try SymbolicLDL(SparseCases.grid(20)).supernodes == nil)
  }

  @Test func pivotsAreReplacedInsidePanels() throws {
    let upper = try SparseCases.graph(20, (0..<20).flatMap { i in (0..<i).map { (i, $0) } }, diagonal: -1)
    let rule = try PivotRegularisation(
      signs: [Int8](repeating: -1, count: 20), threshold: 1e-9, replacement: 0.5)
    for method in [SymbolicLDL.Method.rowByRow, .supernodal] {
      let symbolic = try SymbolicLDL(upper, ordering: .natural, method: method)
      let factors = try LDLFactors(symbolic, values: upper.values, regularisation: rule)
      // All elements are -1: after the first pivot everything vanishes, and replaced pivots bring nothing in.
      #expect(factors.pivots == [-1] + [Double](repeating: -0.5, count: 19))
      #expect(factors.regularisedPivotCount == 19)
      #expect(throws: NumericalError(.singular, "elimination met a pivot of zero", index: 1)) {
        try LDLFactors(symbolic, values: upper.values)
      }
    }
  }

  @Test func valuesThatAreNotFiniteAreRefusedInsidePanels() throws {
    let upper = try SparseCases.grid(4)
    let symbolic = try SymbolicLDL(upper, ordering: .approximateMinimumDegree, method: .supernodal)
    for place in upper.values.indices {
      var values = upper.values
      values[place] = .nan
      #expect {
        try LDLFactors(symbolic, values: values)
      } throws: {
        ($0 as? NumericalError)?.code == .notFinite
      }
    }
  }
}
