import MarketData

/// A fresh store under one check, with the words to state what it must answer.
struct ConformanceProbe: Sendable {
  /// The store.
  let store: any ObservationStore

  /// Throws unless a condition holds.
  func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    if !condition { throw ConformanceMismatch(message: message()) }
  }

  /// Appends rows and checks the receipt.
  func append(
    _ rows: [ConformanceRow], feed: Feed.ID = "conf.feed", digest: SHA256Digest? = nil, duplicates: Int = 0,
    revised: Int = 0
  ) async throws {
    let receipt = try await store.append(rows.table(feed: feed, digest: digest))
    let expected = AppendReceipt(rows: rows.count - duplicates, duplicateRows: duplicates, revisedRows: revised)
    try expect(receipt == expected, "the receipt is \(receipt), not \(expected)")
  }

  /// Every row that a query yields.
  func rows(_ query: ObservationQuery) async throws -> [ConformanceRow] {
    var chunks: [ObservationChunk] = []
    for try await chunk in try await store.chunks(matching: query) { chunks.append(chunk) }
    return ConformanceRow.rows(of: chunks)
  }

  /// Checks that a query yields exactly these rows, in any order.
  func expect(_ query: ObservationQuery, yields expected: [ConformanceRow], _ situation: String) async throws {
    let rows = try await rows(query)
    if rows.tally == expected.tally { return }
    let missing = expected.filter { !rows.contains($0) }
    let surplus = rows.filter { !expected.contains($0) }
    throw ConformanceMismatch(
      message: "\(situation): \(rows.count) rows instead of \(expected.count)"
        + (missing.first.map { "; missing, for example, \($0)" } ?? "")
        + (surplus.first.map { "; not expected, for example, \($0)" } ?? ""))
  }
}

/// What a check found.
struct ConformanceMismatch: Error {
  var message: String
}
