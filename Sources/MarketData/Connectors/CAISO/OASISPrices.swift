import ByteFormats

/// Reads locational marginal prices, in CSV or XML, from one or several members of an answer.
struct OASISPrices {
  private let report: OASISReport
  private let context: ParseContext
  private var pivot: OASISPricePivot
  private var defects: [ParseError] = []
  private var blanks = 0

  init(report: OASISReport, context: ParseContext) {
    self.report = report
    self.context = context
    pivot = OASISPricePivot(dictionary: context.dictionary, capacity: 0)
  }

  /// Reads all members into one table; in lenient mode a member that cannot be read is a defect beside the others.
  consuming func read(_ members: [FeedPayload]) throws(ParseError) -> ParsedPayload {
    guard let first = members.first else { throw ParseError(.empty, "an archive without members") }
    // A component row takes some 160 bytes, and there are four or five of them for each price.
    let bytes = members.reduce(0) { $0 + $1.bytes.count }
    pivot = OASISPricePivot(dictionary: context.dictionary, capacity: bytes / 800)
    for member in members {
      do throws(ParseError) {
        try CAISOAnswer.check(member, limits: context.limits)
        if CAISOAnswer.isXML(member.bytes.span) { try readXML(member) } else { try readCSV(member) }
      } catch {
        if context.mode == .strict || members.count == 1 || error.code == .operatorError || error.code == .throttled {
          throw error
        }
        defects.append(error)
      }
    }
    var log = DefectLog(context: context, source: first.name)
    if pivot.rowsWithoutPrice > 0 {
      try log.record(
        ParseError(
          .inconsistent, "\(pivot.rowsWithoutPrice) rows have components but no price", expected: "rows of LMP_TYPE LMP"
        ))
    }
    let table = ObservationTable(dictionary: context.dictionary)
    var parsed = ParsedPayload(feed: report.feed.id, table: table, defects: defects + log.defects, blanks: blanks)
    if let chunk = pivot.seal(
      provenance: first.provenance(report.feed), publication: first.publication(report.feed))
    {
      parsed.table.append(chunk)
    }
    return parsed
  }

  private mutating func readCSV(_ member: FeedPayload) throws(ParseError) {
    let bytes = member.bytes.span
    var table = try OASISTable(
      bytes, source: member.name, required: ["intervalstarttimegmt", "intervalendtimegmt"], context: context)
    let node = try table.rows.required(anyOf: ["nodeid", "node", "nodeidxml", "pnoderesmrid", "resourcename"])
    let name = table.rows.column("node")
    let type = try table.rows.required(anyOf: ["lmptype", "xmldataitem"])
    let value = try table.rows.required(anyOf: ["mw", "prc", "value"])
    let market = table.rows.column("marketrunid")
    let minimum = max(node, type, value)
    let fallback = product(report.run ?? "")
    let dictionary = context.dictionary
    var locations = ByteMemo<UInt32>()
    var products = ByteMemo<UInt32>()
    var parts = ByteMemo<OASISPricePivot.Part>()
    while try table.rows.next(in: bytes, minimum: minimum) {
      guard let interval = try table.interval(in: bytes) else { continue }
      let nodeRange = table.rows.field(node, in: bytes)
      let location = locations.value(for: nodeRange, in: bytes) {
        let label = table.rows.text(name, in: bytes)
        return nodeRange.isEmpty
          ? nil : dictionary.code(for: .caisoNode(String(bytes, nodeRange), name: label.isEmpty ? nil : label))
      }
      guard let location else {
        try table.rows.defect(.missingField, node, in: bytes, expected: "a node")
        continue
      }
      var product = fallback
      if let market {
        let range = table.rows.field(market, in: bytes)
        product =
          products.value(for: range, in: bytes) { range.isEmpty ? nil : self.product(String(bytes, range)) } ?? fallback
      }
      let typeRange = table.rows.field(type, in: bytes)
      let part = parts.value(for: typeRange, in: bytes) { self.part(String(bytes, typeRange)) }
      guard let part else {
        try table.rows.defect(.missingField, type, in: bytes, expected: "a component of the price")
        continue
      }
      guard let price = try table.rows.number(value, in: bytes) else { continue }
      guard pivot.add(part, price, interval, location: location, product: product) else {
        try table.rows.defect(.inconsistent, value, in: bytes, expected: "one value for each component of a price")
        continue
      }
    }
    defects += table.rows.log.defects
    blanks += table.rows.blanks
  }

  private mutating func readXML(_ member: FeedPayload) throws(ParseError) {
    let bytes = member.bytes.span
    var items = OASISXMLItems(member: member, context: context)
    let dictionary = context.dictionary
    let fallback = product(report.run ?? "")
    var locations = ByteMemo<UInt32>()
    var products = ByteMemo<UInt32>()
    var parts = ByteMemo<OASISPricePivot.Part>()
    while try items.next(in: bytes) {
      guard let interval = try items.interval(in: bytes), let price = try items.value(in: bytes) else { continue }
      let node = items.range("resourcename", in: bytes)
      let item = items.range("dataitem", in: bytes)
      let location = locations.value(for: node, in: bytes) {
        node.isEmpty ? nil : dictionary.code(for: .caisoNode(String(bytes, node)))
      }
      guard let location, let part = parts.value(for: item, in: bytes, decode: { self.part(String(bytes, item)) })
      else {
        try items.log.record(ParseError(.missingField, at: items.place("RESOURCE_NAME"), "no node or no data item"))
        continue
      }
      let market = items.range("mkttype", in: bytes)
      let product =
        products.value(for: market, in: bytes) { market.isEmpty ? nil : self.product(String(bytes, market)) }
        ?? fallback
      guard pivot.add(part, price, interval, location: location, product: product) else {
        try items.log.record(
          ParseError(
            .inconsistent, at: items.place("VALUE"), "a second value", expected: "one value for each component"))
        continue
      }
    }
    defects += items.log.defects
    blanks += items.blanks
  }

  /// The product of a market run, by the name that the file gives the run.
  private func product(_ market: String) -> UInt32 {
    context.dictionary.code(for: .energy(Product.Run(oasis: market)))
  }

  /// The part of a price by its type (`MCC`) or its data item (`LMP_CONG_PRC`); a new one becomes a product of that name.
  private func part(_ name: String) -> OASISPricePivot.Part? {
    switch name {
    case "": nil
    case "LMP", "LMP_PRC": .total
    case "MCE", "LMP_ENE_PRC": .component(0)
    case "MCC", "LMP_CONG_PRC": .component(1)
    case "MCL", "LMP_LOSS_PRC": .component(2)
    case "MGHG", "LMP_GHG_PRC": .component(3)
    default:
      .other(
        context.dictionary.code(
          for: Product(
            kind: "price-component", run: report.feed.product.run, name: name, unit: report.feed.product.unit)))
    }
  }
}
