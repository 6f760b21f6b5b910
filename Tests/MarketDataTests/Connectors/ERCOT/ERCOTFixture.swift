import Foundation
import MarketData

/// The fixtures of ERCOT's formats, which `Fixtures/ercot/generate.py` writes.
enum ERCOTFixture {
  static let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil)?.appendingPathComponent("ercot")

  static func bytes(_ name: String) throws -> [UInt8] {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func parse(
    _ name: String, as other: String? = nil, feed: Feed.ID? = nil, mode: ParseMode = .strict
  ) throws -> ParsedPayload {
    try parse(bytes(name), named: other ?? name, feed: feed, mode: mode)
  }

  static func parse(
    text: String, named name: String = "renamed.dat", feed: Feed.ID? = nil, mode: ParseMode = .strict
  ) throws -> ParsedPayload {
    try parse(Array(text.utf8), named: name, feed: feed, mode: mode)
  }

  static func parse(
    _ bytes: [UInt8], named name: String, feed: Feed.ID? = nil, mode: ParseMode = .strict
  ) throws -> ParsedPayload {
    try ConnectorRegistry([ERCOTConnector()])
      .parse(FeedPayload(name: name, bytes: bytes), as: feed, in: ParseContext(mode: mode))
  }

  /// What a fixture holds, computed by the program that wrote it.
  struct Expectation: Codable, Sendable {
    var file: String
    var feed: String
    var rows: Int
    var main: Int
    var blanks: Int
    var missing: Int
    var start: Int64
    var end: Int64
    var starts: Int
    var sum: Double
    var quantities: Double
  }

  static let expectations: [Expectation] =
    (try? JSONDecoder().decode([Expectation].self, from: Data(bytes("expected.json")))) ?? []
}
