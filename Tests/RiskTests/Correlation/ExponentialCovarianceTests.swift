import NumericalKernels
import Risk
import Testing

@Suite struct ExponentialCovarianceTests {
  /// Of sums in another order, in units of the standard deviations.
  static let roundingTolerance = 1e-14

  private func returns(_ rows: Int, _ columns: Int) -> Matrix {
    var generator = LinearCongruence(seed: 94)
    return generator.matrix(rows: rows, columns: columns).map { 0.01 * $0 }
  }

  /// The definition, every row counted.
  private func naive(_ returns: Matrix, _ decay: Double, sumOfWeights: Double?) -> Matrix {
    var (sum, total, weight) = (Matrix(rows: returns.columns, columns: returns.columns), 0.0, 1.0)
    for row in (0..<returns.rows).reversed() {
      let x = returns.row(row)
      if !x.contains(where: \.isNaN) {
        total += weight
        for i in x.indices {
          for j in x.indices { sum[i, j] += weight * x[i] * x[j] }
        }
      }
      weight *= decay
    }
    return sum.map { $0 / (sumOfWeights ?? total) }
  }

  @Test(arguments: [0.5, 0.94, 0.97, 0.999])
  func lastDay(decay: Double) throws {
    var returns = returns(700, 4)
    returns[690, 2] = .nan
    returns[10, 0] = .nan
    let weighted = try ExponentialCovariance(decay: decay).matrix(returns)
    #expect(largestDifference(weighted, naive(returns, decay, sumOfWeights: nil)) < 1e-4 * Self.roundingTolerance)
    let recursion = try ExponentialCovariance(decay: decay, normalisation: .recursion).matrix(returns)
    let endless = naive(returns, decay, sumOfWeights: 1 / (1 - decay))
    #expect(largestDifference(recursion, endless) < 1e-4 * Self.roundingTolerance)
    #expect(weighted.isSymmetric())
  }

  @Test func everyDay() throws {
    var returns = returns(120, 3)
    returns[50, 1] = .nan
    var running = try RunningCovariance(order: 3, decay: 0.94)
    for day in 0..<returns.rows {
      try running.add(returns.row(day))
      guard day % 20 == 19 else { continue }
      let whole = try ExponentialCovariance(decay: 0.94).matrix(Matrix(returns.view[rows: 0..<day + 1, columns: 0..<3]))
      #expect(largestDifference(try running.matrix, whole) < 1e-4 * Self.roundingTolerance)
      #expect(running[0, 2] == running[2, 0])
    }
    #expect(running.count == 119)
  }

  @Test func oldSpikesAreNotForgottenTooSoon() throws {
    // 0.94^1400 is 2e-38, yet the square of 1e20 over it is of the order of the rest.
    var returns = returns(1500, 2)
    returns[99, 0] = 1e20
    returns[99, 1] = 1e20
    let weighted = try ExponentialCovariance(decay: 0.94).matrix(returns)
    let expected = naive(returns, 0.94, sumOfWeights: nil)
    #expect(abs(weighted[0, 1] / expected[0, 1] - 1) < 1e-12)
    #expect(weighted[0, 1] > 1.01 * naive(self.returns(1500, 2), 0.94, sumOfWeights: nil)[0, 1])
  }

  @Test func effectiveStepsOfTheTechnicalDocument() throws {
    // RiskMetrics (1996), table 5.7: days that hold all but 1 %, 0.1 %, 0.01 % and 0.001 % of the weight.
    for (decay, days) in [(0.94, [74.0, 112, 149, 186]), (0.97, [151, 227, 302, 378])] {
      let covariance = try ExponentialCovariance(decay: decay)
      for (share, printed) in zip([0.01, 0.001, 0.0001, 0.00001], days) {
        #expect(covariance.effectiveSteps(leavingOut: share).rounded() == printed)
      }
    }
  }

  @Test func badInput() throws {
    for decay in [0, 1, -1, .nan] {
      #expect(throws: RiskError.self) { try ExponentialCovariance(decay: decay) }
      #expect(throws: RiskError.self) { try RunningCovariance(order: 2, decay: decay) }
    }
    let covariance = try ExponentialCovariance()
    #expect(throws: RiskError.self) { try covariance.matrix(Matrix(rows: 0, columns: 2)) }
    #expect(throws: RiskError.self) { try covariance.matrix(Matrix(rows: 3, columns: 2, repeating: .nan)) }
    #expect(throws: RiskError.self) { try covariance.matrix(Matrix(rows: 3, columns: 2, repeating: .infinity)) }
    #expect(throws: RiskError.self) { try covariance.matrix(Matrix(rows: 3, columns: 2, repeating: 1e200)) }
    var running = try RunningCovariance(order: 2)
    #expect(throws: RiskError.self) { try running.matrix }
    #expect(throws: RiskError.self) { try running.add([1]) }
    #expect(throws: RiskError.self) { try running.add([1, .infinity]) }
    #expect(throws: RiskError.self) { try RunningCovariance(order: -1) }
    // Nothing that varies: zeros, not a crash.
    #expect(try covariance.matrix(Matrix(rows: 3, columns: 2)) == Matrix(rows: 2, columns: 2))
  }
}
