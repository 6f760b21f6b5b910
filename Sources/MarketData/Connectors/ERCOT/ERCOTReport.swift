/// One report of ERCOT: its feed, where it is served and how its tables look.
struct ERCOTReport: Sendable {
  /// The parameter by which the public API takes the span that is asked for.
  enum Span: Sendable {
    case deliveryDate
    case operatingDay
    case dispatchRun
  }

  /// The feed.
  let feed: Feed
  /// The number of the report in the market information system, which stands in its file names.
  let typeID: Int
  /// The path below `public-reports/`, or `nil` where the public API serves archives only.
  let endpoint: String?
  /// How the public API is asked for a span.
  let span: Span
  /// The tables that it comes in; the one whose columns are all there and most numerous is taken.
  let layouts: [ERCOTLayout]
  /// Other beginnings of the names of its files, in lower case.
  let prefixes: [String]

  /// The EMIL product, such as `np4-190-cd`.
  var product: String { String(feed.id.rawValue.dropFirst("ercot.".count)) }
}

/// One table of a report: what recognises it and what its columns mean.
struct ERCOTLayout: Sendable {
  /// Normalised names of columns that must be there.
  let required: [String]
  /// Normalised names of columns that must not be there: what keeps look-alikes apart.
  var excluded: [String] = []
  /// What the normalised name of one column must look like, where the name itself varies.
  var pattern: (@Sendable (String) -> Bool)?
  /// What the rows say where.
  let rows: Rows

  enum Rows: Sendable {
    /// One value a row at a place that the row names; a blank value is a missing one.
    case long(ERCOTLongRows)
    /// Many values a row; a blank cell is no row.
    case wide(ERCOTWideRows)
  }

  static func long(_ required: [String], _ rows: ERCOTLongRows) -> ERCOTLayout {
    ERCOTLayout(required: required, rows: .long(rows))
  }

  static func wide(
    _ required: [String], excluding excluded: [String] = [], matching pattern: (@Sendable (String) -> Bool)? = nil,
    _ rows: ERCOTWideRows
  ) -> ERCOTLayout {
    ERCOTLayout(required: required, excluded: excluded, pattern: pattern, rows: .wide(rows))
  }

  /// How well a table with these normalised names fits: the number of conditions that hold, or `nil` when one does not.
  func fit(_ names: Set<String>) -> Int? {
    guard required.allSatisfy(names.contains), !excluded.contains(where: names.contains) else { return nil }
    guard let pattern else { return required.count }
    return names.contains(where: pattern) ? required.count + 1 : nil
  }
}

/// Rows of one value.
struct ERCOTLongRows: Sendable {
  /// The column of the value.
  let value: String
  /// What the value is.
  let product: Product
  /// The column whose text names the product, for reports that hold several.
  var productColumn: String?
  /// Where.
  let place: ERCOTPlace
}

/// Rows of many values.
struct ERCOTWideRows: Sendable {
  /// Where the row is, unless a column says otherwise.
  let place: ERCOTPlace
  /// What a column means, by its normalised name; `nil` for columns that hold no observation.
  let column: @Sendable (String) -> ERCOTCell?
  /// Whether the columns are further described by a model and whether it was in use (load forecasts by model).
  var hasModels = false
}

/// What one column of a wide row holds.
struct ERCOTCell: Sendable {
  /// What it is.
  var product: Product
  /// Where, if not where the row is.
  var location: Location?
  /// The normalised name of the column with the quantity to which a price belongs.
  var quantity: String?
  /// Whether a blank means that there is nothing (a point that an offer curve does not have) rather than a missing value.
  var isOptional = false

  init(_ product: Product, at location: Location? = nil) {
    self.product = product
    self.location = location
  }
}

extension ERCOTReport {
  /// Every report, in the order in which feeds are listed.
  static let all: [ERCOTReport] = prices + reserves + adders + forecasts + disclosures

  /// The report of a feed.
  static func of(_ feed: Feed.ID) -> ERCOTReport? { byFeed[feed] }

  private static let byFeed = Dictionary(all.map { ($0.feed.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// Makes a report; the feed's name is its EMIL product in lower case.
  init(
    _ product: String, _ title: String, _ main: Product, seconds: Int64, cadence: Int64, lag: PublicationRule,
    type: Int,
    endpoint: String? = nil, span: Span = .deliveryDate, prefixes: [String] = [],
    _ layouts: [ERCOTLayout]
  ) {
    feed = Feed(
      id: Feed.ID(rawValue: "ercot." + product), market: Market.ercot.id, title: title, product: main,
      intervalSeconds: seconds, cadenceSeconds: cadence, publication: lag,
      credentialNames: endpoint == nil ? [] : [ERCOTConnector.subscriptionKey, ERCOTConnector.idToken])
    typeID = type
    self.endpoint = endpoint
    self.span = span
    self.layouts = layouts
    self.prefixes = prefixes
  }
}
