import MarketData

/// Rows for the tests of stores: hourly prices with two components at a few nodes.
enum StoreRows {
  static func chunk(
    nodes: Int = 6, hours: Range<Int> = 0..<24, value: Double = 1, published: Int64 = 0, digest: SHA256Digest? = nil,
    dictionary: ObservationDictionary = ObservationDictionary()
  ) -> ObservationChunk? {
    let rows = hours.flatMap { hour in (0..<nodes).map { (hour: hour, node: $0) } }
    let codes = (0..<nodes).map { node in
      dictionary.code(for: Location(market: "TEST", kind: .node, id: "N\(node)", name: "Node \(node)"))
    }
    let product = dictionary.code(for: .energy(.dayAhead))
    return ObservationChunk(
      starts: .values(rows.map { Int64($0.hour) * 3600 }), lengths: .constant(3600, count: rows.count),
      locations: .values(rows.map { codes[$0.node] }), products: .constant(product, count: rows.count),
      values: rows.map { value + Double($0.hour) + Double($0.node) / 100 },
      components: [
        .init(.congestion, rows.map { Double($0.node) }), .init(.loss, rows.map { Double($0.hour) / 10 }),
      ],
      publishedAt: .constant(published, count: rows.count), dictionary: dictionary,
      provenance: Provenance(feed: "test.feed", source: "test", digest: digest, publicationBasis: .stated))
  }

  static func table(
    nodes: Int = 6, hours: Range<Int> = 0..<24, value: Double = 1, published: Int64 = 0, digest: SHA256Digest? = nil
  ) -> ObservationTable {
    chunk(nodes: nodes, hours: hours, value: value, published: published, digest: digest).map { ObservationTable($0) }
      ?? ObservationTable()
  }

  /// Start, node and value of every row that a store holds, superseded ones included.
  static func held(by store: any ObservationStore) async throws -> Set<String> {
    var rows: Set<String> = []
    for row in try await store.table(matching: ObservationQuery(includesSuperseded: true)).observations {
      rows.insert("\(row.start) \(row.location.id) \(row.value ?? .nan) \(row.components.count)")
    }
    return rows
  }
}
