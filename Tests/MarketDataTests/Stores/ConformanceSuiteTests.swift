import MarketData
import MarketDataTestSupport
import Testing

/// Stores that break one promise each, and the suite that must notice.
@Suite struct ConformanceSuiteTests {
  /// A store over another that spoils some of its answers.
  private struct SpoiledStore: ObservationStore {
    let base = InMemoryStore()
    var change: @Sendable (inout ObservationQuery) -> Void = { _ in }
    var spoil: @Sendable (ObservationTable) -> ObservationTable = { $0 }
    var holdsNothing = false
    var losesRows = false

    func append(_ table: ObservationTable) async throws -> AppendReceipt { try await base.append(spoil(table)) }

    func chunks(
      matching query: ObservationQuery
    ) async throws -> AsyncThrowingStream<ObservationChunk, any Error> {
      var query = query
      change(&query)
      var chunks: [ObservationChunk] = []
      for try await chunk in await base.chunks(matching: query) {
        if losesRows, chunk.count > 1 {
          if let part = chunk.gathering(Array(0..<chunk.count - 1)) { chunks.append(part) }
        } else {
          chunks.append(chunk)
        }
      }
      let all = chunks
      return AsyncThrowingStream { continuation in
        for chunk in all { continuation.yield(chunk) }
        continuation.finish()
      }
    }

    func contains(_ digest: SHA256Digest, feed: Feed.ID) async throws -> Bool {
      holdsNothing ? false : await base.contains(digest, feed: feed)
    }
  }

  private static func withoutDigests(_ table: ObservationTable) -> ObservationTable {
    var result = ObservationTable(dictionary: table.dictionary)
    for chunk in table.chunks {
      var provenance = chunk.provenance
      provenance.digest = nil
      let copy = ObservationChunk(
        starts: chunk.starts, lengths: chunk.lengths, locations: chunk.locations, products: chunk.products,
        values: chunk.values, components: chunk.components, issuedAt: chunk.issuedAt, publishedAt: chunk.publishedAt,
        revisions: chunk.revisions, dictionary: chunk.dictionary, provenance: provenance)
      if let copy { result.append(copy) }
    }
    return result
  }

  private func failed(_ store: SpoiledStore) async -> Set<String> {
    let failures = await ObservationStoreConformance.failures {
      SpoiledStore(
        change: store.change, spoil: store.spoil, holdsNothing: store.holdsNothing, losesRows: store.losesRows)
    }
    return Set(failures.map(\.check))
  }

  @Test func aFaithfulStorePasses() async {
    #expect(await failed(SpoiledStore()).isEmpty)
  }

  @Test func aStoreThatForgetsTheKnowledgeTimeIsCaught() async {
    let failures = await failed(SpoiledStore(change: { $0.asOf = .distantFuture }))
    #expect(failures.contains("a row is unknown before its publication and known at it"))
  }

  @Test func aStoreThatForgetsFiltersIsCaught() async {
    let failures = await failed(SpoiledStore(change: { $0.interval = nil }))
    #expect(failures.contains("a time filter is half-open"))
    let others = await failed(SpoiledStore(change: { $0.products = nil }))
    #expect(others.contains("a product filter"))
  }

  @Test func aStoreThatTakesPayloadsTwiceIsCaught() async {
    let failures = await failed(SpoiledStore(spoil: Self.withoutDigests))
    #expect(failures.contains("the same payload twice changes nothing"))
    #expect(failures.contains("provenance survives"))
    #expect(await failed(SpoiledStore(holdsNothing: true)) == ["the same payload twice changes nothing"])
  }

  @Test func aStoreThatLosesRowsIsCaught() async {
    #expect(await failed(SpoiledStore(losesRows: true)).contains("every column survives"))
  }

  @Test func aStoreThatHidesSupersededRowsIsCaught() async {
    let failures = await failed(SpoiledStore(change: { $0.includesSuperseded = false }))
    #expect(failures.contains("a later publication supersedes, the earlier value stays readable"))
  }

  @Test func aStoreThatCannotBeMadeIsAFailureOfEveryCheck() async {
    struct Broken: Error {}
    let failures = await ObservationStoreConformance.failures { throw Broken() }
    #expect(failures.map(\.check) == ObservationStoreConformance.checks)
  }
}
