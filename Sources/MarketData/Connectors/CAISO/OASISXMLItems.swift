import ByteFormats

/// Walks the `REPORT_DATA` elements of an OASIS report in XML, whatever prefix its names have.
struct OASISXMLItems {
  private var reader: XMLReader
  /// The elements of the current item and of the header above it.
  private var fields: [Element] = []
  private var header: [Element] = []
  /// The number of items so far.
  private(set) var count = 0
  /// Where defects go.
  var log: DefectLog
  /// Values that were blank.
  var blanks = 0

  private struct Element {
    let name: ByteRange
    let text: ByteRange
  }

  init(member: FeedPayload, context: ParseContext) {
    reader = XMLReader(limits: context.limits.format)
    log = DefectLog(context: context, source: member.name)
  }

  /// Moves to the next item; after broken XML, which goes to the log, there is none.
  mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    do throws(FormatError) {
      return try advance(in: bytes)
    } catch {
      try log.record(ParseError(error, source: log.source))
      return false
    }
  }

  private mutating func advance(in bytes: Span<UInt8>) throws(FormatError) -> Bool {
    while true {
      switch try reader.next(in: bytes) {
      case .startElement(let name) where reader.matches(name, "REPORT_HEADER", in: bytes):
        try OASISXMLItems.readChildren(of: &reader, in: bytes, into: &header)
      case .startElement(let name) where reader.matches(name, "REPORT_DATA", in: bytes):
        try OASISXMLItems.readChildren(of: &reader, in: bytes, into: &fields)
        count += 1
        return true
      case .end: return false
      default: continue
      }
    }
  }

  /// Reads the elements inside the element just started, up to its end.
  private static func readChildren(
    of reader: inout XMLReader, in bytes: Span<UInt8>, into elements: inout [Element]
  ) throws(FormatError) {
    elements.removeAll(keepingCapacity: true)
    while true {
      switch try reader.next(in: bytes) {
      case .startElement(let name):
        elements.append(Element(name: name, text: bytes.trimmed(try reader.elementText(in: bytes))))
      case .endElement, .end: return
      case .text: continue
      }
    }
  }

  /// Where the text of an element lies, of the item or, failing that, of the header; empty where neither has it.
  func range(_ name: String, in bytes: Span<UInt8>) -> ByteRange {
    for element in fields where OASISXMLItems.isNamed(bytes, element.name, name) { return element.text }
    for element in header where OASISXMLItems.isNamed(bytes, element.name, name) { return element.text }
    return ByteRange(0, 0)
  }

  /// The text of an element, as ``range(_:in:)`` finds it.
  func text(_ name: String, in bytes: Span<UInt8>) -> String {
    let range = range(name, in: bytes)
    return range.isEmpty ? "" : reader.string(range, in: bytes)
  }

  /// Whether an element's name is `name`, which is in lower case and without underscores.
  private static func isNamed(_ bytes: Span<UInt8>, _ range: ByteRange, _ name: String) -> Bool {
    var letters = name.utf8.makeIterator()
    for offset in range.start..<range.end where bytes[offset] != UInt8(ascii: "_") {
      guard letters.next() == bytes[offset].lowercased else { return false }
    }
    return letters.next() == nil
  }

  /// The interval of the item, or `nil` after a defect was recorded.
  mutating func interval(in bytes: Span<UInt8>) throws(ParseError) -> OASISInterval? {
    guard let start = OASISInterval.instant(bytes, range("intervalstartgmt", in: bytes)),
      let end = OASISInterval.instant(bytes, range("intervalendgmt", in: bytes))
    else {
      try log.record(ParseError(.notATime, at: place("INTERVAL_START_GMT"), "no interval", expected: "two GMT times"))
      return nil
    }
    guard let interval = OASISInterval(start: start, end: end) else {
      try log.record(
        ParseError(.outOfRange, at: place("INTERVAL_END_GMT"), "an interval that does not end after it starts"))
      return nil
    }
    return interval
  }

  /// The value of the item: NaN when blank, `nil` after a defect was recorded.
  mutating func value(in bytes: Span<UInt8>) throws(ParseError) -> Double? {
    let range = range("value", in: bytes)
    guard !range.isEmpty else {
      blanks += 1
      return .nan
    }
    if let value = NumberScanner.double(bytes, range) { return value }
    try log.record(
      ParseError(
        .notANumber, at: place("VALUE"), "\"\(reader.string(range, in: bytes).prefix(60))\"", expected: "a number"))
    return nil
  }

  /// The place of the item, or of one of its elements.
  func place(_ field: String) -> ParseError.Place {
    ParseError.Place(source: log.source, field: field, byteOffset: reader.offset, index: count - 1)
  }
}

/// An interval in seconds since 1970.
struct OASISInterval: Sendable {
  /// Its start.
  let start: Int64
  /// Its length.
  let seconds: Int32

  /// `nil` when it does not end after it starts, or lasts a year and more.
  init?(start: Int64, end: Int64) {
    guard end > start, end - start < 400 * 86_400 else { return nil }
    self.start = start
    self.seconds = Int32(end - start)
  }

  /// The instant of a GMT column: with `-00:00`, `Z`, another offset, or none.
  @inline(__always)
  static func instant(_ bytes: Span<UInt8>, _ range: ByteRange) -> Int64? {
    TimestampScanner.isoDateTime(bytes, range.start, range.end)?.instantInUTC.secondsSince1970
  }
}
