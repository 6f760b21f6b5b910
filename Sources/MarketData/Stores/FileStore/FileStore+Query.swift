extension FileStore {
  /// The rows that a query asks for, as known when it is called; blocks are read while the stream is consumed.
  ///
  /// - Throws: ``StoreError`` `closed`. The stream throws ``StoreError`` `corruptBlock` or `inputOutput`, and
  ///   `CancellationError`.
  /// - Complexity: O(appends + matching blocks); a block is read and checked as a whole.
  public func chunks(
    matching query: ObservationQuery
  ) async throws -> AsyncThrowingStream<ObservationChunk, any Error> {
    try checkOpen()
    let plan = index.withLock { QueryPlan(query, index: &$0) }
    return ChunkCursor(bandCount: plan.bands.count) { position in
      try await self.readQueue.run { () throws(StoreError) in try self.read(from: position, plan) }
    }.stream
  }

  /// Reads bands until there is about a megabyte of rows, so that a change of threads is worth its while.
  private func read(from position: Int, _ plan: QueryPlan) throws(StoreError) -> ChunkCursor.Batch {
    var batch = ChunkCursor.Batch(next: position)
    var blocks = 0
    var rows = 0
    while batch.next < plan.bands.count, blocks < 256, rows < 1 << 15 {
      let band = plan.bands[batch.next]
      let chunks = try read(band, plan)
      batch.chunks += chunks
      batch.next += 1
      blocks += band.members.count
      rows += chunks.reduce(0) { $0 + $1.count }
    }
    return batch
  }

  private func read(_ band: QueryPlan.Band, _ plan: QueryPlan) throws(StoreError) -> [ObservationChunk] {
    var readable = band
    readable.members = []
    var blocks: [SeriesBlock] = []
    blocks.reserveCapacity(band.members.count)
    for member in band.members {
      let planned = plan.blocks[member]
      do throws(StoreError) {
        blocks.append(try segments.block(planned.entry, schema: planned.schema))
        readable.members.append(member)
      } catch {
        guard options.onDamage == .leaveOut, error.code == .corruptBlock else { throw error }
        note(planned.entry, error)
      }
    }
    return plan.chunks(of: readable, blocks: blocks)
  }

  private func note(_ entry: BlockEntry, _ error: StoreError) {
    let damage = StoreDamage(
      .block, path: files.segment(entry.place.segment), offset: Int(entry.place.offset), rows: entry.summary.rows,
      error.message)
    found.withLock { found in
      if !found.contains(damage) { found.append(damage) }
    }
  }

  /// Reads every block, checks it and returns what is broken; adds it to ``damage``.
  ///
  /// - Complexity: O(bytes of the store), about a second a gigabyte.
  public func verify() async throws -> [StoreDamage] {
    try checkOpen()
    let (blocks, schemas) = index.withLock { ($0.blocks, $0.schemas) }
    var broken: [StoreDamage] = []
    for first in stride(from: 0, to: blocks.count, by: 256) {
      try Task.checkCancellation()
      let part = blocks[first..<min(first + 256, blocks.count)]
      broken += await readQueue.run { () throws(Never) in
        part.compactMap { entry in
          do throws(StoreError) {
            _ = try self.segments.block(entry, schema: schemas[entry.schema])
            return nil
          } catch {
            self.note(entry, error)
            return StoreDamage(
              .block, path: self.files.segment(entry.place.segment), offset: Int(entry.place.offset),
              rows: entry.summary.rows, error.message)
          }
        }
      }
    }
    return broken
  }
}
