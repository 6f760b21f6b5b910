import NumericalKernels
import Risk
import Testing

@Suite struct HedgeRatiosTests {
  private func changes(_ count: Int, _ columns: Int) -> [[Double]] {
    var generator = LinearCongruence(seed: 31)
    let matrix = generator.matrix(rows: count, columns: columns)
    return (0..<columns).map { matrix.column($0) }
  }

  @Test func oneInstrumentIsCovarianceOverVariance() throws {
    let columns = changes(100, 2)
    let exposure = zip(columns[0], columns[1]).map { 3 * $0 + $1 }
    let hedge = try HedgeRatios(exposure: exposure, instruments: [columns[0]])
    let ratio = try Statistics.covariance(exposure, columns[0]) / Statistics.variance(columns[0])
    #expect(abs(hedge.quantities[0] + ratio) < 1e-12)
    let correlation = try Statistics.correlation(exposure, columns[0])
    #expect(abs(hedge.effectiveness - correlation * correlation) < 1e-12)
    let hedged = zip(exposure, columns[0]).map { $0 + hedge.quantities[0] * $1 }
    #expect(abs(hedge.hedgedDeviation - (try Statistics.standardDeviation(hedged))) < 1e-12)
    // Any other quantity leaves more.
    for bump in [-0.01, 0.01] {
      let worse = zip(exposure, columns[0]).map { $0 + (hedge.quantities[0] + bump) * $1 }
      #expect(try Statistics.standardDeviation(worse) > hedge.hedgedDeviation)
    }
  }

  @Test func severalInstrumentsTakeAMixtureAway() throws {
    let columns = changes(80, 2)
    var exposure = zip(columns[0], columns[1]).map { 2 * $0 - 3 * $1 }
    exposure[5] = .nan
    let hedge = try HedgeRatios(exposure: exposure, instruments: columns)
    #expect(relativeError(hedge.quantities, [-2, 3]) < 1e-12)
    #expect(hedge.count == 79 && abs(hedge.effectiveness - 1) < 1e-12 && hedge.hedgedDeviation < 1e-12)
  }

  @Test func badInput() {
    let columns = changes(30, 2)
    #expect(throws: RiskError.self) { try HedgeRatios(exposure: columns[0], instruments: []) }
    #expect(throws: RiskError.self) { try HedgeRatios(exposure: columns[0], instruments: [[1]]) }
    #expect(throws: RiskError.self) { try HedgeRatios(exposure: [1, 2], instruments: [[1, 2]]) }
    let flat = [Double](repeating: 1, count: 30)
    #expect(throws: RiskError.self) { try HedgeRatios(exposure: flat, instruments: [columns[0]]) }
    #expect(throws: RiskError.self) { try HedgeRatios(exposure: columns[0], instruments: [flat]) }
    do throws(RiskError) {
      _ = try HedgeRatios(exposure: columns[0], instruments: [columns[1], columns[1].map { 2 * $0 }])
      Issue.record("twins were accepted")
    } catch {
      #expect(error.code == .insufficientData && error.index == 1)
    }
  }
}
