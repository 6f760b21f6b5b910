import MarketData

extension ObservationStoreConformance {
  /// What goes in comes out.
  static let storageChecks: [(name: String, body: Body)] = [
    (
      "an empty store yields nothing",
      { probe in
        try await probe.expect(ObservationQuery(), yields: [], "everything")
        let digest = SHA256Digest(hashing: [1])
        try probe.expect(!(try await probe.store.contains(digest, feed: "conf.feed")), "a payload is held")
        let receipt = try await probe.store.append(ObservationTable())
        try probe.expect(receipt == AppendReceipt(), "appending no rows gives \(receipt)")
        try await probe.expect(ObservationQuery(), yields: [], "everything after appending no rows")
      }
    ),
    (
      "every column survives",
      { probe in
        let rows = (0..<50).map(variedRow)
        let plain = [
          ConformanceRow(start: .min / 2, location: ConformanceRow.node("ø 1"), value: .infinity, publishedAt: 5),
          ConformanceRow(
            start: 4_102_444_800, location: ConformanceRow.node(""), product: .power(.load, .actual), value: -1e-300,
            publishedAt: .max / 2),
        ]
        try await probe.append(rows)
        try await probe.append(plain, feed: "conf.other")
        try await probe.expect(ObservationQuery(), yields: rows + plain, "everything")
      }
    ),
    (
      "names and units of locations and products survive",
      { probe in
        let location = Location(market: "CONF", kind: "my-kind", id: "17", name: "Seventeen")
        let product = Product(kind: "my-kind", run: "my-run", name: "x", unit: .price(.eur, per: .megawatt))
        try await probe.append([ConformanceRow(start: 0, location: location, product: product, value: 1)])
        for try await chunk in try await probe.store.chunks(matching: ObservationQuery()) {
          let row = chunk.observation(at: 0)
          try probe.expect(row.location.name == "Seventeen", "the name is \(row.location.name)")
          try probe.expect(row.product == product, "the product is \(row.product) in \(row.product.unit)")
        }
      }
    ),
    (
      "provenance survives",
      { probe in
        let digest = SHA256Digest(hashing: [1, 2, 3])
        let rows = [ConformanceRow(start: 0, location: ConformanceRow.node("A"), value: 1)]
        _ = try await probe.store.append(rows.table(feed: "conf.a", source: "a.csv", digest: digest))
        _ = try await probe.store.append(rows.table(feed: "conf.b", source: "b.csv"))
        var found: Set<Provenance> = []
        for try await chunk in try await probe.store.chunks(matching: ObservationQuery(includesSuperseded: true)) {
          found.insert(chunk.provenance)
        }
        let expected: Set<Provenance> = [
          Provenance(feed: "conf.a", source: "a.csv", digest: digest, publicationBasis: .stated, parserVersion: 7),
          Provenance(feed: "conf.b", source: "b.csv", publicationBasis: .stated, parserVersion: 7),
        ]
        try probe.expect(found == expected, "the provenances are \(found)")
      }
    ),
    (
      "chunks over different dictionaries keep their meaning",
      { probe in
        let places = ["A", "B", "C"].map { ConformanceRow.node($0) }
        let forward = places.enumerated().map { ConformanceRow(start: 0, location: $1, value: Double($0)) }
        let backward = places.reversed().enumerated().map {
          ConformanceRow(start: 3600, location: $1, product: .power(.load, .actual), value: 10 + Double($0))
        }
        try await probe.append(forward)
        try await probe.append(backward)
        try await probe.expect(ObservationQuery(), yields: forward + backward, "everything")
        let query = ObservationQuery(locations: .exactly([places[2]]))
        try await probe.expect(query, yields: [forward[2], backward[0]], "one location")
      }
    ),
    (
      "a large table in reverse order",
      { probe in
        let nodes = (0..<40).map { ConformanceRow.node("N\($0)") }
        let rows: [ConformanceRow] = (0..<20_000).reversed().map { (index: Int) -> ConformanceRow in
          let start = Int64(index / 40) * 300
          return ConformanceRow(
            start: start, seconds: 300, location: nodes[index % 40], value: Double(index), publishedAt: start + 360)
        }
        try await probe.append(rows)
        let all = try await probe.rows(ObservationQuery())
        try probe.expect(
          Set(all) == Set(rows) && all.count == rows.count, "\(all.count) rows of \(rows.count) came back")
        let query = ObservationQuery(
          locations: .ids(["N7"]), interval: DeliveryInterval(start: Instant(secondsSince1970: 3000), seconds: 3000))
        let expected = rows.filter { $0.location.id == "N7" && $0.start >= 3000 && $0.start < 6000 }
        try await probe.expect(query, yields: expected, "one node and ten intervals")
      }
    ),
  ]

  private static func variedRow(_ index: Int) -> ConformanceRow {
    let place = Location(market: "CONF", kind: .hub, id: "H\(index % 5)")
    var row = ConformanceRow(start: Int64(index % 7) * 300 - 900, location: place)
    row.seconds = Int32(index % 3) * 300
    row.product = .ancillaryService(index % 2 == 0 ? "REGUP" : "", .realTime, in: .usd)
    row.value = index % 4 == 0 ? nil : Double(index) / 3 - 7
    if index % 3 == 0 { row.components = [.congestion: -Double(index), .loss: .greatestFiniteMagnitude] }
    row.issuedAt = Int64(index)
    row.publishedAt = 1000 + Int64(index)
    row.revision = Int32(index) - 3
    return row
  }
}
