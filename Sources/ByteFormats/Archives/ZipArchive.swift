internal import CCarbon254Zlib

/// A zip archive: its members as the central directory lists them, and their bytes.
///
///     let archive = try ZipArchive(bytes)
///     for member in archive.members where !member.isDirectory {
///       let contents = try archive.extract(member, from: bytes)
///     }
///
/// Stored and deflated members are read, with 64-bit sizes, archive comments, data descriptors and other bytes before
/// the archive. What an archive declares is a claim: sizes and checksums are checked, members that share bytes are
/// refused, and memory grows only with what is really expanded.
package struct ZipArchive: Sendable {
  /// One entry of the central directory.
  package struct Member: Sendable, Equatable {
    /// The path; text that is not UTF-8 is read as Windows-1252.
    package let name: String
    /// The declared size in the archive, in bytes.
    package let compressedSize: Int
    /// The declared size when expanded, in bytes.
    package let uncompressedSize: Int
    /// The method: 0 stored, 8 deflated.
    package let method: UInt16
    /// The declared checksum of the expanded bytes.
    package let crc32: UInt32
    /// Whether the bytes are encrypted, and so cannot be read.
    package let isEncrypted: Bool
    /// The offset of the member's own header.
    let headerOffset: Int
    /// The offset of the member's entry in the central directory.
    let entryOffset: Int

    /// Whether this is a folder, which holds no bytes.
    package var isDirectory: Bool { name.utf8.last == UInt8(ascii: "/") }
  }

  /// The members in the order of the central directory.
  package let members: [Member]
  let limits: FormatLimits
  let directoryStart: Int

  /// Reads the central directory of an archive.
  ///
  /// - Complexity: O(*n* log *n*) in the number of members.
  /// - Throws: ``FormatError`` with the code `truncated`, `malformed`, `tooManyMembers`, or `expansionLimit` when
  ///   members share bytes or declare more than ``FormatLimits/maxExpandedBytes`` in all.
  package init(_ bytes: Span<UInt8>, limits: FormatLimits = .default) throws(FormatError) {
    let directory = try ZipDirectory(bytes, limits: limits)
    self.limits = limits
    directoryStart = directory.start
    members = try directory.members(in: bytes, limits: limits)
    try checkMembers()
  }

  /// Whether `bytes` begin as a zip archive does.
  package static func looksLikeZip(_ bytes: Span<UInt8>) -> Bool {
    bytes.hasBytes("PK\u{03}\u{04}", at: 0) || bytes.hasBytes("PK\u{05}\u{06}", at: 0)
  }

  /// The name in the first header of an archive of which only the first bytes are at hand, or nil.
  package static func firstMemberName(_ head: Span<UInt8>) -> String? {
    guard head.hasBytes("PK\u{03}\u{04}", at: 0), let size = head.uint16(at: 26), head.count >= 30 + Int(size) else {
      return nil
    }
    return String(head, ByteRange(30, 30 + Int(size)))
  }

  /// The expanded bytes of `member`, from the same `bytes` that the archive was read from.
  ///
  /// - Throws: ``FormatError`` with the code `encrypted`, `unsupportedCompression`, `truncated`, `malformed`,
  ///   `checksumMismatch` or `expansionLimit`.
  package func extract(_ member: Member, from bytes: Span<UInt8>) throws(FormatError) -> [UInt8] {
    guard !member.isEncrypted else {
      throw FormatError(.encrypted, at: member.headerOffset, expected: "a member that is not encrypted")
    }
    let data = try dataRange(of: member, in: bytes)
    let contents: [UInt8]
    switch member.method {
    case 0:
      guard member.compressedSize == member.uncompressedSize else {
        throw FormatError(.malformed, at: member.entryOffset, expected: "equal sizes for a stored member")
      }
      contents = bytes.withUnsafeBufferPointer { Array($0[data.start..<data.end]) }
    case 8:
      contents = try Inflater(wrapper: .none, limits: limits, declaredSize: member.uncompressedSize)
        .expand(data, of: bytes)
    default:
      throw FormatError(.unsupportedCompression, at: member.entryOffset, expected: "method 0 or 8")
    }
    guard contents.count == member.uncompressedSize, Self.checksum(contents) == member.crc32 else {
      throw FormatError(.checksumMismatch, at: data.start, expected: "the declared size and checksum of \(member.name)")
    }
    return contents
  }

  /// Where the compressed bytes of `member` lie, found by its own header.
  private func dataRange(of member: Member, in bytes: Span<UInt8>) throws(FormatError) -> ByteRange {
    let header = member.headerOffset
    guard bytes.hasBytes("PK\u{03}\u{04}", at: header) else {
      throw FormatError(.malformed, at: header, expected: "the header of a member")
    }
    guard let nameSize = bytes.uint16(at: header &+ 26), let extraSize = bytes.uint16(at: header &+ 28) else {
      throw FormatError(.truncated, at: bytes.count, expected: "the header of a member")
    }
    let start = header &+ 30 &+ Int(nameSize) &+ Int(extraSize)
    guard start <= directoryStart, directoryStart <= bytes.count, member.compressedSize <= directoryStart &- start
    else {
      throw FormatError(.truncated, at: header, expected: "the member to end before the central directory")
    }
    return ByteRange(start, start &+ member.compressedSize)
  }

  /// Checks that members share no bytes and do not declare too much in all.
  private func checkMembers() throws(FormatError) {
    var end = 0
    for member in members.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      guard member.headerOffset >= end else {
        throw FormatError(.expansionLimit, at: member.entryOffset, expected: "members that share no bytes")
      }
      end = member.headerOffset &+ 30 &+ member.compressedSize
    }
    var total = 0
    for member in members {
      total &+= member.uncompressedSize
      guard total <= limits.maxExpandedBytes, member.uncompressedSize <= limits.maxExpandedBytes else {
        throw FormatError(
          .expansionLimit, at: member.entryOffset, expected: "at most \(limits.maxExpandedBytes) expanded bytes in all")
      }
    }
  }

  /// The CRC-32 of `contents`.
  private static func checksum(_ contents: [UInt8]) -> UInt32 {
    contents.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
  }
}
