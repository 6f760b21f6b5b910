internal import CBenchmarkZlib

/// Writes zip archives, as an operator's server does.
enum ZipFile {
  /// An archive of one deflated member.
  static func archive(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let packed = deflated(bytes)
    let checksum = UInt32(crc32(0, bytes, uInt(bytes.count)))
    let nameBytes = Array(name.utf8)
    // Version, flags, method, time and date, checksum, sizes, name length, extra length.
    let common =
      le16(20) + le16(0) + le16(8) + le16(0) + le16(0x5AEE) + le32(checksum) + le32(UInt32(packed.count))
      + le32(UInt32(bytes.count)) + le16(UInt16(nameBytes.count)) + le16(0)
    let local = le32(0x0403_4B50) + common + nameBytes
    let central =
      le32(0x0201_4B50) + le16(20) + common + le16(0) + le16(0) + le16(0) + le32(0) + le32(0) + nameBytes
    let end =
      le32(0x0605_4B50) + le16(0) + le16(0) + le16(1) + le16(1) + le32(UInt32(central.count))
      + le32(UInt32(local.count + packed.count)) + le16(0)
    return local + packed + central + end
  }

  /// A raw deflate stream.
  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    deflateInit2_(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
    var input = bytes
    let written = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = uInt(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(target.count)
        deflate(&stream, Z_FINISH)
        return Int(stream.total_out)
      }
    }
    deflateEnd(&stream)
    return Array(output.prefix(written))
  }

  private static func le16(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  private static func le32(_ value: UInt32) -> [UInt8] {
    le16(UInt16(truncatingIfNeeded: value)) + le16(UInt16(truncatingIfNeeded: value >> 16))
  }
}
