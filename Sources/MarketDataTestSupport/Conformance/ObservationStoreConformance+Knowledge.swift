import MarketData

extension ObservationStoreConformance {
  private static let node = ConformanceRow.node("A")

  private static func row(
    _ value: Double, published: Int64, revision: Int32 = 0, start: Int64 = 0, seconds: Int32 = 3600,
    issued: Int64? = nil
  ) -> ConformanceRow {
    ConformanceRow(
      start: start, seconds: seconds, location: node, value: value, issuedAt: issued, publishedAt: published,
      revision: revision)
  }

  private static func asOf(_ seconds: Int64, superseded: Bool = false) -> ObservationQuery {
    ObservationQuery(asOf: Instant(secondsSince1970: seconds), includesSuperseded: superseded)
  }

  /// Reads go through a knowledge time.
  static let knowledgeChecks: [(name: String, body: Body)] = [
    (
      "a row is unknown before its publication and known at it",
      { probe in
        try await probe.append([row(1, published: 100), row(2, published: 200, start: 3600)])
        try await probe.expect(asOf(99), yields: [], "before")
        try await probe.expect(asOf(100), yields: [row(1, published: 100)], "at the first publication")
        try await probe.expect(
          asOf(200), yields: [row(1, published: 100), row(2, published: 200, start: 3600)], "at the second")
      }
    ),
    (
      "a later publication supersedes, the earlier value stays readable",
      { probe in
        try await probe.append([row(1, published: 100)])
        try await probe.append([row(2, published: 200)], revised: 1)
        try await probe.expect(asOf(.max), yields: [row(2, published: 200)], "now")
        try await probe.expect(asOf(150), yields: [row(1, published: 100)], "as of the time between")
        let both = [row(1, published: 100), row(2, published: 200)]
        try await probe.expect(asOf(.max, superseded: true), yields: both, "with superseded rows")
        try await probe.expect(asOf(150, superseded: true), yields: [both[0]], "with superseded rows, as of then")
      }
    ),
    (
      "a late arrival of an earlier publication does not supersede",
      { probe in
        try await probe.append([row(2, published: 200)])
        try await probe.append([row(1, published: 100)], revised: 1)
        try await probe.expect(asOf(.max), yields: [row(2, published: 200)], "now")
        try await probe.expect(asOf(150), yields: [row(1, published: 100)], "as of the time between")
      }
    ),
    (
      "the highest revision wins among rows published at once",
      { probe in
        try await probe.append([row(3, published: 100, revision: 3), row(1, published: 100, revision: 1)])
        try await probe.append([row(2, published: 100, revision: 2)], revised: 1)
        try await probe.expect(asOf(.max), yields: [row(3, published: 100, revision: 3)], "now")
        try await probe.append([row(4, published: 99, revision: 4)], revised: 1)
        try await probe.expect(
          asOf(.max), yields: [row(3, published: 100, revision: 3)], "after an earlier publication")
      }
    ),
    (
      "the last row appended wins among equal revisions",
      { probe in
        try await probe.append([row(1, published: 100), row(2, published: 100)])
        try await probe.expect(asOf(.max), yields: [row(2, published: 100)], "within a table")
        try await probe.append([row(3, published: 100)], revised: 1)
        try await probe.expect(asOf(.max), yields: [row(3, published: 100)], "between tables")
        let all = [row(1, published: 100), row(2, published: 100), row(3, published: 100)]
        try await probe.expect(asOf(.max, superseded: true), yields: all, "with superseded rows")
      }
    ),
    (
      "a missing value is a row and can supersede",
      { probe in
        try await probe.append([row(1, published: 100)])
        var missing = row(0, published: 200)
        missing.value = nil
        try await probe.append([missing], revised: 1)
        try await probe.expect(asOf(.max), yields: [missing], "now")
      }
    ),
    (
      "forecasts of different issue times stand side by side",
      { probe in
        let rows = [row(1, published: 100, issued: 90), row(2, published: 200, issued: 190)]
        try await probe.append([rows[0]])
        try await probe.append([rows[1]])
        try await probe.expect(asOf(.max), yields: rows, "now")
        try await probe.expect(asOf(150), yields: [rows[0]], "before the second issue")
        try await probe.append([row(5, published: 300, issued: 90)], revised: 1)
        try await probe.expect(
          asOf(.max), yields: [row(5, published: 300, issued: 90), rows[1]], "after a restatement")
      }
    ),
    (
      "intervals of different lengths stand side by side",
      { probe in
        let rows = [row(1, published: 100, seconds: 300), row(2, published: 200, seconds: 3600)]
        for row in rows { try await probe.append([row]) }
        try await probe.expect(asOf(.max), yields: rows, "now")
      }
    ),
    (
      "the same value again is no revision",
      { probe in
        try await probe.append([row(1, published: 100)])
        try await probe.append([row(1, published: 200)])
        try await probe.expect(asOf(.max), yields: [row(1, published: 200)], "now")
      }
    ),
    (
      "a revised component is a revision",
      { probe in
        var first = row(1, published: 100)
        first.components = [.loss: 0.5]
        var second = row(1, published: 200)
        second.components = [.loss: 0.25]
        try await probe.append([first])
        try await probe.append([second], revised: 1)
        try await probe.expect(asOf(.max), yields: [second], "now")
        try await probe.expect(asOf(100), yields: [first], "as of the first")
      }
    ),
  ]
}
