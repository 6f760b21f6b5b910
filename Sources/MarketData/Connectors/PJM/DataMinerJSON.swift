import ByteFormats

/// Records of a JSON answer: the envelope with its `items`, the bare array of a download, or a single object.
///
/// All records of an answer spell their keys alike, so the bytes between two values are expected to be those of the record
/// before, and are compared eight at a time. A record that differs is read in full; the grammar is checked either way.
struct DataMinerJSON: DataMinerRecords {
  /// What stood before a value in the last record that was read in full, and the slot that the value belongs to.
  private struct Field {
    var before: ByteRange
    var slot: Int
  }

  /// Where the reader stands between records.
  enum Place {
    case firstElement, nextElement, single, finished
  }

  var log: DefectLog
  var blanks = 0
  /// Whether the answer holds no record at all, as the operator states it.
  private(set) var isEmptyAnswer = false

  let limits: FormatLimits
  let wanted: [String]
  var offset = 0
  private var index = -1
  var position = Place.finished
  var isEnvelope = false
  private var shape: [Field] = []
  private var closing = ByteRange(0, 0)
  private var cells: [ByteRange]
  private var present: [Bool]
  private var recordStart = 0
  private var previousEnd = 0

  /// Goes to the first record and checks that it has the columns of `required`.
  ///
  /// - Throws: ``ParseError`` for an error document, a broken envelope or a record without a required column.
  init(
    bytes: Span<UInt8>, source: String, wanted: [String], required: [String], in context: ParseContext
  ) throws(ParseError) {
    self.wanted = wanted.map { CSVHeader.normalised($0) }
    limits = context.limits.format
    log = DefectLog(context: context, source: source)
    cells = Array(repeating: ByteRange(0, 0), count: wanted.count)
    present = Array(repeating: false, count: wanted.count)
    try open(bytes)
    guard position != .finished else {
      isEmptyAnswer = true
      return
    }
    try check(required, in: bytes)
  }

  /// Reads the first record on a copy, to learn its keys.
  private mutating func check(_ required: [String], in bytes: Span<UInt8>) throws(ParseError) {
    var probe = self
    probe.log = DefectLog(context: ParseContext(mode: .strict), source: log.source)
    guard try probe.next(in: bytes) else {
      probe.log = log
      self = probe
      isEmptyAnswer = true
      return
    }
    present = probe.present
    shape = probe.shape
    closing = probe.closing
    let names = required.map { CSVHeader.normalised($0) }
    guard names.allSatisfy({ name in self.wanted.firstIndex(of: name).map { present[$0] } ?? false }) else {
      throw ParseError(
        .missingField, at: .init(source: log.source, index: 0), "the first record lacks columns of this feed",
        expected: required.joined(separator: ", "))
    }
  }

  func has(_ slot: Int) -> Bool { slot < present.count && present[slot] }

  @inline(__always)
  func cell(_ slot: Int, in bytes: Span<UInt8>) -> ByteRange { cells[slot] }

  func text(_ slot: Int, in bytes: Span<UInt8>) -> String {
    JSONReader(limits: limits).string(cells[slot], in: bytes)
  }

  func place(_ slot: Int) -> ParseError.Place {
    ParseError.Place(source: log.source, field: wanted[slot], byteOffset: recordStart, index: index)
  }

  func extent(in bytes: Span<UInt8>) -> ByteRange? {
    guard position == .nextElement, index > 0 else { return nil }
    return ByteRange(previousEnd, offset)
  }

  var remainingRecords: Int { .max }

  mutating func skip(to offset: Int, records: Int) {
    self.offset = offset
    index += records
  }

  // MARK: Records

