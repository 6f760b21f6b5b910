import Foundation
import Testing

@testable import MarketData

@Suite struct DirectoryTransportTests {
  private func request(_ fileName: String) throws -> FeedRequest {
    let covering = try #require(DeliveryInterval(start: Instant(secondsSince1970: 0), seconds: 1))
    return FeedRequest(feed: "toy.prices", covering: covering, url: "https://example.org", fileName: fileName)
  }

  private func code(_ body: () async throws -> Void) async -> TransportError.Code? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? TransportError)?.code
    }
  }

  @Test func servesTheNamedFileAndTheLatestMatch() async throws {
    let folder = try TemporaryDirectory()
    for (name, byte) in [("a-1.csv", 1), ("a-2.csv", 2), ("a-10.csv", 3), ("b.csv", 4), ("sub/a-9.csv", 5)] {
      try folder.write([UInt8(byte)], to: name)
    }
    let transport = DirectoryTransport(root: folder.path)
    #expect(try await transport.payload(for: request("b.csv")).bytes == [4])
    #expect(try await transport.payload(for: request("a-*.csv")).bytes == [2])
    #expect(try await transport.payload(for: request("sub/a*")).bytes == [5])
    let payload = try await transport.payload(for: request("a-1*.csv"))
    #expect(payload.name == "a-10.csv" && payload.publishedAt == nil && payload.digest == nil)
    #expect(await code { _ = try await transport.payload(for: request("c.csv")) } == .notFound)
    #expect(await code { _ = try await transport.payload(for: request("c*.csv")) } == .notFound)
    #expect(await code { _ = try await transport.payload(for: request("sub")) } == .notFound)
    #expect(await code { _ = try await transport.payload(for: request("s*/a-9.csv")) } == .refused)
  }

  @Test func neverLeavesTheRoot() async throws {
    let outside = try TemporaryDirectory()
    try outside.write([9], to: "secret.csv")
    try outside.write([7], to: "root/inside.csv")
    let root = outside.path + "/root"
    try FileManager.default.createSymbolicLink(
      atPath: root + "/link.csv", withDestinationPath: outside.path + "/secret.csv")
    try FileManager.default.createSymbolicLink(atPath: root + "/folder", withDestinationPath: outside.path)
    try FileManager.default.createSymbolicLink(atPath: root + "/good.csv", withDestinationPath: "inside.csv")
    let transport = DirectoryTransport(root: root)
    for name in [
      "../secret.csv", "/etc/passwd", "", ".", "..", "a//b", "./inside.csv", "x/../../secret.csv", "../*.csv",
    ] {
      #expect(await code { _ = try await transport.payload(for: request(name)) } == .refused, "\(name)")
      #expect(await code { _ = try transport.payload(atPath: name) } == .refused, "\(name)")
    }
    #expect(await code { _ = try await transport.payload(for: request("link.csv")) } == .refused)
    #expect(await code { _ = try await transport.payload(for: request("folder/secret.csv")) } == .refused)
    #expect(try await transport.payload(for: request("good.csv")).bytes == [7])
    #expect(try transport.files() == ["good.csv", "inside.csv"])
  }

  @Test func listsFilesInAStableOrder() throws {
    let folder = try TemporaryDirectory()
    for name in ["b/2.csv", "b/1.csv", "a.csv", "c/d/e.csv", "Z.csv"] { try folder.write([1], to: name) }
    let transport = DirectoryTransport(root: folder.path)
    #expect(try transport.files() == ["Z.csv", "a.csv", "b/1.csv", "b/2.csv", "c/d/e.csv"])
    for file in try transport.files() { #expect(try transport.payload(atPath: file).bytes == [1]) }
    #expect(throws: TransportError.self) { try DirectoryTransport(root: folder.path + "/none").files() }
  }

  @Test func refusesLargeFilesAndPipes() async throws {
    let folder = try TemporaryDirectory()
    try folder.write(Array(repeating: 1, count: 11), to: "large.csv")
    try folder.write(Array(repeating: 1, count: 10), to: "small.csv")
    mkfifo(folder.path + "/pipe", 0o644)
    let transport = DirectoryTransport(root: folder.path, maxPayloadBytes: 10)
    #expect(await code { _ = try await transport.payload(for: request("large.csv")) } == .tooLarge)
    #expect(try await transport.payload(for: request("small.csv")).bytes.count == 10)
    #expect(await code { _ = try await transport.payload(for: request("pipe")) } == .notFound)
  }

  @Test(arguments: [
    ("abc", "abc", true), ("abc", "a*c", true), ("abc", "*", true), ("", "*", true), ("abc", "*b*", true),
    ("abc", "a*b", false), ("aXbXc", "a*b*c", true), ("aab", "*ab", true), ("abc", "", false), ("abab", "*ab*ab", true),
    ("ab", "*ab*ab", false),
  ])
  func wildcardsStandForAnyBytes(name: String, pattern: String, isMatch: Bool) {
    #expect(DirectoryTransport.matches(Array(name.utf8), Array(pattern.utf8)) == isMatch)
  }
}
