import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct EulerCapitalTests {
  /// Of shares against their sum, relative.
  static let sumTolerance = 1e-12

  private func losses() -> Matrix {
    var generator = LinearCongruence(seed: 17)
    let common = (0..<800).map { _ in generator.normal() }
    return Matrix(rows: 4, columns: 800) { unit, path in
      [2, 1, -1.5, 0.5][unit] * common[path] + generator.normal()
    }
  }

  @Test(arguments: [EulerCapital.Figure.shortfall, .quantile])
  func sharesAddUp(figure: EulerCapital.Figure) throws {
    let losses = losses()
    let capital = try EulerCapital(losses: losses, measure: TailMeasure(level: 0.95), figure: figure)
    #expect(abs(capital.shares.reduce(0, +) / capital.total - 1) < Self.sumTolerance)
    let sum = (0..<800).map { path in (0..<4).reduce(0) { $0 + losses[$1, path] } }
    let tail = try TailMeasure(level: 0.95).estimate(losses: sum)
    #expect(capital.total == (figure == .shortfall ? tail.shortfall : tail.quantile))
    // The unit that moves against the others is paid for it.
    #expect(capital.shares[2] < 0)
    #expect(try #require(capital.diversification) > 0)
  }

  @Test func sharesAreDerivatives() throws {
    let losses = losses()
    let measure = TailMeasure(level: 0.95)
    let capital = try EulerCapital(losses: losses, measure: measure)
    for unit in 0..<4 {
      let bump = 1e-7
      let grown = Matrix(rows: 4, columns: 800) { losses[$0, $1] * ($0 == unit ? 1 + bump : 1) }
      let slope = (try EulerCapital(losses: grown, measure: measure).total - capital.total) / bump
      #expect(abs(slope - capital.shares[unit]) < 1e-5)
    }
  }

  @Test func standardDeviations() throws {
    let covariance = try Matrix([[4, 1, -1], [1, 9, 0], [-1, 0, 1]])
    let capital = try EulerCapital(covariance: covariance, multiple: 2)
    #expect(abs(capital.total - 2 * 14.0.squareRoot()) < 1e-14)
    #expect(
      relativeError(capital.shares, [4, 10, 0].map { 2 * $0 / 14.0.squareRoot() }.map { $0 == 0 ? 0 : $0 }) < 1e-14)
    #expect(capital.standAlone == [4, 6, 2])
    let returns = try capital.returnOnCapital([1, 2, 3])
    #expect(abs(try #require(returns.whole) - 6 / capital.total) < 1e-15)
    #expect(returns.units[2] == nil)
    #expect(abs(try #require(returns.units[1]) - 2 / capital.shares[1]) < 1e-15)
  }

  @Test func badInput() throws {
    #expect(throws: RiskError.self) {
      try EulerCapital(losses: Matrix(rows: 0, columns: 3), measure: TailMeasure(level: 0.9))
    }
    #expect(throws: RiskError.self) { try EulerCapital(losses: Matrix([[.nan]]), measure: TailMeasure(level: 0.9)) }
    #expect(throws: RiskError.self) { try EulerCapital(losses: Matrix([[1]]), measure: TailMeasure(level: 2)) }
    #expect(throws: RiskError.self) { try EulerCapital(covariance: Matrix(rows: 2, columns: 3), multiple: 2) }
    #expect(throws: RiskError.self) { try EulerCapital(covariance: Matrix([[1, -1], [-1, 1]]), multiple: 2) }
    #expect(throws: RiskError.self) { try EulerCapital(covariance: .identity(2), multiple: 0) }
    #expect(throws: RiskError.self) { try EulerCapital(covariance: .identity(2), multiple: 1).returnOnCapital([1]) }
  }
}
