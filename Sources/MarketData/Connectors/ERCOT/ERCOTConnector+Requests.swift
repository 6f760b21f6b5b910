extension ERCOTConnector {
  /// How many rows one page of an answer is asked to hold.
  static let pageSize = 100_000

  /// What to fetch so that `interval` is covered: one request a local day.
  ///
  /// Reports are asked for at the public API, which takes a subscription key and an identity token and bounds an answer by pages;
  /// the first page is asked for, and `_meta.totalPages` of the answer says whether there are more. Reports that the API
  /// has as archives only are asked for as a list of documents of the market information system (see ``documents(in:)`` and
  /// ``documentRequest(_:for:covering:)``). Dashboards hold the present and are one request without credentials.
  public func requests(
    for feed: Feed.ID, covering interval: DeliveryInterval, credentials: Credentials
  ) throws(RequestError) -> [FeedRequest] {
    if let dashboard = ERCOTDashboard.of(feed) { return [ERCOTConnector.request(dashboard, interval)] }
    guard let report = ERCOTReport.of(feed) else { throw RequestError(.unknownFeed, feed: feed, "no such feed") }
    guard let endpoint = report.endpoint else { return [ERCOTConnector.listRequest(report, interval)] }
    var secrets: [String: Secret] = [:]
    for (credential, header) in [
      (ERCOTConnector.subscriptionKey, "Ocp-Apim-Subscription-Key"), (ERCOTConnector.idToken, "Authorization"),
    ] {
      guard let secret = credentials[credential] else {
        throw RequestError(.missingCredential, feed: feed, "no credential \(credential)")
      }
      secrets[header] = header == "Authorization" ? Secret("Bearer " + secret.revealed) : secret
    }
    let zone = MarketTimeZone.central
    var requests: [FeedRequest] = []
    var date = zone.localDate(of: interval.start)
    while zone.startOfDay(date) < interval.end {
      let day = zone.day(date)
      requests.append(
        FeedRequest(
          feed: feed, covering: day, url: "https://api.ercot.com/api/public-reports/" + endpoint,
          query: report.query(date), headers: [.init("Accept", "application/json")], secretHeaders: secrets,
          fileName: report.fileName(date)))
      date = date.advanced(byDays: 1)
    }
    return requests
  }

  /// What to fetch to get a document of a list.
  public func documentRequest(
    _ document: Document, for feed: Feed.ID, covering interval: DeliveryInterval
  ) -> FeedRequest {
    FeedRequest(
      feed: feed, covering: interval, url: "https://www.ercot.com/misdownload/servlets/mirDownload",
      query: [.init("doclookupId", document.id)], fileName: document.name)
  }

  private static func listRequest(_ report: ERCOTReport, _ interval: DeliveryInterval) -> FeedRequest {
    FeedRequest(
      feed: report.feed.id, covering: interval, url: "https://www.ercot.com/misapp/servlets/IceDocListJsonWS",
      query: [.init("reportTypeId", String(report.typeID))], headers: [.init("Accept", "application/json")],
      fileName: report.fileName(MarketTimeZone.central.localDate(of: interval.start)))
  }

  private static func request(_ dashboard: ERCOTDashboard, _ interval: DeliveryInterval) -> FeedRequest {
    let isPage = dashboard.sections.isEmpty && dashboard.marks.isEmpty
    let url =
      isPage
      ? "https://www.ercot.com/content/cdr/html/\(dashboard.name).html"
      : "https://www.ercot.com/api/1/services/read/dashboards/\(dashboard.name).json"
    return FeedRequest(
      feed: dashboard.id, covering: interval, url: url, fileName: dashboard.name + (isPage ? ".html" : ".json"))
  }
}

extension ERCOTReport {
  /// The query for one local day.
  fileprivate func query(_ date: LocalDate) -> [FeedRequest.QueryItem] {
    let day = date.isoText
    let span: [FeedRequest.QueryItem] =
      switch self.span {
      case .deliveryDate: [.init("deliveryDateFrom", day), .init("deliveryDateTo", day)]
      case .operatingDay: [.init("operatingDayFrom", day), .init("operatingDayTo", day)]
      case .dispatchRun:
        [.init("SCEDTimestampFrom", day + "T00:00:00"), .init("SCEDTimestampTo", day + "T23:59:59")]
      }
    return span + [.init("size", String(ERCOTConnector.pageSize)), .init("page", "1")]
  }
}

extension ERCOTReport {
  /// What the market information system calls the file that holds a local day, or the last one if there are several: the
  /// name has the report's number and the day of publication.
  fileprivate func fileName(_ date: LocalDate) -> String {
    var published = date
    if case .startOfDay = feed.publication.anchor {
      published = date.advanced(byDays: Int((Double(feed.publication.lag) / 86_400).rounded(.down)))
    }
    let digits = String(typeID)
    let type = String(repeating: "0", count: 8 - digits.utf8.count) + digits
    return "*\(type).*\(published.isoText.split(separator: "-").joined()).*"
  }
}

extension LocalDate {
  /// `2025-11-02`.
  fileprivate var isoText: String {
    var text = ISO8601Text()
    text.append(date: self)
    return text.string
  }
}
