extension CAISOConnector {
  /// What to fetch: one request for each hour, day or thirty days, as OASIS bounds an answer; one for each day elsewhere.
  ///
  /// Requests for prices ask for every node. OASIS refuses more than one request in five seconds.
  public func requests(
    for feed: Feed.ID, covering interval: DeliveryInterval, credentials: Credentials
  ) throws(RequestError) -> [FeedRequest] {
    if let report = OASISReport.of(feed) {
      return try pieces(of: interval, report.query.span, feed: feed).map { report.request($0) }
    }
    let days = try pieces(of: interval, .day, feed: feed)
    if let outlook = CAISOOutlook.of(feed) { return days.map { outlook.request($0) } }
    if feed == CAISORenewablesWatch.feed.id { return days.map { CAISORenewablesWatch.request($0) } }
    throw RequestError(.unknownFeed, feed: feed, "CAISO has no such feed")
  }

  private static let mostRequests = 100_000

  /// The hours, local days or thirty local days that together cover an interval.
  private func pieces(
    of interval: DeliveryInterval, _ span: OASISReport.Query.Span, feed: Feed.ID
  ) throws(RequestError) -> [DeliveryInterval] {
    guard interval.seconds < 3600 * Int64(CAISOConnector.mostRequests),
      interval.start.secondsSince1970.magnitude < 1 << 36
    else { throw RequestError(.notServed, feed: feed, "a span of more than \(CAISOConnector.mostRequests) hours") }
    let zone = market.timeZone
    var pieces: [DeliveryInterval] = []
    if span == .hour {
      var start = interval.start.advanced(bySeconds: -(((interval.start.secondsSince1970 % 3600) + 3600) % 3600))
      while start < interval.end, let piece = DeliveryInterval(start: start, seconds: 3600) {
        pieces.append(piece)
        start = piece.end
      }
      return pieces
    }
    let days = span == .day ? 1 : 30
    let end = zone.localDate(of: interval.end.advanced(bySeconds: -1)).advanced(byDays: 1)
    var date = zone.localDate(of: interval.start)
    while date < end {
      let next = min(date.advanced(byDays: days), end)
      if let piece = DeliveryInterval(start: zone.startOfDay(date), end: zone.startOfDay(next)) { pieces.append(piece) }
      date = next
    }
    return pieces
  }
}

extension OASISReport {
  /// A request for one answer.
  func request(_ span: DeliveryInterval) -> FeedRequest {
    let zone = MarketTimeZone.pacific
    var items = [FeedRequest.QueryItem(query.isGroup ? "groupid" : "queryname", query.name)]
    if !query.isGroup, let run { items.append(FeedRequest.QueryItem("market_run_id", run)) }
    items += query.parameters
    items += [
      FeedRequest.QueryItem("startdatetime", span.start.oasisText),
      FeedRequest.QueryItem("enddatetime", span.end.oasisText),
      FeedRequest.QueryItem("version", "\(query.version)"),
      // 6 is CSV; 5 and none are XML.
      FeedRequest.QueryItem("resultformat", "6"),
    ]
    let first = zone.localDate(of: span.start).compactText
    let last = query.isGroup ? first : zone.localDate(of: span.end).compactText
    let label = query.isGroup ? query.name : [query.name, run].compactMap(\.self).joined(separator: "_")
    return FeedRequest(
      feed: feed.id, covering: span,
      url: "https://oasis.caiso.com/oasisapi/" + (query.isGroup ? "GroupZip" : "SingleZip"),
      query: items, fileName: "\(first)_\(last)_\(label)_*")
  }
}

extension CAISOOutlook {
  /// A request for one past day.
  func request(_ day: DeliveryInterval) -> FeedRequest {
    let date = MarketTimeZone.pacific.localDate(of: day.start).compactText
    return FeedRequest(
      feed: feed.id, covering: day, url: "https://www.caiso.com/outlook/history/\(date)/\(name).csv",
      fileName: "*\(name)*\(date)*.csv")
  }
}

extension CAISORenewablesWatch {
  /// A request for one past day.
  static func request(_ day: DeliveryInterval) -> FeedRequest {
    let file = MarketTimeZone.pacific.localDate(of: day.start).compactText + "_DailyRenewablesWatch.txt"
    return FeedRequest(
      feed: feed.id, covering: day, url: "http://content.caiso.com/green/renewrpt/" + file, fileName: file)
  }
}

extension LocalDate {
  /// `20250131`.
  fileprivate var compactText: String {
    let (year, month, day) = components
    return "\(year * 10_000 + month * 100 + day)"
  }
}

extension Instant {
  /// `20250131T08:00-0000`, as OASIS wants it.
  fileprivate var oasisText: String {
    let local = MarketTimeZone.utc.localDateTime(of: self)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(local.date.compactText)T\(two(local.hour)):\(two(local.minute))-0000"
  }
}
