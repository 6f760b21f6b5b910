/// The names and first bytes of a store's files.
struct StoreFiles: Sendable {
  /// The folder.
  let folder: String

  static let version: UInt32 = 1
  static let headerBytes = 64
  private static let journalMagic: UInt64 = 0x4c4e_524a_3435_3243  // "C254JRNL"
  private static let segmentMagic: UInt64 = 0x534b_4c42_3435_3243  // "C254BLKS"

  var lock: String { folder + "/LOCK" }
  var journal: String { folder + "/journal.c254" }

  /// The file of a segment.
  func segment(_ number: UInt32) -> String {
    let digits = String(number)
    return folder + "/blocks-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".c254"
  }

  /// The number of a segment's file, or `nil` for another file; the largest number is none, for one must be able to follow.
  static func segmentNumber(_ name: String) -> UInt32? {
    guard name.hasPrefix("blocks-"), name.hasSuffix(".c254"), let number = UInt32(name.dropFirst(7).dropLast(5)),
      number < .max
    else { return nil }
    return number
  }

  /// The first bytes of the journal.
  static var journalHeader: [UInt8] { header(journalMagic, number: 0) }

  /// The first bytes of a segment.
  static func segmentHeader(_ number: UInt32) -> [UInt8] { header(segmentMagic, number: number) }

  private static func header(_ magic: UInt64, number: UInt32) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(magic)
    writer.append(version)
    writer.append(number)
    for _ in 0..<11 { writer.append(UInt32(0)) }
    writer.append(Checksum.crc32(writer.bytes, 0..<60))
    return writer.bytes
  }

  /// Checks the first bytes of the journal.
  func checkJournal(_ bytes: [UInt8]) throws(StoreError) {
    guard bytes.count >= StoreFiles.headerBytes, Array(bytes[..<8]) == Array(StoreFiles.journalHeader[..<8]) else {
      throw StoreError(.notAStore, path: journal, "the file does not begin like a journal")
    }
    guard Checksum.crc32(bytes, 0..<60) == StoreFiles.number(bytes, at: 60) else {
      throw StoreError(.corruptJournal, path: journal, "the file's first bytes do not match their checksum")
    }
    let version = StoreFiles.number(bytes, at: 8)
    guard version == StoreFiles.version else {
      throw StoreError(
        .unsupportedVersion, path: journal, "format version \(version), this library reads \(StoreFiles.version)")
    }
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
  }
}
