extension JSONReader {
  /// Whether the key or string in `range` is `name`, escapes decoded.
  package func matches(_ range: ByteRange, _ name: StaticString, in bytes: Span<UInt8>) -> Bool {
    if bytes.equals(range, name) { return true }
    return Self.hasEscapes(range, in: bytes) && string(range, in: bytes) == name.description
  }

  /// The text of a key or string: escapes decoded, lone surrogates and invalid UTF-8 made U+FFFD.
  package func string(_ range: ByteRange, in bytes: Span<UInt8>) -> String {
    let range = range.clamped(to: bytes.count)
    guard Self.hasEscapes(range, in: bytes) else { return String(bytes, range) }
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var place = range.start
    while place < range.end {
      let byte = bytes[place]
      place &+= 1
      guard byte == UInt8(ascii: "\\"), place < range.end else {
        text.append(byte)
        continue
      }
      let escape = bytes[place]
      place &+= 1
      switch escape {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"): text.append(scalar: Self.scalar(at: &place, end: range.end, in: bytes))
      default: text.append(escape)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a backslash stands in `range`.
  private static func hasEscapes(_ range: ByteRange, in bytes: Span<UInt8>) -> Bool {
    bytes.firstOffset(of: UInt8(ascii: "\\"), in: range) != nil
  }

  /// The character of the hexadecimal digits at `place`, joined with a low surrogate behind it if there is one.
  private static func scalar(at place: inout Int, end: Int, in bytes: Span<UInt8>) -> Unicode.Scalar {
    let high = unit(at: place, end: end, in: bytes)
    place = min(place &+ 4, end)
    guard let high else { return "\u{FFFD}" }
    if 0xD800..<0xDC00 ~= high, end &- place >= 6, bytes.hasBytes("\\u", at: place),
      let low = unit(at: place &+ 2, end: end, in: bytes), 0xDC00..<0xE000 ~= low
    {
      place &+= 6
      return Unicode.Scalar(0x1_0000 &+ ((high &- 0xD800) << 10) &+ (low &- 0xDC00)) ?? "\u{FFFD}"
    }
    return Unicode.Scalar(high) ?? "\u{FFFD}"
  }

  /// The value of the four hexadecimal digits at `place`, or nil.
  private static func unit(at place: Int, end: Int, in bytes: Span<UInt8>) -> UInt32? {
    guard end &- place >= 4 else { return nil }
    var value: UInt32 = 0
    for index in place..<place &+ 4 {
      guard let digit = bytes[index].hexValue else { return nil }
      value = value << 4 | digit
    }
    return value
  }
}

extension [UInt8] {
  /// Appends the UTF-8 form of `scalar`.
  mutating func append(scalar: Unicode.Scalar) {
    append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}
