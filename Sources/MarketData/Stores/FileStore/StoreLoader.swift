/// What opening a folder yields.
struct LoadedStore: Sendable {
  var files: StoreFiles
  var index: StoreIndex
  var segments: SegmentFiles
  var writer: StoreWriter
  var recovery: RecoveryReport
}

/// Opens a folder: takes the lock, reads the journal, cuts off what was not finished and finds out what is broken.
struct StoreLoader {
  private struct SegmentState {
    var number: UInt32
    var file: RawFile
    var size: Int
    var isSound: Bool
  }

  /// The largest journal that is read.
  private static let mostJournalBytes = 16 << 30

  private let files: StoreFiles
  private let options: FileStore.Options
  private let segments: SegmentFiles
  private var recovery = RecoveryReport()
  private var loaded: LoadedIndex

  init(path: String, options: FileStore.Options) {
    files = StoreFiles(folder: path)
    self.options = options
    segments = SegmentFiles(files: files)
    loaded = LoadedIndex(files: files, segments: segments)
  }

  /// Loads the store.
  consuming func load() throws(StoreError) -> LoadedStore {
    let lock = try takeLock()
    let names = try wrapping(files.folder) { () throws(SystemFailure) in try Directory.names(in: files.folder) }
    let numbers = names.compactMap(StoreFiles.segmentNumber).sorted()
    let (journal, bytes) = try openJournal(hasSegments: !numbers.isEmpty)
    let scan = JournalScan(bytes, from: StoreFiles.headerBytes)
    let states = try openSegments(numbers)
    loaded.apply(scan)
    recovery.damage += scan.gaps.map { StoreDamage(.record, path: files.journal, offset: $0.offset, $0.message) }
    recovery.damage += loaded.damage
    recovery.checkedBlocks = loaded.checkedBlocks
    recovery.droppedRows += loaded.voidedRows
    try cutJournal(journal, bytes.count, scan)
    let current = try cutSegments(states, hasGaps: !scan.gaps.isEmpty)
    if !loaded.voided.isEmpty {
      recovery.reason = "\(loaded.voided.count) appends had not reached the device and were voided"
    }
    var writer = StoreWriter(
      files: files, options: options, segments: segments, lock: lock, journal: journal, journalEnd: scan.end,
      nextSequence: (scan.entries.last?.sequence ?? 0) + 1, segment: current, nextSegment: (numbers.last ?? 0) + 1,
      persistedLocations: loaded.index.dictionary.locations.count,
      persistedProducts: loaded.index.dictionary.products.count, dirty: loaded.uncheckedSegments,
      hasUncheckedRecords: !loaded.uncheckedSegments.isEmpty)
    for sequence in loaded.voided { try writer.writeRecord(.void(sequence), dictionary: nil) }
    return LoadedStore(files: files, index: loaded.index, segments: segments, writer: writer, recovery: recovery)
  }

  private func wrapping<Value>(
    _ path: String, _ body: () throws(SystemFailure) -> Value
  ) throws(StoreError) -> Value {
    do throws(SystemFailure) { return try body() } catch { throw StoreError(error, path: path) }
  }

  private func takeLock() throws(StoreError) -> RawFile {
    try wrapping(files.folder) { () throws(SystemFailure) in try Directory.create(files.folder) }
    let lock = try wrapping(files.lock) { () throws(SystemFailure) in
      try RawFile(path: files.lock, mode: .openingOrCreating)
    }
    let isMine = try wrapping(files.lock) { () throws(SystemFailure) in try lock.lockExclusively() }
    guard isMine else { throw StoreError(.locked, path: files.folder, "the store is open elsewhere") }
    return lock
  }

