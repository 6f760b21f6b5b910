import Foundation
import MarketData
import Testing

/// The CAISO fixtures, and what `generate.py` says must be found in them.
enum CAISOFixtures {
  struct Expected: Decodable, Sendable {
    var feed: String
    var rows: Int
    var start: Int64
    var end: Int64
    var sum: Double
    var blanks: Int
    /// Rows whose local time does not exist or is ambiguous.
    var ambiguous: Int?
  }

  struct File: Sendable, CustomTestStringConvertible {
    var name: String
    var expected: Expected
    var testDescription: String { name }
  }

  /// Every market: no other may claim these files.
  static let registry = ConnectorRegistry.standard

  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent("caiso/" + name)))
  }

  static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  static func parse(
    _ name: String, mode: ParseMode = .strict, renamed: String? = nil, as feed: Feed.ID? = nil
  ) throws -> ParsedPayload {
    try registry.parse(
      FeedPayload(name: renamed ?? name, bytes: try bytes(name)), as: feed, in: ParseContext(mode: mode))
  }

  static func parse(
    text: String, name: String = "file.csv", mode: ParseMode = .strict, as feed: Feed.ID? = nil
  ) throws -> ParsedPayload {
    try registry.parse(FeedPayload(name: name, bytes: Array(text.utf8)), as: feed, in: ParseContext(mode: mode))
  }

  static let files: [File] = {
    guard let data = try? bytes("expected.json"),
      let all = try? JSONDecoder().decode([String: Expected].self, from: Data(data))
    else { return [] }
    return all.map { File(name: $0.key, expected: $0.value) }.sorted { $0.name < $1.name }
  }()
}
