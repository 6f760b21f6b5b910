/// How MISO's nodes become locations.
enum MISOLocation {
  /// The market as a whole.
  static let system = Location(market: Market.miso.id, kind: .system, id: "MISO")

  /// A commercial pricing node with the type that the report's `Type` column gives.
  ///
  /// The type `Hub` covers hundreds of aggregates (`MGE.AZ`, `.ARR`); only names that end in `.HUB` are trading hubs.
  static func node(_ id: String, type: String) -> Location {
    let kind: Location.Kind =
      switch type.lowercased() {
      case "hub": isTradingHub(id) ? .hub : .aggregate
      case "interface": .interface
      case "loadzone": .zone
      case "gennode", "": .node
      default: Location.Kind(rawValue: type.lowercased())
      }
    return Location(market: Market.miso.id, kind: kind, id: id)
  }

  /// A commercial pricing node of a display that prints no type: what the name alone says, else a node.
  ///
  /// - Note: Load zones cannot be told from generation nodes by name, and are nodes here.
  static func node(_ id: String) -> Location {
    let kind: Location.Kind =
      if isTradingHub(id) {
        .hub
      } else if interfaces.contains(id) {
        .interface
      } else if id.hasSuffix(".AZ") || id.hasSuffix(".ARR") {
        .aggregate
      } else {
        .node
      }
    return Location(market: Market.miso.id, kind: kind, id: id)
  }

  /// A reserve zone, from `1` or `Zone 1`.
  static func reserveZone(_ text: String) -> Location {
    let number = text.lowercased().hasPrefix("zone") ? String(text.dropFirst(4)).trimmedOfBlanks : text
    return Location(market: Market.miso.id, kind: .reserveZone, id: number, name: "Zone " + number)
  }

  /// The place of a row in a report of reserve prices: the market, a reserve zone or a node.
  static func reserve(_ text: String) -> Location {
    let name = text.lowercased().filter { $0.isLetter || $0.isNumber }
    if name == "misowide" || name == "miso" { return system }
    return name.hasPrefix("zone") ? reserveZone(text) : node(text)
  }

  private static func isTradingHub(_ id: String) -> Bool { id.hasSuffix(".HUB") }

  /// Nodes that the daily price reports list with the type `Interface`.
  private static let interfaces: Set<String> = ["AECI", "LGEE", "MHEB", "ONT", "PJMC", "SOCO", "SWPP", "TVA"]
}

/// How MISO's names of reserve products become products.
enum MISOReserve {
  /// The product of a published name, in capitals as the daily reports print it: `GenRegMCP`, `DemandSpinMcp`,
  /// `RCUPMCP`.
  ///
  /// The displays spell two products in their own way; those get the reports' names. `REGMILEAGEMCP` is per MW of
  /// movement.
  static func product(_ name: String, _ run: Product.Run) -> Product {
    var name = name.uppercased()
    if name.hasPrefix("DEMAND") { name = "DEM" + name.dropFirst(6) }
    if name == "RCUPMCP" { name = "RCPUPMCP" }
    if name == "RCDOWNMCP" { name = "RCPDOWNMCP" }
    return .ancillaryService(name, run)
  }
}

extension Product.Run {
  /// Real-time dispatch prices as computed ahead of the interval (MISO ex-ante).
  static let realTimeExAnte = Product.Run(rawValue: "real-time-ex-ante")
}

/// The energy component, which MISO's files leave out: LMP less congestion less losses.
///
/// The difference is rounded to the millionth, so that prices of up to six decimals give the decimal number that a
/// person would write (30.12, not 30.119999999999997). Published prices are rounded to cents one by one; nodes of one
/// hour differ by up to two cents.
@inline(__always)
func misoEnergy(_ price: Double, _ congestion: Double, _ loss: Double) -> Double {
  let scaled = (price - congestion - loss) * 1e6
  // Adding 1.5 * 2^52 leaves no bits for a fraction.
  let whole = (scaled + 0x1.8p52) - 0x1.8p52
  return abs(scaled) < 0x1p50 ? whole / 1e6 : price - congestion - loss
}
