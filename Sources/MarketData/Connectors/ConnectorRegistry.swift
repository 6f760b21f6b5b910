import ByteFormats

/// The connectors that a host uses: says which feed a file belongs to and reads it, expanding archives on the way.
///
///     let registry = ConnectorRegistry.standard
///     let parsed = try registry.parse(FeedPayload(name: "20260714_da_expost_lmp.csv", bytes: bytes), in: context)
///     print(parsed.feed, parsed.table.count)
public struct ConnectorRegistry: Sendable {
  /// The connectors, asked in this order.
  public let connectors: [any Connector]

  /// Makes a registry; the first connector that recognises a payload gets it.
  public init(_ connectors: [any Connector]) { self.connectors = connectors }

  /// Every market that ships with the library.
  public static let standard = ConnectorRegistry([
    MISOConnector(), CAISOConnector(), PJMConnector(), ERCOTConnector(),
  ])

  /// The connector that has a feed.
  public func connector(for feed: Feed.ID) -> (any Connector)? {
    connectors.first { $0.feed(feed) != nil }
  }

  /// The description of a feed of any connector.
  public func feed(_ id: Feed.ID) -> Feed? {
    for connector in connectors {
      if let feed = connector.feed(id) { return feed }
    }
    return nil
  }

  /// Which feed a file belongs to, judged by its name and first bytes; an archive is judged by its name and its first member's.
  public func recognise(name: String, head: Span<UInt8>) -> Feed.ID? {
    let isZip = ZipArchive.looksLikeZip(head)
    let isArchive = isZip || Gzip.looksLikeGzip(head)
    let plain = head.extracting(first: isArchive ? 0 : min(head.count, ConnectorRegistry.headBytes))
    for name in [name, isZip ? ZipArchive.firstMemberName(head) : nil].compactMap(\.self) {
      for connector in connectors {
        if let feed = connector.recognise(name: ConnectorRegistry.baseName(name), head: plain) { return feed }
      }
    }
    return nil
  }

  /// Reads a payload of any kind: plain, gzip, or zip with any number of members.
  ///
  /// - Parameters:
  ///   - payload: the bytes and what is known of them.
  ///   - feed: the feed, where the caller knows it (it asked for it): the payload is read as that. Found out for each member
  ///     otherwise.
  ///   - context: mode, limits and dictionary.
  /// - Throws: ``ParseError`` when the payload is empty, unknown or broken as a whole, or no connector has the feed; in strict
  ///   mode for the first defect.
  public func parse(
    _ payload: FeedPayload, as feed: Feed.ID? = nil, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    guard !payload.bytes.isEmpty else {
      throw ParseError(.empty, at: .init(source: payload.name), "no bytes")
    }
    guard payload.bytes.count <= context.limits.maxPayloadBytes else {
      throw ParseError(
        .limitExceeded, at: .init(source: payload.name), "\(payload.bytes.count) bytes",
        expected: "at most \(context.limits.maxPayloadBytes)")
    }
    var outcome = ArchiveOutcome(context: context, source: payload.name)
    try read(payload, as: feed.map { .known($0) } ?? .unknown, in: context, depth: 0, into: &outcome)
    try outcome.readJoined(in: context)
    return try outcome.result(limits: context.limits)
  }

  /// What is known of a member's feed before it is looked at.
  private enum Expectation {
    case unknown
    /// The name of the archive tells; what the member itself tells goes first.
    case named(Feed.ID)
    /// The caller said so.
    case known(Feed.ID)
  }

  private static let headBytes = 8192
  private static let maxArchiveDepth = 3

