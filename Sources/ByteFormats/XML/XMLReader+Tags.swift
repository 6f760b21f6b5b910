extension XMLReader {
  /// The value of the attribute called `name`, by local name, of the element just started; nil when it has none.
  package func attribute(_ name: StaticString, in bytes: Span<UInt8>) -> ByteRange? {
    attributes.first { bytes.equals(Self.localName($0.qualifiedName, in: bytes), name) }?.value
  }

  /// Whether the name in `range` is `name`.
  package func matches(_ range: ByteRange, _ name: StaticString, in bytes: Span<UInt8>) -> Bool {
    bytes.equals(range, name)
  }

  /// Reads the name that starts at `start`.
  func scanName(from start: Int, in bytes: Span<UInt8>) throws(FormatError) -> ByteRange {
    var end = start
    while end < bytes.count, bytes[end].isNameByte { end &+= 1 }
    let name = ByteRange(start, end)
    guard !name.isEmpty, bytes[start].isNameStart else { throw failure(at: start, in: bytes, expected: "a name") }
    try checkLength(name, in: bytes)
    return name
  }

  /// Reads attributes from `start` to the end of the tag, which the offset moves behind.
  ///
  /// - Returns: Whether the tag closes its element, `<name/>`.
  mutating func scanAttributes(from start: Int, in bytes: Span<UInt8>) throws(FormatError) -> Bool {
    var place = start
    while true {
      let next = skipWhitespace(from: place, in: bytes)
      if bytes.hasBytes("/>", at: next) {
        offset = next &+ 2
        return true
      }
      if bytes.hasBytes(">", at: next) {
        offset = next &+ 1
        return false
      }
      guard next > place else { throw failure(at: next, in: bytes, expected: "white space, '/>' or '>'") }
      place = try scanAttribute(from: next, in: bytes)
    }
  }

  /// Stores the attribute that starts at `start`.
  ///
  /// - Returns: The offset behind the closing quote.
  private mutating func scanAttribute(from start: Int, in bytes: Span<UInt8>) throws(FormatError) -> Int {
    let name = try scanName(from: start, in: bytes)
    let equals = skipWhitespace(from: name.end, in: bytes)
    guard bytes.hasBytes("=", at: equals) else { throw failure(at: equals, in: bytes, expected: "'='") }
    let open = skipWhitespace(from: equals &+ 1, in: bytes)
    guard bytes.hasBytes("\"", at: open) || bytes.hasBytes("'", at: open) else {
      throw failure(at: open, in: bytes, expected: "a value in quotes")
    }
    guard let close = bytes.firstOffset(of: bytes[open], from: open &+ 1) else {
      throw failure(at: bytes.count, in: bytes, expected: "a closing quote for the value at byte \(open)")
    }
    let value = ByteRange(open &+ 1, close)
    try checkLength(value, in: bytes)
    if let tag = bytes.firstOffset(of: UInt8(ascii: "<"), in: value) {
      throw failure(at: tag, in: bytes, expected: "'&lt;' in an attribute")
    }
    try checkReferences(value, in: bytes)
    guard attributes.count < min(limits.maxFields, 256) else {
      throw FormatError(
        .tooManyFields, at: start, line: line(at: start, in: bytes),
        expected: "at most \(min(limits.maxFields, 256)) attributes")
    }
    if attributes.contains(where: { bytes.equal($0.qualifiedName, name) }) {
      throw failure(at: start, in: bytes, expected: "each attribute once")
    }
    attributes.append(Attribute(qualifiedName: name, value: value))
    return close &+ 1
  }

  /// The offset of the first byte at or after `start` that is not white space.
  func skipWhitespace(from start: Int, in bytes: Span<UInt8>) -> Int {
    var place = start
    while place < bytes.count, bytes[place].isWhitespace { place &+= 1 }
    return place
  }

  /// The part of a qualified name behind its last colon.
  static func localName(_ name: ByteRange, in bytes: Span<UInt8>) -> ByteRange {
    var start = name.end
    while start > name.start, bytes[start &- 1] != UInt8(ascii: ":") { start &-= 1 }
    return ByteRange(start, name.end)
  }

  func checkLength(_ range: ByteRange, in bytes: Span<UInt8>) throws(FormatError) {
    guard range.count <= limits.maxFieldBytes else {
      throw FormatError(
        .fieldTooLong, at: range.start, line: line(at: range.start, in: bytes),
        expected: "text of at most \(limits.maxFieldBytes) bytes")
    }
  }

  /// The error for unexpected bytes at `place`, or for the end of the input there.
  func failure(at place: Int, in bytes: Span<UInt8>, expected: String) -> FormatError {
    let code: FormatError.Code = place < bytes.count ? .malformed : .unexpectedEnd
    let place = min(place, bytes.count)
    return FormatError(code, at: place, line: line(at: place, in: bytes), expected: expected)
  }

  /// The physical line of `place`, from 1.
  func line(at place: Int, in bytes: Span<UInt8>) -> Int {
    bytes.lineFeeds(in: ByteRange(0, place)) &+ 1
  }
}

extension UInt8 {
  /// Whether this may start a name; every byte beyond ASCII may.
  fileprivate var isNameStart: Bool {
    lowercased &- 0x61 < 26 || self == UInt8(ascii: "_") || self == UInt8(ascii: ":") || self >= 0x80
  }

  /// Whether this may stand in a name.
  fileprivate var isNameByte: Bool {
    isNameStart || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
  }
}
