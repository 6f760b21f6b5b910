import MarketData
import MarketDataTestSupport
import Testing

/// Truncated and damaged files end in a result or a typed error, in both modes.
@Suite("CAISO hostile input")
struct CAISOHostileTests {
  /// One small file of each layout.
  private static let files = [
    "20250601_20250601_DAM_LMP_GRP_N_N_v12_csv.zip", "20250601_20250602_PRC_AS_HASP_20250601_10_00_00_v12.csv",
    "20250601_20250602_PRC_FUEL_N_20250531_22_00_00_v1.csv",
    "20250601_20250602_PRC_GHG_ALLOWANCE_N_20250531_22_00_00_v1.csv",
    "20250601_20250603_SLD_FCST_2DA_20250530_19_00_00_v1.csv", "20250601_DailyRenewablesWatch.txt",
    "20250601_20250602_SLD_REN_FCST_DAM_v1.zip", "20260501_20260501_2DA_CAP_REQ_AWRD_GRP_N_N_v1.csv",
    "20260501_20260501_DAM_CAP_PRC_GRP_N_N_v1.csv", "sld_fcst.xml", "prc_lmp.xml",
    "outlook_rtm_forecast_7day_20260308.csv",
    "outlook_fuelsource_20250601.csv", "throttled.html",
  ]

  private static let registry = ConnectorRegistry([CAISOConnector()])

  private func read(_ bytes: [UInt8], _ name: String) {
    for mode in [ParseMode.strict, .lenient] {
      var context = ParseContext(mode: mode)
      context.limits.maxPayloadBytes = 1_000_000
      guard let parsed = outcome(FeedPayload(name: name, bytes: bytes), context) else { continue }
      if mode == .strict { #expect(parsed.defects.isEmpty) }
      #expect(parsed.table.chunks.allSatisfy { chunk in chunk.lengths.allSatisfy { $0 > 0 } })
    }
  }

  private func outcome(_ payload: FeedPayload, _ context: ParseContext) -> ParsedPayload? {
    do throws(ParseError) {
      return try CAISOHostileTests.registry.parse(payload, in: context)
    } catch {
      return nil
    }
  }

  @Test(arguments: files)
  func truncatedAtEveryByte(_ file: String) throws {
    // The first bytes one by one; behind them the same rows come again and again.
    let bytes = try CAISOFixtures.bytes(file)
    for end in 0..<min(bytes.count, 1200) { read(Array(bytes[..<end]), file) }
    for end in stride(from: 1200, to: bytes.count, by: 7) { read(Array(bytes[..<end]), file) }
  }

  @Test(arguments: files)
  func flippedBytes(_ file: String) throws {
    let bytes = try CAISOFixtures.bytes(file)
    var random = SplitMix64(seed: 254)
    for _ in 0..<500 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      read(damaged, file)
    }
  }
}
