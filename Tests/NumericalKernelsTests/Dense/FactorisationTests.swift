import Foundation
import NumericalKernels
import Testing

/// The Hilbert matrix of an order.
private func hilbert(_ n: Int) -> Matrix { Matrix(rows: n, columns: n) { 1 / Double($0 + $1 + 1) } }

@Suite struct LUTests {
  @Test func solutionsSatisfyTheirSystems() throws {
    var source = DenseSource(11)
    for n in [1, 2, 5, 20] {
      let (a, x) = (source.matrix(n, n), source.matrix(n, 3))
      let lu = try LU(a)
      #expect(distance(try lu.solve(definition(a, x)), x) < 1e-11)
      #expect(distance(try lu.solve(definition(a.transposed, x), transposed: true), x) < 1e-11)
      #expect(distance(try lu.solve(a * x.column(1)), x.column(1)) < 1e-11)
      #expect(distance(try a * lu.inverse, .identity(n)) < 1e-11)
    }
  }

  @Test func determinantHasItsSign() throws {
    #expect(abs(try LU(Matrix([[0, 1], [1, 0]])).determinant + 1) < 1e-15)
    #expect(abs(try LU(Matrix([[2, 1], [1, 3]])).determinant - 5) < 1e-14)
    // 1 / 266,716,800,000, the determinant of the Hilbert matrix of order 5 (OEIS A005249).
    let determinant = try LU(hilbert(5)).determinant
    #expect(abs(determinant * 266_716_800_000 - 1) < 1e-10)
    let large = try LU(Matrix.diagonal([Double](repeating: -1e-200, count: 3))).logDeterminant
    #expect(large.sign == -1)
    #expect(abs(large.logarithm + 600 * 10.0.logarithm) < 1e-10)
  }

  @Test func conditionOfTheHilbertMatrixIsKnown() throws {
    // ‖H₅‖₁ ‖H₅⁻¹‖₁ = 137/60 · 413,280 from the exact integer inverse.
    let condition = 137.0 / 60 * 413_280
    #expect(abs(try LU(hilbert(5)).reciprocalCondition * condition - 1) < 1e-10)
    #expect(abs(try Cholesky(hilbert(5)).reciprocalCondition * condition - 1) < 1e-10)
    #expect(try LU(hilbert(14)).reciprocalCondition < 1e-15)
  }

  @Test func aDependentRowIsNamed() throws {
    let a = try Matrix([[1, 2, 3], [2, 4, 6], [1, 0, 1]])
    #expect { try LU(a) } throws: {
      ($0 as? NumericalError).map { $0.code == .singular && $0.index == 1 } ?? false
    }
  }

  @Test func badInputIsRefused() {
    #expect { try LU(Matrix(rows: 2, columns: 3)) } throws: { ($0 as? NumericalError)?.code == .dimensionMismatch }
    #expect { try LU(Matrix([[1, .nan], [0, 1]])) } throws: { ($0 as? NumericalError)?.index == 1 }
    #expect { try LU(Matrix.identity(2)).solve([1]) } throws: { ($0 as? NumericalError)?.code == .dimensionMismatch }
    #expect { try LU(Matrix.identity(2)).solve([1, .infinity]) } throws: { ($0 as? NumericalError)?.code == .notFinite }
  }

  @Test func overflowIsReportedInsteadOfAnAnswer() throws {
    let huge = try Matrix([[1e308, 1e308], [1e308, -1e308]])
    #expect { try LU(huge) } throws: { ($0 as? NumericalError)?.code == .notFinite }
    #expect { try QR(huge) } throws: { ($0 as? NumericalError)?.code == .notFinite }
  }

  @Test func theEmptySystemHasTheEmptySolution() throws {
    let lu = try LU(Matrix(rows: 0, columns: 0))
    #expect(try lu.solve([]) == [])
    #expect(lu.determinant == 1)
    #expect(try lu.reciprocalCondition == 1)
    #expect(try lu.inverse.rows == 0)
    #expect(try LU(Matrix.identity(2)).solve(Matrix(rows: 2, columns: 0)).rows == 2)
  }
}

@Suite struct CholeskyTests {
  @Test func factorRebuildsTheMatrix() throws {
    var source = DenseSource(21)
    for n in [1, 3, 12] {
      let a = try source.definite(n)
      let cholesky = try Cholesky(a)
      #expect(distance(try cholesky.lower.view * cholesky.lower.view.transposed, a) < 1e-13)
      let x = source.matrix(n, 2)
      #expect(distance(try cholesky.solve(a * x), x) < 1e-10)
      #expect(distance(try cholesky.solve(a * x.column(0)), x.column(0)) < 1e-10)
      #expect(distance(try a * cholesky.inverse, .identity(n)) < 1e-10)
      let z = source.vector(n)
      #expect(distance(try cholesky.multiplyLower(z), try cholesky.lower * z) < 1e-14)
      #expect(distance(try cholesky.solveLower(cholesky.multiplyLower(z)), z) < 1e-12)
      #expect(abs(cholesky.logDeterminant - (try LU(a).logDeterminant.logarithm)) < 1e-11)
    }
  }