  @inline(__always)
  mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    previousEnd = offset
    guard index < limits.maxRecords else {
      throw ParseError(.limitExceeded, at: .init(source: log.source, index: index), "too many records")
    }
    if position == .nextElement, offset < bytes.count, bytes[offset] == UInt8(ascii: ",") {
      let start = offset &+ 1
      if readExpected(from: start, in: bytes) {
        recordStart = start
        index &+= 1
        return true
      }
    }
    return try nextSlowly(in: bytes)
  }

  @inline(never)
  private mutating func nextSlowly(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    do throws(ParseError) {
      return try nextInFull(in: bytes)
    } catch {
      position = .finished
      try log.record(error)
      return false
    }
  }

  private mutating func nextInFull(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    switch position {
    case .finished:
      return false
    case .single:
      try readRecord(in: bytes)
      position = .finished
      if isEnvelope { try closeEnvelope(in: bytes) } else { try expectEnd(in: bytes) }
      return true
    case .firstElement, .nextElement:
      var byte = skipWhitespace(in: bytes)
      if byte == UInt8(ascii: "]") {
        offset += 1
        position = .finished
        if isEnvelope { try closeEnvelope(in: bytes) } else { try expectEnd(in: bytes) }
        return false
      }
      if position == .nextElement {
        guard byte == UInt8(ascii: ",") else { throw failure(in: bytes, expected: "',' or ']'") }
        offset += 1
        byte = skipWhitespace(in: bytes)
      }
      guard byte == UInt8(ascii: "{") else { throw failure(in: bytes, expected: "a record") }
      position = .nextElement
      try readRecord(in: bytes)
      return true
    }
  }

  /// Reads a record that is spelt like the one before; `false`, with nothing changed but cells, when it is not.
  private mutating func readExpected(from start: Int, in bytes: Span<UInt8>) -> Bool {
    var at = start
    let count = bytes.count
    for field in shape {
      guard EqualBytes.at(at, field.before, in: bytes) else { return false }
      at &+= field.before.count
      guard at < count else { return false }
      let first = bytes[at]
      var cell = ByteRange(at, at)
      if first == UInt8(ascii: "\"") {
        guard let end = PlainJSON.endOfString(from: at &+ 1, in: bytes) else { return false }
        cell = ByteRange(at &+ 1, end)
        at = end &+ 1
      } else if first.isDigit || first == UInt8(ascii: "-") {
        at = PlainJSON.endOfNumber(from: at, in: bytes)
        cell = ByteRange(cell.start, at)
      } else {
        guard let end = DataMinerJSON.endOfWord(first, at: at, in: bytes) else { return false }
        if first != UInt8(ascii: "n") { cell = ByteRange(at, end) }
        at = end
      }
      if field.slot >= 0 { cells[field.slot] = cell }
    }
    guard !shape.isEmpty, EqualBytes.at(at, closing, in: bytes) else { return false }
    offset = at &+ closing.count
    return true
  }

  private static func endOfWord(_ first: UInt8, at place: Int, in bytes: Span<UInt8>) -> Int? {
    switch first {
    case UInt8(ascii: "t"): bytes.hasBytes("true", at: place) ? place &+ 4 : nil
    case UInt8(ascii: "f"): bytes.hasBytes("false", at: place) ? place &+ 5 : nil
    case UInt8(ascii: "n"): bytes.hasBytes("null", at: place) ? place &+ 4 : nil
    default: nil
    }
  }

  /// Reads the record at the offset in full and remembers how it is spelt.
  private mutating func readRecord(in bytes: Span<UInt8>) throws(ParseError) {
    index += 1
    recordStart = offset
    for slot in cells.indices { cells[slot] = ByteRange(0, 0) }
    for slot in present.indices { present[slot] = false }
    shape.removeAll(keepingCapacity: true)
    var start = offset
    offset += 1
    if skipWhitespace(in: bytes) != UInt8(ascii: "}") {
      while true {
        let slot = try readKey(in: bytes)
        shape.append(Field(before: ByteRange(start, offset), slot: slot))
        let value = try readValue(in: bytes)
        if slot >= 0 {
          cells[slot] = value
          present[slot] = true
        }
        start = offset
        let byte = skipWhitespace(in: bytes)
        if byte == UInt8(ascii: "}") { break }
        guard byte == UInt8(ascii: ",") else { throw failure(in: bytes, expected: "',' or '}'") }
        offset += 1
      }
    }
    offset += 1
    closing = ByteRange(start, offset)
  }

  /// Reads a key and its colon, and stops at the value.
  mutating func readKey(in bytes: Span<UInt8>) throws(ParseError) -> Int {
    guard skipWhitespace(in: bytes) == UInt8(ascii: "\"") else { throw failure(in: bytes, expected: "a key in quotes") }
    let range = try readValue(in: bytes)
    let name = CSVHeader.normalised(JSONReader(limits: limits).string(range, in: bytes))
    guard skipWhitespace(in: bytes) == UInt8(ascii: ":") else { throw failure(in: bytes, expected: "':'") }
    offset += 1
    guard skipWhitespace(in: bytes) != nil else { throw failure(in: bytes, expected: "a value") }
    return name.isEmpty ? -1 : wanted.firstIndex(of: name) ?? -1
  }

  /// Reads any value at the offset: the contents of a string or number, nothing for null, objects and arrays.
  mutating func readValue(in bytes: Span<UInt8>) throws(ParseError) -> ByteRange {
    guard offset < bytes.count else { throw failure(in: bytes, expected: "a value") }
    let start = offset
    let rest = bytes.extracting(start..<bytes.count)
    var reader = JSONReader(limits: limits)
    do throws(FormatError) {
      switch try reader.next(in: rest) {
      case .string(let range), .number(let range):
        offset = start + reader.offset
        return ByteRange(start + range.start, start + range.end)
      case .bool:
        offset = start + reader.offset
        return ByteRange(start, offset)
      case .beginObject, .beginArray:
        try reader.leaveContainer(in: rest)
      default:
        break
      }
    } catch {
      throw ParseError(
        error.code == .unexpectedEnd ? .truncated : .malformed,
        at: .init(source: log.source, byteOffset: start + error.byteOffset, index: index), "\(error.code)",
        expected: error.expected)
    }
    offset = start + reader.offset
    return ByteRange(start, start)
  }

  mutating func skipWhitespace(in bytes: Span<UInt8>) -> UInt8? {
    while offset < bytes.count {
      if !bytes[offset].isWhitespace { return bytes[offset] }
      offset += 1
    }
    return nil
  }

  func failure(in bytes: Span<UInt8>, expected: String) -> ParseError {
    let isEnd = offset >= bytes.count
    return ParseError(
      isEnd ? .truncated : .malformed, at: .init(source: log.source, byteOffset: offset, index: max(index, 0)),
      isEnd ? "the answer ends too early" : "broken JSON", expected: expected)
  }
}
