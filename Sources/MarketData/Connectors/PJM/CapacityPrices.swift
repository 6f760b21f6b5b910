import ByteFormats

/// Clearing prices of the capacity auctions (RPM): the sheet of PJM's workbook, saved as CSV.
///
/// The sheet has a title, a row of locational deliverability areas behind `Capacity Product Type`, and blocks that begin with the
/// delivery year (`DY 25/26`, `DY27/28`) and hold a row for each auction (`BRA`, `1IA` ... `3IA`) and product:
///
///     Resource Clearing Prices for RPM Auctions
///     ,Capacity Product Type *,RTO,MAAC,EMAAC
///     DY 25/26
///     BRA,CP,269.92,269.92,269.92
///     1IA,***   AUCTION CANCELLED
///
/// A delivery year is `[June 1, June 1)` of PJM's clock. Prices are $ per MW-day. `**` marks an area that was not modelled.
struct CapacityPrices {
  let payload: FeedPayload
  let context: ParseContext

  /// The clearing prices of all auctions, which are held months to years before delivery; the sheet does not say when.
  static let feed = Feed(
    id: "pjm.rpm_clearing_prices", market: Market.pjm.id, title: "RPM Resource Clearing Prices",
    product: product(auction: "BRA", type: ""), intervalSeconds: 31_536_000, cadenceSeconds: 31_536_000,
    // Base auctions used to be held three years ahead, lately one: known for certain when delivery begins.
    publication: PublicationRule(.startOfDay(.eastern), lag: 0))

  private static func product(auction: String, type: String) -> Product {
    let run: Product.Run = auction == "BRA" ? .baseAuction : Product.Run(rawValue: "incremental-auction-" + auction)
    return Product(kind: .capacity, run: run, name: type, unit: .price(.usd, per: .megawattDay))
  }

  /// Whether a file is named like the sheet.
  static func isNamed(in name: String) -> Bool {
    let name = name.lowercased()
    return name.hasPrefix("rpm") && (name.contains("clearing") || name.contains("price"))
  }

  /// Whether text begins like the sheet.
  static func isTable(_ text: String) -> Bool {
    text.contains("Capacity Product Type") && (text.contains("RTO") || text.contains("MAAC"))
  }

  /// Reads the sheet.
  func parse() throws(ParseError) -> ParsedPayload {
    let bytes = payload.bytes.span
    // The sheet's title is a sentence itself: only what does not begin like the sheet may be the operator's.
    let head = String(bytes, ByteRange(0, min(bytes.count, 8192)))
    if !CapacityPrices.isTable(head), let error = DataMinerAnswer.error(inText: bytes, source: payload.name) {
      throw error
    }
    var log = DefectLog(context: context, source: payload.name)
    var sheet = Sheet(dictionary: context.dictionary)
    var reader = CSVReader(limits: context.limits.format)
    while true {
      do throws(FormatError) {
        guard try reader.next(in: bytes) else { break }
      } catch {
        try log.record(ParseError(error, source: payload.name))
        reader.recover(in: bytes)
        continue
      }
      let cells = (0..<reader.fieldCount).map { reader.string($0, in: bytes) }
      try sheet.read(cells, line: reader.line, log: &log)
    }
    guard !sheet.areas.isEmpty else {
      throw ParseError(
        .missingField, at: .init(source: payload.name, line: 1), "no row of areas", expected: "Capacity Product Type")
    }
    var table = ObservationTable(dictionary: context.dictionary)
    let publication = payload.publication(CapacityPrices.feed)
    if let chunk = sheet.rows.seal(provenance: payload.provenance(CapacityPrices.feed), publication: publication) {
      table.append(chunk)
    }
    return ParsedPayload(
      feed: CapacityPrices.feed.id, table: table, defects: log.defects, blanks: sheet.blanks)
  }

