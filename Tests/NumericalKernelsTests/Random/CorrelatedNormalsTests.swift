import Testing

@testable import NumericalKernels

@Suite struct CorrelatedNormalsTests {
  func product(_ f: Matrix) -> Matrix {
    var a = Matrix(rows: f.rows, columns: f.rows)
    for i in 0..<f.rows {
      for j in 0..<f.rows { a[i, j] = (0..<f.columns).reduce(0) { $0 + f[i, $1] * f[j, $1] } }
    }
    return a
  }

  func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.storage, b.storage).map { abs($0 - $1) }.max() ?? 0
  }

  @Test func factorsGiveTheCovarianceBack() throws {
    // Random Gram matrices of full and of lower rank.
    for (n, rank) in [(1, 1), (5, 5), (8, 3), (20, 19), (12, 1)] {
      var stream = RandomStream(seed: 1, path: UInt64(n))
      let a = product(try Matrix(rows: n, columns: rank, stream.normals(n * rank)))
      let factor = try CorrelatedNormals(covariance: a).factor
      #expect(factor.columns == rank)
      #expect(largestDifference(product(factor), a) < 1e-13 * Double(n * rank))
    }
  }

  @Test func variancesOfAnyScaleCount() throws {
    let uneven = try Matrix([[1e18, 1e9], [1e9, 4]])
    let factor = try CorrelatedNormals(covariance: uneven).factor
    #expect(factor.columns == 2)
    #expect(zip(product(factor).storage, uneven.storage).allSatisfy { abs($0 / $1 - 1) < 1e-15 })
    // Rank one in units of 1e9 and 1e-9.
    #expect(try CorrelatedNormals(covariance: Matrix([[1e18, 1], [1, 1e-18]])).factor.columns == 1)
    // A variance that cancellation left a little below zero is zero.
    #expect(try CorrelatedNormals(covariance: Matrix([[1, 0], [0, -1e-17]])).factor.columns == 1)
    let indefinite = try Matrix([[1e18, 0, 0], [0, 1, 2], [0, 2, 1]])
    #expect(throws: NumericalError.self) { try CorrelatedNormals(covariance: indefinite) }
  }

  @Test(arguments: [0.03, 0.01, 0.001]) func aBasisBesideItsPricesIsNoIndefiniteCovariance(basis: Double) throws {
    // A hub, the prices of nodes, and their bases: the nodes are hub plus basis.
    for seed in 0..<20 {
      var stream = RandomStream(seed: UInt64(seed), path: 0)
      var sample = Matrix(rows: 250, columns: 9)
      for row in 0..<250 {
        sample[row, 0] = 5 * stream.normal()
        for node in 1...4 {
          sample[row, node + 4] = 5 * basis * stream.normal()
          sample[row, node] = sample[row, 0] + sample[row, node + 4]
        }
      }
      let covariance = try Statistics.covarianceMatrix(sample)
      let factor = try CorrelatedNormals(covariance: covariance).factor
      #expect(factor.columns == 5)
      #expect(largestDifference(product(factor), covariance) < 1e-12 * 25)
      // The one by LAPACK may take rounding for a sixth, and still gives the covariance back.
      let other = try PivotedCholesky(covariance).factor
      #expect(other.columns >= 5 && largestDifference(product(other), covariance) < 1e-12 * 25)
    }
  }

  @Test func zeroVarianceStaysZero() throws {
    let normals = try CorrelatedNormals(covariance: try Matrix([[0, 0, 0], [0, 4, 2], [0, 2, 1]]))
    #expect(normals.factor.columns == 1)
    var stream = RandomStream(seed: 1, path: 1)
    let x = try normals.samples(10, from: &stream)
    for i in 0..<10 {
      #expect(x[i, 0] == 0)
      #expect(abs(x[i, 1] - 2 * x[i, 2]) < 1e-15 * abs(x[i, 1]))
    }
    #expect(stream.position == 10)
  }

  @Test func samplesHaveTheCovariance() throws {
    let a = try Matrix([[4, 1.2, -0.2], [1.2, 1, 0.3], [-0.2, 0.3, 0.25]])
    let normals = try CorrelatedNormals(covariance: a)
    var stream = RandomStream(seed: 4, path: 0)
    let count = 20_000
    let x = try normals.samples(count, from: &stream)
    for i in 0..<3 {
      for j in 0...i {
        var sum = 0.0
        for k in 0..<count { sum += x[k, i] * x[k, j] }
        let deviation = ((a[i, i] * a[j, j] + a[i, j] * a[i, j]) / Double(count)).squareRoot()
        #expect(abs(sum / Double(count) - a[i, j]) < 4 * deviation)
      }
    }
  }

  @Test func aLowerFactorIsUsedAsItIs() throws {
    let normals = try CorrelatedNormals(factor: try Matrix([[2, 0], [3, 4]]))
    var stream = RandomStream(seed: 6, path: 2)
    var same = stream
    let x = try normals.samples(3, from: &stream)
    for i in 0..<3 {
      let z = same.normals(2)
      #expect(x[i, 0] == 2 * z[0])
      #expect(x[i, 1] == 3 * z[0] + 4 * z[1])
    }
    // Vector 2 by a jump.
    var jump = RandomStream(seed: 6, path: 2, position: 4)
    #expect(try normals.samples(1, from: &jump).storage == [x[2, 0], x[2, 1]])
  }

  @Test func vectorsSideBySideHaveTheBitsOfPlainSums() throws {
    // Row counts and vector counts around the sizes that the kernel works by; dense, triangular and single columns.
    for (rows, columns, count) in [(1, 1, 1), (3, 5, 7), (4, 4, 8), (9, 6, 17), (13, 13, 24), (6, 1, 5)] {
      var stream = RandomStream(seed: 2, path: UInt64(rows))
      let values = stream.normals(rows * columns)
      let factor = Matrix(rows: rows, columns: columns) { row, column in
        rows == columns && column > row ? 0 : values[row * columns + column]
      }
      let z = stream.normals(count * columns)
      var x = [Double](repeating: .nan, count: count * rows)
      var span = x.mutableSpan
      try CorrelatedNormals(factor: factor).transform(z.span, into: &span, count: count)
      for row in 0..<rows {
        for vector in 0..<count {
          var sum = 0.0
          for column in 0..<columns { sum += factor[row, column] * z[vector * columns + column] }
          #expect(x[row * count + vector] == sum)
        }
      }
    }
  }

  @Test func vectorsSideBySideNeedBuffersThatFit() throws {
    let normals = try CorrelatedNormals(factor: try Matrix([[2, 0], [3, 4]]))
    var x = [0.0, 0, 0]
    #expect(throws: NumericalError.self) {
      var span = x.mutableSpan
      try normals.transform([1, 2].span, into: &span, count: 1)
    }
    let flat = try CorrelatedNormals(factor: Matrix(rows: 3, columns: 0))
    x = [1, 2, 3]
    var span = x.mutableSpan
    try flat.transform([Double]().span, into: &span, count: 1)
    #expect(x == [0, 0, 0])
  }

  @Test func badMatricesAreRefused() throws {
    func code(_ rows: [[Double]]) throws -> NumericalError.Code? {
      let a = try Matrix(rows)
      return #expect(throws: NumericalError.self) { try CorrelatedNormals(covariance: a) }?.code
    }
    #expect(try code([[1, 2], [2, 1]]) == .notPositiveDefinite)
    #expect(try code([[1, 0], [0, -1]]) == .notPositiveDefinite)
    #expect(try code([[0, 1], [1, 0]]) == .notPositiveDefinite)
    #expect(try code([[1, 0.9, 0.1], [0.9, 1, 0.9], [0.1, 0.9, 1]]) == .notPositiveDefinite)
    #expect(try code([[1, 0.5], [0.4, 1]]) == .notSymmetric)
    #expect(try code([[1, .nan], [.nan, 1]]) == .notFinite)
    #expect(try code([[1, 0, 0], [0, 1, 0]]) == .dimensionMismatch)
    let odd = try Matrix([[1, .infinity]])
    #expect(throws: NumericalError.self) { try CorrelatedNormals(factor: odd) }
    let normals = try CorrelatedNormals(covariance: try Matrix([[1, 0], [0, 1]]))
    var stream = RandomStream(seed: 0, path: 0)
    #expect(throws: NumericalError.self) { try normals.samples(-1, from: &stream) }
    var x = [0.0, 0, 0]
    #expect(throws: NumericalError.self) {
      var span = x.mutableSpan
      try normals.fill(&span, from: &stream)
    }
  }

  @Test func noComponentsGiveEmptyVectors() throws {
    let normals = try CorrelatedNormals(covariance: Matrix(rows: 0, columns: 0))
    var stream = RandomStream(seed: 0, path: 0)
    #expect(try normals.samples(3, from: &stream).storage.isEmpty)
  }
}
