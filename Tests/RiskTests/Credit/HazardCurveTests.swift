import Foundation
import Risk
import Testing

@Suite struct HazardCurveTests {
  /// Printed digits: spreads to a tenth of a basis point, annuities to four decimals.
  private let printedSpread = 5e-5
  private let printedValue = 5e-5
  private let repricing = 1e-12

  /// The example of a five-year swap in Hull, Options, Futures, and Other Derivatives.
  ///
  /// 2 % a year default, 5 % rate, 40 % recovery, defaults in the middle of the year. Printed: payments 4.0704, payoff 0.0511,
  /// accrual 0.0426, spread 0.0124.
  @Test func theTextbooksSwap() throws {
    let curve = try HazardCurve(hazard: -log(0.98))
    let rates = try DiscountFactors(rate: 0.05)
    let survivals = (1...5).map { curve.survival(Double($0)) }
    for (value, printed) in zip(survivals, [0.98, 0.9604, 0.9412, 0.9224, 0.9039]) {
      #expect(abs(value - printed) < printedValue)
    }
    let payments = (1...5).reduce(0.0) { $0 + survivals[$1 - 1] * rates(Double($1)) }
    #expect(abs(payments - 4.0704) < printedValue)
    let spread = try curve.parSpread(
      maturity: 5, recovery: 0.4, discount: rates, convention: .periodic(perYear: 1))
    #expect(abs(spread - 0.0124) < printedSpread)
    #expect(abs(spread - 0.0511 / (4.0704 + 0.0426)) < printedSpread)
  }

  @Test func aFlatSpreadPaidAllTheTimeIsTheCreditTriangle() throws {
    let rates = try DiscountFactors(times: [1, 3, 10], factors: [0.97, 0.90, 0.65])
    let curve = try HazardCurve(
      spreads: [(1, 0.012), (2, 0.012), (5, 0.012), (10, 0.012)], recovery: 0.4, discount: rates,
      convention: .continuous)
    for hazard in curve.hazards { #expect(abs(hazard - 0.02) < repricing) }
    let spread = try HazardCurve(hazard: 0.02).parSpread(
      maturity: 7, recovery: 0.4, discount: rates, convention: .continuous)
    #expect(abs(spread - 0.012) < repricing)
  }

  @Test(arguments: [HazardCurve.PremiumConvention.continuous, .periodic(perYear: 4), .periodic(perYear: 1)])
  func quotesAreMet(_ convention: HazardCurve.PremiumConvention) throws {
    let quotes: [HazardCurve.SpreadQuote] = [(0.5, 0.0060), (1, 0.0080), (3, 0.0110), (5, 0.0125), (10, 0.0130)]
    let rates = try DiscountFactors(rate: 0.03)
    let curve = try HazardCurve(spreads: quotes, recovery: 0.35, discount: rates, convention: convention)
    for quote in quotes {
      let spread = try curve.parSpread(
        maturity: quote.maturity, recovery: 0.35, discount: rates, convention: convention)
      #expect(abs(spread - quote.spread) < repricing)
    }
    #expect(curve.survival(10) < curve.survival(5) && curve.survival(5) < 1)
  }

  @Test func quotesThatNoHazardExplainAreRefused() throws {
    let rates = try DiscountFactors(rate: 0.02)
    let error = #expect(throws: RiskError.self) {
      _ = try HazardCurve(spreads: [(1, 0.10), (2, 0.01)], recovery: 0.4, discount: rates)
    }
    #expect(error?.code == .invalidExpansion && error?.index == 1)
  }

  @Test func hazardsChangeAtTheNodes() throws {
    let curve = try HazardCurve(times: [1, 3], hazards: [0.01, 0.05])
    #expect(curve.hazard(at: 1) == 0.01 && curve.hazard(at: 1.5) == 0.05 && curve.hazard(at: 9) == 0.05)
    #expect(abs(curve.survival(2) - exp(-0.06)) < 1e-15)
    #expect(abs(curve.survival(5) - exp(-0.21)) < 1e-15)
    #expect(abs(curve.defaultProbability(from: 1, to: 2) - (exp(-0.01) - exp(-0.06))) < 1e-16)
    #expect(curve.survival(0) == 1 && curve.survival(-1) == 1 && curve.defaultProbability(from: 2, to: 2) == 0)
  }

  @Test func badInputIsRefused() throws {
    let rates = try DiscountFactors(rate: 0.02)
    let cases: [(RiskError.Code, () throws -> Void)] = [
      (.outOfRange, { _ = try HazardCurve(hazard: -0.01) }), (.outOfRange, { _ = try HazardCurve(hazard: .nan) }),
      (.outOfRange, { _ = try HazardCurve(times: [2, 1], hazards: [0.1, 0.1]) }),
      (.countMismatch, { _ = try HazardCurve(times: [1], hazards: []) }),
      (.empty, { _ = try HazardCurve(spreads: [], recovery: 0.4, discount: rates) }),
      (.outOfRange, { _ = try HazardCurve(spreads: [(1, 0.01)], recovery: 1, discount: rates) }),
      (.outOfRange, { _ = try HazardCurve(spreads: [(1e9, 0.01)], recovery: 0.4, discount: rates) }),
      (.outOfRange, { _ = try DiscountFactors(rate: .infinity) }),
      (.outOfRange, { _ = try DiscountFactors(times: [1], factors: [0]) }),
    ]
    for (code, body) in cases {
      let error = #expect(throws: RiskError.self) { try body() }
      #expect(error?.code == code)
    }
  }
}