  /// The sheet as it is read row by row.
  private struct Sheet {
    var rows: ObservationBuilder
    var areas: [(column: Int, code: UInt32)] = []
    var blanks = 0
    private var year: DeliveryInterval?

    init(dictionary: ObservationDictionary) { rows = ObservationBuilder(dictionary: dictionary) }

    mutating func read(_ cells: [String], line: Int, log: inout DefectLog) throws(ParseError) {
      if let typeColumn = cells.firstIndex(where: { $0.hasPrefix("Capacity Product Type") }) {
        areas = cells.indices.filter { $0 > typeColumn && !cells[$0].isEmpty }.map { column in
          let area = Location(market: Market.pjm.id, kind: "capacity-area", id: cells[column])
          return (column, rows.dictionary.code(for: area))
        }
        return
      }
      guard let label = cells.first, !areas.isEmpty else { return }
      if label.uppercased().hasPrefix("DY") {
        year = CapacityPrices.deliveryYear(label)
        if year == nil {
          try log.record(
            ParseError(
              .noSuchInterval, at: .init(line: line), "\"\(label.prefix(40))\"", expected: "a delivery year"))
        }
        return
      }
      // Behind a delivery year that cannot be read, which is a defect, nothing is known of the rows.
      guard let year, cells.count > 1, !cells[1].hasPrefix("*") else { return }
      guard let auction = CapacityPrices.auction(label) else {
        // Notes stand in the first cell alone.
        if areas.contains(where: { $0.column < cells.count && CapacityPrices.price(cells[$0.column]) != nil }) {
          try log.record(
            ParseError(.unrecognised, at: .init(line: line), "\"\(label.prefix(40))\"", expected: "BRA or 1IA to 3IA"))
        }
        return
      }
      let product = rows.dictionary.code(for: CapacityPrices.product(auction: auction, type: cells[1]))
      for (column, code) in areas where column < cells.count {
        try append(cells[column], area: code, product: product, year: year, line: line, log: &log)
      }
    }

    private mutating func append(
      _ cell: String, area: UInt32, product: UInt32, year: DeliveryInterval, line: Int, log: inout DefectLog
    ) throws(ParseError) {
      // One or two stars stand for an area without a price of its own.
      guard !cell.isEmpty, cell != "*", cell != "**" else {
        blanks += 1
        return
      }
      guard let price = CapacityPrices.price(cell) else {
        try log.record(
          ParseError(.notANumber, at: .init(line: line), "\"\(cell.prefix(40))\"", expected: "a price or **"))
        return
      }
      rows.append(
        start: year.start.secondsSince1970, seconds: Int32(truncatingIfNeeded: year.seconds), location: area,
        product: product, value: price)
    }
  }

  /// The number in a cell such as `$1,269.92`.
  private static func price(_ cell: String) -> Double? {
    NumberScanner.double(cell.filter { $0 != "$" && $0 != "," && $0 != " " })
  }

  /// `BRA`, or an incremental auction's `1IA`, `2IA`, `3IA`.
  private static func auction(_ label: String) -> String? {
    let label = label.uppercased()
    return label == "BRA" || (label.count == 3 && label.hasSuffix("IA")) ? label : nil
  }

  /// June to May of `DY 25/26` and `DY 2025/2026`.
  static func deliveryYear(_ label: String) -> DeliveryInterval? {
    let years = label.dropFirst(2).split(separator: "/").map { $0.filter(\.isNumber) }
    guard years.count == 2, let first = Int(years[0]), let second = Int(years[1]), (0...2099).contains(first),
      (first + 1) % 100 == second % 100
    else { return nil }
    let start = first < 100 ? 2000 + first : first
    guard start >= 2000, let june = LocalDate(year: start, month: 6, day: 1),
      let nextJune = LocalDate(year: start + 1, month: 6, day: 1)
    else { return nil }
    let zone = Market.pjm.timeZone
    return DeliveryInterval(start: zone.startOfDay(june), end: zone.startOfDay(nextJune))
  }
}
