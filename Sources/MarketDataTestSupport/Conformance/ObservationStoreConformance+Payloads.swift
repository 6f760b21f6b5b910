import MarketData

extension ObservationStoreConformance {
  private static func rows(_ values: Double...) -> [ConformanceRow] {
    values.enumerated().map { index, value in
      ConformanceRow(start: Int64(index) * 3600, location: ConformanceRow.node("A"), value: value)
    }
  }

  /// A payload is taken once.
  static let payloadChecks: [(name: String, body: Body)] = [
    (
      "the same payload twice changes nothing",
      { probe in
        let digest = SHA256Digest(hashing: [1])
        try await probe.append(rows(1, 2), digest: digest)
        try probe.expect(try await probe.store.contains(digest, feed: "conf.feed"), "the payload is not held")
        try await probe.append(rows(1, 2), digest: digest, duplicates: 2)
        try await probe.expect(ObservationQuery(includesSuperseded: true), yields: rows(1, 2), "everything")
      }
    ),
    (
      "a payload belongs to its feed",
      { probe in
        let digest = SHA256Digest(hashing: [1])
        try await probe.append(rows(1), feed: "conf.a", digest: digest)
        let held = try await probe.store.contains(digest, feed: "conf.b")
        try probe.expect(!held, "the payload is held for another feed")
        try await probe.append(rows(1), feed: "conf.b", digest: digest)
        try await probe.expect(
          ObservationQuery(includesSuperseded: true), yields: rows(1, 1).map(atStart), "everything")
      }
    ),
    (
      "all chunks of one payload are taken",
      { probe in
        let digest = SHA256Digest(hashing: [1])
        let second = rows(5).map { row in
          var row = row
          row.start = 7200
          return row
        }
        var table = rows(1, 2).table(source: "a", digest: digest)
        table.append(second.table(source: "b", digest: digest))
        let receipt = try await probe.store.append(table)
        try probe.expect(receipt == AppendReceipt(rows: 3), "the receipt is \(receipt)")
        try await probe.expect(ObservationQuery(), yields: rows(1, 2) + second, "everything")
        let again = try await probe.store.append(table)
        try probe.expect(again == AppendReceipt(duplicateRows: 3), "the second receipt is \(again)")
      }
    ),
    (
      "a table of a held and a new payload adds the new one",
      { probe in
        let held = SHA256Digest(hashing: [1])
        try await probe.append(rows(1), digest: held)
        var table = rows(1).table(digest: held)
        let new = ConformanceRow(start: 3600, location: ConformanceRow.node("A"), value: 2)
        table.append([new].table(digest: SHA256Digest(hashing: [2])))
        let receipt = try await probe.store.append(table)
        try probe.expect(receipt == AppendReceipt(rows: 1, duplicateRows: 1), "the receipt is \(receipt)")
        try await probe.expect(ObservationQuery(includesSuperseded: true), yields: rows(1) + [new], "everything")
      }
    ),
    (
      "rows without a digest are always taken",
      { probe in
        try await probe.append(rows(1))
        try await probe.append(rows(1))
        try await probe.expect(ObservationQuery(), yields: rows(1), "the latest")
        try await probe.expect(
          ObservationQuery(includesSuperseded: true), yields: rows(1, 1).map(atStart), "everything")
      }
    ),
  ]

  private static func atStart(_ row: ConformanceRow) -> ConformanceRow {
    var row = row
    row.start = 0
    return row
  }
}
