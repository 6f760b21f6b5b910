import MarketData
import Testing

@Suite("MarketTimeZone")
struct MarketTimeZoneTests {
  @Test("every built-in zone is the zone of its name")
  func builtInZones() {
    let zones: [(MarketTimeZone, String)] = [
      (.eastern, "America/New_York"), (.central, "America/Chicago"), (.mountain, "America/Denver"),
      (.arizona, "America/Phoenix"), (.pacific, "America/Los_Angeles"), (.alberta, "America/Edmonton"),
      (.ontario, "America/Toronto"), (.mexicoCity, "America/Mexico_City"), (.saoPaulo, "America/Sao_Paulo"),
      (.buenosAires, "America/Argentina/Buenos_Aires"), (.santiago, "America/Santiago"), (.lima, "America/Lima"),
      (.bogota, "America/Bogota"), (.centralEurope, "Europe/Berlin"), (.london, "Europe/London"),
      (.dublin, "Europe/Dublin"), (.lisbon, "Europe/Lisbon"), (.easternEurope, "Europe/Helsinki"),
      (.istanbul, "Europe/Istanbul"), (.japan, "Asia/Tokyo"), (.korea, "Asia/Seoul"), (.india, "Asia/Kolkata"),
      (.singapore, "Asia/Singapore"), (.taipei, "Asia/Taipei"), (.manila, "Asia/Manila"),
      (.sydney, "Australia/Sydney"), (.newZealand, "Pacific/Auckland"), (.westernAustralia, "Australia/Perth"),
    ]
    for (zone, identifier) in zones {
      #expect(zone.identifier == identifier)
      #expect(zone == MarketTimeZone(identifier: identifier))
      #expect(MarketTimeZone.tableIdentifiers.contains(identifier))
    }
    // A zone that the table lacked would fall back to UTC under its own name.
    #expect(
      zones.allSatisfy { zone, _ in
        zone.utcOffset(at: .at("2026-12-01T00:00:00Z")) != 0 || zone == .london
          || zone == .dublin || zone == .lisbon
      })
  }

  @Test("all identifiers of the table decode")
  func allDecode() {
    for identifier in MarketTimeZone.tableIdentifiers {
      #expect(MarketTimeZone(identifier: identifier)?.identifier == identifier)
    }
    #expect(MarketTimeZone.tableIdentifiers.count >= 80)
  }

  @Test("older names lead to the zone of today's name")
  func aliases() {
    #expect(MarketTimeZone(identifier: "US/Central") == .central)
    #expect(MarketTimeZone(identifier: "Europe/Kiev")?.identifier == "Europe/Kyiv")
    #expect(MarketTimeZone(identifier: "GMT") == .utc)
    #expect(MarketTimeZone(identifier: "Mars/Olympus") == nil)
    #expect(MarketTimeZone(identifier: "") == nil)
  }

  @Test("fixed zones keep their offset")
  func fixedZones() {
    for text in ["1960-01-01T00:00:00Z", "2025-07-01T00:00:00Z", "2150-01-01T00:00:00Z"] {
      #expect(MarketTimeZone.easternStandard.utcOffset(at: .at(text)) == -18_000)
      #expect(MarketTimeZone.nem.utcOffset(at: .at(text)) == 36_000)
    }
    #expect(MarketTimeZone.nem.nextTransition(after: .at("2025-01-01T00:00:00Z")) == nil)
    #expect(MarketTimeZone.fixed(seconds: 19_800).identifier == "UTC+05:30")
    #expect(MarketTimeZone.fixed(hours: -3) == .fixed(hours: -3))
    #expect(MarketTimeZone.fixed(hours: -3) != .fixed(hours: -4))
  }

  // The rules in force: the Energy Policy Act of 2005 and Directive 2000/84/EC.
  @Test(
    "the clock changes on the days that law sets",
    arguments: [
      ("America/New_York", "2025-01-01T00:00:00Z", "2025-03-09T07:00:00Z"),
      ("America/New_York", "2025-06-01T00:00:00Z", "2025-11-02T06:00:00Z"),
      ("America/Chicago", "2099-01-01T00:00:00Z", "2099-03-08T08:00:00Z"),
      ("Europe/Berlin", "2025-01-01T00:00:00Z", "2025-03-30T01:00:00Z"),
      ("Europe/Berlin", "2025-06-01T00:00:00Z", "2025-10-26T01:00:00Z"),
      ("Europe/Dublin", "2025-06-01T00:00:00Z", "2025-10-26T01:00:00Z"),
      ("Europe/London", "2150-01-01T00:00:00Z", "2150-03-29T01:00:00Z"),
      ("America/New_York", "2250-07-01T00:00:00Z", "2250-11-03T06:00:00Z"),
    ])
  func transitions(identifier: String, after: String, expected: String) throws {
    let zone = try #require(MarketTimeZone(identifier: identifier))
    #expect(zone.nextTransition(after: .at(after)) == .at(expected))
  }

  @Test("far past and far future answer without trapping")
  func extremes() {
    for zone in [MarketTimeZone.central, .sydney, .utc, .saoPaulo] {
      for instant in [Instant.distantPast, .distantFuture, Instant(secondsSince1970: -1)] {
        _ = zone.utcOffset(at: instant)
        _ = zone.localDateTime(of: instant)
        _ = zone.nextTransition(after: instant)
        _ = instant.description(in: zone)
      }
      for days in [Int32.min, Int32.max] {
        _ = zone.startOfDay(LocalDate(daysSince1970: days))
        _ = zone.day(LocalDate(daysSince1970: days))
      }
    }
  }

  @Test("a host's own rules")
  func hostZone() throws {
    let zone = try #require(
      MarketTimeZone(
        identifier: "Host/Test", initialOffset: 3600,
        transitions: [(.at("2000-01-01T00:00:00Z"), 7200), (.at("2001-01-01T00:00:00Z"), 3600)],
        rule: "CET-1CEST,M3.5.0,M10.5.0/3", from: 2010))
    #expect(zone.utcOffset(at: .at("1999-07-01T00:00:00Z")) == 3600)
    #expect(zone.utcOffset(at: .at("2000-07-01T00:00:00Z")) == 7200)
    #expect(zone.utcOffset(at: .at("2005-07-01T00:00:00Z")) == 3600)
    #expect(zone.utcOffset(at: .at("2010-07-01T00:00:00Z")) == 7200)
    #expect(zone.utcOffset(at: .at("2300-07-01T00:00:00Z")) == 7200)
    #expect(zone.utcOffset(at: .at("2300-12-01T00:00:00Z")) == 3600)
    #expect(zone != .centralEurope)
  }

  @Test(
    "malformed rules are refused",
    arguments: [
      "", "CE", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
      "CET-1CEST,J60,J300", "CET-1CEST,M3.5.0,M10.5.0x", "<+03-3", "CET-999", "CET-1CEST,M3.5.7,M10.5.0",
    ])
  func malformedRules(rule: String) {
    #expect(
      MarketTimeZone(identifier: "Host/Bad", initialOffset: 0, transitions: [], rule: rule, from: 2000) == nil)
  }

  @Test("transitions out of order are refused")
  func disorder() {
    #expect(
      MarketTimeZone(
        identifier: "Host/Bad", initialOffset: 0,
        transitions: [(.at("2001-01-01T00:00:00Z"), 7200), (.at("2000-01-01T00:00:00Z"), 3600)], rule: "UTC0",
        from: 2010) == nil)
  }
}

extension Instant {
  /// The instant that a test writes out.
  static func at(_ text: String) -> Instant {
    guard let instant = Instant(iso8601: text) else {
      Issue.record("not an ISO 8601 time: \(text)")
      return .distantPast
    }
    return instant
  }
}

extension LocalDate {
  /// The day that a test writes out.
  static func on(_ text: String) -> LocalDate {
    guard let date = LocalDate(text) else {
      Issue.record("not a date: \(text)")
      return LocalDate(daysSince1970: 0)
    }
    return date
  }
}
