extension FileStore {
  /// Appends all rows of a table that are not held, or none.
  ///
  /// An append that has begun is not interrupted by cancellation. A failed one leaves the store as it was.
  ///
  /// - Throws: ``StoreError``: `noSpace`, `inputOutput`, `invalidChunk`, `tooLarge`, `closed`, `needsReopening`;
  ///   `CancellationError` before anything was written.
  /// - Complexity: linear in the rows for payloads in time order, O(n log n) otherwise.
  public func append(_ table: ObservationTable) async throws -> AppendReceipt {
    try Task.checkCancellation()
    try checkOpen()
    return try await writeQueue.run { () throws(StoreError) in
      try self.writer.withLock { (writer) throws(StoreError) in try self.commit(table, &writer) }
    }
  }

  private func commit(_ table: ObservationTable, _ writer: inout StoreWriter) throws(StoreError) -> AppendReceipt {
    if let failure = writer.failure { throw failure }
    let plan = try AppendPlan(table, dictionary: dictionary) { key in index.withLock { $0.contains(key) } }
    var receipt = AppendReceipt(duplicateRows: plan.duplicateRows)
    if plan.groups.isEmpty { return receipt }
    var overlaps = OverlapReader(index: index.withLock { $0 }, segments: segments)
    let units = try writer.commit(plan.groups, dictionary: dictionary) { block, summary, schema in
      receipt.rows += block.count
      if options.countsRevisions { receipt.revisedRows += overlaps.revisedRows(block, summary, schema) }
    }
    overlaps.finish()
    index.withLock { index in
      for unit in units { index.append(unit) }
      for payload in plan.payloads { index.insert(payload) }
    }
    return receipt
  }
}

extension StoreIndex {
  /// Adds a unit as the journal holds it.
  mutating func append(_ unit: JournalUnit) {
    let schema = code(of: unit.schema)
    append(unit.blocks.map { BlockEntry(summary: $0.summary, schema: schema, place: $0.place) })
  }
}

/// Counts revised rows of an append by reading the held blocks that overlap it; a block that cannot be read counts for
/// nothing.
private struct OverlapReader {
  private var index: StoreIndex?
  private let segments: SegmentFiles
  private var cache: [Int: SeriesBlock] = [:]
  private static let cachedBlocks = 256

  init(index: StoreIndex, segments: SegmentFiles) {
    self.index = index
    self.segments = segments
  }

  mutating func revisedRows(_ block: SeriesBlock, _ summary: BlockSummary, _ schema: BlockSchema) -> Int {
    guard let index else { return 0 }
    let planned = index.blocks { $0.mayShareKeys(with: summary) }
    if planned.isEmpty { return 0 }
    var held: [(block: SeriesBlock, names: [PriceComponent])] = []
    for candidate in planned {
      if let known = cache[candidate.id] {
        held.append((known, candidate.schema.components))
      } else if let read = try? segments.block(candidate.entry, schema: candidate.schema) {
        if cache.count >= OverlapReader.cachedBlocks { cache = [:] }
        cache[candidate.id] = read
        held.append((read, candidate.schema.components))
      }
    }
    return RevisionCounter.count(block, schema.components, against: held)
  }

  /// Lets go of the index, so that it can be changed without being copied.
  mutating func finish() { index = nil }
}
