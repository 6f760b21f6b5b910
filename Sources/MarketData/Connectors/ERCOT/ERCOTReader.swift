import ByteFormats

/// Reads the rows of one table into observations, whatever envelope they came in.
struct ERCOTReader {
  let feed: Feed
  let layout: ERCOTLayout
  let payload: FeedPayload
  let context: ParseContext
  /// When the payload says that it was published, by its own name or its listing.
  let published: Instant?

  private var sink: ERCOTSink
  private var blanks = 0

  init(_ feed: Feed, _ layout: ERCOTLayout, _ payload: FeedPayload, _ context: ParseContext, published: Instant?) {
    self.feed = feed
    self.layout = layout
    self.payload = payload
    self.context = context
    self.published = published
    sink = ERCOTSink(dictionary: context.dictionary, maxRows: context.limits.maxRows)
  }

  /// Reads every row.
  mutating func read<Rows: ERCOTRowSource>(
    _ rows: inout Rows, service: String, in bytes: Span<UInt8>
  ) throws(ParseError) -> ParsedPayload {
    let header = CSVHeader(names: rows.names)
    guard let columns = ERCOTTimeColumns(header) else {
      throw ParseError(
        .missingField, at: rows.place(nil), "no columns that say when", expected: "a delivery date and hour")
    }
    let counting = try ERCOTHourCounting(rows, columns: columns, in: bytes)
    var clock = ERCOTClock(columns, counting: counting)
    switch layout.rows {
    case .long(let long):
      try readLong(long, header, &clock, &rows, in: bytes)
    case .wide(let wide):
      try readWide(wide, header, service, &clock, &rows, in: bytes)
    }
    return sink.payload(feed, payload, published: published, defects: rows.log.defects, blanks: blanks)
  }

  private func locator<Rows: ERCOTRowSource>(
    _ place: ERCOTPlace, _ header: CSVHeader, _ rows: Rows
  ) throws(ParseError) -> ERCOTLocator {
    if let locator = ERCOTLocator(place, header, context.dictionary) { return locator }
    throw ParseError(.missingField, at: rows.place(nil), "no column that says where", expected: "a name")
  }
}

// MARK: One value a row

extension ERCOTReader {
  private mutating func readLong<Rows: ERCOTRowSource>(
    _ long: ERCOTLongRows, _ header: CSVHeader, _ clock: inout ERCOTClock, _ rows: inout Rows, in bytes: Span<UInt8>
  ) throws(ParseError) {
    guard let value = header.index(of: long.value) else {
      throw ParseError(.missingField, at: rows.place(nil), "no column \(long.value)", expected: long.value)
    }
    var locator = try locator(long.place, header, rows)
    let named = long.productColumn.flatMap { header.index(of: $0) }
    let posted = header.index(of: "postedDatetime")
    let product = context.dictionary.code(for: long.product)
    var products = ByteMemo<UInt32>()
    var repeating: ERCOTRepeatingRows?
    if named == nil, posted == nil {
      repeating = ERCOTRepeatingRows(
        clock, locator, value: value, product: product, maxRows: context.limits.maxRows)
    }
    var builder = sink.builder()
    builder.reserveCapacity(bytes.count / 36)
    while try rows.next(in: bytes) {
      guard let start = try clock.start(&rows, in: bytes) else { continue }
      guard let location = locator.code(rows, in: bytes) else {
        try rows.defect(.missingField, locator.column, in: bytes, expected: "a name")
        continue
      }
      let range = rows.field(value, in: bytes)
      var number = Double.nan
      if let scanned = NumberScanner.double(bytes, range) {
        number = scanned
      } else if range.isEmpty {
        blanks += 1
      } else {
        try rows.defect(.notANumber, value, in: bytes, expected: "a number")
        continue
      }
      var code = product
      if let named {
        guard let found = productCode(long.product, rows.field(named, in: bytes), &products, in: bytes) else {
          try rows.defect(.missingField, named, in: bytes, expected: "a name")
          continue
        }
        code = found
      }
      if let posted {
        guard let instant = ERCOTFileName.instant(bytes, rows.field(posted, in: bytes)) else {
          try rows.defect(.notATime, posted, in: bytes, expected: "when the row was posted")
          continue
        }
        let key = ERCOTSink.Key(posted: instant)
        sink.append(key, start: start, seconds: clock.seconds, location: location, product: code, value: number)
      } else {
        builder.append(start: start, seconds: clock.seconds, location: location, product: code, value: number)
        if builder.count > context.limits.maxRows { throw sink.tooMany(payload.name) }
        repeating?.read(
          after: &rows, start: start, isRepeatedHour: clock.isRepeatedHour, location: location, into: &builder,
          in: bytes)
      }
    }
    sink.take(builder)
  }

  @inline(__always)
  private func productCode(
    _ product: Product, _ name: ByteRange, _ memo: inout ByteMemo<UInt32>, in bytes: Span<UInt8>
  ) -> UInt32? {
    if let known = memo.value(for: name, in: bytes, decode: { nil }) { return known }
    guard !name.isEmpty else { return nil }
    let code = context.dictionary.code(
      for: Product(kind: product.kind, run: product.run, name: String(bytes, name), unit: product.unit))
    return memo.value(for: name, in: bytes) { code }
  }
}

// MARK: Many values a row

extension ERCOTReader {
  /// A column of a wide table, bound to codes: plain numbers, so that a loop over columns counts no references.
  private struct Column {
    let index: Int
    let code: UInt32
    let location: UInt32?
    let quantity: Int?
    let isOptional: Bool
    let isForecast: Bool
  }

