/// Copies chosen rows out of blocks into chunks, one or more for each schema.
struct ChunkAssembler {
  private var locations = ColumnJoiner<UInt32>()
  private var products = ColumnJoiner<UInt32>()
  private var starts: [Int64] = []
  private var lengths = ColumnJoiner<Int32>()
  private var values: [Double] = []
  private var components: [[Double]]
  private var issuedAt = ColumnJoiner<Int64>()
  private var publishedAt = ColumnJoiner<Int64>()
  private var revisions = ColumnJoiner<Int32>()
  private let schema: BlockSchema

  private init(schema: BlockSchema, rows: Int) {
    self.schema = schema
    components = Array(repeating: [], count: schema.components.count)
    starts.reserveCapacity(rows)
    values.reserveCapacity(rows)
    for index in components.indices { components[index].reserveCapacity(rows) }
  }

  /// The chunks of the rows in `spans`; `schemas` gives the schema of each block by its slot.
  static func chunks(
    spans: [RowSpan], blocks: [SeriesBlock], schemas: [(code: Int, schema: BlockSchema)],
    dictionary: ObservationDictionary
  ) -> [ObservationChunk] {
    var spansBySchema: [Int: [RowSpan]] = [:]
    var codes: [(code: Int, slot: Int)] = []
    for span in spans {
      let code = schemas[span.slot].code
      if spansBySchema[code] == nil { codes.append((code, span.slot)) }
      spansBySchema[code, default: []].append(span)
    }
    return codes.compactMap { code, slot in
      let spans = spansBySchema[code] ?? []
      var assembler = ChunkAssembler(schema: schemas[slot].schema, rows: spans.reduce(0) { $0 + $1.rows.count })
      assembler.append(spans, blocks)
      return assembler.chunk(dictionary)
    }
  }

  private mutating func append(_ spans: [RowSpan], _ blocks: [SeriesBlock]) {
    var stretch: (slot: Int, rows: Range<Int>)?
    for span in spans {
      locations.append(repeating: span.location, span.rows.count)
      products.append(repeating: span.product, span.rows.count)
      if let held = stretch, held.slot == span.slot, held.rows.upperBound == span.rows.lowerBound {
        stretch = (held.slot, held.rows.lowerBound..<span.rows.upperBound)
      } else {
        if let held = stretch { append(blocks[held.slot], held.rows) }
        stretch = (span.slot, span.rows)
      }
    }
    if let held = stretch { append(blocks[held.slot], held.rows) }
  }

  private mutating func append(_ block: SeriesBlock, _ rows: Range<Int>) {
    starts.append(contentsOf: block.starts[rows])
    lengths.append(block.lengths, rows)
    values.append(contentsOf: block.values[rows])
    for index in components.indices { components[index].append(contentsOf: block.components[index][rows]) }
    if let issued = block.issuedAt { issuedAt.append(issued, rows) }
    publishedAt.append(block.publishedAt, rows)
    revisions.append(block.revisions, rows)
  }

  private consuming func chunk(_ dictionary: ObservationDictionary) -> ObservationChunk? {
    ObservationChunk(
      starts: .collapsing(starts), lengths: lengths.column, locations: locations.column, products: products.column,
      values: values,
      components: zip(schema.components, components).map { ObservationChunk.ComponentColumn($0, $1) },
      issuedAt: schema.hasIssueTimes ? issuedAt.column : nil, publishedAt: publishedAt.column,
      revisions: revisions.column, dictionary: dictionary, provenance: schema.provenance)
  }
}

extension QueryPlan {
  /// The chunks of one band, from its blocks in the order of its members.
  func chunks(of band: Band, blocks members: [SeriesBlock]) -> [ObservationChunk] {
    let spans = BandResolver(plan: self, band: band, blocks: members).resolved()
    let schemas = band.members.map { (code: blocks[$0].entry.schema, schema: blocks[$0].schema) }
    return ChunkAssembler.chunks(spans: spans, blocks: members, schemas: schemas, dictionary: dictionary)
  }
}
