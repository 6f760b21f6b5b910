/// Marks of plain text that several formats share.
enum Ascii {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
}

extension Span where Element == UInt8 {
  /// Whether the bytes of `range` are those of `text`; a range outside the span is cut to it.
  package func equals(_ range: ByteRange, _ text: StaticString) -> Bool {
    let range = range.clamped(to: count)
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { text in
      for index in 0..<text.count where self[range.start &+ index] != text[index] {
        return false
      }
      return true
    }
  }

  /// Whether the bytes of `range` are those of `text`, taking `A` to `Z` and `a` to `z` as equal.
  package func equalsIgnoringCase(_ range: ByteRange, _ text: StaticString) -> Bool {
    let range = range.clamped(to: count)
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { text in
      for index in 0..<text.count where self[range.start &+ index].lowercased != text[index].lowercased {
        return false
      }
      return true
    }
  }

  /// Whether two ranges of this span, cut to it, hold the same bytes.
  package func equal(_ lhs: ByteRange, _ rhs: ByteRange) -> Bool {
    let lhs = lhs.clamped(to: count)
    let rhs = rhs.clamped(to: count)
    guard lhs.count == rhs.count else { return false }
    for index in 0..<lhs.count where self[lhs.start &+ index] != self[rhs.start &+ index] {
      return false
    }
    return true
  }

  /// `range`, cut to the span, without the blanks and tabs at both ends.
  @inlinable
  @inline(__always)
  package func trimmed(_ range: ByteRange) -> ByteRange {
    if range.start >= 0, range.end <= count, !range.isEmpty, !self[range.start].isBlank, !self[range.end &- 1].isBlank {
      return range
    }
    return trimmedSlowly(range)
  }

  /// The case of a field that is empty, has blanks, or lies outside the span.
  @usableFromInline
  @inline(never)
  func trimmedSlowly(_ range: ByteRange) -> ByteRange {
    let range = range.clamped(to: count)
    var start = range.start
    var end = range.end
    while start < end, self[start].isBlank { start &+= 1 }
    while start < end, self[end &- 1].isBlank { end &-= 1 }
    return ByteRange(start, end)
  }

  /// The offset of the first `byte` in `range`, cut to the span, or nil.
  ///
  /// - Complexity: linear, eight bytes a step.
  package func firstOffset(of byte: UInt8, in range: ByteRange) -> Int? {
    let range = range.clamped(to: count)
    let pattern = EightBytes.repeating(byte)
    let raw = bytes
    var offset = range.start
    while range.end &- offset >= 8 {
      let hits = EightBytes.hits(EightBytes.differing(EightBytes.load(raw, at: offset), from: pattern))
      if hits != 0 { return offset &+ EightBytes.first(hits) }
      offset &+= 8
    }
    while offset < range.end {
      if self[offset] == byte { return offset }
      offset &+= 1
    }
    return nil
  }

  /// The offset of the first `byte` at or after `offset`, or nil.
  package func firstOffset(of byte: UInt8, from offset: Int) -> Int? {
    firstOffset(of: byte, in: ByteRange(offset, count))
  }

  /// Whether the bytes at `offset` begin with those of `text`.
  package func hasBytes(_ text: StaticString, at offset: Int) -> Bool {
    guard offset >= 0, offset <= count, count &- offset >= text.utf8CodeUnitCount else { return false }
    return equals(ByteRange(offset, offset &+ text.utf8CodeUnitCount), text)
  }

  /// The number of line feeds in `range`, cut to the span.
  func lineFeeds(in range: ByteRange) -> Int {
    let range = range.clamped(to: count)
    var total = 0
    for offset in range.start..<range.end where self[offset] == Ascii.lineFeed {
      total &+= 1
    }
    return total
  }
}

extension String {
  /// The text of `range` of `bytes`, cut to the span; invalid UTF-8 becomes U+FFFD.
  package init(_ bytes: Span<UInt8>, _ range: ByteRange) {
    let range = range.clamped(to: bytes.count)
    self = bytes.withUnsafeBufferPointer { buffer in
      String(decoding: buffer[range.start..<range.end], as: UTF8.self)
    }
  }
}

extension UInt8 {
  /// Whether this is a blank or a tab.
  @inlinable
  package var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// Whether this is `0` to `9`.
  @inlinable
  package var isDigit: Bool { self &- 0x30 < 10 }

  /// Whether this is white space of JSON and XML: blank, tab, carriage return, line feed.
  @inlinable
  package var isWhitespace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

  /// This byte with `A` to `Z` made `a` to `z`.
  @inlinable
  package var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

  /// The value of a hexadecimal digit, or nil.
  package var hexValue: UInt32? {
    switch self {
    case 0x30...0x39: UInt32(self &- 0x30)
    case 0x41...0x46: UInt32(self &- 0x37)
    case 0x61...0x66: UInt32(self &- 0x57)
    default: nil
    }
  }
}
