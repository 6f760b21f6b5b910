import ByteFormats
import MarketData

/// A place in a case file, and what may be passed over from there.
struct CaseScanner {
  var offset = 0
  var line = 1
  var lineStart = 0
  let source: String?

  init(source: String?) { self.source = source }

  /// The place, for an error.
  func place(field: String? = nil) -> ParseError.Place {
    .init(source: source, line: line, field: field, byteOffset: offset, column: offset &- lineStart &+ 1)
  }

  func error(_ code: ParseError.Code, _ found: String, expected: String, field: String? = nil) -> ParseError {
    ParseError(code, at: place(field: field), found, expected: expected)
  }

  func byte(_ bytes: Span<UInt8>) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func byte(_ bytes: Span<UInt8>, ahead: Int) -> UInt8? {
    offset &+ ahead < bytes.count ? bytes[offset &+ ahead] : nil
  }

  /// Passes over a line feed.
  @inline(__always)
  mutating func passLineFeed() {
    offset &+= 1
    line &+= 1
    lineStart = offset
  }

  /// Passes over blanks, and over `...` with the rest of its line.
  @inline(__always)
  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte.isBlank || byte == UInt8(ascii: "\r") {
        offset &+= 1
      } else if byte == UInt8(ascii: "."), bytes.hasBytes("...", at: offset) {
        skipLine(bytes)
        if offset < bytes.count { passLineFeed() }
      } else {
        return
      }
    }
  }

  /// Goes to the end of the line, before its line feed.
  @inline(__always)
  mutating func skipLine(_ bytes: Span<UInt8>) {
    offset = bytes.firstOffset(of: UInt8(ascii: "\n"), from: offset) ?? bytes.count
  }

  /// Passes over a comment, up to the end of its line or, where `%{` stands alone on one, behind the matching `%}`.
  mutating func skipComment(_ bytes: Span<UInt8>) {
    guard isBlockMark("%{", "#{", bytes) else { return skipLine(bytes) }
    var depth = 0
    while offset < bytes.count {
      skipBlanksOfLine(bytes)
      if isBlockMark("%{", "#{", bytes) { depth &+= 1 }
      if isBlockMark("%}", "#}", bytes) { depth &-= 1 }
      skipLine(bytes)
      if depth <= 0 { return }
      if offset < bytes.count { passLineFeed() }
    }
  }

  private mutating func skipBlanksOfLine(_ bytes: Span<UInt8>) {
    while offset < bytes.count, bytes[offset].isBlank { offset &+= 1 }
  }

  /// Whether a mark of a block comment stands here, alone on its line.
  private func isBlockMark(_ mark: StaticString, _ other: StaticString, _ bytes: Span<UInt8>) -> Bool {
    guard bytes.hasBytes(mark, at: offset) || bytes.hasBytes(other, at: offset) else { return false }
    var place = lineStart
    while place < offset {
      guard bytes[place].isBlank else { return false }
      place &+= 1
    }
    place = offset &+ 2
    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
      guard bytes[place].isWhitespace else { return false }
      place &+= 1
    }
    return true
  }

  /// Passes over everything between statements.
  mutating func skipToStatement(_ bytes: Span<UInt8>) {
    while true {
      skipBlanks(bytes)
      switch byte(bytes) {
      case UInt8(ascii: "\n"): passLineFeed()
      case UInt8(ascii: ";"), UInt8(ascii: ","): offset &+= 1
      case UInt8(ascii: "%"), UInt8(ascii: "#"): skipComment(bytes)
      default: return
      }
    }
  }

  /// Whether a statement ends here.
  func isAtEndOfStatement(_ bytes: Span<UInt8>) -> Bool {
    switch byte(bytes) {
    case nil, UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "%"), UInt8(ascii: "#"): true
    default: false
    }
  }

  /// Passes over the rest of a statement that cannot be read: to the end of the line on which its brackets are closed.
  mutating func skipStatement(_ bytes: Span<UInt8>) {
    var depth = 0
    var mayOpenText = false
    while let byte = byte(bytes) {
      switch byte {
      case UInt8(ascii: "\n"):
        guard depth > 0 else { return }
        passLineFeed()
        mayOpenText = true
        continue
      case UInt8(ascii: "%"), UInt8(ascii: "#"):
        skipComment(bytes)
        continue
      case UInt8(ascii: "."):
        if bytes.hasBytes("...", at: offset) {
          skipBlanks(bytes)
          continue
        }
      case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "("): depth &+= 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ")"): depth &-= 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if byte == UInt8(ascii: "\"") || mayOpenText { skipText(byte, bytes) }
      default: break
      }
      mayOpenText = byte.isBlank || "[{(,;=".utf8.contains(byte)
      if offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset &+= 1 }
    }
  }

  /// Goes to the closing quote of a text, or to the end of its line.
  private mutating func skipText(_ quote: UInt8, _ bytes: Span<UInt8>) {
    offset &+= 1
    while let byte = byte(bytes), byte != UInt8(ascii: "\n"), byte != quote { offset &+= 1 }
  }

  /// Reads a word of letters, digits and underscores that begins with a letter; `nil` where none stands here.
  mutating func word(_ bytes: Span<UInt8>) -> String? {
    let start = offset
    while let byte = byte(bytes), byte.isWordByte || (byte.isDigit && offset > start) { offset &+= 1 }
    return offset > start ? String(bytes, ByteRange(start, min(offset, start &+ 200))) : nil
  }

  /// Reads words with dots between, `mpc.if.map`; `nil` where none stands here.
  mutating func path(_ bytes: Span<UInt8>) -> [String]? {
    guard let first = word(bytes) else { return nil }
    var path = [first]
    while byte(bytes) == UInt8(ascii: "."), let next = byte(bytes, ahead: 1), next.isWordByte, path.count < 16 {
      offset &+= 1
      if let word = word(bytes) { path.append(word) }
    }
    return path
  }

  /// Reads a text in single or double quotes, a doubled quote standing for one.
  mutating func text(_ bytes: Span<UInt8>, limits: Limits) throws(ParseError) -> String {
    let quote = bytes[offset]
    let start = offset
    offset &+= 1
    var parts: [UInt8] = []
    var run = offset
    while let byte = byte(bytes), byte != UInt8(ascii: "\n") {
      offset &+= 1
      guard byte == quote else { continue }
      guard self.byte(bytes) == quote else {
        guard offset &- start <= limits.maxFieldBytes else { break }
        let tail = String(bytes, ByteRange(run, offset &- 1))
        return parts.isEmpty ? tail : String(decoding: parts, as: UTF8.self) + tail
      }
      for place in run..<offset { parts.append(bytes[place]) }
      offset &+= 1
      run = offset
    }
    offset = start
    throw error(
      .malformed, "a text without its closing quote", expected: "one of at most \(limits.maxFieldBytes) bytes")
  }
}

extension UInt8 {
  /// Whether this is a letter or an underscore.
  var isWordByte: Bool { (self | 0x20) &- 0x61 < 26 || self == UInt8(ascii: "_") }
}
