/// The writing side of a file store: where the next block and the next record go, and how to get back when a write
/// fails.
struct StoreWriter: Sendable {
  /// The segment that blocks are added to.
  struct Segment: Sendable {
    var number: UInt32
    var file: RawFile
    var end: Int
  }

  let files: StoreFiles
  let options: FileStore.Options
  let segments: SegmentFiles
  var lock: RawFile?
  var journal: RawFile
  var journalEnd: Int
  var nextSequence: UInt64
  var segment: Segment?
  var nextSegment: UInt32
  /// How many locations and products the journal holds.
  var persistedLocations: Int
  var persistedProducts: Int
  /// Segments with bytes that may not be on the device.
  var dirty: Set<UInt32>
  /// Whether records were written since the last that vouches for everything before it.
  var hasUncheckedRecords: Bool
  /// Why nothing can be written any more.
  var failure: StoreError?

  private static let flushBytes = 4 << 20

  /// Writes one append and its record; rolls everything back when that fails.
  mutating func commit(
    _ groups: [AppendPlan.Group], dictionary: ObservationDictionary,
    onBlock: (SeriesBlock, BlockSummary, BlockSchema) -> Void
  ) throws(StoreError) -> [JournalUnit] {
    if let failure { throw failure }
    let before = self
    var made: [UInt32] = []
    do throws(StoreError) {
      let units = try writeBlocks(groups, &made, onBlock)
      if options.sync == .everyAppend { try synchronizeSegments(made: made) }
      try writeRecord(.append(units: units, isSynchronized: options.sync == .everyAppend), dictionary: dictionary)
      return units
    } catch {
      rollBack(to: before, made: made, because: error)
      throw error
    }
  }

  private mutating func writeBlocks(
    _ groups: [AppendPlan.Group], _ made: inout [UInt32], _ onBlock: (SeriesBlock, BlockSummary, BlockSchema) -> Void
  ) throws(StoreError) -> [JournalUnit] {
    var buffer = ByteWriter()
    buffer.bytes.reserveCapacity(StoreWriter.flushBytes + (1 << 20))
    var units: [JournalUnit] = []
    for group in groups {
      let unit = SortedUnit(schema: group.schema, chunks: group.chunks)
      var blocks: [JournalBlock] = []
      for range in unit.blockRanges(target: min(max(1, options.rowsPerBlock), BlockCodec.mostRows / 4)) {
        let block = unit.block(range)
        let summary = block.summary()
        onBlock(block, summary, group.schema)
        if let end = segment?.end, end + buffer.bytes.count >= options.segmentBytes { try flush(&buffer) }
        if segment.map({ $0.end >= options.segmentBytes }) ?? true { try beginSegment(&made) }
        guard let current = segment else { throw StoreError(.inputOutput, path: files.folder, "no file to write to") }
        let offset = current.end + buffer.bytes.count
        let (length, checksum) = BlockCodec.append(block, sequence: nextSequence, to: &buffer)
        blocks.append(
          JournalBlock(
            summary: summary,
            place: BlockPlace(
              segment: current.number, offset: UInt64(offset), length: UInt32(length), checksum: checksum)))
        if buffer.bytes.count >= StoreWriter.flushBytes { try flush(&buffer) }
      }
      units.append(JournalUnit(schema: group.schema, blocks: blocks))
    }
    try flush(&buffer)
    return units
  }

  private mutating func flush(_ buffer: inout ByteWriter) throws(StoreError) {
    guard !buffer.bytes.isEmpty, let current = segment else { return }
    dirty.insert(current.number)
    do throws(SystemFailure) {
      try current.file.write(buffer.bytes, at: current.end)
    } catch {
      throw StoreError(error, path: current.file.path)
    }
    segment?.end += buffer.bytes.count
    buffer.bytes.removeAll(keepingCapacity: true)
  }

