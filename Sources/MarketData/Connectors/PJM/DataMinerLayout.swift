/// How the records of one Data Miner 2 feed are read: which columns hold time, place and values.
struct DataMinerLayout: Sendable {
  /// Where the place of a record stands.
  enum Place: Sendable {
    /// A pricing node: an identifier where there is one, a name and a type.
    case node(name: String)
    /// The market as a whole.
    case system
    /// A named place of one kind; the names of the whole of PJM give the system.
    case named(column: String, kind: Location.Kind)
    /// A monitored facility under a contingency.
    case constraint
    /// The service's own text begins with the reserve zone: `RTO Synchronized Reserve`.
    case service(column: String)
  }

  /// A column with values of one product.
  struct Measure: Sendable {
    /// The column.
    let column: String
    /// The product of its values, without the label that a column of the record adds to the name.
    let product: Product
    /// Columns with parts of the value.
    let parts: [(column: String, component: PriceComponent)]

    init(_ column: String, _ product: Product, parts: [(column: String, component: PriceComponent)] = []) {
      self.column = column
      self.product = product
      self.parts = parts
    }
  }

  /// How records spell prices and quantities.
  enum Form: Sendable {
    /// Locational prices; columns end in `_da` or `_rt`, or one column holds the price alone.
    case prices(suffix: String, total: String)
    /// One record for each of several measures.
    case measures([Measure])
    /// `ancillary_service`, `unit`, `value`: what the value is, the unit says.
    case services(run: Product.Run)
  }

  /// How long the interval of a record is.
  enum Length: Sendable {
    /// The feed's usual length, unless the stamps themselves say that it is another.
    case stamps
    /// The record has the end of its interval; the feed's usual length where the column is left out.
    case stated
    /// A reading of a moment.
    case reading
  }

  /// The operator's name of the feed.
  let name: String
  /// Older names of the same feed.
  let otherNames: [String]
  /// The feed.
  let feed: Feed
  /// The name of the time columns, without `_utc` and `_ept`.
  let begin: String
  /// The name of the columns with the issue time of a forecast, without `_utc` and `_ept`.
  let issued: String?
  /// Where the place stands.
  let place: Place
  /// A column that tells products apart: the fuel, the service.
  let label: String?
  /// What the records hold.
  let form: Form
  /// How long intervals are.
  let length: Length
  /// A column that says whether a value was verified: `true` supersedes `false`.
  let verified: String?
  /// The feed that the same columns belong to when stamps lie five minutes apart.
  let fiveMinuteTwin: Feed.ID?

  init(
    _ name: String, _ title: String, otherNames: [String] = [], product: Product, seconds: Int64, cadence: Int64,
    publication: PublicationRule, begin: String = "datetime_beginning", issued: String? = nil, place: Place,
    label: String? = nil, form: Form, length: Length = .stamps, verified: String? = nil, fiveMinuteTwin: String? = nil
  ) {
    self.name = name
    self.otherNames = otherNames
    feed = Feed(
      id: Feed.ID(rawValue: "pjm." + name), market: Market.pjm.id, title: title, product: product,
      intervalSeconds: seconds, cadenceSeconds: cadence, publication: publication,
      credentialNames: [PJMConnector.subscriptionKey])
    self.begin = begin
    self.issued = issued
    self.place = place
    self.label = label
    self.form = form
    self.length = length
    self.verified = verified
    self.fiveMinuteTwin = fiveMinuteTwin.map { Feed.ID(rawValue: "pjm." + $0) }
  }

  /// Columns without which a table cannot be this feed's, time columns left out.
  var signature: [String] {
    var columns: [String] = []
    switch place {
    case .node(let name): columns.append(name)
    case .named(let column, _), .service(let column): columns.append(column)
    case .constraint: columns += ["monitored_facility", "contingency_facility"]
    case .system: break
    }
    if let label { columns.append(label) }
    switch form {
    case .prices(_, let total): columns.append(total)
    case .measures(let measures): columns += measures.first.map { [$0.column] } ?? []
    case .services: columns += ["unit", "value"]
    }
    return columns
  }
}

extension DataMinerLayout {
  /// Columns named for the run that they belong to, such as `total_lmp_da`.
  func priceColumn(_ stem: String) -> String {
    guard case .prices(let suffix, _) = form, !suffix.isEmpty else { return "" }
    return stem + "_" + suffix
  }
}
