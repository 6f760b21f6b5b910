import MarketData
import Testing

@Suite("DeliveryPeriod")
struct DeliveryPeriodTests {
  @Test(
    "names are read and written",
    arguments: [
      ("2026-01-15", "2026-01-15", "2026-01-16"), ("2026-01", "2026-01-01", "2026-02-01"),
      ("Q1-26", "2026-01-01", "2026-04-01"), ("Q4-26", "2026-10-01", "2027-01-01"),
      ("Sum-26", "2026-04-01", "2026-10-01"), ("Win-26", "2026-10-01", "2027-04-01"),
      ("Cal-27", "2027-01-01", "2028-01-01"), ("GY-26", "2026-10-01", "2027-10-01"),
      ("W01-26", "2025-12-29", "2026-01-05"), ("W53-26", "2026-12-28", "2027-01-04"),
      ("WE03-26", "2026-01-17", "2026-01-19"), ("Cal-1999", "1999-01-01", "2000-01-01"),
    ])
  func names(name: String, first: String, end: String) throws {
    let period = try #require(DeliveryPeriod(name))
    #expect(period.first == .on(first) && period.end == .on(end))
    #expect(period.name == name)
    #expect(DeliveryPeriod(period.kind, containing: period.first) == period)
  }

  @Test("other spellings")
  func spellings() {
    #expect(DeliveryPeriod("2026-Q1") == DeliveryPeriod("Q1-26"))
    #expect(DeliveryPeriod("Cal-2027") == DeliveryPeriod("Cal-27"))
    #expect(DeliveryPeriod("Jan-26") == DeliveryPeriod("2026-01"))
    #expect(DeliveryPeriod("DEC-2026") == DeliveryPeriod("2026-12"))
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "-", "2026", "2026-13", "2026-00", "Q5-26", "Q1", "Cal-", "Cal-127", "W54-26", "W00-26", "W53-25",
      "Foo-26", "2026-1", "Q1-2-6", "Cal-+1", "٢٠٢٦-01",
    ])
  func malformed(name: String) {
    #expect(DeliveryPeriod(name) == nil)
  }

  @Test("every period follows the one before without a gap")
  func sequence() throws {
    for kind in DeliveryPeriod.Kind.allCases {
      var period = try #require(DeliveryPeriod(kind, containing: .on("2023-12-30")))
      for _ in 0..<60 {
        let next = period.next
        #expect(kind == .weekend ? period.end.days(until: next.first) == 5 : next.first == period.end)
        #expect(DeliveryPeriod(period.name) == period)
        period = next
      }
    }
    #expect(DeliveryPeriod(.weekend, containing: .on("2026-01-15")) == nil)
  }

  @Test("parts of a period")
  func parts() throws {
    let year = try #require(DeliveryPeriod("Cal-26"))
    #expect(year.months.map(\.name).first == "2026-01" && year.months.count == 12)
    #expect(year.periods(.quarter).map(\.name) == ["Q1-26", "Q2-26", "Q3-26", "Q4-26"])
    #expect(year.periods(.season).map(\.name) == ["Sum-26"])
    #expect(year.periods(.weekend).count == 52)
    #expect(year.days == 365)
    #expect(try year.contains(#require(DeliveryPeriod("Q3-26"))))
  }

  @Test("periods in time")
  func intervals() throws {
    #expect(try #require(DeliveryPeriod("Q1-26")).interval(in: .centralEurope).hours == 2159)
    #expect(try #require(DeliveryPeriod("Cal-25")).interval(in: .centralEurope).hours == 8760)
    #expect(try #require(DeliveryPeriod("2025-11")).interval(in: .central).hours == 721)
  }
}

@Suite("GasDay")
struct GasDayTests {
  @Test("the European gas day: 05:00Z in winter, 04:00Z in summer, 23 and 25 hours")
  func european() {
    let gasDay = GasDay.european
    #expect(gasDay.start(of: .on("2025-01-15")) == .at("2025-01-15T05:00:00Z"))
    #expect(gasDay.start(of: .on("2025-07-15")) == .at("2025-07-15T04:00:00Z"))
    // The clock changes at 01:00Z on Sunday, in the gas day of Saturday.
    #expect(gasDay.interval(of: .on("2025-03-29")).hours == 23)
    #expect(gasDay.interval(of: .on("2025-03-30")).hours == 24)
    #expect(gasDay.interval(of: .on("2025-10-25")).hours == 25)
  }

  @Test("the North American gas day: 09:00 Central")
  func northAmerican() {
    let gasDay = GasDay.northAmerican
    #expect(gasDay.start(of: .on("2025-01-15")) == .at("2025-01-15T15:00:00Z"))
    #expect(gasDay.interval(of: .on("2025-03-08")).hours == 23)
    #expect(gasDay.interval(of: .on("2025-11-01")).hours == 25)
    #expect(gasDay.date(of: .at("2025-01-15T14:59:59Z")) == .on("2025-01-14"))
    #expect(gasDay.date(of: .at("2025-01-15T15:00:00Z")) == .on("2025-01-15"))
  }

  @Test("the British gas day moved from 06:00 to 05:00 on 1 October 2015")
  func british() {
    let gasDay = GasDay.british
    #expect(gasDay.start(of: .on("2015-09-30")) == .at("2015-09-30T05:00:00Z"))
    #expect(gasDay.start(of: .on("2015-10-01")) == .at("2015-10-01T04:00:00Z"))
    #expect(gasDay.interval(of: .on("2015-09-30")).hours == 23)
    #expect(gasDay.start(of: .on("2025-01-15")) == .at("2025-01-15T05:00:00Z"))
  }

  @Test("a date's gas day holds the instants of its date")
  func inverse() {
    var generator = SeededGenerator(seed: 6)
    for gasDay in [GasDay.european, .british, .northAmerican] {
      for _ in 0..<500 {
        let instant = Instant(secondsSince1970: Int64.random(in: 1_000_000_000...2_500_000_000, using: &generator))
        #expect(gasDay.interval(of: gasDay.date(of: instant)).contains(instant))
      }
    }
  }

  @Test("a winter season of gas days")
  func season() throws {
    let winter = try #require(DeliveryPeriod("Win-25"))
    #expect(GasDay.european.interval(of: winter).description == "2025-10-01T04:00:00Z/2026-04-01T04:00:00Z")
    #expect(GasDay.european.interval(of: winter).hours == 182 * 24)
  }
}
