import ByteFormats

/// What OASIS sends instead of data: an error document in XML, or a page.
enum CAISOAnswer {
  /// Throws when a payload is no data: `throttled` for the page that follows too many requests, `operatorError` with the
  /// operator's code for an error document, and without a code for any other page.
  static func check(_ member: FeedPayload, limits: Limits) throws(ParseError) {
    let bytes = member.bytes.span
    guard let first = firstByte(bytes) else {
      throw ParseError(.empty, at: .init(source: member.name), "no text")
    }
    let head = bytes.extracting(first: min(bytes.count, 8192))
    if isThrottled(head) {
      throw ParseError(
        .throttled, at: .init(source: member.name), "OASIS refuses: Acceptable Use Policy Violation",
        expected: "one request in five seconds")
    }
    guard first == UInt8(ascii: "<") else { return }
    if isPage(head) {
      throw ParseError(.operatorError, at: .init(source: member.name), "a page instead of data")
    }
    if contains(head, "ERR_CODE") { throw try errorDocument(member, limits: limits) }
  }

  /// Whether the text begins as XML does, and not as a page.
  static func isXML(_ bytes: Span<UInt8>) -> Bool {
    firstByte(bytes) == UInt8(ascii: "<") && !isPage(bytes.extracting(first: min(bytes.count, 1024)))
  }

  /// Whether the text is the page that OASIS answers to too many requests.
  static func isThrottled(_ head: Span<UInt8>) -> Bool { contains(head, "Acceptable Use Policy") }

  /// Whether the text occurs, taking upper and lower case as equal.
  static func contains(_ bytes: Span<UInt8>, _ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard length > 0, bytes.count >= length else { return false }
    let first = text.withUTF8Buffer { $0[0] }.lowercased
    for start in 0...(bytes.count - length)
    where bytes[start].lowercased == first && bytes.equalsIgnoringCase(ByteRange(start, start + length), text) {
      return true
    }
    return false
  }

  private static func isPage(_ head: Span<UInt8>) -> Bool {
    contains(head, "<html") || contains(head, "<!doctype")
  }

  private static func firstByte(_ bytes: Span<UInt8>) -> UInt8? {
    let start = bytes.hasBytes("\u{FEFF}", at: 0) ? 3 : 0
    for offset in start..<max(bytes.count, start) where !bytes[offset].isWhitespace { return bytes[offset] }
    return nil
  }

  private static func errorDocument(_ member: FeedPayload, limits: Limits) throws(ParseError) -> ParseError {
    let bytes = member.bytes.span
    var reader = XMLReader(limits: limits.format)
    var code: String?
    var text = "an error document"
    do throws(FormatError) {
      search: while true {
        switch try reader.next(in: bytes) {
        case .startElement(let name) where reader.matches(name, "ERR_CODE", in: bytes):
          code = reader.string(try reader.elementText(in: bytes), in: bytes)
        case .startElement(let name) where reader.matches(name, "ERR_DESC", in: bytes):
          text = String(reader.string(try reader.elementText(in: bytes), in: bytes).prefix(200))
        case .end: break search
        default: continue
        }
      }
    } catch {
      guard code != nil else { throw ParseError(error, source: member.name) }
    }
    return ParseError(.operatorError, at: .init(source: member.name), text, operatorCode: code)
  }
}