  @Test func onlyTheLowerTriangleIsRead() throws {
    let a = try Matrix([[4, .nan], [2, 3]])
    #expect(try Cholesky(a).lower == Matrix([[2, 0], [1, 2.0.squareRoot()]]))
  }

  @Test func theFailingPivotIsNamed() throws {
    let a = try Matrix([[1, 2, 0], [2, 1, 0], [0, 0, 1]])
    #expect { try Cholesky(a) } throws: {
      ($0 as? NumericalError).map { $0.code == .notPositiveDefinite && $0.index == 1 } ?? false
    }
  }

  @Test func updatesFollowTheMatrix() throws {
    var source = DenseSource(22)
    let (a, x) = (try source.definite(8), source.vector(8))
    var cholesky = try Cholesky(a)
    let before = cholesky.lower
    try cholesky.update(x)
    let updated = try a + Matrix(rows: 8, columns: 8) { x[$0] * x[$1] }
    #expect(distance(cholesky.lower, try Cholesky(updated).lower) < 1e-13)
    #expect(abs(try cholesky.reciprocalCondition / Cholesky(updated).reciprocalCondition - 1) < 1e-10)
    try cholesky.downdate(x)
    #expect(distance(cholesky.lower, before) < 1e-12)
    #expect { try cholesky.downdate(x.map { 100 * $0 }) } throws: {
      ($0 as? NumericalError)?.code == .notPositiveDefinite
    }
    #expect(distance(cholesky.lower, before) < 1e-12)
  }

  @Test func updatesDoNotOverflowOnTheWay() throws {
    // A + x xᵀ with A = diag(1e-300, 1) and x = (1e150, 1): its factor is [[1e150, 0], [1, 1]].
    var cholesky = try Cholesky(Matrix([[1e-300, 0], [0, 1]]))
    try cholesky.update([1e150, 1])
    #expect(abs(cholesky.lower[0, 0] / 1e150 - 1) < 1e-15)
    #expect(distance(cholesky.lower.row(1), [1, 1]) < 1e-15)
    #expect(throws: Never.self) { try cholesky.update([1e308, 1e308]) }
    #expect(cholesky.lower.storage.allSatisfy { $0.isFinite })
  }

  @Test func elementsThatNoSemidefiniteMatrixHasAreFound() throws {
    // The last two variables have no variance and yet covary.
    let a = try Matrix([[1, 0, 0], [0, 0, 1], [0, 1, 0]])
    #expect { try PivotedCholesky(a) } throws: {
      ($0 as? NumericalError).map { $0.code == .notPositiveDefinite && $0.index == 2 } ?? false
    }
    for tolerance in [-1, Double.nan] {
      #expect { try PivotedCholesky(.identity(2), tolerance: tolerance) } throws: {
        ($0 as? NumericalError)?.code == .invalidArgument
      }
    }
  }

  @Test func pivotingFindsTheRank() throws {
    var source = DenseSource(23)
    let g = source.matrix(9, 4)
    let a = try g.view * g.view.transposed
    let pivoted = try PivotedCholesky(a)
    #expect(pivoted.rank == 4)
    #expect(distance(try pivoted.factor.view * pivoted.factor.view.transposed, a) < 1e-13)
    #expect(Set(pivoted.permutation) == Set(0..<9))
    #expect(try PivotedCholesky(Matrix(rows: 3, columns: 3)).rank == 0)
    // A variance of 1e18 says nothing about one of 4, unless a tolerance in its units is asked for.
    let uneven = try Matrix([[1e18, 1e9], [1e9, 4]])
    let both = try PivotedCholesky(uneven)
    #expect(both.rank == 2)
    let product = try both.factor.view * both.factor.view.transposed
    #expect(zip(product.storage, uneven.storage).allSatisfy { abs($0 / $1 - 1) < 1e-15 })
    #expect(try PivotedCholesky(uneven, tolerance: 100).rank == 1)
    #expect(throws: NumericalError.self) { try PivotedCholesky(Matrix([[1e18, 0, 0], [0, 1, 2], [0, 2, 1]])) }
    #expect(throws: NumericalError.self) { try PivotedCholesky(Matrix([[1e-300, 1e200], [1e200, 1e-300]])) }
    #expect { try PivotedCholesky(Matrix([[1, 2], [2, 1]])) } throws: {
      ($0 as? NumericalError)?.code == .notPositiveDefinite
    }
  }
}

