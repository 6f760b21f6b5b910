import MarketData
import Testing

/// Instants, dates and settings at the ends of their types give a clamped value or `nil`, and never a trap.
@Suite struct ExtremeTimeTests {
  static let instants: [Instant] = [
    .distantPast, .distantFuture, Instant(secondsSince1970: .min + 1), Instant(secondsSince1970: .max - 1),
    Instant(secondsSince1970: Int64(Int32.max) * 86_400), Instant(secondsSince1970: Int64(Int32.min) * 86_400 - 1),
  ]
  static let zones: [MarketTimeZone] = [.utc, .central, .london, .fixed(hours: .max), .fixed(seconds: .min)]

  @Test(arguments: instants) func `conversions of an extreme instant`(instant: Instant) throws {
    for zone in Self.zones {
      let local = zone.localDateTime(of: instant)
      _ = zone.instants(of: local)
      _ = zone.day(local.date)
      _ = zone.nextTransition(after: instant)
      _ = PublicationRule.daysAfter(.max / 86_400, in: zone).publication(
        of: try #require(DeliveryInterval(start: .distantPast, end: .distantFuture)))
      #expect(!instant.description(in: zone).isEmpty)
    }
    _ = GasDay.european.date(of: instant)
    _ = BlockCalendar.wecc.contains(instant, in: .wecc6x16)
  }

  @Test func `instants beyond all dates are written as numbers`() {
    #expect(Instant.distantFuture.description(in: .central) == Instant.distantFuture.description)
    #expect(Instant.distantFuture.description.contains("9223372036854775807"))
  }

  @Test(arguments: [Int32.min, Int32.min + 1, Int32.max - 1, Int32.max]) func `extreme dates`(day: Int32) {
    let date = LocalDate(daysSince1970: day)
    #expect((1...12).contains(date.month) && (1...31).contains(date.day))
    #expect(date.advanced(byDays: .max) == LocalDate(daysSince1970: .max))
    #expect(date.advanced(byDays: .min) == LocalDate(daysSince1970: .min))
    _ = date.startOfMonth(advancedBy: .max)
    _ = date.isoWeek
    _ = HolidayCalendar.nerc.contains(date)
    _ = MarketTimeZone.central.day(date)
    _ = MarketTimeZone.central.instants(of: date, secondsOfDay: .max)
    _ = MarketTimeZone.central.instants(of: date, secondsOfDay: .min)
    for kind in [DeliveryPeriod.Kind.day, .week, .month, .quarter, .season, .year, .gasYear] {
      let period = DeliveryPeriod(kind, containing: date)
      _ = period?.next.name
    }
    _ = Market.pjm.gateClosures.first?.instant(delivery: date, in: .pjm)
  }

  @Test func `extreme counts make no grid`() {
    let first = LocalDate(daysSince1970: 0)
    #expect(DeliveryGrid.days(from: first, count: .max, in: .central) == nil)
    #expect(DeliveryGrid.days(from: first, count: .max - 1, in: .central) == nil)
    #expect(DeliveryGrid.months(from: first, count: 1 << 40, in: .central) == nil)
    #expect(DeliveryGrid(start: .distantFuture, seconds: 1, count: 1) == nil)
    #expect(DeliveryGrid(start: .distantPast, seconds: .max, count: 2) == nil)
  }

  @Test func `extreme settings`() {
    let gate = GateClosure(run: .dayAhead, daysBefore: .min, hour: .max, minute: .min)
    _ = gate.instant(delivery: LocalDate(daysSince1970: 20_000), in: .caiso)
    #expect(
      MarketTimeZone(identifier: "Host/Bad", initialOffset: .min, transitions: [], rule: "UTC0", from: 2000) == nil)
    let policy = RetryPolicy(
      maxAttempts: 9, baseSeconds: .infinity, capSeconds: .infinity, jitter: 1,
      longestRetryAfterSeconds: .infinity, seed: 1)
    for asked in [nil, 1e300, Double.nan, -1] {
      let wait = policy.wait(afterAttempt: 1, ofRequest: 0, retryAfterSeconds: asked)
      #expect(wait.map { $0 >= 0 && $0 <= 31_536_000 } == true)
    }
  }
}
