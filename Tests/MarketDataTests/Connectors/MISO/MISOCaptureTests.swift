import Foundation
import Testing

@testable import MarketData

/// Real files of the operator, kept outside the project; figures computed with Python's csv and json modules.
@Suite(
  "MISO against captured files",
  .enabled(if: ProcessInfo.processInfo.environment["CAPTURES_DIR"] != nil, "CAPTURES_DIR is not set"))
struct MISOCaptureTests {
  struct Capture: Sendable, CustomTestStringConvertible {
    let name: String
    let feed: Feed.ID
    let rows: Int
    let start: Int64
    let end: Int64
    let sum: Double

    var testDescription: String { name }
  }

  static let captures: [Capture] = [
    Capture(
      name: "20260714_da_expost_lmp_rowsubset.csv", feed: "miso.da_expost_lmp", rows: 72, start: 1_784_005_200,
      end: 1_784_091_600, sum: 10309.07),
    Capture(
      name: "20260926_rt_lmp_final_rowsubset.csv", feed: "miso.rt_lmp_final", rows: 528, start: 1_790_398_800,
      end: 1_790_485_200, sum: 14131.71),
    Capture(
      name: "getSolarForecast_20250310.json", feed: "miso.solar_forecast", rows: 48, start: 1_741_582_800,
      end: 1_741_755_600, sum: 207942.00),
    Capture(
      name: "getfuelmix_20180125.json", feed: "miso.fuel_mix", rows: 6, start: 1_516_872_300, end: 1_516_872_600,
      sum: 71046),
    Capture(
      name: "publicapi_GetAncillaryServicesMcp_20260727_truncated.json", feed: "miso.ancillary_services_mcp", rows: 36,
      start: 1_785_157_200, end: 1_785_160_800, sum: 93.14),
    Capture(
      name: "publicapi_GetLmpConsolidatedTable_20260727_truncated.json", feed: "miso.lmp_consolidated_table", rows: 22,
      start: 1_785_153_600, end: 1_785_160_800, sum: 229.20),
  ]

  private static var folder: URL {
    URL(fileURLWithPath: ProcessInfo.processInfo.environment["CAPTURES_DIR"] ?? "/").appendingPathComponent("na")
  }

  @Test("rows, span and sum, strictly", arguments: captures)
  func figures(_ capture: Capture) throws {
    let url = MISOCaptureTests.folder.appendingPathComponent("miso").appendingPathComponent(capture.name)
    let payload = FeedPayload(name: capture.name, bytes: [UInt8](try Data(contentsOf: url)))
    let parsed = try ConnectorRegistry.standard.parse(payload, in: ParseContext(mode: .strict))
    #expect(parsed.feed == capture.feed)
    #expect(parsed.table.count == capture.rows)
    #expect(parsed.defects.isEmpty)
    #expect(parsed.blanks == 0)
    #expect(parsed.table.span?.start.secondsSince1970 == capture.start)
    #expect(parsed.table.span?.end.secondsSince1970 == capture.end)
    #expect(abs(parsed.rows.compactMap(\.value).reduce(0, +) - capture.sum) < 1e-6)
  }

  /// Published prices are rounded one by one, so energy agrees to two cents.
  @Test("energy is one price for all nodes of an hour", arguments: captures.filter { $0.name.hasSuffix(".csv") })
  func energy(_ capture: Capture) throws {
    let url = MISOCaptureTests.folder.appendingPathComponent("miso").appendingPathComponent(capture.name)
    let payload = FeedPayload(name: capture.name, bytes: [UInt8](try Data(contentsOf: url)))
    let parsed = try ConnectorRegistry.standard.parse(payload, in: ParseContext(mode: .strict))
    for chunk in parsed.table.chunks {
      let energy = try #require(chunk.values(of: .energy))
      let (low, high) = try (#require(energy.min()), #require(energy.max()))
      #expect(high - low < 0.0201)
    }
  }

  @Test("every capture of the market is accounted for")
  func complete() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: MISOCaptureTests.folder.appendingPathComponent("miso").path)
    #expect(Set(names) == Set(MISOCaptureTests.captures.map(\.name)))
  }

  @Test("no other market's file is claimed, whatever it is called")
  func foreign() throws {
    let root = MISOCaptureTests.folder.deletingLastPathComponent()
    var seen = 0
    for part in ["na", "intl"] {
      let folder = root.appendingPathComponent(part)
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
      while let file = files?.nextObject() as? URL {
        guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true,
          !file.path.contains("/miso/"), file.lastPathComponent != "MANIFEST.tsv"
        else { continue }
        let head = [UInt8](try Data(contentsOf: file).prefix(8192))
        #expect(MISOConnector().recognise(name: file.lastPathComponent, head: head.span) == nil, "\(file.path)")
        #expect(MISOConnector().recognise(name: "download", head: head.span) == nil, "\(file.path)")
        seen += 1
      }
    }
    #expect(seen > 50)
  }
}
