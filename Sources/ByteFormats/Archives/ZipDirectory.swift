/// Where the central directory of a zip archive lies.
struct ZipDirectory {
  /// The offset of the first entry.
  let start: Int
  /// The offset behind the last entry.
  let end: Int
  /// The number of entries that the archive declares.
  let count: Int
  /// The bytes that stand before the archive, by which its offsets are off.
  let shift: Int

  /// Finds the directory by the record at the end of the archive.
  init(_ bytes: Span<UInt8>, limits: FormatLimits) throws(FormatError) {
    guard let record = Self.endRecord(in: bytes) else {
      throw FormatError(.truncated, at: bytes.count, expected: "the end record of a zip archive")
    }
    guard let count16 = bytes.uint16(at: record &+ 10), let size32 = bytes.uint32(at: record &+ 12),
      let offset32 = bytes.uint32(at: record &+ 16)
    else { throw FormatError(.truncated, at: bytes.count, expected: "the end record of a zip archive") }

    var end = record
    var count = Int(count16)
    var size = Int(size32)
    var offset = Int(offset32)
    if count16 == .max || size32 == .max || offset32 == .max, bytes.hasBytes("PK\u{06}\u{07}", at: record &- 20) {
      end = try Self.endRecord64(before: record &- 20, in: bytes)
      guard let count64 = bytes.size(at: end &+ 32), let size64 = bytes.size(at: end &+ 40),
        let offset64 = bytes.size(at: end &+ 48)
      else { throw FormatError(.malformed, at: end, expected: "the 64-bit end record of a zip archive") }
      (count, size, offset) = (count64, size64, offset64)
    }
    guard size <= end, offset <= end &- size else {
      throw FormatError(.malformed, at: record, expected: "a central directory before the end record")
    }
    guard count <= limits.maxMembers else {
      throw FormatError(.tooManyMembers, at: record, expected: "at most \(limits.maxMembers) members")
    }
    start = end &- size
    self.end = end
    self.count = count
    shift = start &- offset
  }

  /// Reads the entries of the directory.
  func members(in bytes: Span<UInt8>, limits: FormatLimits) throws(FormatError) -> [ZipArchive.Member] {
    var members: [ZipArchive.Member] = []
    var offset = start
    while offset < end {
      guard members.count < count else {
        throw FormatError(.malformed, at: offset, expected: "\(count) entries in the central directory")
      }
      let (member, next) = try member(at: offset, in: bytes)
      members.append(member)
      offset = next
    }
    guard members.count == count else {
      throw FormatError(.malformed, at: end, expected: "\(count) entries in the central directory")
    }
    return members
  }

  /// Reads the entry at `offset`.
  ///
  /// - Returns: The member, and the offset of the next entry.
  private func member(
    at offset: Int, in bytes: Span<UInt8>
  ) throws(FormatError) -> (member: ZipArchive.Member, next: Int) {
    guard bytes.hasBytes("PK\u{01}\u{02}", at: offset), end &- offset >= 46,
      let flags = bytes.uint16(at: offset &+ 8), let method = bytes.uint16(at: offset &+ 10),
      let checksum = bytes.uint32(at: offset &+ 16), let compressed = bytes.uint32(at: offset &+ 20),
      let uncompressed = bytes.uint32(at: offset &+ 24), let nameSize = bytes.uint16(at: offset &+ 28),
      let extraSize = bytes.uint16(at: offset &+ 30), let commentSize = bytes.uint16(at: offset &+ 32),
      let header = bytes.uint32(at: offset &+ 42)
    else { throw FormatError(.malformed, at: offset, expected: "an entry of the central directory") }

    let name = ByteRange(offset &+ 46, offset &+ 46 &+ Int(nameSize))
    let extra = ByteRange(name.end, name.end &+ Int(extraSize))
    let next = extra.end &+ Int(commentSize)
    guard next <= end else {
      throw FormatError(.malformed, at: offset, expected: "an entry that ends within the central directory")
    }
    var wide = WideFields(extra, in: bytes)
    guard let sizes = wide.resolve(uncompressed, compressed, header, in: bytes) else {
      throw FormatError(.malformed, at: extra.start, expected: "64-bit sizes")
    }
    guard sizes.header <= start &- shift else {
      throw FormatError(.malformed, at: offset, expected: "a member before the central directory")
    }
    let member = ZipArchive.Member(
      name: Self.text(name, in: bytes),
      compressedSize: sizes.compressed, uncompressedSize: sizes.uncompressed,
      method: method, crc32: checksum, isEncrypted: flags & 1 != 0,
      headerOffset: sizes.header &+ shift, entryOffset: offset)
    guard member.compressedSize <= start else {
      throw FormatError(.malformed, at: offset, expected: "a member that ends before the central directory")
    }
    return (member, next)
  }

