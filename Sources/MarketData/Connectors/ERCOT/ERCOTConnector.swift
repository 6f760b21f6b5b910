import ByteFormats

/// ERCOT: settlement point prices, prices by dispatch run, ancillary services and price adders, load, wind and solar, offers and
/// awards after sixty days, and the public dashboards.
///
/// Reports are read in the two forms in which ERCOT serves them: delimited files of the market information system, and answers
/// of the public API with positional rows. Local time is Central prevailing time; the hour that the autumn day repeats is told
/// by the report's flag, which marks the second of the two.
///
/// Rows of a dispatch run begin at the run's time and have no length: a run holds until the next, which no file states.
///
/// Document lists are no observations and no feed; ``documents(in:)`` reads them.
public struct ERCOTConnector: Connector {
  /// The credential that holds the public API's subscription key.
  public static let subscriptionKey = "ercot.subscription-key"
  /// The credential that holds the public API's identity token, which lives for an hour.
  public static let idToken = "ercot.id-token"

  /// Makes the connector.
  public init() {}

  /// ERCOT.
  public var market: Market { .ercot }

  /// Every report and dashboard that is read.
  public var feeds: [Feed] { ERCOTConnector.allFeeds }

  private static let allFeeds = ERCOTReport.all.map(\.feed) + ERCOTDashboard.all.map(\.feed)

  /// Reads one file or answer of a feed.
  ///
  /// - Throws: ``ParseError``: `operatorError` or `throttled` for an error document or a web page in the place of data,
  ///   `missingField` where the columns are not those of the feed; in strict mode the first defect.
  public func parse(
    member: FeedPayload, as feed: Feed.ID, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    guard let first = member.bytes.first(where: { !$0.isWhitespace }) else {
      throw ParseError(.empty, at: .init(source: member.name), "no bytes")
    }
    if let dashboard = ERCOTDashboard.of(feed) {
      if first == UInt8(ascii: "<") { return try ERCOTConditionsPage.parse(dashboard.feed, member, in: context) }
      var reader = try ERCOTDashboardReader(dashboard, member, in: context)
      return try reader.read()
    }
    guard let report = ERCOTReport.of(feed) else {
      throw ParseError(.unrecognised, at: .init(source: member.name), "no feed \(feed)")
    }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try parseAnswer(member, report, in: context)
    case UInt8(ascii: "<"): throw ERCOTConnector.page(member)
    default: return try parseFile(member, report, in: context)
    }
  }

  /// Why a page of markup is no data.
  private static func page(_ member: FeedPayload) -> ParseError {
    let text = String(decoding: member.bytes.prefix(2000), as: UTF8.self)
    let place = ParseError.Place(source: member.name)
    let excerpt = String(text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(80))
    if text.contains("Error Downloading Content") || text.lowercased().contains("<html") {
      return ParseError(.operatorError, at: place, "a page instead of data: \(excerpt)")
    }
    return ParseError(
      .unrecognised, at: place, "the XML rendition of a report is not read", expected: "the CSV rendition")
  }

  private func parseAnswer(
    _ member: FeedPayload, _ report: ERCOTReport, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var rows = try ERCOTAPIRows(bytes, source: member.name, in: context)
    if rows.names.isEmpty {
      return ParsedPayload(feed: report.feed.id, table: ObservationTable(dictionary: context.dictionary))
    }
    let (report, layout) = try layout(rows.names, for: report, source: member.name)
    var reader = ERCOTReader(
      report.feed, layout, member, context, published: member.publishedAt ?? ERCOTFileName.published(member.name))
    let service = rows.report.map(ERCOTFileName.service) ?? ERCOTFileName.service(member.name)
    return try reader.read(&rows, service: service, in: bytes)
  }

  private func parseFile(
    _ member: FeedPayload, _ report: ERCOTReport, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    guard let (found, layout) = ERCOTConnector.match(header: bytes, for: report) else {
      let required = report.layouts.first?.required ?? []
      _ = try DelimitedRows(bytes: bytes, source: member.name, required: required, in: context)
      throw ParseError(
        .missingField, at: .init(source: member.name, line: 1), "no header row with the columns of this feed",
        expected: required.joined(separator: ", "))
    }
    let delimited = try DelimitedRows(bytes: bytes, source: member.name, required: layout.required, in: context)
    var rows = ERCOTFileRows(delimited, required: layout.required)
    var reader = ERCOTReader(
      found.feed, layout, member, context, published: member.publishedAt ?? ERCOTFileName.published(member.name))
    return try reader.read(&rows, service: ERCOTFileName.service(member.name), in: bytes)
  }

  private func layout(
    _ names: [String], for report: ERCOTReport, source: String
  ) throws(ParseError) -> (ERCOTReport, ERCOTLayout) {
    if let found = ERCOTConnector.match(names: names, for: report) { return found }
    throw ParseError(
      .missingField, at: .init(source: source),
      "not the columns of this feed: \(names.prefix(8).joined(separator: ", "))",
      expected: report.layouts.first?.required.joined(separator: ", "))
  }
}
