import MarketData
import Testing

@Suite struct FeedRequestTests {
  private var request: FeedRequest {
    get throws {
      let day = try #require(DeliveryInterval(start: Instant(secondsSince1970: 0), seconds: 86_400))
      return FeedRequest(
        feed: "pjm.da_hrl_lmps", covering: day, url: "https://api.pjm.com/api/v1/da_hrl_lmps",
        query: [.init("datetime_beginning_ept", "11/2/2025 00:00to11/2/2025 23:59"), .init("type", "hub & zone")],
        secretHeaders: ["Ocp-Apim-Subscription-Key": Secret("k3y-value")], fileName: "da_hrl_lmps*")
    }
  }

  @Test func queryIsPercentEncoded() throws {
    #expect(
      try request.fullURL
        == "https://api.pjm.com/api/v1/da_hrl_lmps?datetime_beginning_ept=11%2F2%2F2025%2000%3A00to11%2F2%2F2025%2023%3A59"
        + "&type=hub%20%26%20zone")
  }

  @Test func secretsNeverShow() throws {
    let request = try request
    var dumped = ""
    dump(request, to: &dumped)
    for text in ["\(request)", String(reflecting: request), dumped, "\(request.secretHeaders)"] {
      #expect(!text.contains("k3y-value"))
    }
    #expect(request.secretHeaders["Ocp-Apim-Subscription-Key"]?.revealed == "k3y-value")
  }
}
