import Foundation
import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct CreditValuationTests {
  private let rounding = 1e-14

  private func profile(_ values: [[Double]], times: [Double]) throws -> ExposureProfile {
    try ExposureProfile(of: [NettingSet(name: "s", [ExposurePaths(name: "t", times: times, values: Matrix(values))])])
  }

  @Test func twoStepsByHand() throws {
    let profile = try profile([[5], [7], [9]], times: [0, 1, 2])
    let rates = try DiscountFactors(rate: 0.10)
    let credit = try CreditValuation(
      of: profile, counterparty: HazardCurve(hazard: 0.02), recovery: 0.4, discount: rates)
    let first = 0.6 * (1 - exp(-0.02)) * 0.5 * (5 + 7 * exp(-0.1))
    let second = 0.6 * (exp(-0.02) - exp(-0.04)) * 0.5 * (7 * exp(-0.1) + 9 * exp(-0.2))
    #expect(abs(credit.counterparty - first - second) < rounding * 10)
    #expect(credit.counterpartyByTime[0] == 0)
    #expect(abs(credit.counterpartyByTime[2] - second) < rounding * 10)
    #expect(credit.own == 0 && credit.adjustment == credit.counterparty)
  }

  /// Our benefit is the other party's cost, seen from its side.
  @Test func ownDefaultMirrorsTheOtherSide() throws {
    let values: [[Double]] = [[5, -3], [-8, 7], [2, -4]]
    let ours = try profile(values, times: [0.5, 1, 1.5])
    let theirs = try profile(values.map { $0.map { -$0 } }, times: [0.5, 1, 1.5])
    let rates = try DiscountFactors(rate: 0.03)
    let (a, b) = (try HazardCurve(hazard: 0.05), try HazardCurve(times: [1, 2], hazards: [0.02, 0.04]))
    let mine = try CreditValuation(of: ours, counterparty: a, recovery: 0.4, discount: rates, own: (b, 0.3))
    let other = try CreditValuation(of: theirs, counterparty: b, recovery: 0.3, discount: rates, own: (a, 0.4))
    #expect(abs(mine.own - other.counterparty) < rounding)
    #expect(abs(mine.counterparty - other.own) < rounding)
    #expect(abs(mine.adjustment + other.adjustment) < rounding)
  }

  /// With constant hazards the counterparty defaults first within t with h / (h + g) × (1 - exp(-(h + g) t)).
  @Test func onlyTheFirstDefaultCounts() throws {
    let times = (1...8).map { Double($0) / 4 }
    let constant = try profile(times.map { _ in [1] }, times: times)
    let rates = try DiscountFactors(rate: 0)
    let credit = try CreditValuation(
      of: constant, counterparty: HazardCurve(hazard: 0.06), recovery: 0, discount: rates,
      own: (HazardCurve(hazard: 0.03), 0))
    #expect(abs(credit.counterparty - 0.06 / 0.09 * (1 - exp(-0.18))) < rounding * 10)
    let alone = try CreditValuation(
      of: constant, counterparty: HazardCurve(hazard: 0.06), recovery: 0, discount: rates)
    #expect(abs(alone.counterparty - (1 - exp(-0.12))) < rounding * 10)
  }

  /// Nothing lost times an error that is not known is nothing, not NaN, which JSON cannot write.
  @Test func oneSinglePathHasNoErrorOfNothing() throws {
    let one = try profile([[1], [2]], times: [0.5, 1])
    let rates = try DiscountFactors(rate: 0.02)
    let hazard = try HazardCurve(hazard: 0.02)
    let some = try CreditValuation(of: one, counterparty: hazard, recovery: 0.4, discount: rates)
    #expect(some.counterpartyStandardError == .infinity && some.counterparty > 0)
    for (hazard, recovery) in [(hazard, 1.0), (try HazardCurve(hazard: 0), 0.4)] {
      let none = try CreditValuation(of: one, counterparty: hazard, recovery: recovery, discount: rates)
      #expect(none.counterparty == 0 && none.counterpartyStandardError == 0 && none.basis.simulationError == 0)
      let data = try JSONEncoder().encode(none)
      #expect(try JSONDecoder().decode(CreditValuation.self, from: data) == none)
    }
  }

  @Test func recoveriesAreShares() throws {
    let one = try profile([[1]], times: [1])
    let hazard = try HazardCurve(hazard: 0.02)
    let rates = try DiscountFactors(rate: 0)
    for recovery in [-0.1, 1.1, .nan] {
      #expect(throws: RiskError.self) {
        _ = try CreditValuation(of: one, counterparty: hazard, recovery: recovery, discount: rates)
      }
    }
  }

  @Test func resultsAreCodable() throws {
    let one = try profile([[1, 3]], times: [1])
    let credit = try CreditValuation(
      of: one, counterparty: HazardCurve(hazard: 0.02), recovery: 0.4, discount: DiscountFactors(rate: 0))
    let data = try JSONEncoder().encode(credit)
    #expect(try JSONDecoder().decode(CreditValuation.self, from: data) == credit)
    #expect(try JSONDecoder().decode(ExposureProfile.self, from: JSONEncoder().encode(one)) == one)
  }
}
