import MarketData
import Testing

@Suite("PJM parsers on broken bytes")
struct PJMHostileTests {
  /// One small piece of each layout: enough for a header and a few records.
  static let samples: [(file: String, bytes: Int)] = [
    ("da_hrl_lmps_20250309.csv", 900), ("da_hrl_lmps_20250309.json", 1500), ("empty_items.json", 500),
    ("ancillary_services_20251102.csv", 500), ("reserve_market_results_20251102.csv", 700),
    ("da_transconstraints_20250715.json", 1500), ("load_frcstd_hist_20251102.csv", 500),
    ("rpm_resource_clearing_prices.csv", 500), ("da_hrl_lmps.zip", 400), ("throttled.json", 200),
    ("rt_unverified_hrl_lmps_20250715.json", 900),
  ]

  private func survive(_ bytes: [UInt8], _ name: String) {
    for mode in [ParseMode.strict, .lenient] {
      do {
        let parsed = try PJMFixtures.registry.parse(FeedPayload(name: name, bytes: bytes), in: ParseContext(mode: mode))
        #expect(mode == .lenient || parsed.defects.isEmpty)
        for chunk in parsed.table.chunks { #expect(chunk.values.allSatisfy { !$0.isInfinite }) }
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test("cut off at every byte", arguments: samples.indices)
  func truncation(_ index: Int) throws {
    let sample = PJMHostileTests.samples[index]
    let bytes = Array(try PJMFixtures.bytes(sample.file).prefix(sample.bytes))
    for count in 0..<bytes.count { survive(Array(bytes.prefix(count)), sample.file) }
  }

  @Test("with five hundred flipped bytes, one at a time", arguments: samples.indices)
  func flips(_ index: Int) throws {
    let sample = PJMHostileTests.samples[index]
    let bytes = Array(try PJMFixtures.bytes(sample.file).prefix(sample.bytes))
    var state = UInt64(254 + index)
    for _ in 0..<500 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var flipped = bytes
      flipped[Int(state >> 33) % bytes.count] ^= UInt8(truncatingIfNeeded: state >> 20) | 1
      survive(flipped, sample.file)
    }
  }
}
