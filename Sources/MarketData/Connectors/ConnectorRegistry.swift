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
      outcome.add(try readPlain(payload, as: feed, in: context))
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

  private func readPlain(
    _ payload: FeedPayload, as feed: Feed.ID?, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    var payload = payload
    payload.bytes = TextEncoding.normalised(payload.bytes)
    let head = payload.bytes.span.extracting(first: min(payload.bytes.count, ConnectorRegistry.headBytes))
    let name = ConnectorRegistry.baseName(payload.name)
    for connector in connectors {
      if let found = connector.recognise(name: name, head: head), feed == nil || connector.feed(found) != nil {
        return try connector.parse(member: payload, as: found, in: context)
      }
    }
    if let feed, let connector = connector(for: feed) {
      return try connector.parse(member: payload, as: feed, in: context)
    }
    throw ParseError(.unrecognised, at: .init(source: payload.name), "no connector knows this file")
  }
}

extension FeedPayload {
  fileprivate func member(_ name: String, _ bytes: [UInt8]) -> FeedPayload {
    FeedPayload(name: name, bytes: bytes, digest: digest, publishedAt: publishedAt)
  }
}

/// Gathers what the members of one payload yield.
private struct ArchiveOutcome {
  var log: DefectLog
  private var parsed: ParsedPayload?
  private var rowsOfFeed = 0

  init(context: ParseContext, source: String) {
    log = DefectLog(context: context, source: source)
  }

  mutating func add(_ member: ParsedPayload) {
    guard let sofar = parsed else {
      parsed = member
      rowsOfFeed = member.table.count
      return
    }
    var table = sofar.table
    table.append(member.table)
    let larger = member.table.count > rowsOfFeed
    if larger { rowsOfFeed = member.table.count }
    parsed = ParsedPayload(
      feed: larger ? member.feed : sofar.feed, table: table, defects: sofar.defects + member.defects,
      blanks: sofar.blanks + member.blanks)
  }

  func result(limits: Limits) throws(ParseError) -> ParsedPayload {
    guard var parsed else {
      throw log.defects.first ?? ParseError(.empty, at: .init(source: log.source), "nothing to read")
    }
    parsed.defects += log.defects
    guard parsed.table.count <= limits.maxRows else {
      throw ParseError(.limitExceeded, at: .init(source: log.source), "\(parsed.table.count) rows")
    }
    return parsed
  }
}