  private mutating func beginSegment(_ made: inout [UInt32]) throws(StoreError) {
    let number = nextSegment
    let path = files.segment(number)
    do throws(SystemFailure) {
      let file = try RawFile(path: path, mode: .creating, budget: options.budget)
      made.append(number)
      try file.write(StoreFiles.segmentHeader(number), at: 0)
      segments.insert(file, number: number)
      segment = Segment(number: number, file: file, end: StoreFiles.headerBytes)
      nextSegment += 1
    } catch {
      throw StoreError(error, path: path)
    }
  }

  private mutating func synchronizeSegments(made: [UInt32]) throws(StoreError) {
    do throws(SystemFailure) {
      for number in dirty.sorted() { try segments[number]?.synchronize() }
      if !made.isEmpty { try Directory.synchronize(files.folder) }
    } catch {
      throw failedSynchronization(error, path: files.folder)
    }
    dirty = []
  }

  /// Ends all writing: after a failed synchronisation nobody knows what is on the device.
  private mutating func failedSynchronization(_ error: SystemFailure, path: String) -> StoreError {
    failure = StoreError(
      .needsReopening, path: path, "written data could not be forced to the device: \(error)", systemError: error.number
    )
    return StoreError(error, path: path)
  }

  /// Appends a record to the journal, after records of the names that are new since the last.
  mutating func writeRecord(_ record: JournalRecord, dictionary: ObservationDictionary?) throws(StoreError) {
    var buffer = ByteWriter()
    var sequence = nextSequence
    func add(_ record: JournalRecord) {
      record.append(sequence: sequence, to: &buffer)
      sequence += 1
    }
    let locations = dictionary?.locations ?? []
    let products = dictionary?.products ?? []
    if locations.count > persistedLocations {
      add(.locations(first: UInt32(persistedLocations), Array(locations[persistedLocations...])))
    }
    if products.count > persistedProducts {
      add(.products(first: UInt32(persistedProducts), Array(products[persistedProducts...])))
    }
    add(record)
    do throws(SystemFailure) {
      try journal.write(buffer.bytes, at: journalEnd)
    } catch {
      throw StoreError(error, path: journal.path)
    }
    if options.sync == .everyAppend { try synchronizeJournal() }
    journalEnd += buffer.bytes.count
    nextSequence = sequence
    persistedLocations = max(persistedLocations, locations.count)
    persistedProducts = max(persistedProducts, products.count)
    hasUncheckedRecords = options.sync != .everyAppend
  }

  /// Cuts the files back to a former state; what cannot be undone ends all writing until the store is reopened.
  private mutating func rollBack(to before: StoreWriter, made: [UInt32], because cause: StoreError) {
    let broken = failure
    self = before
    do throws(SystemFailure) {
      try journal.truncate(to: journalEnd)
      if let segment { try segment.file.truncate(to: segment.end) }
      for number in made {
        segments.remove(number)
        try Directory.removeFile(files.segment(number))
      }
      failure = broken
    } catch {
      failure = StoreError(
        .needsReopening, path: files.folder, "a failed append could not be undone (\(error)); the cause was \(cause)",
        systemError: error.number)
    }
  }

  /// Forces everything to the device and notes it in the journal.
  mutating func synchronize() throws(StoreError) {
    if let failure { throw failure }
    guard hasUncheckedRecords || !dirty.isEmpty else { return }
    do throws(SystemFailure) {
      for number in dirty.sorted() { try segments[number]?.synchronize() }
      try Directory.synchronize(files.folder)
      try journal.synchronize()
    } catch {
      throw failedSynchronization(error, path: files.folder)
    }
    dirty = []
    try writeRecord(.synchronized, dictionary: nil)
    try synchronizeJournal()
    hasUncheckedRecords = false
  }

  private mutating func synchronizeJournal() throws(StoreError) {
    do throws(SystemFailure) {
      try journal.synchronize()
    } catch {
      throw failedSynchronization(error, path: journal.path)
    }
  }

  /// Ends writing and gives up the lock.
  mutating func close() throws(StoreError) {
    defer {
      lock = nil
      failure = StoreError(.closed, path: files.folder, "the store was closed")
    }
    if failure != nil { return }
    if options.sync == .never {
      if hasUncheckedRecords { try writeRecord(.synchronized, dictionary: nil) }
    } else {
      try synchronize()
    }
  }
}
