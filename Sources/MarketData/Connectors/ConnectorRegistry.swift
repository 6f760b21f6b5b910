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
    let name = ConnectorRegistry.baseName(name)
    let isArchive = ZipArchive.looksLikeZip(head) || Gzip.looksLikeGzip(head)
    let head = head.extracting(first: isArchive ? 0 : min(head.count, ConnectorRegistry.headBytes))
    for connector in connectors {
      if let feed = connector.recognise(name: name, head: head) { return feed }
    }
    return nil
  }

  /// Reads a payload of any kind: plain, gzip, or zip with any number of members.
  ///
  /// - Parameters:
  ///   - feed: the feed, where the caller knows it (it asked for it); found out for each member otherwise.
  /// - Throws: ``ParseError`` when the payload is empty, unknown or broken as a whole; in strict mode for the first defect.
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
    try read(payload, as: feed, in: context, depth: 0, into: &outcome)
    try outcome.readJoined(in: context)
    return try outcome.result(limits: context.limits)
  }

  private static let headBytes = 8192
  private static let maxArchiveDepth = 3

  private static func baseName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  private func read(
    _ payload: FeedPayload, as feed: Feed.ID?, in context: ParseContext, depth: Int, into outcome: inout ArchiveOutcome
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
      let name = payload.name.hasSuffix(".gz") ? String(payload.name.dropLast(3)) : payload.name
      try read(payload.member(name, bytes), as: feed, in: context, depth: depth + 1, into: &outcome)
    } else {
      try readZip(payload, as: feed, in: context, depth: depth, into: &outcome)
    }
  }

  private func readZip(
    _ payload: FeedPayload, as feed: Feed.ID?, in context: ParseContext, depth: Int, into outcome: inout ArchiveOutcome
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
        guard !bytes.isEmpty else { throw ParseError(.empty, at: .init(source: source), "no bytes") }
        let feed = feed ?? (files.count == 1 ? recognise(name: payload.name, head: payload.bytes.span) : nil)
        try read(payload.member(source, bytes), as: feed, in: context, depth: depth + 1, into: &outcome)
      } catch {
        if files.count == 1 || error.code == .throttled || error.code == .operatorError { throw error }
        try outcome.log.record(error)
      }
    }
  }

  /// Which connector reads a plain payload, and as what.
  private func leaf(_ payload: FeedPayload, as feed: Feed.ID?) throws(ParseError) -> ArchiveOutcome.Leaf {
    var payload = payload
    payload.bytes = TextEncoding.normalised(payload.bytes)
    let head = payload.bytes.span.extracting(first: min(payload.bytes.count, ConnectorRegistry.headBytes))
    let name = ConnectorRegistry.baseName(payload.name)
    for connector in connectors {
      if let found = connector.recognise(name: name, head: head), feed == nil || connector.feed(found) != nil {
        return ArchiveOutcome.Leaf(connector: connector, feed: found, payload: payload)
      }
    }
    if let feed, let connector = connector(for: feed) {
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
