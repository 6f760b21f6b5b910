import NumericalKernels
import Testing

@Suite struct SparseMatrixTests {
  // MARK: Assembly

  @Test func tripletsOfOnePlaceAreSummedInTheOrderGiven() throws {
    let a = try SparseMatrix(
      rows: 3, columns: 2, rowIndices: [2, 0, 2, 2, 1], columnIndices: [1, 0, 1, 1, 1], values: [1e16, 5, 1, -1e16, 7])
    #expect(a.columnStarts == [0, 1, 3])
    #expect(a.rowIndices == [0, 1, 2])
    #expect(a.values == [5, 7, (1e16 + 1) - 1e16])
  }

  @Test func triplesThatCancelStayAsEntries() throws {
    let a = try SparseMatrix(rows: 1, columns: 1, rowIndices: [0, 0], columnIndices: [0, 0], values: [1, -1])
    #expect(a.entryCount == 1)
    #expect(a.droppingZeros.entryCount == 0)
  }

  @Test(arguments: [(-1, 0), (3, 0), (0, -1), (0, 2), (Int.max, 0), (0, Int.min)])
  func placesOutsideAreRefused(place: (Int, Int)) {
    #expect {
      try SparseMatrix(
        rows: 3, columns: 2, rowIndices: [0, place.0], columnIndices: [0, place.1], values: [1, 1])
    } throws: {
      ($0 as? NumericalError)?.code == .invalidIndex && ($0 as? NumericalError)?.index == 1
    }
  }

  @Test func shapesAndLengthsAreChecked() {
    typealias M = SparseMatrix
    expect(.dimensionMismatch) { try M(rows: -1, columns: 0, rowIndices: [], columnIndices: [], values: []) }
    expect(.dimensionMismatch) { try M(rows: 1, columns: 1, rowIndices: [0], columnIndices: [], values: [1]) }
    expect(.tooLarge) { try M(rows: 1 << 33, columns: 1, rowIndices: [], columnIndices: [], values: []) }
    expect(.notFinite) { try M(rows: 1, columns: 1, rowIndices: [0], columnIndices: [0], values: [.nan]) }
    expect(.notFinite) { try M(rows: 1, columns: 1, columnStarts: [0, 1], rowIndices: [0], values: [.infinity]) }
    expect(.notFinite) { try M(diagonal: [1, .nan]) }
  }

  @Test(arguments: [
    ([0, 1], [0], NumericalError.Code.dimensionMismatch), ([0, 1, 2], [0], .invalidIndex),
    ([0, 2, 1], [0], .invalidIndex),
    ([0, 9, 2], [0, 1], .invalidIndex), ([0, -3, 2], [0, 1], .invalidIndex), ([1, 1, 2], [0, 1], .invalidIndex),
    ([0, 2, 2], [1, 0], .invalidIndex), ([0, 2, 2], [0, 0], .invalidIndex), ([0, 2, 2], [0, 2], .invalidIndex),
    ([0, 2, 2], [-1, 0], .invalidIndex), ([0, 0, Int.max], [0], .invalidIndex),
  ])
  func columnsThatBreakTheFormatAreRefused(starts: [Int], rows: [Int32], code: NumericalError.Code) {
    expect(code) {
      try SparseMatrix(
        rows: 2, columns: 2, columnStarts: starts, rowIndices: rows, values: rows.map { _ in 1 })
    }
  }

  private func expect(_ code: NumericalError.Code, _ make: () throws -> SparseMatrix) {
    #expect {
      try make()
    } throws: {
      ($0 as? NumericalError)?.code == code
    }
  }

  @Test func denseAndSparseFormsAgree() throws {
    let dense = try Matrix([[1, 0, -2], [0, 0, 3]])
    let sparse = try SparseMatrix(dense)
    #expect(sparse.entryCount == 3)
    #expect(sparse.dense == dense)
    #expect(sparse[0, 2] == -2)
    #expect(sparse[1, 1] == 0)
    #expect(try SparseMatrix.identity(3).dense == Matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
  }

  // MARK: Against dense arithmetic

  static let shapes = [(0, 0), (0, 3), (3, 0), (1, 1), (5, 5), (7, 3), (2, 9)]

  @Test(arguments: shapes)
  func productsAgreeWithDenseOnes(shape: (Int, Int)) throws {
    let (m, n) = shape
    var generator = SparseCases.Generator(11)
    let a = try SparseCases.random(rows: m, columns: n, entries: 2 * max(m, n), seed: 1)
    let b = try SparseCases.random(rows: n, columns: m, entries: 2 * max(m, n), seed: 2)
    let x = generator.vector(n)
    let z = generator.vector(m)
    let dense = a.dense
    let plain = (0..<m).map { i in (0..<n).reduce(0.0) { $0 + dense[i, $1] * x[$1] } }
    let turned = (0..<n).map { j in (0..<m).reduce(0.0) { $0 + dense[$1, j] * z[$1] } }
    #expect(SparseCases.distance(try a.multiplied(by: x), plain) < 1e-14)
    #expect(SparseCases.distance(try a.transposeMultiplied(by: z), turned) < 1e-14)
    var y = z
    try a.multiply(x, into: &y, alpha: -2, beta: 3)
    #expect(SparseCases.distance(y, (0..<m).map { -2 * plain[$0] + 3 * z[$0] }) < 1e-14)
    var w = x
    try a.transposeMultiply(z, into: &w, alpha: 0.5, beta: -1)
    #expect(SparseCases.distance(w, (0..<n).map { 0.5 * turned[$0] - x[$0] }) < 1e-14)
    let product = try a.multiplied(by: b)
    let denseB = b.dense
    for i in 0..<m {
      for k in 0..<m {
        let expected = (0..<n).reduce(0.0) { $0 + dense[i, $1] * denseB[$1, k] }
        #expect(abs(product[i, k] - expected) < 1e-14)
      }
    }
    // The result is a matrix in order: the checked initialiser takes it.
    _ = try SparseMatrix(
      rows: m, columns: m, columnStarts: product.columnStarts, rowIndices: product.rowIndices, values: product.values)
  }

  @Test(arguments: shapes)
  func sumTransposeAndScalingAgreeWithDenseOnes(shape: (Int, Int)) throws {
    let (m, n) = shape
    var generator = SparseCases.Generator(12)
    let a = try SparseCases.random(rows: m, columns: n, entries: 2 * max(m, n), seed: 3)
    let b = try SparseCases.random(rows: m, columns: n, entries: 2 * max(m, n), seed: 4)
    let sum = try a.adding(b, alpha: 2, beta: -1)
    let rowFactors = generator.vector(m)
    let columnFactors = generator.vector(n)
    var scaled = a
    try scaled.scaleRows(by: rowFactors)
    try scaled.scaleColumns(by: columnFactors)
    #expect(a.transposed.transposed == a)
    for i in 0..<m {
      for j in 0..<n {
        #expect(sum[i, j] == 2 * a[i, j] - b[i, j])
        #expect(a.transposed[j, i] == a[i, j])
        #expect(abs(scaled[i, j] - a[i, j] * rowFactors[i] * columnFactors[j]) < 1e-15)
      }
    }
  }

  @Test func aFactorOfZeroOverwritesWhateverIsThere() throws {
    let a = try SparseMatrix(Matrix([[2]]))
    var y = [Double.nan]
    try a.multiply([3], into: &y)
    #expect(y == [6])
    y = [.nan]
    try a.transposeMultiply([3], into: &y)
    #expect(y == [6])
    y = [.nan]
    try a.symmetricMultiply([3], into: &y)
    #expect(y == [6])
  }

  @Test func theUpperTriangleMultipliesAsTheWholeSymmetricMatrix() throws {
    let upper = try SparseCases.quasiDefinite(variables: 6, rows: 4, entries: 12, seed: 5)
    let whole = try upper.adding(upper.transposed).adding(SparseMatrix(diagonal: upper.diagonal), beta: -1)
    #expect(whole.isSymmetric)
    #expect(!upper.isSymmetric)
    #expect(whole.upperTriangle == upper)
    #expect(whole.lowerTriangle == upper.transposed)
    var generator = SparseCases.Generator(6)
    let x = generator.vector(10)
    var y = x
    try upper.symmetricMultiply(x, into: &y, alpha: 2, beta: 1)
    let expected = try whole.multiplied(by: x)
    #expect(SparseCases.distance(y, (0..<10).map { 2 * expected[$0] + x[$0] }) < 1e-14)
    #expect(throws: NumericalError.self) { try whole.symmetricMultiply(x, into: &y) }
  }

  // MARK: Structure

  @Test func symmetricPermutationMovesRowsAndColumnsTogether() throws {
    let upper = try SparseCases.quasiDefinite(variables: 4, rows: 3, entries: 8, seed: 7)
    let order = [3, 6, 0, 5, 1, 4, 2]
    let permuted = try upper.symmetricallyPermuted(by: order)
    func whole(_ u: SparseMatrix, _ i: Int, _ j: Int) -> Double { u[min(i, j), max(i, j)] }
    for i in 0..<7 {
      for j in 0..<7 { #expect(whole(permuted, i, j) == whole(upper, order[i], order[j])) }
    }
    #expect(throws: NumericalError(.invalidArgument, "the order is no permutation", index: 1)) {
      try upper.symmetricallyPermuted(by: [0, 0, 1, 2, 3, 4, 5])
    }
  }

  @Test func rowsAndColumnsAreSelectedInTheOrderGiven() throws {
    let a = try SparseMatrix(Matrix([[1, 2, 0], [0, 3, 4]]))
    #expect(try a.selectingColumns([2, 0, 2]).dense == Matrix([[0, 1, 0], [4, 0, 4]]))
    #expect(try a.selectingRows([1, 1, 0]).dense == Matrix([[0, 3, 4], [0, 3, 4], [1, 2, 0]]))
    #expect(try a.selectingColumns([]).columns == 0)
    #expect(throws: NumericalError.self) { try a.selectingColumns([3]) }
    #expect(throws: NumericalError.self) { try a.selectingRows([0, -1]) }
  }

  @Test func blocksAreStacked() throws {
    let a = try SparseMatrix(Matrix([[1, 0], [2, 3]]))
    let b = try SparseMatrix(Matrix([[0, 5], [6, 0]]))
    #expect(try SparseMatrix.besideEachOther([a, b]).dense == Matrix([[1, 0, 0, 5], [2, 3, 6, 0]]))
    #expect(try SparseMatrix.belowEachOther([a, b]).dense == Matrix([[1, 0], [2, 3], [0, 5], [6, 0]]))
    let flat = try SparseMatrix(rows: 1, columns: 1, rowIndices: [], columnIndices: [], values: [])
    #expect(throws: NumericalError.self) { try SparseMatrix.besideEachOther([a, flat]) }
    #expect(throws: NumericalError.self) { try SparseMatrix.belowEachOther([a, flat]) }
    #expect(try SparseMatrix.belowEachOther([]).rows == 0)
  }

  @Test func valuesAreReplacedAtTheSamePlaces() throws {
    var a = try SparseMatrix(Matrix([[1, 0], [2, 3]]))
    try a.replaceValues(with: [4, 5, 6])
    #expect(try a.dense == Matrix([[4, 0], [5, 6]]))
    #expect(throws: NumericalError.self) { try a.replaceValues(with: [1, 2]) }
    #expect(throws: NumericalError.self) { try a.replaceValues(with: [1, 2, .nan]) }
  }
}
