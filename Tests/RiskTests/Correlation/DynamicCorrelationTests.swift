import NumericalKernels
import Risk
import Testing

@Suite struct DynamicCorrelationTests {
  /// Of estimates against a derivative-free search.
  static let parameterTolerance = 1e-6

  /// A simulated DCC with a = 0.06 and b = 0.90.
  private static func simulated(_ rows: Int) throws -> Matrix {
    let target = try Matrix([[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]])
    let (a, b) = (0.06, 0.90)
    var generator = LinearCongruence(seed: 2002)
    var (q, residuals) = (target, Matrix(rows: rows, columns: 3))
    for t in 0..<rows {
      if t > 0 {
        q = Matrix(rows: 3, columns: 3) { i, j in
          (1 - a - b) * target[i, j] + a * residuals[t - 1, i] * residuals[t - 1, j] + b * q[i, j]
        }
      }
      let correlation = Matrix(rows: 3, columns: 3) { q[$0, $1] / (q[$0, $0] * q[$1, $1]).squareRoot() }
      let z = try Cholesky(correlation).multiplyLower((0..<3).map { _ in generator.normal() })
      for j in 0..<3 { residuals[t, j] = z[j] }
    }
    return residuals
  }

  @Test func estimatesAgainstAnIndependentProgram() throws {
    let residuals = try Self.simulated(600)
    #expect(abs(residuals[599, 1] - 2.0150410931336) < 1e-10)
    let fit = try DynamicCorrelation(fitting: residuals)
    #expect(fit.status == .converged && fit.count == 600)
    // NumPy and SciPy's simplex search on the same residuals.
    #expect(abs(fit.a - 0.0536623349886) < Self.parameterTolerance)
    #expect(abs(fit.b - 0.9090885986570) < Self.parameterTolerance)
    #expect(abs(fit.logLikelihood - 180.3443526669508) < 1e-8)
    let next = try Matrix([
      [1, 0.6955654144296, 0.4134845822731], [0.6955654144296, 1, 0.1166399223105],
      [0.4134845822731, 0.1166399223105, 1],
    ])
    #expect(largestDifference(fit.next, next) < Self.parameterTolerance)
    // The truth lies within three standard errors.
    let errors = try #require(fit.standardErrors)
    #expect(abs(fit.a - 0.06) < 3 * errors.a && abs(fit.b - 0.90) < 3 * errors.b)
  }

  @Test func forecastsReturnToTheTarget() throws {
    let fit = try DynamicCorrelation(fitting: Self.simulated(200))
    let forecast = try fit.forecast(steps: 400)
    #expect(forecast[0] == fit.next)
    let share = fit.a + fit.b
    let level = fit.target[0, 1] / (fit.target[0, 0] * fit.target[1, 1]).squareRoot()
    let third = share * share * fit.next[0, 1] + (1 - share * share) * level
    #expect(abs(forecast[2][0, 1] - third) < 1e-14)
    #expect(forecast.allSatisfy { (try? Cholesky($0)) != nil })
    #expect(throws: RiskError.self) { try fit.forecast(steps: -1) }
  }

  @Test func independentResidualsDoNotMove() throws {
    var generator = LinearCongruence(seed: 5)
    let fit = try DynamicCorrelation(fitting: generator.matrix(rows: 300, columns: 2))
    #expect(fit.a < 0.06)
    #expect(abs(fit.next[0, 1]) < 0.3)
  }

  @Test func constantCorrelationOfFittedSeries() throws {
    let returns = MarkPound.returns
    // The second series is the first one's residuals times another's volatility: correlated by construction.
    let first = Array(returns[0..<600])
    let second = (0..<600).map { 0.6 * returns[$0] + 0.8 * returns[700 + $0] }
    let model = try ConstantCorrelation(fitting: [first, second])
    #expect(model.count == 600 && model.fits.allSatisfy { $0.status == .converged })
    #expect(model.correlation[0, 1] > 0.4 && model.correlation[0, 1] < 0.8)
    let covariance = try model.nextCovariance()
    #expect(abs(covariance[0, 0] / model.fits[0].path.nextVariance - 1) < 1e-14)
    let implied = covariance[0, 1] / (covariance[0, 0] * covariance[1, 1]).squareRoot()
    #expect(abs(implied - model.correlation[0, 1]) < 1e-14)
    #expect(throws: RiskError.self) { try model.nextCovariance(.identity(3)) }
    #expect(throws: RiskError.self) { try ConstantCorrelation(fitting: [first]) }
    #expect(throws: RiskError.self) { try ConstantCorrelation(fitting: [first, [1]]) }
    #expect(throws: RiskError.self) { try ConstantCorrelation(fitting: []) }
  }

  @Test func badInput() throws {
    var generator = LinearCongruence(seed: 6)
    let few = generator.matrix(rows: 10, columns: 2)
    #expect(throws: RiskError.self) { try DynamicCorrelation(fitting: few) }
    let one = generator.matrix(rows: 100, columns: 1)
    #expect(throws: RiskError.self) { try DynamicCorrelation(fitting: one) }
    var twins = generator.matrix(rows: 100, columns: 2)
    for row in 0..<100 { twins[row, 1] = twins[row, 0] }
    #expect(throws: RiskError.self) { try DynamicCorrelation(fitting: twins) }
    twins[3, 0] = .infinity
    #expect(throws: RiskError.self) { try DynamicCorrelation(fitting: twins) }
    let missing = Matrix(rows: 100, columns: 2, repeating: .nan)
    #expect(throws: RiskError.self) { try DynamicCorrelation(fitting: missing) }
  }
}
