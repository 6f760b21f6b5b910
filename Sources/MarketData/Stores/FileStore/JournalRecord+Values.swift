extension ByteWriter {
  mutating func append(_ location: Location) {
    append(location.market.rawValue)
    append(location.kind.rawValue)
    append(location.id)
    append(location.name)
  }

  mutating func append(_ product: Product) {
    append(product.kind.rawValue)
    append(product.run.rawValue)
    append(product.name)
    switch product.unit {
    case .quantity(let unit):
      append(UInt8(0))
      append(unit)
    case .price(let currency, let unit):
      append(UInt8(1))
      append(currency)
      append(unit)
    case .money(let currency):
      append(UInt8(2))
      append(currency)
    case .dimensionless:
      append(UInt8(3))
    }
  }

  private mutating func append(_ unit: UnitOfMeasure) {
    append(unit.symbol)
    append(unit.dimension.name)
    append(unit.dimension.baseSymbol)
    append(unit.scale)
    append(unit.baseOffset)
    append(unit.basis?.rawValue ?? "")
  }

  private mutating func append(_ currency: Currency) {
    append(currency.code)
    append(currency.majorCode)
    append(currency.unitsPerMajor)
  }

  mutating func append(_ unit: JournalUnit) {
    let provenance = unit.schema.provenance
    append(provenance.feed.rawValue)
    append(provenance.source)
    append(UInt8(provenance.digest == nil ? 0 : 1))
    if let digest = provenance.digest { append(contentsOf: digest.bytes) }
    append(provenance.publicationBasis.rawValue)
    append(provenance.parserVersion)
    append(UInt8(unit.schema.hasIssueTimes ? 1 : 0))
    append(UInt32(unit.schema.components.count))
    for component in unit.schema.components { append(component.rawValue) }
    append(UInt32(unit.blocks.count))
    for block in unit.blocks { append(block) }
  }

  private mutating func append(_ block: JournalBlock) {
    append(UInt32(block.summary.rows))
    append(UInt32(block.summary.repeatsKeys ? 1 : 0))
    for value in [
      block.summary.firstStart, block.summary.lastStart, block.summary.firstPublished, block.summary.lastPublished,
      block.summary.firstIssued, block.summary.lastIssued,
    ] { append(value) }
    for code in [
      block.summary.firstLocation, block.summary.lastLocation, block.summary.firstProduct, block.summary.lastProduct,
    ] { append(code) }
    append(block.place.segment)
    append(block.place.length)
    append(block.place.offset)
    append(block.place.checksum)
  }
}

extension ByteReader {
  mutating func location() throws(Malformed) -> Location {
    Location(
      market: Market.ID(rawValue: try text()), kind: Location.Kind(rawValue: try text()), id: try text(),
      name: try text())
  }

  mutating func product() throws(Malformed) -> Product {
    let kind = Product.Kind(rawValue: try text())
    let run = Product.Run(rawValue: try text())
    let name = try text()
    let unit: ValueUnit
    switch try integer(UInt8.self) {
    case 0: unit = .quantity(try unitOfMeasure())
    case 1:
      let currency = try currency()
      unit = .price(currency, per: try unitOfMeasure())
    case 2: unit = .money(try currency())
    case 3: unit = .dimensionless
    default: throw Malformed(message: "the product \(name) has a unit of an unknown kind")
    }
    return Product(kind: kind, run: run, name: name, unit: unit)
  }

  private mutating func unitOfMeasure() throws(Malformed) -> UnitOfMeasure {
    let symbol = try text()
    let dimension = UnitDimension(name: try text(), baseSymbol: try text())
    let scale = try number()
    let offset = try number()
    return UnitOfMeasure(
      symbol: symbol, dimension: dimension, scale: scale, baseOffset: offset,
      basis: HeatingValueBasis(rawValue: try text()))
  }

  private mutating func currency() throws(Malformed) -> Currency {
    Currency(code: try text(), majorCode: try text(), unitsPerMajor: try number())
  }

  mutating func unit() throws(Malformed) -> JournalUnit {
    let feed = Feed.ID(rawValue: try text())
    let source = try text()
    var digest: SHA256Digest?
    if try integer(UInt8.self) != 0 { digest = SHA256Digest(bytes: try array(UInt8.self, count: 32)) }
    let basis = Provenance.PublicationBasis(rawValue: try integer())
    let version = try integer(UInt16.self)
    let hasIssueTimes = try integer(UInt8.self) != 0
    guard let basis else { throw Malformed(message: "an unknown basis of publication times") }
    var components: [PriceComponent] = []
    for _ in 0..<(try count(ofSize: 4)) { components.append(PriceComponent(rawValue: try text())) }
    var blocks: [JournalBlock] = []
    for _ in 0..<(try count(ofSize: 92)) { blocks.append(try block()) }
    return JournalUnit(
      schema: BlockSchema(
        provenance: Provenance(
          feed: feed, source: source, digest: digest, publicationBasis: basis, parserVersion: version),
        components: components, hasIssueTimes: hasIssueTimes),
      blocks: blocks)
  }

  private mutating func block() throws(Malformed) -> JournalBlock {
    let rows = Int(try integer(UInt32.self))
    let repeatsKeys = try integer(UInt32.self) & 1 == 1
    let times = try array(Int64.self, count: 6)
    let codes = try array(UInt32.self, count: 4)
    let summary = BlockSummary(
      rows: rows, firstStart: times[0], lastStart: times[1], firstPublished: times[2], lastPublished: times[3],
      firstIssued: times[4], lastIssued: times[5], firstLocation: codes[0], lastLocation: codes[1],
      firstProduct: codes[2], lastProduct: codes[3], repeatsKeys: repeatsKeys)
    let segment = try integer(UInt32.self)
    let length = try integer(UInt32.self)
    let offset = try integer(UInt64.self)
    let place = BlockPlace(segment: segment, offset: offset, length: length, checksum: try integer())
    guard summary.isPlausible, rows <= BlockCodec.mostRows, offset < 1 << 62, length >= BlockCodec.headerBytes else {
      throw Malformed(message: "the ranges of a block are impossible")
    }
    return JournalBlock(summary: summary, place: place)
  }
}
