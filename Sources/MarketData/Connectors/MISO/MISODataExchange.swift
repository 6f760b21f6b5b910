import ByteFormats

/// Reads the pricing pages of the Data Exchange: `{"data": [{"interval", "timeInterval": {"resolution", "start", "end",
/// "value"}, "node", "lmp", "mcc", "mec", "mlc"}], "page": {...}}`, and `product`, `zone`, `mcp` for reserves.
///
/// `start` and `end` are EST and bound the interval; no label has to be decoded. Energy (`mec`) is published here.
enum MISODataExchange {
  static func parse(
    _ member: FeedPayload, as description: MISOFeed, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    var display = try MISODisplay(member, as: description, in: context)
    let isReserves = description.layout == .exchangeReserves
    let feed = description.feed
    var table = ObservationBuilder(
      dictionary: context.dictionary, components: isReserves ? [] : [.energy, .congestion, .loss])
    for (index, row) in try display.elements("data", of: display.document).enumerated() {
      guard let (start, seconds) = try interval(of: row, index, &display) else { continue }
      if isReserves {
        try reserve(row, index, start, seconds, feed, &display, &table)
      } else {
        try price(row, index, start, seconds, feed, &display, &table)
      }
    }
    let chunk = table.seal(provenance: member.provenance(feed), publication: member.publication(feed))
    let result = chunk.map { ObservationTable($0) } ?? ObservationTable(dictionary: context.dictionary)
    return ParsedPayload(feed: feed.id, table: result, defects: display.log.defects, blanks: display.blanks)
  }

  private static func interval(
    of row: JSONValue, _ index: Int, _ display: inout MISODisplay
  ) throws(ParseError) -> (Int64, Int32)? {
    let span = row.member("timeInterval")
    let texts = (span?.member("start")?.text, span?.member("end")?.text)
    guard let start = texts.0.flatMap({ MISOStampReader.instant($0) }),
      let end = texts.1.flatMap({ MISOStampReader.instant($0) })
    else {
      try display.defect(.notATime, field: "timeInterval", index: index, texts.0, expected: "start and end")
      return nil
    }
    guard start < end, end - start <= 86_400 else {
      try display.defect(
        .noSuchInterval, field: "timeInterval", index: index, texts.1, expected: "an end at most a day after the start")
      return nil
    }
    return (start, Int32(end - start))
  }

  private static func price(
    _ row: JSONValue, _ index: Int, _ start: Int64, _ seconds: Int32, _ feed: Feed, _ display: inout MISODisplay,
    _ table: inout ObservationBuilder
  ) throws(ParseError) {
    guard let node = row.member("node")?.text else {
      try display.defect(.missingField, field: "node", index: index, nil, expected: "a node")
      return
    }
    let congestion = try display.number("mcc", of: row, index: index) ?? .nan
    let loss = try display.number("mlc", of: row, index: index) ?? .nan
    let energy = try display.number("mec", of: row, index: index) ?? .nan
    guard let price = try display.number("lmp", of: row, index: index) else { return }
    if price.isNaN, !(congestion.isNaN && loss.isNaN && energy.isNaN) {
      try display.defect(.inconsistent, field: "lmp", index: index, nil, expected: "a price beside its parts")
    }
    let product = display.code(.energy(run(row, feed)))
    table.append(
      start: start, seconds: seconds, location: display.dictionary.code(for: MISOLocation.node(node)), product: product,
      value: price, components: (energy, congestion, loss))
  }

  private static func reserve(
    _ row: JSONValue, _ index: Int, _ start: Int64, _ seconds: Int32, _ feed: Feed, _ display: inout MISODisplay,
    _ table: inout ObservationBuilder
  ) throws(ParseError) {
    guard let zone = row.member("zone")?.text, let name = row.member("product")?.text else {
      let field = row.member("zone")?.text == nil ? "zone" : "product"
      try display.defect(.missingField, field: field, index: index, nil, expected: "a reserve zone and a product")
      return
    }
    guard let price = try display.number("mcp", of: row, index: index) else { return }
    table.append(
      start: start, seconds: seconds, location: display.dictionary.code(for: MISOLocation.reserve(zone)),
      product: display.code(.ancillaryService(name, run(row, feed))), value: price)
  }

  /// Preliminary or final as the row says; the feed's run where it says nothing.
  private static func run(_ row: JSONValue, _ feed: Feed) -> Product.Run {
    switch row.member("preliminaryFinal")?.text?.lowercased() {
    case "preliminary": .realTimePreliminary
    case "final": .realTime
    default: feed.product.run
    }
  }
}
