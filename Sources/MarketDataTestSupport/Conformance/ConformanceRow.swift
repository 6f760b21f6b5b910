import MarketData

/// One row as the checks write it and read it back.
struct ConformanceRow: Hashable {
  var start: Int64
  var seconds: Int32 = 3600
  var location: Location
  var product: Product = .energy(.dayAhead)
  var value: Double?
  var components: [PriceComponent: Double] = [:]
  var issuedAt: Int64?
  var publishedAt: Int64 = 0
  var revision: Int32 = 0

  /// A node of the market that the checks speak of.
  static func node(_ id: String, market: Market.ID = "CONF") -> Location {
    Location(market: market, kind: .node, id: id, name: "Node \(id)")
  }

  /// The rows of chunks, in their order.
  static func rows(of chunks: [ObservationChunk]) -> [ConformanceRow] {
    chunks.flatMap { chunk in
      ObservationTable(chunk).observations.map { row in
        ConformanceRow(
          start: row.start.secondsSince1970, seconds: Int32(row.seconds), location: row.location, product: row.product,
          value: row.value, components: row.components, issuedAt: row.issuedAt?.secondsSince1970,
          publishedAt: row.publishedAt.secondsSince1970, revision: row.revision)
      }
    }
  }
}

extension [ConformanceRow] {
  /// A chunk of the rows; all of them must have an issue time, or none.
  func chunk(
    feed: Feed.ID = "conf.feed", source: String = "rows", digest: SHA256Digest? = nil,
    dictionary: ObservationDictionary = ObservationDictionary()
  ) -> ObservationChunk? {
    var names: [PriceComponent] = []
    for name in flatMap({ $0.components.keys.sorted { $0.rawValue < $1.rawValue } }) where !names.contains(name) {
      names.append(name)
    }
    return ObservationChunk(
      starts: .values(map(\.start)), lengths: .values(map(\.seconds)),
      locations: .values(map { dictionary.code(for: $0.location) }),
      products: .values(map { dictionary.code(for: $0.product) }), values: map { $0.value ?? .nan },
      components: names.map { name in
        ObservationChunk.ComponentColumn(name, map { $0.components[name] ?? .nan })
      },
      issuedAt: contains { $0.issuedAt != nil } ? .values(map { $0.issuedAt ?? 0 }) : nil,
      publishedAt: .values(map(\.publishedAt)), revisions: .values(map(\.revision)), dictionary: dictionary,
      provenance: Provenance(feed: feed, source: source, digest: digest, publicationBasis: .stated, parserVersion: 7))
  }

  /// A table of the rows.
  func table(
    feed: Feed.ID = "conf.feed", source: String = "rows", digest: SHA256Digest? = nil,
    dictionary: ObservationDictionary = ObservationDictionary()
  ) -> ObservationTable {
    chunk(feed: feed, source: source, digest: digest, dictionary: dictionary).map { ObservationTable($0) }
      ?? ObservationTable(dictionary: dictionary)
  }

  /// How often each row occurs.
  var tally: [ConformanceRow: Int] { reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}
