import MarketData
import Testing

@Suite("CAISO requests and answers that are no data")
struct CAISOConnectorTests {
  private let connector = CAISOConnector()

  private func interval(_ start: Int64, _ end: Int64) throws -> DeliveryInterval {
    try #require(
      DeliveryInterval(start: Instant(secondsSince1970: start), end: Instant(secondsSince1970: end)))
  }

  @Test func feedsAreDistinctAndDescribed() {
    let feeds = connector.feeds
    #expect(Set(feeds.map(\.id)).count == feeds.count)
    #expect(
      feeds.allSatisfy { $0.id.rawValue.hasPrefix("caiso.") && $0.market == "CAISO" && $0.credentialNames.isEmpty })
  }

  @Test func everyFeedCanBeAskedFor() throws {
    let day = try interval(1_748_761_200, 1_748_847_600)
    for feed in connector.feeds {
      let requests = try connector.requests(for: feed.id, covering: day, credentials: Credentials())
      #expect(!requests.isEmpty)
      #expect(requests.first?.covering.start == day.start)
      #expect(requests.last?.covering.end == day.end)
      #expect(requests.allSatisfy { $0.feed == feed.id && !$0.url.isEmpty && !$0.fileName.isEmpty })
    }
  }

  @Test func aDayOfPrices() throws {
    let request = try #require(
      try connector.requests(
        for: "caiso.prc_lmp", covering: try interval(1_748_761_200, 1_748_847_600), credentials: Credentials()
      ).first)
    #expect(
      request.fullURL
        == "https://oasis.caiso.com/oasisapi/SingleZip?queryname=PRC_LMP&market_run_id=DAM&grp_type=ALL"
        + "&startdatetime=20250601T07%3A00-0000&enddatetime=20250602T07%3A00-0000&version=12&resultformat=6")
    #expect(request.fileName == "20250601_20250602_PRC_LMP_DAM_*")
  }

  /// A local day of 25 hours: 25 requests for real-time prices, one for day-ahead prices that ends an hour later by GMT.
  @Test func theLongDay() throws {
    let day = try interval(1_762_066_800, 1_762_156_800)
    let hours = try connector.requests(for: "caiso.prc_intvl_lmp", covering: day, credentials: Credentials())
    #expect(hours.count == 25)
    #expect(Set(hours.map(\.covering)).count == 25)
    let days = try connector.requests(for: "caiso.prc_lmp", covering: day, credentials: Credentials())
    #expect(days.count == 1)
    #expect(
      days.first?.fullURL.contains("startdatetime=20251102T07%3A00-0000&enddatetime=20251103T08%3A00-0000") == true)
  }

  /// OASIS answers for 31 days at most.
  @Test func aYearOfLoad() throws {
    let year = try interval(1_735_718_400, 1_767_254_400)
    let requests = try connector.requests(for: "caiso.sld_fcst", covering: year, credentials: Credentials())
    #expect(requests.count == 13)
    #expect(zip(requests, requests.dropFirst()).allSatisfy { $0.covering.end == $1.covering.start })
    #expect(requests.allSatisfy { $0.covering.seconds <= 31 * 86_400 })
  }

  @Test func chartsAndGroups() throws {
    let day = try interval(1_748_761_200, 1_748_847_600)
    let chart = try connector.requests(for: "caiso.outlook_fuelsource", covering: day, credentials: Credentials())
    #expect(chart.map(\.url) == ["https://www.caiso.com/outlook/history/20250601/fuelsource.csv"])
    let bids = try connector.requests(for: "caiso.pub_bid_dam", covering: day, credentials: Credentials())
    #expect(bids.first?.fullURL.contains("GroupZip?groupid=PUB_DAM_GRP&startdatetime=20250601T07%3A00-0000") == true)
    #expect(bids.first?.fileName == "20250601_20250601_PUB_DAM_GRP_*")
  }

  @Test func unknownFeedsAndEndlessSpansAreRefused() throws {
    let day = try interval(1_748_761_200, 1_748_847_600)
    let unknown = #expect(throws: RequestError.self) {
      try connector.requests(for: "caiso.nothing", covering: day, credentials: Credentials())
    }
    #expect(unknown?.code == .unknownFeed)
    let endless = try #require(DeliveryInterval(start: .distantPast, end: .distantFuture))
    for feed in connector.feeds {
      #expect(throws: RequestError.self) {
        try connector.requests(for: feed.id, covering: endless, credentials: Credentials())
      }
    }
  }

  @Test func errorDocuments() throws {
    for (file, code) in [
      ("20250601_20250602_SLD_REN_FCST_DAM_v1.zip", "1000"), ("20250601_20250602_PUB_DAM_GRP_N_N_v3_csv.zip", "1015"),
    ] {
      for mode in [ParseMode.strict, .lenient] {
        let error = #expect(throws: ParseError.self) { try CAISOFixtures.parse(file, mode: mode) }
        #expect(error?.code == .operatorError)
        #expect(error?.operatorCode == code)
        let named = #expect(throws: ParseError.self) {
          try CAISOFixtures.parse(file, mode: mode, renamed: "x.zip", as: "caiso.ene_slrs")
        }
        #expect(named?.operatorCode == code)
      }
    }
  }

  @Test func pages() throws {
    for (file, code) in [("throttled.html", ParseError.Code.throttled), ("page.html", .operatorError)] {
      let error = #expect(throws: ParseError.self) { try CAISOFixtures.parse(file, as: "caiso.prc_lmp") }
      #expect(error?.code == code)
    }
  }

  @Test func nothingAtAll() throws {
    let error = #expect(throws: ParseError.self) { try CAISOFixtures.parse(text: "", as: "caiso.prc_as") }
    #expect(error?.code == .empty)
    let blank = #expect(throws: ParseError.self) { try CAISOFixtures.parse(text: " \n\n", as: "caiso.prc_as") }
    #expect(blank?.code == .empty)
  }

  /// A header without rows is an answer without rows.
  @Test func noRows() throws {
    let text =
      "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,ANC_TYPE,ANC_REGION,MARKET_RUN_ID,XML_DATA_ITEM,MW,GROUP\n"
    let parsed = try CAISOFixtures.parse(text: text)
    #expect(parsed.feed == "caiso.prc_as")
    #expect(parsed.table.isEmpty)
    #expect(parsed.defects.isEmpty)
  }

  @Test(arguments: [
    ("20250601_20250601_DAM_LMP_GRP_N_N_v12_csv.zip", "caiso.prc_lmp"),
    ("20250601_20250601_RTM_LMP_GRP_07_N_v3_csv.zip", "caiso.prc_intvl_lmp"),
    ("20250601_20250602_PRC_AS_HASP_20250601_10_00_00_v12.zip", "caiso.prc_as_hasp"),
    ("20250601_20250602_SLD_FCST_ACTUAL_20250601_10_00_00_v1.zip", "caiso.sld_fcst_actual"),
    ("20181104_20181104_PUB_DAM_GRP_N_N_v2_csv.zip", "caiso.pub_bid_dam"),
    ("20260501_20260501_3DA_CAP_REQ_AWRD_GRP_N_N_v1_csv.zip", "caiso.3da_cap_req_awrd"),
    ("netdemand.csv", "caiso.outlook_netdemand"), ("20170312_DailyRenewablesWatch.txt", "caiso.daily_renewables_watch"),
  ])
  func archivesAreKnownByName(_ name: String, _ feed: String) {
    #expect(connector.recognise(name: name, head: [UInt8]().span)?.rawValue == feed)
  }

  @Test(arguments: ["20250601_SLD_FCST_PEAK_v1.zip", "report.csv", "20250601_20250602_PRC_MPM_LMP_DAM_v1.zip"])
  func otherReportsAreNotClaimed(_ name: String) {
    #expect(connector.recognise(name: name, head: [UInt8]().span) == nil)
  }
}
