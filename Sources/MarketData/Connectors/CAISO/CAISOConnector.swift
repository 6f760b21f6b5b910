/// California ISO: OASIS reports (CSV and XML, alone or in archives), Today's Outlook, and the Daily Renewables Watch.
///
///     let registry = ConnectorRegistry([CAISOConnector()])
///     let day = try registry.parse(FeedPayload(name: "20250101_20250102_PRC_LMP_DAM_v12.zip", bytes: bytes), in: context)
///
/// - Locational marginal prices come as one row for each component; they are put together to one row for each node and
///   interval, across the members of one archive, with LMP = energy + congestion + loss + greenhouse gas.
/// - Times are those of the GMT columns. The operator's hour 25 is the second 01:00 to 02:00 of the day on which clocks go back.
/// - Today's Outlook prints local times alone: on that day the rows 01:00 to 01:55 stand once, and nothing says for which of the
///   two hours, so each is a defect. On the day on which clocks go forward the rows 02:00 to 02:55 are empty and passed over.
public struct CAISOConnector: Connector {
  /// Makes the connector.
  public init() {}

  /// California ISO.
  public var market: Market { .caiso }

  /// Every feed that the connector reads.
  public var feeds: [Feed] { CAISOConnector.allFeeds }

  private static let allFeeds = OASISReport.all.map(\.feed) + CAISOOutlook.all.map(\.feed) + [CAISORenewablesWatch.feed]

  /// Reads one plain payload of a feed.
  public func parse(
    member: FeedPayload, as feed: Feed.ID, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    try CAISOAnswer.check(member, limits: context.limits)
    if let outlook = CAISOOutlook.of(feed) { return try outlook.read(member, in: context) }
    if feed == CAISORenewablesWatch.feed.id { return try CAISORenewablesWatch.read(member, in: context) }
    guard let report = OASISReport.of(feed) else {
      throw ParseError(.unrecognised, at: .init(source: member.name), "no feed \(feed)")
    }
    let reader = OASISReader(report: report, member: member, context: context)
    switch report.layout {
    case .locationalPrices: return try OASISPrices(report: report, context: context).read([member])
    case .series(let series):
      return CAISOAnswer.isXML(member.bytes.span) ? try reader.readXML(series) : try reader.readCSV(series)
    case .wide(let wide): return try reader.readCSV(wide)
    case .bids: return try reader.readBids()
    }
  }

  /// Prices of one archive are read together: from 2022 on it may hold one member for each component.
  public func joinsMembers(of feed: Feed.ID) -> Bool {
    if let report = OASISReport.of(feed), case .locationalPrices = report.layout { true } else { false }
  }

  /// Reads the members of one archive; components of one price may stand in several of them.
  public func parse(
    members: [FeedPayload], as feed: Feed.ID, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    guard let report = OASISReport.of(feed), joinsMembers(of: feed) else {
      return try parseSeparately(members, as: feed, in: context)
    }
    return try OASISPrices(report: report, context: context).read(members)
  }
}
