import MarketData
import Testing

@Suite("CAISO locational marginal prices")
struct CAISOPricesTests {
  private static let fall = "20251102_20251103_PRC_LMP_DAM_20251101_13_02_11_v12.csv"
  private static let spring = "20250309_20250310_PRC_LMP_DAM_20250308_13_02_11_v1.csv"
  private static let summer = "20250601_20250602_PRC_LMP_DAM_20250531_13_02_11_v12.csv"

  @Test(arguments: [(fall, 25), (spring, 23)])
  func oneRowForEachHourOfTheLocalDay(_ file: String, _ hours: Int) throws {
    let rows = try CAISOFixtures.parse(file).rows
    let starts = rows.map(\.start.secondsSince1970).sorted()
    #expect(starts.count == hours)
    #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 == 3600 })
    #expect(rows.allSatisfy { $0.seconds == 3600 })
  }

  @Test(arguments: [fall, spring, summer, "20250601_20250601_DAM_LMP_GRP_N_N_v12_csv.zip", "prc_lmp.xml"])
  func componentsAddUp(_ file: String) throws {
    for row in try CAISOFixtures.parse(file).rows {
      let value = try #require(row.value)
      #expect(abs(row.components.values.reduce(0, +) - value) < 1e-4)
    }
  }

  @Test func greenhouseGasIsAColumnWhereItIsPublished() throws {
    let with = try #require(try CAISOFixtures.parse(CAISOPricesTests.fall).table.chunks.first)
    #expect(with.components.map(\.component) == [.energy, .congestion, .loss, .greenhouseGas])
    let without = try #require(try CAISOFixtures.parse(CAISOPricesTests.spring).table.chunks.first)
    #expect(without.components.map(\.component) == [.energy, .congestion, .loss])
  }

