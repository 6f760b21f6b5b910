import Foundation
import MarketData
import Testing

/// Files as the operator published them, against counts and sums that were computed apart from this library.
@Suite(
  "ERCOT captures",
  .enabled(if: ProcessInfo.processInfo.environment["CAPTURES_DIR"] != nil, "CAPTURES_DIR is not set"))
struct ERCOTCaptureTests {
  private static let root = ProcessInfo.processInfo.environment["CAPTURES_DIR"] ?? ""

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: root).appendingPathComponent(name)))
  }

  private static func parse(_ name: String, as other: String? = nil) throws -> ParsedPayload {
    let payload = FeedPayload(name: other ?? name, bytes: try bytes("na/ercot/" + name))
    return try ConnectorRegistry([ERCOTConnector()]).parse(payload, in: ParseContext(mode: .strict))
  }

  struct Expectation: CustomTestStringConvertible, Sendable {
    var file: String
    var feed: Feed.ID
    var rows: Int
    var start: Int64
    var end: Int64
    var sum: Double
    var main: Int
    var blanks = 0
    var testDescription: String { file }
  }

  static let expectations = [
    Expectation(
      file: "np4-190-cd_DAMSPNP4190_20210210_rowsubset.csv", feed: "ercot.np4-190-cd", rows: 10, start: 1_612_936_800,
      end: 1_612_940_400, sum: 256.04, main: 10),
    Expectation(
      file: "np4-190-cd_dam_spp_HB_HUBAVG_2025-11-02_dst-fall.json", feed: "ercot.np4-190-cd", rows: 25,
      start: 1_762_059_600, end: 1_762_149_600, sum: 814.62, main: 25),
    Expectation(
      file: "np4-188-cd_dam_mcpc_20260929_rowsubset.csv", feed: "ercot.np4-188-cd", rows: 10, start: 1_790_658_000,
      end: 1_790_665_200, sum: 7.22, main: 10),
    Expectation(
      file: "np6-331-cd_rt_mcpc_20260929_1200.csv", feed: "ercot.np6-331-cd", rows: 5, start: 1_790_697_600,
      end: 1_790_698_500, sum: 2.71, main: 5),
    Expectation(
      file: "np6-788-cd_sced_lmp_20260929_112517_rowsubset.csv", feed: "ercot.np6-788-cd", rows: 20,
      start: 1_790_699_117, end: 1_790_699_117, sum: 468.35, main: 20),
    Expectation(
      file: "60d_DAM_ESR_Data-05-FEB-26_first-rows-excerpt.csv", feed: "ercot.np3-966-er", rows: 55,
      start: 1_765_087_200, end: 1_765_090_800, sum: 23901.88, main: 17, blanks: 38),
    Expectation(
      file: "cdr.00012311.20250313.123000.LFCCONGESTNP3560_csv.zip", feed: "ercot.np3-560-cd", rows: 960,
      start: 1_741_842_000, end: 1_742_533_200, sum: 17_854_804.925048828, main: 960),
    Expectation(
      file: "cdr.00013028.20250313.135509.WPPHRLYAVGACTNP4732_csv.zip", feed: "ercot.np4-732-cd", rows: 2832,
      start: 1_741_716_000, end: 1_742_493_600, sum: 28_719_251.23, main: 1728, blanks: 840),
    Expectation(
      file: "np3-911-er_2-day-AS-reports_for-2024-10-16.zip", feed: "ercot.np3-911-er", rows: 10790,
      start: 1_729_054_800, end: 1_729_141_200, sum: 1_343_088.47, main: 408),
    Expectation(
      file: "dashboard_fuel-mix_20251009.json", feed: "ercot.fuel-mix", rows: 2960, start: 1_759_899_896,
      end: 1_760_010_360, sum: 22_078_090.92219703, main: 2952),
    Expectation(
      file: "dashboard_supply-demand_20241125.json", feed: "ercot.system-wide-demand", rows: 220,
      start: 1_732_428_000, end: 1_732_687_200, sum: 11_687_176.2398, main: 26),
    Expectation(
      file: "real_time_system_conditions.html", feed: "ercot.real_time_system_conditions", rows: 10,
      start: 1_460_677_120, end: 1_460_677_120, sum: 86618.53, main: 1),
  ]

  @Test(arguments: expectations)
  func wholeFile(_ expected: Expectation) throws {
    // Under its own name and under one that tells nothing.
    for name in [nil, "renamed.dat"] {
      let parsed = try ERCOTCaptureTests.parse(expected.file, as: name)
      #expect(parsed.feed == expected.feed)
      #expect(parsed.defects.isEmpty)
      #expect(parsed.blanks == expected.blanks)
      #expect(parsed.table.count == expected.rows)
      let starts = parsed.table.observations.map(\.start.secondsSince1970)
      #expect(starts.min() == expected.start)
      #expect(parsed.table.observations.map(\.end.secondsSince1970).max() == expected.end)
      let sum = parsed.table.chunks.reduce(0) { $0 + $1.values.reduce(0, +) }
      #expect(abs(sum - expected.sum) < 1e-9 * max(1, abs(expected.sum)))
      let kind = ERCOTConnector().feed(expected.feed)?.product.kind
      #expect(parsed.table.observations.count { $0.product.kind == kind } == expected.main)
    }
  }

  @Test func autumnDayHasTwentyFiveHours() throws {
    let parsed = try ERCOTCaptureTests.parse("np4-190-cd_dam_spp_HB_HUBAVG_2025-11-02_dst-fall.json")
    let byStart = Dictionary(
      parsed.table.observations.map { ($0.start.secondsSince1970, $0.value ?? .nan) }, uniquingKeysWith: { $1 })
    #expect(byStart.count == 25)
    // The flag marks the repeated hour, in standard time.
    #expect(byStart[1_762_063_200] == 46.44)
    #expect(byStart[1_762_066_800] == 48.25)
  }

  @Test func forecastsKnowWhenTheyWereMade() throws {
    let load = try ERCOTCaptureTests.parse("cdr.00012311.20250313.123000.LFCCONGESTNP3560_csv.zip")
    for chunk in load.table.chunks {
      #expect(chunk.issuedAt?.allSatisfy { $0 == 1_741_887_000 } == true)
      #expect(chunk.publishedAt.allSatisfy { $0 == 1_741_887_000 })
      #expect(chunk.provenance.publicationBasis == .stated)
    }
    let wind = try ERCOTCaptureTests.parse("cdr.00013028.20250313.135509.WPPHRLYAVGACTNP4732_csv.zip")
    for row in wind.table.observations where row.product.kind == .generationForecast {
      #expect(row.issuedAt == Instant(secondsSince1970: 1_741_892_109))
    }
    for row in wind.table.observations where row.product.kind == .generation { #expect(row.issuedAt == nil) }
  }

  @Test func offersCarryTheirQuantities() throws {
    let parsed = try ERCOTCaptureTests.parse("60d_DAM_ESR_Data-05-FEB-26_first-rows-excerpt.csv")
    let quantities = parsed.table.observations.compactMap { $0.components["quantity"] }
    #expect(quantities.count == 13)
    #expect(abs(quantities.reduce(0, +) - 69) < 1e-9)
  }

  @Test func documentLists() throws {
    let list = try ERCOTConnector.documents(
      in: ERCOTCaptureTests.bytes("na/ercot/IceDocListJsonWS_reportTypeId_12311_20250313.json"))
    #expect(list.count == 360)
    #expect(list[0].id == "1085273815")
    #expect(list[0].publishedAt == Instant(secondsSince1970: 1_741_887_000))
    let archives = try ERCOTConnector.documents(
      in: ERCOTCaptureTests.bytes("na/ercot/api_archive_list_np3-911-er_20241105.json"))
    #expect(archives.map(\.id) == ["1049861718"])
    #expect(archives[0].publishedAt == Instant(iso8601: "2024-11-05T03:16:10-06:00"))
    for name in ["IceDocListJsonWS_reportTypeId_12311_20250313.json", "api_archive_list_np3-911-er_20241105.json"] {
      #expect(throws: ParseError.self) { try ERCOTCaptureTests.parse(name) }
    }
  }

  @Test func claimsNoForeignFile() throws {
    let connector = ERCOTConnector()
    let root = URL(fileURLWithPath: ERCOTCaptureTests.root)
    for area in ["na", "intl"] {
      let files = FileManager.default.enumerator(at: root.appendingPathComponent(area), includingPropertiesForKeys: nil)
      while let url = files?.nextObject() as? URL {
        guard !url.hasDirectoryPath, !url.path.contains("/ercot/"), let data = try? Data(contentsOf: url) else {
          continue
        }
        let head = [UInt8](data.prefix(8192))
        let named = connector.recognise(name: url.lastPathComponent, head: head.span)
        let renamed = connector.recognise(name: "renamed.dat", head: head.span)
        let unread = connector.recognise(name: url.lastPathComponent, head: [UInt8]().span)
        #expect([named, renamed, unread].allSatisfy { $0 == nil }, "\(url.path)")
      }
    }
  }
}
