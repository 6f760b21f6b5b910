extension MISOConnector {
  /// What to fetch so that `interval` is covered.
  ///
  /// - Market reports: one request for each EST day that the interval touches. The operator keeps about three and a
  ///   half years of them.
  /// - Displays: one request, whatever the interval; the operator shows the present day only. The fuel mix and the
  ///   five-minute prices are asked for as of the whole day so far.
  /// - Data Exchange: one request a day, for the first page; the answer's `page.totalPages` says how many more
  ///   `pageNumber` there are.
  ///
  /// - Throws: ``RequestError`` with code `unknownFeed`, or `missingCredential` for the Data Exchange without a
  ///   subscription key.
  public func requests(
    for feed: Feed.ID, covering interval: DeliveryInterval, credentials: Credentials
  ) throws(RequestError) -> [FeedRequest] {
    guard let description = MISOFeed.find(feed) else {
      throw RequestError(.unknownFeed, feed: feed, "MISO has no feed of this name")
    }
    switch description.source {
    case .report(let name):
      return days(in: interval).map { date, covering in
        let file = "\(compact(date))_\(name).csv"
        return FeedRequest(
          feed: feed, covering: covering, url: "https://docs.misoenergy.org/marketreports/" + file, fileName: file)
      }
    case .display(let path):
      let name = path.split(separator: "/").joined(separator: "_")
      return [
        FeedRequest(
          feed: feed, covering: interval, url: "https://public-api.misoenergy.org/api/" + path,
          headers: [.init("Accept", "application/json")], fileName: "\(name)*.json")
      ]
    case .exchange(let market, let product, let version):
      guard let key = credentials[MISOConnector.subscriptionKey] else {
        throw RequestError(
          .missingCredential, feed: feed, "needs the subscription key \(MISOConnector.subscriptionKey)")
      }
      var query = [FeedRequest.QueryItem("pageNumber", "1")]
      if let version { query.append(.init("preliminaryFinal", version)) }
      if market == "real-time", product.hasSuffix("expost") { query.append(.init("timeResolution", "5min")) }
      return days(in: interval).map { date, covering in
        let day = dashed(date)
        let suffix = version.map { "_" + $0.lowercased() } ?? ""
        return FeedRequest(
          feed: feed, covering: covering, url: "https://apim.misoenergy.org/pricing/v1/\(market)/\(day)/\(product)",
          query: query, headers: [.init("Accept", "application/json")],
          secretHeaders: ["Ocp-Apim-Subscription-Key": key],
          fileName: "\(market)_\(day)_\(product)\(suffix)*.json")
      }
    }
  }

  /// The EST days that an interval touches, each with its span.
  private func days(in interval: DeliveryInterval) -> [(LocalDate, DeliveryInterval)] {
    var days: [(LocalDate, DeliveryInterval)] = []
    var date = MISOClock.zone.localDate(of: interval.start)
    while days.count < 100_000 {
      let day = MISOClock.zone.day(date)
      guard day.start < interval.end else { break }
      days.append((date, day))
      date = date.advanced(byDays: 1)
    }
    return days
  }

  private func padded(_ number: Int, _ digits: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private func compact(_ date: LocalDate) -> String {
    let (year, month, day) = date.components
    return padded(year, 4) + padded(month) + padded(day)
  }

  private func dashed(_ date: LocalDate) -> String {
    let (year, month, day) = date.components
    return padded(year, 4) + "-" + padded(month) + "-" + padded(day)
  }
}
