/// Collects the rows of one payload: a chunk for each posting that an answer holds, forecasts apart from measurements.
struct ERCOTSink {
  /// What tells chunks apart.
  struct Key: Hashable {
    /// When the row's posting was published, where the rows say so themselves.
    var posted: Instant?
    /// When the forecast was made.
    var issued: Instant?

    init(posted: Instant? = nil) { self.posted = posted }

    func forecast(_ issued: Instant?) -> Key {
      var key = self
      key.issued = issued
      return key
    }
  }

  /// The column of the quantity, in MW, to which the price of an offer belongs.
  static let quantity: PriceComponent = "quantity"

  let dictionary: ObservationDictionary
  let maxRows: Int
  private(set) var count = 0
  private var keys: [Key] = []
  private var builders: [ObservationBuilder] = []
  private var positions: [Key: Int] = [:]
  private var last = -1

  init(dictionary: ObservationDictionary, maxRows: Int) {
    self.dictionary = dictionary
    self.maxRows = maxRows
  }

  /// A builder for rows without components, to be given to ``take(_:)``.
  func builder() -> ObservationBuilder { ObservationBuilder(dictionary: dictionary) }

  /// Takes the rows of a builder under the plain key.
  mutating func take(_ builder: consuming ObservationBuilder) {
    guard builder.count > 0 else { return }
    count += builder.count
    keys.append(Key())
    builders.append(builder)
  }

  /// Adds a row.
  mutating func append(
    _ key: Key, start: Int64, seconds: Int32, location: UInt32, product: UInt32, value: Double, quantity: Double? = nil
  ) {
    if last < 0 || keys[last] != key {
      if let known = positions[key] {
        last = known
      } else {
        last = builders.count
        positions[key] = last
        keys.append(key)
        builders.append(ObservationBuilder(dictionary: dictionary, components: [ERCOTSink.quantity]))
      }
    }
    builders[last].append(
      start: start, seconds: seconds, location: location, product: product, value: value,
      issuedAt: key.issued?.secondsSince1970)
    if let quantity { builders[last].setComponent(0, to: quantity, at: builders[last].count - 1) }
    count += 1
  }

  func tooMany(_ source: String) -> ParseError {
    ParseError(.limitExceeded, at: .init(source: source), "more than \(maxRows) rows")
  }

  /// Seals everything.
  func payload(
    _ feed: Feed, _ payload: FeedPayload, published: Instant?, defects: [ParseError], blanks: Int
  ) -> ParsedPayload {
    var table = ObservationTable(dictionary: dictionary)
    for (key, builder) in zip(keys, builders) {
      let publication = payload.publication(feed, stated: key.posted ?? published)
      if let chunk = builder.seal(provenance: payload.provenance(feed), publication: publication) {
        table.append(chunk)
      }
    }
    return ParsedPayload(feed: feed.id, table: table, defects: defects, blanks: blanks)
  }
}
