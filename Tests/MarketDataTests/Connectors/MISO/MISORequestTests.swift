import Testing

@testable import MarketData

@Suite("MISO requests")
struct MISORequestTests {
  private let connector = MISOConnector()

  private func interval(_ start: Int64, _ end: Int64) throws -> DeliveryInterval {
    try #require(
      DeliveryInterval(start: Instant(secondsSince1970: start), end: Instant(secondsSince1970: end)))
  }

  @Test("one report for each EST day that the interval touches")
  func reports() throws {
    // From 2025-11-01T23:00 EST to 2025-11-03T00:00 EST.
    let requests = try connector.requests(
      for: "miso.da_expost_lmp", covering: try interval(1_762_056_000, 1_762_146_000), credentials: Credentials())
    #expect(
      requests.map(\.fullURL) == [
        "https://docs.misoenergy.org/marketreports/20251101_da_expost_lmp.csv",
        "https://docs.misoenergy.org/marketreports/20251102_da_expost_lmp.csv",
      ])
    #expect(requests.map(\.covering.seconds) == [86_400, 86_400])
    #expect(requests[1].fileName == "20251102_da_expost_lmp.csv")
  }

  @Test("displays are one request")
  func displays() throws {
    let requests = try connector.requests(
      for: "miso.fuel_mix", covering: try interval(0, 864_000), credentials: Credentials())
    #expect(requests.map(\.fullURL) == ["https://public-api.misoenergy.org/api/FuelMix/Today"])
    #expect(requests[0].fileName == "FuelMix_Today*.json")
  }

  @Test("the Data Exchange needs its key, which no description shows")
  func exchange() throws {
    let day = try interval(1_762_059_600, 1_762_146_000)
    #expect(throws: RequestError.self) {
      try connector.requests(for: "miso.dx_rt_lmp_expost_final", covering: day, credentials: Credentials())
    }
    let credentials = Credentials([MISOConnector.subscriptionKey: Secret("hush")])
    let requests = try connector.requests(for: "miso.dx_rt_lmp_expost_final", covering: day, credentials: credentials)
    #expect(
      requests.map(\.fullURL) == [
        "https://apim.misoenergy.org/pricing/v1/real-time/2025-11-02/lmp-expost?pageNumber=1&preliminaryFinal=Final&timeResolution=5min"
      ])
    #expect(requests[0].secretHeaders["Ocp-Apim-Subscription-Key"]?.revealed == "hush")
    #expect(!requests[0].description.contains("hush"))
    #expect(!"\(requests[0])".contains("hush"))
  }

  @Test("unknown feeds are refused")
  func unknown() throws {
    let day = try interval(0, 86_400)
    #expect(throws: RequestError.self) {
      try connector.requests(for: "miso.nothing", covering: day, credentials: Credentials())
    }
  }

  @Test("every feed has a request whose file name leads back to it")
  func names() throws {
    let credentials = Credentials([MISOConnector.subscriptionKey: Secret("hush")])
    let day = try interval(1_762_059_600, 1_762_146_000)
    let empty: [UInt8] = []
    for feed in connector.feeds {
      #expect(feed.id.rawValue.hasPrefix("miso."))
      #expect(feed.market == "MISO")
      for request in try connector.requests(for: feed.id, covering: day, credentials: credentials) {
        let name = request.fileName.replacing("*", with: "")
        if name.hasPrefix("FuelMix") { continue }  // known by its content
        #expect(connector.recognise(name: name, head: empty.span) == feed.id, "\(name)")
      }
    }
    #expect(Set(connector.feeds.map(\.id)).count == connector.feeds.count)
  }
}
