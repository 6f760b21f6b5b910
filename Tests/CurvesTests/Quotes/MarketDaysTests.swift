import Curves
import MarketData
import Testing

@Suite struct MarketDaysTests {
  @Test func localDaysOfAClockChangeHave23And25Hours() throws {
    let days = MarketDays(.centralEurope)
    let spring = try days.grid(.day, from: CurveFixtures.date("2026-03-28"), until: CurveFixtures.date("2026-03-31"))
    #expect(spring.map(\.hours) == [24, 23, 24])
    let autumn = try days.grid(.hour, from: CurveFixtures.date("2026-10-25"), until: CurveFixtures.date("2026-10-26"))
    #expect(autumn.count == 25)
  }

  @Test func gasDaysBeginAtSix() throws {
    let days = MarketDays(GasDay.european)
    #expect(days.start(of: try CurveFixtures.date("2026-01-01")).description == "2026-01-01T05:00:00Z")
    // The clock changes in the night of 25 October, which belongs to the gas day before.
    let grid = try days.grid(.day, from: CurveFixtures.date("2026-10-24"), until: CurveFixtures.date("2026-10-26"))
    #expect(grid.map(\.hours) == [25, 24])
    #expect(days.date(of: try #require(Instant(iso8601: "2026-01-01T04:59:59Z"))).description == "2025-12-31")
    #expect(days.date(of: try #require(Instant(iso8601: "2026-01-01T05:00:00Z"))).description == "2026-01-01")
  }

  @Test func britishDaysBeginTheEveningBefore() throws {
    let days = MarketDays(.britain)
    #expect(days.start(of: try CurveFixtures.date("2026-01-01")).description == "2025-12-31T23:00:00Z")
    #expect(days.date(of: try #require(Instant(iso8601: "2025-12-31T23:00:00Z"))).description == "2026-01-01")
  }

  @Test func monthsAreCutByTheDates() throws {
    let days = MarketDays(.utc)
    let grid = try days.grid(.month, from: CurveFixtures.date("2026-01-12"), until: CurveFixtures.date("2026-03-11"))
    #expect(grid.map(\.hours) == [480, 672, 240])
  }

  @Test func hugeAndEmptyGridsAreRefused() throws {
    let days = MarketDays(.utc)
    let first = try CurveFixtures.date("0001-01-01")
    var error = #expect(throws: CurveError.self) {
      try days.grid(.hour, from: first, until: CurveFixtures.date("9999-01-01"))
    }
    #expect(error?.code == .outOfRange)
    error = #expect(throws: CurveError.self) { try days.grid(.day, from: first, until: first) }
    #expect(error?.code == .emptyPeriod)
  }
}
