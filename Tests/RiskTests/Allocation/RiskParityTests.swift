import NumericalKernels
import Risk
import Testing

@Suite struct RiskParityTests {
  /// Of shares of the risk.
  static let shareTolerance = 1e-12

  @Test func equalContributions() throws {
    var generator = LinearCongruence(seed: 4)
    let covariance = try Statistics.covarianceMatrix(generator.matrix(rows: 200, columns: 8))
    let parity = try RiskParity(covariance: covariance)
    #expect(parity.status == .optimal && parity.largestError < Self.shareTolerance)
    #expect(abs(parity.weights.reduce(0, +) - 1) < 1e-14 && parity.weights.allSatisfy { $0 > 0 })
    #expect(parity.contributions.allSatisfy { abs($0 - parity.risk / 8) < Self.shareTolerance })
    let variance = (0..<8).reduce(0.0) { sum, i in
      sum + (0..<8).reduce(0) { $0 + parity.weights[i] * covariance[i, $1] * parity.weights[$1] }
    }
    #expect(abs(parity.risk * parity.risk / variance - 1) < 1e-13)
  }

  @Test func closedForms() throws {
    // Two assets: inverse volatilities whatever the correlation.
    let two = try RiskParity(covariance: Matrix([[0.04, 0.02], [0.02, 0.09]]))
    #expect(relativeError(two.weights, [0.6, 0.4]) < 1e-12)
    // Uncorrelated with budgets: √budget / volatility.
    let three = try RiskParity(covariance: .diagonal([1, 4, 9]), budgets: [1, 4, 9])
    #expect(relativeError(three.weights, [1.0 / 3, 1.0 / 3, 1.0 / 3]) < 1e-12)
    #expect(try RiskParity(covariance: Matrix([[5]])).weights == [1])
  }

  @Test func budgetsAndHedgesAndScales() throws {
    let covariance = try Matrix([[1, -0.9, 0.3], [-0.9, 1, -0.2], [0.3, -0.2, 1]])
    let budgets = [0.5, 0.3, 0.2]
    for scale in [1e-12, 1, 1e12] {
      let parity = try RiskParity(covariance: scale * covariance, budgets: budgets)
      #expect(parity.status == .optimal)
      for (contribution, budget) in zip(parity.contributions, budgets) {
        #expect(abs(contribution / parity.risk - budget) < Self.shareTolerance)
      }
    }
    let uneven = try RiskParity(covariance: .diagonal([1e-8, 1, 1e8]), budgets: [1e-6, 1, 1])
    #expect(uneven.status == .optimal)
  }

  @Test func badInput() {
    #expect(throws: RiskError.self) { try RiskParity(covariance: Matrix(rows: 0, columns: 0)) }
    #expect(throws: RiskError.self) { try RiskParity(covariance: Matrix([[1, 2], [2, 1]])) }
    #expect(throws: RiskError.self) { try RiskParity(covariance: Matrix([[1, 0.1], [0.2, 1]])) }
    #expect(throws: RiskError.self) { try RiskParity(covariance: Matrix([[0]])) }
    #expect(throws: RiskError.self) { try RiskParity(covariance: .identity(2), budgets: [1]) }
    #expect(throws: RiskError.self) { try RiskParity(covariance: .identity(2), budgets: [1, 0]) }
    #expect(throws: RiskError.self) { try RiskParity(covariance: .identity(2), budgets: [1, .nan]) }
  }
}
