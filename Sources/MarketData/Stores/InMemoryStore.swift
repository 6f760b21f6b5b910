/// Keeps tables in memory: for tests, research, and hosts that need no persistence.
///
///     let store = InMemoryStore()
///     _ = try await store.append(day)
///     let known = try await store.table(matching: ObservationQuery(market: "PJM", asOf: gate))
///
/// Rows with the same location, product, start, length and issue time supersede one another: a query returns the one
/// that was published last by its knowledge time, the highest revision where several were published at once, the one
/// appended last where revisions are equal too. A payload that was appended before is recognised by feed and digest and
/// left out.
///
/// - Complexity: An append is linear in its rows for payloads in time order, and O(n log n) otherwise; counting revised
///   rows reads the held rows whose location, product, time and issue time overlap the appended ones. A query is linear
///   in the blocks of 4,096 rows that it touches.
public actor InMemoryStore: ObservationStore {
  private var index: StoreIndex
  private var blocks: [SeriesBlock] = []
  private static let rowsPerBlock = 4096

  /// Makes an empty store; tables over `dictionary` are taken without translating their codes.
  public init(dictionary: ObservationDictionary = ObservationDictionary()) {
    index = StoreIndex(dictionary: dictionary)
  }

  /// The number of rows, superseded ones included.
  public var rowCount: Int { index.rows }

  /// Appends all rows of a table that are not held, or none.
  ///
  /// - Throws: ``StoreError`` for a chunk with codes that its dictionary does not have; `CancellationError` before
  ///   anything was appended.
  public func append(_ table: ObservationTable) throws -> AppendReceipt {
    try Task.checkCancellation()
    let plan = try AppendPlan(table, dictionary: index.dictionary) { index.contains($0) }
    var receipt = AppendReceipt(duplicateRows: plan.duplicateRows)
    var units: [(schema: BlockSchema, blocks: [SeriesBlock])] = []
    for group in plan.groups {
      let unit = SortedUnit(schema: group.schema, chunks: group.chunks)
      let blocks = unit.blockRanges(target: InMemoryStore.rowsPerBlock).map(unit.block)
      receipt.rows += unit.count
      for block in blocks { receipt.revisedRows += revisedRows(block, group.schema) }
      units.append((group.schema, blocks))
    }
    for unit in units {
      let schema = index.code(of: unit.schema)
      index.append(unit.blocks.map { BlockEntry(summary: $0.summary(), schema: schema) })
      blocks.append(contentsOf: unit.blocks)
    }
    for payload in plan.payloads { index.insert(payload) }
    return receipt
  }

  private func revisedRows(_ block: SeriesBlock, _ schema: BlockSchema) -> Int {
    let summary = block.summary()
    let held = index.blocks { $0.mayShareKeys(with: summary) }
    if held.isEmpty { return 0 }
    return RevisionCounter.count(
      block, schema.components, against: held.map { (blocks[$0.id], $0.schema.components) })
  }

  /// The rows that a query asks for, as known when it is called.
  public func chunks(matching query: ObservationQuery) -> AsyncThrowingStream<ObservationChunk, any Error> {
    let plan = QueryPlan(query, index: &index)
    let members = plan.blocks.map { blocks[$0.id] }
    return ChunkCursor(bandCount: plan.bands.count) { position in
      let band = plan.bands[position]
      return .init(chunks: plan.chunks(of: band, blocks: band.members.map { members[$0] }), next: position + 1)
    }.stream
  }

  /// Whether a payload with this digest was appended for this feed.
  public func contains(_ digest: SHA256Digest, feed: Feed.ID) -> Bool {
    index.contains(PayloadKey(feed: feed, digest: digest))
  }
}
