import MarketData
import Testing

@Suite("Local time")
struct LocalTimeTests {
  @Test("days at a clock change have 23 or 25 hours")
  func dayLengths() {
    #expect(MarketTimeZone.central.hours(in: .on("2025-03-09")) == 23)
    #expect(MarketTimeZone.central.hours(in: .on("2025-11-02")) == 25)
    #expect(MarketTimeZone.central.hours(in: .on("2025-11-03")) == 24)
    #expect(MarketTimeZone.easternStandard.hours(in: .on("2025-11-02")) == 24)
    #expect(MarketTimeZone.centralEurope.hours(in: .on("2025-03-30")) == 23)
    #expect(MarketTimeZone.centralEurope.hours(in: .on("2025-10-26")) == 25)
    #expect(
      MarketTimeZone.centralEurope.day(.on("2025-10-26")).description == "2025-10-25T22:00:00Z/2025-10-26T23:00:00Z")
    #expect(MarketTimeZone.newZealand.hours(in: .on("2025-09-28")) == 23)
  }

  // Brazil skipped midnight until 2019; Chile still does.
  @Test("a day whose midnight is skipped begins where the clock jumps to")
  func skippedMidnight() {
    let zone = MarketTimeZone.saoPaulo
    #expect(zone.startOfDay(.on("2018-11-04")) == .at("2018-11-04T03:00:00Z"))
    #expect(zone.localDateTime(of: zone.startOfDay(.on("2018-11-04"))).description == "2018-11-04T01:00:00")
    #expect(zone.hours(in: .on("2018-11-04")) == 23)
    #expect(zone.hours(in: .on("2018-02-17")) == 25)
    #expect(MarketTimeZone.santiago.hours(in: .on("2025-09-07")) == 23)
  }

  @Test("a skipped time has no instant, a repeated one has two")
  func gapsAndRepeats() {
    let zone = MarketTimeZone.central
    #expect(
      zone.instants(of: .on("2025-03-09"), secondsOfDay: 9000)
        == .none(clockMovesAt: .at("2025-03-09T08:00:00Z")))
    #expect(zone.instants(of: .on("2025-03-09"), secondsOfDay: 10_800) == .one(.at("2025-03-09T08:00:00Z")))
    #expect(
      zone.instants(of: .on("2025-11-02"), secondsOfDay: 5400)
        == .two(first: .at("2025-11-02T06:30:00Z"), second: .at("2025-11-02T07:30:00Z")))
    #expect(zone.instants(of: .on("2025-11-02"), secondsOfDay: 7200) == .one(.at("2025-11-02T08:00:00Z")))
    #expect(zone.instants(of: .on("2025-11-02"), secondsOfDay: 3599) == .one(.at("2025-11-02T05:59:59Z")))
  }

  @Test("an occurrence picks or refuses")
  func occurrences() throws {
    let zone = MarketTimeZone.central
    let repeated = try #require(LocalDateTime(year: 2025, month: 11, day: 2, hour: 1, minute: 30))
    let plain = try #require(LocalDateTime(year: 2025, month: 11, day: 2, hour: 12))
    let skipped = try #require(LocalDateTime(year: 2025, month: 3, day: 9, hour: 2))
    #expect(zone.instant(of: repeated) == nil)
    #expect(zone.instant(of: repeated, occurrence: .first) == .at("2025-11-02T06:30:00Z"))
    #expect(zone.instant(of: repeated, occurrence: .second) == .at("2025-11-02T07:30:00Z"))
    #expect(zone.instant(of: plain) == .at("2025-11-02T18:00:00Z"))
    #expect(zone.instant(of: plain, occurrence: .first) == .at("2025-11-02T18:00:00Z"))
    #expect(zone.instant(of: plain, occurrence: .second) == nil)
    for occurrence in [LocalOccurrence.only, .first, .second] {
      #expect(zone.instant(of: skipped, occurrence: occurrence) == nil)
    }
  }

  @Test("instant to local time and back, every zone")
  func roundTrip() {
    var generator = SeededGenerator(seed: 254)
    for identifier in MarketTimeZone.tableIdentifiers {
      guard let zone = MarketTimeZone(identifier: identifier) else { continue }
      for _ in 0..<300 {
        let instant = Instant(secondsSince1970: Int64.random(in: 0...6_000_000_000, using: &generator))
        #expect(roundTrips(instant, zone))
      }
      // Densely around each change in a few decades.
      var change = Instant.at("2000-01-01T00:00:00Z")
      while let next = zone.nextTransition(after: change), next < .at("2012-01-01T00:00:00Z") {
        for offset in stride(from: Int64(-7200), through: 7200, by: 600) {
          #expect(roundTrips(next.advanced(bySeconds: offset), zone))
        }
        change = next
      }
    }
  }

  private func roundTrips(_ instant: Instant, _ zone: MarketTimeZone) -> Bool {
    switch zone.instants(of: zone.localDateTime(of: instant)) {
    case .none: false
    case .one(let only): only == instant
    case .two(let first, let second): first < second && (first == instant || second == instant)
    }
  }

  @Test("a day's interval holds exactly the instants of its date")
  func dayHoldsItsDate() {
    var generator = SeededGenerator(seed: 7)
    for identifier in MarketTimeZone.tableIdentifiers {
      guard let zone = MarketTimeZone(identifier: identifier) else { continue }
      for _ in 0..<50 {
        let instant = Instant(secondsSince1970: Int64.random(in: 0...5_000_000_000, using: &generator))
        let date = zone.localDate(of: instant)
        let day = zone.day(date)
        #expect(day.contains(instant))
        #expect(zone.localDate(of: day.start) == date)
        #expect(zone.localDate(of: day.end.advanced(bySeconds: -1)) == date)
        #expect(day.end == zone.startOfDay(date.advanced(byDays: 1)))
      }
    }
  }

  @Test("the cursor answers as the zone does")
  func cursorAgrees() {
    var generator = SeededGenerator(seed: 99)
    for identifier in ["America/Chicago", "Europe/Berlin", "America/Sao_Paulo", "Europe/Dublin", "Asia/Tokyo"] {
      guard let zone = MarketTimeZone(identifier: identifier) else { continue }
      var cursor = LocalDayCursor(zone: zone)
      for _ in 0..<3000 {
        let date = LocalDate(daysSince1970: Int32.random(in: 17_800...18_300, using: &generator))
        let seconds = Int.random(in: 0...24, using: &generator) * 3600
        for occurrence in [LocalOccurrence.only, .first, .second] {
          #expect(
            cursor.instant(of: date, secondsOfDay: seconds, occurrence: occurrence)
              == zone.instants(of: date, secondsOfDay: seconds)[occurrence])
        }
      }
    }
  }

  @Test("places of a day run through clock changes")
  func places() {
    var cursor = LocalDayCursor(zone: .london)
    #expect(cursor.interval(48, of: 1800, on: .on("2025-06-01"))?.end == .at("2025-06-01T23:00:00Z"))
    #expect(cursor.interval(46, of: 1800, on: .on("2025-03-30"))?.end == .at("2025-03-30T23:00:00Z"))
    #expect(cursor.interval(47, of: 1800, on: .on("2025-03-30")) == nil)
    #expect(cursor.interval(50, of: 1800, on: .on("2025-10-26"))?.end == .at("2025-10-27T00:00:00Z"))
    #expect(cursor.interval(51, of: 1800, on: .on("2025-10-26")) == nil)
    #expect(cursor.interval(0, of: 1800, on: .on("2025-10-26")) == nil)
  }
}

