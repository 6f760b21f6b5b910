import MarketData
import MarketDataTestSupport
import Testing

@Suite struct GapCountTests {
  private func table(_ rows: [(start: Int64, length: Int32, node: String, issued: Int64?)]) -> ObservationTable {
    var table = ObservationTable()
    for row in rows {
      var builder = ObservationBuilder(dictionary: table.dictionary)
      builder.append(
        start: row.start, seconds: row.length,
        location: table.dictionary.code(for: Location(market: "T", kind: .node, id: row.node)),
        product: table.dictionary.code(for: .energy(.realTime)), value: 1, issuedAt: row.issued)
      let provenance = Provenance(feed: "t", source: "t", publicationBasis: .stated)
      if let chunk = builder.seal(provenance: provenance, publication: .stated(Instant(secondsSince1970: 0))) {
        table.append(chunk)
      }
    }
    return table
  }

  @Test func countsMissingIntervalsOfEachSeries() {
    let rows: [(Int64, Int32, String, Int64?)] = [
      (0, 300, "A", nil), (300, 300, "B", nil), (900, 300, "A", nil), (600, 300, "B", nil), (1200, 300, "A", nil),
      (2400, 300, "B", nil),
    ]
    #expect(table(rows).gapCount(intervalSeconds: 300) == 2 + 5)
    #expect(table(rows.reversed()).gapCount(intervalSeconds: 300) == 7)
  }

  @Test func repeatedAndOverlappingRowsAreNoGaps() {
    let rows: [(Int64, Int32, String, Int64?)] = [
      (0, 3600, "A", nil), (0, 3600, "A", nil), (300, 300, "A", nil), (3600, 300, "A", nil),
    ]
    #expect(table(rows).gapCount(intervalSeconds: 300) == 0)
  }

  @Test func daysOfOtherLengthsAreNoGaps() {
    let rows: [(Int64, Int32, String, Int64?)] = [
      (0, 86_400, "A", nil), (86_400, 82_800, "A", nil), (169_200, 86_400, "A", nil),
      (255_600 + 90_000, 86_400, "A", nil),
    ]
    #expect(table(rows).gapCount(intervalSeconds: 86_400) == 1)
  }

  @Test func readingsCoverOneInterval() {
    let rows: [(Int64, Int32, String, Int64?)] = [(0, 0, "A", nil), (300, 0, "A", nil), (900, 0, "A", nil)]
    #expect(table(rows).gapCount(intervalSeconds: 300) == 1)
  }

  @Test func forecastsOfDifferentIssuesAreDifferentSeries() {
    let rows: [(Int64, Int32, String, Int64?)] = [
      (0, 3600, "A", 0), (7200, 3600, "A", 1), (10_800, 3600, "A", 1), (18_000, 3600, "A", 1),
    ]
    #expect(table(rows).gapCount(intervalSeconds: 3600) == 1)
  }

  @Test func nothingHasNoGaps() {
    #expect(ObservationTable().gapCount(intervalSeconds: 300) == 0)
    #expect(table([(0, 300, "A", nil), (900, 300, "A", nil)]).gapCount(intervalSeconds: 0) == 0)
  }

  @Test func randomHolesAreAllFound() {
    var generator = SplitMix64(seed: 3)
    var rows: [(Int64, Int32, String, Int64?)] = []
    var expected = 0
    for node in 0..<5 {
      let kept = (0..<60).filter { $0 == 0 || $0 == 59 || Int.random(in: 0..<4, using: &generator) > 0 }
      expected += 60 - kept.count
      rows += kept.map { (Int64($0) * 300, 300, "N\(node)", nil) }
    }
    rows.shuffle(using: &generator)
    #expect(table(rows).gapCount(intervalSeconds: 300) == expected)
  }
}
