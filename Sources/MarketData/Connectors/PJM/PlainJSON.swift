import ByteFormats

/// Scans of strings and numbers that need no escapes, eight bytes a step.
enum PlainJSON {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// The offset of the quote that ends a string without escapes and control characters, or `nil`.
  @inline(__always)
  static func endOfString(from start: Int, in bytes: Span<UInt8>) -> Int? {
    let raw = bytes.bytes
    var at = start
    while bytes.count &- at >= 8 {
      let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let slash = word ^ (ones &* 0x5C)
      // The lowest mark is exact: a borrow can only disturb bytes above a true one.
      let hits =
        ((quote &- ones) & ~quote | (slash &- ones) & ~slash | (word &- ones &* 0x20) & ~word) & tops
      if hits != 0 {
        at &+= hits.trailingZeroBitCount &>> 3
        return bytes[at] == 0x22 ? at : nil
      }
      at &+= 8
    }
    while at < bytes.count {
      if bytes[at] == 0x22 { return at }
      if bytes[at] == 0x5C || bytes[at] < 0x20 { return nil }
      at &+= 1
    }
    return nil
  }

  /// The offset behind the characters of a number.
  @inline(__always)
  static func endOfNumber(from start: Int, in bytes: Span<UInt8>) -> Int {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      guard byte.isDigit || byte == 0x2E || byte == 0x2D || byte | 0x20 == 0x65 || byte == 0x2B else { return at }
      at &+= 1
    }
    return at
  }
}
