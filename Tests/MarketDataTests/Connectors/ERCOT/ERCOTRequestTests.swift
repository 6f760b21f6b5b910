import MarketData
import Testing

@Suite("ERCOT requests and lists")
struct ERCOTRequestTests {
  private static let credentials = Credentials([
    ERCOTConnector.subscriptionKey: Secret("KEY"), ERCOTConnector.idToken: Secret("TOKEN"),
  ])

  private static func span(_ start: String, _ end: String) throws -> DeliveryInterval {
    let start = try #require(Instant(iso8601: start))
    let end = try #require(Instant(iso8601: end))
    return try #require(DeliveryInterval(start: start, end: end))
  }

  @Test func oneRequestALocalDay() throws {
    // From 22:00 on 1 November to 01:00 on 3 November, local time: three local days.
    let requests = try ERCOTConnector().requests(
      for: "ercot.np4-190-cd", covering: ERCOTRequestTests.span("2025-11-02T03:00:00Z", "2025-11-03T07:00:00Z"),
      credentials: ERCOTRequestTests.credentials)
    #expect(requests.map(\.covering.seconds) == [86_400, 90_000, 86_400])
    #expect(
      requests[1].fullURL
        == "https://api.ercot.com/api/public-reports/np4-190-cd/dam_stlmnt_pnt_prices?deliveryDateFrom=2025-11-02"
        + "&deliveryDateTo=2025-11-02&size=100000&page=1")
    #expect(requests[1].secretHeaders["Ocp-Apim-Subscription-Key"]?.revealed == "KEY")
    #expect(requests[1].secretHeaders["Authorization"]?.revealed == "Bearer TOKEN")
    // Day-ahead prices are published on the day before.
    #expect(requests[1].fileName == "*00012331.*20251101.*")
    #expect(!"\(requests)".contains("KEY") && !"\(requests)".contains("TOKEN"))
  }

  @Test func dispatchRunsAndActualLoadAreAskedForByTheirOwnTimes() throws {
    let day = try ERCOTRequestTests.span("2025-06-03T05:00:00Z", "2025-06-04T05:00:00Z")
    let run = try ERCOTConnector().requests(
      for: "ercot.np6-788-cd", covering: day, credentials: ERCOTRequestTests.credentials)
    #expect(run.count == 1)
    #expect(run[0].query.first == .init("SCEDTimestampFrom", "2025-06-03T00:00:00"))
    let load = try ERCOTConnector().requests(
      for: "ercot.np6-345-cd", covering: day, credentials: ERCOTRequestTests.credentials)
    #expect(load[0].query.first == .init("operatingDayFrom", "2025-06-03"))
  }

  @Test func everyFeedCanBeAskedFor() throws {
    let day = try ERCOTRequestTests.span("2025-06-03T05:00:00Z", "2025-06-04T05:00:00Z")
    let connector = ERCOTConnector()
    #expect(Set(connector.feeds.map(\.id)).count == connector.feeds.count)
    for feed in connector.feeds {
      let requests = try connector.requests(for: feed.id, covering: day, credentials: ERCOTRequestTests.credentials)
      #expect(requests.count == 1)
      #expect(requests[0].url.hasPrefix("https://"))
    }
  }

  @Test func credentialsAreAskedForByName() throws {
    let day = try ERCOTRequestTests.span("2025-06-03T05:00:00Z", "2025-06-04T05:00:00Z")
    #expect(throws: RequestError.self) {
      try ERCOTConnector().requests(for: "ercot.np4-190-cd", covering: day, credentials: Credentials())
    }
    #expect(throws: RequestError.self) {
      try ERCOTConnector().requests(for: "ercot.none", covering: day, credentials: Credentials())
    }
    let dashboard = try ERCOTConnector().requests(for: "ercot.fuel-mix", covering: day, credentials: Credentials())
    #expect(dashboard.map(\.fullURL) == ["https://www.ercot.com/api/1/services/read/dashboards/fuel-mix.json"])
  }

  @Test func documentsOfBothLists() throws {
    let mis = #"""
      {"ListDocsByRptTypeRes": {"DocumentList": [{"Document": {"ConstructedName": "cdr.x.zip", "DocID": "108",
        "PublishDate": "2025-03-13T12:30:00-05:00", "ReportTypeID": "12311"}}]}}
      """#
    let document = try #require(try ERCOTConnector.documents(in: Array(mis.utf8)).first)
    #expect(document.publishedAt.description == "2025-03-13T17:30:00Z")
    #expect(document.reportTypeID == 12311)
    let day = try ERCOTRequestTests.span("2025-06-03T05:00:00Z", "2025-06-04T05:00:00Z")
    let request = ERCOTConnector().documentRequest(document, for: "ercot.np3-560-cd", covering: day)
    #expect(request.fullURL == document.url)
    #expect(request.fullURL == "https://www.ercot.com/misdownload/servlets/mirDownload?doclookupId=108")

    let archive = #"""
      {"product": {"reportTypeId": 13057}, "archives": [{"docId": 104, "friendlyName": "2_Day",
        "postDatetime": "2024-11-03T01:16:10.000", "_links": {"endpoint": {"href": "https://api.ercot.com/x?download=104"}}}]}
      """#
    let posted = try #require(try ERCOTConnector.documents(in: Array(archive.utf8)).first)
    // The later of the two times that the clock showed: nothing is known too early.
    #expect(posted.publishedAt.description == "2024-11-03T07:16:10Z")
    #expect(posted.id == "104")
    for text in ["{}", "[", #"{"archives": [{"docId": 1}]}"#, ""] {
      #expect(throws: ParseError.self) { try ERCOTConnector.documents(in: Array(text.utf8)) }
    }
  }

  @Test func namesAloneSuffice() {
    let connector = ERCOTConnector()
    for (name, feed) in [
      ("cdr.00012301.0000000000000000.20250730.084701.SPPHLZNP6905_20250730_0845_csv.zip", "ercot.np6-905-cd"),
      ("rpt.00013052.0000000000000000.60_Day_SCED_Disclosure.zip", "ercot.np3-965-er"),
      ("60d_DAM_Gen_Resource_Data-05-FEB-26.csv", "ercot.np3-966-er"),
      ("60d_Load_Resource_Data_in_SCED-05-FEB-26.csv", "ercot.np3-965-er"),
      ("np3-911-er_2-day-AS-reports.zip", "ercot.np3-911-er"), ("fuel-mix.json", "ercot.fuel-mix"),
      ("RTM_ORDC_REL_DPLY_PRC_ADDR_RSRV_2024.csv", "ercot.np6-792-er"),
    ] {
      let found = connector.recognise(name: name, head: [UInt8]().span)
      #expect(found?.rawValue == feed)
    }
    for name in ["20260714_da_expost_lmp.csv", "da_hrl_lmps.json", "fuelmix.csv", "x.zip", ""] {
      let found = connector.recognise(name: name, head: [UInt8]().span)
      #expect(found == nil)
    }
  }
}
