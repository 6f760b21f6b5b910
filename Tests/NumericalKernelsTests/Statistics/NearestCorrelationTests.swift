import NumericalKernels
import Testing

@Suite struct NearestCorrelationTests {
  @Test func highamsExampleHolds() throws {
    // Higham (2002), section 4; more digits by 20,000 alternating projections in NumPy.
    let nearest = try NearestCorrelation(Matrix([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
    #expect(nearest.status == .converged)
    let (a, b) = (0.7606898534022842, 0.1572981061383763)
    #expect(distance(nearest.matrix, try Matrix([[1, a, b], [a, 1, a], [b, a, 1]])) < 1e-10)
    #expect(abs(nearest.distance - 0.5277904) < 1e-6)
    #expect(nearest.iterations < 15)
  }

  @Test func otherMatricesAgreeWithAlternatingProjections() throws {
    let second = Matrix(rows: 4, columns: 4) { $0 == $1 ? 2 : abs($0 - $1) == 1 ? -1 : 0 }
    let nearest = try NearestCorrelation(second).matrix
    let expected = [-0.8084124981492996, 0.19158750185069984, 0.10677504902551471, -0.6562326948066234]
    #expect(distance([nearest[0, 1], nearest[0, 2], nearest[0, 3], nearest[1, 2]], expected) < 1e-10)
    let bounded = try NearestCorrelation(Matrix([[1, 1, 0], [1, 1, 1], [0, 1, 1]]), minimumEigenvalue: 0.1)
    #expect(distance([bounded.matrix[0, 1], bounded.matrix[0, 2]], [0.7009845864170929, 0.19195420087631632]) < 1e-10)
    #expect(abs(try SymmetricEigen.values(of: bounded.matrix)[0] - 0.1) < 1e-12)
  }

  @Test func noCorrelationMatrixIsNearer() throws {
    // X is the projection of A on the convex set exactly when <A - X, C - X> <= 0 for every C in it.
    var source = DenseSource(101)
    for n in [5, 12] {
      let noise = source.matrix(n, n)
      let given = Matrix(rows: n, columns: n) { $0 == $1 ? 1 : noise[max($0, $1), min($0, $1)] }
      let nearest = try NearestCorrelation(given)
      #expect(nearest.status == .converged)
      #expect(try SymmetricEigen.values(of: nearest.matrix)[0] > -1e-14)
      #expect(nearest.matrix.diagonal.allSatisfy { $0 == 1 } && nearest.matrix.isSymmetric())
      let away = try given - nearest.matrix
      for _ in 0..<50 {
        let signs = source.vector(n).map { $0 < 0 ? -1.0 : 1.0 }
        let corner = Matrix(rows: n, columns: n) { signs[$0] * signs[$1] }
        let inner = try away.multiplied(elementwiseBy: corner - nearest.matrix).storage.reduce(0, +)
        #expect(inner < 1e-10)
      }
    }
  }

  @Test func aCorrelationMatrixStays() throws {
    let given = try Matrix([[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]])
    let nearest = try NearestCorrelation(given)
    #expect(nearest.iterations == 0)
    #expect(distance(nearest.matrix, given) < 1e-15)
    #expect(try NearestCorrelation(Matrix([[7]])).matrix == Matrix([[1]]))
    #expect(try NearestCorrelation(Matrix(rows: 0, columns: 0)).matrix.rows == 0)
  }

  @Test func wildInputStillGivesACorrelationMatrix() throws {
    for scale in [1e-8, 1, 1e4] {
      let given = Matrix(rows: 6, columns: 6) { scale * Double(($0 * 7 + $1 * 7 + $0 * $1) % 11 - 5) }
      let nearest = try NearestCorrelation(given)
      #expect(nearest.status == .converged)
      #expect(nearest.matrix.diagonal.allSatisfy { $0 == 1 })
      #expect(try SymmetricEigen.values(of: nearest.matrix)[0] > -1e-9)
    }
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: NumericalError.self) { try NearestCorrelation(Matrix(rows: 2, columns: 3)) }
    #expect(throws: NumericalError.self) { try NearestCorrelation(Matrix([[.nan]])) }
    #expect(throws: NumericalError.self) { try NearestCorrelation(.identity(2), minimumEigenvalue: 1) }
    #expect(throws: NumericalError.self) { try NearestCorrelation(.identity(2), tolerance: 0) }
  }
}
