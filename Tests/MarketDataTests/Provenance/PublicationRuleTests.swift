import MarketData
import Testing

@Suite struct PublicationRuleTests {
  private func interval(_ start: String, seconds: Int64) throws -> DeliveryInterval {
    let start = try #require(Instant(iso8601: start))
    return try #require(DeliveryInterval(start: start, seconds: seconds))
  }

  @Test func lagCountsFromTheIntervalsEnd() throws {
    let rule = PublicationRule.afterInterval(seconds: 300)
    let dispatch = try interval("2025-11-02T10:00:00Z", seconds: 300)
    #expect(rule.publication(of: dispatch) == Instant(iso8601: "2025-11-02T10:10:00Z"))
  }

  /// A day-ahead result of 13:30 Eastern the day before: 17:30Z in summer time, whatever hour of the day is asked for.
  @Test func dayAheadResultsArePublishedTheDayBefore() throws {
    let rule = PublicationRule.dayBefore(hour: 13, minute: 30, in: .eastern)
    let first = try interval("2025-07-15T04:00:00Z", seconds: 3600)
    let last = try interval("2025-07-16T03:00:00Z", seconds: 3600)
    #expect(rule.publication(of: first) == Instant(iso8601: "2025-07-14T17:30:00Z"))
    #expect(rule.publication(of: last) == Instant(iso8601: "2025-07-14T17:30:00Z"))
  }

  /// Noon is noon where the clock changes between delivery and publication: an hour too early would be a look ahead.
  @Test(arguments: [
    ("2025-11-02T04:00:00Z", "2025-11-05T17:00:00Z"), ("2025-11-01T04:00:00Z", "2025-11-04T17:00:00Z"),
    ("2025-03-08T05:00:00Z", "2025-03-11T16:00:00Z"), ("2025-07-01T04:00:00Z", "2025-07-04T16:00:00Z"),
  ])
  func daysAfterDeliveryAreCountedByTheClock(start: String, published: String) throws {
    let rule = PublicationRule.daysAfter(3, hour: 12, in: .eastern)
    let hour = try interval(start, seconds: 3600)
    #expect(rule.publication(of: hour) == Instant(iso8601: published))
    let dictionary = ObservationDictionary()
    var rows = ObservationBuilder(dictionary: dictionary)
    rows.append(
      start: hour.start.secondsSince1970, seconds: 3600,
      location: dictionary.code(for: Location(market: "PJM", kind: .hub, id: "51288")),
      product: dictionary.code(for: Product.energy(.realTime)), value: 1)
    let provenance = Provenance(feed: "pjm.rt_hrl_lmps", source: "test", publicationBasis: .stated)
    let chunk = try #require(rows.seal(provenance: provenance, publication: .inferred(rule)))
    #expect(chunk.publishedAt.map { Instant(secondsSince1970: $0) } == [rule.publication(of: hour)])
  }

  /// On the morning of the change itself the clock moves between the lag's midnight and the publication.
  @Test func aMorningOfClockChange() throws {
    let rule = PublicationRule.daysAfter(1, hour: 6, in: .central)
    #expect(
      rule.publication(of: try interval("2025-11-01T05:00:00Z", seconds: 900))
        == Instant(iso8601: "2025-11-02T12:00:00Z"))
    #expect(
      rule.publication(of: try interval("2025-03-08T06:00:00Z", seconds: 900))
        == Instant(iso8601: "2025-03-09T11:00:00Z"))
  }

  @Test func builderInfersThePublicationOfEachRow() throws {
    let dictionary = ObservationDictionary()
    var rows = ObservationBuilder(dictionary: dictionary)
    let place = dictionary.code(for: Location(market: "PJM", kind: .hub, id: "51288"))
    let product = dictionary.code(for: Product.energy(.dayAhead))
    let days = ["2025-11-01T04:00:00Z", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z"]
    for day in days {
      let start = try #require(Instant(iso8601: day)).secondsSince1970
      rows.append(start: start, seconds: 3600, location: place, product: product, value: 1)
      rows.append(start: start + 3600, seconds: 3600, location: place, product: product, value: 2)
    }
    let provenance = Provenance(feed: "pjm.da_hrl_lmps", source: "test", publicationBasis: .stated)
    let rule = PublicationRule.dayBefore(hour: 13, minute: 30, in: .eastern)
    let chunk = try #require(rows.seal(provenance: provenance, publication: .inferred(rule)))
    #expect(chunk.provenance.publicationBasis == .inferred)
    let published = chunk.publishedAt.map { Instant(secondsSince1970: $0).description }
    #expect(
      published == [
        "2025-10-31T17:30:00Z", "2025-10-31T17:30:00Z", "2025-11-01T17:30:00Z", "2025-11-01T17:30:00Z",
        "2025-11-02T18:30:00Z", "2025-11-02T18:30:00Z",
      ])
  }
}
