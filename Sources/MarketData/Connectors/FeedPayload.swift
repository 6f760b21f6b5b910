/// Bytes as they came: a file, an HTTP body, an archive member, with the little that is known about them.
public struct FeedPayload: Sendable {
  /// The file's or member's name, or the last part of the URL: helps to recognise the feed.
  public var name: String
  /// The bytes.
  public var bytes: [UInt8]
  /// The SHA-256 of the bytes as they came over the wire; the ingestor sets it once.
  public var digest: SHA256Digest?
  /// When the operator says that it published the payload, if a listing or header said so.
  public var publishedAt: Instant?

  /// Makes a payload.
  public init(name: String, bytes: [UInt8], digest: SHA256Digest? = nil, publishedAt: Instant? = nil) {
    self.name = name
    self.bytes = bytes
    self.digest = digest
    self.publishedAt = publishedAt
  }
}
