import MarketDataTestSupport
import Testing

@testable import MarketData

/// Files whose checksums are right and whose content is nonsense: what only somebody who means harm writes.
@Suite struct FileStoreForgeryTests {
  private static func patch(_ value: UInt32, _ bytes: inout [UInt8], at offset: Int) {
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * index)) }
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  private static func spoil(_ bytes: inout [UInt8], _ range: Range<Int>, _ generator: inout SplitMix64) {
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let offset = Int.random(in: range, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes[offset] = .random(in: 0...255, using: &generator)
      case 1: bytes[offset] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &generator) ?? 0
      default: bytes[offset] = bytes[offset] &+ 1
      }
    }
  }

  /// A file of the largest number would leave none for the next.
  @Test func aFileOfTheLargestNumberIsNotTheStores() async throws {
    let folder = try TemporaryDirectory()
    let store = try await FileStore.open(at: folder.path)
    _ = try await store.append(StoreRows.table(nodes: 2, hours: 0..<2))
    try await store.close()
    try folder.write([1, 2, 3], to: "blocks-4294967295.c254")
    let again = try await FileStore.open(at: folder.path)
    #expect(again.recovery.isClean && again.size.rows == 4)
    try await again.close()
  }

  @Test func forgedBlocksNeverTrap() throws {
    let chunk = try #require(StoreRows.chunk(nodes: 5, hours: 0..<6))
    let schema = BlockSchema(
      provenance: chunk.provenance, components: chunk.components.map(\.component), hasIssueTimes: false)
    let block = SortedUnit(schema: schema, chunks: [chunk]).block(0..<30)
    let summary = block.summary()
    var writer = ByteWriter()
    _ = BlockCodec.append(block, sequence: 1, to: &writer)
    var generator = SplitMix64(seed: 11)
    var read = 0
    for _ in 0..<4000 {
      var bytes = writer.bytes
      Self.spoil(&bytes, 4..<Int.random(in: 5...bytes.count, using: &generator), &generator)
      let checksum = Checksum.crc32(bytes, BlockCodec.headerBytes..<bytes.count)
      Self.patch(checksum, &bytes, at: 20)
      Self.patch(Checksum.crc32(bytes, 0..<60), &bytes, at: 60)
      do throws(ByteReader.Malformed) {
        let forged = try BlockCodec.block(bytes, summary: summary, schema: schema, checksum: checksum)
        read += 1
        _ = forged.summary()
        var index = StoreIndex(dictionary: chunk.dictionary)
        index.append([BlockEntry(summary: summary, schema: index.code(of: schema))])
        for query in [
          ObservationQuery(), ObservationQuery(locations: .ids(["N3"])),
          ObservationQuery(interval: DeliveryInterval(start: Instant(secondsSince1970: 3600), seconds: 7200)),
        ] {
          let plan = QueryPlan(query, index: &index)
          for band in plan.bands { _ = plan.chunks(of: band, blocks: [forged]) }
        }
        _ = RevisionCounter.count(block, schema.components, against: [(forged, schema.components)])
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(read > 100)
  }

  @Test(arguments: 0..<2)
  func forgedJournalsNeverTrap(part: Int) async throws {
    let folder = try TemporaryDirectory()
    var options = FileStore.Options()
    options.sync = .never
    options.onDamage = .leaveOut
    options.rowsPerBlock = 8
    let store = try await FileStore.open(at: folder.path, options: options)
    _ = try await store.append(StoreRows.table(nodes: 3, hours: 0..<4, digest: SHA256Digest(hashing: [1])))
    _ = try await store.append(StoreRows.table(nodes: 4, hours: 4..<8))
    try await store.close()
    let journal = try folder.read("journal.c254")
    var records: [Int] = []
    var position = StoreFiles.headerBytes
    while position < journal.count {
      records.append(position)
      position += JournalRecord.headerBytes + (Self.number(journal, at: position + 16) + 7) / 8 * 8
    }
    var generator = SplitMix64(seed: UInt64(part) + 21)
    for _ in 0..<400 {
      var bytes = journal
      let record = try #require(records.randomElement(using: &generator))
      let length = Self.number(journal, at: record + 16)
      if length == 0 { continue }
      let content = record + JournalRecord.headerBytes..<record + JournalRecord.headerBytes + length
      Self.spoil(&bytes, content, &generator)
      Self.patch(Checksum.crc32(bytes, content), &bytes, at: record + 20)
      Self.patch(Checksum.crc32(bytes, record..<record + 28), &bytes, at: record + 28)
      let copy = try folder.copy()
      try copy.write(bytes, to: "journal.c254")
      let forged = try await FileStore.open(at: copy.path, options: options)
      var rows = 0
      for try await chunk in try await forged.chunks(matching: ObservationQuery()) { rows += chunk.count }
      for try await chunk in try await forged.chunks(matching: ObservationQuery(market: "TEST")) { rows += chunk.count }
      #expect(rows <= 2 * 28)
      _ = try await forged.append(StoreRows.table(nodes: 1, hours: 0..<3))
    }
  }
}
