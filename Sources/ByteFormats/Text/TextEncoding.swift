/// Turns the text encodings that market files come in into plain UTF-8.
package enum TextEncoding {
  /// `bytes` in UTF-8 without a byte order mark.
  ///
  /// UTF-16 is known by its byte order mark; what is not valid UTF-8 is read as Windows-1252, which holds ISO-8859-1.
  ///
  /// - Complexity: linear; the bytes are not copied when they are plain UTF-8 already.
  package static func normalised(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes, isBigEndian: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes, isBigEndian: true) }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard isValidUTF8(bytes.span) else { return windows1252(hasMark ? bytes[3...] : bytes[...]) }
    return hasMark ? Array(bytes[3...]) : bytes
  }

  /// Whether `bytes` are valid UTF-8.
  ///
  /// - Complexity: linear; ASCII goes by eight bytes a step.
  package static func isValidUTF8(_ bytes: Span<UInt8>) -> Bool {
    do {
      _ = try UTF8Span(validating: bytes)
      return true
    } catch {
      return false
    }
  }

  /// Decodes UTF-16 behind its byte order mark; a lone surrogate or last byte becomes U+FFFD.
  private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var offset = 2
    while offset &+ 1 < bytes.count {
      let first = UInt16(bytes[offset])
      let second = UInt16(bytes[offset &+ 1])
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
      offset &+= 2
    }
    if offset < bytes.count { units.append(0xFFFD) }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Decodes Windows-1252; its five bytes without a meaning become the control characters of ISO-8859-1.
  private static func windows1252(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count &+ bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        text.append(byte)
      } else {
        let scalar = byte < 0xA0 ? upperControls[Int(byte &- 0x80)] : Unicode.Scalar(byte)
        text.append(scalar: scalar)
      }
    }
    return text
  }

  /// The characters that Windows-1252 has at 0x80 to 0x9F.
  private static let upperControls: [Unicode.Scalar] = [
    "\u{20AC}", "\u{81}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
    "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{8D}", "\u{017D}", "\u{8F}",
    "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
    "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", "\u{9D}", "\u{017E}", "\u{0178}",
  ]
}
