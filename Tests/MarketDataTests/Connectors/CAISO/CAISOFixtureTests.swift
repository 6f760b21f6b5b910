import MarketData
import Testing

/// Every layout, on ordinary days and on both days on which clocks change, against counts and sums of the generator.
@Suite("CAISO fixtures")
struct CAISOFixtureTests {
  @Test func thereAreFixtures() { #expect(CAISOFixtures.files.count == 40) }

  @Test(arguments: CAISOFixtures.files)
  func wholeFile(_ file: CAISOFixtures.File) throws {
    let expected = file.expected
    let ambiguous = expected.ambiguous ?? 0
    let parsed = try CAISOFixtures.parse(file.name, mode: ambiguous == 0 ? .strict : .lenient)
    #expect(parsed.feed.rawValue == expected.feed)
    #expect(parsed.defects.map(\.code) == Array(repeating: .noSuchInterval, count: ambiguous))
    #expect(parsed.table.count == expected.rows)
    #expect(parsed.blanks == expected.blanks)
    #expect(parsed.table.span?.start.secondsSince1970 == expected.start)
    #expect(parsed.table.span?.end.secondsSince1970 == expected.end)
    #expect(abs(parsed.sum - expected.sum) < 1e-6 * max(1, abs(expected.sum)))
    if ambiguous > 0 {
      #expect(throws: ParseError.self) { try CAISOFixtures.parse(file.name, mode: .strict) }
    }
  }

  /// A folder of renamed files is known all the same; archives are judged by their name first.
  @Test(arguments: CAISOFixtures.files)
  func renamed(_ file: CAISOFixtures.File) throws {
    let head = try CAISOFixtures.bytes(file.name)
    let isArchive = file.name.hasSuffix(".zip")
    let feed = CAISOFixtures.registry.recognise(
      name: isArchive ? file.name : "1234.dat", head: head.span.extracting(first: min(8192, head.count)))
    #expect(feed?.rawValue == file.expected.feed)
  }

  /// Identity of a row is start, location and product: none may stand twice.
  @Test(arguments: CAISOFixtures.files)
  func rowsAreUnique(_ file: CAISOFixtures.File) throws {
    struct Key: Hashable {
      let start: Instant
      let location: Location
      let product: Product
    }
    let rows = try CAISOFixtures.parse(file.name, mode: .lenient).rows
    #expect(Set(rows.map { Key(start: $0.start, location: $0.location, product: $0.product) }).count == rows.count)
  }

  /// Rows of the feed's main product are what a summary counts.
  @Test(arguments: CAISOFixtures.files)
  func mainProduct(_ file: CAISOFixtures.File) throws {
    let parsed = try CAISOFixtures.parse(file.name, mode: .lenient)
    let feed = try #require(CAISOFixtures.registry.feed(parsed.feed))
    #expect(parsed.rows.contains { $0.product.kind == feed.product.kind })
    #expect(parsed.rows.allSatisfy { $0.location.market == "CAISO" && !$0.location.id.isEmpty })
  }
}
