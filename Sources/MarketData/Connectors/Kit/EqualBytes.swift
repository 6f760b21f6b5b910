import ByteFormats

/// Comparisons of two places of one span, sixteen or eight bytes a step.
enum EqualBytes {
  /// Whether the `count` bytes at `left` and at `right` are the same; both must lie inside the span.
  @inline(__always)
  static func equal(_ left: Int, _ right: Int, count: Int, in bytes: Span<UInt8>) -> Bool {
    let raw = bytes.bytes
    var at = 0
    while count &- at >= 16 {
      let low = load(raw, left &+ at) ^ load(raw, right &+ at)
      let high = load(raw, left &+ at &+ 8) ^ load(raw, right &+ at &+ 8)
      if low | high != 0 { return false }
      at &+= 16
    }
    if count >= 8 {
      // The last eight bytes once more, whether or not some of them were compared.
      if at < count &- 8, load(raw, left &+ at) != load(raw, right &+ at) { return false }
      return load(raw, left &+ count &- 8) == load(raw, right &+ count &- 8)
    }
    while at < count {
      if raw.unsafeLoad(fromByteOffset: left &+ at, as: UInt8.self)
        != raw.unsafeLoad(fromByteOffset: right &+ at, as: UInt8.self)
      {
        return false
      }
      at &+= 1
    }
    return true
  }

  /// Whether the bytes of `pattern` stand at `offset` again.
  @inline(__always)
  static func at(_ offset: Int, _ pattern: ByteRange, in bytes: Span<UInt8>) -> Bool {
    bytes.count &- offset >= pattern.count && equal(pattern.start, offset, count: pattern.count, in: bytes)
  }

  @inline(__always)
  private static func load(_ raw: RawSpan, _ offset: Int) -> UInt64 {
    raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
