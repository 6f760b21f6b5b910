import MarketData
import Testing

@Suite("PJM fixtures hold what was counted in them")
struct PJMFixtureTests {
  @Test("every file has an expectation that can be read")
  func manifest() {
    #expect(PJMFixtures.expectations.count == 42)
  }

  @Test("rows, span, sum and blanks, strictly", arguments: PJMFixtures.expectations)
  func counts(_ expected: PJMFixtures.Expectation) throws {
    let parsed = try PJMFixtures.parse(expected.file)
    let found = TableFigures(parsed.table)
    #expect(parsed.feed == expected.feed)
    #expect(found.rows == expected.rows)
    #expect(found.start == expected.start)
    #expect(found.end == expected.end)
    #expect(abs(found.sum - expected.sum) < 1e-3)
    #expect(parsed.blanks == expected.blanks)
    #expect(parsed.defects.isEmpty)
  }

  @Test("the same rows when the file is renamed", arguments: PJMFixtures.expectations)
  func renamed(_ expected: PJMFixtures.Expectation) throws {
    // Columns alone do not tell these apart from a feed that comes first.
    let twins: Set<Feed.ID> = [
      "pjm.da_ancillary_services", "pjm.rt_fivemin_mnt_lmps", "pjm.rt_unverified_fivemin_lmps",
      "pjm.da_marginal_value", "pjm.five_min_wind_power_forecast", "pjm.five_min_solar_power_forecast",
    ]
    let parsed = try PJMFixtures.parse(expected.file, named: "a file.bin")
    if !twins.contains(expected.feed) { #expect(parsed.feed == expected.feed) }
    #expect(parsed.table.count == expected.rows)
  }

  @Test("the feed's product kind is the kind of its main rows", arguments: PJMFixtures.expectations)
  func mainRows(_ expected: PJMFixtures.Expectation) throws {
    let feed = try #require(PJMConnector().feed(expected.feed))
    let parsed = try PJMFixtures.parse(expected.file)
    #expect(parsed.table.observations.contains { $0.product.kind == feed.product.kind })
    #expect(parsed.table.observations.allSatisfy { $0.location.market == "PJM" })
  }
}
