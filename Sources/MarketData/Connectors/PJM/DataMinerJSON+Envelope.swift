import ByteFormats

extension DataMinerJSON {
  /// Goes to the first record; stays `finished` when the operator states that there is none.
  mutating func open(_ bytes: Span<UInt8>) throws(ParseError) {
    switch skipWhitespace(in: bytes) {
    case UInt8(ascii: "["):
      offset += 1
      position = .firstElement
    case UInt8(ascii: "{"):
      try openObject(bytes)
    default:
      throw failure(in: bytes, expected: "an object or an array")
    }
  }

  private mutating func openObject(_ bytes: Span<UInt8>) throws(ParseError) {
    let start = offset
    offset += 1
    while true {
      let byte = skipWhitespace(in: bytes)
      if byte == UInt8(ascii: "}") { break }
      if byte == UInt8(ascii: ",") { offset += 1 }
      guard skipWhitespace(in: bytes) == UInt8(ascii: "\"") else {
        throw failure(in: bytes, expected: "a key in quotes")
      }
      let key = ByteRange(offset, offset)
      let slot = try readKey(in: bytes)
      if slot >= 0 {
        offset = start
        position = .single
        return
      }
      if bytes.hasBytes("\"items\"", at: key.start) {
        isEnvelope = true
        return try openItems(bytes)
      }
      _ = try readValue(in: bytes)
    }
    throw DataMinerAnswer.error(in: bytes, source: log.source, limits: limits)
  }

  private mutating func openItems(_ bytes: Span<UInt8>) throws(ParseError) {
    switch bytes[offset] {
    case UInt8(ascii: "["):
      offset += 1
      position = .firstElement
    case UInt8(ascii: "{"):
      position = .single
    default:
      throw failure(in: bytes, expected: "an array of items")
    }
  }

  /// Checks what follows the items: the other members of the envelope, and nothing behind it.
  mutating func closeEnvelope(in bytes: Span<UInt8>) throws(ParseError) {
    while true {
      let byte = skipWhitespace(in: bytes)
      if byte == UInt8(ascii: "}") {
        offset += 1
        return try expectEnd(in: bytes)
      }
      guard byte == UInt8(ascii: ",") else { throw failure(in: bytes, expected: "',' or '}'") }
      offset += 1
      _ = try readKey(in: bytes)
      _ = try readValue(in: bytes)
    }
  }

  mutating func expectEnd(in bytes: Span<UInt8>) throws(ParseError) {
    guard skipWhitespace(in: bytes) == nil else { throw failure(in: bytes, expected: "nothing behind the answer") }
  }
}
