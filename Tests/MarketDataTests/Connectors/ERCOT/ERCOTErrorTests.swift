import MarketData
import Testing

@Suite("ERCOT errors")
struct ERCOTErrorTests {
  private static func failure(_ text: String, named name: String = "x.json", feed: Feed.ID? = nil) -> ParseError? {
    do {
      _ = try ERCOTFixture.parse(text: text, named: name, feed: feed, mode: .lenient)
      return nil
    } catch {
      return error as? ParseError
    }
  }

  @Test func refusalsAreTyped() {
    let throttle = ERCOTErrorTests.failure(
      #"{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 3 seconds." }"#, feed: "ercot.np4-190-cd")
    #expect(throttle?.code == .throttled)
    #expect(throttle?.operatorCode == "429")
    let denied = ERCOTErrorTests.failure(
      #"{ "statusCode": 401, "message": "Access denied due to missing subscription key." }"#, feed: "ercot.np6-905-cd")
    #expect(denied?.code == .operatorError)
    #expect(denied?.operatorCode == "401")
    let page = ERCOTErrorTests.failure(
      "<!DOCTYPE html>\n<html><body>Pardon Our Interruption</body></html>", feed: "ercot.fuel-mix")
    #expect(page?.code == .operatorError)
    let report = ERCOTErrorTests.failure("<html><body>403</body></html>", feed: "ercot.np4-190-cd")
    #expect(report?.code == .operatorError)
    let missing = ERCOTErrorTests.failure(
      "<?xml version=\"1.0\"?><error>Error Downloading Content</error>", named: "np4-190-cd.csv")
    #expect(missing?.code == .operatorError)
    #expect(ERCOTErrorTests.failure("", feed: "ercot.np4-190-cd")?.code == .empty)
    #expect(ERCOTErrorTests.failure("hello", named: "hello.txt")?.code == .unrecognised)
  }

  @Test func listsAreNoObservations() {
    let list = #"{"ListDocsByRptTypeRes": {"DocumentList": []}}"#
    #expect(ERCOTErrorTests.failure(list, named: "np4-190-cd.json")?.code == .unrecognised)
    #expect(ERCOTErrorTests.failure(list, feed: "ercot.np4-190-cd")?.code == .unrecognised)
  }

  @Test func columnsOfAnotherReportAreMissingFields() {
    let error = ERCOTErrorTests.failure("a,b\n1,2\n", named: "np4-190-cd.csv")
    #expect(error?.code == .missingField)
    let answer = ERCOTErrorTests.failure(
      #"{"report":{"reportEMIL":"NP4-190-CD"},"fields":[{"name":"a"}],"data":[[1]]}"#)
    #expect(answer?.code == .missingField)
    let unnamed = ERCOTErrorTests.failure(#"{"report":{"reportEMIL":"NP4-190-CD"},"data":[[1]]}"#)
    #expect(unnamed?.code == .missingField)
  }

  @Test func statedEmptinessIsNoError() throws {
    let parsed = try ERCOTFixture.parse("np4-190-cd_empty.json")
    #expect(parsed.table.isEmpty && parsed.defects.isEmpty)
    let header = try ERCOTFixture.parse("60d_HDL_LDL_ManOverride-02-AUG-25.csv")
    #expect(header.table.isEmpty && header.defects.isEmpty)
  }

  @Test func rowsOfTheWrongLengthAreDefects() throws {
    let text =
      #"{"report":{"reportEMIL":"NP6-322-CD"},"fields":[{"name":"SCEDTimestamp"},{"name":"repeatHourFlag"},"#
      + #"{"name":"systemLambda"}],"data":[["2025-06-03T00:00:11",false,1.5],["2025-06-03T00:05:11",false],"#
      + #"["2025-06-03T00:10:11",false,2.5],7]}"#
    let parsed = try ERCOTFixture.parse(text: text, mode: .lenient)
    #expect(parsed.table.observations.map { $0.value ?? .nan } == [1.5, 2.5])
    #expect(parsed.defects.map(\.code) == [.fieldCount, .fieldCount])
    #expect(parsed.defects.map(\.place.index) == [1, 3])
  }

  @Test func rowLimitHolds() throws {
    var limits = Limits.default
    limits.maxRows = 10
    for file in ["np6-905-cd_autumn.json", "system-wide-demand.json", "np4-737-cd_postings.json"] {
      let payload = FeedPayload(name: file, bytes: try ERCOTFixture.bytes(file))
      #expect(throws: ParseError.self) {
        try ConnectorRegistry([ERCOTConnector()]).parse(payload, in: ParseContext(mode: .lenient, limits: limits))
      }
    }
  }
}
