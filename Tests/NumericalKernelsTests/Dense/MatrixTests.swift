import NumericalKernels
import Testing

@Suite struct MatrixTests {
  @Test func rowsOfDifferentLengthAreRefused() {
    #expect(throws: NumericalError(.dimensionMismatch, "2 elements expected in each row", index: 1)) {
      try Matrix([[1, 2], [3]])
    }
  }

  @Test func partsAreCopied() throws {
    let a = try Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(a.row(1) == [4, 5, 6])
    #expect(a.column(2) == [3, 6])
    #expect(a.diagonal == [1, 5])
    #expect(try a.transposed == Matrix([[1, 4], [2, 5], [3, 6]]))
    #expect(try Matrix(columns: [[1, 4], [2, 5], [3, 6]]) == a)
    #expect(try Matrix.identity(2) == Matrix([[1, 0], [0, 1]]))
  }

  @Test func aBlockIsReplacedInPlace() throws {
    var a = Matrix(rows: 3, columns: 3)
    try a.replace(fromRow: 1, column: 0, with: Matrix([[1, 2], [3, 4]]).view.transposed)
    #expect(try a == Matrix([[0, 0, 0], [1, 3, 0], [2, 4, 0]]))
    #expect(throws: NumericalError.self) { try a.replace(fromRow: 2, column: 0, with: Matrix.identity(2).view) }
    #expect(throws: NumericalError.self) { try a.replace(fromRow: -1, column: 0, with: Matrix.identity(2).view) }
  }

  @Test func tiledTransposeMovesEveryElement() {
    let a = Matrix(rows: 37, columns: 21) { Double($0 * 100 + $1) }
    #expect(a.transposed == Matrix(rows: 21, columns: 37) { Double($1 * 100 + $0) })
  }

  @Test func arithmeticWorksByElements() throws {
    let a = try Matrix([[1, 2], [3, 4]])
    let b = try Matrix([[5, 6], [7, 8]])
    #expect(try a + b == Matrix([[6, 8], [10, 12]]))
    #expect(try b - a == Matrix([[4, 4], [4, 4]]))
    #expect(try 2 * a == Matrix([[2, 4], [6, 8]]))
    #expect(try a.multiplied(elementwiseBy: b) == Matrix([[5, 12], [21, 32]]))
    #expect(throws: NumericalError.self) { try a + Matrix(rows: 2, columns: 3) }
  }

  @Test func normsAreOfTheField() throws {
    let a = try Matrix([[1, -2], [-3, 4]])
    #expect(a.oneNorm == 6)
    #expect(a.infinityNorm == 7)
    #expect(a.maximumMagnitude == 4)
    #expect(abs(a.frobeniusNorm - 30.0.squareRoot()) < 1e-15)
    #expect(abs(try Matrix([[3e200, 4e200]]).frobeniusNorm / 5e200 - 1) < 1e-15)
    #expect(Matrix(rows: 0, columns: 3).frobeniusNorm == 0)
    #expect(try Matrix([[1, .nan]]).maximumMagnitude.isNaN)
  }

  @Test func symmetryHasATolerance() throws {
    let a = try Matrix([[1, 2], [2 + 1e-12, 1]])
    #expect(!a.isSymmetric())
    #expect(a.isSymmetric(tolerance: 1e-11))
    #expect(!Matrix(rows: 1, columns: 2).isSymmetric(tolerance: 1))
    #expect(try !Matrix([[.nan]]).isSymmetric(tolerance: 1))
  }

  @Test func normsOfMatricesWithNaNAreNaN() throws {
    for place in 0..<4 {
      var elements = [1.0, 2, 3, 4]
      elements[place] = .nan
      let matrix = try Matrix(rows: 2, columns: 2, elements)
      #expect(matrix.oneNorm.isNaN && matrix.infinityNorm.isNaN)
      #expect(matrix.frobeniusNorm.isNaN && matrix.maximumMagnitude.isNaN)
    }
  }
}
