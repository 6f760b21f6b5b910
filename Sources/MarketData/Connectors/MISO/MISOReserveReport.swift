import ByteFormats

/// Reads the wide daily reports of reserve prices: two tables under one title, first the market's own rows
/// (`Miso-Wide,-,GENREGMCP,...`, whose first two columns have no name), then `Pnode,Zone,MCP Type,HE 1,...`.
///
/// A node's price is that of its reserve zone, printed once for each node; rows are per node, as published.
enum MISOReserveReport {
  static func parse(
    _ member: FeedPayload, as description: MISOFeed, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var rows = try DelimitedRows(bytes: bytes, source: member.name, required: ["mcptype", "he1"], in: context)
    let preamble = try MISOPreamble(&rows, bytes: bytes, member: member, hint: description.feed.id, reserves: true)
    let feed = MISOFeed.find(preamble.feed)?.feed ?? description.feed
    let type = try rows.required("mcptype")
    let hours = try MISOPreamble.hourColumns(rows)
    guard type >= 1 else {
      throw ParseError(
        .missingField, at: .init(source: member.name), "no columns before MCP Type", expected: "Pnode, Zone")
    }
    let name = rows.column("pnode") ?? 0
    let dictionary = context.dictionary
    var table = ObservationBuilder(dictionary: dictionary)
    table.reserveCapacity(bytes.count / 6)
    var locations = ByteMemo<UInt32>()
    var products = ByteMemo<UInt32>()
    let midnight = MISOClock.start(of: preamble.date)
    // Short lines between the tables are separators; the second header repeats the words of the first.
    while try rows.next(in: bytes) {
      let kind = rows.field(type, in: bytes)
      if rows.fieldCount <= type || bytes.equalsIgnoringCase(kind, "MCP Type") { continue }
      let place = rows.field(name, in: bytes)
      guard !kind.isEmpty, !place.isEmpty else {
        if (0..<rows.fieldCount).allSatisfy({ rows.field($0, in: bytes).isEmpty }) { continue }
        try rows.defect(.missingField, kind.isEmpty ? type : name, in: bytes, expected: "a node and an MCP type")
        continue
      }
      guard rows.fieldCount > hours[23] else {
        try rows.log.record(
          ParseError(.fieldCount, at: rows.place(), "\(rows.fieldCount) fields", expected: "more than \(hours[23])"))
        continue
      }
      let location = locations.value(for: place, in: bytes) {
        dictionary.code(for: MISOLocation.reserve(String(bytes, place)))
      }
      let product = products.value(for: kind, in: bytes) {
        dictionary.code(for: MISOReserve.product(String(bytes, kind), feed.product.run))
      }
      guard let location, let product else { continue }
      for hour in 0..<24 {
        // A blank cell of a wide table is no row; `number` has counted it.
        guard let price = try rows.number(hours[hour], in: bytes), !price.isNaN else { continue }
        table.append(
          start: midnight + Int64(hour) * 3600, seconds: 3600, location: location, product: product, value: price)
      }
    }
    let chunk = table.seal(provenance: member.provenance(feed), publication: member.publication(feed))
    let result = chunk.map { ObservationTable($0) } ?? ObservationTable(dictionary: dictionary)
    return ParsedPayload(feed: feed.id, table: result, defects: rows.log.defects, blanks: rows.blanks)
  }
}
