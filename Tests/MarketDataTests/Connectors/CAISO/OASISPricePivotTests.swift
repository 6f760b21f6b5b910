import MarketData
import Testing

@Suite struct OASISPricePivotTests {
  /// A quarter-hour component does not join the hourly price that begins at the same time.
  @Test func componentsJoinPricesOfTheSameLength() throws {
    let text = """
      INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,NODE,MARKET_RUN_ID,LMP_TYPE,XML_DATA_ITEM,MW
      2026-07-14T08:00:00-00:00,2026-07-14T09:00:00-00:00,2026-07-14,2,NODE_1,DAM,LMP,LMP_PRC,31.5
      2026-07-14T08:00:00-00:00,2026-07-14T09:00:00-00:00,2026-07-14,2,NODE_1,DAM,MCC,LMP_CONG_PRC,1.5
      2026-07-14T08:00:00-00:00,2026-07-14T08:15:00-00:00,2026-07-14,2,NODE_1,DAM,MCE,LMP_ENE_PRC,30
      """
    let payload = FeedPayload(name: "prices.csv", bytes: Array(text.utf8))
    let parsed = try ConnectorRegistry.standard.parse(
      payload, as: "caiso.prc_lmp", in: ParseContext(mode: .lenient))
    let hourly = try #require(parsed.rows.first { $0.seconds == 3600 })
    #expect(hourly.value == 31.5)
    #expect(hourly.components == [.congestion: 1.5])
    let quarter = try #require(parsed.rows.first { $0.seconds == 900 })
    #expect(quarter.value == nil)
    #expect(quarter.components == [.energy: 30])
    #expect(parsed.defects.map(\.code) == [.inconsistent])
  }
}
