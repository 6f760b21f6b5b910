import Foundation
import MarketData
import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct ExposureProfileTests {
  private let rounding = 1e-12

  /// Driftless normal prices at so many equal steps of a year.
  private func walk(
    steps: Int, paths: Int, forward: Double, deviation: Double, seed: UInt64
  ) throws -> (times: [Double], prices: Matrix) {
    let step = 1 / Double(steps)
    var prices = Matrix(rows: steps, columns: paths)
    for path in 0..<paths {
      var stream = RandomStream(seed: seed, path: UInt64(path))
      var price = forward
      for row in 0..<steps {
        price += deviation * step.squareRoot() * stream.normal()
        prices[row, path] = price
      }
    }
    return ((1...steps).map { Double($0) * step }, prices)
  }

  private func exposure(
    _ name: String, _ times: [Double], _ prices: Matrix, quantity: Double, strike: Double
  ) throws -> ExposurePaths {
    try ExposurePaths(
      name: name, times: times,
      values: Matrix(rows: prices.rows, columns: prices.columns, prices.storage.map { quantity * ($0 - strike) }))
  }

  @Test func aProfileThatDoesNotFitTogetherIsNotRead() throws {
    let (times, prices) = try walk(steps: 4, paths: 50, forward: 50, deviation: 10, seed: 1)
    let set = try NettingSet(name: "one", [exposure("f", times, prices, quantity: 100, strike: 48)])
    let profile = try ExposureProfile(of: [set], level: 0.95)
    let data = try JSONEncoder().encode(profile)
    #expect(try JSONDecoder().decode(ExposureProfile.self, from: data) == profile)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["expected"] = [1.0]
    let broken = try JSONSerialization.data(withJSONObject: object)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(ExposureProfile.self, from: broken) }
  }

  @Test func simulatedExposureAgreesWithTheClosedForm() throws {
    let (times, prices) = try walk(steps: 4, paths: 8000, forward: 50, deviation: 10, seed: 1)
    let set = try NettingSet(name: "one", [exposure("f", times, prices, quantity: 100, strike: 48)])
    let simulated = try ExposureProfile(of: [set], level: 0.95)
    let forward = try ForwardExposure(
      forward: 50, strike: 48, quantity: 100, volatility: 10, dynamics: .normal, delivery: 1,
      discount: DiscountFactors(rate: 0))
    let exact = try forward.profile(at: times, level: 0.95)
    for index in times.indices {
      #expect(abs(simulated.expected[index] - exact.expected[index]) < 4 * simulated.expectedStandardErrors[index])
      #expect(
        abs(simulated.expectedNegative[index] - exact.expectedNegative[index])
          < 4 * simulated.expectedNegativeStandardErrors[index])
      // The quantile's error: √(p(1 - p)/n) over the density at it.
      let width = 1000 * times[index].squareRoot()
      let density = exp(-0.5 * 1.6448536269514722 * 1.6448536269514722) / (2 * .pi).squareRoot() / width
      let error = (0.95 * 0.05 / 8000).squareRoot() / density
      #expect(abs(simulated.potentialFuture[index] - exact.potentialFuture[index]) < 4 * error)
    }
    let hazard = try HazardCurve(hazard: 0.03)
    let rates = try DiscountFactors(rate: 0.02)
    let ours = try CreditValuation(of: simulated, counterparty: hazard, recovery: 0.4, discount: rates)
    let theirs = try CreditValuation(of: exact, counterparty: hazard, recovery: 0.4, discount: rates)
    #expect(abs(ours.counterparty - theirs.counterparty) < 4 * ours.counterpartyStandardError)
    #expect(theirs.counterpartyStandardError == 0 && theirs.counterparty > 0)
  }

  @Test func nettingSetsOffWhatIsOwedBothWays() throws {
    let (times, prices) = try walk(steps: 2, paths: 200, forward: 30, deviation: 6, seed: 2)
    let bought = try exposure("bought", times, prices, quantity: 10, strike: 30)
    let sold = try exposure("sold", times, prices, quantity: -10, strike: 31)
    let together = try ExposureProfile(of: [NettingSet(name: "master", [bought, sold])])
    for value in together.expected { #expect(abs(value - 10) < rounding * 100) }
    let apart = try ExposureProfile(of: [
      NettingSet(name: "a", [bought]), NettingSet(name: "b", [sold]),
    ])
    for (gross, net) in zip(apart.expected, together.expected) { #expect(gross > net) }
    let one = try ExposureProfile(of: [NettingSet(name: "a", [bought])])
    let two = try ExposureProfile(of: [NettingSet(name: "b", [sold])])
    for index in times.indices {
      #expect(abs(apart.expected[index] - one.expected[index] - two.expected[index]) < 1e-10)
    }
  }

  @Test func dailyCollateralLeavesTheMoveOfTheMarginPeriod() throws {
    let (times, prices) = try walk(steps: 20, paths: 4000, forward: 50, deviation: 10, seed: 3)
    let trade = try exposure("f", times, prices, quantity: 1, strike: 50)
    let instant = try CollateralAgreement(marginPeriod: 0)
    #expect(
      try ExposureProfile(of: [NettingSet(name: "m", [trade], collateral: instant)]).expected.allSatisfy { $0 == 0 })
    let delayed = try CollateralAgreement(marginPeriod: 2 / 20.0)
    let profile = try ExposureProfile(of: [NettingSet(name: "m", [trade], collateral: delayed)])
    // A normal move over a tenth of a year: σ √Δ / √(2π).
    let expected = 10 * 0.1.squareRoot() / (2 * .pi).squareRoot()
    for index in 2..<20 {
      #expect(abs(profile.expected[index] - expected) < 4 * profile.expectedStandardErrors[index])
    }
    let unsecured = try ExposureProfile(of: [NettingSet(name: "m", [trade])])
    #expect(profile.expectedPositive < 0.6 * unsecured.expectedPositive)
    let never = try CollateralAgreement(threshold: .infinity, marginPeriod: 0)
    #expect(try ExposureProfile(of: [NettingSet(name: "m", [trade], collateral: never)]).expected == unsecured.expected)
  }

  @Test func thresholdMinimumAndInitialMarginByHand() throws {
    let values = try Matrix([[8], [13], [14], [30], [-9]])
    let trade = try ExposurePaths(name: "t", times: [1, 2, 3, 4, 5], values: values)
    let agreement = try CollateralAgreement(
      threshold: 10, ownThreshold: 5, minimumTransfer: 2, initialMargin: 1.5, marginPeriod: 1)
    let held = agreement.held(against: trade)
    // 8: nothing; 13: 3; 14: 4 is a call of 1, below the minimum; 30: 20; -9: we post 4.
    #expect(held.storage == [0, 3, 3, 20, -4])
    let open = try NettingSet(name: "t", [trade], collateral: agreement).openValues.storage
    // Value less what was held a period ago, the margin taken from what is owed to us: at 5 we owe -9 - 20.
    #expect(open == [6.5, 11.5, 9.5, 25.5, -29])
  }

  @Test func effectiveExposureNeverFalls() throws {
    let values = try Matrix([[4, 0], [10, 2], [6, -6], [8, 4]])
    let set = try NettingSet(name: "s", [ExposurePaths(name: "t", times: [0.25, 0.5, 1, 2], values: values)])
    let profile = try ExposureProfile(of: [set], level: 0.5)
    #expect(profile.expected == [2, 6, 3, 6])
    #expect(profile.expectedNegative == [0, 0, 3, 0])
    #expect(profile.effectiveExpected == [2, 6, 6, 6])
    // (2 × 0.25 + 6 × 0.25 + 3 × 0.5 + 6 × 1) / 2, and the effective one over the first year.
    #expect(abs(profile.expectedPositive - 4.75) < rounding)
    #expect(abs(profile.effectiveExpectedPositive - 5) < rounding)
    #expect(profile.peak.time == 0.5 && profile.peak.exposure == 6)
  }

  @Test func exposuresOnAPathSet() throws {
    let january = try #require(LocalDate(year: 2027, month: 1, day: 1))
    let start = MarketTimeZone.utc.startOfDay(january)
    let grid = try #require(DeliveryGrid(start: start, seconds: 86_400 * 365, count: 2))
    let hub = PathSet.Factor(name: "hub", unit: .price(.usd, per: .megawattHour))
    let paths = try PathSet.physical(factors: [hub], grid: grid, pathCount: 2, values: [40, 60, 30, 80], seed: 1)
    let trade = try ExposurePaths(name: "t", on: paths, from: start) { prices, path, period in
      10 * (prices[0, period, path] - 50)
    }
    #expect(trade.times == [1, 2])
    #expect(trade.values.storage == [-100, 100, -200, 300])
  }

  @Test func badInputIsRefused() throws {
    let one = try ExposurePaths(name: "a", times: [1], values: Matrix([[1, 2]]))
    let other = try ExposurePaths(name: "b", times: [2], values: Matrix([[1, 2]]))
    let few = try ExposurePaths(name: "c", times: [1], values: Matrix([[1]]))
    let cases: [(RiskError.Code, () throws -> Void)] = [
      (.mismatch, { _ = try NettingSet(name: "n", [one, other]) }),
      (.countMismatch, { _ = try NettingSet(name: "n", [one, few]) }),
      (.empty, { _ = try NettingSet(name: "n", []) }), (.empty, { _ = try ExposureProfile(of: []) }),
      (.notFinite, { _ = try ExposurePaths(name: "n", times: [1], values: Matrix([[.nan]])) }),
      (.outOfRange, { _ = try ExposurePaths(name: "n", times: [1, 1], values: Matrix([[1], [1]])) }),
      (.outOfRange, { _ = try ExposureProfile(of: [NettingSet(name: "n", [one])], level: 1) }),
      (.outOfRange, { _ = try CollateralAgreement(threshold: -1) }),
      (.outOfRange, { _ = try CollateralAgreement(marginPeriod: .infinity) }),
    ]
    for (code, body) in cases {
      let error = #expect(throws: RiskError.self) { try body() }
      #expect(error?.code == code)
    }
  }
}
