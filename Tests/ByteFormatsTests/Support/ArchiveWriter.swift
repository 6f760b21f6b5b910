/// Writes deflated bytes, gzip files and zip archives, sound ones and defective ones, for tests to read.
enum ArchiveWriter {
  /// `bytes` deflated with fixed codes (RFC 1951), runs of one byte as matches of 258.
  static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var writer = BitWriter()
    writer.bits(0b011, 3)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      writer.literal(byte)
      index += 1
      while index + 258 <= bytes.count, bytes[index..<index + 258].allSatisfy({ $0 == byte }) {
        writer.longestMatch()
        index += 258
      }
    }
    writer.code(0, 7)
    return writer.finished()
  }

  /// 2 MiB of zeros in 2,049 bytes, as zlib deflates them at level 9.
  static let deflatedZeros: [UInt8] =
    [237, 193, 49, 1, 0, 0, 0, 194, 160, 245, 79, 109, 12, 31, 160] + [UInt8](repeating: 0, count: 2_032) + [190, 6]

  /// A gzip member around `bytes`.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    gzip(deflated: deflated(bytes), checksum: crc32(bytes), size: bytes.count)
  }

  /// A gzip member around deflated bytes, with a checksum and size of the caller's choice.
  static func gzip(deflated: [UInt8], checksum: UInt32, size: Int) -> [UInt8] {
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + deflated + little(checksum) + little(UInt32(truncatingIfNeeded: size))
  }

  /// What goes into a zip archive, and the lies that it tells there.
  struct Entry {
    var name: [UInt8]
    var contents: [UInt8] = []
    var isDeflated = true
    var usesDescriptor = false
    var usesWideSizes = false
    var flags: UInt16 = 0
    var method: UInt16?
    var checksum: UInt32?
    var declaredSize: UInt32?
    /// Deflated bytes to write instead of the contents.
    var rawData: [UInt8]?
    /// The header that the central directory names instead of the entry's own.
    var headerOffset: Int?

    init(_ name: String, _ contents: String = "") {
      self.name = name.bytes
      self.contents = contents.bytes
    }
  }

  /// A zip archive behind `prefix`, whose offsets count from the archive's own start.
  static func zip(_ entries: [Entry], prefix: [UInt8] = [], comment: String = "") -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let data = entry.rawData ?? (entry.isDeflated ? deflated(entry.contents) : entry.contents)
      let method = entry.method ?? (entry.isDeflated ? 8 : 0)
      let flags = entry.flags | (entry.usesDescriptor ? 8 : 0)
      let checksum = entry.checksum ?? crc32(entry.contents)
      let size = entry.declaredSize ?? UInt32(entry.contents.count)
      let header = entry.headerOffset ?? body.count
      let hidden = entry.usesDescriptor
      let common: [UInt8] = little(flags) + little(method) + [0, 0, 0, 0]

      body += [0x50, 0x4B, 3, 4, 20, 0] + common
      body += little(hidden ? 0 : checksum) + little(hidden ? 0 : UInt32(data.count)) + little(hidden ? 0 : size)
      body += little(UInt16(entry.name.count)) + [0, 0] + entry.name + data
      if hidden { body += [0x50, 0x4B, 7, 8] + little(checksum) + little(UInt32(data.count)) + little(size) }

      var extra: [UInt8] = []
      if entry.usesWideSizes {
        extra = [1, 0, 24, 0] + little(UInt64(size)) + little(UInt64(data.count)) + little(UInt64(header))
      }
      directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + common + little(checksum)
      directory += entry.usesWideSizes ? little(UInt64.max) : little(UInt32(data.count)) + little(size)
      directory += little(UInt16(entry.name.count)) + little(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10)
      directory += little(entry.usesWideSizes ? UInt32.max : UInt32(header)) + entry.name + extra
    }
    let isWide = entries.contains { $0.usesWideSizes }
    let count = UInt16(entries.count)
    var end: [UInt8] = []
    if isWide {
      end += [0x50, 0x4B, 6, 6] + little(UInt64(44)) + [45, 0, 45, 0] + little(UInt64(0))
      end +=
        little(UInt64(count)) + little(UInt64(count)) + little(UInt64(directory.count)) + little(UInt64(body.count))
      end += [0x50, 0x4B, 6, 7] + little(UInt32(0)) + little(UInt64(body.count + directory.count)) + little(UInt32(1))
    }
    end += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(isWide ? .max : count) + little(isWide ? .max : count)
    end += little(isWide ? .max : UInt32(directory.count)) + little(isWide ? .max : UInt32(body.count))
    end += little(UInt16(comment.utf8.count)) + comment.bytes
    return prefix + body + directory + end
  }

  /// The CRC-32 of `bytes`, bit by bit.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

/// Writes the bits of a deflate block.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt32 = 0
  private var count = 0

  /// Appends a number, lowest bit first.
  mutating func bits(_ value: UInt32, _ size: Int) {
    pending |= value << UInt32(count)
    count += size
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }

  /// Appends a Huffman code, highest bit first.
  mutating func code(_ value: UInt32, _ size: Int) {
    for bit in (0..<size).reversed() { bits(value >> UInt32(bit) & 1, 1) }
  }

  mutating func literal(_ byte: UInt8) {
    byte < 144 ? code(0x30 + UInt32(byte), 8) : code(0x190 + UInt32(byte) - 144, 9)
  }

  /// Repeats the last byte 258 times.
  mutating func longestMatch() {
    code(0xC5, 8)
    code(0, 5)
  }

  mutating func finished() -> [UInt8] {
    if count > 0 { bits(0, 8 - count) }
    return bytes
  }
}
