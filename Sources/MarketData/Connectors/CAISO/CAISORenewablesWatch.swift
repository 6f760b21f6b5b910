import ByteFormats

/// The Daily Renewables Watch: two tables of a day's generation by hour, in text that a spreadsheet wrote.
///
/// Names and values stand in every other column, though not in the same ones: the names are counted without the empty cells
/// between them. Hours are labelled by their end; hour 25, where it stands, is the second of a repeated one. On the day on
/// which clocks go forward hour 3 is there, holds zeros and the text of a program's error, and is a defect.
enum CAISORenewablesWatch {
  /// The feed; a day appears on the next.
  static let feed = Feed(
    id: "caiso.daily_renewables_watch", market: Market.caiso.id, title: "Daily Renewables Watch",
    product: .power(.generation, .actual), intervalSeconds: 3600, cadenceSeconds: 86_400,
    publication: .daysAfter(1, hour: 6, in: .pacific))

  /// The title of the first table, by which the file is known.
  static let title: StaticString = "Hourly Breakdown of Renewable Resources"

  /// Reads a day.
  static func read(_ member: FeedPayload, in context: ParseContext) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var rows = try DelimitedRows(
      bytes: bytes, source: member.name, required: ["hour"], delimiter: UInt8(ascii: "\t"), in: context)
    guard let date = rows.preamble.lazy.compactMap({ date($0.first ?? "") }).first else {
      throw ParseError(.notATime, at: .init(source: member.name, line: 1), "no date", expected: "MM/DD/YY")
    }
    let hasHour25 = CAISOAnswer.contains(bytes, "\n\t25\t")
    let system = context.dictionary.code(for: Location.caisoSystem())
    var products = codes(rows.header.names, context.dictionary)
    var builder = ObservationBuilder(dictionary: context.dictionary)
    while try rows.next(in: bytes, minimum: 1) {
      let label = rows.field(1, in: bytes)
      if bytes.equalsIgnoringCase(label, "Hour") {
        products = codes((0..<rows.fieldCount).map { rows.string($0, in: bytes) }, context.dictionary)
        continue
      }
      let cells = products.indices.map { 3 + 2 * $0 }
      if label.isEmpty {
        // Blank lines, and the titles of tables.
        if cells.contains(where: { NumberScanner.double(bytes, rows.field($0, in: bytes)) != nil }) {
          try rows.defect(.missingField, 1, in: bytes, expected: "an hour")
        }
        continue
      }
      guard let hour = NumberScanner.integer(bytes, label), (1...25).contains(hour) else {
        try rows.defect(.notATime, 1, in: bytes, expected: "an hour from 1 to 25")
        continue
      }
      guard let start = start(ofHour: Int(hour), on: date, hasHour25: hasHour25) else {
        try rows.defect(.noSuchInterval, 1, in: bytes, expected: "an hour that the local day has once")
        continue
      }
      for (cell, product) in zip(cells, products) {
        guard let value = try rows.number(cell, in: bytes), !value.isNaN else { continue }
        builder.append(
          start: start.secondsSince1970, seconds: 3600, location: system, product: product, value: value)
      }
    }
    var parsed = ParsedPayload(
      feed: feed.id, table: ObservationTable(dictionary: context.dictionary), defects: rows.log.defects,
      blanks: rows.blanks)
    if let chunk = builder.seal(provenance: member.provenance(feed), publication: member.publication(feed)) {
      parsed.table.append(chunk)
    }
    return parsed
  }

  private static func start(ofHour hour: Int, on date: LocalDate, hasHour25: Bool) -> Instant? {
    let occurrence: LocalOccurrence = hour == 25 ? .second : hasHour25 ? .first : .only
    let label = hour == 25 ? 2 : hour
    return MarketTimeZone.pacific.instants(of: date, secondsOfDay: (label - 1) * 3600)[occurrence]
  }

  /// The products of a header: its names in order, without the hour and the empty cells.
  ///
  /// Imports are no generation.
  private static func codes(_ names: [String], _ dictionary: ObservationDictionary) -> [UInt32] {
    names.filter { !$0.isEmpty && $0 != "Hour" }.map {
      dictionary.code(for: .power($0 == "IMPORTS" ? .flow : .generation, .actual, $0))
    }
  }

  private static func date(_ text: String) -> LocalDate? {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    return LocalDate(year: parts[2] < 100 ? 2000 + parts[2] : parts[2], month: parts[0], day: parts[1])
  }
}