@Suite struct QRTests {
  @Test func factorsRebuildTheMatrix() throws {
    var source = DenseSource(31)
    for (m, n) in [(1, 1), (6, 4), (4, 6), (5, 5)] {
      let a = source.matrix(m, n)
      for pivoting in [false, true] {
        let qr = try QR(a, pivoting: pivoting)
        let q = try qr.thinQ
        let permuted = Matrix(rows: m, columns: n) { a[$0, qr.permutation[$1]] }
        #expect(distance(try q * qr.r, permuted) < 1e-14)
        #expect(distance(try q.view.transposed * q.view, .identity(min(m, n))) < 1e-14)
        #expect(qr.rank() == min(m, n))
        let b = source.vector(m)
        #expect(distance(try qr.applyQ(to: qr.applyQ(to: b, transposed: true)), b) < 1e-14)
      }
    }
  }

  @Test func leastSquaresLeavesResidualsOrthogonal() throws {
    var source = DenseSource(32)
    let (a, b) = (source.matrix(9, 4), source.vector(9))
    for pivoting in [false, true] {
      let x = try QR(a, pivoting: pivoting).solve(b)
      let residuals = zip(b, try a * x).map { $0 - $1 }
      #expect(distance(try a.view.transposed * residuals, [0, 0, 0, 0]) < 1e-13)
      let many = try QR(a, pivoting: pivoting).solve(Matrix(columns: [b, b.map { -2 * $0 }, b]))
      for (column, factor) in [(0, 1.0), (1, -2), (2, 1)] {
        #expect(distance(many.column(column), x.map { factor * $0 }) < 1e-13)
      }
    }
  }

  @Test func aDependentColumnIsNamed() throws {
    let a = try Matrix([[1, 2, 0], [1, 2, 1], [1, 2, 3]])
    #expect { try QR(a).solve([1, 2, 3]) } throws: {
      ($0 as? NumericalError).map { $0.code == .singular && $0.index == 1 } ?? false
    }
    #expect(try QR(a, pivoting: true).rank() == 2)
    #expect(try QR(a).reciprocalCondition < 1e-15)
  }

  @Test func columnsOfVeryDifferentScaleAreIndependent() throws {
    // y = x in the units of either column: ratios of 1e20 say nothing about rank.
    for scale in [1e-20, 1e20] {
      let a = Matrix(rows: 3, columns: 2) { $1 == 0 ? scale : Double($0 + 1) }
      for pivoting in [false, true] {
        #expect(abs(try QR(a, pivoting: pivoting).solve([1, 2, 3])[1] - 1) < 1e-14)
        #expect(try QR(a, pivoting: pivoting).rank() == 2)
      }
      for method in [LeastSquares.Method.pivotedQR, .svd] {
        let fit = try LeastSquares(a, [1, 2, 3], method: method)
        #expect(fit.rank == 2 && abs(fit.solution[1] - 1) < 1e-14 && distance(fit.residuals, [0, 0, 0]) < 1e-14)
      }
    }
  }

  @Test func emptyShapesAreWellDefined() throws {
    #expect(try QR(Matrix([[2], [0]])).solve(Matrix(rows: 2, columns: 0)).rows == 1)
    #expect(try QR(Matrix(rows: 3, columns: 0)).solve([1, 2, 3]) == [])
    #expect(try QR(Matrix(rows: 0, columns: 3), pivoting: true).r.rows == 0)
    #expect(throws: NumericalError.self) { try QR(Matrix(rows: 2, columns: 3)).solve([1, 2]) }
  }
}

@Suite struct EigenAndSingularValueTests {
  @Test func eigenvectorsDiagonalise() throws {
    var source = DenseSource(41)
    for n in [1, 2, 10, 40] {
      let a = try source.definite(n)
      let eigen = try SymmetricEigen(a)
      let scaled = Matrix(rows: n, columns: n) { eigen.vectors[$0, $1] * eigen.values[$1] }
      #expect(distance(try a * eigen.vectors, scaled) < 1e-12)
      #expect(distance(try eigen.vectors.view.transposed * eigen.vectors.view, .identity(n)) < 1e-13)
      #expect(distance(try SymmetricEigen.values(of: a), eigen.values) < 1e-12)
      let root = try eigen.function { $0.squareRoot() }
      #expect(distance(try root * root, a) < 1e-12)
    }
  }

