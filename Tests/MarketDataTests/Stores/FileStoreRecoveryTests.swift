import MarketDataTestSupport
import Testing

@testable import MarketData

@Suite struct FileStoreRecoveryTests {
  private static let blocks = "blocks-000001.c254"
  private static let journal = "journal.c254"

  /// A store of two appends, and the sizes of its files before the second.
  private struct Fixture {
    let folder: TemporaryDirectory
    let first: Set<String>
    let both: Set<String>
    let journalSize: Int
    let blocksSize: Int

    init(sync: FileStore.SyncPolicy = .everyAppend) async throws {
      folder = try TemporaryDirectory()
      var options = FileStore.Options()
      options.sync = sync
      options.rowsPerBlock = 8
      let store = try await FileStore.open(at: folder.path, options: options)
      _ = try await store.append(StoreRows.table(nodes: 3, hours: 0..<4, digest: SHA256Digest(hashing: [1])))
      first = try await StoreRows.held(by: store)
      journalSize = try folder.read(journal).count
      blocksSize = try folder.read(blocks).count
      _ = try await store.append(StoreRows.table(nodes: 4, hours: 4..<8, digest: SHA256Digest(hashing: [2])))
      both = try await StoreRows.held(by: store)
      try await store.close()
    }
  }

  @Test func anUnfinishedRecordLosesItsAppendOnly() async throws {
    let fixture = try await Fixture()
    let journal = try fixture.folder.read(Self.journal)
    for size in fixture.journalSize..<journal.count {
      let copy = try fixture.folder.copy()
      try copy.write(Array(journal[..<size]), to: Self.journal)
      let store = try await FileStore.open(at: copy.path)
      #expect(!store.recovery.isClean)
      #expect(store.recovery.droppedRows == 16)
      #expect(store.recovery.damage.isEmpty)
      #expect(try await StoreRows.held(by: store) == fixture.first)
      #expect(try await store.append(StoreRows.table(nodes: 4, hours: 4..<8)).rows == 16)
      #expect(try await StoreRows.held(by: store) == fixture.both)
      try await store.close()
      let again = try await FileStore.open(at: copy.path)
      #expect(again.recovery.isClean)
      #expect(try await StoreRows.held(by: again) == fixture.both)
    }
  }

  @Test func unfinishedBlocksAreCutOff() async throws {
    let fixture = try await Fixture()
    let journal = try fixture.folder.read(Self.journal)
    let blocks = try fixture.folder.read(Self.blocks)
    for size in fixture.blocksSize..<blocks.count {
      let copy = try fixture.folder.copy()
      try copy.write(Array(journal[..<fixture.journalSize]), to: Self.journal)
      try copy.write(Array(blocks[..<size]), to: Self.blocks)
      let store = try await FileStore.open(at: copy.path)
      #expect(store.recovery.isClean == (size == fixture.blocksSize))
      #expect(store.recovery.droppedBlockBytes == size - fixture.blocksSize)
      #expect(try await StoreRows.held(by: store) == fixture.first)
      #expect(try copy.read(Self.blocks).count == fixture.blocksSize)
      try await store.close()
    }
  }

  @Test func blocksThatAreMissingAreReportedAndOthersStayReadable() async throws {
    let fixture = try await Fixture()
    let blocks = try fixture.folder.read(Self.blocks)
    for size in stride(from: 0, to: blocks.count, by: 7) {
      let copy = try fixture.folder.copy()
      try copy.write(Array(blocks[..<size]), to: Self.blocks)
      var options = FileStore.Options()
      options.onDamage = .leaveOut
      let store = try await FileStore.open(at: copy.path, options: options)
      #expect(store.recovery.damage.contains { $0.kind == .segment })
      let held = try await StoreRows.held(by: store)
      #expect(held.isSubset(of: fixture.both))
      if size >= fixture.blocksSize { #expect(held.isSuperset(of: fixture.first)) }
      _ = try await store.append(StoreRows.table(nodes: 1, hours: 100..<101))
      #expect(try await StoreRows.held(by: store).count == held.count + 1)
      try await store.close()
    }
  }

  @Test func aFlippedBitInABlockIsReportedAndOthersStayReadable() async throws {
    let fixture = try await Fixture()
    let blocks = try fixture.folder.read(Self.blocks)
    for offset in stride(from: StoreFiles.headerBytes, to: blocks.count, by: 5) {
      let copy = try fixture.folder.copy()
      var broken = blocks
      broken[offset] ^= 1 << UInt8(offset % 8)
      try copy.write(broken, to: Self.blocks)
      let strict = try await FileStore.open(at: copy.path)
      #expect(strict.recovery.isClean)
      await #expect(throws: StoreError.self) { _ = try await StoreRows.held(by: strict) }
      #expect(try await strict.verify().count == 1)
      try await strict.close()
      var options = FileStore.Options()
      options.onDamage = .leaveOut
      let lenient = try await FileStore.open(at: copy.path, options: options)
      let held = try await StoreRows.held(by: lenient)
      #expect(
        held.isSubset(of: fixture.both) && held.count >= fixture.both.count - 8 && held.count < fixture.both.count)
      #expect(lenient.damage.count == 1)
      #expect(lenient.damage.first?.rows == fixture.both.count - held.count)
      try await lenient.close()
    }
  }

