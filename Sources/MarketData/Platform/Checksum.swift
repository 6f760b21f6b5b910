internal import CCarbon254Zlib

/// CRC-32 as zlib, gzip and PNG compute it (polynomial 0xEDB88320).
enum Checksum {
  /// The checksum of bytes.
  static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard let base = bytes.baseAddress else { return 0 }
    var value: UInt = 0
    var done = 0
    while done < bytes.count {
      let count = min(bytes.count - done, 1 << 30)
      value = CCarbon254Zlib.crc32(value, (base + done).assumingMemoryBound(to: UInt8.self), UInt32(count))
      done += count
    }
    return UInt32(truncatingIfNeeded: value)
  }

  /// The checksum of a range of an array; the range must lie in it.
  static func crc32(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    bytes.withUnsafeBytes { crc32(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}