  private static func baseName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  private func read(
    _ payload: FeedPayload, as feed: Expectation, in context: ParseContext, depth: Int,
    into outcome: inout ArchiveOutcome
  ) throws(ParseError) {
    let isZip = ZipArchive.looksLikeZip(payload.bytes.span)
    let isGzip = Gzip.looksLikeGzip(payload.bytes.span)
    guard isZip || isGzip else {
      let leaf = try leaf(payload, as: feed)
      if depth > 0, leaf.connector.joinsMembers(of: leaf.feed) {
        outcome.join(leaf)
      } else {
        outcome.add(try leaf.connector.parse(member: leaf.payload, as: leaf.feed, in: context))
      }
      return
    }
    guard depth < ConnectorRegistry.maxArchiveDepth else {
      throw ParseError(.limitExceeded, at: .init(source: payload.name), "archives nested too deeply")
    }
    if isGzip {
      let bytes: [UInt8]
      do throws(FormatError) {
        bytes = try Gzip.decompress(payload.bytes.span, limits: context.limits.format)
      } catch {
        throw ParseError(error, source: payload.name)
      }
      try outcome.count(bytes.count, of: payload.name, limits: context.limits)
      let name = payload.name.hasSuffix(".gz") ? String(payload.name.dropLast(3)) : payload.name
      try read(payload.member(name, bytes), as: feed, in: context, depth: depth + 1, into: &outcome)
    } else {
      try readZip(payload, as: feed, in: context, depth: depth, into: &outcome)
    }
  }

  private func readZip(
    _ payload: FeedPayload, as feed: Expectation, in context: ParseContext, depth: Int,
    into outcome: inout ArchiveOutcome
  ) throws(ParseError) {
    let archive: ZipArchive
    do throws(FormatError) {
      archive = try ZipArchive(payload.bytes.span, limits: context.limits.format)
    } catch {
      throw ParseError(error, source: payload.name)
    }
    let files = archive.members.filter { !$0.isDirectory }
    guard !files.isEmpty else {
      throw ParseError(.empty, at: .init(source: payload.name), "an archive without members")
    }
    for file in files {
      let source = payload.name + "/" + file.name
      do throws(ParseError) {
        let bytes: [UInt8]
        do throws(FormatError) {
          bytes = try archive.extract(file, from: payload.bytes.span)
        } catch {
          throw ParseError(error, source: source)
        }
        try outcome.count(bytes.count, of: source, limits: context.limits)
        guard !bytes.isEmpty else { throw ParseError(.empty, at: .init(source: source), "no bytes") }
        var feed = feed
        if case .unknown = feed, files.count == 1, let named = recognise(name: payload.name, head: payload.bytes.span) {
          feed = .named(named)
        }
        try read(payload.member(source, bytes), as: feed, in: context, depth: depth + 1, into: &outcome)
      } catch {
        if files.count == 1 || error.code == .limitExceeded || error.code == .throttled || error.code == .operatorError
        {
          throw error
        }
        try outcome.log.record(error)
      }
    }
  }

  /// Which connector reads a plain payload, and as what.
  private func leaf(_ payload: FeedPayload, as feed: Expectation) throws(ParseError) -> ArchiveOutcome.Leaf {
    var payload = payload
    payload.bytes = TextEncoding.normalised(payload.bytes)
    if case .known(let feed) = feed {
      guard let connector = connector(for: feed) else {
        throw ParseError(.unrecognised, at: .init(source: payload.name), "no connector has the feed \(feed)")
      }
      return ArchiveOutcome.Leaf(connector: connector, feed: feed, payload: payload)
    }
    let head = payload.bytes.span.extracting(first: min(payload.bytes.count, ConnectorRegistry.headBytes))
    let name = ConnectorRegistry.baseName(payload.name)
    for connector in connectors {
      if let found = connector.recognise(name: name, head: head) {
        return ArchiveOutcome.Leaf(connector: connector, feed: found, payload: payload)
      }
    }
    if case .named(let feed) = feed, let connector = connector(for: feed) {
      return ArchiveOutcome.Leaf(connector: connector, feed: feed, payload: payload)
    }
    throw ParseError(.unrecognised, at: .init(source: payload.name), "no connector knows this file")
  }
}

extension FeedPayload {
  fileprivate func member(_ name: String, _ bytes: [UInt8]) -> FeedPayload {
    FeedPayload(name: name, bytes: bytes, digest: digest, publishedAt: publishedAt)
  }
}
