/// One OASIS report of one market run: how it is asked for, how its files are told, and how they are read.
struct OASISReport: Sendable {
  /// How the files are laid out.
  enum Layout: Sendable {
    /// One row for each component of a locational marginal price.
    case locationalPrices
    /// One value a row, at a place, of a kind that the columns name.
    case series(OASISSeries)
    /// Several values a row, each in a column of its own.
    case wide(OASISWide)
    /// Public bids: steps of a curve, and self-schedules.
    case bids
  }

  /// How the report is asked for.
  struct Query: Sendable {
    /// `SingleZip` with `queryname`, or `GroupZip` with `groupid`.
    let isGroup: Bool
    /// The value of `queryname` or `groupid`.
    let name: String
    /// The version of the layout.
    let version: Int
    /// What one answer may span.
    let span: Span
    /// The other parameters.
    let parameters: [FeedRequest.QueryItem]

    /// The most that OASIS answers at once.
    enum Span: Sendable { case hour, day, month }
  }

  /// The feed.
  let feed: Feed
  /// The report's own name, as in file names and the XML's `REPORT`.
  let name: String
  /// The market run in the files' `MARKET_RUN_ID`, or `nil` for reports without one.
  let run: String?
  /// The layout.
  let layout: Layout
  /// The request.
  let query: Query
}

/// A layout with one value a row: which columns say where and what, and what they mean.
struct OASISSeries: Sendable {
  /// The column of the place, normalised; its XML element has the same name, or is `RESOURCE_NAME`.
  let place: String?
  /// The column of the service, fuel or schedule, normalised.
  let type: String?
  /// Columns of which one holds the value.
  let values: [String]
  /// What a record is about.
  let meaning: @Sendable (OASISRecord) -> (location: Location, product: Product)
}

/// A layout with several values a row.
struct OASISWide: Sendable {
  /// Columns of which one names the place.
  let places: [String]
  /// The column of the product.
  let type: String
  /// Where a place is.
  let location: @Sendable (String) -> Location
  /// The main value, and the values that become rows beside it.
  let values: [(column: String, product: @Sendable (OASISRecord) -> Product)]
  /// The parts of the main value.
  let components: [(column: String, component: PriceComponent)]
}

/// What a row says beside its interval and value, as the operator writes it.
struct OASISRecord: Hashable, Sendable {
  /// The data item, such as `NS_CLR_PRC`; empty where there is none.
  var item = ""
  /// The market run, such as `DAM`.
  var run = ""
  /// The service, fuel or schedule.
  var type = ""
  /// The place.
  var place = ""
}

extension Product.Run {
  /// The residual unit commitment that follows the day-ahead market.
  static let residualUnitCommitment: Product.Run = "residual-unit-commitment"
  /// A run or forecast two days before delivery.
  static let twoDayAhead: Product.Run = "two-day-ahead"
  /// A run or forecast three days before delivery.
  static let threeDayAhead: Product.Run = "three-day-ahead"
  /// A forecast up to seven days before delivery.
  static let sevenDayAhead: Product.Run = "seven-day-ahead"

  /// The run that OASIS writes as `market`; an unknown one keeps its own name.
  init(oasis market: String) {
    self =
      switch market.uppercased() {
      case "DAM": .dayAhead
      case "RUC": .residualUnitCommitment
      case "HASP": .hourAhead
      case "RTPD", "FMM": .fifteenMinute
      case "RTM", "RTD": .realTime
      case "2DA": .twoDayAhead
      case "3DA": .threeDayAhead
      case "7DA": .sevenDayAhead
      case "ACTUAL": .actual
      default: Product.Run(rawValue: market.lowercased())
      }
  }
}
