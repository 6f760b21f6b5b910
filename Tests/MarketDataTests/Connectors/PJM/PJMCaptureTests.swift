import Foundation
import MarketData
import Testing

/// Files as the operator published them, against counts and sums that were computed apart from this library.
@Suite(
  "PJM captures",
  .enabled(if: ProcessInfo.processInfo.environment["CAPTURES_DIR"] != nil, "CAPTURES_DIR is not set"))
struct PJMCaptureTests {
  private static let root = ProcessInfo.processInfo.environment["CAPTURES_DIR"] ?? ""

  struct Expectation: Sendable, CustomTestStringConvertible {
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
      file: "ancillary_services_2024-09_sync-reserve.csv", feed: "pjm.ancillary_services", rows: 720,
      start: 1_725_163_200, end: 1_727_755_200, sum: 2480.31),
    Expectation(
      file: "da_hrl_lmps_2025_PJM-RTO.csv", feed: "pjm.da_hrl_lmps", rows: 8737, start: 1_735_707_600,
      end: 1_767_160_800, sum: 418_278.226704),
    Expectation(
      file: "da_hrl_lmps_2026-06-09_ZONE.json", feed: "pjm.da_hrl_lmps", rows: 552, start: 1_780_977_600,
      end: 1_781_064_000, sum: 26_940.623909),
    Expectation(
      file: "da_marginal_value_2023-11-05_dst-fall.json", feed: "pjm.da_marginal_value", rows: 387,
      start: 1_699_156_800, end: 1_699_336_800, sum: -26_089.87),
    Expectation(
      file: "da_transconstraints_2024-09-02.json", feed: "pjm.da_transconstraints", rows: 62, start: 1_725_249_600,
      end: 1_725_508_800, sum: 276),
    Expectation(
      file: "gen_by_fuel_2025-02-09.json", feed: "pjm.gen_by_fuel", rows: 220, start: 1_739_059_200,
      end: 1_739_138_400, sum: 2_160_216),
    Expectation(
      file: "inst_load_2026-07-08_AEP.csv", feed: "pjm.inst_load", rows: 288, start: 1_783_396_800,
      end: 1_783_483_200, sum: 5_652_409.5563),
    // Ten measures in 8,928 records; nsr_mw is blank throughout.
    Expectation(
      file: "reserve_market_results_2024-08_5min.csv", feed: "pjm.reserve_market_results", rows: 89_280,
      start: 1_722_484_800, end: 1_725_163_200, sum: 25_376_150.42, blanks: 8928),
    // 24 records stand twice: as version 1, no longer current, and as version 2.
    Expectation(
      file: "rt_hrl_lmps_2024_PJM-RTO.csv", feed: "pjm.rt_hrl_lmps", rows: 8808, start: 1_704_085_200,
      end: 1_735_707_600, sum: 275_621.898264),
    Expectation(
      file: "solar_gen_20191215.csv", feed: "pjm.solar_gen", rows: 2154, start: 1_575_180_000, end: 1_576_472_400,
      sum: 119_249.304),
  ]

  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: PJMCaptureTests.root).appendingPathComponent(path)))
  }

  @Test("rows, span and sums, strictly, under any name", arguments: expectations)
  func holds(_ expected: Expectation) throws {
    for name in [expected.file, "renamed"] {
      let parsed = try PJMFixtures.registry.parse(
        FeedPayload(name: name, bytes: bytes("na/pjm/" + expected.file)), in: ParseContext())
      let found = TableFigures(parsed.table)
      #expect(parsed.feed == expected.feed)
      #expect(found.rows == expected.rows && found.start == expected.start && found.end == expected.end)
      #expect(abs(found.sum - expected.sum) < 1e-4)
      #expect(parsed.blanks == expected.blanks)
    }
  }

  @Test("every hour of the year 2024 once, and its revised hours under both versions")
  func yearOfRevisions() throws {
    let table = try PJMFixtures.registry.parse(
      FeedPayload(name: "x.csv", bytes: bytes("na/pjm/rt_hrl_lmps_2024_PJM-RTO.csv")), in: ParseContext()).table
    let byHour = Dictionary(grouping: table.observations, by: \.start)
    #expect(byHour.count == 8784)
    #expect(byHour.values.filter { $0.count == 2 }.count == 24)
    #expect(byHour.values.allSatisfy { $0.count == 1 || Set($0.map(\.revision)) == [1, 2] })
  }

  @Test("no file of another market is taken for ours")
  func foreignFiles() throws {
    let connector = PJMConnector()
    for area in ["na", "intl"] {
      let root = URL(fileURLWithPath: PJMCaptureTests.root).appendingPathComponent(area)
      let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey]))
      for case let file as URL in files where !file.path.contains("/na/pjm/") && !file.hasDirectoryPath {
        let head = Array([UInt8](try Data(contentsOf: file)).prefix(8192))
        let empty: [UInt8] = []
        let found = connector.recognise(name: file.lastPathComponent, head: head.span)
        let byName = connector.recognise(name: file.lastPathComponent, head: empty.span)
        #expect(found == nil && byName == nil, "\(file.path)")
      }
    }
  }
}
