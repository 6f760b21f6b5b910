extension PJMConnector {
  /// The requests that cover `interval`: one a local month for hourly feeds, one a local day for five-minute feeds.
  ///
  /// Each asks for the first page of 50,000 rows, the most that Data Miner returns at once; the answer's `totalRows` says whether
  /// more pages follow under a higher `startRow`, as they do for prices of all nodes. A range must not reach across the border between
  /// archived and standard data: the operator refuses it, and the host asks again for either side.
  ///
  /// - Throws: ``RequestError`` for an unknown feed, for capacity prices (a workbook on pjm.com), and without a key.
  public func requests(
    for feed: Feed.ID, covering interval: DeliveryInterval, credentials: Credentials
  ) throws(RequestError) -> [FeedRequest] {
    if feed == CapacityPrices.feed.id {
      throw RequestError(.notServed, feed: feed, "the clearing prices are a workbook on pjm.com; save its sheet as CSV")
    }
    guard let layout = DataMinerLayout.all.first(where: { $0.feed.id == feed }) else {
      throw RequestError(.unknownFeed, feed: feed, "PJM has no such feed")
    }
    guard let key = credentials[PJMConnector.subscriptionKey] else {
      throw RequestError(
        .missingCredential, feed: feed, "Data Miner needs a subscription key under \(PJMConnector.subscriptionKey)")
    }
    let isLong = layout.feed.intervalSeconds == 3600 && !layout.isAboutNodes
    return PJMConnector.pieces(of: interval, byMonth: isLong).map { piece in
      let column = layout.begin + "_ept"
      let range = PJMConnector.stamp(piece.start) + "to" + PJMConnector.stamp(piece.end.advanced(bySeconds: -60))
      return FeedRequest(
        feed: feed, covering: piece, url: "https://api.pjm.com/api/v1/" + layout.name,
        query: [
          .init("rowCount", "50000"), .init("startRow", "1"), .init("sort", column), .init("order", "Asc"),
          .init(column, range),
        ],
        headers: [.init("Accept", "application/json")], secretHeaders: ["Ocp-Apim-Subscription-Key": key],
        fileName: layout.name + "*")
    }
  }

  /// The local days or months that `interval` touches, cut to it.
  private static func pieces(of interval: DeliveryInterval, byMonth: Bool) -> [DeliveryInterval] {
    let zone = Market.pjm.timeZone
    var pieces: [DeliveryInterval] = []
    var start = interval.start
    while start < interval.end, pieces.count < 10_000 {
      let date = zone.localDate(of: start)
      let (year, month, day) = date.components
      let days = byMonth ? LocalDate.daysInMonth(year: year, month: month) - day + 1 : 1
      let end = min(zone.startOfDay(date.advanced(byDays: days)), interval.end)
      guard let piece = DeliveryInterval(start: start, end: end) else { break }
      pieces.append(piece)
      start = end
    }
    return pieces
  }

  /// `M/D/YYYY HH:MM` on PJM's clock.
  private static func stamp(_ instant: Instant) -> String {
    let local = Market.pjm.timeZone.localDateTime(of: instant)
    let (year, month, day) = local.date.components
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(month)/\(day)/\(year) \(padded(local.hour)):\(padded(local.minute))"
  }
}

extension DataMinerLayout {
  /// Whether the feed has a record for each of thousands of nodes.
  var isAboutNodes: Bool {
    if case .node = place { true } else { false }
  }
}
