import ByteFormats

/// Reads the five-minute ex-post prices: `{"headers": ["INTERVAL", "CPNODE", "LMP", "MLC", "MCC"], "data": [[...]]}`,
/// or the same columns as CSV.
///
/// `INTERVAL` is the end: the twelve prices labelled 01:05 to 02:00 average to the hourly price of HE 2. What is asked
/// for as a day holds the labels 00:00 to 23:55, so its first interval belongs to the day before.
struct MISOFiveMinutePrices {
  private var table: ObservationBuilder
  private var times = ByteMemo<Int64>()
  private var nodes = ByteMemo<UInt32>()
  private let product: UInt32
  private let dictionary: ObservationDictionary
  private var log: DefectLog
  private var blanks = 0

  /// The five columns of a row: where their contents lie, or `nil` where the row has none.
  private struct Cells {
    var interval = ByteRange(0, 0)
    var node = ByteRange(0, 0)
    var parts: (ByteRange, ByteRange, ByteRange) = (ByteRange(0, 0), ByteRange(0, 0), ByteRange(0, 0))
  }

  private static let names = ["interval", "cpnode", "lmp", "mcc", "mlc"]

  static func parse(
    _ member: FeedPayload, as description: MISOFeed, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    var parser = MISOFiveMinutePrices(member, description.feed, context)
    if MISORecognition.firstByte(member.bytes.span) == UInt8(ascii: "{") {
      do throws(FormatError) {
        try parser.readDocument(member.bytes.span, context)
      } catch {
        try parser.log.record(ParseError(error, source: member.name))
      }
      if let failure = parser.failure { throw failure }
    } else {
      try parser.readRecords(member, context)
    }
    let chunk = parser.table.seal(
      provenance: member.provenance(description.feed), publication: member.publication(description.feed))
    let table = chunk.map { ObservationTable($0) } ?? ObservationTable(dictionary: context.dictionary)
    return ParsedPayload(
      feed: description.feed.id, table: table, defects: parser.log.defects, blanks: parser.blanks)
  }

  private var failure: ParseError?

  private init(_ member: FeedPayload, _ feed: Feed, _ context: ParseContext) {
    dictionary = context.dictionary
    product = dictionary.code(for: feed.product)
    log = DefectLog(context: context, source: member.name)
    table = ObservationBuilder(dictionary: dictionary, components: [.energy, .congestion, .loss])
    table.reserveCapacity(member.bytes.count / 56)
  }

  // MARK: CSV

  private mutating func readRecords(_ member: FeedPayload, _ context: ParseContext) throws(ParseError) {
    let bytes = member.bytes.span
    var rows = try DelimitedRows(bytes: bytes, source: member.name, required: MISOFiveMinutePrices.names, in: context)
    rows.log = log
    var columns: [Int] = []
    for name in MISOFiveMinutePrices.names { columns.append(try rows.required(name)) }
    let last = columns.max() ?? 0
    while try rows.next(in: bytes, minimum: last) {
      let cells = Cells(
        interval: rows.field(columns[0], in: bytes), node: rows.field(columns[1], in: bytes),
        parts: (
          rows.field(columns[2], in: bytes), rows.field(columns[3], in: bytes), rows.field(columns[4], in: bytes)
        ))
      if let problem = append(cells, bytes) {
        let place = rows.place(columns[problem.column])
        try rows.log.record(ParseError(problem.code, at: place, problem.text, expected: problem.expected))
      }
    }
    log = rows.log
  }

  // MARK: JSON

  private mutating func readDocument(_ bytes: Span<UInt8>, _ context: ParseContext) throws(FormatError) {
    var reader = JSONReader(limits: context.limits.format)
    var columns: [Int]?
    var hasData = false
    while true {
      switch try reader.next(in: bytes) {
      case .key(let key) where reader.depth == 1 && reader.matches(key, "headers", in: bytes):
        columns = try MISOFiveMinutePrices.columns(&reader, bytes)
      case .key(let key) where reader.depth == 1 && reader.matches(key, "data", in: bytes):
        guard let columns else {
          failure = ParseError(
            .missingField, at: .init(source: log.source), "no headers before the data", expected: "headers")
          return
        }
        hasData = true
        try readRows(&reader, columns, bytes)
        if failure != nil { return }
      case .key where reader.depth == 1:
        try reader.skipValue(in: bytes)
      case .end:
        if !hasData {
          failure = ParseError(.missingField, at: .init(source: log.source), "no data", expected: "headers and data")
        }
        return
      default:
        continue
      }
    }
  }

