import Testing

@testable import NumericalKernels

/// What the wrapper refuses would otherwise end the process, and the test run with it.
@Suite struct LAPACKTests {
  private func code(_ body: () throws -> Void) -> NumericalError.Code? {
    do { try body() } catch { return (error as? NumericalError)?.code }
    return nil
  }

  @Test func sizesBeyondThirtyTwoBitsAreRefused() {
    let large = Int(Int32.max) + 1
    #expect(code { _ = try LAPACK.size(large) } == .tooLarge)
    #expect(code { _ = try LAPACK.size(-1) } == .dimensionMismatch)
    #expect(code { _ = try LAPACK.size(large - 1) } == nil)
    let view = MatrixView(rows: 2, columns: 2, storage: [1], offset: 0, rowStride: large, columnStride: 1)
    #expect(code { _ = try view * view } == .tooLarge)
    #expect(code { _ = try view * [1, 1] } == .tooLarge)
  }

  @Test func shortBuffersAreRefused() {
    var (a, b) = ([1.0, 2, 3], [1.0])
    let pivots: [Int32] = [1]
    #expect(code { _ = try LAPACK.factorLU(2, &a) } == .dimensionMismatch)
    #expect(code { try LAPACK.solveLU(LAPACK.plain, 1, a, pivots, &b, 2) } == .dimensionMismatch)
    #expect(code { try LAPACK.solveLU(LAPACK.plain, 2, [1, 0, 0, 1], pivots, &a, 1) } == .dimensionMismatch)
    #expect(code { _ = try LAPACK.factorCholesky(2, &a) } == .dimensionMismatch)
    #expect(code { _ = try LAPACK.factorQR(2, 2, &a, pivoting: true) } == .dimensionMismatch)
    #expect(code { _ = try LAPACK.eigen(2, &a, vectors: true) } == .dimensionMismatch)
    #expect(code { _ = try LAPACK.singularValues(2, 2, &a, vectors: true) } == .dimensionMismatch)
    #expect(code { _ = try LAPACK.factorBandLU(2, 1, 1, &a) } == .dimensionMismatch)
    #expect(code { _ = try LAPACK.leastSquaresByQR(1, 2, &a, &b, 1, tolerance: 0) } == .dimensionMismatch)
    #expect(code { try LAPACK.solveTriangle(LAPACK.upper, LAPACK.plain, 1, a, 0, &b, 1) } == .dimensionMismatch)
  }

  @Test func nonFiniteValuesAreFoundInEveryPlace() {
    for count in [1, 7, 8, 9, 24] {
      for place in 0..<count {
        for bad in [Double.nan, .infinity, -.infinity] {
          var values = (0..<count).map { $0 % 2 == 0 ? Double.greatestFiniteMagnitude : -0.0 }
          #expect(values.firstNonFinite == nil)
          values[place] = bad
          #expect(values.firstNonFinite == place)
        }
      }
    }
  }
}
