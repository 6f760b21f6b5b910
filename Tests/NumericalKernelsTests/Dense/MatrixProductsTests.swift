import NumericalKernels
import Testing

@Suite struct MatrixProductsTests {
  @Test func productMatchesItsDefinition() throws {
    var source = DenseSource(1)
    for (m, n, k) in [(1, 1, 1), (3, 4, 5), (7, 2, 9), (1, 6, 4), (6, 1, 4), (5, 5, 1)] {
      let (a, b) = (source.matrix(m, k), source.matrix(k, n))
      #expect(distance(try a * b, definition(a, b)) < 1e-14)
      #expect(distance(try a * b.column(0), definition(a, b).column(0)) < 1e-14)
    }
  }

  @Test func everyPairOfTransposesIsRead() throws {
    var source = DenseSource(2)
    let (a, b) = (source.matrix(4, 6), source.matrix(6, 3))
    let expected = definition(a, b)
    let (at, bt) = (a.transposed, b.transposed)
    #expect(distance(try at.view.transposed * b.view, expected) < 1e-14)
    #expect(distance(try a.view * bt.view.transposed, expected) < 1e-14)
    #expect(distance(try at.view.transposed * bt.view.transposed, expected) < 1e-14)
    #expect(distance(try at.view.transposed * b.column(1), expected.column(1)) < 1e-14)
  }

  @Test func partsOfAMatrixMultiplyInPlace() throws {
    var source = DenseSource(3)
    let (a, b) = (source.matrix(8, 9), source.matrix(7, 8))
    let (left, right) = (a.view[rows: 2..<5, columns: 1..<5], b.view[rows: 3..<7, columns: 2..<8])
    #expect(distance(try left * right, definition(Matrix(left), Matrix(right))) < 1e-14)
    let turned = left.transposed[rows: 1..<4, columns: 0..<2]
    let factor = right[rows: 0..<2, columns: 0..<3]
    #expect(distance(try turned * factor, definition(Matrix(turned), Matrix(factor))) < 1e-14)
    #expect(
      distance(try a.view.column(3) * b.view.row(2), definition(Matrix(a.view.column(3)), Matrix(b.view.row(2)))) == 0)
    #expect(distance(try a.view.row(1) * a.row(1), [a.row(1).reduce(0) { $0 + $1 * $1 }]) < 1e-14)
    #expect(distance(try a.view.column(1).transposed * a.column(1), [a.column(1).reduce(0) { $0 + $1 * $1 }]) < 1e-14)
  }

  @Test func scalesApply() throws {
    var source = DenseSource(4)
    let (a, b, c) = (source.matrix(3, 4), source.matrix(4, 5), source.matrix(3, 5))
    var result = c
    try result.gemm(alpha: 2, a.view, b.view, beta: -3)
    #expect(distance(result, try 2 * definition(a, b) - 3 * c) < 1e-14)
    var y = c.column(0)
    try a.view.gemv(alpha: 2, b.column(0), beta: -3, into: &y)
    #expect(distance(y, result.column(0)) < 1e-14)
  }

  @Test func aProductMayReadTheMatrixThatItWrites() throws {
    var a = try Matrix([[1, 1], [0, 1]])
    try a.gemm(a.view, a.view, beta: 1)
    #expect(try a == Matrix([[2, 3], [0, 2]]))
  }

  @Test func oldValuesAreNotReadWithBetaZero() throws {
    var c = Matrix(rows: 2, columns: 2, repeating: .nan)
    try c.gemm(Matrix.identity(2).view, Matrix.identity(2).view)
    #expect(c == .identity(2))
    try c.syrk(Matrix(rows: 2, columns: 0).view)
    #expect(c == Matrix(rows: 2, columns: 2))
  }

  @Test func syrkIsExactlySymmetric() throws {
    var source = DenseSource(5)
    let a = source.matrix(6, 4)
    for view in [a.view, a.view.transposed, a.view[rows: 1..<4, columns: 1..<3]] {
      var c = Matrix.identity(view.rows)
      try c.syrk(alpha: 2, view, beta: 3)
      let expected = try 2 * definition(Matrix(view), Matrix(view.transposed)) + 3 * Matrix.identity(view.rows)
      #expect(distance(c, expected) < 1e-14)
      #expect(c.isSymmetric())
    }
  }

  @Test func emptyMatricesAreWellDefined() throws {
    #expect(try Matrix(rows: 0, columns: 3) * Matrix(rows: 3, columns: 2) == Matrix(rows: 0, columns: 2))
    #expect(try Matrix(rows: 2, columns: 0) * Matrix(rows: 0, columns: 3) == Matrix(rows: 2, columns: 3))
    #expect(try Matrix(rows: 2, columns: 0) * [] == [0, 0])
    #expect(try Matrix(rows: 0, columns: 2) * [1, 2] == [])
    var c = Matrix(rows: 2, columns: 2, repeating: 5)
    try c.gemm(Matrix(rows: 2, columns: 0).view, Matrix(rows: 0, columns: 2).view, beta: 2)
    #expect(c == Matrix(rows: 2, columns: 2, repeating: 10))
  }

  @Test func shapesThatDoNotFitAreRefused() {
    let a = Matrix(rows: 2, columns: 3)
    #expect(throws: NumericalError.self) { try a * a }
    #expect(throws: NumericalError.self) { try a * [1, 2] }
    #expect(throws: NumericalError.self) {
      var c = Matrix(rows: 3, columns: 3)
      try c.syrk(a.view)
    }
    #expect(throws: NumericalError.self) {
      var y = [0.0]
      try a.view.gemv([1, 2, 3], into: &y)
    }
  }

  @Test func aViewKeepsTheValuesThatItWasMadeFrom() throws {
    var a = try Matrix([[1, 2], [3, 4]])
    let view = a.view
    a[0, 0] = 9
    #expect(view[0, 0] == 1)
    #expect(a.view.transposed[0, 1] == 3)
    #expect(a.view.transposed.elements == [9, 3, 2, 4])
  }
}
