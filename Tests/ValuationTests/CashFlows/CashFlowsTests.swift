import Foundation
import MarketData
import Testing
import Valuation

@Suite struct CashFlowsTests {
  static func flows(_ rows: [(String, Double)]) throws -> CashFlows {
    try CashFlows(
      party: "owner", currency: .usd,
      flows: rows.map { .init(date: try #require(LocalDate($0.0)), amount: $0.1) })
  }

  static func spreadsheet() throws -> CashFlows {
    try flows([
      ("2008-01-01", -10_000), ("2009-04-01", 2750), ("2008-03-01", 2750), ("2008-10-30", 4250), ("2009-02-15", 3250),
    ])
  }

  @Test func spreadsheetsDatedExample() throws {
    let flows = try Self.spreadsheet()
    let rates = try flows.schedule(dayCount: .act365Fixed).internalRates()
    // Printed as 0.373362535; the exact root by mpmath.
    #expect(abs((rates.unique ?? 0) - 0.37336253351883151031) < 1e-15)
    #expect(rates.signChanges == 1)
    // XNPV at 9 %: printed 2086.647602.
    let value = try flows.presentValue(rate: 0.09)
    #expect(abs(value.amount - 2086.6476020315366217) < 1e-11)
    #expect(value.currency == .usd)
    #expect(flows.total == Money(3000, .usd))
    // A year later the value is 9 % more, up to the leap day: 366 days.
    let later = try flows.presentValue(rate: 0.09, on: LocalDate(year: 2009, month: 1, day: 1))
    #expect(abs(later.amount / value.amount - pow(1.09, 366.0 / 365)) < 1e-12)
  }

  @Test func datedCasesFromIssueTrackers() throws {
    // pyxirr 61: no rate that a discounted value near zero can be tested at.
    let loss = try Self.flows([("2024-11-21", -100), ("2024-11-28", -100), ("2024-12-03", 100)])
      .schedule(dayCount: .act365Fixed).internalRates()
    #expect(loss.rates.count == 1)
    #expect(abs(loss.rates[0].continuousRate + 31.721177315943131165) < 1e-12)
    // finance (Ruby) 33: reported as -107 %.
    let steep = try Self.flows([
      ("2014-04-15", -10_000), ("2014-04-16", -10_000), ("2014-05-16", 305.6), ("2014-06-15", 9800.07),
      ("2014-06-15", 5052.645),
    ]).schedule(dayCount: .act365Fixed).internalRates()
    #expect(abs((steep.unique ?? 0) + 0.81512126700475430298) < 1e-14)
    // pyxirr 68: two programs, two answers; both are roots, and there is no third.
    let both = try Self.flows([
      ("2025-04-01", 73_981_359.41), ("2025-04-04", -8_712_535.775), ("2025-04-08", -10_181_571.573),
      ("2025-04-09", -3_116_294.024), ("2025-04-10", -17_773_207.2215), ("2025-04-11", 211_461.22),
      ("2025-04-17", -3_698_621.9284), ("2025-04-21", -9_805_107.728), ("2025-04-22", 140_310.59),
      ("2025-04-28", -12_141.8472), ("2025-05-12", -557_704), ("2025-05-16", 545_359.6631), ("2025-05-19", -1115.5838),
      ("2025-05-23", 14_309.6), ("2025-05-28", 12_977.4745), ("2025-06-06", 13_088), ("2025-06-09", -25_457_056.128),
      ("2025-06-11", -37_752_602.304), ("2025-06-18", 37_099.52), ("2025-06-24", 47_908_320),
    ]).schedule(dayCount: .act365Fixed).internalRates()
    #expect(both.rates.count == 2 && both.unique == nil)
    #expect(abs(both.rates[0].rate + 0.99549995011335252975) < 1e-13)
    #expect(abs(both.rates[1].rate + 0.93105006377472762208) < 1e-13)
  }

  @Test func equalPeriodsIgnoreTheDates() throws {
    let flows = try Self.flows([("2020-01-01", 100), ("2021-06-30", -230), ("2021-07-01", 132)])
    let rates = try flows.schedule(dayCount: .equalPeriods).internalRates().rates.map(\.rate)
    #expect(rates.count == 2)
    #expect(abs(rates[0] - 0.1) < 1e-13 && abs(rates[1] - 0.2) < 1e-13)
  }

  @Test func partiesAndCurrenciesStayApart() throws {
    let owner = try Self.spreadsheet()
    let bank = try owner.reversed(for: "bank")
    #expect(bank.total == Money(-3000, .usd) && bank.party == "bank")
    #expect(throws: ValuationError.self) { try owner.adding(bank) }
    let twice = try owner.adding(owner)
    #expect(twice.total == Money(6000, .usd) && twice.flows.count == 10)
    #expect(zip(twice.flows, twice.flows.dropFirst()).allSatisfy { $0.date <= $1.date })
    let rates = try ExchangeRates(base: .eur, owner.flows.map { (date: $0.date, currency: Currency.usd, rate: 1.25) })
    let euros = try owner.converted(to: .eur, with: rates)
    #expect(euros.total == Money(2400, .eur))
    #expect(throws: ValuationError.self) {
      try CashFlows(party: "x", currency: .usd, flows: [.init(date: owner.flows[0].date, amount: .nan)])
    }
    #expect(throws: ValuationError.self) {
      try CashFlows(party: "x", currency: .usd, flows: []).schedule(dayCount: .act360)
    }
  }

  @Test func codableKeepsTheCurrencysParts() throws {
    let flows = try CashFlows(party: "shipper", currency: .pence, flows: Self.spreadsheet().flows)
    let data = try JSONEncoder().encode(flows)
    #expect(try JSONDecoder().decode(CashFlows.self, from: data) == flows)
    let text = #"{"party":"a","currency":{"code":"EUR"},"flows":[{"date":"2026-01-31","amount":5}]}"#
    #expect(try JSONDecoder().decode(CashFlows.self, from: Data(text.utf8)).currency == .eur)
  }

  @Test func durationsOfABond() throws {
    // Five years, 8 %, at 9 % (mpmath).
    let bond = try FlowSchedule(times: [1, 2, 3, 4, 5], amounts: [8, 8, 8, 8, 108])
    #expect(abs(try bond.presentValue(rate: 0.09) - 96.110348736648283156) < 1e-12)
    let duration = try bond.duration(rate: 0.09)
    #expect(abs(duration.macaulay - 4.2968451757655079676) < 1e-13)
    #expect(abs(duration.modified - 3.942059794280282539) < 1e-13)
    #expect(abs(try bond.convexity(rate: 0.09) - 20.565386667212088477) < 1e-12)
    // Against a bump.
    let slope = (try bond.presentValue(rate: 0.09001) - bond.presentValue(rate: 0.08999)) / 2e-5
    #expect(abs(slope / -96.110348736648283156 - duration.modified) < 1e-6)
  }

  @Test func modifiedRatesAndPayback() throws {
    // Spreadsheet documentation, 12.61 % (mpmath digits), and numpy-financial's.
    let first = try FlowSchedule(periodic: [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000])
    #expect(
      abs((try first.modifiedInternalRate(financeRate: 0.10, reinvestmentRate: 0.12) ?? 0) - 0.12609413036590514583)
        < 1e-14)
    let second = try FlowSchedule(periodic: [-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000])
    #expect(
      abs((try second.modifiedInternalRate(financeRate: 0.08, reinvestmentRate: 0.055) ?? 0) - 0.066597175031553548874)
        < 1e-14)
    #expect(try FlowSchedule(periodic: [1, 2]).modifiedInternalRate(financeRate: 0.1, reinvestmentRate: 0.1) == nil)
    let project = try FlowSchedule(periodic: [-100, 40, 40, 40])
    #expect(try project.payback() == 2.5)
    #expect(
      abs((try project.payback(rate: 0.05) ?? 0) - (2 + (100 - 40 / 1.05 - 40 / 1.1025) / (40 / 1.157625))) < 1e-12)
    #expect(try project.payback(rate: 0.5) == nil)
    #expect(try FlowSchedule(periodic: [5, -1]).payback() == 0)
  }

  @Test func hostileSchedules() throws {
    #expect(throws: ValuationError.self) { try FlowSchedule(periodic: []) }
    #expect(throws: ValuationError.self) { try FlowSchedule(times: [1], amounts: [1, 2]) }
    #expect(throws: ValuationError.self) { try FlowSchedule(times: [.nan], amounts: [1]) }
    #expect(throws: ValuationError.self) { try FlowSchedule(periodic: [1, .infinity]) }
    let flows = try FlowSchedule(periodic: [-1, 2])
    for rate in [-1, -2, Double.nan, .infinity] {
      #expect(throws: ValuationError.self) { try flows.presentValue(rate: rate) }
    }
    #expect(throws: ValuationError.self) { try FlowSchedule(periodic: [-1, 1]).duration(rate: 0) }
    #expect(throws: ValuationError.self) { try FlowSchedule(times: [1, 1], amounts: [1e308, 1e308]) }
    let merged = try FlowSchedule(times: [2, 1, 2], amounts: [1, 5, 3])
    #expect(merged.times == [1, 2] && merged.amounts == [5, 4])
    let huge = try FlowSchedule(periodic: [-1e308, 1e308, 1e308]).internalRates()
    #expect(abs((huge.unique ?? 0) - 0.6180339887498949) < 1e-14)
  }
}