  /// For each position of a row, which of the five columns it is, or -1; empty when one is missing.
  private static func columns(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(FormatError) -> [Int] {
    var columns: [Int] = []
    guard try reader.next(in: bytes) == .beginArray else { return [] }
    while case .string(let range) = try reader.next(in: bytes) {
      let name = CSVHeader.normalised(reader.string(range, in: bytes))
      columns.append(names.firstIndex(of: name) ?? -1)
    }
    return Set(columns).isSuperset(of: 0..<5) ? columns : []
  }

  private mutating func readRows(
    _ reader: inout JSONReader, _ columns: [Int], _ bytes: Span<UInt8>
  ) throws(FormatError) {
    guard !columns.isEmpty else {
      let expected = MISOFiveMinutePrices.names.joined(separator: ", ").uppercased()
      failure = ParseError(
        .missingField, at: .init(source: log.source), "not all columns are there", expected: expected)
      return
    }
    guard try reader.next(in: bytes) == .beginArray else {
      failure = ParseError(
        .malformed, at: .init(source: log.source, field: "data"), "no array", expected: "an array of rows")
      return
    }
    let needed = (columns.lastIndex { $0 >= 0 } ?? 0) + 1
    var index = -1
    while true {
      index += 1
      var place = ParseError.Place(source: log.source, byteOffset: reader.offset, index: index)
      var defect: ParseError?
      switch try reader.next(in: bytes) {
      case .endArray, .end:
        return
      case .beginArray:
        let (cells, count) = try MISOFiveMinutePrices.row(&reader, columns, bytes)
        if count < needed {
          defect = ParseError(.fieldCount, at: place, "\(count) fields", expected: "at least \(needed)")
        } else if let problem = append(cells, bytes) {
          place.field = MISOFiveMinutePrices.names[problem.column].uppercased()
          defect = ParseError(problem.code, at: place, problem.text, expected: problem.expected)
        }
      case .beginObject:
        try reader.leaveContainer(in: bytes)
        fallthrough
      default:
        defect = ParseError(.malformed, at: place, "not a row", expected: "an array")
      }
      guard let defect else { continue }
      do throws(ParseError) {
        try log.record(defect)
      } catch {
        failure = error
        return
      }
    }
  }

  /// The cells of the row that has just begun, and how many there are.
  @inline(__always)
  private static func row(
    _ reader: inout JSONReader, _ columns: [Int], _ bytes: Span<UInt8>
  ) throws(FormatError) -> (Cells, count: Int) {
    var cells = Cells()
    var position = 0
    while true {
      let range: ByteRange
      switch try reader.next(in: bytes) {
      case .endArray: return (cells, position)
      case .string(let text), .number(let text): range = text
      case .beginArray, .beginObject:
        try reader.leaveContainer(in: bytes)
        // The last byte stands for what is no value, so that it is not taken for a blank.
        range = ByteRange(reader.offset - 1, reader.offset)
      case .bool(let flag): range = ByteRange(reader.offset - (flag ? 4 : 5), reader.offset)
      default: range = ByteRange(0, 0)
      }
      if position < columns.count { store(range, columns[position], &cells) }
      position += 1
    }
  }

  @inline(__always)
  private static func store(_ range: ByteRange, _ column: Int, _ cells: inout Cells) {
    switch column {
    case 0: cells.interval = range
    case 1: cells.node = range
    case 2: cells.parts.0 = range
    case 3: cells.parts.1 = range
    case 4: cells.parts.2 = range
    default: break
    }
  }

  // MARK: Rows

  private struct Problem {
    let code: ParseError.Code
    let column: Int
    let text: String
    let expected: String
  }

  /// Adds a row, or says what is wrong with it.
  ///
  /// A blank price makes a row without a value.
  @inline(__always)
  private mutating func append(_ cells: Cells, _ bytes: Span<UInt8>) -> Problem? {
    let end = times.value(for: cells.interval, in: bytes) { MISOStampReader.instant(String(bytes, cells.interval)) }
    guard let end else { return problem(.notATime, 0, cells.interval, bytes, "a time such as 2026-07-27T08:15:00") }
    guard !cells.node.isEmpty else { return problem(.missingField, 1, cells.node, bytes, "a node") }
    let node = nodes.value(for: cells.node, in: bytes) {
      dictionary.code(for: MISOLocation.node(String(bytes, cells.node)))
    }
    guard let node else { return nil }
    guard let price = number(cells.parts.0, bytes) else {
      return problem(.notANumber, 2, cells.parts.0, bytes, "a price")
    }
    guard let congestion = number(cells.parts.1, bytes) else {
      return problem(.notANumber, 3, cells.parts.1, bytes, "a price")
    }
    guard let loss = number(cells.parts.2, bytes) else {
      return problem(.notANumber, 4, cells.parts.2, bytes, "a price")
    }
    table.append(
      start: end - 300, seconds: 300, location: node, product: product, value: price,
      components: (misoEnergy(price, congestion, loss), congestion, loss))
    if price.isNaN, !(congestion.isNaN && loss.isNaN) {
      return Problem(code: .inconsistent, column: 2, text: "parts without a price", expected: "LMP, MCC and MLC")
    }
    return nil
  }

  @inline(__always)
  private mutating func number(_ range: ByteRange, _ bytes: Span<UInt8>) -> Double? {
    if let value = NumberScanner.double(bytes, range) { return value }
    guard bytes.trimmed(range).isEmpty else { return nil }
    blanks += 1
    return .nan
  }

  private func problem(
    _ code: ParseError.Code, _ column: Int, _ range: ByteRange, _ bytes: Span<UInt8>, _ expected: String
  ) -> Problem {
    Problem(code: code, column: column, text: "\"\(String(bytes, range).prefix(60))\"", expected: expected)
  }
}