  @Test func aFlippedBitInTheJournalKeepsLaterAppends() async throws {
    let fixture = try await Fixture()
    let journal = try fixture.folder.read(Self.journal)
    for offset in StoreFiles.headerBytes..<fixture.journalSize {
      let copy = try fixture.folder.copy()
      var broken = journal
      broken[offset] ^= 1 << UInt8(offset % 8)
      try copy.write(broken, to: Self.journal)
      let store = try await FileStore.open(at: copy.path)
      let held = try await StoreRows.held(by: store)
      #expect(held.isSubset(of: fixture.both))
      if held != fixture.both { #expect(!store.recovery.isClean) }
      #expect(store.recovery.droppedBlockBytes == 0)
      let receipt = try await store.append(StoreRows.table(nodes: 1, hours: 100..<101))
      #expect(receipt.rows == 1)
      #expect(try await StoreRows.held(by: store).count == held.count + 1)
      try await store.close()
      let again = try await FileStore.open(at: copy.path)
      #expect(try await StoreRows.held(by: again).count == held.count + 1)
      try await again.close()
    }
  }

  @Test func lostPowerVoidsAppendsWhoseBlocksDidNotReachTheDevice() async throws {
    let folder = try TemporaryDirectory()
    var options = FileStore.Options()
    options.sync = .onClose
    let store = try await FileStore.open(at: folder.path, options: options)
    _ = try await store.append(StoreRows.table())
    try await store.synchronize()
    let safe = try folder.read(Self.blocks).count
    _ = try await store.append(StoreRows.table(hours: 24..<48))
    let middle = try folder.read(Self.blocks).count
    _ = try await store.append(StoreRows.table(hours: 48..<72))
    let copy = try folder.copy()
    var blocks = try folder.read(Self.blocks)
    for offset in safe..<middle { blocks[offset] = 0 }
    try copy.write(blocks, to: Self.blocks)
    let recovered = try await FileStore.open(at: copy.path, options: options)
    #expect(recovered.recovery.droppedRows == 144)
    #expect(recovered.recovery.reason != nil)
    #expect(try await StoreRows.held(by: recovered).count == 288)
    try await recovered.close()
    let again = try await FileStore.open(at: copy.path, options: options)
    #expect(again.recovery.isClean)
    #expect(try await StoreRows.held(by: again).count == 288)
  }

  @Test(arguments: 0..<4)
  func randomDamageNeverTrapsAndNeverInventsRows(part: Int) async throws {
    let fixture = try await Fixture()
    let files = [
      Self.journal: try fixture.folder.read(Self.journal), Self.blocks: try fixture.folder.read(Self.blocks),
    ]
    var generator = SplitMix64(seed: UInt64(part) + 1)
    for _ in 0..<500 {
      let copy = try fixture.folder.copy()
      let name = Bool.random(using: &generator) ? Self.journal : Self.blocks
      var bytes = files[name] ?? []
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        case 1:
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: bytes = Array(bytes[..<Int.random(in: 1...bytes.count, using: &generator)])
        default:
          bytes += (0..<Int.random(in: 1...40, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
          }
        }
      }
      try copy.write(bytes, to: name)
      var options = FileStore.Options()
      options.onDamage = .leaveOut
      options.sync = .never
      do throws(StoreError) {
        let store = try await FileStore.open(at: copy.path, options: options)
        let held = try? await StoreRows.held(by: store)
        #expect(held?.isSubset(of: fixture.both) ?? false)
        if held != fixture.both { #expect(!store.recovery.isClean || !store.damage.isEmpty) }
      } catch {
        #expect([.notAStore, .corruptJournal, .unsupportedVersion].contains(error.code))
      }
    }
  }
}
