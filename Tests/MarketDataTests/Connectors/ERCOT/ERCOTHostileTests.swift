import MarketData
import Testing

/// Broken files give a typed error or a clean result, in bounded time, whatever is broken.
@Suite("ERCOT hostile input")
struct ERCOTHostileTests {
  /// One small file of each layout.
  static let files = [
    "np6-322-cd_capped.csv", "np6-332-cd.csv", "np6-324-cd_new.csv", "RTSCEDPRICEADDERNP6323_new.csv",
    "2d_Cleared_DAM_AS_NSPIN-04-NOV-25.csv", "60d_DAM_EnergyBids-02-AUG-25.csv",
    "60d_SCED_QSE_Self_Arranged_AS-02-AUG-25.csv", "np6-788-cd_objects.json", "np6-905-cd_autumn.json",
    "np4-737-cd_postings.json", "fuel-mix.json", "dc-tie-flows.json", "supply-demand.json",
    "ancillary-service-capacity-monitor.json", "real_time_system_conditions.html",
  ]

  private static func attempt(_ bytes: [UInt8], _ name: String, _ feed: Feed.ID) {
    for mode in [ParseMode.strict, .lenient] {
      do throws(ParseError) {
        _ = try ConnectorRegistry([ERCOTConnector()])
          .parse(FeedPayload(name: name, bytes: bytes), as: feed, in: ParseContext(mode: mode))
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test(arguments: files)
  func truncation(_ file: String) throws {
    let expected = try #require(ERCOTFixture.expectations.first { $0.file == file })
    let bytes = try ERCOTFixture.bytes(file)
    for length in 0..<bytes.count {
      ERCOTHostileTests.attempt(Array(bytes[..<length]), file, Feed.ID(rawValue: expected.feed))
    }
  }

  @Test(arguments: files)
  func flippedBytes(_ file: String) throws {
    let expected = try #require(ERCOTFixture.expectations.first { $0.file == file })
    let bytes = try ERCOTFixture.bytes(file)
    var state: UInt64 = 254
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    for _ in 0..<500 {
      var copy = bytes
      for _ in 0...(next() % 4) {
        copy[Int(next() % UInt64(copy.count))] = UInt8(truncatingIfNeeded: next())
      }
      ERCOTHostileTests.attempt(copy, file, Feed.ID(rawValue: expected.feed))
    }
  }

  @Test("an answer with more columns than the limit is refused, since every row costs as much")
  func manyColumns() {
    let keys = (0..<5000).map { "\"k\($0)\":1" }.joined(separator: ",")
    let row = "{\"deliveryDate\":\"2025-07-15\",\"hourEnding\":\"01:00\",\(keys)}"
    let payload = FeedPayload(name: "np4-190-cd.json", bytes: Array("{\"data\":[\(row),{}]}".utf8))
    let error = #expect(throws: ParseError.self) {
      try ConnectorRegistry([ERCOTConnector()]).parse(payload, in: ParseContext(mode: .lenient))
    }
    #expect(error?.code == .limitExceeded)
  }

  @Test("a program that quotes a header is no report")
  func quotedHeader() {
    let header = "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag"
    let text = "import x\nHEADER = \"\"\"\n\(header)\n\"\"\"\n"
    #expect(ERCOTConnector().recognise(name: "script.py", head: Array(text.utf8).span) == nil)
  }

  @Test func brokenDocumentLists() {
    let text = #"{"archives":[{"docId":1,"friendlyName":"a","postDatetime":"2024-11-05T03:16:10.000","_links":{}}]}"#
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count { _ = try? ERCOTConnector.documents(in: Array(bytes[..<length])) }
  }
}
