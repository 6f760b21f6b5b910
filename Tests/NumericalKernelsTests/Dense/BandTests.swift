import NumericalKernels
import Testing

@Suite struct BandTests {
  private func band(_ n: Int, _ lower: Int, _ upper: Int, _ seed: UInt64) -> BandMatrix {
    var source = DenseSource(seed)
    var matrix = BandMatrix(order: n, lower: lower, upper: upper)
    for i in 0..<n {
      for j in max(0, i - lower)..<min(n, i + upper + 1) { matrix[i, j] = source.next() + (i == j ? 0.1 : 0) }
    }
    return matrix
  }

  @Test func agreesWithTheDenseMatrix() throws {
    var source = DenseSource(61)
    for (n, lower, upper) in [(1, 0, 0), (9, 2, 1), (9, 0, 3), (6, 8, 8), (12, 1, 1)] {
      let a = band(n, lower, upper, 62)
      let x = source.matrix(n, 2)
      #expect(distance(try a * x.column(0), try a.dense * x.column(0)) < 1e-14)
      let lu = try BandLU(a)
      let b = try a.dense * x
      #expect(distance(try lu.solve(b), x) < 1e-10)
      #expect(distance(try lu.solve(b.column(1)), x.column(1)) < 1e-10)
      #expect(distance(try lu.solve(a.dense.transposed * x.column(1), transposed: true), x.column(1)) < 1e-10)
      #expect(abs(try lu.reciprocalCondition / LU(a.dense).reciprocalCondition - 1) < 0.5)
    }
  }

  @Test func choleskyReadsTheLowerBand() throws {
    let n = 10
    var a = BandMatrix(order: n, lower: 2, upper: 1)
    for i in 0..<n {
      a[i, i] = 6
      if i > 0 { a[i, i - 1] = -4 }
      if i > 1 { a[i, i - 2] = 1 }
      if i + 1 < n { a[i, i + 1] = .nan }
    }
    let dense = Matrix(rows: n, columns: n) { [6, -4, 1, 0][min(3, abs($0 - $1))] }
    let x = (0..<n).map { Double($0 * $0) - 7 }
    let cholesky = try BandCholesky(a)
    #expect(distance(try cholesky.solve(dense * x), x) < 1e-9)
    #expect(abs(try cholesky.reciprocalCondition / Cholesky(dense).reciprocalCondition - 1) < 1e-8)
    #expect(distance(try cholesky.solve(Matrix(columns: [dense * x, x])).column(0), x) < 1e-9)
    a[3, 3] = -1
    #expect { try BandCholesky(a) } throws: {
      ($0 as? NumericalError).map { $0.code == .notPositiveDefinite && $0.index == 3 } ?? false
    }
  }

  @Test func tridiagonalsAgreeWithTheDenseMatrix() throws {
    for n in [1, 2, 3, 9] {
      let lower = (0..<n - 1).map { 1 + 0.1 * Double($0) }
      let upper = (0..<n - 1).map { -0.5 + 0.2 * Double($0) }
      let diagonal = (0..<n).map { 0.3 + Double($0) }
      let dense = Matrix(rows: n, columns: n) { i, j in
        i == j ? diagonal[i] : i == j + 1 ? lower[j] : j == i + 1 ? upper[i] : 0
      }
      let x = (0..<n).map { Double($0) - 2.5 }
      let lu = try TridiagonalLU(lower: lower, diagonal: diagonal, upper: upper)
      #expect(distance(try lu.solve(dense * x), x) < 1e-12)
      #expect(distance(try lu.solve(dense.transposed * x, transposed: true), x) < 1e-12)
      #expect(abs(try lu.reciprocalCondition / LU(dense).reciprocalCondition - 1) < 1e-10)
      let symmetric = Matrix(rows: n, columns: n) { i, j in
        i == j ? 3 + diagonal[i] : i == j + 1 ? lower[j] : j == i + 1 ? lower[i] : 0
      }
      let cholesky = try TridiagonalCholesky(diagonal: diagonal.map { 3 + $0 }, beside: lower)
      #expect(distance(try cholesky.solve(symmetric * x), x) < 1e-12)
      #expect(distance(try cholesky.solve(symmetric * Matrix(columns: [x, x])).column(1), x) < 1e-12)
      #expect(abs(try cholesky.reciprocalCondition / LU(symmetric).reciprocalCondition - 1) < 1e-10)
    }
  }

  @Test func singularAndBadBandsAreRefused() throws {
    #expect { try BandLU(BandMatrix(order: 2, lower: 0, upper: 0)) } throws: {
      ($0 as? NumericalError).map { $0.code == .singular && $0.index == 0 } ?? false
    }
    #expect { try TridiagonalLU(lower: [1], diagonal: [1, 1], upper: [1]) } throws: {
      ($0 as? NumericalError).map { $0.code == .singular && $0.index == 1 } ?? false
    }
    #expect { try TridiagonalCholesky(diagonal: [1, 1], beside: [2]) } throws: {
      ($0 as? NumericalError).map { $0.code == .notPositiveDefinite && $0.index == 1 } ?? false
    }
    #expect(throws: NumericalError.self) { try TridiagonalLU(lower: [], diagonal: [1, 1], upper: [1]) }
    #expect(throws: NumericalError.self) { try TridiagonalCholesky(diagonal: [1, .nan], beside: [0]) }
    #expect(throws: NumericalError.self) { try BandLU(band(3, 1, 1, 7)).solve([1, 2]) }
    #expect(try TridiagonalLU(lower: [], diagonal: [], upper: []).solve([]) == [])
    #expect(try BandCholesky(BandMatrix(order: 0, lower: 2, upper: 2)).solve([]) == [])
    #expect(try BandMatrix(order: 0, lower: 2, upper: 2) * [] == [])
  }
}
