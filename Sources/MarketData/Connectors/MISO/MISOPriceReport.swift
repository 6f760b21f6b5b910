import ByteFormats

/// Reads the wide daily price reports: `Node,Type,Value,HE 1,...,HE 24` under a title and a date.
///
/// Each node has three rows, LMP, MCC and MLC, which stand together or in three blocks; both are pivoted as they come.
struct MISOPriceReport {
  var rows: DelimitedRows
  let node: Int
  let type: Int
  let value: Int
  let hours: [Int]
  var columns: MISOHourColumns
  let limits: Limits
  private var slots = ByteMemo<Int32>()
  private let dictionary: ObservationDictionary

  static func parse(
    _ member: FeedPayload, as description: MISOFeed, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var rows = try DelimitedRows(bytes: bytes, source: member.name, required: ["node", "type", "value"], in: context)
    let preamble = try MISOPreamble(&rows, bytes: bytes, member: member, hint: description.feed.id, reserves: false)
    guard let found = MISOFeed.find(preamble.feed) else {
      throw ParseError(.unrecognised, at: .init(source: member.name), "no feed \(preamble.feed)")
    }
    var report = try MISOPriceReport(rows, bytes: bytes, context)
    let rest = report.readPlainRows(bytes)
    if rest < bytes.count { try report.readRows(bytes, from: rest) }
    return try report.seal(found.feed, date: preamble.date, member: member)
  }

  private init(_ rows: DelimitedRows, bytes: Span<UInt8>, _ context: ParseContext) throws(ParseError) {
    self.rows = rows
    node = try rows.required("node")
    type = try rows.required("type")
    value = try rows.required("value")
    hours = try MISOPreamble.hourColumns(rows)
    dictionary = context.dictionary
    limits = context.limits
    columns = MISOHourColumns(nodes: MISOPriceReport.estimatedNodes(bytes))
  }

  /// A third of the lines, but no more than lines of a plausible length give room for.
  private static func estimatedNodes(_ bytes: Span<UInt8>) -> Int {
    let lines = bytes.withUnsafeBufferPointer { buffer in
      var lines = 0
      for byte in buffer { lines &+= byte == 0x0A ? 1 : 0 }
      return lines
    }
    return min(lines / 3 + 1, bytes.count / 90 + 1)
  }

  /// Reads the records from the one that starts at `offset` on, whatever they look like.
  private mutating func readRows(_ bytes: Span<UInt8>, from offset: Int) throws(ParseError) {
    let last = max(max(node, max(type, value)), hours.max() ?? 0)
    var lastNode = ByteRange(0, 0)
    var lastSlot: Int32 = -1
    while try rows.next(in: bytes, minimum: last) {
      if rows.recordStart < offset { continue }
      let name = rows.field(node, in: bytes)
      guard !name.isEmpty else {
        try rows.defect(.missingField, node, in: bytes, expected: "a node")
        continue
      }
      guard let part = MISOHourColumns.Part(bytes, rows.field(value, in: bytes)) else {
        try rows.defect(.inconsistent, value, in: bytes, expected: "LMP, MCC or MLC")
        continue
      }
      if lastSlot < 0 || !bytes.equal(lastNode, name) {
        lastSlot = slot(name, rows.field(type, in: bytes), rows.line, bytes)
        lastNode = name
      }
      guard columns.begin(part, of: Int(lastSlot)) else {
        try rows.defect(.inconsistent, node, in: bytes, expected: "each part of a node once")
        continue
      }
      for hour in 0..<24 {
        let range = rows.field(hours[hour], in: bytes)
        if let price = NumberScanner.double(bytes, range) {
          columns.set(part, price, node: Int(lastSlot), hour: hour)
        } else {
          try refuse(part, range, node: Int(lastSlot), hour: hour, bytes)
        }
      }
    }
  }

  /// The position of a node, which is added when it is met for the first time.
  mutating func slot(_ name: ByteRange, _ kind: ByteRange, _ line: Int, _ bytes: Span<UInt8>) -> Int32 {
    slots.value(for: name, in: bytes) {
      let location = MISOLocation.node(String(bytes, name), type: String(bytes, kind))
      return columns.add(location: dictionary.code(for: location), line: line)
    } ?? 0
  }

