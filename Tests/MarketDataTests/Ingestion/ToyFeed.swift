import MarketData

/// A feed whose payloads are lines of `start,node,value`, and the requests for its hours.
enum ToyFeed {
  static let feed = Feed(
    id: "toy.prices", market: "TOY", title: "Prices", product: .energy(.dayAhead), intervalSeconds: 3600,
    cadenceSeconds: 3600, publication: .afterInterval(seconds: 60))

  static func request(_ number: Int, secret: String = "s3cr3t", feed: Feed.ID = feed.id) -> FeedRequest {
    let start = Instant(secondsSince1970: Int64(number) * 3600)
    guard let covering = DeliveryInterval(start: start, seconds: 3600) else { preconditionFailure("an hour") }
    return FeedRequest(
      feed: feed, covering: covering,
      url: "https://example.org/prices/\(number)", secretHeaders: ["Key": Secret(secret)],
      fileName: "prices-\(number)-*.csv")
  }

  static func payload(_ lines: [String], name: String = "prices.csv") -> FeedPayload {
    FeedPayload(name: name, bytes: Array(lines.joined(separator: "\n").utf8))
  }

  /// Reads a payload; a line with an `x` is a defect, an empty value is blank, and a payload that begins with `!`
  /// cannot be read at all.
  @Sendable
  static func parse(
    _ payload: FeedPayload, _ feed: Feed.ID, _ context: ParseContext
  ) throws(ParseError) -> ParsedPayload {
    let text = String(decoding: payload.bytes, as: UTF8.self)
    if text.hasPrefix("!") { throw ParseError(.malformed, at: .init(source: payload.name), "not the format") }
    var log = DefectLog(context: context, source: payload.name)
    var blanks = 0
    var builder = ObservationBuilder(dictionary: context.dictionary)
    let product = context.dictionary.code(for: .energy(.dayAhead))
    for (index, line) in text.split(separator: "\n").enumerated() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == 3, let start = Int64(fields[0]), fields[2] != "x" else {
        try log.record(ParseError(.notANumber, at: .init(line: index + 1), "\(line)"))
        continue
      }
      if fields[2].isEmpty { blanks += 1 }
      let node = context.dictionary.code(for: Location(market: "TOY", kind: .node, id: String(fields[1])))
      builder.append(
        start: start, seconds: 3600, location: node, product: product, value: Double(fields[2]) ?? .nan)
    }
    let provenance = Provenance(
      feed: feed, source: payload.name, digest: payload.digest, publicationBasis: .inferred)
    let publication = payload.publishedAt.map(Publication.stated) ?? .inferred(ToyFeed.feed.publication)
    let table = builder.seal(provenance: provenance, publication: publication).map { ObservationTable($0) }
    return ParsedPayload(
      feed: feed, table: table ?? ObservationTable(dictionary: context.dictionary), defects: log.defects, blanks: blanks
    )
  }
}

/// A connector over the same lines.
struct ToyConnector: Connector {
  var market: Market { Market(id: "TOY", name: "Toy", operatorName: "Toys", timeZone: .eastern, currency: .usd) }
  var feeds: [Feed] { [ToyFeed.feed] }

  func requests(
    for feed: Feed.ID, covering interval: DeliveryInterval, credentials: Credentials
  ) throws(RequestError) -> [FeedRequest] { [ToyFeed.request(0)] }

  func recognise(name: String, head: Span<UInt8>) -> Feed.ID? { nil }

  func parse(member: FeedPayload, as feed: Feed.ID, in context: ParseContext) throws(ParseError) -> ParsedPayload {
    try ToyFeed.parse(member, feed, context)
  }
}
