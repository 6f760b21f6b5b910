import NumericalKernels
import Testing

/// Every dataset of StRD for univariate statistics, linear regression and analysis of variance.
///
/// "certified" is the truth for the decimal data; the rounding of the data to doubles alone keeps some sets from
/// reaching it (NumAcc4, SmLs07 to SmLs09). "rounded" is the truth for the doubles that the program sees.
@Suite struct StatisticsAgainstNISTTests {
  @Test func allSetsAreThere() {
    #expect(NISTSet.read("univariate").count == 9)
    #expect(NISTSet.read("linear").count == 11)
    #expect(NISTSet.read("anova").count == 11)
  }

  @Test(arguments: NISTSet.read("univariate"))
  func univariate(_ set: NISTSet) throws {
    let x = set.values
    let figures = [
      try Statistics.mean(x), try Statistics.standardDeviation(x), try Statistics.autocorrelation(x, lag: 1),
    ]
    let (certified, rounded) = (digits(figures, set["certified"]), digits(figures, set["rounded"]))
    #expect(rounded > 14)
    #expect(certified > (set.level == "higher" ? 8 : 9))
  }

  @Test(arguments: NISTSet.read("linear"))
  func linearRegression(_ set: NISTSet) throws {
    let y = set.rows.map { $0[0] }
    let intercept = set.header[4] == "intercept"
    let fit: LinearRegression
    if set.header[3] == "columns" {
      fit = try LinearRegression(Matrix(set.rows.map { Array($0.dropFirst()) }), y, intercept: intercept)
    } else {
      let degree = Int(set.header[3].dropFirst("degree-".count)) ?? 0
      fit = try LinearRegression(polynomialDegree: degree, set.rows.map { $0[1] }, y, intercept: intercept)
    }
    let rest = [fit.residualStandardDeviation, fit.rSquared]
    let certified = [
      digits(fit.coefficients, set["certified-beta"]), digits(fit.standardErrors, set["certified-se"]),
      digits(rest, set["certified-rest"]),
    ]
    #expect(certified.allSatisfy { $0 > 12 })
    if set.name == "Wampler1" || set.name == "Wampler2" {
      #expect(fit.residualStandardDeviation < 1e-15)
    } else {
      #expect(digits(fit.coefficients, set["rounded-beta"]) > 14)
      #expect(digits(fit.standardErrors, set["rounded-se"]) > 13.5)
      #expect(digits(rest, set["rounded-rest"]) > 14)
      let t = zip(set["rounded-beta"], set["rounded-se"]).map { $0 / $1 }
      #expect(digits(fit.tStatistics, t) > 13.5)
    }
  }

  @Test func powersRoundedToDoublesCostFilipHalfItsDigits() throws {
    // Filip by powers already rounded to doubles, as most programs do it: NIST's reports credit the best of them with 7
    // or 8 digits.
    let set = try #require(NISTSet.read("linear").first { $0.name == "Filip" })
    var columns: [[Double]] = []
    let x = set.rows.map { $0[1] }
    for _ in 0..<10 { columns.append(columns.last.map { zip($0, x).map { $0 * $1 } } ?? x) }
    let fit = try LinearRegression(Matrix(columns: columns), set.rows.map { $0[0] })
    #expect(digits(fit.coefficients, set["certified-beta"]) > 7)
  }

  @Test(arguments: NISTSet.read("anova"))
  func analysisOfVariance(_ set: NISTSet) throws {
    let anova = try OneWayANOVA(set.groups)
    let figures = [
      anova.betweenSumOfSquares, anova.withinSumOfSquares, anova.fStatistic, anova.rSquared,
      anova.residualStandardDeviation,
    ]
    let (certified, rounded) = (digits(figures, set["certified"]), digits(figures, set["rounded"]))
    #expect(rounded > 14)
    #expect(certified > (set.level == "higher" ? 3 : 9))
  }
}
