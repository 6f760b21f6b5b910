import ByteFormats

/// Reads one member of an OASIS report that is no locational marginal price.
struct OASISReader {
  let report: OASISReport
  let member: FeedPayload
  let context: ParseContext

  /// Reads a report with one value a row, in CSV.
  func readCSV(_ series: OASISSeries) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    let required = ["intervalstarttimegmt", "intervalendtimegmt"] + [series.place].compactMap(\.self)
    var table = try OASISTable(bytes, source: member.name, required: required, context: context)
    let place = series.place.flatMap { table.rows.column($0) }
    let type = series.type.flatMap { table.rows.column($0) }
    let value = try table.rows.required(anyOf: series.values)
    let item = table.rows.column("xmldataitem")
    let market = table.rows.column("marketrunid")
    var codes = Codes(context.dictionary, series)
    var rows = ObservationBuilder(dictionary: context.dictionary)
    rows.reserveCapacity(bytes.count / 120)
    while try table.rows.next(in: bytes, minimum: max(place ?? 0, value)) {
      guard let interval = try table.interval(in: bytes), let number = try table.rows.number(value, in: bytes) else {
        continue
      }
      var record = OASISRecord(
        item: table.rows.text(item, in: bytes), run: table.rows.text(market, in: bytes),
        type: table.rows.text(type, in: bytes), place: table.rows.text(place, in: bytes))
      if let place, record.place.isEmpty {
        try table.rows.defect(.missingField, place, in: bytes, expected: "a place")
        continue
      }
      if record.run.isEmpty { record.run = report.run ?? "" }
      let code = codes[record]
      rows.append(
        start: interval.start, seconds: interval.seconds, location: code.location, product: code.product, value: number)
    }
    return parsed(rows, defects: table.rows.log.defects, blanks: table.rows.blanks)
  }

  /// Reads a report with one value an item, in XML.
  func readXML(_ series: OASISSeries) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var items = OASISXMLItems(member: member, context: context)
    var codes = Codes(context.dictionary, series)
    var rows = ObservationBuilder(dictionary: context.dictionary)
    while try items.next(in: bytes) {
      guard let interval = try items.interval(in: bytes), let number = try items.value(in: bytes) else { continue }
      var record = OASISRecord(
        item: items.text("dataitem", in: bytes), run: items.text("mkttype", in: bytes),
        type: series.type.map { items.text($0, in: bytes) } ?? "")
      if let place = series.place {
        let named = items.text(place, in: bytes)
        record.place = named.isEmpty ? items.text("resourcename", in: bytes) : named
        guard !record.place.isEmpty else {
          try items.log.record(ParseError(.missingField, at: items.place("RESOURCE_NAME"), "no place"))
          continue
        }
      }
      if record.run.isEmpty { record.run = report.run ?? "" }
      let code = codes[record]
      rows.append(
        start: interval.start, seconds: interval.seconds, location: code.location, product: code.product, value: number)
    }
    return parsed(rows, defects: items.log.defects, blanks: items.blanks)
  }

  /// Reads a report with several values a row, in CSV.
  func readCSV(_ wide: OASISWide) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var table = try OASISTable(bytes, source: member.name, required: [wide.type], context: context)
    let place = try table.rows.required(anyOf: wide.places)
    let type = try table.rows.required(wide.type)
    let values = wide.values.compactMap { value in table.rows.column(value.column).map { ($0, value.product) } }
    guard !values.isEmpty else { _ = try table.rows.required(anyOf: wide.values.map(\.column)); return empty }
    let parts = wide.components.map { table.rows.column($0.column) }
    let market = table.rows.column("marketrunid")
    var locations = ByteMemo<UInt32>()
    var rows = ObservationBuilder(dictionary: context.dictionary, components: wide.components.map(\.component))
    rows.reserveCapacity(bytes.count / 120)
    while try table.rows.next(in: bytes, minimum: max(place, type)) {
      guard let interval = try table.interval(in: bytes) else { continue }
      let range = table.rows.field(place, in: bytes)
      let location = locations.value(for: range, in: bytes) {
        range.isEmpty ? nil : context.dictionary.code(for: wide.location(String(bytes, range)))
      }
      guard let location else {
        try table.rows.defect(.missingField, place, in: bytes, expected: "a place")
        continue
      }
      let run = table.rows.text(market, in: bytes)
      let record = OASISRecord(
        run: run.isEmpty ? report.run ?? "" : run, type: table.rows.string(type, in: bytes))
      for (index, value) in values.enumerated() {
        guard let number = try table.rows.number(value.0, in: bytes), !number.isNaN else { continue }
        rows.append(
          start: interval.start, seconds: interval.seconds, location: location,
          product: context.dictionary.code(for: value.1(record)), value: number)
        guard index == 0 else { continue }
        for (component, column) in parts.enumerated() {
          guard let column, !table.rows.field(column, in: bytes).isEmpty,
            let part = try table.rows.number(column, in: bytes)
          else { continue }
          rows.setComponent(component, to: part, at: rows.count - 1)
        }
      }
    }
    return parsed(rows, defects: table.rows.log.defects, blanks: table.rows.blanks)
  }

  /// The result of rows of this member.
  func parsed(_ rows: consuming ObservationBuilder, defects: [ParseError], blanks: Int) -> ParsedPayload {
    var parsed = empty
    parsed.defects = defects
    parsed.blanks = blanks
    if let chunk = rows.seal(provenance: member.provenance(report.feed), publication: member.publication(report.feed)) {
      parsed.table.append(chunk)
    }
    return parsed
  }

  private var empty: ParsedPayload {
    ParsedPayload(feed: report.feed.id, table: ObservationTable(dictionary: context.dictionary))
  }
}

/// The codes of places and products, by what the rows say of them.
private struct Codes {
  private let dictionary: ObservationDictionary
  private let series: OASISSeries
  private var known: [OASISRecord: (location: UInt32, product: UInt32)] = [:]

  init(_ dictionary: ObservationDictionary, _ series: OASISSeries) {
    self.dictionary = dictionary
    self.series = series
  }

  subscript(record: OASISRecord) -> (location: UInt32, product: UInt32) {
    mutating get {
      if let code = known[record] { return code }
      let (location, product) = series.meaning(record)
      let code = (location: dictionary.code(for: location), product: dictionary.code(for: product))
      known[record] = code
      return code
    }
  }
}