  private func bind(_ wide: ERCOTWideRows, _ header: CSVHeader, _ service: String) -> [Column] {
    var columns: [Column] = []
    var seen: Set<String> = []
    for (index, printed) in header.names.enumerated() {
      let name = CSVHeader.normalised(printed)
      guard seen.insert(name).inserted, var cell = wide.column(name) else { continue }
      if cell.product.name.contains(ERCOTReader.servicePlaceholder) {
        cell.product = cell.product.named(cell.product.name.replacingService(service))
      }
      let kind = cell.product.kind
      columns.append(
        Column(
          index: index, code: context.dictionary.code(for: cell.product),
          location: cell.location.map { context.dictionary.code(for: $0) },
          quantity: cell.quantity.flatMap { header.index(of: $0) }, isOptional: cell.isOptional,
          isForecast: kind == .loadForecast || kind == .generationForecast
            || (kind == .availableCapacity && cell.product.run == .forecast)))
    }
    return columns
  }

  /// Stands in a product's name where the service is told by the file's name alone.
  static let servicePlaceholder = "%"

  private mutating func readWide<Rows: ERCOTRowSource>(
    _ wide: ERCOTWideRows, _ header: CSVHeader, _ service: String, _ clock: inout ERCOTClock, _ rows: inout Rows,
    in bytes: Span<UInt8>
  ) throws(ParseError) {
    let columns = bind(wide, header, service)
    guard !columns.isEmpty else {
      throw ParseError(.missingField, at: rows.place(nil), "no column with values", expected: "values")
    }
    var locator = try locator(wide.place, header, rows)
    let posted = header.index(of: "postedDatetime")
    let model = wide.hasModels ? header.index(of: "model") : nil
    let inUse = wide.hasModels ? header.index(of: "inUseFlag") : nil
    var curves = ERCOTCurveCounter()
    let products = context.dictionary.products
    let counts = columns.contains { $0.quantity != nil && !products[Int($0.code)].name.hasSuffix("]") }
    while try rows.next(in: bytes) {
      guard let start = try clock.start(&rows, in: bytes) else { continue }
      guard let place = locator.code(rows, in: bytes) else {
        try rows.defect(.missingField, locator.column, in: bytes, expected: "a name")
        continue
      }
      let issued = posted.map { ERCOTFileName.instant(bytes, rows.field($0, in: bytes)) } ?? published
      if let posted, issued == nil {
        try rows.defect(.notATime, posted, in: bytes, expected: "when the forecast was posted")
        continue
      }
      let modelName = model.map { String(bytes, rows.field($0, in: bytes)) }
      let isInUse = inUse.flatMap { ERCOTClock.flag(bytes, rows.field($0, in: bytes)) } ?? false
      let key = ERCOTSink.Key(posted: posted == nil ? nil : issued)
      for column in columns {
        guard let number = try number(column, &rows, in: bytes) else { continue }
        let location = column.location ?? place
        var product = column.code
        if let modelName {
          product = context.dictionary.code(for: products[Int(column.code)].named(modelName))
        } else if counts, column.quantity != nil {
          let point = curves.next(column.code, start, location)
          let curve = products[Int(column.code)]
          product = context.dictionary.code(for: curve.named(curve.name + "[\(point)]"))
        }
        let quantity = try quantity(column, &rows, in: bytes)
        let key = column.isForecast ? key.forecast(issued) : key
        sink.append(
          key, start: start, seconds: clock.seconds, location: location, product: product, value: number,
          quantity: quantity)
        guard isInUse else { continue }
        sink.append(
          key, start: start, seconds: clock.seconds, location: location,
          product: context.dictionary.code(for: products[Int(column.code)].named("in use")), value: number)
      }
      if sink.count > context.limits.maxRows { throw sink.tooMany(payload.name) }
    }
  }

  /// The number in a column; `nil` where it is blank, or after a defect was recorded.
  private mutating func number<Rows: ERCOTRowSource>(
    _ column: Column, _ rows: inout Rows, in bytes: Span<UInt8>
  ) throws(ParseError) -> Double? {
    let range = rows.field(column.index, in: bytes)
    if let number = NumberScanner.double(bytes, range) { return number }
    if range.isEmpty {
      if !column.isOptional { blanks += 1 }
      return nil
    }
    try rows.defect(.notANumber, column.index, in: bytes, expected: "a number")
    return nil
  }

  private func quantity<Rows: ERCOTRowSource>(
    _ column: Column, _ rows: inout Rows, in bytes: Span<UInt8>
  ) throws(ParseError) -> Double? {
    guard let index = column.quantity else { return nil }
    let range = rows.field(index, in: bytes)
    if let number = NumberScanner.double(bytes, range) { return number }
    if !range.isEmpty { try rows.defect(.notANumber, index, in: bytes, expected: "a number") }
    return nil
  }
}

/// Numbers the points of curves whose points stand one below the other.
struct ERCOTCurveCounter {
  private struct Key: Hashable {
    var product: UInt32
    var start: Int64
    var location: UInt32
  }

  private var counts: [Key: Int] = [:]

  /// The number, from 1, of the next point of a curve.
  mutating func next(_ product: UInt32, _ start: Int64, _ location: UInt32) -> Int {
    counts[Key(product: product, start: start, location: location), default: 0] += 1
    return counts[Key(product: product, start: start, location: location)] ?? 1
  }
}

extension Product {
  /// The same product under another name.
  func named(_ name: String) -> Product { Product(kind: kind, run: run, name: name, unit: unit) }
}

extension String {
  /// The text with the placeholder of ``ERCOTReader/servicePlaceholder`` replaced.
  fileprivate func replacingService(_ service: String) -> String {
    split(separator: "%", omittingEmptySubsequences: false).joined(separator: service)
  }
}
