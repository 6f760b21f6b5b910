import Foundation
import MarketData
import Testing

/// What no market is to blame for: archives, empty and enormous input, and random damage to every fixture.
@Suite struct RegistryHostileTests {
  private let registry = ConnectorRegistry.standard

  private func outcome(_ bytes: [UInt8], name: String = "payload", as feed: Feed.ID? = nil) -> ParseError.Code? {
    do throws(ParseError) {
      _ = try registry.parse(FeedPayload(name: name, bytes: bytes), as: feed, in: ParseContext(mode: .lenient))
      return nil
    } catch {
      return error.code
    }
  }

  @Test func emptyAndForeignPayloadsAreTypedErrors() {
    #expect(outcome([]) == .empty)
    #expect(outcome(Array("hello, world\n".utf8)) == .unrecognised)
    #expect(outcome([0, 1, 2, 3, 255]) == .unrecognised)
    #expect(outcome([UInt8](repeating: 0x7B, count: 10_000)) == .unrecognised)
  }

  @Test func unknownFeedsAreSaidToBeUnknown() {
    #expect(outcome(Array("a,b\n1,2\n".utf8), as: "mars.prices") == .unrecognised)
  }

  @Test func everyFeedRefusesWhatIsNotItsOwn() {
    for feed in registry.connectors.flatMap(\.feeds) {
      for text in ["", "{}", "[]", "<a/>", "x", "a,b\n1,2\n", "\"", "{\"items\":", "PK\u{3}\u{4}"] {
        _ = outcome(Array(text.utf8), as: feed.id)
      }
    }
  }

  @Test func deepJSONAndXMLAreBounded() {
    let feeds: [Feed.ID] = ["pjm.da_hrl_lmps", "ercot.np4-190-cd", "miso.fuel_mix", "caiso.prc_lmp"]
    for feed in feeds {
      #expect(isRefused([UInt8](repeating: UInt8(ascii: "["), count: 200_000), as: feed))
      #expect(isRefused(Array(String(repeating: "{\"a\":", count: 50_000).utf8), as: feed))
      #expect(isRefused(Array(String(repeating: "<a>", count: 50_000).utf8), as: feed))
    }
  }

  /// Whether a payload is a typed error, or yields nothing but defects.
  private func isRefused(_ bytes: [UInt8], as feed: Feed.ID) -> Bool {
    let payload = FeedPayload(name: "payload", bytes: bytes)
    guard let parsed = try? registry.parse(payload, as: feed, in: ParseContext(mode: .lenient)) else { return true }
    return parsed.table.isEmpty && !parsed.defects.isEmpty
  }

  @Test func entitiesOfXMLAreNotExpanded() {
    var text = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">"
    for level in 1...9 {
      let body = String(repeating: "&lol\(level == 1 ? "" : "\(level - 1)");", count: 10)
      text += "<!ENTITY lol\(level) \"\(body)\">"
    }
    text += "]><OASISReport xmlns=\"http://www.caiso.com/soa/OASISReport_v1.xsd\">&lol9;</OASISReport>"
    #expect(isRefused(Array(text.utf8), as: "caiso.prc_lmp"))
  }

  /// 10,000 seeded runs over all fixtures: a byte or a few are changed, and every payload ends in rows or in a typed error.
  @Test func randomDamageEndsInRowsOrATypedError() throws {
    let fixtures = try smallFixtures()
    #expect(fixtures.count > 50)
    var random = SeededGenerator(seed: 254)
    for run in 0..<10_000 {
      var (name, bytes) = fixtures[run % fixtures.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = outcome(bytes, name: run.isMultiple(of: 2) ? name : "payload")
    }
  }

  private func smallFixtures() throws -> [(name: String, bytes: [UInt8])] {
    let root = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var fixtures: [(name: String, bytes: [UInt8])] = []
    for case let file as URL in files
    where !["py", "md", "json"].contains(file.pathExtension) || file.path.contains("api") {
      guard let data = try? Data(contentsOf: file), !data.isEmpty, data.count <= 3000 else { continue }
      fixtures.append((file.lastPathComponent, [UInt8](data)))
    }
    return fixtures.sorted { $0.name < $1.name }
  }

  /// In a debug build the scan of a gigabyte takes a minute: run with `-c release`.
  @Test(.enabled(if: !isDebugBuild, "needs a release build"))
  func aLineOfAGigabyteIsRefused() {
    let header = Array("DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n".utf8)
    var bytes = header
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "7"), count: 1_000_000_000))
    let context = ParseContext(mode: .strict)
    let error = #expect(throws: ParseError.self) {
      try registry.parse(FeedPayload(name: "line.csv", bytes: bytes), as: "ercot.np4-190-cd", in: context)
    }
    #expect(error?.code == .limitExceeded)
  }
}

private let isDebugBuild: Bool = {
  var isDebug = false
  assert(
    {
      isDebug = true; return true
    }())
  return isDebug
}()
