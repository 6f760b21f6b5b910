import ByteFormats

extension Location.Kind {
  /// An electrical bus of the network model, which may carry the name of a settlement point.
  static let electricalBus: Location.Kind = "electrical-bus"
  /// A scheduling entity that answers for resources.
  static let schedulingEntity: Location.Kind = "scheduling-entity"
  /// A bid or offer that belongs to no resource, with the settlement points that it names.
  static let bid: Location.Kind = "bid"
}

extension Product.Kind {
  /// The energy that a storage resource holds.
  static let stateOfCharge: Product.Kind = "state-of-charge"
  /// A cost that an offer states: of a start or of minimum generation.
  static let offerCost: Product.Kind = "offer-cost"
  /// How fast a resource may change its output.
  static let rampRate: Product.Kind = "ramp-rate"
  /// The frequency of the grid.
  static let frequency: Product.Kind = "frequency"
  /// The energy of rotation of the machines that run.
  static let inertia: Product.Kind = "inertia"
}

/// How a row says where it is.
enum ERCOTPlace: Sendable {
  /// The whole market.
  case system
  /// A settlement point, with a column for its type where there is one.
  case settlementPoint(String, type: String?)
  /// An object of a kind whose name stands in the first of these columns that the table has.
  case named(Location.Kind, [String])
  /// A bid: the texts of several columns, of those that the table has, joined by slashes.
  case joined(Location.Kind, [String])
}

extension Location {
  static let ercotSystem = Location(market: "ERCOT", kind: .system, id: "ERCOT")

  /// A settlement point by its name and, where the report has one, its type.
  ///
  /// Hubs are typed HU, SH (average of the buses) and AH (average of the hubs); load zones LZ and, weighted by energy, LZEW; tie
  /// zones LZ_DC and LZ_DCEW; all other types are resource nodes. Without a type the operator's prefixes tell.
  static func ercotSettlementPoint(_ name: String, type: String = "") -> Location {
    let kind: Kind =
      switch type {
      case "HU", "SH", "AH": .hub
      case "LZ": .zone
      case "LZEW", "LZ_DCEW": .energyWeightedZone
      case "LZ_DC": .interface
      case "RN", "PCCRN", "LCCRN", "PUN": .node
      default:
        if name.hasPrefix("HB_") {
          .hub
        } else if name.hasPrefix("LZ_") {
          .zone
        } else if name.hasPrefix("DC_") {
          .interface
        } else {
          .node
        }
      }
    return Location(market: "ERCOT", kind: kind, id: name)
  }

  static func ercotZone(_ id: String) -> Location { Location(market: "ERCOT", kind: .zone, id: id) }

  static func ercotArea(_ id: String) -> Location { Location(market: "ERCOT", kind: .area, id: id) }
}

/// Finds the location of each row, remembering names by their bytes.
struct ERCOTLocator {
  private enum Source {
    case fixed(UInt32)
    case point(name: Int, type: Int?)
    case texts(Location.Kind, [Int])
  }

  private let source: Source
  private var memo = ByteMemo<UInt32>()
  private let dictionary: ObservationDictionary

  /// Binds a place to the columns of a table; `nil` where they are not there.
  init?(_ place: ERCOTPlace, _ header: CSVHeader, _ dictionary: ObservationDictionary) {
    self.dictionary = dictionary
    switch place {
    case .system:
      source = .fixed(dictionary.code(for: .ercotSystem))
    case .settlementPoint(let name, let type):
      guard let column = header.index(of: name) else { return nil }
      source = .point(name: column, type: type.flatMap { header.index(of: $0) })
    case .named(let kind, let names):
      guard let column = names.lazy.compactMap({ header.index(of: $0) }).first else { return nil }
      source = .texts(kind, [column])
    case .joined(let kind, let names):
      let columns = names.compactMap { header.index(of: $0) }
      guard !columns.isEmpty else { return nil }
      source = .texts(kind, columns)
    }
  }

  /// The code of the current row's location, or `nil` where its name is blank.
  @inline(__always)
  mutating func code<Rows: ERCOTRowSource>(_ rows: Rows, in bytes: Span<UInt8>) -> UInt32? {
    switch source {
    case .fixed(let code):
      return code
    case .point(let name, let type):
      let range = rows.field(name, in: bytes)
      guard !range.isEmpty else { return nil }
      guard let type else {
        if let known = memo.value(for: range, in: bytes, decode: { nil }) { return known }
        return learn(range, .ercotSettlementPoint(String(bytes, range)), bytes)
      }
      let kind = rows.field(type, in: bytes)
      guard type == name + 1, kind.end > range.start else {
        return dictionary.code(for: .ercotSettlementPoint(String(bytes, range), type: String(bytes, kind)))
      }
      let both = ByteRange(range.start, kind.end)
      if let known = memo.value(for: both, in: bytes, decode: { nil }) { return known }
      return learn(both, .ercotSettlementPoint(String(bytes, range), type: String(bytes, kind)), bytes)
    case .texts(let kind, let columns):
      guard columns.count > 1 else {
        let range = rows.field(columns[0], in: bytes)
        guard !range.isEmpty else { return nil }
        if let known = memo.value(for: range, in: bytes, decode: { nil }) { return known }
        return learn(range, Location(market: "ERCOT", kind: kind, id: String(bytes, range)), bytes)
      }
      let id = columns.map { String(bytes, rows.field($0, in: bytes)) }.joined(separator: "/")
      return dictionary.code(for: Location(market: "ERCOT", kind: kind, id: id))
    }
  }

  @inline(never)
  private mutating func learn(_ range: ByteRange, _ location: Location, _ bytes: Span<UInt8>) -> UInt32? {
    let code = dictionary.code(for: location)
    return memo.value(for: range, in: bytes) { code }
  }

  /// The columns from which the place is told, where these are one or two and in this order.
  var columns: (first: Int, last: Int)? {
    switch source {
    case .point(let name, nil): (name, name)
    case .point(let name, .some(let type)): type > name ? (name, type) : nil
    case .texts(_, let columns) where columns.count == 1: (columns[0], columns[0])
    case .fixed, .texts: nil
    }
  }

  /// The column that names the row's place, for defects.
  var column: Int? {
    switch source {
    case .fixed: nil
    case .point(let name, _): name
    case .texts(_, let columns): columns.first
    }
  }
}
