import MarketData
import Testing

@Suite struct MarketTests {
  /// ERCOT's day-ahead gate: 10:00 Central on the day before, 15:00Z in summer and 16:00Z in winter.
  @Test func gatesCloseOnThePrevailingClock() throws {
    let gate = try #require(Market.ercot.gateClosures.first { $0.run == .dayAhead })
    let summer = try #require(LocalDate(year: 2025, month: 7, day: 2))
    let winter = try #require(LocalDate(year: 2025, month: 12, day: 2))
    #expect(gate.instant(delivery: summer, in: .ercot) == Instant(iso8601: "2025-07-01T15:00:00Z"))
    #expect(gate.instant(delivery: winter, in: .ercot) == Instant(iso8601: "2025-12-01T16:00:00Z"))
  }

  @Test func queryAsOfAGateKnowsOnlyWhatABidderKnew() throws {
    let date = try #require(LocalDate(year: 2025, month: 7, day: 2))
    let query = ObservationQuery(market: "ERCOT").asOfGate(of: .dayAhead, delivery: date, in: .ercot)
    #expect(query?.asOf == Instant(iso8601: "2025-07-01T15:00:00Z"))
    #expect(ObservationQuery().asOfGate(of: .realTime, delivery: date, in: .ercot) == nil)
  }

  @Test func misoSettlesOnStandardTimeAllYear() throws {
    let summer = try #require(Instant(iso8601: "2025-07-01T12:00:00Z"))
    #expect(Market.miso.settlementTimeZone.utcOffset(at: summer) == -5 * 3600)
    #expect(Market.miso.timeZone.utcOffset(at: summer) == -4 * 3600)
  }

  /// ERCOT publishes the same zone twice at different prices; the kind keeps them apart, the name does not matter.
  @Test func locationsDifferByKindAndNotByName() {
    let zone = Location(market: "ERCOT", kind: .zone, id: "LZ_HOUSTON")
    let weighted = Location(market: "ERCOT", kind: .energyWeightedZone, id: "LZ_HOUSTON")
    let renamed = Location(market: "ERCOT", kind: .zone, id: "LZ_HOUSTON", name: "Houston")
    #expect(zone != weighted)
    #expect(zone == renamed)
    #expect(Set([zone, weighted, renamed]).count == 2)
  }
}
