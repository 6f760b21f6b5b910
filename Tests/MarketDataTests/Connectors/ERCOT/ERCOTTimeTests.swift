import MarketData
import Testing

@Suite("ERCOT time")
struct ERCOTTimeTests {
  private static let header = "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n"

  private static func starts(_ rows: String...) throws -> [String] {
    try ERCOTFixture.parse(text: header + rows.joined(separator: "\n")).table.observations.map(\.start.description)
  }

  private static func code(_ rows: String) -> ParseError.Code? {
    do {
      _ = try ERCOTFixture.parse(text: header + rows)
      return nil
    } catch {
      return (error as? ParseError)?.code
    }
  }

  @Test func everySpellingOfAnHour() throws {
    let starts = try ERCOTTimeTests.starts(
      "06/03/2025,1:00,HB_NORTH,1,N", "06/03/2025,01:00,HB_NORTH,1,N", "6/3/2025,1,HB_NORTH,1,N",
      "2025-06-03,01,HB_NORTH,1,false", "06/03/2025,24:00,HB_NORTH,1,N")
    #expect(starts == Array(repeating: "2025-06-03T05:00:00Z", count: 4) + ["2025-06-04T04:00:00Z"])
  }

  @Test func theFlagMarksTheSecondOfTwoHours() throws {
    for (no, yes) in [("N", "Y"), ("false", "true"), ("0", "1")] {
      let starts = try ERCOTTimeTests.starts(
        "11/02/2025,01:00,HB_NORTH,1,\(no)", "11/02/2025,02:00,HB_NORTH,1,\(no)", "11/02/2025,02:00,HB_NORTH,1,\(yes)",
        "11/02/2025,03:00,HB_NORTH,1,\(no)")
      #expect(
        starts == ["2025-11-02T05:00:00Z", "2025-11-02T06:00:00Z", "2025-11-02T07:00:00Z", "2025-11-02T08:00:00Z"])
    }
  }

  @Test func whatTheDayDoesNotHaveIsADefect() {
    // The clock skips the hour from two to three.
    #expect(ERCOTTimeTests.code("03/09/2025,03:00,HB_NORTH,1,N") == .noSuchInterval)
    // Twice, without saying which.
    #expect(ERCOTTimeTests.code("11/02/2025,02:00,HB_NORTH,1,") == .noSuchInterval)
    // Repeated, on a day that repeats nothing.
    #expect(ERCOTTimeTests.code("06/03/2025,02:00,HB_NORTH,1,Y") == .noSuchInterval)
    #expect(ERCOTTimeTests.code("06/03/2025,25,HB_NORTH,1,N") == .noSuchInterval)
    #expect(ERCOTTimeTests.code("06/31/2025,01:00,HB_NORTH,1,N") == .notATime)
    #expect(ERCOTTimeTests.code("06/03/2025,noon,HB_NORTH,1,N") == .notATime)
    #expect(ERCOTTimeTests.code("06/03/2025,01:00,HB_NORTH,1,N") == nil)
  }

  @Test func lenientKeepsTheGoodRows() throws {
    let parsed = try ERCOTFixture.parse(
      text: ERCOTTimeTests.header
        + "03/09/2025,02:00,HB_NORTH,1,N\n03/09/2025,03:00,HB_NORTH,2,N\n03/09/2025,04:00,HB_NORTH,x,N\n"
        + "03/09/2025,04:00,,4,N\n03/09/2025,04:00,HB_NORTH,5,N\n03/09/2025\n",
      mode: .lenient)
    #expect(parsed.table.observations.map { $0.value ?? .nan } == [1, 5])
    #expect(parsed.defects.map(\.code) == [.noSuchInterval, .notANumber, .missingField, .fieldCount])
    #expect(parsed.defects.map(\.place.line) == [3, 4, 5, 7])
    #expect(parsed.defects[1].place.field == "SettlementPointPrice")
  }

  @Test func hoursWithoutAFlagAreCountedOnTheAutumnDay() throws {
    let autumn = try ERCOTFixture.parse("2d_Cleared_DAM_AS_NSPIN-04-NOV-25.csv")
    let starts = autumn.table.observations.map(\.start)
    #expect(starts.first?.description == "2025-11-02T05:00:00Z")
    #expect(starts.last?.description == "2025-11-03T05:00:00Z")
    #expect(Set(starts).count == 25)
    #expect(zip(starts, starts.dropFirst()).allSatisfy { $0.0.seconds(until: $0.1) == 3600 })
  }

  @Test func aFlaglessSpringDayIsReadAsItIsNumbered() throws {
    func starts(_ hours: some Sequence<Int>) throws -> [Instant] {
      let rows = hours.map { "03/09/2025,\($0),1" }.joined(separator: "\n")
      return try ERCOTFixture.parse(text: "Delivery Date,Hour Ending,Total Cleared AS - RegUp\n" + rows)
        .table.observations.map(\.start)
    }
    // Counted 1 to 23, and numbered by a clock that skips hour 3.
    let counted = try starts(1...23)
    let clock = try starts([1, 2] + Array(4...24))
    #expect(counted == clock)
    #expect(counted.count == 23)
    // Neither shows: an hour behind the change could be either.
    #expect(throws: ParseError.self) { try starts([1, 2, 10]) }
    #expect(try starts([1, 2]).count == 2)
  }

  @Test func dispatchRunsHaveNoLength() throws {
    let parsed = try ERCOTFixture.parse(
      text: "SCEDTimestamp,RepeatedHourFlag,SettlementPoint,LMP\n11/02/2025 01:05:17,N,HB_NORTH,   1\n"
        + "11/02/2025 01:05:17,Y,HB_NORTH,   2\n")
    let rows = Array(parsed.table.observations)
    #expect(rows.map(\.start.description) == ["2025-11-02T06:05:17Z", "2025-11-02T07:05:17Z"])
    #expect(rows.allSatisfy { $0.seconds == 0 && $0.product.name == "LMP" })
  }

  @Test func aMeterReadingMustAgreeWithItsNumber() throws {
    let header = "Interval Time,Interval Number,Resource Code,Interval Value\n"
    let autumn = try ERCOTFixture.parse(text: header + "11/02/2025 01:14:59,5,A,1\n11/02/2025 01:14:59,9,A,2\n")
    #expect(
      autumn.table.observations.map(\.start.description) == ["2025-11-02T06:00:00Z", "2025-11-02T07:00:00Z"])
    #expect(throws: ParseError.self) { try ERCOTFixture.parse(text: header + "06/03/2025 01:14:59,6,A,1\n") }
  }

  @Test func fileNamesStateTheirPublication() throws {
    let text = try ERCOTFixture.bytes("np6-322-cd.csv")
    func published(_ name: String) throws -> (String, Provenance.PublicationBasis)? {
      let parsed = try ERCOTFixture.parse(text, named: name)
      return parsed.table.chunks.first.map {
        (Instant(secondsSince1970: $0.publishedAt[0]).description, $0.provenance.publicationBasis)
      }
    }
    let plain = try #require(try published("cdr.00013114.0000000000000000.20250603.000015.SCEDSYSLAMBDANP6322.csv"))
    #expect(plain == ("2025-06-03T05:00:15Z", .stated))
    let first = try #require(try published("cdr.00013114.0000000000000000.20251102.013000.X.csv"))
    #expect(first.0 == "2025-11-02T06:30:00Z")
    let repeated = try #require(try published("cdr.00013114.0000000000000000.20251102.013000.Xxhr.csv"))
    #expect(repeated.0 == "2025-11-02T07:30:00Z")
    let silent = try #require(try published("lambda.csv"))
    #expect(silent == ("2025-06-03T05:01:11Z", .inferred))
  }

  @Test func postingsOfOneAnswerStayApart() throws {
    let parsed = try ERCOTFixture.parse("np4-737-cd_postings.json")
    let issued = Set(parsed.table.observations.compactMap(\.issuedAt).map(\.description))
    #expect(issued == ["2025-06-03T10:55:10Z", "2025-06-03T11:55:10Z"])
    for row in parsed.table.observations where row.product.kind == .generation { #expect(row.issuedAt == nil) }
    #expect(parsed.table.chunks.allSatisfy { $0.provenance.publicationBasis == .stated })
    for row in parsed.table.observations where row.issuedAt != nil { #expect(row.publishedAt == row.issuedAt) }
  }

  @Test("keys of objects may change their order from row to row")
  func keyOrder() throws {
    let place = #""settlementPoint":"HB_NORTH","settlementPointType":"HU","settlementPointPrice":1,"DSTFlag":false"#
    let text = """
      {"data":[{"deliveryDate":"2025-07-15","deliveryHour":5,"deliveryInterval":1,\(place)},
      {"deliveryDate":"2025-07-15","deliveryInterval":1,"deliveryHour":6,\(place)},
      {"deliveryDate":"2025-07-15","deliveryInterval":1,"deliveryHour":7,\(place)},
      {"deliveryInterval":1,"deliveryHour":8,"deliveryDate":"2025-07-15",\(place)}]}
      """
    let parsed = try ERCOTFixture.parse(text: text, named: "np6-905-cd.json")
    let starts = Array(parsed.table.observations).map(\.start.secondsSince1970)
    // 04:00 CDT and the three hours behind it.
    #expect(starts == [0, 1, 2, 3].map { 1_752_570_000 + 3600 * $0 })
  }
}
