import Foundation
import MarketData
import Testing

/// Files as the operator published them, against counts and sums that were computed apart from this library.
@Suite(
  "CAISO captures",
  .enabled(if: ProcessInfo.processInfo.environment["CAPTURES_DIR"] != nil, "CAPTURES_DIR is not set"))
struct CAISOCaptureTests {
  private static let root = ProcessInfo.processInfo.environment["CAPTURES_DIR"] ?? ""

  private static func parse(_ name: String, mode: ParseMode = .strict) throws -> ParsedPayload {
    let url = URL(fileURLWithPath: root).appendingPathComponent("na/caiso/" + name)
    let payload = FeedPayload(name: name, bytes: [UInt8](try Data(contentsOf: url)))
    return try ConnectorRegistry.standard.parse(payload, in: ParseContext(mode: mode))
  }

  struct Expectation: CustomTestStringConvertible, Sendable {
    var file: String
    var feed: Feed.ID
    var rows: Int
    var start: Int64
    var end: Int64
    var sum: Double
    var blanks = 0
    var testDescription: String { file }
  }

  static let expectations = [
    Expectation(
      file: "20190915_20191013_PRC_LMP_DAM_20200511_15_28_17_v1.csv", feed: "caiso.prc_lmp", rows: 672,
      start: 1_568_530_800, end: 1_570_950_000, sum: 22236.02384),
    Expectation(
      file: "20191012_20191106_PRC_LMP_DAM_20200511_15_31_06_v1_dst-fall.csv", feed: "caiso.prc_lmp", rows: 601,
      start: 1_570_863_600, end: 1_573_027_200, sum: 22692.93515),
    Expectation(
      file: "20200510_20200511_PRC_LMP_DAM_20200510_10_49_47_v1.csv", feed: "caiso.prc_lmp", rows: 24,
      start: 1_589_094_000, end: 1_589_180_400, sum: 378.99569),
    Expectation(
      file: "PRC_RTPD_LMP_20220901_20220905_LSTHLLS-MABURY_3-nodes.zip", feed: "caiso.prc_rtpd_lmp", rows: 1152,
      start: 1_662_015_600, end: 1_662_361_200, sum: 196024.55785),
    Expectation(
      file: "20191010_20191011_ENE_SLRS_DAM_20200511_12_10_51_v1.csv", feed: "caiso.ene_slrs", rows: 480,
      start: 1_570_690_800, end: 1_570_777_200, sum: 2_383_665.08),
    Expectation(
      file: "20250219_20250227_SLD_FCST_7DA_20250221_01_09_58_v1.zip", feed: "caiso.sld_fcst_7da", rows: 6432,
      start: 1_739_952_000, end: 1_740_643_200, sum: 16_701_193.4),
    Expectation(
      file: "PRC_AS_NR_DAM_20200331_20200401.csv", feed: "caiso.prc_as", rows: 144, start: 1_585_641_600,
      end: 1_585_728_000, sum: 19.67),
    Expectation(
      file: "oasis_SLD_FCST_2014.xml", feed: "caiso.sld_fcst_rtm", rows: 3, start: 1_399_575_300, end: 1_399_577_400,
      sum: 65008),
    Expectation(
      file: "outlook_fuelsource_20230101.csv", feed: "caiso.outlook_fuelsource", rows: 3744, start: 1_672_560_000,
      end: 1_672_646_400, sum: 6_456_325),
    // 02:00 to 02:55 hold nothing; the midnight that ends the day has a forecast alone.
    Expectation(
      file: "outlook_netdemand_20190310_dst-spring.csv", feed: "caiso.outlook_netdemand", rows: 829,
      start: 1_552_204_800, end: 1_552_287_900, sum: 16_585_616, blanks: 2),
    Expectation(
      file: "outlook_rtm_forecast_7day_20260311.csv", feed: "caiso.outlook_rtm_forecast_7day", rows: 14697,
      start: 1_773_212_400, end: 1_773_903_900, sum: 272_959_671, blanks: 6048),
  ]

  @Test(arguments: expectations)
  func wholeFile(_ expected: Expectation) throws {
    let parsed = try CAISOCaptureTests.parse(expected.file)
    #expect(parsed.feed == expected.feed)
    #expect(parsed.defects.isEmpty)
    #expect(parsed.blanks == expected.blanks)
    #expect(parsed.table.count == expected.rows)
    #expect(parsed.table.span?.start.secondsSince1970 == expected.start)
    #expect(parsed.table.span?.end.secondsSince1970 == expected.end)
    let sum = parsed.table.chunks.reduce(0) { $0 + $1.values.reduce(0, +) }
    #expect(abs(sum - expected.sum) < 1e-6 * max(1, abs(expected.sum)))
  }

