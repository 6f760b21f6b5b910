import ByteFormats

/// The rows of an answer of the public API: `fields` names the columns, `data` holds positional arrays; also a list of objects.
///
/// The two parts may stand in either order, so the text is walked once to find them and a second time to read the rows.
struct ERCOTAPIRows: ERCOTRowSource {
  let names: [String]
  var log: DefectLog
  /// The EMIL product that the answer names, such as `NP4-190-CD`.
  let product: String?
  /// The report that the answer names, such as `dam_stlmnt_pnt_prices`.
  let report: String?
  private var reader: JSONReader
  private var isOver: Bool
  private var fields: [ByteRange] = []
  private let positions: [String: Int]
  private var index = -1

  /// Finds the columns and the start of the rows.
  ///
  /// - Throws: ``ParseError`` with code `malformed` or `truncated` for broken JSON, `throttled` or `operatorError` for an
  ///   answer that states an error, `missingField` where rows or their columns are not there.
  init(_ bytes: Span<UInt8>, source: String, in context: ParseContext) throws(ParseError) {
    var scan = ERCOTAPIScan(limits: context.limits.format)
    do throws(FormatError) {
      try scan.run(bytes)
    } catch {
      throw ParseError(error, source: source)
    }
    guard let start = scan.rows else { throw scan.refusal(source: source) }
    names = scan.fieldNames.isEmpty ? scan.objectKeys : scan.fieldNames
    guard !names.isEmpty || scan.isEmpty else {
      throw ParseError(
        .missingField, at: .init(source: source, field: "fields"), "rows without a list of their fields",
        expected: "fields")
    }
    positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    product = scan.product
    report = scan.report
    reader = start
    isOver = false
    log = DefectLog(context: context, source: source)
  }

  mutating func next(in bytes: Span<UInt8>) throws(ParseError) -> Bool {
    while !isOver {
      index += 1
      do throws(FormatError) {
        switch try reader.next(in: bytes) {
        case .beginArray: try readArray(bytes)
        case .beginObject: try readObject(bytes)
        case .endArray, .end: isOver = true
        default: fields.removeAll(keepingCapacity: true)
        }
      } catch {
        throw ParseError(error, source: log.source)
      }
      if isOver { return false }
      if fields.count == names.count { return true }
      try log.record(
        ParseError(.fieldCount, at: place(nil), "\(fields.count) fields", expected: "\(names.count) fields"))
    }
    return false
  }

  private mutating func readArray(_ bytes: Span<UInt8>) throws(FormatError) {
    fields.removeAll(keepingCapacity: true)
    while true {
      guard let field = try value(bytes) else { return }
      fields.append(field)
    }
  }

  private mutating func readObject(_ bytes: Span<UInt8>) throws(FormatError) {
    fields.removeAll(keepingCapacity: true)
    fields.append(contentsOf: repeatElement(ByteRange(0, 0), count: names.count))
    var expected = 0
    while case .key(let range) = try reader.next(in: bytes) {
      var column: Int?
      if expected < names.count, bytes.equals(range, names[expected]) {
        column = expected
      } else {
        column = positions[String(bytes, range)]
      }
      let field = try value(bytes) ?? ByteRange(0, 0)
      if let column {
        fields[column] = field
        expected = column + 1
      }
    }
  }

  /// The bytes of the next value: of a string without its quotes, none for null and for nested values; `nil` at the end.
  private mutating func value(_ bytes: Span<UInt8>) throws(FormatError) -> ByteRange? {
    switch try reader.next(in: bytes) {
    case .string(let range), .number(let range): return range
    case .bool(let flag): return ByteRange(reader.offset - (flag ? 4 : 5), reader.offset)
    case .null: return ByteRange(0, 0)
    case .beginArray, .beginObject:
      try reader.leaveContainer(in: bytes)
      return ByteRange(0, 0)
    case .endArray, .endObject, .end, .key: return nil
    }
  }

  @inline(__always)
  func field(_ index: Int, in bytes: Span<UInt8>) -> ByteRange {
    index < fields.count ? bytes.trimmed(fields[index]) : ByteRange(0, 0)
  }

  func place(_ field: Int?) -> ParseError.Place {
    let name = field.flatMap { $0 < names.count ? names[$0] : nil }
    return ParseError.Place(source: log.source, field: name, index: index)
  }
}

/// Walks an answer once: where its rows begin, what their columns are called, what report it is, or what error it states.
struct ERCOTAPIScan {
  /// A reader that stands behind the opening bracket of the rows.
  var rows: JSONReader?
  var fieldNames: [String] = []
  var objectKeys: [String] = []
  var product: String?
  var report: String?
  /// Whether there are no rows.
  var isEmpty = false
  /// Whether the answer is a list of documents rather than of observations.
  var isListing = false
  private var message: String?
  private var code: String?
  private var reader: JSONReader
  private let maxFields: Int

  init(limits: FormatLimits) {
    reader = JSONReader(limits: limits)
    maxFields = limits.maxFields
  }