  /// Opens the journal, or makes one where there is none and no blocks either.
  private mutating func openJournal(hasSegments: Bool) throws(StoreError) -> (RawFile, [UInt8]) {
    let exists = Directory.kind(of: files.journal) != nil
    if !exists, hasSegments {
      throw StoreError(.corruptJournal, path: files.journal, "there are blocks, but no journal")
    }
    let journal = try wrapping(files.journal) { () throws(SystemFailure) in
      try RawFile(path: files.journal, mode: .openingOrCreating, budget: options.budget)
    }
    var bytes = try wrapping(files.journal) { () throws(SystemFailure) -> [UInt8] in
      let size = try journal.status().size
      guard size <= StoreLoader.mostJournalBytes else { throw SystemFailure(call: "read", number: RawFile.tooLarge) }
      return try journal.read(at: 0, count: size)
    }
    let header = StoreFiles.journalHeader
    if bytes.count < header.count, !hasSegments, header.starts(with: bytes) {
      if !bytes.isEmpty { recovery.reason = "the store had not been made completely" }
      try wrapping(files.journal) { () throws(SystemFailure) in
        try journal.write(header, at: 0)
        if options.sync != .never {
          try journal.synchronize()
          try Directory.synchronize(files.folder)
        }
      }
      bytes = header
    }
    try files.checkJournal(bytes)
    return (journal, bytes)
  }

  private mutating func openSegments(_ numbers: [UInt32]) throws(StoreError) -> [SegmentState] {
    var states: [SegmentState] = []
    for number in numbers {
      let path = files.segment(number)
      let state = try wrapping(path) { () throws(SystemFailure) -> SegmentState in
        let file = try RawFile(path: path, mode: .updating, budget: options.budget)
        let isSound = try file.read(at: 0, count: StoreFiles.headerBytes) == StoreFiles.segmentHeader(number)
        return SegmentState(number: number, file: file, size: try file.status().size, isSound: isSound)
      }
      segments.insert(state.file, number: number)
      states.append(state)
    }
    return states
  }

  private mutating func cutJournal(_ journal: RawFile, _ size: Int, _ scan: JournalScan) throws(StoreError) {
    guard size > scan.end else { return }
    recovery.droppedJournalBytes = size - scan.end
    recovery.reason = scan.tail
    try wrapping(files.journal) { () throws(SystemFailure) in try journal.truncate(to: scan.end) }
  }

  /// Cuts off blocks without a record and returns the segment that can be added to, if there is one.
  ///
  /// Where the journal has gaps nothing is cut: the blocks may belong to a record that was lost.
  private mutating func cutSegments(
    _ states: [SegmentState], hasGaps: Bool
  ) throws(StoreError) -> StoreWriter.Segment? {
    var current: StoreWriter.Segment?
    for state in states {
      let path = files.segment(state.number)
      let end = loaded.ends[state.number]
      if !state.isSound, end != nil {
        recovery.damage.append(
          StoreDamage(.segment, path: path, offset: 0, "the file's first bytes are not what was written"))
      }
      if state.size > end ?? 0, !hasGaps {
        recovery.droppedBlockBytes += state.size - (end ?? 0)
        recovery.droppedRows += droppedRows(state, from: end ?? StoreFiles.headerBytes)
        try wrapping(path) { () throws(SystemFailure) in
          if let end { try state.file.truncate(to: end) } else { try Directory.removeFile(path) }
        }
      }
      if end == nil, !hasGaps { segments.remove(state.number) }
      current = nil
      if let end, state.isSound, state.size >= end, !hasGaps {
        current = StoreWriter.Segment(number: state.number, file: state.file, end: end)
      }
    }
    for (number, end) in loaded.ends.sorted(by: { $0.key < $1.key }) {
      let size = states.first { $0.number == number }?.size ?? 0
      if size < end {
        recovery.damage.append(
          StoreDamage(
            .segment, path: files.segment(number), offset: size, rows: loaded.rows(of: number, beyond: size),
            "the file ends before its blocks do"))
      }
    }
    return current
  }

  /// The rows of the complete blocks after a segment's last block with a record.
  private func droppedRows(_ state: SegmentState, from start: Int) -> Int {
    var rows = 0
    var position = start
    while position + BlockCodec.headerBytes <= state.size,
      let bytes = try? state.file.read(at: position, count: BlockCodec.headerBytes),
      let header = BlockCodec.header(bytes, at: 0), position + header.length <= state.size
    {
      rows += header.rows
      position += header.length
    }
    return rows
  }
}
