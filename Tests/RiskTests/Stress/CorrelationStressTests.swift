import NumericalKernels
import Risk
import Testing

@Suite struct CorrelationStressTests {
  private let rounding = 1e-9

  private let base: Matrix

  init() throws { base = try Matrix([[1, 0.5, 0.2], [0.5, 1, 0.3], [0.2, 0.3, 1]]) }

  @Test func allTowardsOne() throws {
    let stress = try CorrelationStress(of: base, .all(towards: 1, by: 0.5))
    #expect(abs(stress.matrix[0, 1] - 0.75) < rounding && abs(stress.matrix[0, 2] - 0.6) < rounding)
    #expect(stress.distance < rounding)
    let deviation = try stress.deviation(deltas: [1, 1, 1], deviations: [2, 2, 2])
    #expect(abs(deviation.before - 2 * 5.0.squareRoot()) < rounding)
    #expect(abs(deviation.after - 2 * 7.0.squareRoot()) < rounding)
  }

  /// Higham (2002): the nearest correlation matrix to ones beside the diagonal and zeros in the corners.
  @Test func theImpossibleIsBroughtBack() throws {
    let stress = try CorrelationStress(
      of: Matrix.identity(3), .pairs([.init(0, 1, 1), .init(1, 2, 1)]))
    #expect(stress.requested[0, 1] == 1 && stress.requested[0, 2] == 0)
    #expect(abs(stress.matrix[0, 1] - 0.7607) < 5e-5 && abs(stress.matrix[0, 2] - 0.1573) < 5e-5)
    #expect(stress.distance > 0.5)
    for value in try SymmetricEigen.values(of: stress.matrix) { #expect(value > -1e-10) }
  }

  @Test func betweenTwoGroups() throws {
    let stress = try CorrelationStress(of: base, .between([0], [1, 2], to: -0.2))
    #expect(stress.requested.storage == [1, -0.2, -0.2, -0.2, 1, 0.3, -0.2, 0.3, 1])
    #expect(stress.distance < rounding)
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: RiskError.self) { _ = try CorrelationStress(of: base, .pairs([.init(0, 3, 0.5)])) }
    #expect(throws: RiskError.self) { _ = try CorrelationStress(of: base, .pairs([.init(1, 1, 0.5)])) }
    #expect(throws: RiskError.self) { _ = try CorrelationStress(of: base, .pairs([.init(0, 1, 1.5)])) }
    #expect(throws: RiskError.self) { _ = try CorrelationStress(of: base, .all(towards: 0, by: 2)) }
    #expect(throws: RiskError.self) { _ = try CorrelationStress(of: Matrix([[2]]), .all(towards: 0, by: 0)) }
    #expect(throws: RiskError.self) { _ = try CorrelationStress(of: Matrix([[1, 0]]), .all(towards: 0, by: 0)) }
    let stress = try CorrelationStress(of: base, .all(towards: 1, by: 0))
    #expect(throws: RiskError.self) { _ = try stress.deviation(deltas: [1], deviations: [1, 1, 1]) }
  }
}
