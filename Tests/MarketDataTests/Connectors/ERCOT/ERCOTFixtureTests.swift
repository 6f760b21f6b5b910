import MarketData
import Testing

/// Every fixture, under its own name and under one that tells nothing, against what the program that wrote it counted.
@Suite("ERCOT fixtures")
struct ERCOTFixtureTests {
  @Test func areThere() {
    #expect(ERCOTFixture.expectations.count == 75)
    // Every feed has one.
    let covered = Set(ERCOTFixture.expectations.map(\.feed))
    let missing = ERCOTConnector().feeds.map(\.id.rawValue).filter { !covered.contains($0) }
    #expect(missing.isEmpty)
  }

  @Test(arguments: ERCOTFixture.expectations.map(\.file))
  func holdsWhatItsWriterCounted(_ file: String) throws {
    let expected = try #require(ERCOTFixture.expectations.first { $0.file == file })
    // The history of adders has the columns of the current report: only its name tells them apart.
    let isToldByName = expected.feed == "ercot.np6-792-er"
    for name in isToldByName ? [file] : [file, "renamed.dat"] {
      let parsed = try ERCOTFixture.parse(file, as: name)
      #expect(parsed.feed.rawValue == expected.feed)
      #expect(parsed.defects.isEmpty)
      #expect(parsed.blanks == expected.blanks)
      #expect(parsed.table.count == expected.rows)
      let rows = Array(parsed.table.observations)
      #expect(rows.count { $0.value == nil } == expected.missing)
      guard expected.rows > 0 else { continue }
      #expect(rows.map(\.start.secondsSince1970).min() == expected.start)
      #expect(rows.map(\.end.secondsSince1970).max() == expected.end)
      #expect(Set(rows.map(\.start)).count == expected.starts)
      let sum = rows.compactMap(\.value).reduce(0, +)
      #expect(abs(sum - expected.sum) < 1e-9 * max(1, abs(expected.sum)))
      let quantities = rows.compactMap { $0.components["quantity"] }.reduce(0, +)
      #expect(abs(quantities - expected.quantities) < 1e-9 * max(1, abs(expected.quantities)))
      let kind = ERCOTConnector().feed(parsed.feed)?.product.kind
      #expect(rows.count { $0.product.kind == kind } == expected.main)
    }
  }

  /// Beside the other markets' connectors, none of which may claim a file of this one.
  @Test(arguments: ERCOTFixture.expectations.map(\.file))
  func isToldFromOtherMarkets(_ file: String) throws {
    let expected = try #require(ERCOTFixture.expectations.first { $0.file == file })
    let bytes = try ERCOTFixture.bytes(file)
    for name in expected.feed == "ercot.np6-792-er" ? [file] : [file, "renamed.dat"] {
      let found = ConnectorRegistry.standard.recognise(name: name, head: bytes.span)
      #expect(found?.rawValue == expected.feed)
    }
  }

  /// No two rows of a payload say the same thing about the same place and time, or a store would take one for a revision.
  @Test(arguments: ERCOTFixture.expectations.map(\.file))
  func rowsHaveDistinctKeys(_ file: String) throws {
    struct Key: Hashable {
      var start: Instant
      var seconds: Int64
      var location: Location
      var product: Product
      var issuedAt: Instant?
      var publishedAt: Instant
    }
    let rows = try ERCOTFixture.parse(file).table.observations.map {
      Key(
        start: $0.start, seconds: $0.seconds, location: $0.location, product: $0.product, issuedAt: $0.issuedAt,
        publishedAt: $0.publishedAt)
    }
    #expect(Set(rows).count == rows.count)
  }
}
