import MarketData

extension ObservationStoreConformance {
  private static let grid: [ConformanceRow] = (0..<4).flatMap { hour in
    ["A", "B"].flatMap { id in
      [("CONF" as Market.ID), "OTHER"].flatMap { market in
        [Product.energy(.dayAhead), .energy(.realTime)].map { product in
          ConformanceRow(
            start: Int64(hour) * 3600, location: ConformanceRow.node(id, market: market), product: product,
            value: Double(hour))
        }
      }
    }
  }

  private static func check(
    _ name: String, _ query: ObservationQuery, _ matches: @escaping @Sendable (ConformanceRow) -> Bool
  ) -> (name: String, body: Body) {
    (
      name,
      { probe in
        try await probe.append(grid)
        try await probe.expect(query, yields: grid.filter(matches), name)
      }
    )
  }

  private static func interval(_ start: Int64, _ end: Int64) -> DeliveryInterval? {
    DeliveryInterval(start: Instant(secondsSince1970: start), end: Instant(secondsSince1970: end))
  }

  /// Filters choose by market, place, product and the start of the interval.
  static let queryChecks: [(name: String, body: Body)] = [
    check("no filter yields everything", ObservationQuery()) { _ in true },
    check("a market filter", ObservationQuery(market: "OTHER")) { $0.location.market == "OTHER" },
    check("an unknown market yields nothing", ObservationQuery(market: "NONE")) { _ in false },
    check("an identifier filter spans markets and kinds", ObservationQuery(locations: .ids(["B", "Z"]))) {
      $0.location.id == "B"
    },
    check("an identifier filter within a market", ObservationQuery(market: "CONF", locations: .ids(["A"]))) {
      $0.location == ConformanceRow.node("A")
    },
    check("an empty identifier filter yields nothing", ObservationQuery(locations: .ids([]))) { _ in false },
    check("an exact location", ObservationQuery(locations: .exactly([ConformanceRow.node("A", market: "OTHER")]))) {
      $0.location == ConformanceRow.node("A", market: "OTHER")
    },
    check(
      "an exact location of another market yields nothing",
      ObservationQuery(market: "CONF", locations: .exactly([ConformanceRow.node("A", market: "OTHER")]))
    ) { _ in false },
    check("a product filter", ObservationQuery(products: [.energy(.realTime)])) { $0.product == .energy(.realTime) },
    check("an empty product filter yields nothing", ObservationQuery(products: [])) { _ in false },
    check("an unknown product yields nothing", ObservationQuery(products: [.energy(.hourAhead)])) { _ in false },
    check("a time filter is half-open", ObservationQuery(interval: interval(3600, 3 * 3600))) {
      $0.start == 3600 || $0.start == 7200
    },
    check("a time filter looks at interval starts only", ObservationQuery(interval: interval(1, 3600))) { _ in false },
    check("a time filter outside the data yields nothing", ObservationQuery(interval: interval(14_400, 99_999))) { _ in
      false
    },
    check(
      "all filters together",
      ObservationQuery(
        market: "CONF", locations: .ids(["A"]), products: [.energy(.dayAhead)], interval: interval(0, 3600))
    ) {
      $0.start == 0 && $0.location == ConformanceRow.node("A") && $0.product == .energy(.dayAhead)
    },
  ]
}