  @Test func componentsAddUp() throws {
    for (file, tolerance, sums) in [
      (
        "20191012_20191106_PRC_LMP_DAM_20200511_15_31_06_v1_dst-fall.csv", 2e-5,
        [23563.79716, -374.78082, -496.08115, 0]
      ),
      ("PRC_RTPD_LMP_20220901_20220905_LSTHLLS-MABURY_3-nodes.zip", 2e-4, [194460.89346, -398.94572, 1962.61008, 0]),
    ] {
      let chunk = try #require(try CAISOCaptureTests.parse(file).table.chunks.first)
      let parts = [PriceComponent.energy, .congestion, .loss, .greenhouseGas].map { chunk.values(of: $0) }
      for (part, sum) in zip(parts, sums) { #expect(abs((part ?? []).reduce(0, +) - sum) < 1e-4) }
      for row in 0..<chunk.count {
        #expect(abs(chunk.values[row] - parts.reduce(0) { $0 + ($1?[row] ?? 0) }) < tolerance)
      }
    }
  }

  @Test func publicBids() throws {
    let parsed = try CAISOCaptureTests.parse("20181104_20181104_PUB_DAM_GRP_N_N_v2_csv_dst-fall.zip")
    #expect(parsed.feed == "caiso.pub_bid_dam")
    #expect(parsed.defects.isEmpty)
    #expect(parsed.blanks == 17)
    #expect(parsed.table.count == 22532)
    #expect(parsed.table.span?.start.secondsSince1970 == 1_541_314_800)
    #expect(parsed.table.span?.end.secondsSince1970 == 1_541_404_800)
    var offers = (count: 0, price: 0.0, quantity: 0.0)
    var schedules = (count: 0, quantity: 0.0)
    for row in parsed.table.observations {
      if row.product.kind == .offer {
        offers.count += 1
        offers.price += row.value ?? .nan
        offers.quantity += row.components["quantity"] ?? 0
      } else {
        schedules.count += 1
        schedules.quantity += row.value ?? 0
      }
    }
    #expect(offers.count == 14275)
    #expect(abs(offers.price - 1_365_084.53) < 1e-4)
    #expect(abs(offers.quantity - 3_073_549.35) < 1e-4)
    #expect(schedules.count == 8257)
    #expect(abs(schedules.quantity - 653_486.474) < 1e-4)
  }

  @Test func bidKeysAreUnique() throws {
    struct Key: Hashable {
      let start: Instant
      let location: Location
      let product: Product
    }
    let parsed = try CAISOCaptureTests.parse("20181104_20181104_PUB_DAM_GRP_N_N_v2_csv_dst-fall.zip")
    let keys = Set(parsed.table.observations.map { Key(start: $0.start, location: $0.location, product: $0.product) })
    #expect(keys.count == parsed.table.count)
  }

  /// The copy was trimmed by hand: an end tag is missing behind the last item, which is its one defect.
  @Test func trimmedXML() throws {
    let parsed = try CAISOCaptureTests.parse("oasis_ENE_SLRS_2014.xml", mode: .lenient)
    #expect(parsed.feed == "caiso.ene_slrs")
    #expect(parsed.defects.map(\.code) == [.malformed])
    #expect(parsed.table.count == 6)
    #expect(parsed.table.span?.start.secondsSince1970 == 1_379_574_000)
    #expect(parsed.table.span?.end.secondsSince1970 == 1_379_638_800)
    #expect(parsed.table.chunks.reduce(0) { $0 + $1.values.reduce(0, +) } == 65272.75)
  }

  /// Hour 3 of the day on which clocks go forward, in each of the two tables.
  @Test func renewablesWatch() throws {
    let parsed = try CAISOCaptureTests.parse("20170312_DailyRenewablesWatch_dst-spring_errors.txt", mode: .lenient)
    #expect(parsed.feed == "caiso.daily_renewables_watch")
    #expect(parsed.defects.map(\.code) == [.noSuchInterval, .noSuchInterval])
    #expect(parsed.table.count == 276)
    #expect(parsed.table.span?.start.secondsSince1970 == 1_489_305_600)
    #expect(parsed.table.span?.end.secondsSince1970 == 1_489_388_400)
    #expect(parsed.table.chunks.reduce(0) { $0 + $1.values.reduce(0, +) } == 610_647)
  }

  @Test func errorDocument() throws {
    let error = #expect(throws: ParseError.self) {
      try CAISOCaptureTests.parse("oasis_error_1000_no-data_SLD_REN_FCST.xml", mode: .lenient)
    }
    #expect(error?.code == .operatorError)
    #expect(error?.operatorCode == "1000")
  }

  /// No file of another operator is claimed, whether by its name, its first bytes, or both.
  @Test func foreignFiles() throws {
    let connector = CAISOConnector()
    for area in ["na", "intl"] {
      let folder = URL(fileURLWithPath: CAISOCaptureTests.root).appendingPathComponent(area)
      for case let url as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
      where !url.path.contains("/na/caiso/") {
        guard let data = try? Data(contentsOf: url) else { continue }
        let head = [UInt8](data.prefix(8192))
        #expect(connector.recognise(name: url.lastPathComponent, head: head.span) == nil, "\(url.path)")
        #expect(connector.recognise(name: "data", head: head.span) == nil, "\(url.path)")
        #expect(connector.recognise(name: url.lastPathComponent, head: [UInt8]().span) == nil, "\(url.path)")
      }
    }
  }

  /// Renamed files are known by what they hold.
  @Test(arguments: expectations.filter { $0.file.hasSuffix(".csv") || $0.file.hasSuffix(".xml") })
  func renamed(_ expected: Expectation) throws {
    let url = URL(fileURLWithPath: CAISOCaptureTests.root).appendingPathComponent("na/caiso/" + expected.file)
    let head = [UInt8](try Data(contentsOf: url).prefix(8192))
    #expect(CAISOConnector().recognise(name: "renamed.dat", head: head.span) == expected.feed)
  }
}
