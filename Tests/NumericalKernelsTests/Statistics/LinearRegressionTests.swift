import NumericalKernels
import Testing

@Suite struct LinearRegressionTests {
  @Test func theExampleHolds() throws {
    let fit = try LinearRegression(Matrix([[1], [2], [3], [4]]), [2.1, 3.9, 6.2, 7.8])
    #expect(distance(fit.coefficients, [0.15, 1.94]) < 1e-14)
    #expect(fit.degreesOfFreedom == 2)
    // statsmodels 0.15, OLS.
    #expect(distance(fit.standardErrors, [0.2479919353527451, 0.09055385138137421]) < 1e-14)
    #expect(abs(fit.fStatistic - 458.9756097560968) < 1e-9)
    #expect(abs(fit.adjustedRSquared - 0.9934920634920635) < 1e-14)
    #expect(distance(try fit.predict(Matrix([[10], [.nan]])).prefix(1).map { $0 }, [19.55]) < 1e-13)
  }

  @Test func rowsWithGapsAreLeftOut() throws {
    let full = try LinearRegression(Matrix([[1], [2], [4]]), [1, 3, 2])
    let fit = try LinearRegression(Matrix([[1], [2], [.nan], [4], [9]]), [1, 3, 5, 2, .nan])
    #expect(fit.coefficients == full.coefficients)
    #expect(fit.observationCount == 3)
    #expect(fit.residuals[2].isNaN && fit.residuals[4].isNaN)
    #expect(fit.residuals[0] == full.residuals[0])
  }

  @Test func aDependentColumnIsNamed() throws {
    let x = (0..<8).map { Double($0 * $0) * 0.1 }
    let z = (0..<8).map { Double($0) * 0.7 }
    let predictors = try Matrix(columns: [x, z, zip(x, z).map { 0.3 * $0 - 2 * $1 + 5 }])
    #expect { try LinearRegression(predictors, z) } throws: {
      ($0 as? NumericalError).map { $0.code == .singular && $0.index == 3 } ?? false
    }
    #expect { try LinearRegression(Matrix([[0], [0], [0]]), [1, 2, 3]) } throws: {
      ($0 as? NumericalError).map { $0.code == .singular && $0.index == 1 } ?? false
    }
  }

  @Test func scalesOfTheDataDoNotMatter() throws {
    var source = DenseSource(81)
    let (x, y) = (source.matrix(12, 2), source.vector(12))
    let fit = try LinearRegression(x, y)
    let scaled = try LinearRegression(0x1p400 * x, y.map { $0 * 0x1p-300 })
    let vast = try LinearRegression(0x1p900 * x, y)
    #expect(vast.tStatistics == fit.tStatistics)
    #expect(scaled.coefficients[1] == fit.coefficients[1] * 0x1p-700)
    #expect(scaled.tStatistics == fit.tStatistics)
    #expect(scaled.rSquared == fit.rSquared)
  }

  @Test func agreesWithQR() throws {
    var source = DenseSource(82)
    let (x, y) = (source.matrix(40, 5), source.vector(40))
    let fit = try LinearRegression(x, y, intercept: false)
    #expect(distance(fit.coefficients, try QR(x).solve(y)) < 1e-14)
    let gram = try LU(x.view.transposed * x.view).inverse
    let variance = fit.residualSumOfSquares / 35
    #expect(distance(fit.covariance, variance * gram) < 1e-14)
    #expect(abs(fit.rSquared - 1 + fit.residualSumOfSquares / y.reduce(0) { $0 + $1 * $1 }) < 1e-14)
  }

  @Test func tooLittleOrBadDataIsRefused() {
    func code(_ body: () throws -> LinearRegression) -> NumericalError.Code? {
      do { _ = try body() } catch { return (error as? NumericalError)?.code }
      return nil
    }
    #expect(code { try LinearRegression(Matrix([[1], [2]]), [1, 2]) } == .insufficientData)
    #expect(code { try LinearRegression(Matrix([[1], [2]]), [1]) } == .dimensionMismatch)
    #expect(code { try LinearRegression(Matrix([[1], [.infinity], [2]]), [1, 2, 3]) } == .notFinite)
    #expect(code { try LinearRegression(Matrix([[1], [3], [2]]), [1, 2, -.infinity]) } == .notFinite)
    #expect(code { try LinearRegression(polynomialDegree: -1, [1, 2], [1, 2]) } == .invalidArgument)
    #expect(code { try LinearRegression(Matrix([[1], [3], [2]]), [1e308, -1e308, 1e308]) } == .tooLarge)
  }

  @Test func aConstantIsTheMean() throws {
    let fit = try LinearRegression(Matrix(rows: 4, columns: 0), [1, 2, 3, 6])
    #expect(fit.coefficients == [3])
    #expect(fit.rSquared == 0)
    #expect(fit.fStatistic == 0)
    #expect(try LinearRegression(polynomialDegree: 0, [5, 6, 7, 8], [1, 2, 3, 6]).coefficients == [3])
  }
}

@Suite struct OneWayANOVATests {
  @Test func badGroupsAreRefused() {
    #expect(throws: NumericalError.self) { try OneWayANOVA([[1, 2]]) }
    #expect(throws: NumericalError.self) { try OneWayANOVA([[1, 2], [.nan]]) }
    #expect(throws: NumericalError.self) { try OneWayANOVA([[1], [2]]) }
    #expect(throws: NumericalError.self) { try OneWayANOVA([[1, 1], [1]]) }
    #expect(throws: NumericalError.self) { try OneWayANOVA([[1, 1e300], [1]]) }
  }

  @Test func missingValuesAreLeftOut() throws {
    let (a, b) = (try OneWayANOVA([[1, .nan, 2], [4, 6]]), try OneWayANOVA([[1, 2], [4, 6]]))
    #expect(a.fStatistic == b.fStatistic)
    #expect(abs(a.fStatistic - 9.8) < 1e-14)
  }
}