@Suite("ISO 8601")
struct ISO8601Tests {
  @Test(
    "instants are read",
    arguments: [
      ("2025-11-02T04:00:00Z", Int64(1_762_056_000)), ("2025-11-02T04:00Z", 1_762_056_000),
      ("2025-11-01T23:00:00-05:00", 1_762_056_000), ("2025-11-01T23:00:00-0500", 1_762_056_000),
      ("2025-11-02 04:00:00+00", 1_762_056_000), ("2025-11-02T04:00:00.123456Z", 1_762_056_000),
      ("2025-11-02T04:00:00-00:00", 1_762_056_000), ("1969-12-31T23:59:59Z", -1), ("2025-11-01T24:00Z", 1_762_041_600),
    ])
  func instants(text: String, seconds: Int64) {
    #expect(Instant(iso8601: text)?.secondsSince1970 == seconds)
  }

  @Test(
    "malformed instants are refused",
    arguments: [
      "", "2025-11-02", "2025-11-02T04:00:00", "2025-11-31T04:00:00Z", "2025-11-02T25:00:00Z", "2025-11-02T04:60:00Z",
      "2025-11-02T04:00:00Zx", "2025-11-02T04:00:00+5", "2025-11-02T04:00:00.Z", "x2025-11-02T04:00:00Z",
      "2025-11-02T04:0:00Z", "2025/11-02T04:00:00Z", "0000-01-01T00:00:00Z",
    ])
  func malformed(text: String) {
    #expect(Instant(iso8601: text) == nil)
  }

  @Test("instants and dates are written")
  func written() {
    #expect(Instant(secondsSince1970: 1_762_056_000).description == "2025-11-02T04:00:00Z")
    #expect(Instant(secondsSince1970: -1).description == "1969-12-31T23:59:59Z")
    #expect(Instant.at("2025-11-02T07:00:00Z").description(in: .central) == "2025-11-02T01:00:00-06:00")
    #expect(Instant.at("2025-11-02T07:00:00Z").description(in: .india) == "2025-11-02T12:30:00+05:30")
    #expect(LocalDate.on("2024-02-29").description == "2024-02-29")
    #expect(LocalDate("2025-02-29") == nil)
    #expect(LocalDate("2025-2-28") == nil)
    #expect(LocalDate("2025/02/28") == nil)
  }

  @Test("written and read back")
  func roundTrip() {
    var generator = SeededGenerator(seed: 8601)
    for _ in 0..<5000 {
      let instant = Instant(secondsSince1970: Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator))
      #expect(Instant(iso8601: instant.description) == instant)
    }
  }

  @Test("the start of a month")
  func startOfMonth() {
    #expect(LocalDate.on("2025-11-17").startOfMonth() == .on("2025-11-01"))
    #expect(LocalDate.on("2025-11-17").startOfMonth(advancedBy: 2) == .on("2026-01-01"))
    #expect(LocalDate.on("2025-11-17").startOfMonth(advancedBy: -11) == .on("2024-12-01"))
  }
}
