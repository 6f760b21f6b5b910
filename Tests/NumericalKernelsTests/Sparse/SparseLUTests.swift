import Foundation
import NumericalKernels
import Testing

@Suite struct SparseLUTests {
  /// Solutions and the norm of the inverse in exact rational arithmetic (Python `fractions`); the first diagonal
  /// element is an explicit zero.
  private func smallMatrix() throws -> SparseMatrix {
    try SparseMatrix(
      rows: 7, columns: 7, rowIndices: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 2],
      columnIndices: [0, 2, 0, 1, 3, 5, 1, 3, 4, 6, 2, 5, 0, 4, 6, 0],
      values: [0, 3, 2, -1, 5, 1, 4, 1, -2, 1, 1, 6, 1, 3, 4, -1])
  }

  @Test(arguments: [ColumnOrdering.automatic, .columnMinimumDegree, .symmetricMinimumDegree, .natural], [0.0, 0.1, 1])
  func aSmallMatrixHasItsExactSolutions(ordering: ColumnOrdering, threshold: Double) throws {
    let factors = try SparseLU(smallMatrix(), ordering: ordering, threshold: threshold)
    let b: [Double] = [1, 2, 3, 4, 5, 6, 7]
    let x = SparseCases.ratios([
      (1043, 738), (305, 369), (1, 3), (256, 369), (-967, 738), (17, 18), (878, 369),
    ])
    let turned = SparseCases.ratios([
      (2864, 4059), (-6, 451), (316, 451), (224, 451), (1, 11), (1195, 1353), (19, 11),
    ])
    #expect(SparseCases.distance(try factors.solve(b), x) < 1e-14)
    #expect(SparseCases.distance(try factors.transposeSolve(b), turned) < 1e-14)
    // ‖A‖₁ = 7, ‖A⁻¹‖₁ = 335 / 451; the climb ends at a column of 7 / 11, as in LAPACK's dgecon.
    #expect(abs(try factors.reciprocalCondition() - 11.0 / 49) < 1e-14)
  }

  static let shapes = [(1, 0), (2, 1), (5, 8), (20, 60), (60, 200), (80, 900)]

  @Test(arguments: shapes)
  func randomSystemsAreSolved(shape: (Int, Int)) throws {
    let n = shape.0
    for seed in 1...4 as ClosedRange<UInt64> {
      var generator = SparseCases.Generator(seed)
      // A shuffled diagonal keeps the matrix from being singular without favouring its own.
      var places = Array(0..<n)
      for i in stride(from: n - 1, to: 0, by: -1) { places.swapAt(i, generator.index(i + 1)) }
      let noise = try SparseCases.random(rows: n, columns: n, entries: shape.1, seed: seed + 50)
      let strong = try SparseMatrix(
        rows: n, columns: n, rowIndices: places, columnIndices: Array(0..<n),
        values: (0..<n).map { _ in 2 + generator.value() })
      let a = try noise.adding(strong, alpha: 0.5)
      let b = generator.vector(n)
      for ordering in [ColumnOrdering.automatic, .columnMinimumDegree, .symmetricMinimumDegree, .natural] {
        let factors = try SparseLU(a, ordering: ordering)
        let x = try factors.solve(b)
        let y = try factors.transposeSolve(b)
        #expect(SparseCases.distance(try a.multiplied(by: x), b) < 1e-10)
        #expect(SparseCases.distance(try a.transposeMultiplied(by: y), b) < 1e-10)
        #expect(factors.rowPermutation.map(Int.init).sorted() == Array(0..<n))
        #expect(factors.columnPermutation.map(Int.init).sorted() == Array(0..<n))
        let refined = try factors.solve(b, refiningAgainst: a)
        #expect(refined.refinement.residual <= SparseCases.distance(try a.multiplied(by: x), b) + 1e-15)
        #expect(SparseCases.distance(try a.multiplied(by: refined.x), b) < 1e-13)
      }
    }
  }

  @Test func partialPivotingSurvivesATinyDiagonal() throws {
    let a = try SparseMatrix(Matrix([[1e-20, 1], [1, 1]]))
    let x = try SparseLU(a).solve([1, 2])
    #expect(SparseCases.distance(x, [1, 1]) < 1e-15)
  }

  @Test func theDiagonalIsPreferredWhereItReachesTheThreshold() throws {
    let a = try SparseMatrix(Matrix([[1, 0], [4, 1]]))
    #expect(try SparseLU(a, ordering: .natural, threshold: 0.2).rowPermutation == [0, 1])
    #expect(try SparseLU(a, ordering: .natural, threshold: 0.3).rowPermutation == [1, 0])
  }

  /// An optimality system whose lower diagonal is too small to pivot on: keeping the symmetric order there would fill
  /// L.
  @Test func aDiagonalThatCannotBeTrustedIsGivenUp() throws {
    let grid = try SparseCases.grid(16)
    let laplacian = try grid.adding(grid.transposed).adding(SparseMatrix(diagonal: grid.diagonal), beta: -1)
    let n = grid.rows
    let a = try SparseMatrix.belowEachOther([
      .besideEachOther([SparseMatrix(diagonal: (0..<n).map { pow(10, Double($0 % 9) - 4) }), laplacian]),
      .besideEachOther([laplacian, SparseMatrix(diagonal: [Double](repeating: -1e-8, count: n))]),
    ])
    let kept = try SparseLU(a, ordering: .symmetricMinimumDegree)
    let chosen = try SparseLU(a)
    #expect(3 * chosen.lowerEntryCount < kept.lowerEntryCount)
    var generator = SparseCases.Generator(62)
    let b = try a.multiplied(by: generator.vector(2 * n))
    let scale = b.reduce(0) { max($0, abs($1)) }
    for factors in [kept, chosen] {
      #expect(try factors.solve(b, refiningAgainst: a).refinement.residual < 1e-15 * scale)
    }
  }

  @Test func refactoringKeepsThePivots() throws {
    let a = try smallMatrix()
    var factors = try SparseLU(a)
    let before = factors.rowPermutation
    let values = a.values.map { $0 * 1.5 }
    try factors.refactor(values)
    #expect(factors.rowPermutation == before)
    let x = try factors.solve([1.5, 3, 4.5, 6, 7.5, 9, 10.5])
    let first = try SparseLU(a).solve([1, 2, 3, 4, 5, 6, 7])
    #expect(SparseCases.distance(x, first) < 1e-14)
    #expect(abs(try factors.reciprocalCondition() - 11.0 / 49) < 1e-14)
    try factors.refactor(a.values)
    #expect(try factors.solve([1, 2, 3, 4, 5, 6, 7]) == first)
  }

  @Test func singularMatricesAreNamedByTheirColumn() throws {
    // Column 2 is twice column 0.
    let numeric = try SparseMatrix(Matrix([[1, 1, 2], [3, 5, 6], [2, 0, 4]]))
    #expect(throws: NumericalError(.singular, "no pivot other than zero in this column", index: 2)) {
      try SparseLU(numeric, ordering: .natural)
    }
    let structural = try SparseMatrix(rows: 3, columns: 3, rowIndices: [0, 2], columnIndices: [0, 2], values: [1, 1])
    #expect(throws: NumericalError(.singular, "no pivot other than zero in this column", index: 1)) {
      try SparseLU(structural)
    }
    // Two columns share their only row.
    let matching = try SparseMatrix(
      rows: 3, columns: 3, rowIndices: [0, 0, 1, 2], columnIndices: [0, 1, 2, 2], values: [1, 1, 1, 1])
    #expect(throws: NumericalError.self) { try SparseLU(matching) }
  }

  @Test func aFailedRefactorStopsSolvesUntilTheNextSuccess() throws {
    let a = try SparseMatrix(Matrix([[1, 2], [3, 4]]))
    var factors = try SparseLU(a)
    #expect(throws: NumericalError.self) { try factors.refactor([1, 2, 2, 4]) }
    #expect(throws: NumericalError.self) { try factors.solve([1, 1]) }
    #expect(throws: NumericalError.self) { try factors.refactor([1, .nan, 2, 4]) }
    #expect(throws: NumericalError.self) { try factors.refactor([1, 2, 2]) }
    try factors.refactor(a.values)
    #expect(SparseCases.distance(try factors.solve([3, 7]), [1, 1]) < 1e-15)
  }

  @Test func shapesAndArgumentsAreChecked() throws {
    let flat = try SparseCases.random(rows: 2, columns: 3, entries: 2, seed: 1)
    #expect(throws: NumericalError.self) { try SparseLU(flat) }
    let one = try SparseMatrix(diagonal: [2])
    #expect(throws: NumericalError.self) { try SparseLU(one, threshold: 1.5) }
    #expect(throws: NumericalError.self) { try SparseLU(one, threshold: .nan) }
    let factors = try SparseLU(one)
    #expect(throws: NumericalError.self) { try factors.solve([1, 2]) }
    #expect(throws: NumericalError.self) { try factors.transposeSolve([]) }
    #expect(throws: NumericalError.self) { try factors.solve(indices: [1], values: [1]) }
    #expect(throws: NumericalError.self) { try factors.solve(indices: [0], values: []) }
    #expect(try factors.solve([4]) == [2])
    let empty = try SparseLU(SparseMatrix(diagonal: []))
    #expect(try empty.solve([]) == [])
    #expect(try empty.reciprocalCondition() == 1)
  }

  @Test func sparseAndManyRightHandSidesEqualDenseOnes() throws {
    let a = try smallMatrix()
    let factors = try SparseLU(a)
    let x = try factors.solve([0, 0, 5, 0, 0, 0, -1])
    #expect(try factors.solve(indices: [2, 6, 2], values: [2, -1, 3]) == x)
    let b = try Matrix(rows: 7, columns: 2, [0, 1, 0, 2, 5, 3, 0, 4, 0, 5, 0, 6, -1, 7])
    let both = try factors.solve(b)
    #expect((0..<7).map { both[$0, 0] } == x)
    #expect(try (0..<7).map { both[$0, 1] } == factors.solve([1, 2, 3, 4, 5, 6, 7]))
  }

  /// The condition of the Hilbert matrix of order 6: ‖H‖₁ = 2.45, ‖H⁻¹‖₁ = 11,865,420 exactly.
  @Test func theConditionOfAHilbertMatrixIsFound() throws {
    let hilbert = try Matrix((0..<6).map { i in (0..<6).map { 1 / Double(i + $0 + 1) } })
    let reciprocal = try SparseLU(SparseMatrix(hilbert)).reciprocalCondition()
    #expect(abs(1 / reciprocal / (2.45 * 11_865_420) - 1) < 1e-8)
  }

  /// With a dense row and a dense column, AᵀA and A + Aᵀ are full; the orderings must not be.
  @Test func denseRowsAndColumnsAreOrderedLast() throws {
    let n = 400
    let range = Array(0..<n)
    let a = try SparseMatrix(
      rows: n, columns: n, rowIndices: range + Array(repeating: 0, count: n) + range,
      columnIndices: range + range + Array(repeating: 0, count: n),
      values: [Double](repeating: 30, count: n) + [Double](repeating: 1, count: 2 * n))
    for ordering in [ColumnOrdering.columnMinimumDegree, .symmetricMinimumDegree] {
      let factors = try SparseLU(a, ordering: ordering)
      #expect(factors.lowerEntryCount + factors.upperEntryCount < 3 * n)
      let b = range.map { Double($0 % 5) }
      #expect(SparseCases.distance(try a.multiplied(by: factors.solve(b)), b) < 1e-12)
    }
  }
}
