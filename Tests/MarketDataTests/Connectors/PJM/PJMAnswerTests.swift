import Foundation
import MarketData
import Testing

@Suite("PJM answers that are no data")
struct PJMAnswerTests {
  @Test("the throttle sentence inside a valid zip is an error")
  func throttleSentence() throws {
    for name in ["da_hrl_lmps.zip", "download.zip"] {
      #expect(try PJMFixtures.error("da_hrl_lmps.zip", named: name)?.code == .throttled, "\(name)")
    }
  }

  @Test("error documents carry the operator's code")
  func documents() throws {
    let throttled = try PJMFixtures.error("throttled.json", named: "rt_hrl_lmps.json")
    #expect(throttled?.code == .throttled && throttled?.operatorCode == "429")
    let refused = try PJMFixtures.error("missing_row_count.json", named: "rt_hrl_lmps.json")
    #expect(refused?.code == .operatorError && refused?.message == "Row count is missing")
    let page = try PJMFixtures.error("gateway.html", named: "gen_by_fuel.csv")
    #expect(page?.code == .operatorError)
    #expect(page?.message.contains("Service Unavailable") == true)
  }

  @Test("an answer without items is an empty result, not an error")
  func emptyItems() throws {
    let parsed = try PJMFixtures.parse("empty_items.json")
    #expect(parsed.feed == "pjm.da_hrl_lmps" && parsed.table.isEmpty && parsed.defects.isEmpty)
    let bare = try PJMFixtures.registry.parse(
      FeedPayload(name: "da_hrl_lmps.json", bytes: Array("[]".utf8)), as: "pjm.da_hrl_lmps", in: ParseContext())
    #expect(bare.table.isEmpty)
  }

  @Test("a single object stands for a single record")
  func singleObject() throws {
    #expect(try PJMFixtures.parse("single_item.json").table.count == 1)
    let text = #"{"datetime_beginning_utc":"2025-07-15T04:00:00","fuel_type":"Coal","mw":5}"#
    let parsed = try PJMFixtures.registry.parse(
      FeedPayload(name: "x.json", bytes: Array(text.utf8)), in: ParseContext())
    #expect(parsed.feed == "pjm.gen_by_fuel" && parsed.table.count == 1)
  }

  @Test("no bytes, no columns and no time are typed errors")
  func nothing() throws {
    let connector = PJMConnector()
    func code(_ text: String) -> ParseError.Code? {
      do {
        _ = try connector.parse(
          member: FeedPayload(name: "f", bytes: Array(text.utf8)), as: "pjm.da_hrl_lmps", in: ParseContext())
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code("") == .empty)
    #expect(code(" \r\n") == .empty)
    #expect(code("a,b\n1,2\n") == .missingField)
    #expect(code("pnode_id,pnode_name,total_lmp_da\n1,A,5\n") == .missingField)
    #expect(code(#"[{"pnode_name":"A"}]"#) == .missingField)
    #expect(code(#"{"totalRows":0}"#) == .missingField)
    #expect(code("Service is being maintained. Please try later.") == .operatorError)
  }

  @Test("JSON that ends early keeps its good rows and says so")
  func truncatedJSON() throws {
    let bytes = try PJMFixtures.bytes("da_hrl_lmps_20250715.json")
    let payload = FeedPayload(name: "x.json", bytes: Array(bytes.prefix(bytes.count / 2)))
    let parsed = try PJMFixtures.registry.parse(payload, in: ParseContext(mode: .lenient))
    #expect(parsed.table.count > 60 && parsed.table.count < 80)
    #expect(parsed.defects.map(\.code) == [.truncated])
  }
}

@Suite("PJM recognition and requests")
struct PJMRequestTests {
  private func recognise(_ name: String, _ text: String = "") -> Feed.ID? {
    let bytes = Array(text.utf8)
    return PJMConnector().recognise(name: name, head: bytes.span)
  }

  @Test("by the name alone, the longest feed name first")
  func names() {
    #expect(recognise("rt_fivemin_hrl_lmps-20250715.zip") == "pjm.rt_fivemin_hrl_lmps")
    #expect(recognise("reserve_market_results.csv.gz") == "pjm.reserve_market_results")
    #expect(recognise("regulation_market_results.csv") == "pjm.reg_market_results")
    #expect(recognise("rpm-resource-clearing-prices.csv") == "pjm.rpm_clearing_prices")
    #expect(recognise("inst_loads.csv") == nil)
    #expect(recognise("20250715_da_expost_lmp.csv") == nil)
  }

  @Test("a named file with another market's table is not ours")
  func foreignTable() {
    #expect(recognise("solar_gen.csv", "Interval,GMTIntervalEnd,Solar\n01/01/2025,01/01/2025,5\n") == nil)
    #expect(recognise("data.json", #"{"items":[{"time":"2025-01-01","mw":3}]}"#) == nil)
  }

  @Test("a request names the feed, the page, the range on PJM's clock and keeps the key apart")
  func request() throws {
    let start = Instant(secondsSince1970: 1_762_056_000)
    let interval = try #require(DeliveryInterval(start: start, seconds: 90_000))
    let key = Credentials([PJMConnector.subscriptionKey: Secret("k3y")])
    let requests = try PJMConnector().requests(for: "pjm.da_hrl_lmps", covering: interval, credentials: key)
    let request = try #require(requests.first)
    #expect(requests.count == 1)
    #expect(request.url == "https://api.pjm.com/api/v1/da_hrl_lmps")
    #expect(request.query.contains(.init("datetime_beginning_ept", "11/2/2025 00:00to11/2/2025 23:59")))
    #expect(request.query.contains(.init("rowCount", "50000")) && request.query.contains(.init("startRow", "1")))
    #expect(request.secretHeaders["Ocp-Apim-Subscription-Key"] == Secret("k3y"))
    #expect(!request.description.contains("k3y"))
    #expect(request.fileName == "da_hrl_lmps*")
  }

  @Test("prices are asked for by day, load by month, forecasts by their own time column")
  func spans() throws {
    let start = Instant(secondsSince1970: 1_751_342_400)  // July 1, 2025
    let interval = try #require(DeliveryInterval(start: start, seconds: 40 * 86_400))
    let key = Credentials([PJMConnector.subscriptionKey: Secret("k")])
    let connector = PJMConnector()
    #expect(try connector.requests(for: "pjm.rt_hrl_lmps", covering: interval, credentials: key).count == 40)
    let load = try connector.requests(for: "pjm.hrl_load_metered", covering: interval, credentials: key)
    #expect(load.count == 2)
    #expect(load[0].covering.end == load[1].covering.start && load[1].covering.end == interval.end)
    let forecast = try connector.requests(for: "pjm.load_frcstd_hist", covering: interval, credentials: key)
    #expect(forecast[0].query.contains { $0.name == "forecast_hour_beginning_ept" })
  }

  @Test("what cannot be asked for says why")
  func refusals() throws {
    let interval = try #require(DeliveryInterval(start: Instant(secondsSince1970: 0), seconds: 3600))
    func code(_ feed: Feed.ID) -> RequestError.Code? {
      do {
        _ = try PJMConnector().requests(for: feed, covering: interval, credentials: Credentials())
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code("pjm.da_hrl_lmps") == .missingCredential)
    #expect(code("pjm.nothing") == .unknownFeed)
    #expect(code("pjm.rpm_clearing_prices") == .notServed)
  }

  @Test("feeds have distinct names")
  func feeds() {
    let feeds = PJMConnector().feeds
    #expect(Set(feeds.map(\.id)).count == feeds.count && feeds.count == 33)
  }
}
