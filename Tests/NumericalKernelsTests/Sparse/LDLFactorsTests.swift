import NumericalKernels
import Testing

@Suite struct LDLFactorsTests {
  /// Pivots, factors and solution in exact rational arithmetic (Python `fractions`), in the order of the input.
  @Test func aSmallIndefiniteMatrixHasItsExactFactors() throws {
    let rows = [0, 0, 1, 0, 2, 1, 3, 2, 4, 3, 0, 5, 4]
    let columns = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5]
    let values: [Double] = [4, -1, 3, 2, -5, 1, 2, 1, -3, -2, 1, 7, 3]
    let upper = try SparseMatrix(rows: 6, columns: 6, rowIndices: rows, columnIndices: columns, values: values)
    // A root's path comes in the order given, so that the postorder keeps the input's.
    let symbolic = try SymbolicLDL(upper, ordering: .natural)
    #expect(symbolic.permutation == [0, 1, 2, 3, 4, 5])
    let factors = try LDLFactors(symbolic, values: upper.values)
    let pivots = SparseCases.ratios([
      (4, 1), (11, 4), (-67, 11), (110, 67), (-294, 55), (1214, 147),
    ])
    let lower = SparseCases.ratios([
      (-1, 4), (1, 2), (1, 4), (2, 11), (4, 11), (1, 11), (2, 67), (-11, 67), (6, 67), (-68, 55), (-1, 22), (-155, 294),
    ])
    #expect(SparseCases.distance(factors.pivots, pivots) < 1e-14)
    #expect(SparseCases.distance(factors.lower, lower) < 1e-15)
    #expect(factors.negativePivotCount == 2)
    let x = SparseCases.ratios([
      (1981, 4856), (713, 1214), (-3151, 4856), (3137, 4856), (-5149, 4856), (3043, 2428),
    ])
    #expect(SparseCases.distance(try factors.solve([1, 2, 3, 4, 5, 6]), x) < 1e-15)
    // Any order has the same inertia and solution.
    let ordered = try LDLFactors(SymbolicLDL(upper), values: upper.values)
    #expect(ordered.negativePivotCount == 2)
    #expect(SparseCases.distance(try ordered.solve([1, 2, 3, 4, 5, 6]), x) < 1e-14)
  }

  static let shapes = [(1, 0, 0), (0, 4, 0), (3, 2, 4), (20, 12, 60), (60, 40, 150), (50, 1, 50), (1, 50, 50)]

  @Test(arguments: shapes)
  func quasiDefiniteSystemsAreSolved(shape: (Int, Int, Int)) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let upper = try SparseCases.quasiDefinite(variables: shape.0, rows: shape.1, entries: shape.2, seed: seed)
      var generator = SparseCases.Generator(seed + 100)
      let b = generator.vector(upper.rows)
      var factors = try LDLFactors(SymbolicLDL(upper), values: upper.values)
      let x = try factors.solve(b)
      #expect(try SparseCases.residual(upper, x, b) < 1e-12)
      #expect(factors.negativePivotCount == shape.1)
      #expect(factors.regularisedPivotCount == 0)
      var y = [Double](repeating: .nan, count: b.count)
      try factors.solve(b, into: &y)
      #expect(y == x)
      y = b
      try factors.solve(inPlace: &y)
      #expect(y == x)
    }
  }

  @Test func refactoringEqualsFactoringAnew() throws {
    let upper = try SparseCases.quasiDefinite(variables: 30, rows: 20, entries: 80, seed: 9)
    let symbolic = try SymbolicLDL(upper)
    var factors = try LDLFactors(symbolic, values: upper.values)
    let scaled = upper.values.map { 3 * $0 }
    try factors.refactor(scaled)
    let fresh = try LDLFactors(symbolic, values: scaled)
    #expect(factors.lower == fresh.lower)
    #expect(factors.pivots == fresh.pivots)
    try factors.refactor(upper.values)
    #expect(try factors.pivots == LDLFactors(symbolic, values: upper.values).pivots)
  }

  @Test func aZeroPivotIsNamedByItsRowAndStopsSolvesUntilTheNextSuccess() throws {
    // Two blocks; the second, rows 2 and 3, is singular.
    let upper = try SparseMatrix(
      rows: 4, columns: 4, rowIndices: [0, 0, 1, 2, 2, 3], columnIndices: [0, 1, 1, 2, 3, 3],
      values: [2, 1, 2, 1, 1, 1])
    let symbolic = try SymbolicLDL(upper)
    var factors = try LDLFactors(symbolic, values: [2, 1, 2, 1, 1, 3])
    do throws(NumericalError) {
      try factors.refactor([2, 1, 2, 1, 1, 1])
      Issue.record("a singular matrix was factored")
    } catch {
      #expect(error.code == .singular)
      #expect(error.index == 2 || error.index == 3)
    }
    #expect(!factors.isComplete)
    #expect(throws: NumericalError.self) { try factors.solve([1, 2, 3, 4]) }
    try factors.refactor([2, 1, 2, 1, 1, 3])
    #expect(try SparseCases.distance(factors.solve([3, 3, 2, 4]), [1, 1, 1, 1]) < 1e-15)
  }

  @Test func aStructurallyEmptyRowIsSingular() throws {
    let upper = try SparseMatrix(rows: 3, columns: 3, rowIndices: [0, 2], columnIndices: [0, 2], values: [1, 1])
    #expect(throws: NumericalError(.singular, "elimination met a pivot of zero", index: 1)) {
      try LDLFactors(SymbolicLDL(upper), values: upper.values)
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func valuesThatAreNotFiniteAreRefused(value: Double) throws {
    let upper = try SparseCases.grid(4)
    let symbolic = try SymbolicLDL(upper)
    for place in upper.values.indices {
      var values = upper.values
      values[place] = value
      #expect {
        try LDLFactors(symbolic, values: values)
      } throws: {
        ($0 as? NumericalError)?.code == .notFinite
      }
    }
  }

  @Test func lengthsAreChecked() throws {
    let upper = try SparseCases.grid(3)
    let symbolic = try SymbolicLDL(upper)
    #expect(throws: NumericalError.self) { try LDLFactors(symbolic, values: [1]) }
    let rule = try PivotRegularisation(signs: [1])
    #expect(throws: NumericalError.self) {
      try LDLFactors(symbolic, values: upper.values, regularisation: rule)
    }
    var factors = try LDLFactors(symbolic, values: upper.values)
    var short = [1.0]
    #expect(throws: NumericalError.self) { try factors.refactor([]) }
    #expect(throws: NumericalError.self) { try factors.solve([1]) }
    #expect(throws: NumericalError.self) { try factors.solve(inPlace: &short) }
    #expect(throws: NumericalError.self) { try factors.solve([Double](repeating: 1, count: 9), into: &short) }
    #expect(throws: NumericalError.self) { try factors.solve(inPlaceColumns: &short, count: 2) }
    #expect(throws: NumericalError.self) { try factors.solve(Matrix(rows: 2, columns: 2)) }
  }

  // MARK: Regularisation and refinement

  @Test func smallAndWrongPivotsAreReplacedAndCounted() throws {
    let upper = try SparseMatrix(diagonal: [2, 0, -3, 1e-20, 5])
    let rule = try PivotRegularisation(signs: [1, 1, 1, -1, 0], threshold: 1e-12, replacement: 1e-3)
    let factors = try LDLFactors(SymbolicLDL(upper, ordering: .natural), values: upper.values, regularisation: rule)
    #expect(factors.pivots == [2, 1e-3, 1e-3, -1e-3, 5])
    #expect(factors.regularisedPivotCount == 3)
    #expect(factors.negativePivotCount == 1)
  }

  @Test func aPivotWithoutAnExpectedSignKeepsItsOwn() throws {
    let upper = try SparseMatrix(diagonal: [-1e-15, 1e-15, 0])
    let rule = try PivotRegularisation(signs: [0, 0, 0], threshold: 1e-12, replacement: 1e-3)
    let factors = try LDLFactors(SymbolicLDL(upper, ordering: .natural), values: upper.values, regularisation: rule)
    #expect(factors.pivots == [-1e-3, 1e-3, 1e-3])
  }

  @Test func rulesAreChecked() {
    #expect(throws: NumericalError.self) { try PivotRegularisation(signs: [2]) }
    #expect(throws: NumericalError.self) { try PivotRegularisation(signs: [], threshold: -1) }
    #expect(throws: NumericalError.self) { try PivotRegularisation(signs: [], threshold: .nan) }
    #expect(throws: NumericalError.self) { try PivotRegularisation(signs: [], replacement: 0) }
  }

  /// min |x|² with x₁ + x₂ + x₃ = 3 given twice: the second multiplier's pivot vanishes, the solution is (1, 1, 1).
  @Test func aRepeatedConstraintIsSolvedByRegularisationAndRefinement() throws {
    let upper = try SparseMatrix(
      rows: 5, columns: 5, rowIndices: [0, 1, 2, 0, 1, 2, 0, 1, 2, 3, 4],
      columnIndices: [0, 1, 2, 3, 3, 3, 4, 4, 4, 3, 4], values: [2, 2, 2, 1, 1, 1, 1, 1, 1, 0, 0])
    let rule = try PivotRegularisation(signs: [1, 1, 1, -1, -1])
    var factors = try LDLFactors(SymbolicLDL(upper), values: upper.values, regularisation: rule)
    #expect(factors.regularisedPivotCount == 1)
    var x = [Double](repeating: 0, count: 5)
    let refinement = try factors.solve([0, 0, 0, 3, 3], into: &x, refiningAgainst: upper.values)
    #expect(refinement.residual < 1e-12)
    #expect(SparseCases.distance(Array(x[0..<3]), [1, 1, 1]) < 1e-12)
    #expect(abs(x[3] + x[4] + 2) < 1e-12)
  }

  @Test func refinementReportsTheResidualOfWhatItReturns() throws {
    let upper = try SparseCases.quasiDefinite(variables: 40, rows: 30, entries: 120, seed: 21)
    var perturbed = upper.values
    for p in perturbed.indices { perturbed[p] *= 1 + 1e-3 * Double(p % 7) }
    var factors = try LDLFactors(SymbolicLDL(upper), values: perturbed)
    var generator = SparseCases.Generator(22)
    let b = generator.vector(70)
    var x = b
    let none = try factors.solve(b, into: &x, refiningAgainst: upper.values, maximumSteps: 0)
    #expect(none.steps == 0)
    #expect(abs(none.residual - (try SparseCases.residual(upper, x, b))) < 1e-15)
    let some = try factors.solve(b, into: &x, refiningAgainst: upper.values, maximumSteps: 20)
    #expect(some.steps > 2)
    #expect(none.residual > 1e-4)
    #expect(some.residual < 1e-13)
    #expect(try SparseCases.residual(upper, x, b) == some.residual)
    let loose = try factors.solve(b, into: &x, refiningAgainst: upper.values, tolerance: 1e-6, maximumSteps: 20)
    #expect(loose.residual <= 1e-6)
    #expect(loose.steps < some.steps)
  }

  // MARK: Many and sparse right-hand sides

  @Test(arguments: [0, 1, 7, 8, 9, 16, 21])
  func manyRightHandSidesEqualOneAfterAnother(count: Int) throws {
    let upper = try SparseCases.quasiDefinite(variables: 25, rows: 15, entries: 70, seed: 31)
    let factors = try LDLFactors(SymbolicLDL(upper), values: upper.values)
    var generator = SparseCases.Generator(32)
    let b = try Matrix(rows: 40, columns: count, generator.vector(40 * count))
    let x = try factors.solve(b)
    var columns = (0..<count).flatMap { c in (0..<40).map { b[$0, c] } }
    try factors.solve(inPlaceColumns: &columns, count: count)
    for c in 0..<count {
      let single = try factors.solve((0..<40).map { b[$0, c] })
      #expect((0..<40).map { x[$0, c] } == single)
      #expect(Array(columns[c * 40..<(c + 1) * 40]) == single)
    }
  }

  @Test func sparseRightHandSidesEqualDenseOnes() throws {
    let upper = try SparseCases.grid(9)
    let symbolic = try SymbolicLDL(upper)
    let factors = try LDLFactors(symbolic, values: upper.values)
    var workspace = SparseSolveWorkspace(symbolic)
    var generator = SparseCases.Generator(41)
    for count in [0, 1, 2, 5] {
      for _ in 0..<10 {
        let indices = (0..<count).map { _ in generator.index(81) }
        let values = generator.vector(count)
        let wanted = (0..<4).map { _ in generator.index(81) }
        var b = [Double](repeating: 0, count: 81)
        for (i, value) in zip(indices, values) { b[i] += value }
        let dense = try factors.solve(b)
        let sparse = try workspace.solve(factors, indices: indices, values: values, wanted: wanted)
        #expect(SparseCases.distance(sparse, wanted.map { dense[$0] }) < 1e-15)
        #expect(try factors.solve(indices: indices, values: values, wanted: wanted) == sparse)
      }
    }
    #expect(throws: NumericalError.self) { try factors.solve(indices: [81], values: [1], wanted: []) }
    #expect(throws: NumericalError.self) { try factors.solve(indices: [0], values: [], wanted: []) }
    #expect(throws: NumericalError.self) { try factors.solve(indices: [0], values: [1], wanted: [-1]) }
  }

  @Test func disconnectedPartsDoNotTouchEachOther() throws {
    let upper = try SparseCases.graph(6, [(0, 1), (2, 3)], diagonal: 2)
    let factors = try LDLFactors(SymbolicLDL(upper), values: upper.values)
    #expect(try factors.solve(indices: [0], values: [3], wanted: [0, 1, 2, 3, 4]) == [2, 1, 0, 0, 0])
  }
}