  private static func text(_ range: ByteRange, in bytes: Span<UInt8>) -> String {
    let name = bytes.withUnsafeBufferPointer { Array($0[range.start..<range.end]) }
    return String(decoding: TextEncoding.normalised(name), as: UTF8.self)
  }

  /// The offset of the end record: the last one whose comment ends within the bytes.
  private static func endRecord(in bytes: Span<UInt8>) -> Int? {
    var offset = bytes.count &- 22
    let first = max(offset &- 65_535, 0)
    while offset >= first {
      if bytes.hasBytes("PK\u{05}\u{06}", at: offset), let comment = bytes.uint16(at: offset &+ 20),
        Int(comment) <= bytes.count &- offset &- 22
      {
        return offset
      }
      offset &-= 1
    }
    return nil
  }

  /// The offset of the 64-bit end record that the locator at `locator` names, or that stands right before it.
  private static func endRecord64(before locator: Int, in bytes: Span<UInt8>) throws(FormatError) -> Int {
    if let offset = bytes.size(at: locator &+ 8), offset <= locator &- 56,
      bytes.hasBytes("PK\u{06}\u{06}", at: offset)
    {
      return offset
    }
    guard bytes.hasBytes("PK\u{06}\u{06}", at: locator &- 56) else {
      throw FormatError(.malformed, at: locator, expected: "a 64-bit end record before its locator")
    }
    return locator &- 56
  }
}

/// The 64-bit field that replaces sizes and offsets too large for 32 bits.
private struct WideFields {
  private var offset = 0
  private var end = 0

  /// Finds the field in the extra fields of an entry.
  init(_ extra: ByteRange, in bytes: Span<UInt8>) {
    var place = extra.start
    while let kind = bytes.uint16(at: place), let size = bytes.uint16(at: place &+ 2), place &+ 4 <= extra.end {
      let next = place &+ 4 &+ Int(size)
      if kind == 1, next <= extra.end {
        offset = place &+ 4
        end = next
        return
      }
      place = next
    }
  }

  /// The sizes and the offset, each from this field when its 32-bit form is full; nil when it is not there.
  mutating func resolve(
    _ uncompressed: UInt32, _ compressed: UInt32, _ header: UInt32, in bytes: Span<UInt8>
  ) -> (uncompressed: Int, compressed: Int, header: Int)? {
    guard let uncompressed = value(uncompressed, in: bytes), let compressed = value(compressed, in: bytes),
      let header = value(header, in: bytes)
    else { return nil }
    return (uncompressed, compressed, header)
  }

  private mutating func value(_ narrow: UInt32, in bytes: Span<UInt8>) -> Int? {
    guard narrow == .max else { return Int(narrow) }
    guard end &- offset >= 8, let wide = bytes.size(at: offset) else { return nil }
    offset &+= 8
    return wide
  }
}

extension Span where Element == UInt8 {
  /// The little-endian number at `offset`, or nil beyond the ends.
  func uint16(at offset: Int) -> UInt16? {
    guard offset >= 0, offset <= count, count &- offset >= 2 else { return nil }
    return UInt16(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// The little-endian number at `offset`, or nil beyond the ends.
  func uint32(at offset: Int) -> UInt32? {
    guard offset >= 0, offset <= count, count &- offset >= 4 else { return nil }
    return UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The little-endian 64-bit size at `offset`, or nil beyond the ends and for sizes that no file has.
  func size(at offset: Int) -> Int? {
    guard offset >= 0, offset <= count, count &- offset >= 8 else { return nil }
    let value = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    return value <= 1 << 56 ? Int(value) : nil
  }
}
