/// A pull reader of XML: one event at a time, elements matched by local name, no tree, no copies.
///
/// The reader holds offsets only; the caller passes the same bytes, in UTF-8 (see ``TextEncoding``), to each call. Tags
/// must balance, there is one root element, and references are checked as they are met. A document type is refused, so
/// there are no entities but the five predefined ones. Comments and processing instructions are passed over, and so is
/// text that is white space only.
///
///     var reader = XMLReader()
///     while true {
///       switch try reader.next(in: bytes) {
///       case .startElement(let name) where reader.matches(name, "ZonalPrice", in: bytes):
///         let price = NumberScanner.double(bytes, try reader.elementText(in: bytes))
///       case .end: return
///       default: continue
///       }
///     }
package struct XMLReader: Sendable {
  /// What the reader meets; names are local, without the prefix of a namespace.
  package enum Event: Sendable, Equatable {
    case startElement(name: ByteRange), endElement(name: ByteRange), text(ByteRange), end
  }

  struct Attribute: Sendable {
    let qualifiedName: ByteRange
    let value: ByteRange
  }

  /// The offset behind what was read last.
  package internal(set) var offset = 0
  /// The number of elements that are open.
  package var depth: Int { openNames.count }

  let limits: FormatLimits
  var attributes: [Attribute] = []
  /// The qualified names of the elements that are open.
  private var openNames: [ByteRange] = []
  /// Whether the element just started was written `<name/>`, so that its end comes next.
  private var isSelfClosing = false
  private var hasSeenRoot = false

  /// Makes a reader at the start of a document.
  package init(limits: FormatLimits = .default) {
    self.limits = limits
  }

  /// Reads the next event; after the root element, `end`.
  ///
  /// - Complexity: linear in what is read.
  /// - Throws: ``FormatError``; the reader must not be used after that.
  package mutating func next(in bytes: Span<UInt8>) throws(FormatError) -> Event {
    attributes.removeAll(keepingCapacity: true)
    if isSelfClosing {
      isSelfClosing = false
      return closeElement(in: bytes)
    }
    if offset == 0, bytes.hasBytes("\u{FEFF}", at: 0) { offset = 3 }
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "<") else {
        if let text = try scanText(in: bytes) { return .text(text) }
        continue
      }
      if bytes.hasBytes("</", at: offset) { return try scanEndTag(in: bytes) }
      if bytes.hasBytes("<!--", at: offset) {
        try skip(past: "-->", from: offset &+ 4, in: bytes)
      } else if bytes.hasBytes("<![CDATA[", at: offset) {
        let start = offset &+ 9
        guard depth > 0 else { throw failure(at: offset, in: bytes, expected: "text inside the root element only") }
        try skip(past: "]]>", from: start, in: bytes)
        let text = ByteRange(start, offset &- 3)
        try checkLength(text, in: bytes)
        return .text(text)
      } else if bytes.hasBytes("<!", at: offset) {
        throw FormatError(
          .entityNotAllowed, at: offset, line: line(at: offset, in: bytes), expected: "no document type")
      } else if bytes.hasBytes("<?", at: offset) {
        try skip(past: "?>", from: offset &+ 2, in: bytes)
      } else {
        return try scanStartTag(in: bytes)
      }
    }
    guard hasSeenRoot, depth == 0 else { throw failure(at: bytes.count, in: bytes, expected: "an end tag") }
    return .end
  }

  /// The text of the element just started, up to its end tag, which is read as well; empty when the element is.
  ///
  /// - Throws: ``FormatError``, with the code `malformed` when the element holds another element, or text in pieces.
  package mutating func elementText(in bytes: Span<UInt8>) throws(FormatError) -> ByteRange {
    let text: ByteRange
    switch try next(in: bytes) {
    case .text(let range): text = range
    case .endElement: return ByteRange(offset, offset)
    default: throw failure(at: offset, in: bytes, expected: "text only inside the element")
    }
    guard case .endElement = try next(in: bytes) else {
      throw failure(at: offset, in: bytes, expected: "the end tag behind the text")
    }
    return text
  }

  /// Passes over the rest of the element just started, or else of the innermost open one, its end tag included.
  package mutating func skipElement(in bytes: Span<UInt8>) throws(FormatError) {
    let outer = depth &- 1
    while depth > outer, try next(in: bytes) != .end {}
  }

  private mutating func scanStartTag(in bytes: Span<UInt8>) throws(FormatError) -> Event {
    guard depth > 0 || !hasSeenRoot else {
      throw failure(at: offset, in: bytes, expected: "one root element only")
    }
    guard depth < limits.nesting else {
      throw FormatError(
        .nestingTooDeep, at: offset, line: line(at: offset, in: bytes), expected: "at most \(limits.nesting) levels")
    }
    let name = try scanName(from: offset &+ 1, in: bytes)
    isSelfClosing = try scanAttributes(from: name.end, in: bytes)
    openNames.append(name)
    hasSeenRoot = true
    return .startElement(name: Self.localName(name, in: bytes))
  }

  private mutating func scanEndTag(in bytes: Span<UInt8>) throws(FormatError) -> Event {
    let name = try scanName(from: offset &+ 2, in: bytes)
    let end = skipWhitespace(from: name.end, in: bytes)
    guard end < bytes.count, bytes[end] == UInt8(ascii: ">") else {
      throw failure(at: end, in: bytes, expected: "'>'")
    }
    guard let open = openNames.last, bytes.equal(open, name) else {
      let expected = openNames.last.map { "</\(String(bytes, $0))>" } ?? "no end tag"
      throw failure(at: offset, in: bytes, expected: expected)
    }
    offset = end &+ 1
    return closeElement(in: bytes)
  }

  private mutating func closeElement(in bytes: Span<UInt8>) -> Event {
    guard let name = openNames.popLast() else { return .end }
    return .endElement(name: Self.localName(name, in: bytes))
  }

  /// Reads the text up to the next tag; nil when it is white space only.
  private mutating func scanText(in bytes: Span<UInt8>) throws(FormatError) -> ByteRange? {
    let start = offset
    let end = bytes.firstOffset(of: UInt8(ascii: "<"), from: start) ?? bytes.count
    let text = ByteRange(start, end)
    offset = end
    if skipWhitespace(from: start, in: bytes) >= end { return nil }
    guard depth > 0 else { throw failure(at: start, in: bytes, expected: "text inside the root element only") }
    try checkLength(text, in: bytes)
    try checkReferences(text, in: bytes)
    return text
  }

  /// Moves behind the first `mark` at or after `start`.
  private mutating func skip(
    past mark: StaticString, from start: Int, in bytes: Span<UInt8>
  ) throws(FormatError) {
    var place = start
    while let end = bytes.firstOffset(of: UInt8(ascii: ">"), from: place) {
      let markStart = end &+ 1 &- mark.utf8CodeUnitCount
      if markStart >= start, bytes.hasBytes(mark, at: markStart) {
        offset = end &+ 1
        return
      }
      place = end &+ 1
    }
    throw failure(at: bytes.count, in: bytes, expected: "'\(mark)'")
  }
}
