/// Keeps tables in a folder of append-only files with checksums: the embedded store for a machine that may lose power.
///
///     let store = try await FileStore.open(at: "/var/lib/desk/prices")
///     if !store.recovery.isClean { print(store.recovery) }
///     _ = try await store.append(day)
///     let week = ObservationQuery(market: "PJM", locations: .ids(["1"]), interval: sevenDays)
///     let table = try await store.table(matching: week)
///     try await store.close()
///
/// **What is promised.** An append is all or nothing, also after `kill -9` or a loss of power: blocks of rows are
/// written first, one record of the journal makes them exist. What an append had not finished is cut off when the store
/// is opened, and ``recovery`` says so. Every block carries a checksum that is checked whenever its rows are read; a
/// block that fails it is a typed error, or is left out and listed in ``damage``, as ``Options/onDamage`` chooses,
/// while all other rows stay readable. One process has a store open at a time.
///
/// **What supersedes what.** As for ``InMemoryStore``: rows with the same location, product, start, length and issue
/// time supersede one another by publication time, then revision, then arrival.
///
/// **Cost.** A row of a price with three components takes 36 bytes on disk, 40 where each row has its own publication
/// time. In memory the store keeps about 140 bytes a block of 512 rows, so 100 million rows take some 25 MB, and the
/// names of locations and products. Opening reads the journal (about 100 bytes a block), not the rows. A query reads
/// only blocks whose ranges of time, place, product and publication match. Counting revised rows reads the held blocks
/// that overlap the appended ones and costs nothing where none does; ``Options/countsRevisions`` turns it off.
///
/// Reads and writes run on threads of Dispatch, never on the cooperative pool. The format is described in
/// Documentation/file-store-format.md.
public final class FileStore: ObservationStore {
  /// When written data is forced to the device.
  public enum SyncPolicy: Hashable, Sendable {
    /// Before an append returns: it survives a loss of power.
    case everyAppend
    /// When ``FileStore/synchronize()`` or ``FileStore/close()`` is called: appends survive the death of the process,
    /// and those since the last call may be lost with the machine's power. They are checked when the store is opened.
    case onClose
    /// Never: the operating system writes when it likes.
    case never
  }

  /// What a query does when it meets a block that does not match its checksum.
  public enum DamagePolicy: Hashable, Sendable {
    /// It throws ``StoreError/Code/corruptBlock``, so that no price is missing unnoticed.
    case fail
    /// It leaves the block out and adds it to ``FileStore/damage``.
    case leaveOut
  }

  /// How a store is kept.
  public struct Options: Sendable {
    /// When written data is forced to the device.
    public var sync = SyncPolicy.everyAppend
    /// What a query does about a broken block.
    public var onDamage = DamagePolicy.fail
    /// How large a file of blocks grows before the next is begun, in bytes.
    public var segmentBytes = 1 << 30
    /// How many rows go into a block, up to the next change of location.
    public var rowsPerBlock = 512
    /// Whether receipts count revised rows; without it the count is 0 and appends never read.
    public var countsRevisions = true
    /// Lets tests make writes fail.
    var budget: WriteBudget?

    /// Makes the default options; set what should differ.
    public init() {}
  }

  /// How much a store holds.
  public struct Size: Hashable, Sendable {
    /// Rows, superseded ones included.
    public var rows: Int
    /// Blocks.
    public var blocks: Int
    /// Bytes of the blocks.
    public var blockBytes: Int
  }

  /// The folder.
  public let path: String
  /// How the store is kept.
  public let options: Options
  /// What opening the store found that was not as it should be.
  public let recovery: RecoveryReport
  /// The locations and products of the store; tables made over it are appended without translating their codes.
  public let dictionary: ObservationDictionary

  let files: StoreFiles
  let index: Guarded<StoreIndex>
  let segments: SegmentFiles
  let writer: Guarded<StoreWriter>
  let found: Guarded<[StoreDamage]>
  let isClosed = Guarded(false)
  let writeQueue = BlockingQueue("carbon254.file-store.write")
  let readQueue = BlockingQueue("carbon254.file-store.read", isConcurrent: true)

  private init(path: String, options: Options, loaded: consuming LoadedStore) {
    self.path = path
    self.options = options
    recovery = loaded.recovery
    dictionary = loaded.index.dictionary
    files = loaded.files
    segments = loaded.segments
    found = Guarded(loaded.recovery.damage)
    writer = Guarded(loaded.writer)
    index = Guarded(loaded.index)
  }

  /// Opens the store in a folder, which is made when it does not exist.
  ///
  /// - Throws: ``StoreError``: `locked` while it is open elsewhere, `notAStore`, `unsupportedVersion`, `corruptJournal`
  ///   when the journal's first bytes are broken or blocks stand without one, `inputOutput`.
  public static func open(at path: String, options: Options = Options()) async throws(StoreError) -> FileStore {
    try await BlockingQueue("carbon254.file-store.open").run { () throws(StoreError) in
      FileStore(path: path, options: options, loaded: try StoreLoader(path: path, options: options).load())
    }
  }

  /// Everything broken that was found so far, when the store was opened and since.
  public var damage: [StoreDamage] { found.withLock { $0 } }

  /// How much the store holds.
  public var size: Size {
    index.withLock { index in
      Size(
        rows: index.rows, blocks: index.blocks.count,
        blockBytes: index.blocks.reduce(0) { $0 + Int($1.place.length) })
    }
  }

  /// Whether a payload with this digest was appended for this feed.
  public func contains(_ digest: SHA256Digest, feed: Feed.ID) async throws -> Bool {
    try checkOpen()
    return index.withLock { $0.contains(PayloadKey(feed: feed, digest: digest)) }
  }

  /// Forces everything that was appended to the device.
  public func synchronize() async throws(StoreError) {
    try checkOpen()
    try await writeQueue.run { () throws(StoreError) in
      try self.writer.withLock { (writer) throws(StoreError) in try writer.synchronize() }
    }
  }

  /// Forces what was appended to the device, unless the policy is `never`, and lets others open the store.
  ///
  /// A store that is only let go of is unlocked too, but under `onClose` nothing is forced to the device then. Appends
  /// and queries that come later throw ``StoreError/Code/closed``; closing again does nothing.
  public func close() async throws(StoreError) {
    if isClosed.withLock({ closed in
      defer { closed = true }
      return closed
    }) {
      return
    }
    try await writeQueue.run { () throws(StoreError) in
      try self.writer.withLock { (writer) throws(StoreError) in try writer.close() }
    }
  }

  func checkOpen() throws(StoreError) {
    if isClosed.withLock({ $0 }) { throw StoreError(.closed, path: path, "the store was closed") }
  }
}
