/// How one market's reports are asked for, recognised and read: the plug point for a market that this library does not cover.
///
/// A connector is a value without state. It never performs I/O: it says what to fetch and reads what came.
/// Archives and compression are dealt with before `parse` is called: a connector sees plain text members.
public protocol Connector: Sendable {
  /// The market.
  var market: Market { get }

  /// Every feed that the connector reads.
  var feeds: [Feed] { get }

  /// What to fetch for a feed so that `interval` is covered; several requests where the operator bounds one answer.
  ///
  /// - Throws: ``RequestError`` when the feed is unknown, not served on request, or lacks a credential.
  func requests(
    for feed: Feed.ID, covering interval: DeliveryInterval, credentials: Credentials
  ) throws(RequestError) -> [FeedRequest]

  /// Which feed a plain (expanded) payload belongs to, judged by its name and first bytes; `nil` when it is not this market's.
  ///
  /// - Parameters:
  ///   - name: the file's or member's name, without folders.
  ///   - head: the first bytes, at most 8 KiB.
  func recognise(name: String, head: Span<UInt8>) -> Feed.ID?

  /// Reads one plain payload of a feed.
  ///
  /// - Throws: ``ParseError``: in strict mode for the first defect; in lenient mode only when the payload as a whole cannot be
  ///   read.
  func parse(member: FeedPayload, as feed: Feed.ID, in context: ParseContext) throws(ParseError) -> ParsedPayload

  /// Whether the members of one archive complete each other's rows, so that they must be read together.
  ///
  /// The default is `false`: members are read one by one.
  func joinsMembers(of feed: Feed.ID) -> Bool

  /// Reads the members of one archive that belong to a feed for which ``joinsMembers(of:)`` is true.
  ///
  /// The default reads them one by one.
  func parse(members: [FeedPayload], as feed: Feed.ID, in context: ParseContext) throws(ParseError) -> ParsedPayload
}

/// Why a request for a feed cannot be made.
public struct RequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The code's name.
    public var description: String { name }

    /// The connector has no such feed.
    public static let unknownFeed = Code(name: "unknown-feed")
    /// A credential that the feed needs was not given.
    public static let missingCredential = Code(name: "missing-credential")
    /// The operator does not serve this feed, or this time, on request.
    public static let notServed = Code(name: "not-served")
  }

  /// The reason.
  public let code: Code
  /// The feed.
  public let feed: Feed.ID
  /// What is wrong, in words.
  public let message: String

  /// Makes an error.
  public init(_ code: Code, feed: Feed.ID, _ message: String) {
    self.code = code
    self.feed = feed
    self.message = message
  }

  /// Feed, code and message.
  public var description: String { "\(feed): \(code): \(message)" }
}

extension Connector {
  /// The description of a feed, or `nil` when the connector does not have it.
  public func feed(_ id: Feed.ID) -> Feed? { feeds.first { $0.id == id } }
}

extension Connector {
  /// Members are read one by one.
  public func joinsMembers(of feed: Feed.ID) -> Bool { false }

  /// Reads the members one by one; in lenient mode one that cannot be read is a defect beside the others.
  public func parse(
    members: [FeedPayload], as feed: Feed.ID, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    try parseSeparately(members, as: feed, in: context)
  }

  /// What ``parse(members:as:in:)`` does by default.
  func parseSeparately(
    _ members: [FeedPayload], as feed: Feed.ID, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    var outcome = ArchiveOutcome(context: context, source: members.first?.name ?? "")
    for member in members {
      do throws(ParseError) {
        outcome.add(try parse(member: member, as: feed, in: context))
      } catch {
        if members.count == 1 { throw error }
        try outcome.log.record(error)
      }
    }
    return try outcome.result(limits: context.limits)
  }
}
