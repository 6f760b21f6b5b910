import ByteFormats

/// PJM: every Data Miner 2 feed of prices, services, load and generation, and the capacity auctions' clearing prices.
///
/// Data Miner 2 serves the same records as CSV and as JSON, in an envelope or as a bare array; the columns and keys have the same
/// names, so one description of each feed reads both. Rows that the operator marks as no longer current are kept under their
/// version number.
public struct PJMConnector: Connector {
  /// The name under which the host keeps its Data Miner subscription key.
  public static let subscriptionKey = "pjm.subscription-key"

  /// Makes the connector.
  public init() {}

  /// PJM.
  public var market: Market { .pjm }

  /// The Data Miner 2 feeds, and `pjm.rpm_clearing_prices`.
  public var feeds: [Feed] { PJMConnector.allFeeds }

  private static let allFeeds = DataMinerLayout.all.map(\.feed) + [CapacityPrices.feed]

  /// Reads a CSV or JSON payload.
  ///
  /// Columns in UTC are preferred; where there are only Eastern prevailing ones, the repeated hour of autumn is told apart by row
  /// order. The result's feed is the five-minute one when a payload read as hourly turns out to hold five-minute stamps.
  public func parse(
    member: FeedPayload, as feed: Feed.ID, in context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    if feed == CapacityPrices.feed.id { return try CapacityPrices(payload: member, context: context).parse() }
    guard let layout = DataMinerLayout.all.first(where: { $0.feed.id == feed }) else {
      throw ParseError(.unrecognised, at: .init(source: member.name), "PJM has no feed \(feed)")
    }
    return try DataMinerReader(layout: layout, payload: member, context: context).parse()
  }
}

extension DataMinerLayout {
  /// Every Data Miner 2 feed.
  static let all = prices + services + quantities
}