  mutating func run(_ bytes: Span<UInt8>) throws(FormatError) {
    switch try reader.next(in: bytes) {
    case .beginArray:
      try scanRows(bytes)
    case .beginObject:
      try scanMembers(bytes)
    default:
      break
    }
    while try reader.next(in: bytes) != .end {}
  }

  private mutating func scanMembers(_ bytes: Span<UInt8>) throws(FormatError) {
    while case .key(let key) = try reader.next(in: bytes) {
      if reader.matches(key, "fields", in: bytes) {
        try scanFields(bytes)
      } else if reader.matches(key, "data", in: bytes) {
        if case .beginArray = try reader.next(in: bytes) {
          try scanRows(bytes)
        } else {
          try leave(bytes)
        }
      } else if reader.matches(key, "report", in: bytes) {
        try scanReport(bytes)
      } else if reader.matches(key, "archives", in: bytes) || reader.matches(key, "ListDocsByRptTypeRes", in: bytes) {
        isListing = true
        try reader.skipValue(in: bytes)
      } else {
        try scanScalar(key, bytes)
      }
    }
  }

  /// Leaves the value that was just begun, if it is a container.
  private mutating func leave(_ bytes: Span<UInt8>) throws(FormatError) {
    while reader.depth > 1 { try reader.leaveContainer(in: bytes) }
  }

  private mutating func scanRows(_ bytes: Span<UInt8>) throws(FormatError) {
    let start = reader
    rows = start
    switch try reader.next(in: bytes) {
    case .endArray:
      isEmpty = true
      return
    case .beginObject:
      while case .key(let key) = try reader.next(in: bytes) {
        try check(objectKeys)
        objectKeys.append(reader.string(key, in: bytes))
        try reader.skipValue(in: bytes)
      }
    case .beginArray:
      try reader.leaveContainer(in: bytes)
    default:
      break
    }
    while reader.depth >= start.depth { try reader.leaveContainer(in: bytes) }
  }

  private mutating func scanFields(_ bytes: Span<UInt8>) throws(FormatError) {
    guard case .beginArray = try reader.next(in: bytes) else { return try leave(bytes) }
    while case .beginObject = try reader.next(in: bytes) {
      try check(fieldNames)
      var name = ""
      while case .key(let key) = try reader.next(in: bytes) {
        if reader.matches(key, "name", in: bytes), case .string(let range) = try reader.next(in: bytes) {
          name = reader.string(range, in: bytes)
        } else if !reader.matches(key, "name", in: bytes) {
          try reader.skipValue(in: bytes)
        }
      }
      fieldNames.append(name)
    }
  }

  /// Throws where there is no room for one more column: each row costs as much as there are columns.
  private func check(_ names: [String]) throws(FormatError) {
    guard names.count < maxFields else {
      throw FormatError(.tooManyFields, at: reader.offset, expected: "at most \(maxFields) fields")
    }
  }

  private mutating func scanReport(_ bytes: Span<UInt8>) throws(FormatError) {
    guard case .beginObject = try reader.next(in: bytes) else { return try leave(bytes) }
    while case .key(let key) = try reader.next(in: bytes) {
      guard case .string(let range) = try reader.next(in: bytes) else {
        while reader.depth > 2 { try reader.leaveContainer(in: bytes) }
        continue
      }
      if reader.matches(key, "reportEMIL", in: bytes) { product = reader.string(range, in: bytes) }
      if reader.matches(key, "reportName", in: bytes) { report = reader.string(range, in: bytes) }
    }
  }

  private mutating func scanScalar(_ key: ByteRange, _ bytes: Span<UInt8>) throws(FormatError) {
    let name = reader.string(key, in: bytes)
    switch try reader.next(in: bytes) {
    case .string(let range), .number(let range):
      if name == "message" || name == "error" { message = reader.string(range, in: bytes) }
      if name == "statusCode" || name == "code" || name == "status" { code = code ?? reader.string(range, in: bytes) }
    case .beginArray, .beginObject:
      try leave(bytes)
    default:
      break
    }
  }

  /// Why there are no rows: the operator's error, a list of documents, or something else.
  func refusal(source: String) -> ParseError {
    let place = ParseError.Place(source: source)
    if isListing {
      return ParseError(
        .unrecognised, at: place, "a list of documents, not of observations", expected: "a document from the list")
    }
    guard let message else { return ParseError(.missingField, at: place, "no rows", expected: "data") }
    let isThrottle = code == "429" || message.contains("Rate limit")
    return ParseError(
      isThrottle ? .throttled : .operatorError, at: place, String(message.prefix(200)), operatorCode: code)
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes of `range` are those of `text`.
  func equals(_ range: ByteRange, _ text: String) -> Bool {
    let utf8 = text.utf8
    guard utf8.count == range.count else { return false }
    var offset = range.start
    for byte in utf8 {
      if self[offset] != byte { return false }
      offset += 1
    }
    return true
  }
}
