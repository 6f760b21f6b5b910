import Curves
import MarketData
import Testing

@Suite struct QuotePeriodTests {
  @Test(arguments: [
    ("2026-01-15", 1), ("W05-26", 7), ("WE03-26", 2), ("2026-02", 28), ("Q1-26", 90), ("Sum-26", 183), ("Win-26", 182),
    ("Cal-28", 366), ("GY-26", 365), ("2026-03-12/2026-04-01", 20),
  ])
  func namesGoRoundAndHaveTheirDays(_ name: String, days: Int) throws {
    let period = try CurveFixtures.period(name)
    #expect(period.name == name)
    #expect(period.days == days)
  }

  @Test func spansOfWholeContractsAreNamedAfterThem() throws {
    let january = try QuotePeriod(from: CurveFixtures.date("2026-01-01"), until: CurveFixtures.date("2026-02-01"))
    #expect(january?.name == "2026-01")
    #expect(january?.contract?.kind == .month)
    #expect(try CurveFixtures.period("2026-01-02/2026-02-01").contract == nil)
  }

  @Test(arguments: ["", "2026-13", "2026-02-01/2026-02-01", "2026-02-02/2026-02-01", "Q5-26", "a/b", "/", "Cal-"])
  func otherTextIsNoPeriod(_ text: String) { #expect(QuotePeriod(text) == nil) }

  @Test func theBalanceBeginsAtTheDate() throws {
    let month = try CurveFixtures.period("2026-03")
    #expect(month.balance(from: try CurveFixtures.date("2026-03-12"))?.name == "2026-03-12/2026-04-01")
    #expect(month.balance(from: try CurveFixtures.date("2026-02-12")) == month)
    #expect(month.balance(from: try CurveFixtures.date("2026-04-01")) == nil)
  }
}
