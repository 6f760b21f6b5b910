import Testing

@testable import MarketData

@Suite("MISO hostile input")
struct MISOHostileTests {
  /// The smallest fixture of each layout.
  static let layouts = [
    "20251102_asm_rtmcp_final.csv", "GetExAnteLmp.json", "GetLmpConsolidatedTable_0815.json",
    "GetAncillaryServicesMcp.json", "getfuelmix_2018.json", "RealTimeTotalLoad.json", "WindSolar_GetSolarActual.json",
    "WindSolar_GetCombined.json", "rollingmarketday.csv", "GetRealTimeFiveMinExPost_Rolling.json",
    "real-time_2025-03-09_lmp-expost_preliminary.json", "day-ahead_2025-11-02_asm-expost.json",
  ]

  /// Either a typed error (anything else would not compile) or a result whose rows are sound.
  private func check(_ payload: FeedPayload) {
    for mode in [ParseMode.strict, .lenient] {
      do throws(ParseError) {
        let parsed = try ConnectorRegistry.standard.parse(payload, in: ParseContext(mode: mode))
        if mode == .strict { #expect(parsed.defects.isEmpty) }
        #expect(parsed.table.chunks.allSatisfy { chunk in chunk.values.allSatisfy { !$0.isInfinite } })
      } catch {
        #expect(!error.code.description.isEmpty)
      }
    }
  }

  private func wide() -> [UInt8] {
    var report = MISOReportText()
    report.addNode("A.HUB")
    return Array(report.text.utf8)
  }

  @Test("a wide report cut at every byte")
  func cutReport() {
    let bytes = wide()
    for count in 0..<bytes.count {
      check(FeedPayload(name: "20250714_da_expost_lmp.csv", bytes: Array(bytes.prefix(count))))
    }
  }

  @Test("a wide report with flipped bytes")
  func flippedReport() { flip("20250714_da_expost_lmp.csv", wide(), 500) }

  @Test("documents cut at every byte", arguments: ["GetExAnteLmp.json", "getfuelmix_2018.json"])
  func cut(_ name: String) throws {
    let bytes = try MISOFixtures.bytes(name)
    for count in 0..<bytes.count { check(FeedPayload(name: name, bytes: Array(bytes.prefix(count)))) }
  }

  @Test("longer layouts cut at every byte of their first two kilobytes and at 100 places behind", arguments: layouts)
  func cutLong(_ name: String) throws {
    let bytes = try MISOFixtures.bytes(name)
    let step = max(1, (bytes.count - 2048) / 100)
    let places = Array(0..<min(bytes.count, 2048)) + Array(stride(from: 2048, to: max(2048, bytes.count), by: step))
    for count in places { check(FeedPayload(name: name, bytes: Array(bytes.prefix(count)))) }
  }

  @Test("500 flipped bytes a layout", arguments: layouts)
  func flipped(_ name: String) throws { flip(name, try MISOFixtures.bytes(name), 500) }

  private func flip(_ name: String, _ bytes: [UInt8], _ times: Int) {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15 &+ UInt64(bytes.count)
    func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
      return mixed ^ mixed >> 31
    }
    for _ in 0..<times {
      var changed = bytes
      changed[Int(next() % UInt64(bytes.count))] ^= UInt8(truncatingIfNeeded: next() | 1)
      check(FeedPayload(name: name, bytes: changed))
    }
  }
}
