import MarketData
import Risk
import Testing

/// Exact arithmetic but for the rounding of a few products.
private let rounding = 1e-12

@Suite struct PortfolioTests {
  @Test func deltasAreQuantitiesInTheReportingCurrency() throws {
    let portfolio = try sample()
    let exposures = portfolio.exposures
    #expect(exposures.delta(position: 0, factor: 0) == 5000)
    #expect(abs(exposures.delta(position: 1, factor: 2) + 2000 * 1.10) < rounding * 2200)
    // The spread's second leg is quoted in pence: a rise of one penny of 1,000 therms is 10 pounds, at 1.25 dollars each.
    #expect(abs(exposures.delta(position: 2, factor: 3) + 1000 * 1.25 / 100) < rounding * 12.5)
    #expect(exposures.total[0] == 5000)
    #expect(exposures.total.count == portfolio.factors.count)
  }

  @Test func presentValueIsFeltOnTheRateOfExchange() throws {
    let rate = RiskFactor.exchangeRate(of: .eur, in: .usd, level: 1.10)
    let portfolio = try Portfolio(
      factors: [RiskFactor("TTF", currency: .eur), rate],
      positions: [Position("x", .linear("TTF", quantity: 100), currency: .eur, value: 7000)])
    // 100 x 2 euro gained at 1.10, 7,000 euro that are dearer by 0.05, and the gain itself dearer by 0.05.
    let gains = try portfolio.exposures.changes(for: [2, 0.05])
    #expect(abs(gains[0] - (200 * 1.10 + 7000 * 0.05 + 200 * 0.05)) < rounding * 1000)
    let first = try portfolio.exposures.changes(for: [2, 0.05], method: .delta)
    #expect(abs(first[0] - (200 * 1.10 + 7000 * 0.05)) < rounding * 1000)
  }

  @Test func optionsGainByGreeksOrByTheirValuer() throws {
    let greeks = Position.Greeks(
      [.init(factor: "A", delta: 0.6, gamma: 0.02), .init(factor: "B", delta: -0.4, gamma: 0.01)],
      crosses: [.init(first: "B", second: "A", gamma: -0.015)], thetaPerDay: -0.03)
    let held = Position.Option(quantity: 1000, greeks: greeks, valuer: "product")
    let portfolio = try Portfolio(
      factors: [RiskFactor("A"), RiskFactor("B")], positions: [Position("o", .option(held))])
    let byGreeks = try portfolio.exposures.changes(for: [3, 2], days: 2)
    let expected = 0.6 * 3 - 0.4 * 2 + 0.5 * 0.02 * 9 + 0.5 * 0.01 * 4 - 0.015 * 6 - 0.06
    #expect(abs(byGreeks[0] - 1000 * expected) < rounding * 1000)
    let valuers = ["product": Revaluation(factors: 2) { (10 + $0[0]) * (5 + $0[1]) }]
    let full = try portfolio.exposures.changes(for: [3, 2], method: .full, revaluations: valuers)
    #expect(abs(full[0] - 1000 * (13 * 7 - 50)) < rounding * 1e5)
    #expect(throws: RiskError.self) { try portfolio.exposures.changes(for: [3, 2], method: .full) }
    // A valuer of another number of factors would read past the changes, or leave one out.
    for count in [1, 3] {
      let other = ["product": Revaluation(factors: count) { $0[0] }]
      let error = #expect(throws: RiskError.self) {
        try portfolio.exposures.changes(for: [3, 2], method: .full, revaluations: other)
      }
      #expect(error?.code == .countMismatch && error?.index == 0)
    }
  }

  @Test func aValuedOptionInAForeignCurrencyIsConvertedAtTheNewRate() throws {
    let greeks = Position.Greeks([.init(factor: "TTF", delta: 0.5)])
    let held = Position.Option(quantity: 10, greeks: greeks, valuer: "square")
    let portfolio = try Portfolio(
      factors: [RiskFactor("TTF", currency: .eur), .exchangeRate(of: .eur, in: .usd, level: 1.2)],
      positions: [Position("o", .option(held), currency: .eur, value: 90)])
    let valuers = ["square": Revaluation { (3 + $0) * (3 + $0) }]
    // 10 units from 9 to 16 euro: 160 euro at 1.3 dollars, before 90 at 1.2.
    let gain = try portfolio.exposures.changes(for: [1, 0.1], method: .full, revaluations: valuers)
    #expect(abs(gain[0] - (160 * 1.3 - 90 * 1.2)) < rounding * 1000)
  }

  @Test func megawattsBecomeMegawattHoursByTheMarketsClock() throws {
    let period = try #require(DeliveryPeriod("2026-03"))
    let base = try Position.Delivery(period, in: .pjm)
    #expect(base.hours == 743)  // 31 days, one of 23 hours
    let leg = Position.Leg(factor: "PJM_WEST", megawatts: 50, delivery: base)
    #expect(leg.quantity == 37_150)
    let peak = try Position.Delivery(period, .nercOnPeak, in: .pjm)
    #expect(peak.hours == 22 * 16)
    #expect(peak.megawatts(quantity: peak.quantity(megawatts: 7)) == 7)
  }

  @Test func refusesWhatMakesNoSense() throws {
    let hub = RiskFactor("A")
    let one = Position("p", .linear("A", quantity: 1))
    func code(_ factors: [RiskFactor], _ positions: [Position]) -> RiskError.Code? {
      do throws(RiskError) {
        _ = try Portfolio(factors: factors, positions: positions)
        return nil
      } catch { return error.code }
    }
    #expect(code([], [one]) == .empty)
    #expect(code([hub], []) == .empty)
    #expect(code([hub, hub], [one]) == .mismatch)
    #expect(code([hub], [one, one]) == .mismatch)
    #expect(code([hub], [Position("p", .linear("B", quantity: 1))]) == .unknownName)
    #expect(code([hub], [Position("p", .linear("A", quantity: .nan))]) == .notFinite)
    #expect(code([hub], [Position("p", .linear("A", quantity: 1), currency: .eur, value: 1)]) == .unknownName)
    #expect(code([RiskFactor("A", change: .relative)], [one]) == .outOfRange)
    #expect(code([hub, .exchangeRate(of: .eur, in: .usd, level: -1)], [one]) == .outOfRange)
    #expect(code([hub, .exchangeRate(of: .eur, in: .gbp, level: 1)], [one]) == .mismatch)
    let deep = Position("p", .linear("A", quantity: 1), book: String(repeating: "a/", count: 100_000))
    #expect(code([hub], [deep]) == .outOfRange)
    #expect(code([hub], [one]) == nil)
  }

  private func sample() throws -> Portfolio {
    try Portfolio(
      factors: [
        RiskFactor("PJM_WEST"), RiskFactor("HENRY_HUB", unit: .mmbtu), RiskFactor("TTF", currency: .eur),
        RiskFactor("NBP", currency: .pence, unit: .therm), .exchangeRate(of: .eur, in: .usd, level: 1.10),
        .exchangeRate(of: .gbp, in: .usd, level: 1.25),
      ],
      positions: [
        Position("p", .linear("PJM_WEST", quantity: 5000)),
        Position("t", .strip([.init(factor: "TTF", quantity: -1500), .init(factor: "TTF", quantity: -500)])),
        Position("s", .spread([.init(factor: "TTF", quantity: 30), .init(factor: "NBP", quantity: -1000)])),
      ])
  }
}
