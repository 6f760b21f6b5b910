import MarketData

extension ObservationStoreConformance {
  /// Random tables and queries against a plain list of rows.
  static let modelChecks: [(name: String, body: Body)] = [
    ("random appends and queries agree with a list of rows", { try await compareWithModel($0, seed: 1) }),
    ("random appends and queries agree with a list of rows, second seed", { try await compareWithModel($0, seed: 2) }),
  ]

  private static func compareWithModel(_ probe: ConformanceProbe, seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed)
    var model: [ConformanceRow] = []
    for round in 0..<12 {
      let hasIssueTimes = Bool.random(using: &generator)
      let rows = (0..<Int.random(in: 1...120, using: &generator)).map { _ in
        randomRow(hasIssueTimes: hasIssueTimes, &generator)
      }
      _ = try await probe.store.append(rows.table(source: "round \(round)"))
      model += rows
      for _ in 0..<6 {
        let query = randomQuery(&generator)
        try await probe.expect(query, yields: answer(model, query), "round \(round), \(query)")
      }
    }
  }

  private static func randomRow(hasIssueTimes: Bool, _ generator: inout SplitMix64) -> ConformanceRow {
    ConformanceRow(
      start: .random(in: 0..<6, using: &generator) * 3600,
      seconds: Bool.random(using: &generator) ? 3600 : 300,
      location: ConformanceRow.node(
        "\(Int.random(in: 0..<4, using: &generator))", market: Bool.random(using: &generator) ? "CONF" : "OTHER"),
      product: Bool.random(using: &generator) ? .energy(.dayAhead) : .power(.load, .actual),
      value: Int.random(in: 0..<9, using: &generator) == 0 ? nil : .random(in: -9...9, using: &generator),
      components: Bool.random(using: &generator) ? [.loss: .random(in: 0...1, using: &generator)] : [:],
      issuedAt: hasIssueTimes ? .random(in: 0..<2, using: &generator) : nil,
      publishedAt: .random(in: 0..<5, using: &generator), revision: .random(in: 0..<3, using: &generator))
  }

  private static func randomQuery(_ generator: inout SplitMix64) -> ObservationQuery {
    var query = ObservationQuery(
      asOf: Instant(secondsSince1970: .random(in: -1...5, using: &generator)),
      includesSuperseded: Int.random(in: 0..<4, using: &generator) == 0)
    if Bool.random(using: &generator) { query.market = "CONF" }
    if Bool.random(using: &generator) { query.locations = .ids(["1", "3", "9"]) }
    if Bool.random(using: &generator) { query.products = [.energy(.dayAhead)] }
    if Bool.random(using: &generator) {
      query.interval = DeliveryInterval(
        start: Instant(secondsSince1970: .random(in: 0..<4, using: &generator) * 3600), seconds: 7200)
    }
    return query
  }

  private struct Key: Hashable {
    var location: Location
    var product: Product
    var start: Int64
    var seconds: Int32
    var issuedAt: Int64?
  }

  /// What a store must answer after `model` was appended row by row.
  private static func answer(_ model: [ConformanceRow], _ query: ObservationQuery) -> [ConformanceRow] {
    let known = model.filter { row in
      query.matches(row.location) && query.matches(row.product) && row.publishedAt <= query.asOf.secondsSince1970
        && query.interval?.contains(Instant(secondsSince1970: row.start)) ?? true
    }
    if query.includesSuperseded { return known }
    var winners: [Key: ConformanceRow] = [:]
    for row in known {
      let key = Key(
        location: row.location, product: row.product, start: row.start, seconds: row.seconds, issuedAt: row.issuedAt)
      if let held = winners[key], (held.publishedAt, held.revision) > (row.publishedAt, row.revision) { continue }
      winners[key] = row
    }
    return Array(winners.values)
  }
}
