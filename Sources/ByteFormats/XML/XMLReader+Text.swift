extension XMLReader {
  /// The text of a run of text or an attribute, references decoded; a CDATA section is taken as it stands.
  ///
  /// Line ends are kept as they are, and invalid UTF-8 becomes U+FFFD.
  package func string(_ range: ByteRange, in bytes: Span<UInt8>) -> String {
    let range = range.clamped(to: bytes.count)
    // Other text follows a '>' or a quote, so that what stands before tells a CDATA section.
    if bytes.hasBytes("<![CDATA[", at: range.start &- 9) { return String(bytes, range) }
    guard bytes.firstOffset(of: UInt8(ascii: "&"), in: range) != nil else { return String(bytes, range) }
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var place = range.start
    while place < range.end {
      if bytes[place] == UInt8(ascii: "&"), let reference = Reference(at: place, end: range.end, in: bytes),
        let scalar = reference.scalar
      {
        text.append(scalar: scalar)
        place = reference.end
      } else {
        text.append(bytes[place])
        place &+= 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Checks that each `&` in `range` begins a reference that ``string(_:in:)`` can decode.
  func checkReferences(_ range: ByteRange, in bytes: Span<UInt8>) throws(FormatError) {
    var place = range.start
    while let mark = bytes.firstOffset(of: UInt8(ascii: "&"), in: ByteRange(place, range.end)) {
      guard let reference = Reference(at: mark, end: range.end, in: bytes) else {
        throw failure(at: mark, in: bytes, expected: "a reference such as '&amp;'")
      }
      guard reference.scalar != nil else {
        throw FormatError(
          .entityNotAllowed, at: mark, line: line(at: mark, in: bytes),
          expected: "one of the five predefined entities, or a character that XML allows")
      }
      place = reference.end
    }
  }

  /// A reference to a character, `&amp;` or `&#38;` or `&#x26;`.
  private struct Reference {
    /// The offset behind the semicolon.
    let end: Int
    /// The character; nil when the name is not known or the number is no character.
    let scalar: Unicode.Scalar?

    /// Reads the reference whose `&` stands at `start`; nil when there is no semicolon within 32 bytes.
    init?(at start: Int, end limit: Int, in bytes: Span<UInt8>) {
      let window = ByteRange(start &+ 1, min(start &+ 32, limit))
      guard let semicolon = bytes.firstOffset(of: UInt8(ascii: ";"), in: window) else { return nil }
      let name = ByteRange(start &+ 1, semicolon)
      guard !name.isEmpty else { return nil }
      end = semicolon &+ 1
      if bytes[name.start] == UInt8(ascii: "#") {
        scalar = Self.number(ByteRange(name.start &+ 1, name.end), in: bytes)
      } else {
        scalar = Self.predefined(name, in: bytes)
      }
    }

    private static func predefined(_ name: ByteRange, in bytes: Span<UInt8>) -> Unicode.Scalar? {
      if bytes.equals(name, "amp") { return "&" }
      if bytes.equals(name, "lt") { return "<" }
      if bytes.equals(name, "gt") { return ">" }
      if bytes.equals(name, "quot") { return "\"" }
      if bytes.equals(name, "apos") { return "'" }
      return nil
    }

    private static func number(_ range: ByteRange, in bytes: Span<UInt8>) -> Unicode.Scalar? {
      let isHexadecimal = bytes.hasBytes("x", at: range.start)
      let digits = isHexadecimal ? ByteRange(range.start &+ 1, range.end) : range
      guard !digits.isEmpty else { return nil }
      let base: UInt32 = isHexadecimal ? 16 : 10
      var value: UInt32 = 0
      for place in digits.start..<digits.end {
        guard let digit = bytes[place].hexValue, digit < base else { return nil }
        value = min(value &* base &+ digit, 0x11_0000)
      }
      guard value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D else { return nil }
      guard value != 0xFFFE, value != 0xFFFF else { return nil }
      return Unicode.Scalar(value)
    }
  }
}
