/// A pull reader of JSON (RFC 8259): one token at a time, no tree, no copies.
///
/// The reader holds offsets only; the caller passes the same bytes to each call. Grammar is checked in full: what the
/// reader gives until `end` is one JSON text. A byte order mark is skipped.
///
///     var reader = JSONReader()
///     while true {
///       switch try reader.next(in: bytes) {
///       case .key(let name) where reader.matches(name, "total_lmp_da", in: bytes): ...
///       case .end: return
///       default: continue
///       }
///     }
package struct JSONReader: Sendable {
  /// What the reader meets; ranges of keys and strings leave out the quotes, and keep escapes as they stand.
  package enum Token: Sendable, Equatable {
    case beginObject, endObject, beginArray, endArray
    case key(ByteRange), string(ByteRange), number(ByteRange)
    case bool(Bool), null, end
  }

  /// What may come next.
  enum Expectation: Sendable {
    case value, firstElement, firstKey, commaOrEnd, nothing
  }

  enum Container: Sendable {
    case object, array
  }

  /// Whether the key or string that was read last holds escapes.
  package internal(set) var lastStringHadEscapes = false
  /// The offset behind what was read last.
  package internal(set) var offset = 0
  /// The number of objects and arrays that are open.
  package var depth: Int { containers.count }

  let limits: FormatLimits
  var expectation = Expectation.value
  private var containers: [Container] = []

  /// Makes a reader at the start of a text.
  package init(limits: FormatLimits = .default) {
    self.limits = limits
  }

  /// Reads the next token; after the value of the text and white space, `end`.
  ///
  /// - Complexity: linear in the length of the token, eight bytes a step inside strings.
  /// - Throws: ``FormatError``; the reader must not be used after that.
  package mutating func next(in bytes: Span<UInt8>) throws(FormatError) -> Token {
    if offset == 0, bytes.hasBytes("\u{FEFF}", at: 0) { offset = 3 }
    let byte = skipWhitespace(in: bytes)
    switch expectation {
    case .value:
      return try value(byte, in: bytes)
    case .firstElement:
      if byte == UInt8(ascii: "]") { return close(.endArray) }
      return try value(byte, in: bytes)
    case .firstKey:
      if byte == UInt8(ascii: "}") { return close(.endObject) }
      return try key(byte, in: bytes)
    case .commaOrEnd:
      return try afterValue(byte, in: bytes)
    case .nothing:
      guard byte == nil else { throw failure(at: offset, in: bytes, expected: "nothing behind the value") }
      return .end
    }
  }

  /// Passes over the value that comes next, after a key or in an array, whatever it holds.
  ///
  /// - Returns: False when the array ended instead; its end has been read then.
  @discardableResult
  package mutating func skipValue(in bytes: Span<UInt8>) throws(FormatError) -> Bool {
    switch try next(in: bytes) {
    case .beginObject, .beginArray:
      try leaveContainer(in: bytes)
      return true
    case .endArray, .endObject, .end:
      return false
    default:
      return true
    }
  }

  /// Passes over the rest of the innermost open object or array, its end included.
  package mutating func leaveContainer(in bytes: Span<UInt8>) throws(FormatError) {
    let outer = depth &- 1
    while depth > outer, try next(in: bytes) != .end {}
  }

  /// Moves to the first byte that is not white space, and gives it; nil at the end.
  @inline(__always)
  private mutating func skipWhitespace(in bytes: Span<UInt8>) -> UInt8? {
    while offset < bytes.count {
      let byte = bytes[offset]
      if !byte.isWhitespace { return byte }
      offset &+= 1
    }
    return nil
  }

  private mutating func afterValue(_ byte: UInt8?, in bytes: Span<UInt8>) throws(FormatError) -> Token {
    let isObject = containers.last == .object
    switch byte {
    case UInt8(ascii: ","):
      offset &+= 1
      let byte = skipWhitespace(in: bytes)
      return isObject ? try key(byte, in: bytes) : try value(byte, in: bytes)
    case UInt8(ascii: "}") where isObject:
      return close(.endObject)
    case UInt8(ascii: "]") where !isObject:
      return close(.endArray)
    default:
      throw failure(at: offset, in: bytes, expected: isObject ? "',' or '}'" : "',' or ']'")
    }
  }

  private mutating func key(_ byte: UInt8?, in bytes: Span<UInt8>) throws(FormatError) -> Token {
    guard byte == Ascii.quote else { throw failure(at: offset, in: bytes, expected: "a key in quotes") }
    let name = try scanString(in: bytes)
    guard skipWhitespace(in: bytes) == UInt8(ascii: ":") else {
      throw failure(at: offset, in: bytes, expected: "':' after the key")
    }
    offset &+= 1
    expectation = .value
    return .key(name)
  }

  private mutating func value(_ byte: UInt8?, in bytes: Span<UInt8>) throws(FormatError) -> Token {
    switch byte {
    case Ascii.quote:
      let range = try scanString(in: bytes)
      finishValue()
      return .string(range)
    case UInt8(ascii: "{"):
      try open(.object, in: bytes)
      expectation = .firstKey
      return .beginObject
    case UInt8(ascii: "["):
      try open(.array, in: bytes)
      expectation = .firstElement
      return .beginArray
    case UInt8(ascii: "t"):
      return try word("true", .bool(true), in: bytes)
    case UInt8(ascii: "f"):
      return try word("false", .bool(false), in: bytes)
    case UInt8(ascii: "n"):
      return try word("null", .null, in: bytes)
    default:
      let range = try scanNumber(in: bytes)
      finishValue()
      return .number(range)
    }
  }

  private mutating func word(
    _ word: StaticString, _ token: Token, in bytes: Span<UInt8>
  ) throws(FormatError) -> Token {
    guard bytes.hasBytes(word, at: offset) else { throw failure(at: offset, in: bytes, expected: "a value") }
    offset &+= word.utf8CodeUnitCount
    finishValue()
    return token
  }

  private mutating func open(_ container: Container, in bytes: Span<UInt8>) throws(FormatError) {
    guard depth < limits.nesting else {
      throw FormatError(
        .nestingTooDeep, at: offset, line: line(at: offset, in: bytes), expected: "at most \(limits.nesting) levels")
    }
    containers.append(container)
    offset &+= 1
  }

  private mutating func close(_ token: Token) -> Token {
    containers.removeLast()
    offset &+= 1
    finishValue()
    return token
  }

  @inline(__always)
  private mutating func finishValue() {
    expectation = containers.isEmpty ? .nothing : .commaOrEnd
  }
}
