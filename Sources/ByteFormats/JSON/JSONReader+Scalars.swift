extension JSONReader {
  /// Reads the string whose opening quote stands at the offset, and checks its escapes.
  mutating func scanString(in bytes: Span<UInt8>) throws(FormatError) -> ByteRange {
    let start = offset &+ 1
    let end = bytes.count
    let raw = bytes.bytes
    let quotes = EightBytes.repeating(Ascii.quote)
    let backslashes = EightBytes.repeating(UInt8(ascii: "\\"))
    lastStringHadEscapes = false
    var place = start
    while place < end {
      if end &- place >= 8 {
        let word = EightBytes.load(raw, at: place)
        let hits = EightBytes.hits(
          EightBytes.differing(word, from: quotes) & EightBytes.differing(word, from: backslashes)
            & EightBytes.notControl(word))
        guard hits != 0 else {
          place &+= 8
          continue
        }
        place &+= EightBytes.first(hits)
      }
      let byte = bytes[place]
      if byte == Ascii.quote {
        guard place &- start <= limits.maxFieldBytes else {
          throw FormatError(
            .fieldTooLong, at: start, line: line(at: start, in: bytes),
            expected: "a string of at most \(limits.maxFieldBytes) bytes")
        }
        offset = place &+ 1
        return ByteRange(start, place)
      }
      if byte == UInt8(ascii: "\\") {
        lastStringHadEscapes = true
        place = try endOfEscape(at: place, in: bytes)
      } else if byte < 0x20 {
        throw failure(at: place, in: bytes, expected: "control characters in strings to be escaped")
      } else {
        place &+= 1
      }
    }
    throw failure(at: end, in: bytes, expected: "a closing quote for the string at byte \(start &- 1)")
  }

  /// The offset behind the escape whose backslash stands at `place`.
  private func endOfEscape(at place: Int, in bytes: Span<UInt8>) throws(FormatError) -> Int {
    guard place &+ 1 < bytes.count else { throw failure(at: bytes.count, in: bytes, expected: "an escape") }
    switch bytes[place &+ 1] {
    case Ascii.quote, UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      return place &+ 2
    case UInt8(ascii: "u"):
      for digit in place &+ 2..<place &+ 6 where digit >= bytes.count || bytes[digit].hexValue == nil {
        throw failure(at: digit, in: bytes, expected: "four hexadecimal digits")
      }
      return place &+ 6
    default:
      throw failure(at: place, in: bytes, expected: "an escape that JSON knows")
    }
  }

  /// Reads the number that starts at the offset.
  mutating func scanNumber(in bytes: Span<UInt8>) throws(FormatError) -> ByteRange {
    let start = offset
    var place = start
    if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place &+= 1 }
    let whole = place
    place = try endOfDigits(from: place, in: bytes, expected: place == start ? "a value" : "a digit")
    if bytes[whole] == UInt8(ascii: "0"), place &- whole > 1 {
      throw failure(at: whole, in: bytes, expected: "a number without leading zeros")
    }
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place = try endOfDigits(from: place &+ 1, in: bytes, expected: "a digit after the decimal point")
    }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place &+= 1
      if place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") { place &+= 1 }
      place = try endOfDigits(from: place, in: bytes, expected: "a digit in the exponent")
    }
    guard place &- start <= limits.maxFieldBytes else {
      throw FormatError(
        .fieldTooLong, at: start, line: line(at: start, in: bytes),
        expected: "a number of at most \(limits.maxFieldBytes) bytes")
    }
    offset = place
    return ByteRange(start, place)
  }

  /// The offset behind the digits from `place` on, of which there must be one at least.
  @inline(__always)
  private func endOfDigits(
    from place: Int, in bytes: Span<UInt8>, expected: StaticString
  ) throws(FormatError) -> Int {
    var end = place
    while end < bytes.count, bytes[end].isDigit { end &+= 1 }
    guard end > place else { throw failure(at: place, in: bytes, expected: "\(expected)") }
    return end
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