  /// Deals with a cell that is no number: blank or text.
  @inline(never)
  private mutating func refuse(
    _ part: MISOHourColumns.Part, _ range: ByteRange, node: Int, hour: Int, _ bytes: Span<UInt8>
  ) throws(ParseError) {
    columns.hasGaps = true
    if range.isEmpty {
      rows.blanks += 1
    } else {
      if part == .price { columns.set(part, MISOHourColumns.refused, node: node, hour: hour) }
      try rows.defect(.notANumber, hours[hour], in: bytes, expected: "a price")
    }
  }

  private mutating func seal(_ feed: Feed, date: LocalDate, member: FeedPayload) throws(ParseError) -> ParsedPayload {
    var log = rows.log
    let header = rows.header.names
    for gap in columns.gaps() {
      let field = gap.hour.map { header[hours[$0]] }
      let place = ParseError.Place(source: member.name, line: gap.line, field: field)
      try log.record(ParseError(.inconsistent, at: place, gap.message, expected: "LMP, MCC and MLC"))
    }
    slots = ByteMemo()
    // The columns leave this value, so that they are nobody else's and become chunks without a copy.
    var columns = MISOHourColumns(nodes: 0)
    swap(&columns, &self.columns)
    let table = columns.seal(
      MISOHourColumns.Meaning(
        midnight: MISOClock.start(of: date), product: dictionary.code(for: feed.product), dictionary: dictionary,
        provenance: member.provenance(feed), publication: member.publication(feed)))
    return ParsedPayload(feed: feed.id, table: table, defects: log.defects, blanks: rows.blanks)
  }
}

/// What stands above the header of a daily report: a title and a date.
struct MISOPreamble {
  let feed: Feed.ID
  let date: LocalDate

  /// Reads the lines above the header, and records where they disagree with the file's name or with what the caller
  /// expects.
  init(
    _ rows: inout DelimitedRows, bytes: Span<UInt8>, member: FeedPayload, hint: Feed.ID, reserves: Bool
  ) throws(ParseError) {
    let named = MISORecognition.feed(named: member.name)
    let title = rows.preamble.lazy.compactMap { $0.first }.compactMap { MISORecognition.Title($0) }.first
    feed = title?.feed(reserves: reserves, hint: named ?? hint) ?? hint
    for claim in [named, hint] where claim != nil && claim != feed {
      try rows.log.record(
        ParseError(
          .inconsistent, at: .init(source: member.name, line: 1), "the title is that of \(feed)",
          expected: "a title of \(claim?.rawValue ?? "")"))
      break
    }
    let printed = rows.preamble.lazy.flatMap { $0 }.compactMap { MISOStampReader.date($0) }.first
    let inName = MISOPreamble.date(inName: member.name)
    guard let date = printed ?? inName else {
      throw ParseError(
        .missingField, at: .init(source: member.name, line: 1), "no date above the header", expected: "a date")
    }
    self.date = date
    if let printed, let inName, printed != inName {
      try rows.log.record(
        ParseError(
          .inconsistent, at: .init(source: member.name, line: 2), "the date differs from the name's",
          expected: "one market day"))
    }
  }

  /// The columns of the 24 hours, by name.
  static func hourColumns(_ rows: DelimitedRows) throws(ParseError) -> [Int] {
    var hours: [Int] = []
    for hour in 1...24 {
      if let index = rows.column("he\(hour)") ?? rows.column(hour < 10 ? "he0\(hour)" : "") {
        hours.append(index)
      } else {
        hours.append(try rows.required("he\(hour)"))
      }
    }
    return hours
  }

  /// The day in a name that begins with eight digits.
  static func date(inName name: String) -> LocalDate? {
    let base = name.split(separator: "/").last ?? ""
    let digits = base.prefix(8)
    guard digits.count == 8, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
      return nil
    }
    return LocalDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }
}