  @Test func eigenvaluesOfTheSecondDifferenceAreKnown() throws {
    // 2 - 2 cos(k π / (n + 1)), k = 1 ... n.
    let n = 12
    let a = Matrix(rows: n, columns: n) { $0 == $1 ? 2 : abs($0 - $1) == 1 ? -1 : 0 }
    let expected = (1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) }
    #expect(distance(try SymmetricEigen(a).values, expected) < 1e-14)
  }

  @Test func singularVectorsRebuildTheMatrix() throws {
    var source = DenseSource(42)
    for (m, n) in [(1, 1), (7, 3), (3, 7), (6, 6)] {
      let a = source.matrix(m, n)
      let svd = try SVD(a)
      let k = min(m, n)
      let scaled = Matrix(rows: m, columns: k) { svd.u[$0, $1] * svd.singularValues[$1] }
      #expect(distance(try scaled * svd.vTransposed, a) < 1e-13)
      #expect(distance(try svd.u.view.transposed * svd.u.view, .identity(k)) < 1e-13)
      #expect(distance(try SVD.singularValues(of: a), svd.singularValues) < 1e-13)
      #expect(svd.rank() == k)
    }
  }

  @Test func badAndEmptyInput() throws {
    #expect(try SymmetricEigen(Matrix(rows: 0, columns: 0)).values == [])
    #expect(try SVD(Matrix(rows: 0, columns: 4)).vTransposed.columns == 4)
    #expect(try SVD(Matrix(rows: 0, columns: 4)).reciprocalCondition == 1)
    #expect(throws: NumericalError.self) { try SymmetricEigen(Matrix([[.nan]])) }
    #expect(throws: NumericalError.self) { try SVD(Matrix([[.infinity]])) }
    #expect(throws: NumericalError.self) { try SymmetricEigen(Matrix(rows: 1, columns: 2)) }
  }
}

@Suite struct LeastSquaresTests {
  @Test(arguments: [LeastSquares.Method.pivotedQR, .svd])
  func rankDeficientProblemsHaveTheShortestSolution(_ method: LeastSquares.Method) throws {
    let fit = try LeastSquares(Matrix([[1, 1], [1, 1]]), [2, 4], method: method)
    #expect(fit.rank == 1)
    #expect(distance(fit.solution, [1.5, 1.5]) < 1e-14)
    #expect(distance(fit.residuals, [-1, 1]) < 1e-14)
    #expect(abs(fit.residualSumOfSquares - 2) < 1e-14)
    let wide = try LeastSquares(Matrix([[3, 4]]), [25], method: method)
    #expect(distance(wide.solution, [3, 4]) < 1e-14)
    #expect(distance(wide.residuals, [0]) < 1e-13)
    // Two columns in one direction and one that is 1e20 times as small: rank two, and the residuals of a fit by both.
    let mixed = try LeastSquares(
      Matrix([[1e20, 1e20, 1], [1e20, 1e20, 2], [1e20, 1e20, 4]]), [1, 2, 4], method: method)
    #expect(mixed.rank == 2)
    #expect(distance(mixed.residuals, [0, 0, 0]) < 1e-13)
  }

  @Test func singularValuesAreTheMatrixsOwn() throws {
    let fit = try LeastSquares(Matrix([[3000, 0], [0, 0.5]]), [1, 1], method: .svd)
    #expect(fit.rank == 2 && distance(fit.singularValues, [3000, 0.5]) < 1e-12)
    #expect(distance(fit.solution, [1 / 3000.0, 2]) < 1e-15)
  }

  @Test(arguments: [LeastSquares.Method.pivotedQR, .svd])
  func fullRankAgreesWithQR(_ method: LeastSquares.Method) throws {
    var source = DenseSource(51)
    let (a, b) = (source.matrix(10, 4), source.vector(10))
    #expect(distance(try LeastSquares(a, b, method: method).solution, try QR(a).solve(b)) < 1e-13)
  }

  @Test func emptyAndBadInput() throws {
    #expect(try LeastSquares(Matrix(rows: 0, columns: 2), []).solution == [0, 0])
    #expect(try LeastSquares(Matrix(rows: 2, columns: 0), [1, 2]).residuals == [1, 2])
    #expect(throws: NumericalError.self) { try LeastSquares(Matrix.identity(2), [1]) }
    #expect(throws: NumericalError.self) { try LeastSquares(Matrix.identity(2), [1, .nan]) }
    for method in [LeastSquares.Method.pivotedQR, .svd] {
      for tolerance in [-1, Double.nan] {
        #expect { try LeastSquares(.identity(2), [1, 2], method: method, tolerance: tolerance) } throws: {
          ($0 as? NumericalError)?.code == .invalidArgument
        }
      }
    }
  }
}

extension Double {
  fileprivate var logarithm: Double { log(self) }
}