  @Test func kindsOfLocations() throws {
    let kinds = Dictionary(
      try CAISOFixtures.parse(CAISOPricesTests.summer).rows.map { ($0.location.id, $0.location.kind) },
      uniquingKeysWith: { first, _ in first })
    #expect(
      kinds == [
        "TH_SP15_GEN-APND": .hub, "DLAP_SCE-APND": .zone, "0096WD_7_N001": .node, "PALOVRDE_ASR-APND": .aggregate,
      ])
  }

  /// One member for each component: the prices of an archive are one table, and its members alone are not.
  @Test func membersOfAnArchiveAreJoined() throws {
    let parsed = try CAISOFixtures.parse("20250601_20250601_DAM_LMP_GRP_N_N_v12_csv.zip")
    #expect(parsed.table.chunks.count == 1)
    #expect(parsed.rows.allSatisfy { $0.components.count == 4 })
  }

  @Test func componentsWithoutAPriceAreADefect() throws {
    let text = try CAISOFixtures.text(CAISOPricesTests.spring)
    let parts = text.split(separator: "\n").filter { !$0.contains(",LMP,LMP_PRC,") }.joined(separator: "\n")
    let parsed = try CAISOFixtures.parse(text: parts, mode: .lenient)
    #expect(parsed.defects.map(\.code) == [.inconsistent])
    #expect(parsed.table.count == 23)
    #expect(parsed.rows.allSatisfy { $0.value == nil && $0.components.count == 3 })
    #expect(throws: ParseError.self) { try CAISOFixtures.parse(text: parts) }
  }

  private static let header =
    "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,NODE,MARKET_RUN_ID,LMP_TYPE,MW,BAA_ID\n"

  private static func row(_ type: String, _ value: String, hour: Int = 10) -> String {
    "2025-06-01T\(hour):00:00-00:00,2025-06-01T\(hour + 1):00:00-00:00,2025-06-01,\(hour - 7),N1,DAM,\(type),\(value),CISO\n"
  }

  @Test func blankIsMissingAndNotZero() throws {
    let text = CAISOPricesTests.header + CAISOPricesTests.row("LMP", "") + CAISOPricesTests.row("MCE", "-3.5")
    let parsed = try CAISOFixtures.parse(text: text)
    #expect(parsed.table.count == 1)
    #expect(parsed.rows.first?.value == nil)
    #expect(parsed.rows.first?.components == [.energy: -3.5])
    #expect(parsed.blanks == 1)
  }

  @Test func textInAPriceIsADefectWithItsPlace() throws {
    let text =
      CAISOPricesTests.header + CAISOPricesTests.row("LMP", "1.5") + CAISOPricesTests.row("LMP", "N/A", hour: 11)
    let parsed = try CAISOFixtures.parse(text: text, mode: .lenient)
    #expect(parsed.table.count == 1)
    #expect(parsed.defects.first?.code == .notANumber)
    #expect(parsed.defects.first?.place.line == 3)
    #expect(parsed.defects.first?.place.field == "MW")
    let error = #expect(throws: ParseError.self) { try CAISOFixtures.parse(text: text) }
    #expect(error?.code == .notANumber)
  }

  @Test func aSecondValueIsADefectAndTheSameValueIsNot() throws {
    let once = CAISOPricesTests.header + CAISOPricesTests.row("LMP", "1.5")
    #expect(try CAISOFixtures.parse(text: once + CAISOPricesTests.row("LMP", "1.5")).table.count == 1)
    let parsed = try CAISOFixtures.parse(text: once + CAISOPricesTests.row("LMP", "1.6"), mode: .lenient)
    #expect(parsed.defects.map(\.code) == [.inconsistent])
    #expect(parsed.rows.map(\.value) == [1.5])
  }

  @Test func anUnknownComponentBecomesAProductOfItsName() throws {
    let text = CAISOPricesTests.header + CAISOPricesTests.row("LMP", "20") + CAISOPricesTests.row("MNEW", "2")
    let rows = try CAISOFixtures.parse(text: text).rows
    #expect(rows.map(\.product.name) == ["", "MNEW"])
    #expect(rows.map(\.product.kind) == [.energy, "price-component"])
  }

  @Test func aBadTimeIsADefect() throws {
    let text = CAISOPricesTests.header + CAISOPricesTests.row("LMP", "1").replacing("-06-01T10", with: "-06-31T10")
    let error = #expect(throws: ParseError.self) { try CAISOFixtures.parse(text: text) }
    #expect(error?.code == .notATime)
    #expect(error?.place.line == 2)
  }

  @Test func aMissingColumnIsNamed() throws {
    let text = "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,NODE,LMP_TYPE\n"
    let error = #expect(throws: ParseError.self) { try CAISOFixtures.parse(text: text, as: "caiso.prc_lmp") }
    #expect(error?.code == .missingField)
    #expect(error?.expected == "mw")
  }

  @Test func publicationIsInferredFromTheMarketsTimeline() throws {
    let chunk = try #require(try CAISOFixtures.parse(CAISOPricesTests.fall).table.chunks.first)
    #expect(chunk.provenance.publicationBasis == .inferred)
    // 2025-11-01 at 13:00 Pacific daylight time, whatever the stamp in the file's name.
    #expect(chunk.publishedAt.allSatisfy { $0 == 1_762_027_200 })
  }

  @Test func aMemberThatCannotBeReadLeavesTheOthers() throws {
    let connector = CAISOConnector()
    let good = FeedPayload(name: "a/LMP.csv", bytes: try CAISOFixtures.bytes(CAISOPricesTests.spring))
    let bad = FeedPayload(name: "a/MCC.csv", bytes: Array("no,such,header\n1,2,3\n".utf8))
    let parsed = try connector.parse(
      members: [good, bad], as: "caiso.prc_lmp", in: ParseContext(mode: .lenient))
    #expect(parsed.table.count == 23)
    #expect(parsed.defects.map(\.code) == [.missingField])
    #expect(parsed.defects.first?.place.source == "a/MCC.csv")
    #expect(throws: ParseError.self) {
      try connector.parse(members: [good, bad], as: "caiso.prc_lmp", in: ParseContext(mode: .strict))
    }
  }

  @Test func membersOfOtherFeedsAreReadOneByOne() throws {
    let connector = CAISOConnector()
    let file = "20250601_20250602_PRC_AS_HASP_20250601_10_00_00_v12.csv"
    let payload = FeedPayload(name: file, bytes: try CAISOFixtures.bytes(file))
    #expect(!connector.joinsMembers(of: "caiso.prc_as_hasp"))
    let parsed = try connector.parse(members: [payload, payload], as: "caiso.prc_as_hasp", in: ParseContext())
    #expect(parsed.table.chunks.count == 2)
  }
}
