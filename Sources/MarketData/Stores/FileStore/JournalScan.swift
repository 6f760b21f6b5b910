/// The records of a journal's bytes, and what of the bytes could not be read.
struct JournalScan: Sendable {
  /// A record that was read.
  struct Entry: Sendable {
    var sequence: UInt64
    var offset: Int
    var record: JournalRecord
  }

  /// Bytes between good records that are not what was written.
  struct Gap: Sendable {
    var offset: Int
    var bytes: Int
    var message: String
  }

  /// The good records, in order.
  private(set) var entries: [Entry] = []
  /// What is broken between them.
  private(set) var gaps: [Gap] = []
  /// Where the last good record ends; what follows is an unfinished write.
  private(set) var end: Int
  /// Why the bytes after ``end`` are no record, where there are any.
  private(set) var tail: String?

  /// Reads the records that stand in `bytes` from `start` on.
  init(_ bytes: [UInt8], from start: Int) {
    end = start
    var position = start
    var trouble: (offset: Int, message: String)?
    while position < bytes.count {
      switch JournalScan.record(bytes, at: position, after: entries.last?.sequence) {
      case .success((let entry, let next)):
        if let found = trouble {
          gaps.append(Gap(offset: found.offset, bytes: position - found.offset, message: found.message))
          trouble = nil
        } else if let last = entries.last, entry.sequence != last.sequence + 1 {
          gaps.append(
            Gap(
              offset: position, bytes: 0, message: "records between \(last.sequence) and \(entry.sequence) are missing")
          )
        }
        entries.append(entry)
        position = next
        end = next
      case .failure(let error):
        if trouble == nil { trouble = (position, error.message) }
        position += 8
        while position + 4 <= bytes.count, !JournalScan.hasMagic(bytes, position) { position += 8 }
      }
    }
    tail = trouble?.message
  }

  private static func hasMagic(_ bytes: [UInt8], _ offset: Int) -> Bool {
    bytes[offset] == 0x52 && bytes[offset + 1] == 0x45 && bytes[offset + 2] == 0x43 && bytes[offset + 3] == 0x31
  }

  private static func record(
    _ bytes: [UInt8], at offset: Int, after last: UInt64?
  ) -> Result<(Entry, Int), ByteReader.Malformed> {
    do throws(ByteReader.Malformed) {
      var header = ByteReader(bytes, offset..<offset + JournalRecord.headerBytes)
      guard header.remaining == JournalRecord.headerBytes else {
        throw ByteReader.Malformed(message: "the journal ends inside a record's header")
      }
      let magic = try header.integer(UInt32.self)
      let kind = try header.integer(UInt32.self)
      let sequence = try header.integer(UInt64.self)
      let length = Int(try header.integer(UInt32.self))
      let checksum = try header.integer(UInt32.self)
      _ = try header.integer(UInt32.self)
      guard magic == JournalRecord.magic,
        try header.integer(UInt32.self) == Checksum.crc32(bytes, offset..<offset + 28),
        sequence < .max, last.map({ sequence > $0 }) ?? true
      else { throw ByteReader.Malformed(message: "a record's header does not match its checksum") }
      let content = offset + JournalRecord.headerBytes
      let next = content + (length + 7) / 8 * 8
      guard next <= bytes.count else { throw ByteReader.Malformed(message: "the journal ends inside a record") }
      guard Checksum.crc32(bytes, content..<content + length) == checksum else {
        throw ByteReader.Malformed(message: "a record's content does not match its checksum")
      }
      var reader = ByteReader(bytes, content..<content + length)
      let record = try JournalRecord(kind: kind, &reader)
      return .success((Entry(sequence: sequence, offset: offset, record: record), next))
    } catch {
      return .failure(error)
    }
  }
}
